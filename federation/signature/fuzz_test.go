package signature

import (
	"crypto/ed25519"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/dunglas/httpsfv"
)

// FuzzCavage throws any Signature, Digest and target at the whole receiving side. It
// must not panic, and nobody without the key gets in.
func FuzzCavage(f *testing.F) {
	f.Add(`keyId="k",algorithm="rsa-sha256",headers="(request-target) host date digest",signature="AAAA"`, "SHA-256=AAAA", "/inbox?x=1")
	f.Add(`Signature keyId = "a\"b,c" , headers="(created) (expires)",created=1,expires=2,signature="AA=="`, "sha-512=,md5=x", "https://b.example?x")
	f.Add(`keyId="k",signature="`, "", "*")
	f.Add(`a=b,a=c,,`, ",", "//b.example/")
	f.Fuzz(func(t *testing.T, value, digest, target string) {
		r := httptest.NewRequest(http.MethodPost, "https://b.example/inbox", nil)
		r.RequestURI = target
		r.Header.Set("Signature", value)
		r.Header.Set("Digest", digest)
		r.Header.Set("Date", date(0))
		intrude(t, r)
	})
}

// FuzzRFC9421 does the same for the Structured Fields of the other scheme.
func FuzzRFC9421(f *testing.F) {
	f.Add(`sig1=("@method" "@target-uri" "content-digest");created=1795262400;keyid="k"`, `sig1=:AAAA:`, `sha-256=:AAAA:`)
	f.Add(`a=("x";sf);created=?1, b=(), c=1.5;d`, `a=:AA==:, b=tok, c=(1 2)`, `sha-512=1, sha-256`)
	f.Add(`sig1=("`, `:`, `sha-256=:`)
	f.Add(`a=("@query" "@path" "@authority");keyid="\\\"";created=@1`, `a=:AAAA:;x`, `x=%"f%c3%a9"`)
	f.Fuzz(func(t *testing.T, input, value, digest string) {
		r := httptest.NewRequest(http.MethodPost, "https://b.example/inbox", nil)
		r.Header.Set("Signature-Input", input)
		r.Header.Set("Signature", value)
		r.Header.Set("Content-Digest", digest)
		intrude(t, r)
	})
}

func intrude(t *testing.T, r *http.Request) {
	claims, err := Parse(r)
	if (err == nil) != (len(claims) > 0) || len(claims) > maxClaims {
		t.Fatalf("%d claims with %v", len(claims), err)
	}
	for _, claim := range claims {
		if strings.ContainsAny(claim.KeyID, "\x00\n") || claim.KeyID == "" {
			t.Fatalf("key id %q", claim.KeyID)
		}
		for _, key := range []any{rsaKey().Public(), edKey().Public().(ed25519.PublicKey)} {
			if bob().Verify(r, nil, claim, key) == nil {
				t.Fatal("forged")
			}
		}
	}
}

// FuzzAcceptSignature throws any Accept-Signature at the sending side. What we
// agree to sign, we can sign, or say why not.
func FuzzAcceptSignature(f *testing.F) {
	f.Add(`sig1=("@method" "@target-uri" "content-digest");created;tag="app-profile"`)
	f.Add(`a=("x" "@query-param";name="q");nonce="\\";expires, b=()`)
	f.Add(`a=("@status" "");keyid=1`)
	f.Fuzz(func(t *testing.T, value string) {
		signer := Signer{KeyID: "k", Key: edKey(), Now: at(noon)}
		wanted, err := ParseAcceptSignature(http.Header{"Accept-Signature": {value}}, signer)
		if err != nil {
			return
		}
		r := post(t, "https://b.example/inbox")
		if err := signer.SignWanted(r, []byte(note), wanted); err != nil {
			return
		}
		if err := accept(bob(), arrive(r), note, edKey().Public()); err != nil {
			t.Fatalf("signed what we would refuse: %v", err)
		}
	})
}

// FuzzDictionary throws anything at the reader of Structured Fields. What it takes has
// one spelling: written again it is read again as the same.
func FuzzDictionary(f *testing.F) {
	f.Add(`sig1=("@method" "@path";req);created=1;keyid="k", b=:AA==:`)
	f.Add(`a=1, a=2`)
	f.Add("a=\"\\\\\\\"\",\tb=?0;c=tok, d=(), e=1.50")
	f.Add(`sha-256=:` + strings.Repeat("A", 43) + `=:, x=@1, y=%"f%c3%a9"`)
	f.Fuzz(func(t *testing.T, text string) {
		read, err := dictionary([]string{text})
		if err != nil {
			return
		}
		written, err := httpsfv.Marshal(read)
		if err != nil {
			t.Fatalf("%q was read and cannot be written: %v", text, err)
		}
		again, err := dictionary([]string{written})
		if err != nil {
			t.Fatalf("%q became %q: %v", text, written, err)
		}
		if twice, err := httpsfv.Marshal(again); err != nil || twice != written || len(again.Names()) != len(read.Names()) {
			t.Fatalf("%q became %q, then %q: %v", text, written, twice, err)
		}
	})
}
