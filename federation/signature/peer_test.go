package signature

import (
	"crypto"
	"crypto/rand"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// peer is a foreign server that signs in draft-cavage its own way. It shares no
// code with what it tests.
type peer struct {
	method, url, host string
	target            string // "" for that of url
	covered           string
	body              string
	date              string
	digest            string // "" for the right one
	extra             string // parameters after keyId, such as `created=1,`
	keyID             string
	sha512            bool
}

// mastodon signs a POST as Mastodon does.
func mastodon() peer {
	return peer{
		method: http.MethodPost, url: "https://b.example/users/bob/inbox", host: "b.example", body: note,
		covered: "host date digest content-type (request-target)",
		date:    "Sat, 21 Nov 2026 12:00:00 GMT", extra: `algorithm="rsa-sha256",`, keyID: aliceKey,
	}
}

// reader signs a GET as Mastodon does.
func reader(url string) peer {
	p := mastodon()
	p.method, p.url, p.body, p.covered = http.MethodGet, url, "", "host date (request-target)"
	return p
}

func (p peer) request(t *testing.T) *http.Request {
	t.Helper()
	r := httptest.NewRequest(p.method, p.url, nil)
	r.Host = p.host
	r.Header.Set("Date", p.date)
	if p.method == http.MethodPost {
		r.Header.Set("Content-Type", "application/activity+json")
		if p.digest == "" {
			sum := sha256.Sum256([]byte(p.body))
			p.digest = "SHA-256=" + base64.StdEncoding.EncodeToString(sum[:])
		}
		r.Header.Set("Digest", p.digest)
	}
	if p.target == "" {
		p.target = strings.TrimPrefix(p.url, "https://b.example")
	}
	r.Header.Set("Signature", fmt.Sprintf(`keyId="%s",%sheaders="%s",signature="%s"`, p.keyID, p.extra, p.covered, p.signature(t, r)))
	return r
}

func (p peer) signature(t *testing.T, r *http.Request) string {
	t.Helper()
	text := ""
	for i, name := range strings.Split(strings.ToLower(p.covered), " ") {
		if i > 0 {
			text += "\n"
		}
		value := r.Header.Get(name)
		switch name {
		case "host":
			value = p.host
		case "(request-target)":
			value = strings.ToLower(p.method) + " " + p.target
		case "(created)", "(expires)":
			_, value, _ = strings.Cut(p.extra, strings.Trim(name, "()")+"=")
			value, _, _ = strings.Cut(value, ",")
		}
		text += name + ": " + value
	}
	hash, sum := crypto.SHA256, sha256.New()
	if p.sha512 {
		hash, sum = crypto.SHA512, sha512.New()
	}
	sum.Write([]byte(text))
	signed, err := rsaKey().Sign(rand.Reader, sum.Sum(nil), hash)
	if err != nil {
		t.Fatal(err)
	}
	return base64.StdEncoding.EncodeToString(signed)
}
