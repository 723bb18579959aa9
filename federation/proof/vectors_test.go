package proof

import (
	"bytes"
	"crypto/ed25519"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// scenario is one scenario of a feature file: its sentences, and its quoted
// documents in order.
type scenario struct {
	text      string
	documents [][]byte
}

func scenarios(t testing.TB, file string) map[string]scenario {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", file))
	if err != nil {
		t.Fatal(err)
	}
	found := make(map[string]scenario)
	for _, block := range strings.Split(string(text), "Scenario: ")[1:] {
		name, body, _ := strings.Cut(block, "\n")
		var s scenario
		for i, part := range strings.Split(body, `"""`) {
			if i%2 == 1 {
				s.documents = append(s.documents, []byte(part))
			} else {
				s.text += part
			}
		}
		found[name] = s
	}
	if len(found) == 0 {
		t.Fatalf("%s has no scenarios", file)
	}
	return found
}

// quoted is what stands in quotation marks after a phrase.
func (s scenario) quoted(t testing.TB, phrase string) string {
	t.Helper()
	match := regexp.MustCompile(regexp.QuoteMeta(phrase) + ` "([^"]*)"`).FindStringSubmatch(s.text)
	if match == nil {
		t.Fatalf("no %s in %s", phrase, s.text)
	}
	return match[1]
}

// secret reads a secretKeyMultibase: multicodec ed25519-priv, then the seed.
func secret(t testing.TB, text string) ed25519.PrivateKey {
	t.Helper()
	data, err := decodeMultibase(text, maxMultikey)
	if err != nil {
		t.Fatal(err)
	}
	seed, found := bytes.CutPrefix(data, []byte{0x80, 0x26})
	if !found || len(seed) != ed25519.SeedSize {
		t.Fatalf("not an Ed25519 secret key: %x", data)
	}
	return ed25519.NewKeyFromSeed(seed)
}

func instant(t testing.TB, text string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func canonical(t testing.TB, document []byte) string {
	t.Helper()
	text, err := Canonical(document)
	if err != nil {
		t.Fatalf("%v in %s", err, document)
	}
	return string(text)
}

// R-OIP-1: the document of FEP-8b32, signed to the byte.
func TestFEP8b32Sign(t *testing.T) {
	s := scenarios(t, "fep-8b32.feature")["Signing document"]
	signed, err := Sign(s.documents[0], Options{
		VerificationMethod: s.quoted(t, "for key"),
		Created:            instant(t, s.quoted(t, "current time")),
	}, secret(t, s.quoted(t, "secret key")))
	if err != nil {
		t.Fatal(err)
	}
	if got, want := canonical(t, signed), canonical(t, s.documents[1]); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// R-OIP-1: the same document verified with the key its actor lists.
func TestFEP8b32Verify(t *testing.T) {
	s := scenarios(t, "fep-8b32.feature")["Verifying a signature"]
	var actor struct {
		AssertionMethod []struct{ ID, PublicKeyMultibase string }
	}
	if err := json.Unmarshal(s.documents[1], &actor); err != nil {
		t.Fatal(err)
	}
	keys := func(method string) (ed25519.PublicKey, error) {
		for _, listed := range actor.AssertionMethod {
			if listed.ID == method {
				return publicKey(listed.PublicKeyMultibase)
			}
		}
		return nil, fmt.Errorf("%s is not listed", method)
	}
	method, err := Verify(s.documents[0], keys, instant(t, "2023-02-25T00:00:00Z"))
	if err != nil || method != "https://server.example/users/alice#ed25519-key" {
		t.Errorf("%s, %v", method, err)
	}
}

// FEP-c390: a proof without @context, and a key that is its own address.
func TestFEPc390(t *testing.T) {
	all := scenarios(t, "fep-c390.feature")
	s := all["Creating the identity proof"]
	signed, err := Sign(s.documents[0], Options{
		VerificationMethod: s.quoted(t, "decentralized identifier"),
		Created:            instant(t, s.quoted(t, "current time")),
	}, secret(t, s.quoted(t, "private Key")))
	if err != nil {
		t.Fatal(err)
	}
	if got, want := canonical(t, signed), canonical(t, s.documents[1]); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	var actor struct{ Attachment []json.RawMessage }
	if err := json.Unmarshal(all["Verifying the identity proof"].documents[0], &actor); err != nil {
		t.Fatal(err)
	}
	keys := func(method string) (ed25519.PublicKey, error) {
		return publicKey(strings.TrimPrefix(method, "did:key:"))
	}
	if _, err := Verify(actor.Attachment[0], keys, instant(t, "2023-02-25T00:00:00Z")); err != nil {
		t.Error(err)
	}
}

func publicKey(multikey string) (ed25519.PublicKey, error) {
	key, err := DecodeMultikey(multikey)
	if err != nil {
		return nil, err
	}
	public, ok := key.(ed25519.PublicKey)
	if !ok {
		return nil, ErrKey
	}
	return public, nil
}
