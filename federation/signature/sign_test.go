package signature

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"encoding/base64"
	"errors"
	"io"
	"math/big"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// Over a real connection: what we send in either scheme, with either kind of
// key, arrives at one of us and verifies.
func TestOverTheWire(t *testing.T) {
	for _, key := range []crypto.Signer{rsaKey(), edKey()} {
		var verifier Verifier
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			body, _ := io.ReadAll(r.Body)
			if err := accept(verifier, r, string(body), key.Public()); err != nil {
				http.Error(w, err.Error(), http.StatusUnauthorized)
			}
		}))
		defer server.Close()
		host := strings.TrimPrefix(server.URL, "http://")
		verifier = Verifier{Hosts: []string{host}, Origin: server.URL, Now: at(noon)}
		signer := Signer{KeyID: aliceKey, Key: key, Now: at(noon)}
		for _, scheme := range []Scheme{Cavage, RFC9421} {
			send(t, signer, scheme, post(t, server.URL+"/users/bob/inbox"), note)
			send(t, signer, scheme, post(t, server.URL+"/inbox"), "")
			for _, target := range []string{"", "/", "/users/%40al", "/tags/%c3%a9?page=1&q=a%20b", "/outbox?"} {
				send(t, signer, scheme, get(t, server.URL+target), "")
			}
		}
		signer.OmitQuery = true
		send(t, signer, Cavage, get(t, server.URL+"/outbox?page=1"), "")
	}
}

func send(t *testing.T, signer Signer, scheme Scheme, r *http.Request, body string) {
	t.Helper()
	if err := signer.Sign(scheme, r, []byte(body)); err != nil {
		t.Fatal(err)
	}
	r.Body, r.ContentLength = io.NopCloser(strings.NewReader(body)), int64(len(body))
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	text, _ := io.ReadAll(answer.Body)
	answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		t.Errorf("%s %s %s: %d %s", scheme, r.Method, r.URL, answer.StatusCode, bytes.TrimSpace(text))
	}
}

// The headers other software was seen to be particular about (R-SIG-O, R-9421-3).
func TestWhatWeSend(t *testing.T) {
	r := post(t, "https://b.example/users/bob/inbox")
	r.Header.Set("User-Agent", "consilium")
	if err := alice().SignCavage(r, []byte(note)); err != nil {
		t.Fatal(err)
	}
	wantPrefix(t, r, "Signature", `keyId="`+aliceKey+`",algorithm="rsa-sha256",headers="host date digest content-type (request-target)",signature="`)
	wantPrefix(t, r, "Date", "Sat, 21 Nov 2026 12:00:00 GMT")
	wantPrefix(t, r, "Digest", "SHA-256=")
	if r.Header.Get("Host") != "" {
		t.Error("Host was put among the headers")
	}

	r = get(t, "https://b.example/outbox?page=1")
	if err := alice().SignCavage(r, nil); err != nil {
		t.Fatal(err)
	}
	wantPrefix(t, r, "Signature", `keyId="`+aliceKey+`",algorithm="rsa-sha256",headers="host date (request-target)",signature="`)
	if r.Header.Get("Digest") != "" {
		t.Error("GET with Digest")
	}
	if err := alice().SignRFC9421(r, nil); err != nil {
		t.Fatal(err)
	}
	wantPrefix(t, r, "Signature-Input", `sig1=("@method" "@target-uri" "@query");created=1795262400;keyid="`+aliceKey+`";alg="rsa-v1_5-sha256"`)

	r = post(t, "https://b.example/users/bob/inbox")
	if err := (Signer{KeyID: "k", Key: edKey(), Now: at(noon)}).SignRFC9421(r, []byte(note)); err != nil {
		t.Fatal(err)
	}
	wantPrefix(t, r, "Signature-Input", `sig1=("@method" "@target-uri" "content-type" "content-digest");created=1795262400;keyid="k";alg="ed25519"`)
	wantPrefix(t, r, "Content-Digest", "sha-256=:")
}

func wantPrefix(t *testing.T, r *http.Request, name, want string) {
	t.Helper()
	if got := r.Header.Values(name); len(got) != 1 || !strings.HasPrefix(got[0], want) {
		t.Errorf("%s: %q, want %q", name, got, want)
	}
}

// With the vectors' Ed25519 key their signatures come out byte for byte: that
// kind has no randomness. (Our own requests cover more components than theirs.)
func TestSignedLikeTheVectors(t *testing.T) {
	file := loadVectors(t)
	signer := Signer{Key: file.edPrivate(t)}
	compared := 0
	for _, v := range file.Vectors {
		if !strings.Contains(v.Headers["Signature-Input"], `alg="ed25519"`) {
			continue
		}
		signed, err := signer.sign([]byte(v.SignatureBase))
		if want := v.Headers["Signature"]; err != nil || "sig1=:"+base64.StdEncoding.EncodeToString(signed)+":" != want {
			t.Errorf("%s: %x, %v", v.Name, signed, err)
		}
		compared++
	}
	if compared != 2 {
		t.Errorf("%d vectors compared", compared)
	}
}

// A request is tried again in the other scheme, later, without its query
// (R-9421-4): nothing of the first try may remain.
func TestSignAgain(t *testing.T) {
	r := post(t, "https://b.example/users/bob/inbox?x=1")
	for _, scheme := range []Scheme{Cavage, RFC9421, Cavage, Cavage} {
		if err := alice().Sign(scheme, r, []byte(note)); err != nil {
			t.Fatal(err)
		}
		if err := accept(bob(), arrive(r), note, rsaKey().Public()); err != nil {
			t.Errorf("%s: %v", scheme, err)
		}
		if (r.Header.Get("Signature-Input") != "") != (scheme == RFC9421) || (r.Header.Get("Digest") != "") != (scheme == Cavage) {
			t.Errorf("%s: headers of another try: %v", scheme, r.Header)
		}
	}
}

func TestOmitQuery(t *testing.T) {
	r := get(t, "https://b.example/outbox?page=1")
	signer := alice()
	signer.OmitQuery = true
	if err := signer.SignCavage(r, nil); err != nil {
		t.Fatal(err)
	}
	short := arrive(r)
	short.RequestURI = "/outbox"
	if err := accept(bob(), short, "", rsaKey().Public()); err != nil {
		t.Errorf("the query was signed: %v", err)
	}
}

func TestSignRefused(t *testing.T) {
	tests := []struct {
		name   string
		signer Signer
		drop   string
		want   error
	}{
		{"no key", Signer{KeyID: "k"}, "", ErrKey},
		{"key id with a quote", Signer{KeyID: `k",algorithm="x`, Key: rsaKey()}, "", ErrKey},
		{"no key id", Signer{Key: rsaKey()}, "", ErrKey},
		{"elliptic key", Signer{KeyID: "k", Key: ellipticKey(t)}, "", ErrKey},
		{"no content type", alice(), "Content-Type", ErrMissing},
	}
	for _, test := range tests {
		for _, scheme := range []Scheme{Cavage, RFC9421} {
			test.signer.Now = at(noon)
			r := post(t, "https://b.example/inbox")
			r.Header.Del(test.drop)
			if err := test.signer.Sign(scheme, r, []byte(note)); !errors.Is(err, test.want) {
				t.Errorf("%s, %s: %v", test.name, scheme, err)
			}
		}
	}
	if err := alice().Sign("", get(t, "https://b.example/"), nil); !errors.Is(err, ErrUnsupported) {
		t.Errorf("no scheme: %v", err)
	}
}

func ellipticKey(t *testing.T) *ecdsa.PrivateKey {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// Keys that can be broken, or that would cost us seconds, are refused.
func TestCheckKey(t *testing.T) {
	sized := func(bits uint) crypto.PublicKey {
		return &rsa.PublicKey{N: new(big.Int).SetBit(new(big.Int), int(bits)-1, 1), E: 65537}
	}
	tests := []struct {
		name string
		key  crypto.PublicKey
		ok   bool
	}{
		{"RSA 2047", sized(2047), false}, {"RSA 2048", sized(2048), true},
		{"RSA 8192", sized(8192), true}, {"RSA 8193", sized(8193), false},
		{"no RSA", (*rsa.PublicKey)(nil), false}, {"empty RSA", &rsa.PublicKey{}, false},
		{"Ed25519", edKey().Public(), true}, {"short Ed25519", ed25519.PublicKey("short"), false},
		{"elliptic", ellipticKey(t).Public(), false}, {"nothing", nil, false}, {"text", "key", false},
	}
	for _, test := range tests {
		err := CheckKey(test.key)
		if (err == nil) != test.ok || err != nil && !errors.Is(err, ErrKey) {
			t.Errorf("%s: %v", test.name, err)
		}
		if err := accept(bob(), mastodon().request(t), note, test.key); err == nil {
			t.Errorf("%s verified Alice's signature", test.name)
		}
	}
}

// What a peer asks for in Accept-Signature is covered, and only what we can give
// is promised (R-9421-5).
func TestAcceptSignature(t *testing.T) {
	tests := []struct {
		name, value string
		want        error
		input       string
	}{
		{"as we ask", `sig1=("@method" "@target-uri" "content-digest");created;tag="app-profile"`, nil,
			`sig1=("@method" "@target-uri" "content-type" "content-digest");created=1795262400;keyid="` + aliceKey + `";alg="rsa-v1_5-sha256";tag="app-profile"`},
		{"more", `fed=("@authority" "date");created;expires;nonce="n1"`, nil,
			`fed=("@method" "@target-uri" "content-type" "content-digest" "@authority" "date");created=1795262400;keyid="` + aliceKey + `";alg="rsa-v1_5-sha256";expires=1795262700;nonce="n1"`},
		{"second label", `a=("@method");alg="hmac-sha256", b=("@method");keyid="` + aliceKey + `"`, nil, `b=("@method"`},
		{"another key", `a=("@method");keyid="other"`, ErrUnsupported, ""},
		{"component with parameter", `a=("x";sf)`, ErrUnsupported, ""},
		{"nothing", ``, ErrMissing, ""},
		{"not a list", `a=1`, ErrMalformed, ""},
		{"not a dictionary", `(((`, ErrMalformed, ""},
		{"long nonce", `a=();nonce="` + strings.Repeat("n", maxEcho+1) + `"`, ErrMalformed, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			wanted, err := ParseAcceptSignature(http.Header{"Accept-Signature": {test.value}}, alice())
			if !errors.Is(err, test.want) {
				t.Fatalf("got %v, want %v", err, test.want)
			}
			if err != nil {
				return
			}
			r := post(t, "https://b.example/inbox")
			if err := alice().SignWanted(r, []byte(note), wanted); err != nil {
				t.Fatal(err)
			}
			wantPrefix(t, r, "Signature-Input", test.input)
			if err := accept(bob(), arrive(r), note, rsaKey().Public()); err != nil {
				t.Errorf("not accepted: %v", err)
			}
		})
	}
}

// What we ask for ourselves can be answered by ourselves.
func TestAsk(t *testing.T) {
	for _, r := range []*http.Request{post(t, "https://b.example/inbox"), get(t, "https://b.example/outbox")} {
		answer := http.Header{}
		Ask(answer, r.Method)
		wanted, err := ParseAcceptSignature(answer, alice())
		if err != nil {
			t.Fatal(err)
		}
		if err := alice().SignWanted(r, nil, wanted); err != nil {
			t.Fatal(err)
		}
		if err := accept(bob(), arrive(r), "", rsaKey().Public()); err != nil {
			t.Error(err)
		}
	}
	wanted := Wanted{Label: "a", components: []string{"x-absent"}}
	if err := alice().SignWanted(get(t, "https://b.example/"), nil, wanted); !errors.Is(err, ErrMissing) {
		t.Errorf("absent header: %v", err)
	}
}
