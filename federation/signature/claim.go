package signature

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Scheme names a way of signing requests; its text may be stored.
type Scheme string

const (
	// Cavage is draft-cavage-http-signatures as Mastodon reads it.
	Cavage Scheme = "cavage"
	// RFC9421 is HTTP Message Signatures.
	RFC9421 Scheme = "rfc9421"
)

const (
	maxHeader     = 8 << 10 // bytes of one signature header, all its lines together
	maxComponents = 32
	maxKeyID      = 2048 // bytes
	maxClaims     = 3    // R-9421-1
	maxTime       = 1 << 40
)

// Claim is what a signature header says about itself, before anything is
// proved. Only Parse makes one that can be verified.
type Claim struct {
	Scheme    Scheme
	KeyID     string // valid UTF-8 without control characters, 1 to 2048 bytes; usually an IRI
	Signature []byte // decoded; with KeyID it recognises a replay

	algorithm  string // as named by the signer; "" only in RFC 9421
	components []string
	created    time.Time // zero unless signed
	expires    time.Time // zero when not given
	params     string    // RFC 9421 2.3: the value of @signature-params
}

// Covers reports whether the signature covers a component, named in lower
// case: a header, "(request-target)", "@method" and so on.
func (c Claim) Covers(component string) bool {
	return slices.Contains(c.components, component)
}

// Parse finds the signatures of a request without looking at key, clock or
// body: Signature-Input means RFC 9421, else a draft-cavage Signature header
// (R-SIG-C 1); an Authorization header is never looked at. It returns one to
// three claims, each covering at least what R-SIG-S and R-9421-1 ask, or one of
// ErrMissing, ErrMalformed, ErrUnsupported and ErrWeak.
func Parse(r *http.Request) ([]Claim, error) {
	return ParseFor(r, func(string) bool { return false })
}

// ParseFor is Parse for those who know peers that sign less. mild is asked about
// the key id of a draft-cavage signature that covers only what Mastodon asks
// (R-SIG-C 4): a time, the target or the digest, the host for GET, the digest for
// everything else. Where it says yes, that is enough.
func ParseFor(r *http.Request, mild func(keyID string) bool) ([]Claim, error) {
	if len(r.Header.Values("Signature-Input")) > 0 {
		return parseRFC9421(r)
	}
	claim, err := parseCavage(r)
	if err != nil {
		return nil, err
	}
	if err := claim.strong(r.Method); err != nil && (claim.covers(legacy(r.Method)) != nil || !mild(claim.KeyID)) {
		return nil, err
	}
	return []Claim{claim}, nil
}

// bodied reports whether requests of this method have to prove their body.
func bodied(method string) bool {
	return method != http.MethodGet && method != http.MethodHead
}

// strong refuses a claim which leaves out something a forger could then change.
func (c Claim) strong(method string) error { return c.covers(c.required(method)) }

// covers wants one component of each choice to be covered.
func (c Claim) covers(required [][]string) error {
	for _, choice := range required {
		if !slices.ContainsFunc(choice, c.Covers) {
			return fmt.Errorf("%w: %s", ErrWeak, strings.Join(choice, " or "))
		}
	}
	return nil
}

// required lists the components of which at least one each must be covered.
func (c Claim) required(method string) [][]string {
	var all [][]string
	digest := "digest"
	switch {
	case c.Scheme == Cavage: // R-SIG-S
		all = [][]string{{"(request-target)"}, {"host"}, {"date", "(created)"}}
	case c.Covers("@target-uri"): // R-9421-1
		all, digest = [][]string{{"@method"}}, "content-digest"
	default:
		all = [][]string{{"@method"}, {"@target-uri", "@authority"}, {"@path"}, {"@query"}}
		digest = "content-digest"
	}
	if bodied(method) {
		all = append(all, []string{digest})
	}
	return all
}

// legacy is what Mastodon wants covered at least.
func legacy(method string) [][]string {
	all := [][]string{{"date", createdLine}, {requestTarget, "digest"}}
	if bodied(method) {
		return append(all, []string{"digest"})
	}
	return append(all, []string{"host"})
}

// checkComponents bounds the list and refuses a name given twice (R-SIG-C 3,
// RFC 9421 2.5).
func checkComponents(names []string) error {
	if len(names) == 0 || len(names) > maxComponents {
		return fmt.Errorf("%w: number of components", ErrMalformed)
	}
	for i, name := range names {
		if slices.Contains(names[:i], name) {
			return fmt.Errorf("%w: component covered twice", ErrMalformed)
		}
	}
	return nil
}

// checkKeyID keeps what could hurt a log, a database or a parser out.
func checkKeyID(id string) error {
	if id == "" || len(id) > maxKeyID || !utf8.ValidString(id) || strings.ContainsFunc(id, unicode.IsControl) {
		return fmt.Errorf("%w: key id", ErrMalformed)
	}
	return nil
}

// moment turns seconds since 1970 into a time, within bounds that cannot
// overflow.
func moment(seconds int64) (time.Time, error) {
	if seconds < 0 || seconds > maxTime {
		return time.Time{}, fmt.Errorf("%w: time out of range", ErrMalformed)
	}
	return time.Unix(seconds, 0).UTC(), nil
}
