package federation

import (
	"bytes"
	"crypto/ed25519"
	"fmt"
	"net/http"
	"testing"
	"time"

	"consilium/federation/signature"
	"consilium/storage/storagetest"
)

// R-SIG-C 10: a key named by a handle counts when WebFinger leads to an actor that
// goes by it, and the key is in that actor's own document; and it is not asked for
// again and again.
func TestKeyNamedByHandle(t *testing.T) {
	s := newScene(t)
	follow := func(id string) string { return act("Follow", id, `"THERE/users/ana"`) }
	send := func(keyID string, o sending) int {
		o.keyID = keyID
		return s.peer.send(s.instance, o).StatusCode
	}
	bob := "acct:bob@" + s.peer.host
	if got := send(bob, sending{body: follow("/f/1")}); got != http.StatusAccepted {
		t.Errorf("bob by handle: %d", got)
	}
	if got := send(bob, sending{key: strayKey(), body: follow("/f/2")}); got != http.StatusUnauthorized {
		t.Errorf("another key: %d", got)
	}
	// Mallory's WebFinger points at bob: the key is bob's all the same.
	mallory := openPeer(t, s.clock)
	mallory.finger("mallory@"+mallory.host, s.bob.String())
	if got := send("acct:mallory@"+mallory.host, sending{key: strayKey(), body: follow("/f/3")}); got != http.StatusUnauthorized {
		t.Errorf("a handle that leads to another's actor: %d", got)
	}
	// An actor that lies elsewhere than its handle has to be led back to.
	mallory.finger("bob@"+mallory.host, mallory.base+"/users/none")
	for i := range 3 {
		if got := send("acct:bob@"+mallory.host, sending{key: strayKey(), body: follow(fmt.Sprint("/f/x", i))}); got == http.StatusAccepted {
			t.Error("a handle that leads nowhere was taken")
		}
	}
	if n := mallory.count("/users/none"); n > 2 { // once, in both schemes
		t.Errorf("asked %d times", n)
	}
	for _, wrong := range []string{"acct:ana", "acct:ana@" + s.host, "acct:", "acct:@", "acct:ana@here@there"} {
		if got := send(wrong, sending{body: follow("/f/4")}); got != http.StatusUnauthorized {
			t.Errorf("%s: %d", wrong, got)
		}
	}
}

// R-9421-7: RFC 9421 requests may be signed by an Ed25519 key that the actor lists
// beside its RSA key.
func TestEd25519Requests(t *testing.T) {
	s := newScene(t)
	key := ed25519.NewKeyFromSeed(proofSeed)
	s.peer.provingPerson("bob", key)
	o := sending{keyID: "HOST/users/bob#proof", key: key, scheme: signature.RFC9421, body: act("Follow", "/f/1", `"THERE/users/ana"`)}
	if got := s.peer.send(s.instance, o).StatusCode; got != http.StatusAccepted {
		t.Errorf("got %d", got)
	}
	o.key = ed25519.NewKeyFromSeed(bytes.Repeat([]byte{1}, ed25519.SeedSize))
	if got := s.peer.send(s.instance, o).StatusCode; got != http.StatusUnauthorized {
		t.Errorf("another key: %d", got)
	}
}

// R-KEY-1: a key counts until the time its owner gave it, and is read anew then; of
// more than ten keys the rest is not looked at.
func TestKeysThatEnd(t *testing.T) {
	s := newScene(t)
	follow := func(id string) int {
		return s.peer.send(s.instance, sending{as: "bob", body: act("Follow", id, `"THERE/users/ana"`)}).StatusCode
	}
	actor := func(more string) {
		s.peer.doc("/users/bob", fmt.Sprintf(`{"id":"HOST/users/bob","type":"Person","preferredUsername":"bob","inbox":"HOST/users/bob/inbox","outbox":"HOST/o",
			"publicKey":{"id":"HOST/users/bob#main-key","owner":"HOST/users/bob"%s,"publicKeyPem":"%s"}}`, more, pemOf(remoteKey())))
	}
	actor(`,"expires":"2026-11-22T10:00:00Z"`)
	if got := follow("/f/1"); got != http.StatusAccepted {
		t.Errorf("before it ends: %d", got)
	}
	before := s.peer.count("/users/bob")
	s.clock.Advance(2 * time.Hour)
	if got := follow("/f/2"); got != http.StatusUnauthorized {
		t.Errorf("after it ended: %d", got)
	}
	if s.peer.count("/users/bob") == before {
		t.Error("it was not read anew")
	}
	s.clock.Advance(keyRest)
	actor(`,"expires":"2027-11-22T10:00:00Z"`)
	if got := follow("/f/3"); got != http.StatusAccepted {
		t.Errorf("prolonged: %d", got)
	}
	s.clock.Advance(400 * 24 * time.Hour)
	actor(`,"revoked":"2026-11-22T10:00:00Z"`)
	if got := follow("/f/4"); got != http.StatusUnauthorized {
		t.Errorf("revoked: %d", got)
	}
	many := ""
	for i := range 11 {
		many += fmt.Sprintf(`{"id":"HOST/users/bob#k%d","owner":"HOST/users/bob","publicKeyPem":"%s"},`, i, pemOf(remoteKey()))
	}
	s.peer.doc("/users/bob", `{"id":"HOST/users/bob","type":"Person","preferredUsername":"bob","inbox":"HOST/users/bob/inbox","outbox":"HOST/o",
		"publicKey":[`+many[:len(many)-1]+`]}`)
	s.clock.Advance(keyRest)
	for keyID, want := range map[string]int{"HOST/users/bob#k9": http.StatusAccepted, "HOST/users/bob#k10": http.StatusUnauthorized} {
		if got := s.peer.send(s.instance, sending{keyID: keyID, body: act("Follow", "/g"+keyID[4:], `"THERE/users/ana"`)}).StatusCode; got != want {
			t.Errorf("%s: %d, want %d", keyID, got, want)
		}
	}
}

// R-9421-4: what is remembered of hosts stays within bounds.
func TestNotedIsBounded(t *testing.T) {
	n, now := newNoted(time.Hour), (&storagetest.Clock{}).Now()
	for i := range 2*mostNoted + 1 {
		if !n.once(fmt.Sprint(i), now) {
			t.Fatalf("host %d was noted already", i)
		}
	}
	if len(n.at) > mostNoted {
		t.Errorf("%d hosts are kept", len(n.at))
	}
	last := fmt.Sprint(2 * mostNoted)
	if n.once(last, now.Add(time.Hour-1)) || !n.once(last, now.Add(time.Hour)) {
		t.Error("it rests for another time than it should")
	}
}
