package signature

import (
	"crypto/ed25519"
	"encoding/base64"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"
)

// nineFourTwoOne is a POST with the components Mastodon sends.
func nineFourTwoOne(t *testing.T) *http.Request {
	t.Helper()
	r := post(t, "https://b.example/users/bob/inbox")
	if err := alice().SignRFC9421(r, []byte(note)); err != nil {
		t.Fatal(err)
	}
	return arrive(r)
}

// foreign signs a POST with Ed25519 under any Signature-Input value, written out
// by hand.
func foreign(t *testing.T, params string, values map[string]string) *http.Request {
	t.Helper()
	r := post(t, "https://b.example/users/bob/inbox?x=1")
	r.Header.Set("Content-Digest", contentDigest([]byte(note)))
	r.Header.Set("Date", date(0))
	names, _, _ := strings.Cut(strings.TrimPrefix(params, "("), ")")
	base := ""
	for name := range strings.FieldsSeq(names) {
		value, ok := values[strings.Trim(name, `"`)]
		if !ok {
			value = r.Header.Get(strings.Trim(name, `"`))
		}
		base += name + ": " + value + "\n"
	}
	signed := ed25519.Sign(edKey(), []byte(base+`"@signature-params": `+params))
	r.Header.Set("Signature-Input", "sig1="+params)
	r.Header.Set("Signature", "sig1=:"+base64.StdEncoding.EncodeToString(signed)+":")
	return arrive(r)
}

// What peers cover, and whether we take it (R-9421-1, R-9421-2).
func TestRFC9421Components(t *testing.T) {
	const (
		usual  = `("@method" "@target-uri" "content-digest")`
		ending = `;created=1795262400;keyid="k"`
	)
	tests := []struct {
		name, params string
		want         error
	}{
		{"Mastodon", usual + ending, nil},
		{"Mastodon with alg", usual + ending + `;alg="ed25519"`, nil},
		{"Fedify", `("@method" "@target-uri" "@authority" "host" "date" "content-digest")` + ending, nil},
		{"in parts", `("@method" "@authority" "@path" "@query" "content-digest")` + ending, nil},
		{"everything", `("@method" "@target-uri" "@scheme" "@request-target" "content-type" "content-digest")` + ending, nil},
		{"nonce and tag", usual + ending + `;nonce="a\"b";tag="t"`, nil},
		{"expires later", usual + ending + `;expires=1795262401`, nil},
		{"expired", usual + ending + `;expires=1795262399`, ErrStale},
		{"61 minutes old", usual + `;created=1795258740;keyid="k"`, ErrStale},
		{"61 minutes ahead", usual + `;created=1795266060;keyid="k"`, ErrStale},
		{"no created", usual + `;keyid="k"`, ErrWeak},
		{"no key id", usual + `;created=1795262400`, ErrMalformed},
		{"created as text", usual + `;created="1795262400";keyid="k"`, ErrMalformed},
		{"key id as number", usual + `;created=1795262400;keyid=1`, ErrMalformed},
		{"negative created", usual + `;created=-1;keyid="k"`, ErrMalformed},
		{"created twice", usual + `;created=1795262400;created=1795262400;keyid="k"`, ErrMalformed},
		{"hmac", usual + ending + `;alg="hmac-sha256"`, ErrUnsupported},
		{"wrong key kind", usual + ending + `;alg="rsa-v1_5-sha256"`, ErrKey},
		{"no method", `("@target-uri" "content-digest")` + ending, ErrWeak},
		{"no target", `("@method" "content-digest")` + ending, ErrWeak},
		{"path without query", `("@method" "@authority" "@path" "content-digest")` + ending, ErrWeak},
		{"no digest", `("@method" "@target-uri")` + ending, ErrWeak},
		{"nothing", `()` + ending, ErrWeak},
		{"component twice", `("@method" "@target-uri" "content-digest" "@method")` + ending, ErrMalformed},
		{"component in capitals", `("@method" "@target-uri" "Content-Digest")` + ending, ErrMalformed},
		{"component with parameter", `("@method" "@target-uri" "content-digest";sf)` + ending, ErrUnsupported},
		{"component of answers", `("@method" "@target-uri" "content-digest" "@status")` + ending, ErrUnsupported},
		{"header not there", `("@method" "@target-uri" "content-digest" "x-extra")` + ending, ErrMissing},
	}
	values := map[string]string{
		"@method": "POST", "@target-uri": "https://b.example/users/bob/inbox?x=1", "@authority": "b.example",
		"host": "b.example", "@path": "/users/bob/inbox", "@query": "?x=1", "@scheme": "https", "@request-target": "/users/bob/inbox?x=1",
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r := foreign(t, test.params, values)
			if err := accept(bob(), r, note, edKey().Public()); !errors.Is(err, test.want) {
				t.Errorf("got %v, want %v", err, test.want)
			}
		})
	}
}

// What happens to a signed request on its way.
func TestRFC9421ChangedOnTheWay(t *testing.T) {
	tests := []struct {
		name   string
		change func(*http.Request)
		want   error
	}{
		{"nothing", func(*http.Request) {}, nil},
		{"what the proxy says", func(r *http.Request) { r.Header.Set("X-Forwarded-Host", "evil.example") }, nil},
		{"blanks", setHeader("Signature-Input", func(s string) string { return strings.Replace(s, `("@method" `, `( "@method"   `, 1) }), nil},
		{"path", func(r *http.Request) { r.RequestURI = "/users/carol/inbox" }, ErrInvalid},
		{"path escaped", func(r *http.Request) { r.RequestURI = "/users/%62ob/inbox" }, ErrInvalid},
		{"target in absolute form", func(r *http.Request) { r.RequestURI = "https://elsewhere.example/users/bob/inbox" }, nil},
		{"target that is none", func(r *http.Request) { r.RequestURI = "*" }, ErrMalformed},
		{"query added", func(r *http.Request) { r.RequestURI += "?x=1" }, ErrInvalid},
		{"method", func(r *http.Request) { r.Method = "PUT" }, ErrInvalid},
		{"host", func(r *http.Request) { r.Host = "c.example" }, ErrForeignHost},
		{"type", setHeader("Content-Type", func(string) string { return "text/html" }), ErrInvalid},
		{"created", setHeader("Signature-Input", func(s string) string { return strings.Replace(s, "created=1795262400", "created=1795262401", 1) }), ErrInvalid},
		{"key id", setHeader("Signature-Input", func(s string) string { return strings.Replace(s, "alice", "mallory", 1) }), ErrInvalid},
		{"digest gone", func(r *http.Request) { r.Header.Del("Content-Digest") }, ErrMissing},
		{"digest malformed", setHeader("Content-Digest", func(s string) string { return strings.Trim(s, ":") }), ErrMalformed},
		{"digest of other body", setHeader("Content-Digest", func(string) string { return contentDigest([]byte("x")) }), ErrDigest},
		{"digest unknown", setHeader("Content-Digest", func(string) string { return "md5=:AAAA:" }), ErrUnsupported},
		{"second digest wrong", setHeader("Content-Digest", func(s string) string { return s + ", sha-512=:AAAA:" }), ErrMalformed},
		{"signature gone", func(r *http.Request) { r.Header.Del("Signature") }, ErrMissing},
		{"signature under another label", setHeader("Signature", func(s string) string { return strings.Replace(s, "sig1", "sig2", 1) }), ErrMissing},
		{"signature as text", setHeader("Signature", func(string) string { return `sig1="AAAA"` }), ErrMalformed},
		{"input as text", setHeader("Signature-Input", func(string) string { return `sig1="AAAA"` }), ErrMalformed},
		{"label twice", func(r *http.Request) { r.Header.Add("Signature-Input", r.Header.Get("Signature-Input")) }, ErrMalformed},
		{"cavage in Signature", setHeader("Signature", func(string) string { return `keyId="k",signature="AAAA"` }), ErrMalformed},
		{"empty input", setHeader("Signature-Input", func(string) string { return "" }), ErrMissing},
		{"too long", setHeader("Signature-Input", func(s string) string { return s + `;x="` + strings.Repeat("x", maxHeader) + `"` }), ErrMalformed},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r := nineFourTwoOne(t)
			test.change(r)
			if err := accept(bob(), r, note, rsaKey().Public()); !errors.Is(err, test.want) {
				t.Errorf("got %v, want %v", err, test.want)
			}
		})
	}
}

func setHeader(name string, change func(string) string) func(*http.Request) {
	return func(r *http.Request) { r.Header.Set(name, change(r.Header.Get(name))) }
}

// Labels a proxy added do not spoil the sender's own; three are tried at most
// (R-9421-1).
func TestSeveralLabels(t *testing.T) {
	r := nineFourTwoOne(t)
	input, signed := r.Header.Get("Signature-Input"), r.Header.Get("Signature")
	r.Header.Set("Signature-Input", `proxy=("@status");created=1, `+strings.Replace(input, "sig1", "false", 1)+", "+input)
	r.Header.Set("Signature", "proxy=:AAAA:, false=:AAAA:, "+signed)
	if err := accept(bob(), r, note, rsaKey().Public()); err != nil {
		t.Errorf("third label: %v", err)
	}
	for _, name := range []string{"b", "c", "d", "e"} {
		r.Header.Add("Signature-Input", strings.Replace(input, "sig1", name, 1))
		r.Header.Add("Signature", strings.Replace(signed, "sig1", name, 1))
	}
	if claims, err := Parse(r); err != nil || len(claims) != maxClaims {
		t.Errorf("%d claims, %v", len(claims), err)
	}
}

// A clock of ours that runs 61 minutes late or early makes every peer stale: the
// window is the same both ways, for both schemes.
func TestWindow(t *testing.T) {
	for name, r := range map[string]*http.Request{"cavage": mastodon().request(t), "RFC 9421": nineFourTwoOne(t)} {
		for _, shift := range []time.Duration{-Window - time.Second, -Window, Window, Window + time.Second} {
			v := bob()
			v.Now = at(noon.Add(shift))
			err := accept(v, r, note, rsaKey().Public())
			if stale := shift.Abs() > Window; stale != errors.Is(err, ErrStale) || !stale && err != nil {
				t.Errorf("%s, %v: %v", name, shift, err)
			}
		}
	}
}
