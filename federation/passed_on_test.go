package federation

import (
	"bytes"
	"crypto/ed25519"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"consilium/community"
	"consilium/federation/proof"
	"consilium/storage"
	"consilium/storage/storagetest"
)

// proofSeed is the seed of the key that people of peers prove with.
var proofSeed = bytes.Repeat([]byte{9}, ed25519.SeedSize)

// provingPerson serves an actor that also lists an Ed25519 key (FEP-521a).
func (p *peer) provingPerson(name string, key ed25519.PrivateKey) community.IRI {
	p.t.Helper()
	text, err := proof.EncodeMultikey(key.Public())
	if err != nil {
		p.t.Fatal(err)
	}
	p.doc("/users/"+name, fmt.Sprintf(`{"@context":["https://www.w3.org/ns/activitystreams","https://w3id.org/security/v1","https://w3id.org/security/multikey/v1"],
		"id":"HOST/users/%[1]s","type":"Person","followers":"HOST/users/%[1]s/followers","inbox":"HOST/users/%[1]s/inbox",
		"outbox":"HOST/users/%[1]s/outbox","preferredUsername":"%[1]s","name":"Dr %[1]s",
		"publicKey":{"id":"HOST/users/%[1]s#main-key","owner":"HOST/users/%[1]s","publicKeyPem":"%[2]s"},
		"assertionMethod":[{"id":"HOST/users/%[1]s#proof","type":"Multikey","controller":"HOST/users/%[1]s","publicKeyMultibase":"%[3]s"}]}`,
		name, pemOf(remoteKey()), text))
	p.finger(name+"@"+p.host, "HOST/users/"+name)
	return p.iri("/users/" + name)
}

// proving signs an activity of a peer with a proof.
type proving struct {
	method  string // the key; bob's own when ""
	key     ed25519.PrivateKey
	created time.Time
	expires time.Time
	purpose string
}

func (p *peer) proves(body string, o proving) string {
	p.t.Helper()
	if o.method == "" {
		o.method = "HOST/users/bob#proof"
	}
	if o.key == nil {
		o.key = ed25519.NewKeyFromSeed(proofSeed)
	}
	if o.created.IsZero() {
		o.created = p.clock.Now()
	}
	signed, err := proof.Sign([]byte(p.text(body)), proof.Options{VerificationMethod: p.text(o.method), Created: o.created, Expires: o.expires,
		Purpose: o.purpose}, o.key)
	if err != nil {
		p.t.Fatal(err)
	}
	return string(signed)
}

// gathering is an instance with a member who posted, bob who answers, and a server
// that passes things on.
type gathering struct {
	scene
	carol *peer
	post  community.Post
}

func newGathering(t *testing.T) gathering {
	t.Helper()
	g := gathering{scene: newScene(t)}
	g.carol = openPeer(t, g.clock)
	g.carol.person("carol", strayKey())
	g.peer.provingPerson("bob", ed25519.NewKeyFromSeed(proofSeed))
	g.post = storagetest.Post(t, g.store, g.ana, "What is this?")
	return g
}

// passes lets carol's server send something, and gives the status.
func (g gathering) passes(body string) int {
	g.t.Helper()
	body = strings.ReplaceAll(body, "THERE", g.base)
	status := g.carol.send(g.instance, sending{as: "carol", key: strayKey(), body: body}).StatusCode
	settle(g.t, g.instance)
	return status
}

// answer is a Create of bob's answer to ana's post.
func (g gathering) answer(path string, more ...string) string {
	more = append([]string{`"inReplyTo":"` + g.post.IRI.String() + `"`}, more...)
	return strings.Replace(g.peer.text(act("Create", "/c"+path, note(path, more...), `"to":["https://www.w3.org/ns/activitystreams#Public"]`)),
		`"https://www.w3.org/ns/activitystreams"`, `["https://www.w3.org/ns/activitystreams"]`, 1)
}

// R-LD-1, R-OIP-1, S-ORG-6, S-ORG-8: what somebody else than its actor sends is taken with a proof of
// its actor, as good as sent by them, and with a wrong proof only as far as its home
// shows it.
func TestPassedOnWithProof(t *testing.T) {
	g := newGathering(t)
	if got := g.passes(g.peer.proves(g.answer("/n/1"), proving{})); got != http.StatusAccepted || !g.has("/n/1") {
		t.Errorf("proved: %d, kept %v", got, g.has("/n/1"))
	}
	// Its home has nothing under these names: only the proof could let them in.
	stray := ed25519.NewKeyFromSeed(bytes.Repeat([]byte{8}, ed25519.SeedSize))
	mallory := g.carol.base + "/users/carol#proof"
	for name, body := range map[string]string{
		"no proof":               g.answer("/n/no"),
		"another key":            g.peer.proves(g.answer("/n/no"), proving{key: stray}),
		"a key of the forwarder": g.peer.proves(g.answer("/n/no"), proving{method: mallory, key: stray}),
		"a request key":          g.peer.proves(g.answer("/n/no"), proving{method: "HOST/users/bob#main-key"}),
		"a key nobody lists":     g.peer.proves(g.answer("/n/no"), proving{method: "HOST/users/bob#other"}),
		"a did":                  g.peer.proves(g.answer("/n/no"), proving{method: "did:key:z6Mk"}),
		"for another purpose":    g.peer.proves(g.answer("/n/no"), proving{purpose: "authentication"}),
		"expired":                g.peer.proves(g.answer("/n/no"), proving{created: g.now().Add(-2 * time.Hour), expires: g.now().Add(-time.Hour)}),
		"of the future":          g.peer.proves(g.answer("/n/no"), proving{created: g.now().Add(2 * time.Hour)}),
		"too old to pass on":     g.peer.proves(g.answer("/n/no"), proving{created: g.now().Add(-proofAge - time.Hour)}),
		"other content":          strings.Replace(g.peer.proves(g.answer("/n/no"), proving{}), "<p>Text", "<p>Lies", 1),
		"other option":           strings.Replace(g.peer.proves(g.answer("/n/no"), proving{}), `"proofPurpose"`, `"nonce":"x","proofPurpose"`, 1),
	} {
		if got := g.passes(body); got != http.StatusAccepted || g.has("/n/no") {
			t.Errorf("%s: %d, kept %v", name, got, g.has("/n/no"))
		}
	}
	for name, body := range map[string]string{
		"a Follow":      act("Follow", "/f/1", `"THERE/users/ana"`),
		"an Undo":       act("Undo", "/u/1", `"HOST/a/1"`),
		"its own keys":  act("Update", "/u/2", `{"id":"HOST/users/bob","type":"Person","name":"Eve"}`),
		"its own end":   act("Delete", "/d/1", `"HOST/users/bob"`),
		"a move of its": act("Move", "/m/1", `"HOST/users/bob"`, `"target":"HOST/users/eve"`),
	} {
		if got := g.passes(g.peer.proves(strings.Replace(body, `"https://www.w3.org/ns/activitystreams"`, `["https://www.w3.org/ns/activitystreams"]`, 1), proving{})); got != http.StatusUnauthorized {
			t.Errorf("%s passed on: %d", name, got)
		}
	}
}

// R-LD-1: without a proof only the identifier is used; the post is read from its home,
// when it answers something that is kept here.
func TestPassedOnWithoutProof(t *testing.T) {
	g := newGathering(t)
	true1 := note("/n/1", `"inReplyTo":"`+g.post.IRI.String()+`"`)
	g.peer.doc("/n/1", true1)
	if got := g.passes(strings.Replace(g.answer("/n/1"), "<p>Text", "<p>Lies", 1)); got != http.StatusAccepted {
		t.Errorf("an answer: %d", got)
	}
	if p := g.held(g.peer.iri("/n/1")); strings.Contains(p.Content.String(), "Lies") {
		t.Error("the words of who passed it on were kept")
	}
	// It answers nothing at its home, whatever is claimed.
	g.peer.doc("/n/2", note("/n/2"))
	if got := g.passes(g.answer("/n/2")); got != http.StatusAccepted || g.has("/n/2") {
		t.Errorf("a claimed answer: %d, kept %v", got, g.has("/n/2"))
	}
	hits := g.peer.all()
	for name, body := range map[string]string{
		"answers nothing here":   g.peer.text(act("Create", "/c/3", note("/n/3"), `"to":"as:Public"`)),
		"for few":                strings.Replace(g.answer("/n/3"), "ns/activitystreams#Public", "ns/activitystreams#Private", -1),
		"object elsewhere":       strings.Replace(g.answer("/n/3"), `{"id":"`+g.peer.base, `{"id":"`+g.carol.base, 1),
		"object of ours":         strings.Replace(g.answer("/n/3"), `{"id":"`+g.peer.base+`/n/3`, `{"id":"`+g.post.IRI.String(), 1),
		"actor of ours":          strings.ReplaceAll(g.answer("/n/3"), g.peer.base+"/users/bob", g.ana.IRI.String()),
		"a Like":                 g.peer.text(act("Like", "/l/1", `"`+g.post.IRI.String()+`"`)),
		"an Undo":                g.peer.text(act("Undo", "/u/1", `"HOST/l/1"`)),
		"an Announce":            g.peer.text(act("Announce", "/a/1", `"`+g.post.IRI.String()+`"`, `"to":"as:Public"`)),
		"the end of an unknown":  g.peer.text(act("Delete", "/d/1", `"HOST/n/99"`)),
		"change of an unknown":   g.peer.text(act("Update", "/u/2", note("/n/99"))),
		"id of another origin":   strings.Replace(g.answer("/n/1"), `"id":"`+g.peer.base+`/c/n/1"`, `"id":"`+g.carol.base+`/c/1"`, 1),
		"change of the actor":    g.peer.text(act("Update", "/u/3", `{"id":"HOST/users/bob","type":"Person"}`)),
		"farewell of the actor":  g.peer.text(act("Delete", "/d/3", `"HOST/users/bob"`)),
		"answer with no address": strings.Replace(g.answer("/n/3"), `"id":"`+g.peer.base+`/n/3",`, "", 1),
	} {
		if got := g.passes(body); got != http.StatusUnauthorized {
			t.Errorf("%s: %d", name, got)
		}
	}
	if n := g.peer.all() - hits; n != 0 {
		t.Errorf("%d requests for what does not matter", n)
	}
}

// R-LD-1: a change is read from the post's home, and an end is believed when its home
// no longer has it.
func TestPassedOnChanges(t *testing.T) {
	g := newGathering(t)
	g.peer.doc("/n/1", note("/n/1", `"inReplyTo":"`+g.post.IRI.String()+`"`))
	g.passes(g.answer("/n/1"))
	g.clock.Advance(time.Hour)
	g.peer.doc("/n/1", strings.Replace(note("/n/1", `"inReplyTo":"`+g.post.IRI.String()+`"`, `"updated":"2026-11-22T09:30:00Z"`), "Text", "Better", 1))
	if got := g.passes(g.peer.text(act("Update", "/u/1", strings.Replace(note("/n/1"), "Text", "Lies", 1)))); got != http.StatusAccepted {
		t.Errorf("a change: %d", got)
	}
	if p := g.held(g.peer.iri("/n/1")); !strings.Contains(p.Content.String(), "Better") {
		t.Errorf("it says %s", p.Content)
	}
	if got := g.passes(g.peer.text(act("Delete", "/d/1", `"HOST/n/1"`))); got != http.StatusAccepted || !g.has("/n/1") {
		t.Errorf("an end of what is there: %d, kept %v", got, g.has("/n/1"))
	}
	g.peer.serve("/n/1", page{status: http.StatusGone})
	if got := g.passes(g.peer.text(act("Delete", "/d/2", `{"id":"HOST/n/1","type":"Tombstone"}`))); got != http.StatusAccepted || g.has("/n/1") {
		t.Errorf("an end: %d, kept %v", got, g.has("/n/1"))
	}
}

// S-ORG-12: who is shut out does not come back in the hands of another server, with a
// proof or without.
func TestPassedOnOfTheShutOut(t *testing.T) {
	g := newGathering(t)
	g.peer.doc("/n/1", note("/n/1", `"inReplyTo":"`+g.post.IRI.String()+`"`))
	rule := community.DomainRule{Host: g.peer.host, Severity: community.DomainSuspended, Created: g.now(), By: g.ana.ID}
	if err := g.store.SetDomainRule(t.Context(), rule); err != nil {
		t.Fatal(err)
	}
	for _, body := range []string{g.answer("/n/1"), g.peer.proves(g.answer("/n/1"), proving{})} {
		if got := g.passes(body); got != http.StatusUnauthorized || g.has("/n/1") {
			t.Errorf("%d, kept %v", got, g.has("/n/1"))
		}
	}
	if n := g.peer.all(); n != 0 {
		t.Errorf("%d requests to who is shut out", n)
	}
}

// R-LD-1: what one server passes on without proofs is bounded.
func TestPassedOnIsBounded(t *testing.T) {
	g := newGathering(t)
	g.peer.doc("/n/1", note("/n/1", `"inReplyTo":"`+g.post.IRI.String()+`"`))
	for range mostPassedOn {
		if _, _, err := g.store.Attempt(t.Context(), "passed-on/"+g.carol.host, passedOnWindow, mostPassedOn); err != nil {
			t.Fatal(err)
		}
	}
	if got := g.passes(g.answer("/n/1")); got != http.StatusAccepted || g.has("/n/1") {
		t.Errorf("%d, kept %v", got, g.has("/n/1"))
	}
	g.clock.Advance(passedOnWindow)
	if got := g.passes(strings.Replace(g.answer("/n/1"), "/c/n/1", "/c/2", 1)); got != http.StatusAccepted || !g.has("/n/1") {
		t.Errorf("later: %d, kept %v", got, g.has("/n/1"))
	}
}

// S-ORG-5, R-LD-1 (CVE-2022-24307, CVE-2026-46349): a Linked Data signature gives
// nobody's word any weight, and the tricks that move what it covers somewhere else
// move nothing here.
func TestLinkedDataSignatures(t *testing.T) {
	g := newGathering(t)
	signature := `"signature":{"type":"RsaSignature2017","creator":"HOST/users/bob#main-key","created":"2026-11-22T09:00:00Z","signatureValue":"AAAA"}`
	create := g.peer.text(act("Create", "/c/1", note("/n/1"), `"to":"as:Public"`, signature))
	carols := strings.ReplaceAll(g.peer.text(act("Create", "/c/2", note("/n/2"), `"to":"as:Public"`)), g.peer.base, g.carol.base)
	carols = strings.ReplaceAll(carols, "/users/bob", "/users/carol")
	hide := func(member string) string {
		return strings.TrimSuffix(carols, "}") + `,"` + member + `":[` + create + `]}`
	}
	for name, test := range map[string]struct {
		body string
		want int
	}{
		"in bob's name":     {create, http.StatusUnauthorized},
		"in a @graph":       {`{"@context":"https://www.w3.org/ns/activitystreams","@graph":[` + create + `]}`, http.StatusBadRequest},
		"beside a @graph":   {hide("@graph"), http.StatusAccepted},
		"@included":         {hide("@included"), http.StatusAccepted},
		"@reverse":          {strings.TrimSuffix(carols, "}") + `,"@reverse":{"object":` + create + `}}`, http.StatusAccepted},
		"@nest":             {strings.TrimSuffix(carols, "}") + `,"@nest":` + create + `}`, http.StatusAccepted},
		"@index":            {strings.TrimSuffix(carols, "}") + `,"@index":"` + g.peer.base + `/c/1"}`, http.StatusAccepted},
		"aliased actor":     {strings.Replace(create, `"actor"`, `"@context":{"who":"as:actor"},"who"`, 1), http.StatusBadRequest},
		"two actors":        {strings.Replace(carols, `"actor":`, `"as:actor":"`+g.bob.String()+`","actor":`, 1), http.StatusBadRequest},
		"an array":          {`[` + carols + `,` + create + `]`, http.StatusBadRequest},
		"an array of actor": {strings.Replace(carols, `"actor":"`+g.carol.base+`/users/carol"`, `"actor":["`+g.bob.String()+`","`+g.carol.base+`/users/carol"]`, 1), http.StatusUnauthorized},
	} {
		if got := g.passes(test.body); got != test.want {
			t.Errorf("%s: %d, want %d", name, got, test.want)
		}
		if g.has("/n/1") {
			t.Fatalf("%s: bob's post was taken", name)
		}
	}
}

// R-OIP-1: what is for everybody leaves with a proof that a stranger can check against
// the actor's document, made of the same bytes at every attempt; what is for few, or
// between two, carries none. Nothing carries a Linked Data signature (R-LD-1).
func TestOurProofs(t *testing.T) {
	s := acquainted(t)
	fay := s.peer.person("fay", remoteKey())
	storagetest.Following(t, s.store, s.find(fay.String()), s.ana)
	public := storagetest.Post(t, s.store, s.ana, "For all")
	storagetest.Post(t, s.store, s.ana, "For few", community.Followers)
	settle(t, s.instance)
	if err := s.store.DeletePost(t.Context(), public.ID, s.now()); err != nil {
		t.Fatal(err)
	}
	settle(t, s.instance)
	keys := map[string]ed25519.PublicKey{}
	for _, k := range mustKeys(t, s) {
		if key, ok := k.Key.(ed25519.PublicKey); ok {
			keys[k.IRI.String()] = key
		}
	}
	seen := map[string]bool{}
	for _, body := range s.peer.got {
		var a struct {
			Type             string
			To, Cc           []string
			Proof, Signature json.RawMessage
		}
		if err := json.Unmarshal([]byte(body), &a); err != nil {
			t.Fatal(err)
		}
		open := strings.Contains(strings.Join(append(a.To, a.Cc...), " "), "#Public")
		if (a.Proof != nil) != open || a.Signature != nil {
			t.Errorf("%s to %v: proof %s, signature %s", a.Type, a.To, a.Proof, a.Signature)
		}
		seen[fmt.Sprint(a.Type, open)] = true
		if !open {
			continue
		}
		if _, err := proof.Examine([]byte(body), func(name string) (ed25519.PublicKey, error) { return keys[name], nil }, s.now()); err != nil {
			t.Errorf("%s: %v", a.Type, err)
		}
	}
	for _, want := range []string{"Followfalse", "Createtrue", "Createfalse", "Deletetrue"} {
		if !seen[want] {
			t.Errorf("no %s among %v", want, seen)
		}
	}
}

func mustKeys(t *testing.T, s scene) []storage.PublicKey {
	t.Helper()
	keys, err := s.store.Keys(t.Context(), s.ana.ID)
	if err != nil {
		t.Fatal(err)
	}
	return keys
}
