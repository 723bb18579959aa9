package signature

import (
	"errors"
	"testing"
)

// R-SIG-C 4, R-SIG-S: what Mastodon asks at least is enough of the peers that staff
// listed, and of nobody else; less than that of nobody at all, and neither time nor
// body is looked at less closely.
func TestLegacyStrength(t *testing.T) {
	for _, test := range []struct {
		name   string
		change func(*peer)
		get    bool
		mild   error // from a listed peer
		strict error // from any other
	}{
		{"as we ask", func(*peer) {}, false, nil, nil},
		{"no host", func(p *peer) { p.covered = "(request-target) date digest" }, false, nil, ErrWeak},
		{"no target", func(p *peer) { p.covered = "date digest" }, false, nil, ErrWeak},
		{"created in place of date", func(p *peer) {
			p.covered, p.extra = "(created) digest", "created="+seconds(0)+","
		}, false, nil, ErrWeak},
		{"no digest", func(p *peer) { p.covered = "(request-target) host date" }, false, ErrWeak, ErrWeak},
		{"no time", func(p *peer) { p.covered = "(request-target) host digest" }, false, ErrWeak, ErrWeak},
		{"old", func(p *peer) { p.covered, p.date = "date digest", date(-2*Window) }, false, ErrStale, ErrWeak},
		{"another body", func(p *peer) {
			p.covered, p.digest = "date digest", "SHA-256=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
		}, false, ErrDigest, ErrWeak},
		{"for another host", func(p *peer) { p.covered, p.host = "date digest", "c.example" }, false, ErrForeignHost, ErrWeak},
		{"GET as we ask", func(*peer) {}, true, nil, nil},
		{"GET without host", func(p *peer) { p.covered = "(request-target) date" }, true, ErrWeak, ErrWeak},
		{"GET without target", func(p *peer) { p.covered = "host date" }, true, ErrWeak, ErrWeak},
	} {
		t.Run(test.name, func(t *testing.T) {
			p := mastodon()
			if test.get {
				p = reader("https://b.example/users/bob")
			}
			test.change(&p)
			asked := ""
			for mild, want := range map[bool]error{true: test.mild, false: test.strict} {
				claims, err := ParseFor(p.request(t), func(keyID string) bool { asked = keyID; return mild })
				if err == nil {
					err = bob().Verify(p.request(t), []byte(p.body), claims[0], rsaKey().Public())
				}
				if !errors.Is(err, want) {
					t.Errorf("listed %v: got %v, want %v", mild, err, want)
				}
			}
			if (asked == aliceKey) != (test.strict != nil && !errors.Is(test.mild, ErrWeak)) {
				t.Errorf("asked about %q", asked)
			}
		})
	}
}

// R-SIG-C 2: of two readings of one header neither counts.
func TestParametersGivenTwice(t *testing.T) {
	for _, extra := range []string{`algorithm="rsa-sha256",algorithm="hs2019",`, `keyId="https://evil.example/#k",`, `KEYID="x",`, `headers="date",`, `signature="AAAA",`} {
		p := mastodon()
		p.extra = extra
		if err := accept(bob(), p.request(t), p.body, rsaKey().Public()); !errors.Is(err, ErrMalformed) {
			t.Errorf("%s: %v", extra, err)
		}
	}
}

// R-SIG-C 1: a signature in Authorization is none, and Signature-Input decides for
// RFC 9421 even when the other header would do.
func TestWhichHeader(t *testing.T) {
	p := mastodon()
	r := p.request(t)
	r.Header.Set("Authorization", "Signature "+r.Header.Get("Signature"))
	r.Header.Del("Signature")
	if err := accept(bob(), r, p.body, rsaKey().Public()); !errors.Is(err, ErrMissing) {
		t.Errorf("in Authorization: %v", err)
	}
	r = p.request(t)
	r.Header.Set("Signature", "Signature "+r.Header.Get("Signature"))
	if err := accept(bob(), r, p.body, rsaKey().Public()); err != nil {
		t.Errorf("with the word in front: %v", err)
	}
	r = p.request(t)
	r.Header.Set("Signature-Input", `sig1=("@method");created=1;keyid="k"`)
	if err := accept(bob(), r, p.body, rsaKey().Public()); err == nil {
		t.Error("both schemes at once")
	}
}
