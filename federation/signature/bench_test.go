package signature

import (
	"crypto"
	"net/http"
	"strings"
	"testing"
)

var benchmarks = []struct {
	name   string
	scheme Scheme
	key    func() crypto.Signer
}{
	{"cavage/rsa", Cavage, func() crypto.Signer { return rsaKey() }},
	{"rfc9421/rsa", RFC9421, func() crypto.Signer { return rsaKey() }},
	{"rfc9421/ed25519", RFC9421, func() crypto.Signer { return edKey() }},
}

func benchRequest(b *testing.B) *http.Request {
	b.Helper()
	r, err := http.NewRequest(http.MethodPost, "https://b.example/users/bob/inbox", nil)
	if err != nil {
		b.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/activity+json")
	return r
}

// BenchmarkSign is the ceiling of outgoing deliveries per core.
func BenchmarkSign(b *testing.B) {
	body := []byte(strings.Repeat("x", 4<<10))
	for _, bench := range benchmarks {
		b.Run(bench.name, func(b *testing.B) {
			signer, r := Signer{KeyID: aliceKey, Key: bench.key(), Now: at(noon)}, benchRequest(b)
			b.ReportAllocs()
			for b.Loop() {
				if err := signer.Sign(bench.scheme, r, body); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkVerify is what a flood of deliveries costs us, parsing included.
func BenchmarkVerify(b *testing.B) {
	body := strings.Repeat("x", 4<<10)
	for _, bench := range benchmarks {
		b.Run(bench.name, func(b *testing.B) {
			signer, r := Signer{KeyID: aliceKey, Key: bench.key(), Now: at(noon)}, benchRequest(b)
			if err := signer.Sign(bench.scheme, r, []byte(body)); err != nil {
				b.Fatal(err)
			}
			r = arrive(r)
			b.ReportAllocs()
			for b.Loop() {
				if err := accept(bob(), r, body, bench.key().Public()); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
