package proof

import (
	"bytes"
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"maps"
	"strings"
	"testing"
	"time"
)

const method = "https://clinic.example/users/ana#ed25519-key"

var (
	now      = time.Date(2026, 11, 3, 10, 0, 0, 0, time.UTC)
	ana      = ed25519.NewKeyFromSeed(bytes.Repeat([]byte{7}, ed25519.SeedSize))
	stranger = ed25519.NewKeyFromSeed(bytes.Repeat([]byte{8}, ed25519.SeedSize))
)

const letter = `{
  "@context": ["https://www.w3.org/ns/activitystreams", {"sensitive": "as:sensitive"}],
  "type": "Note", "id": "https://clinic.example/posts/1", "content": "<p>Grüße & 1e3</p>", "size": 1e3, "tag": []
}
`

func anasKey(string) (ed25519.PublicKey, error) { return ana.Public().(ed25519.PublicKey), nil }

func sign(t testing.TB, document string, change ...func(*Options)) []byte {
	t.Helper()
	o := Options{VerificationMethod: method, Created: now, Expires: now.Add(24 * time.Hour)}
	for _, f := range change {
		f(&o)
	}
	signed, err := Sign([]byte(document), o, ana)
	if err != nil {
		t.Fatal(err)
	}
	return signed
}

// edit changes members of the signed document and of its proof; nil removes.
func edit(t testing.TB, signed []byte, document, proof map[string]any) []byte {
	t.Helper()
	apply := func(to map[string]any, changes map[string]any) {
		maps.Copy(to, changes)
		maps.DeleteFunc(to, func(name string, value any) bool { _, changed := changes[name]; return changed && value == nil })
	}
	var whole map[string]any
	if err := json.Unmarshal(signed, &whole); err != nil {
		t.Fatal(err)
	}
	apply(whole["proof"].(map[string]any), proof)
	apply(whole, document)
	edited, err := json.Marshal(whole)
	if err != nil {
		t.Fatal(err)
	}
	return edited
}

func TestSignKeepsTheBytes(t *testing.T) {
	signed := sign(t, letter)
	unchanged := strings.TrimSuffix(letter, "}\n")
	if !strings.HasPrefix(string(signed), unchanged) || !json.Valid(signed) {
		t.Errorf("got %s", signed)
	}
	for _, document := range []string{letter, `{}`, ` {"a":"}"} `, `{"@context":"https://www.w3.org/ns/activitystreams"}`, `{"@context":[]}`, `{"@context":null}`} {
		got, err := Verify(sign(t, document), anasKey, now)
		if err != nil || got != method {
			t.Errorf("%s: %s, %v", document, got, err)
		}
	}
}

func TestSignRefusals(t *testing.T) {
	good := Options{VerificationMethod: method, Created: now}
	with := func(f func(*Options)) Options { o := good; f(&o); return o }
	tests := []struct {
		name, document string
		options        Options
		key            ed25519.PrivateKey
		want           error
	}{
		{"two proofs", string(sign(t, letter)), good, ana, ErrUnsupported},
		{"array", `[]`, good, ana, ErrMalformed},
		{"null", `null`, good, ana, ErrMalformed},
		{"duplicate keys", `{"a":1,"a":1}`, good, ana, ErrMalformed},
		{"no key", letter, good, nil, ErrKey},
		{"no method", letter, with(func(o *Options) { o.VerificationMethod = "" }), ana, ErrMalformed},
		{"method with NUL", letter, with(func(o *Options) { o.VerificationMethod = "a\x00" }), ana, ErrMalformed},
		{"no time", letter, with(func(o *Options) { o.Created = time.Time{} }), ana, ErrMalformed},
		{"over before it begins", letter, with(func(o *Options) { o.Expires = now }), ana, ErrMalformed},
	}
	for _, tt := range tests {
		if _, err := Sign([]byte(tt.document), tt.options, tt.key); !errors.Is(err, tt.want) {
			t.Errorf("%s: %v, want %v", tt.name, err, tt.want)
		}
	}
}

// R-OIP-1, S-ORG-6: every option is covered, and each rule has its error.
func TestVerifyRefusals(t *testing.T) {
	signed := sign(t, letter)
	type m = map[string]any
	tests := []struct {
		name            string
		document, proof m
		want            error
	}{
		{"content changed", m{"content": "x"}, nil, ErrSignature},
		{"member added", m{"bto": "x"}, nil, ErrSignature},
		{"member removed", m{"tag": nil}, nil, ErrSignature},
		{"created changed", nil, m{"created": "2026-11-03T09:59:59Z"}, ErrSignature},
		{"created rewritten", nil, m{"created": "2026-11-03T10:00:00+00:00"}, ErrSignature},
		{"created removed", nil, m{"created": nil}, ErrSignature},
		{"expiry extended", nil, m{"expires": "2030-01-01T00:00:00Z"}, ErrSignature},
		{"expiry removed", nil, m{"expires": nil}, ErrSignature},
		{"method changed", nil, m{"verificationMethod": method + "-2"}, ErrSignature},
		{"option unknown to us", nil, m{"nonce": "x"}, ErrSignature},
		{"id added", nil, m{"id": "https://clinic.example/proofs/1"}, ErrSignature},
		{"domain added", nil, m{"domain": "evil.example"}, ErrSignature},
		{"proof context removed", nil, m{"@context": nil}, ErrSignature},
		{"proof context shortened", nil, m{"@context": []any{"https://www.w3.org/ns/activitystreams"}}, ErrSignature},
		{"proof context emptied", nil, m{"@context": []any{}}, ErrSignature},

		{"no proof", m{"proof": nil}, nil, ErrNoProof},
		{"no proofs", m{"proof": []any{}}, nil, ErrNoProof},
		{"proof is a text", m{"proof": "x"}, nil, ErrMalformed},
		{"proof is a number", m{"proof": 5}, nil, ErrMalformed},
		{"null among proofs", m{"proof": []any{nil, nil}}, nil, ErrUnsupported},
		{"other type", nil, m{"type": "Ed25519Signature2020"}, ErrUnsupported},
		{"other suite", nil, m{"cryptosuite": "eddsa-rdfc-2022"}, ErrUnsupported},
		{"chain", nil, m{"previousProof": "urn:uuid:1"}, ErrUnsupported},
		{"purpose", nil, m{"proofPurpose": "authentication"}, ErrPurpose},
		{"purpose missing", nil, m{"proofPurpose": nil}, ErrPurpose},
		{"purpose is a list", nil, m{"proofPurpose": []any{AssertionMethod}}, ErrPurpose},
		{"method missing", nil, m{"verificationMethod": nil}, ErrMalformed},
		{"method is an object", nil, m{"verificationMethod": m{"id": method}}, ErrMalformed},
		{"method with NUL", nil, m{"verificationMethod": "a\x00"}, ErrMalformed},
		{"method too long", nil, m{"verificationMethod": "https://" + strings.Repeat("a", maxMethod)}, ErrMalformed},
		{"value missing", nil, m{"proofValue": nil}, ErrMalformed},
		{"value not multibase", nil, m{"proofValue": "u2jA"}, ErrMalformed},
		{"value too short", nil, m{"proofValue": "z2NEpo7TZRRrLZSi2U"}, ErrMalformed},
		{"value of zeros", nil, m{"proofValue": encodeMultibase(make([]byte, 64))}, ErrSignature},
		{"created unreadable", nil, m{"created": "yesterday"}, ErrMalformed},
		{"created without zone", nil, m{"created": "2026-11-03T10:00:00"}, ErrMalformed},
		{"created is a number", nil, m{"created": 5}, ErrMalformed},
		{"created in two hours", nil, m{"created": "2026-11-03T12:00:00Z"}, ErrNotYetValid},
		{"expires unreadable", nil, m{"expires": "never"}, ErrMalformed},
		{"expires empty", nil, m{"expires": ""}, ErrMalformed},

		{"document context missing", m{"@context": nil}, nil, ErrContext},
		{"document context shorter", m{"@context": []any{"https://www.w3.org/ns/activitystreams"}}, nil, ErrContext},
		{"document context in other order", m{"@context": []any{m{"sensitive": "as:sensitive"}, "https://www.w3.org/ns/activitystreams"}}, nil, ErrContext},
		{"document context prefixed", m{"@context": []any{"https://evil.example/", "https://www.w3.org/ns/activitystreams", m{"sensitive": "as:sensitive"}}}, nil, ErrContext},
		{"document context redefined", m{"@context": []any{"https://www.w3.org/ns/activitystreams", m{"sensitive": "evil:x"}}}, nil, ErrContext},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got, err := Verify(edit(t, signed, tt.document, tt.proof), anasKey, now); !errors.Is(err, tt.want) || got != "" {
				t.Errorf("%q, %v, want %v", got, err, tt.want)
			}
		})
	}
}

// R-OIP-1: a server that passes a document on may add to its context.
func TestVerifyContextMayGrow(t *testing.T) {
	grown := edit(t, sign(t, letter), map[string]any{"@context": []any{
		"https://www.w3.org/ns/activitystreams", map[string]any{"sensitive": "as:sensitive"}, "https://w3id.org/security/data-integrity/v2",
	}}, nil)
	if _, err := Verify(grown, anasKey, now); err != nil {
		t.Error(err)
	}
}

// Several proofs: ours is found beside others; two of ours are one too many.
func TestVerifyProofSet(t *testing.T) {
	var whole map[string]any
	if err := json.Unmarshal(sign(t, letter), &whole); err != nil {
		t.Fatal(err)
	}
	ours := whole["proof"]
	other := map[string]any{"type": "DataIntegrityProof", "cryptosuite": "mldsa44-jcs-2024"}
	for name, tt := range map[string]struct {
		proofs []any
		want   error
	}{
		"alone": {[]any{ours}, nil}, "beside another": {[]any{other, ours}, nil},
		"twice": {[]any{ours, ours}, ErrUnsupported}, "others only": {[]any{other}, ErrUnsupported},
		"too many": {[]any{other, other, other, other, other, other, other, other, ours}, ErrMalformed},
	} {
		whole["proof"] = tt.proofs
		document, _ := json.Marshal(whole)
		if _, err := Verify(document, anasKey, now); !errors.Is(err, tt.want) {
			t.Errorf("%s: %v, want %v", name, err, tt.want)
		}
	}
}

func TestVerifyTimes(t *testing.T) {
	signed := sign(t, letter)
	for at, want := range map[time.Time]error{
		now: nil, now.Add(24*time.Hour - time.Second): nil, now.Add(-time.Hour): nil,
		now.Add(24 * time.Hour): ErrExpired, now.Add(-time.Hour - time.Second): ErrNotYetValid,
	} {
		if _, err := Verify(signed, anasKey, at); !errors.Is(err, want) {
			t.Errorf("at %v: %v, want %v", at, err, want)
		}
	}
	forever := sign(t, letter, func(o *Options) { o.Expires = time.Time{} })
	if _, err := Verify(forever, anasKey, now.AddDate(50, 0, 0)); err != nil {
		t.Errorf("without expiry: %v", err)
	}
	other := sign(t, letter, func(o *Options) { o.Purpose = "authentication" })
	if _, err := Verify(other, anasKey, now); !errors.Is(err, ErrPurpose) {
		t.Errorf("signed for authentication: %v", err)
	}
}

// The key is asked for last, and its errors come through.
func TestVerifyKeys(t *testing.T) {
	signed := sign(t, letter)
	gone := errors.New("key server is away")
	for name, tt := range map[string]struct {
		key  ed25519.PublicKey
		err  error
		want error
	}{
		"unreachable": {nil, gone, gone}, "none": {nil, nil, ErrKey}, "short": {make([]byte, 31), nil, ErrKey},
		"stranger's": {stranger.Public().(ed25519.PublicKey), nil, ErrSignature},
	} {
		key := func(string) (ed25519.PublicKey, error) { return tt.key, tt.err }
		if _, err := Verify(signed, key, now); !errors.Is(err, tt.want) {
			t.Errorf("%s: %v, want %v", name, err, tt.want)
		}
	}
	never := func(string) (ed25519.PublicKey, error) {
		t.Error("a hopeless document made us ask for a key")
		return nil, gone
	}
	Verify(signed, never, now.AddDate(1, 0, 0))
	Verify(edit(t, signed, map[string]any{"@context": nil}, nil), never, now)
	Verify(edit(t, signed, nil, map[string]any{"proofValue": "z1"}), never, now)
}

// Names are exact: encoding/json alone would take "Proof" for "proof", and of two
// equal members the last.
func TestVerifyReadsOneWay(t *testing.T) {
	signed := string(sign(t, letter))
	for name, tt := range map[string]struct {
		document string
		want     error
	}{
		"other case":      {strings.Replace(signed, `"proof":`, `"Proof":`, 1), ErrNoProof},
		"second content":  {strings.Replace(signed, `"type"`, `"content":"evil","type"`, 1), ErrMalformed},
		"escaped content": {strings.Replace(signed, `"type"`, `"c\u006fntent":"evil","type"`, 1), ErrMalformed},
		"second proof":    {strings.Replace(signed, `"type"`, `"proof":{},"type"`, 1), ErrMalformed},
		"in the proof":    {strings.Replace(signed, `"proofPurpose"`, `"created":"2020-01-01T00:00:00Z","proofPurpose"`, 1), ErrMalformed},
		"more after it":   {signed + "{}", ErrMalformed},
		"lone surrogate":  {strings.Replace(signed, "Grüße", `\ud800`, 1), ErrMalformed},
		"deep":            {strings.Replace(signed, `[]`, strings.Repeat("[", 40)+strings.Repeat("]", 40), 1), ErrTooLarge},
	} {
		if tt.document == signed {
			t.Fatalf("%s: nothing was changed", name)
		}
		if _, err := Verify([]byte(tt.document), anasKey, now); !errors.Is(err, tt.want) {
			t.Errorf("%s: %v, want %v", name, err, tt.want)
		}
	}
}

// Verify never panics, and what it accepts under Ana's key says what Ana signed.
func FuzzVerify(f *testing.F) {
	signed := sign(f, letter)
	f.Add(signed)
	f.Add(edit(f, signed, map[string]any{"proof": []any{nil, map[string]any{"type": 1}}}, nil))
	f.Add(edit(f, signed, map[string]any{"@context": "x"}, map[string]any{"@context": []any{}}))
	f.Add([]byte(`{"proof":null}`))
	want := essence(f, signed)
	f.Fuzz(func(t *testing.T, document []byte) {
		if _, err := Verify(document, anasKey, now); err == nil {
			if got := essence(t, document); got != want {
				t.Errorf("accepted %s", got)
			}
		}
	})
}

// essence is a document without what may differ: proof and grown context.
func essence(t testing.TB, document []byte) string {
	t.Helper()
	object, err := parse(document)
	if err != nil {
		t.Fatal(err)
	}
	delete(object, "proof")
	delete(object, "@context")
	text, err := object.canonical()
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// R-OIP-1: a Linked Data signature that was added to a document after its proof is no part of
// what was proved (FEP-8b32, backward compatibility); anything else of that name is.
func TestLinkedDataSignatureIsLeftOut(t *testing.T) {
	legacy := map[string]any{"type": "RsaSignature2017", "creator": method, "created": "2026-11-03T10:00:00Z", "signatureValue": "AAAA"}
	if _, err := Verify(edit(t, sign(t, letter), map[string]any{"signature": legacy}, nil), anasKey, now); err != nil {
		t.Errorf("with a Linked Data signature: %v", err)
	}
	for name, other := range map[string]any{"text": "Dr. Ana", "object": map[string]any{"name": "Dr. Ana"}, "no creator": map[string]any{"signatureValue": "AAAA"}, "list": []any{legacy}} {
		if _, err := Verify(edit(t, sign(t, letter), map[string]any{"signature": other}, nil), anasKey, now); !errors.Is(err, ErrSignature) {
			t.Errorf("with a signature that is %s: %v", name, err)
		}
	}
}
