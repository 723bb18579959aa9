package proof

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/x509"
	"encoding/hex"
	"encoding/json"
	"errors"
	"math/big"
	"testing"
)

// R-KEY-2 with the vectors of FEP-521a.
func TestMultikeyVectors(t *testing.T) {
	for name, scenario := range scenarios(t, "fep-521a.feature") {
		t.Run(name, func(t *testing.T) {
			raw, err := hex.DecodeString(scenario.quoted(t, "hex string"))
			if err != nil {
				t.Fatal(err)
			}
			var key interface {
				crypto.PublicKey
				Equal(crypto.PublicKey) bool
			} = ed25519.PublicKey(raw)
			if len(raw) != ed25519.PublicKeySize {
				if key, err = x509.ParsePKCS1PublicKey(raw); err != nil {
					t.Fatal(err)
				}
			}
			var want struct{ PublicKeyMultibase string }
			if err := json.Unmarshal(scenario.documents[0], &want); err != nil {
				t.Fatal(err)
			}
			if got, err := EncodeMultikey(key); err != nil || got != want.PublicKeyMultibase {
				t.Errorf("encoded %s, %v, want %s", got, err, want.PublicKeyMultibase)
			}
			if got, err := DecodeMultikey(want.PublicKeyMultibase); err != nil || !key.Equal(got) {
				t.Errorf("decoded %v, %v", got, err)
			}
		})
	}
}

func TestMultikeyRefusals(t *testing.T) {
	rsaKey := func(bits uint, e int) *rsa.PublicKey {
		n := new(big.Int).Lsh(big.NewInt(1), bits-1)
		return &rsa.PublicKey{N: n.Add(n, big.NewInt(1)), E: e}
	}
	encoded := func(key *rsa.PublicKey) string {
		return encodeMultibase(append([]byte{0x85, 0x24}, x509.MarshalPKCS1PublicKey(key)...))
	}
	for name, text := range map[string]string{
		"short Ed25519":   encodeMultibase(append([]byte{0xed, 0x01}, make([]byte, 31)...)),
		"long Ed25519":    encodeMultibase(append([]byte{0xed, 0x01}, make([]byte, 33)...)),
		"no key":          encodeMultibase([]byte{0xed, 0x01}),
		"secret key":      "z3u2en7t5LR2WtQH5PfFqMqwVHBeXouLzo6haApm8XHqvjxq",
		"other kind":      encodeMultibase(append([]byte{0x80, 0x24}, make([]byte, 33)...)),
		"not PKCS#1":      encodeMultibase([]byte{0x85, 0x24, 0x30, 0x00}),
		"RSA-1024":        encoded(rsaKey(1024, 65537)),
		"RSA-8200":        encoded(rsaKey(8200, 65537)),
		"RSA even":        encoded(rsaKey(2048, 4)),
		"RSA exponent 1":  encoded(rsaKey(2048, 1)),
		"trailing data":   encodeMultibase(append(append([]byte{0x85, 0x24}, x509.MarshalPKCS1PublicKey(rsaKey(2048, 65537))...), 0)),
		"one byte prefix": encodeMultibase([]byte{0xed}),
	} {
		if got, err := DecodeMultikey(text); !errors.Is(err, ErrKey) || got != nil {
			t.Errorf("%s: %v, %v, want ErrKey", name, got, err)
		}
	}
	if _, err := DecodeMultikey("not multibase"); !errors.Is(err, ErrMalformed) {
		t.Errorf("not multibase: %v", err)
	}
	if _, err := DecodeMultikey(encoded(rsaKey(8192, 65537))); err != nil {
		t.Errorf("RSA-8192: %v", err)
	}
	for _, key := range []crypto.PublicKey{nil, ed25519.PublicKey("short"), &ecdsa.PublicKey{}, (*rsa.PublicKey)(nil), rsaKey(1024, 65537)} {
		if _, err := EncodeMultikey(key); !errors.Is(err, ErrKey) {
			t.Errorf("encode %T: %v, want ErrKey", key, err)
		}
	}
}

func FuzzDecodeMultikey(f *testing.F) {
	f.Add("z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2")
	f.Add("z")
	f.Fuzz(func(t *testing.T, text string) {
		key, err := DecodeMultikey(text)
		if err != nil {
			return
		}
		if again, err := EncodeMultikey(key); err != nil || again != text {
			t.Errorf("%s became %s (%v)", text, again, err)
		}
	})
}
