package signature

import (
	"fmt"
	"net/http"

	"github.com/dunglas/httpsfv"
)

const maxEcho = 256 // bytes of a nonce or tag which we hand back

// Wanted is what a peer asks to be signed (RFC 9421 5.1).
type Wanted struct {
	Label string // under which the answer goes

	components []string
	nonce, tag string
	expires    bool
}

// Ask sets the Accept-Signature header for the answer to a request which was
// refused with 401 (R-9421-5).
func Ask(answer http.Header, method string) {
	components := `("@method" "@target-uri")`
	if bodied(method) {
		components = `("@method" "@target-uri" "content-digest")`
	}
	answer.Set("Accept-Signature", "sig1="+components+`;created;tag="app-profile"`)
}

// ParseAcceptSignature reads the Accept-Signature header of an answer: the
// first label for which signer can sign. It returns ErrMissing,
// ErrMalformed, ErrKey for an unusable signer, or ErrUnsupported when a peer
// wants a key, an algorithm or a component that signer does not have.
func ParseAcceptSignature(answer http.Header, signer Signer) (Wanted, error) {
	if err := signer.check(); err != nil {
		return Wanted{}, err
	}
	labels, err := dictionary(answer.Values("Accept-Signature"))
	if err != nil {
		return Wanted{}, err
	}
	refusal := ErrMissing
	for i, label := range labels.Names() {
		member, _ := labels.Get(label)
		list, ok := member.(httpsfv.InnerList)
		if !ok {
			return Wanted{}, fmt.Errorf("%w: Accept-Signature is not a list", ErrMalformed)
		}
		wanted, err := wish(list, signer)
		if err == nil {
			wanted.Label = label
			return wanted, nil
		}
		if i == 0 {
			refusal = err
		}
	}
	return Wanted{}, refusal
}

// wish reads one label.
func wish(list httpsfv.InnerList, signer Signer) (Wanted, error) {
	wanted := Wanted{}
	var err error
	if len(list.Items) > 0 {
		if wanted.components, err = componentNames(list); err != nil {
			return Wanted{}, err
		}
	}
	for name, own := range map[string]string{"keyid": signer.KeyID, "alg": signer.algorithm()} {
		text, err := textParam(list.Params, name)
		if err != nil {
			return Wanted{}, err
		}
		if text != "" && text != own {
			return Wanted{}, fmt.Errorf("%w: %s", ErrUnsupported, name)
		}
	}
	if wanted.nonce, err = textParam(list.Params, "nonce"); err != nil {
		return Wanted{}, err
	}
	if wanted.tag, err = textParam(list.Params, "tag"); err != nil {
		return Wanted{}, err
	}
	if len(wanted.nonce) > maxEcho || len(wanted.tag) > maxEcho {
		return Wanted{}, fmt.Errorf("%w: nonce or tag too long", ErrMalformed)
	}
	_, wanted.expires = list.Params.Get("expires")
	return wanted, nil
}
