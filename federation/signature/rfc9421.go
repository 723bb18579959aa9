package signature

import (
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/dunglas/httpsfv"
)

// parseRFC9421 reads the labels of Signature-Input and Signature (RFC 9421 4).
// A label we cannot use, such as one a proxy added, does not spoil the others.
func parseRFC9421(r *http.Request) ([]Claim, error) {
	inputs, err := dictionary(r.Header.Values("Signature-Input"))
	if err != nil {
		return nil, err
	}
	signatures, err := dictionary(r.Header.Values("Signature"))
	if err != nil {
		return nil, err
	}
	refusal := ErrMissing
	var claims []Claim
	for i, label := range inputs.Names() {
		claim, err := labelled(label, inputs, signatures)
		if err == nil {
			err = claim.strong(r.Method)
		}
		if err == nil && len(claims) < maxClaims {
			claims = append(claims, claim)
		} else if i == 0 {
			refusal = err
		}
	}
	if len(claims) == 0 {
		return nil, refusal
	}
	return claims, nil
}

// labelled puts the two halves of one signature together.
func labelled(label string, inputs, signatures *httpsfv.Dictionary) (Claim, error) {
	input, _ := inputs.Get(label)
	list, ok := input.(httpsfv.InnerList)
	if !ok {
		return Claim{}, fmt.Errorf("%w: Signature-Input is not a list", ErrMalformed)
	}
	member, ok := signatures.Get(label)
	if !ok {
		return Claim{}, fmt.Errorf("%w: label without signature", ErrMissing)
	}
	item, _ := member.(httpsfv.Item)
	bytes, ok := item.Value.([]byte)
	if !ok || len(bytes) == 0 {
		return Claim{}, fmt.Errorf("%w: Signature is not a byte sequence", ErrMalformed)
	}
	claim := Claim{Scheme: RFC9421, Signature: bytes}
	var err error
	if claim.params, err = httpsfv.Marshal(list); err != nil {
		return Claim{}, fmt.Errorf("%w: %w", ErrMalformed, err)
	}
	if claim.components, err = componentNames(list); err != nil {
		return Claim{}, err
	}
	return claim, claim.readParams(list.Params)
}

// componentNames reads the covered components. Parameters on them (RFC 9421
// 2.1) are used by no ActivityPub server and are refused.
func componentNames(list httpsfv.InnerList) ([]string, error) {
	var names []string
	for _, item := range list.Items {
		name, ok := item.Value.(string)
		if !ok || name != strings.ToLower(name) {
			return nil, fmt.Errorf("%w: component name", ErrMalformed)
		}
		if len(item.Params.Names()) > 0 {
			return nil, fmt.Errorf("%w: component with parameters", ErrUnsupported)
		}
		names = append(names, name)
	}
	if len(names) == 0 {
		return nil, fmt.Errorf("%w: nothing", ErrWeak)
	}
	return names, checkComponents(names)
}

// readParams reads the signature's own parameters (RFC 9421 2.3). They are all
// signed, because the whole list is a line of the base.
func (c *Claim) readParams(params *httpsfv.Params) error {
	var err error
	if c.KeyID, err = textParam(params, "keyid"); err != nil {
		return err
	}
	if err = checkKeyID(c.KeyID); err != nil {
		return err
	}
	if c.algorithm, err = textParam(params, "alg"); err != nil {
		return err
	}
	switch c.algorithm {
	case "", "rsa-v1_5-sha256", "ed25519": // R-9421-1
	default:
		return fmt.Errorf("%w: algorithm", ErrUnsupported)
	}
	if c.created, err = timeParam(params, "created"); err != nil {
		return err
	}
	if c.created.IsZero() {
		return fmt.Errorf("%w: created", ErrWeak)
	}
	c.expires, err = timeParam(params, "expires")
	return err
}

// textParam is "" when the parameter is not there.
func textParam(params *httpsfv.Params, name string) (string, error) {
	value, ok := params.Get(name)
	text, isText := value.(string)
	if ok && !isText {
		return "", fmt.Errorf("%w: %s", ErrMalformed, name)
	}
	return text, nil
}

// timeParam is the zero time when the parameter is not there.
func timeParam(params *httpsfv.Params, name string) (time.Time, error) {
	value, ok := params.Get(name)
	if !ok {
		return time.Time{}, nil
	}
	seconds, ok := value.(int64)
	if !ok {
		return time.Time{}, fmt.Errorf("%w: %s", ErrMalformed, name)
	}
	return moment(seconds)
}

// rfc9421Base is the signature base of RFC 9421 2.5.
func rfc9421Base(m message, names []string, params string) (string, error) {
	var base strings.Builder
	for _, name := range names {
		value, err := m.component(name)
		if err != nil {
			return "", err
		}
		fmt.Fprintf(&base, "%q: %s\n", name, value)
	}
	base.WriteString(`"@signature-params": ` + params)
	return base.String(), nil
}
