package signature

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/hex"
	"encoding/json"
	"encoding/pem"
	"net/http"
	"net/http/httptest"
	"os"
	"sync"
	"testing"
	"time"
)

const (
	note     = `{"type":"Create","object":{"type":"Note"}}`
	aliceKey = "https://a.example/users/alice#main-key"
)

// noon is the clock of the shared vectors.
var noon = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

func at(t time.Time) func() time.Time { return func() time.Time { return t } }

// bob is the receiving server of the vectors.
func bob() Verifier {
	return Verifier{Hosts: []string{"b.example"}, Origin: "https://b.example", Now: at(noon)}
}

// rsaKey is made once: making one takes longer than most tests.
var rsaKey = sync.OnceValue(func() *rsa.PrivateKey {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		panic(err)
	}
	return key
})

var edKey = sync.OnceValue(func() ed25519.PrivateKey {
	return ed25519.NewKeyFromSeed(bytes.Repeat([]byte{7}, ed25519.SeedSize))
})

func alice() Signer { return Signer{KeyID: aliceKey, Key: rsaKey(), Now: at(noon)} }

// vector is one entry of the shared file.
type vector struct {
	Name, Method, URL, Body string
	Headers                 map[string]string
	SigningString           string `json:"signing_string"`
	SignatureBase           string `json:"signature_base"`
}

type vectorFile struct {
	RSA     string `json:"rsa_public_pem"`
	Seed    string `json:"ed25519_seed_hex"`
	Vectors []vector
}

func loadVectors(t *testing.T) vectorFile {
	t.Helper()
	raw, err := os.ReadFile("testdata/http-signatures.json")
	if err != nil {
		t.Fatal(err)
	}
	var file vectorFile
	if err := json.Unmarshal(raw, &file); err != nil {
		t.Fatal(err)
	}
	return file
}

func (f vectorFile) rsaPublic(t *testing.T) *rsa.PublicKey {
	t.Helper()
	return parsePublic(t, f.RSA).(*rsa.PublicKey)
}

func (f vectorFile) edPrivate(t *testing.T) ed25519.PrivateKey {
	t.Helper()
	seed, err := hex.DecodeString(f.Seed)
	if err != nil {
		t.Fatal(err)
	}
	return ed25519.NewKeyFromSeed(seed)
}

func parsePublic(t *testing.T, text string) any {
	t.Helper()
	block, _ := pem.Decode([]byte(text))
	key, err := x509.ParsePKIXPublicKey(block.Bytes)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// request is a request as a server sees it.
func (v vector) request() *http.Request {
	r := httptest.NewRequest(v.Method, v.URL, bytes.NewBufferString(v.Body))
	for name, value := range v.Headers {
		r.Header.Set(name, value)
	}
	r.Host = v.Headers["Host"]
	r.Header.Del("Host") // net/http takes it out
	return r
}

// arrive turns a request as a client makes it into the one its server sees.
func arrive(r *http.Request) *http.Request {
	in := r.Clone(r.Context())
	in.RequestURI = r.URL.RequestURI()
	in.Host = hostOf(r)
	return in
}

func post(t *testing.T, target string) *http.Request {
	t.Helper()
	r := newRequest(t, http.MethodPost, target)
	r.Header.Set("Content-Type", "application/activity+json")
	return r
}

func get(t *testing.T, target string) *http.Request {
	t.Helper()
	return newRequest(t, http.MethodGet, target)
}

func newRequest(t *testing.T, method, target string) *http.Request {
	t.Helper()
	r, err := http.NewRequest(method, target, nil)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// accept runs the whole way a receiver goes.
func accept(v Verifier, r *http.Request, body string, key any) error {
	claims, err := Parse(r)
	if err != nil {
		return err
	}
	for _, claim := range claims {
		if err = v.Verify(r, []byte(body), claim, key); err == nil {
			return nil
		}
	}
	return err
}
