package signature

import (
	"crypto"
	"crypto/rsa"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/go-fed/httpsig"
)

// Signer signs outgoing requests with one key. It may be copied and used by
// several goroutines, each on its own request.
type Signer struct {
	// KeyID is the address of the public key: printable ASCII without quotes
	// and backslashes.
	KeyID string
	// Key is an *rsa.PrivateKey of 2048 to 8192 bits or an ed25519.PrivateKey.
	Key crypto.Signer
	Now func() time.Time
	// OmitQuery leaves the query out of a draft-cavage signature: for the second
	// try when a peer answered 401 to a URL with a query (R-SIG-O).
	OmitQuery bool
	// Also are headers, in lower case, that are signed wherever a request has them.
	Also []string
}

// Sign signs r in the given scheme; see SignCavage and SignRFC9421. A request
// may be signed again, in the other scheme too: the earlier signature goes.
func (s Signer) Sign(scheme Scheme, r *http.Request, body []byte) error {
	switch scheme {
	case Cavage:
		return s.SignCavage(r, body)
	case RFC9421:
		return s.SignRFC9421(r, body)
	}
	return fmt.Errorf("sign request: %w: scheme %q", ErrUnsupported, scheme)
}

// SignCavage sets Date, Digest and Signature. GET and HEAD sign
// "host date (request-target)", every other method
// "host date digest content-type (request-target)" (R-SIG-O) and needs its
// Content-Type set before. What proxies rewrite, such as User-Agent and Accept,
// is never signed. It returns ErrKey, ErrMissing (no Content-Type) or
// ErrUnsupported.
func (s Signer) SignCavage(r *http.Request, body []byte) error {
	if err := s.prepare(r); err != nil {
		return fmt.Errorf("sign request: %w", err)
	}
	names := []string{"host", "date", requestTarget}
	if bodied(r.Method) {
		names = []string{"host", "date", "digest", "content-type", requestTarget}
		body = append([]byte{}, body...) // not nil, or no Digest is written
	} else {
		body = nil
	}
	names = slices.Insert(names, len(names)-1, s.also(r)...)
	algorithm, label := httpsig.ED25519, hs2019
	if _, ok := s.Key.(*rsa.PrivateKey); ok {
		algorithm, label = httpsig.RSA_SHA256, "rsa-sha256"
	}
	signer, _, err := httpsig.NewSigner([]httpsig.Algorithm{algorithm}, httpsig.DigestSha256, names, httpsig.Signature, 0)
	if err != nil {
		return fmt.Errorf("sign request: %w", err)
	}
	double := s.double(r)
	if err := signer.SignRequest(s.Key, s.KeyID, double, body); err != nil {
		return fmt.Errorf("sign request: %w", err)
	}
	// The library always writes hs2019, which some servers refuse. The parameter
	// is not part of what is signed.
	written := strings.Replace(double.Header.Get("Signature"), `algorithm="hs2019"`, `algorithm="`+label+`"`, 1)
	r.Header.Set("Signature", written)
	if bodied(r.Method) {
		r.Header.Set("Digest", double.Header.Get("Digest"))
	}
	return nil
}

// also lists the headers of this request that are signed beside those that always are.
func (s Signer) also(r *http.Request) []string {
	var names []string
	for _, name := range s.Also {
		if r.Header.Get(name) != "" {
			names = append(names, name)
		}
	}
	return names
}

// double is the request as the library has to see it: Host among the headers,
// and as path the whole target just as it goes over the wire, because the
// library would write the decoded path.
func (s Signer) double(r *http.Request) *http.Request {
	target := r.URL.RequestURI()
	if s.OmitQuery {
		target, _, _ = strings.Cut(target, "?")
	}
	header := r.Header.Clone()
	header.Set("Host", hostOf(r))
	return &http.Request{Method: r.Method, URL: &url.URL{Path: target}, Header: header}
}

// check refuses a signer whose key or key id cannot be used.
func (s Signer) check() error {
	if s.Key == nil {
		return fmt.Errorf("%w: none", ErrKey)
	}
	if s.KeyID == "" || len(s.KeyID) > maxKeyID || strings.ContainsFunc(s.KeyID, awkward) {
		return fmt.Errorf("%w: key id", ErrKey)
	}
	return CheckKey(s.Key.Public())
}

// prepare checks the signer, dates the request afresh and takes away what an
// earlier try left.
func (s Signer) prepare(r *http.Request) error {
	if err := s.check(); err != nil {
		return err
	}
	if r.Method == "" { // as net/http reads it
		r.Method = http.MethodGet
	}
	if r.Header == nil {
		r.Header = http.Header{}
	}
	if bodied(r.Method) && r.Header.Get("Content-Type") == "" {
		return fmt.Errorf("%w: header content-type", ErrMissing)
	}
	for _, name := range []string{"Signature", "Signature-Input", "Digest", "Content-Digest"} {
		r.Header.Del(name)
	}
	r.Header.Set("Date", s.Now().UTC().Format(http.TimeFormat))
	return nil
}

// awkward holds for what would need escaping inside quotes.
func awkward(r rune) bool {
	return r <= ' ' || r > '~' || r == '"' || r == '\\'
}
