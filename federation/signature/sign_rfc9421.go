package signature

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"encoding/base64"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/dunglas/httpsfv"
)

// lifetime is how long a signature lasts when a peer asks for an expiry.
const lifetime = 5 * time.Minute

// SignRFC9421 sets Date, Content-Digest (not for GET and HEAD), Signature-Input
// and Signature, under the label sig1. It covers what the strictest peers ask
// (R-9421-3). The errors are those of SignCavage.
func (s Signer) SignRFC9421(r *http.Request, body []byte) error {
	return s.SignWanted(r, body, Wanted{Label: "sig1"})
}

// SignWanted is SignRFC9421 for a peer which said in Accept-Signature what it
// wants covered. It returns ErrUnsupported or ErrMissing when we cannot give it.
func (s Signer) SignWanted(r *http.Request, body []byte, wanted Wanted) error {
	if err := s.prepare(r); err != nil {
		return fmt.Errorf("sign request: %w", err)
	}
	if bodied(r.Method) {
		r.Header.Set("Content-Digest", contentDigest(body))
	}
	names := covered(r, slices.Concat(s.also(r), wanted.components))
	params, err := httpsfv.Marshal(s.signatureInput(names, wanted))
	if err != nil {
		return fmt.Errorf("sign request: %w: %w", ErrUnsupported, err)
	}
	base, err := rfc9421Base(outgoing(r), names, params)
	if err != nil {
		return fmt.Errorf("sign request: %w", err)
	}
	signed, err := s.sign([]byte(base))
	if err != nil {
		return fmt.Errorf("sign request: %w: %w", ErrKey, err)
	}
	r.Header.Set("Signature-Input", wanted.Label+"="+params)
	r.Header.Set("Signature", wanted.Label+"=:"+base64.StdEncoding.EncodeToString(signed)+":")
	return nil
}

// covered lists our own components, then what is wanted beside them.
func covered(r *http.Request, wanted []string) []string {
	names := []string{"@method", "@target-uri"}
	if bodied(r.Method) {
		names = append(names, "content-type", "content-digest")
	}
	if strings.Contains(r.URL.RequestURI(), "?") {
		names = append(names, "@query")
	}
	for _, name := range wanted {
		// A peer that asks for a digest without thinking of GET gets none there.
		if !slices.Contains(names, name) && (name != "content-digest" || bodied(r.Method)) {
			names = append(names, name)
		}
	}
	return names
}

// signatureInput is the list of components with the signature's parameters.
func (s Signer) signatureInput(names []string, wanted Wanted) httpsfv.InnerList {
	params := httpsfv.NewParams()
	now := s.Now()
	params.Add("created", now.Unix())
	params.Add("keyid", s.KeyID)
	params.Add("alg", s.algorithm())
	if wanted.expires {
		params.Add("expires", now.Add(lifetime).Unix())
	}
	if wanted.nonce != "" {
		params.Add("nonce", wanted.nonce)
	}
	if wanted.tag != "" {
		params.Add("tag", wanted.tag)
	}
	list := httpsfv.InnerList{Params: params}
	for _, name := range names {
		list.Items = append(list.Items, httpsfv.NewItem(name))
	}
	return list
}

// algorithm is the name RFC 9421 3.3 gives to what sign does.
func (s Signer) algorithm() string {
	if _, ok := s.Key.Public().(*rsa.PublicKey); ok {
		return "rsa-v1_5-sha256"
	}
	return "ed25519"
}

func (s Signer) sign(base []byte) ([]byte, error) {
	if _, ok := s.Key.Public().(*rsa.PublicKey); ok {
		return s.Key.Sign(rand.Reader, sum("sha-256", base), crypto.SHA256)
	}
	return s.Key.Sign(rand.Reader, base, crypto.Hash(0))
}
