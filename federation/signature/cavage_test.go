package signature

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
	"testing"
	"time"
)

func seconds(after time.Duration) string { return fmt.Sprint(noon.Add(after).Unix()) }

func date(after time.Duration) string { return noon.Add(after).Format(http.TimeFormat) }

// What peers sign, and whether we take it. Each case changes one thing in a
// request that verifies (R-SIG-C, R-SIG-S, S-ORG-10).
func TestCavageSignedOtherwise(t *testing.T) {
	tests := []struct {
		name   string
		change func(*peer)
		want   error
	}{
		{"as Mastodon", func(*peer) {}, nil},
		{"key id with a comma", func(p *peer) { p.keyID = "https://a.example/u/1,2#k" }, nil},
		{"hs2019", func(p *peer) { p.extra = `algorithm="hs2019",` }, nil},
		{"no algorithm", func(p *peer) { p.extra = "" }, nil},
		{"hs2019 with SHA-512", func(p *peer) { p.extra, p.sha512 = `algorithm="hs2019",`, true }, nil},
		{"rsa-sha512", func(p *peer) { p.extra, p.sha512 = `algorithm="rsa-sha512",`, true }, nil},
		{"SHA-512 said to be SHA-256", func(p *peer) { p.sha512 = true }, ErrInvalid},
		{"hmac", func(p *peer) { p.extra = `algorithm="hmac-sha256",` }, ErrUnsupported},
		{"Ed25519 under an RSA key", func(p *peer) { p.extra = `algorithm="ed25519",` }, ErrKey},
		{"unknown parameter", func(p *peer) { p.extra += `colour="red",` }, nil},

		{"date alone", func(p *peer) { p.covered = "date" }, ErrWeak},
		{"target missing", func(p *peer) { p.covered = "host date digest" }, ErrWeak},
		{"host missing", func(p *peer) { p.covered = "(request-target) date digest" }, ErrWeak},
		{"digest missing", func(p *peer) { p.covered = "(request-target) host date" }, ErrWeak},
		{"time missing", func(p *peer) { p.covered = "(request-target) host digest" }, ErrWeak},
		{"covered header not there", func(p *peer) { p.covered += " x-extra" }, ErrMissing},
		{"header covered twice", func(p *peer) { p.covered += " date" }, ErrMalformed},
		{"upper case", func(p *peer) { p.covered = "Host Date Digest (request-target)" }, nil},

		{"59 minutes old", func(p *peer) { p.date = date(-59 * time.Minute) }, nil},
		{"61 minutes old", func(p *peer) { p.date = date(-61 * time.Minute) }, ErrStale},
		{"seven years old", func(p *peer) { p.date = "Thu, 21 Nov 2019 12:00:00 GMT" }, ErrStale},
		{"59 minutes ahead", func(p *peer) { p.date = date(59 * time.Minute) }, nil},
		{"61 minutes ahead", func(p *peer) { p.date = date(61 * time.Minute) }, ErrStale},
		{"no date at all", func(p *peer) { p.date = "yesterday" }, ErrMalformed},

		{"created", created(0, ""), nil},
		{"created half an hour ahead", created(30*time.Minute, ""), nil},
		{"created 61 minutes ago", created(-61*time.Minute, ""), ErrStale},
		{"created 61 minutes ahead", created(61*time.Minute, ""), ErrStale},
		{"created for rsa-sha256", func(p *peer) {
			created(0, "")(p)
			p.extra = `algorithm="rsa-sha256",` + p.extra
		}, ErrMalformed},
		{"created covered, not given", func(p *peer) { p.covered, p.extra = p.covered+" (created)", "" }, ErrMalformed},
		{"created given, not covered", func(p *peer) {
			p.extra, p.date = "created="+seconds(0)+",", date(-2*time.Hour)
		}, ErrStale},
		{"created a fraction", func(p *peer) { p.extra = "created=1.5," }, ErrMalformed},
		{"created beyond all years", func(p *peer) { p.extra = "created=9223372036854775807," }, ErrMalformed},
		{"fresh created, old date", func(p *peer) {
			p.covered, p.extra, p.date = p.covered+" (created)", "created="+seconds(0)+",", date(-2*time.Hour)
		}, ErrStale},
		{"expires later", created(0, "expires="+seconds(time.Minute)+","), nil},
		{"expired", created(0, "expires="+seconds(-time.Second)+","), ErrStale},
		{"expired, not covered", func(p *peer) { p.extra += "expires=" + seconds(-time.Second) + "," }, ErrStale},

		{"for another host", func(p *peer) { p.host = "c.example" }, ErrForeignHost},
		{"host in capitals", func(p *peer) { p.host = "B.Example" }, nil},
		{"host with the usual port", func(p *peer) { p.host = "b.example:443" }, nil},
		{"host with another port", func(p *peer) { p.host = "b.example:8443" }, ErrForeignHost},
		{"host that ends like ours", func(p *peer) { p.host = "evil-b.example" }, ErrForeignHost},
		{"host with a dot", func(p *peer) { p.host = "b.example." }, ErrForeignHost},

		{"target of another inbox", func(p *peer) { p.target = "/users/carol/inbox" }, ErrInvalid},
		{"digest of another body", func(p *peer) { p.digest = "SHA-256=" + strings.Repeat("A", 43) + "=" }, ErrDigest},
		{"digest too short", func(p *peer) { p.digest = "SHA-256=AAAA" }, ErrMalformed},
		{"digest unknown", func(p *peer) { p.digest = "MD5=AAAA" }, ErrUnsupported},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			p := mastodon()
			test.change(&p)
			if err := accept(bob(), p.request(t), p.body, rsaKey().Public()); !errors.Is(err, test.want) {
				t.Errorf("got %v, want %v", err, test.want)
			}
		})
	}
}

// created signs (created), and (expires) if given, in place of date.
func created(after time.Duration, expires string) func(*peer) {
	return func(p *peer) {
		p.covered, p.extra = "(created) (request-target) host digest", "created="+seconds(after)+","+expires
		if expires != "" {
			p.covered += " (expires)"
		}
	}
}

// The request target is taken as it was sent (R-SIG-C 7).
func TestCavageTarget(t *testing.T) {
	tests := []struct {
		name, url, signed string
		want              error
	}{
		{"escaped path", "https://b.example/users/%40al", "/users/%40al", nil},
		{"escaped path signed decoded", "https://b.example/users/%40al", "/users/@al", ErrInvalid},
		{"escaped slash", "https://b.example/users/a%2Fb", "/users/a%2Fb", nil},
		{"lower-case escape", "https://b.example/tags/%c3%a9", "/tags/%c3%a9", nil},
		{"query", "https://b.example/outbox?page=1&max=%32", "/outbox?page=1&max=%32", nil},
		{"query left out", "https://b.example/outbox?page=1", "/outbox", nil},
		{"another query", "https://b.example/outbox?page=1", "/outbox?page=2", ErrInvalid},
		{"query made up", "https://b.example/outbox", "/outbox?page=2", ErrInvalid},
		{"empty query", "https://b.example/outbox?", "/outbox?", nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			p := reader(test.url)
			p.target = test.signed
			if err := accept(bob(), p.request(t), "", rsaKey().Public()); !errors.Is(err, test.want) {
				t.Errorf("got %v, want %v", err, test.want)
			}
		})
	}
}

// What happens to a signed request on its way.
func TestCavageChangedOnTheWay(t *testing.T) {
	tests := []struct {
		name   string
		change func(http.Header)
		want   error
	}{
		{"blanks after commas", replaceInSignature(`",`, `" , `), nil},
		{"blanks around equal signs", replaceInSignature(`Id="`, "Id \t= \""), nil},
		{"the word Signature in front", replaceInSignature(`keyId=`, `Signature keyId=`), nil},
		{"names in capitals", replaceInSignature(`keyId=`, `KEYID=`), nil},
		{"access token beside it", func(h http.Header) { h.Set("Authorization", `Bearer signature="x",headers="y"`) }, nil},
		{"signature moved to Authorization", func(h http.Header) {
			h.Set("Authorization", "Signature "+h.Get("Signature"))
			h.Del("Signature")
		}, ErrMissing},
		{"two Signature headers", func(h http.Header) { h.Add("Signature", h.Get("Signature")) }, ErrMalformed},
		{"parameter twice", func(h http.Header) { h.Set("Signature", h.Get("Signature")+`,keyId="https://evil.example/k"`) }, ErrMalformed},
		{"parameter twice in other capitals", func(h http.Header) { h.Set("Signature", h.Get("Signature")+`,KEYID="https://evil.example/k"`) }, ErrMalformed},
		{"rest after the list", func(h http.Header) { h.Set("Signature", h.Get("Signature")+`,`) }, ErrMalformed},
		{"other key id", replaceInSignature("alice", "mallory"), nil}, // the caller's to notice: S-ORG-1
		{"no key id", replaceInSignature("keyId=", "key="), ErrMalformed},
		{"control character in key id", replaceInSignature("alice", "al\x01ice"), ErrMalformed},
		{"too long", func(h http.Header) { h.Set("Signature", h.Get("Signature")+`,x="`+strings.Repeat("x", maxHeader)+`"`) }, ErrMalformed},
		{"signature not base64", replaceInSignature(`signature="`, `signature="*`), ErrMalformed},
		{"date twice", func(h http.Header) { h.Add("Date", h.Get("Date")) }, ErrMalformed},
		{"date changed", func(h http.Header) { h.Set("Date", date(time.Minute)) }, ErrInvalid},
		{"type changed", func(h http.Header) { h.Set("Content-Type", "text/html") }, ErrInvalid},
		{"digest taken away", func(h http.Header) { h.Del("Digest") }, ErrMissing},
		{"digest malformed", func(h http.Header) { h.Set("Digest", "SHA-256") }, ErrMalformed},
		{"digest doubled", func(h http.Header) { h.Add("Digest", h.Get("Digest")) }, ErrMalformed},
		{"uncovered header added", func(h http.Header) { h.Set("User-Agent", "proxy") }, nil},
		{"headers parameter empty", replaceInSignature(`headers="host date digest content-type (request-target)"`, `headers=""`), ErrMalformed},
		{"headers parameter gone", replaceInSignature("headers=", "x="), ErrWeak},                           // the default covers a date
		{"headers gone, hs2019", replaceInSignature(`algorithm="rsa-sha256",headers=`, "x="), ErrMalformed}, // (created), not given
		{"unknown pseudo header", replaceInSignature("host date", "host (colour) date"), ErrMalformed},
		{"many headers", replaceInSignature("host date", "host date"+strings.Repeat(" x", maxComponents)), ErrMalformed},
		{"quote escaped", replaceInSignature("alice", `al\"ice`), nil},
		{"quote not closed", replaceInSignature(`=="`, `==\`), ErrMalformed},
		{"parameter without value", replaceInSignature(`"rsa-sha256"`, ``), ErrMalformed},
		{"no comma", replaceInSignature(`",`, `" `), ErrMalformed},
		{"empty", func(h http.Header) { h.Set("Signature", "") }, ErrMalformed},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r := mastodon().request(t)
			test.change(r.Header)
			if err := accept(bob(), r, note, rsaKey().Public()); !errors.Is(err, test.want) {
				t.Errorf("got %v, want %v", err, test.want)
			}
		})
	}
}

func replaceInSignature(old, by string) func(http.Header) {
	return func(h http.Header) { h.Set("Signature", strings.ReplaceAll(h.Get("Signature"), old, by)) }
}

// A body sent with GET is covered by nothing, so nothing vouches for it.
func TestBodyOfGet(t *testing.T) {
	r := reader("https://b.example/outbox").request(t)
	if err := accept(bob(), r, "body", rsaKey().Public()); !errors.Is(err, ErrWeak) {
		t.Errorf("got %v", err)
	}
}

// No method that can carry a body gets by without a digest.
func TestEveryOtherMethodNeedsDigest(t *testing.T) {
	for _, method := range []string{"PUT", "PATCH", "DELETE", "OPTIONS", "post"} {
		p := mastodon()
		p.method, p.covered = method, "host date (request-target)"
		if _, err := Parse(p.request(t)); !errors.Is(err, ErrWeak) {
			t.Errorf("%s: %v", method, err)
		}
	}
}

// Verifying leaves the request as it was, so that later handlers see what came.
func TestVerifyChangesNothing(t *testing.T) {
	for name, r := range map[string]*http.Request{"cavage": mastodon().request(t), "RFC 9421": nineFourTwoOne(t)} {
		r.Header.Set("Authorization", "Bearer x")
		before := r.Clone(t.Context())
		if err := accept(bob(), r, note, rsaKey().Public()); err != nil {
			t.Fatal(name, err)
		}
		if !reflect.DeepEqual(before.Header, r.Header) || before.URL.String() != r.URL.String() ||
			before.Host != r.Host || before.RequestURI != r.RequestURI {
			t.Errorf("%s: request changed", name)
		}
	}
}

// What federation asks of a claim before it fetches a key.
func TestClaim(t *testing.T) {
	claims, err := Parse(mastodon().request(t))
	if err != nil {
		t.Fatal(err)
	}
	claim := claims[0]
	if claim.Scheme != Cavage || claim.KeyID != aliceKey || len(claim.Signature) != 256 || !claim.Covers("digest") || claim.Covers("accept") {
		t.Errorf("%+v", claim)
	}
	if err := bob().Check(mastodon().request(t), []byte(note), claim); err != nil {
		t.Errorf("Check: %v", err)
	}
	if _, err := Parse(httptest.NewRequest("GET", "/", nil)); !errors.Is(err, ErrMissing) {
		t.Errorf("unsigned: %v", err)
	}
	if err := bob().Verify(mastodon().request(t), []byte(note), Claim{}, rsaKey().Public()); !errors.Is(err, ErrWeak) {
		t.Errorf("claim out of nothing: %v", err)
	}
}
