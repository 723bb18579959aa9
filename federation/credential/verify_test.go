package credential

import (
	"bytes"
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"maps"
	"strings"
	"testing"
	"time"

	"consilium/community"
	"consilium/community/credential"
	"consilium/federation/proof"
	"consilium/storage"
	"consilium/storage/storagetest"
)

var (
	now      = time.Date(2026, 11, 22, 9, 0, 30, 0, time.UTC)
	theirKey = ed25519.NewKeyFromSeed(bytes.Repeat([]byte{1}, ed25519.SeedSize))
	evilKey  = ed25519.NewKeyFromSeed(bytes.Repeat([]byte{2}, ed25519.SeedSize))
)

const (
	host   = "https://clinic.example"
	method = host + "/actor#ed25519-key"
	list   = host + "/credentials/lists/L"
)

func iri(t testing.TB, s string) community.IRI { return storagetest.IRI(t, s) }

func issuer(t testing.TB) Issuer {
	return Issuer{IRI: iri(t, host+"/actor"), Method: iri(t, method), Key: theirKey}
}

// said is what the clinic says of ana.
func said(t testing.TB) storage.CredentialDocument {
	return storage.CredentialDocument{Holder: iri(t, host+"/users/ana"), IRI: iri(t, host+"/credentials/C"), List: iri(t, list), Index: 94567,
		Credential: storage.Credential{Reason: "unsaid", Credential: credential.Credential{Profession: "physician",
			Specialties: []credential.Specialty{"cardiology", "internal-medicine"}, Level: 3, Method: credential.Documents, Jurisdiction: "DE-BY",
			ConfirmedBy: "St Anna Hospital", Confirmed: now.Add(-time.Hour), Until: now.Add(300 * 24 * time.Hour), State: credential.Active}}}
}

func document(t testing.TB) []byte {
	t.Helper()
	text, _, err := issuer(t).Sign(said(t), now)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func listDocument(t testing.TB, at time.Time, entries ...int) []byte {
	t.Helper()
	text, err := issuer(t).SignList(iri(t, list), entries, at)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

var clinicKeys = map[string]ed25519.PublicKey{method: theirKey.Public().(ed25519.PublicKey)}

// question asks about a document as federation would.
func question(t testing.TB, document []byte) Question {
	q := ListQuestion{Document: listDocument(t, now), Issuer: iri(t, host+"/actor"), Keys: clinicKeys, Now: now}
	return Question{Document: document, Holder: iri(t, host+"/users/ana"), Issuer: q.Issuer, Keys: clinicKeys, Now: now,
		List: func(address community.IRI) (List, error) {
			asked := q
			asked.At = address
			l, problem := VerifyList(asked)
			if problem != "" {
				return l, errors.New(problem)
			}
			return l, nil
		}}
}

// fails says which step a question fails at, and why: "step: problem", "" when it
// passes.
func fails(q Question) string {
	verdict, steps := Verify(q)
	if Passed(steps) {
		return ""
	}
	if verdict.Credential.Level != 0 || !verdict.IRI.IsZero() {
		return "a verdict in spite of a failed step"
	}
	last := Failed(steps)
	return last.Name + ": " + last.Problem
}

func TestVerify(t *testing.T) {
	q := question(t, document(t))
	q.At = iri(t, host+"/credentials/C")
	v, steps := Verify(q)
	if !Passed(steps) || len(steps) != len(checks) {
		t.Fatalf("%+v", steps)
	}
	c := v.Credential
	if c.Issuer != "clinic.example" || c.Level != 3 || c.Profession != "physician" || len(c.Specialties) != 2 || c.Jurisdiction != "DE-BY" ||
		c.ConfirmedBy != "St Anna Hospital" || !c.Confirmed.Equal(now.Add(-time.Hour)) || !c.Until.Equal(now.Add(Lifetime)) ||
		c.StatusList != list || v.Index != 94567 || !c.InForce(now) {
		t.Errorf("%+v", v)
	}
}

// rewrite changes members of a document, at the top ("issuer"), in the subject
// ("credentialSubject.level") and so on; nil removes. It does not sign.
func rewrite(t testing.TB, document []byte, changes map[string]any) []byte {
	t.Helper()
	var whole map[string]any
	if err := json.Unmarshal(document, &whole); err != nil {
		t.Fatal(err)
	}
	for path, value := range changes {
		in := whole
		parent, name, nested := strings.Cut(path, ".")
		if nested {
			in, _ = whole[parent].(map[string]any)
		} else {
			name = path
		}
		in[name] = value
		if value == nil {
			delete(in, name)
		}
	}
	text, err := json.Marshal(whole)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// resigned is a document with changes that its issuer signed all the same: the
// issuer itself is wrong.
func resigned(t testing.TB, changes map[string]any) []byte {
	t.Helper()
	changes = maps.Clone(changes)
	changes["proof"] = nil
	return prove(t, rewrite(t, document(t), changes), theirKey)
}

func prove(t testing.TB, plain []byte, key ed25519.PrivateKey) []byte {
	t.Helper()
	text, err := proof.Sign(plain, proof.Options{VerificationMethod: method, Created: now, PlainContext: true}, key)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

type m = map[string]any

// Attack by attack: none reaches a verdict.
func TestAttacks(t *testing.T) {
	for _, tt := range []struct {
		name     string
		document []byte
		change   func(*Question)
		want     string
	}{
		{"forged: signed with a key of somebody else", prove(t, rewrite(t, document(t), m{"proof": nil}), evilKey), nil, "proof: signature"},
		{"forged: not signed", rewrite(t, document(t), m{"proof": nil}), nil, "proof: no_proof"},
		{"forged: level raised afterwards", rewrite(t, document(t), m{"credentialSubject.level": 4}), nil, "proof: signature"},
		{"forged: longer afterwards", rewrite(t, document(t), m{"validUntil": "2027-02-20T09:00:29Z"}), nil, "proof: signature"},
		{"copied to another actor", document(t), func(q *Question) { q.Holder = iri(t, host+"/users/eve") }, "holder: other_holder"},
		{"copied to another actor and rewritten", rewrite(t, document(t), m{"credentialSubject.id": host + "/users/eve"}),
			func(q *Question) { q.Holder = iri(t, host+"/users/eve") }, "proof: signature"},
		{"copied to an actor of another host", document(t), func(q *Question) { q.Holder = iri(t, "https://evil.example/users/ana") }, "origin: other_host"},
		{"embedded other actor as the issuer", resigned(t, m{"issuer": host + "/users/mallory"}), nil, "origin: wrong_issuer"},
		{"issuer as an object", resigned(t, m{"issuer": m{"id": host + "/actor"}}), nil, "origin: wrong_issuer"},
		{"wrong issuer: another host's valid credential", document(t), func(q *Question) {
			q.Issuer, q.Holder = iri(t, "https://evil.example/actor"), iri(t, "https://evil.example/users/ana")
		}, "origin: wrong_issuer"},
		{"nobody vouches at that host", document(t), func(q *Question) { q.Issuer = community.IRI{} }, "origin: wrong_issuer"},
		{"expired", document(t), func(q *Question) { q.Now = now.Add(Lifetime) }, "dates: expired"},
		{"future: not valid yet", resigned(t, m{"validFrom": "2026-11-22T09:10:00Z"}), nil, "dates: future"},
		{"future: signed later", document(t), func(q *Question) { q.Now = now.Add(-Skew - time.Second) }, "proof: future"},
		{"for longer than ninety days", resigned(t, m{"validUntil": "2027-02-20T09:00:31Z"}), nil, "dates: dates"},
		{"for ever", resigned(t, m{"validUntil": nil}), nil, "dates: dates"},
		{"without a zone", resigned(t, m{"validUntil": "2026-12-22T09:00:00"}), nil, "dates: dates"},
		{"unknown key", document(t), func(q *Question) { q.Keys = map[string]ed25519.PublicKey{} }, "proof: unknown_key"},
		{"rotated key: the old one is not listed any more", document(t), func(q *Question) {
			q.Keys = map[string]ed25519.PublicKey{host + "/actor#key-2": evilKey.Public().(ed25519.PublicKey)}
		}, "proof: unknown_key"},
		{"a key of another host that the issuer lists", document(t), func(q *Question) {
			q.Keys = map[string]ed25519.PublicKey{"https://evil.example/key": theirKey.Public().(ed25519.PublicKey)}
		}, "proof: unknown_key"},
		{"oversized", append(document(t), bytes.Repeat([]byte(" "), MaxDocument)...), nil, "document: too_large"},
		{"not JSON", []byte("eyJhbGciOiJub25lIn0.."), nil, "document: malformed"},
		{"level 5", resigned(t, m{"credentialSubject.level": 5}), nil, "claims: level"},
		{"level 0", resigned(t, m{"credentialSubject.level": 0}), nil, "claims: level"},
		{"level below", resigned(t, m{"credentialSubject.level": -1}), nil, "claims: level"},
		{"level as a text", resigned(t, m{"credentialSubject.level": "4"}), nil, "claims: level"},
		{"level and a half", resigned(t, m{"credentialSubject.level": 3.5}), nil, "claims: level"},
		{"level missing", resigned(t, m{"credentialSubject.level": nil}), nil, "claims: level"},
		{"profession we do not know", resigned(t, m{"credentialSubject.profession": "wizard"}), nil, "claims: profession"},
		{"profession that says nothing", resigned(t, m{"credentialSubject.profession": "other"}), nil, "claims: profession"},
		{"proved by one's own word", resigned(t, m{"credentialSubject.method": "declared"}), nil, "claims: method"},
		{"nobody confirmed it", resigned(t, m{"credentialSubject.confirmedBy": ""}), nil, "claims: confirmed_by"},
		{"confirmed at length", resigned(t, m{"credentialSubject.confirmedBy": strings.Repeat("a", maxConfirmedBy+1)}), nil, "claims: confirmed_by"},
		{"checked in the future", resigned(t, m{"credentialSubject.checkedAt": "2026-11-23T09:00:00Z"}), nil, "claims: checked_at"},
		{"nowhere", resigned(t, m{"credentialSubject.jurisdiction": "the moon"}), nil, "claims: jurisdiction"},
		{"nowhere, not a text", resigned(t, m{"credentialSubject.jurisdiction": 5}), nil, "claims: jurisdiction"},
		{"all specialties there are", resigned(t, m{"credentialSubject.specialties": []string{"a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k"}}), nil, "claims: specialties"},
		{"specialties as a text", resigned(t, m{"credentialSubject.specialties": "cardiology"}), nil, "claims: specialties"},
		{"two subjects", resigned(t, m{"credentialSubject": []any{m{"id": host + "/users/ana"}, m{"id": host + "/users/eve"}}}), nil, "form: subject"},
		{"another type", resigned(t, m{"type": []string{vcType, "CircleMembership"}}), nil, "form: type"},
		{"one type more", resigned(t, m{"type": []string{vcType, clinicianType, "CircleMembership"}}), nil, "form: type"},
		{"words of another meaning", resigned(t, m{"@context": []any{vcContext, m{"level": "https://evil.example/height"}}}), nil, "form: context"},
		{"context to be fetched", resigned(t, m{"@context": []any{vcContext, "https://evil.example/context"}}), nil, "form: context"},
		{"missing status", resigned(t, m{"credentialStatus": nil}), nil, "form: no_status"},
		{"two statuses", resigned(t, m{"credentialStatus": []any{m{}, m{}}}), nil, "form: no_status"},
		{"status for something else", resigned(t, m{"credentialStatus.statusPurpose": "message"}), nil, "status: status_form"},
		{"status of another kind", resigned(t, m{"credentialStatus.type": "RevocationList2020Status"}), nil, "status: status_form"},
		{"status of two bits", resigned(t, m{"credentialStatus.statusSize": 2}), nil, "status: status_form"},
		{"status index as a number", resigned(t, m{"credentialStatus.statusListIndex": 5}), nil, "status: status_form"},
		{"status index written otherwise", resigned(t, m{"credentialStatus.statusListIndex": "+5"}), nil, "status: status_form"},
		{"status index out of range", resigned(t, m{"credentialStatus.statusListIndex": "131072"}), nil, "status: status_range"},
		{"status list of another host", resigned(t, m{"credentialStatus.statusListCredential": "https://evil.example/list"}), nil, "status: status_issuer"},
		{"read from another address", document(t), func(q *Question) { q.At = iri(t, host+"/credentials/D") }, "origin: wrong_address"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			q := question(t, tt.document)
			if tt.change != nil {
				tt.change(&q)
			}
			if got := fails(q); got != tt.want {
				t.Errorf("%q, want %q", got, tt.want)
			}
		})
	}
}

// Two texts that look alike are one document or none.
func TestCanonicalisationTricks(t *testing.T) {
	text := string(document(t))
	swap := func(old, new string) []byte {
		t.Helper()
		changed := strings.Replace(text, old, new, 1)
		if changed == text {
			t.Fatalf("nothing to change: %s", old)
		}
		return []byte(changed)
	}
	for _, tt := range []struct {
		name     string
		document []byte
		want     string
	}{
		{"duplicate keys", swap(`"level":3`, `"level":3,"level":4`), "document: malformed"},
		{"duplicate keys, one escaped", swap(`"level":3`, `"level":3,"l\u0065vel":4`), "document: malformed"},
		{"a key of another letter case beside it", swap(`"level":3`, `"Level":4,"level":3`), "proof: signature"},
		{"a key of another letter case instead", swap(`"level":3`, `"Level":3`), "proof: signature"},
		{"the same number in another form", swap(`"level":3`, `"level":3.0e0`), ""},
		{"another number", swap(`"level":3`, `"level":3.0000001`), "proof: signature"},
		{"a number that rounds", swap(`"level":3`, `"level":2.99999999999999999999999`), ""},
		{"white space", []byte(strings.ReplaceAll(text, `,"`, " ,\n\t\"")), ""},
		{"unicode normalisation", []byte(strings.Replace(string(umlaut(t)), "ü", "u\u0308", 1)), "proof: signature"},
		{"unicode escaped", []byte(strings.Replace(string(umlaut(t)), "ü", `\u00fc`, 1)), ""},
		{"lone surrogate", swap("St Anna", `St \ud800Anna`), "document: malformed"},
		{"re-ordered arrays", swap(`["cardiology","internal-medicine"]`, `["internal-medicine","cardiology"]`), "proof: signature"},
		{"re-ordered types", swap(`["VerifiableCredential","ClinicianCredential"]`, `["ClinicianCredential","VerifiableCredential"]`), "proof: signature"},
		{"an extra proof option", swap(`"cryptosuite"`, `"domain":"evil.example","cryptosuite"`), "proof: signature"},
		{"proof expiry added", swap(`"cryptosuite"`, `"expires":"2030-01-01T00:00:00Z","cryptosuite"`), "proof: signature"},
		{"proof made earlier", swap(`"created":"2026-11-22T09:00:30Z"`, `"created":"2026-11-22T09:00:29Z"`), "proof: signature"},
		{"for another purpose", swap(`"assertionMethod"`, `"authentication"`), "proof: unsupported_proof"},
		{"another suite", swap(`"eddsa-jcs-2022"`, `"eddsa-rdfc-2022"`), "proof: unsupported_proof"},
		{"a set of proofs", swap(`"proof":{`, `"proof":[{},{`)[:0], ""},
		{"something after it", []byte(text + "{}"), "document: malformed"},
		{"a byte order mark", []byte("\ufeff" + text), "document: malformed"},
	} {
		if len(tt.document) == 0 {
			tt.document, tt.want = rewrite(t, document(t), m{"proof": []any{m{}, m{}}}), "proof: no_proof"
		}
		if got := fails(question(t, tt.document)); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

// umlaut is a document in which somebody has a letter that can be written twice.
func umlaut(t *testing.T) []byte {
	t.Helper()
	d := said(t)
	d.ConfirmedBy = "Klinik München"
	text, _, err := issuer(t).Sign(d, now)
	if err != nil {
		t.Fatal(err)
	}
	if fails(question(t, text)) != "" {
		t.Fatal("refused as it was signed")
	}
	return text
}

// A host that looks like the holder's is another one, however it is written.
func TestLookAlikeHosts(t *testing.T) {
	for _, other := range []string{
		"https://clinic.example.evil.example", "https://clinic.example@evil.example", "https://clinic.example:8443", "https://clinic.example:443",
		"https://CLINIC.example", "https://clinic.example.", "https://clіnic.example", "https://xn--clnic-s0e.example", "http://clinic.example",
		"https://sub.clinic.example", "https://clinic.examp1e",
	} {
		for _, changes := range []m{{"issuer": other + "/actor"}, {"id": other + "/credentials/C"}, {"credentialSubject.id": other + "/users/ana"},
			{"credentialStatus.statusListCredential": other + "/credentials/lists/L"}} {
			if got := fails(question(t, resigned(t, changes))); got == "" {
				t.Errorf("%v was taken", changes)
			}
		}
	}
}

// Specialties of a later list are left out, not taken for something else.
func TestUnknownSpecialtyIsLeftOut(t *testing.T) {
	v, steps := Verify(question(t, resigned(t, m{"credentialSubject.specialties": []string{"cardiology", "astrology", "cardiology"}})))
	if !Passed(steps) || len(v.Credential.Specialties) != 1 {
		t.Errorf("%+v", v.Credential.Specialties)
	}
}

// Neither a number nor a name nor a reason is ever written: the type has no field
// for one, and the text no more than these words.
func TestNothingElseIsTold(t *testing.T) {
	allowed := strings.Fields(`@context id type issuer validFrom validUntil credentialSubject credentialStatus proof
		profession specialties level jurisdiction method confirmedBy checkedAt
		statusPurpose statusListIndex statusListCredential
		cryptosuite created proofPurpose proofValue verificationMethod`)
	var whole map[string]any
	if err := json.Unmarshal(document(t), &whole); err != nil {
		t.Fatal(err)
	}
	delete(whole, "@context") // words of the profile, compared letter for letter elsewhere
	var walk func(any)
	walk = func(v any) {
		if members, ok := v.(map[string]any); ok {
			for name, value := range members {
				if !contains(allowed, name) {
					t.Errorf("%s is told", name)
				}
				walk(value)
			}
		}
	}
	walk(whole)
	for _, canary := range []string{"unsaid", "1245319599", "Doe"} {
		if bytes.Contains(document(t), []byte(canary)) {
			t.Errorf("%s is told", canary)
		}
	}
}

func contains(list []string, s string) bool {
	for _, have := range list {
		if have == s {
			return true
		}
	}
	return false
}

// A credential that ends before ninety days have passed says so.
func TestSignEndsWithTheCredential(t *testing.T) {
	d := said(t)
	d.Credential.Until = now.Add(5*24*time.Hour + 300*time.Millisecond)
	text, until, err := issuer(t).Sign(d, now)
	if err != nil || !until.Equal(now.Add(5*24*time.Hour)) {
		t.Fatalf("%v, %v", until, err)
	}
	q := question(t, text)
	if v, steps := Verify(q); !Passed(steps) || !v.Credential.Until.Equal(until) {
		t.Errorf("%+v", steps)
	}
}

// Verify never panics, and accepts only what the clinic signed.
func FuzzVerify(f *testing.F) {
	good := document(f)
	f.Add(good)
	f.Add(resigned(f, m{"credentialSubject.level": 5}))
	f.Add(rewrite(f, good, m{"proof": []any{nil}, "type": nil}))
	f.Add([]byte(`{"@context":null,"credentialStatus":{"statusListIndex":"-1"}}`))
	q := question(f, good)
	want, _ := Verify(q)
	f.Fuzz(func(t *testing.T, document []byte) {
		q.Document = document
		if v, steps := Verify(q); Passed(steps) && (v.Credential.Level != want.Credential.Level || v.IRI != want.IRI) {
			t.Errorf("accepted %s", document)
		}
	})
}
