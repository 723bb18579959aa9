package federation

import (
	"errors"
	"fmt"
	"net/http"
	"testing"
	"time"

	"consilium/community"
	"consilium/storage/storagetest"
)

// TestKeyRotation: a key that changed under its old name is fetched once, and
// the next request verifies (R-KEY-3, R-SIG-C 10).
func TestKeyRotation(t *testing.T) {
	s := newScene(t)
	s.peer.says(s.instance, act("Follow", "/f/1", `"THERE/users/ana"`))
	s.clock.Advance(keyRest)
	s.peer.person("bob", strayKey())
	answer := s.peer.send(s.instance, sending{as: "bob", key: strayKey(), body: act("Follow", "/f/2", `"THERE/users/ana"`)})
	if answer.StatusCode != http.StatusAccepted {
		t.Errorf("with the new key: %s", answer.Status)
	}
	answer = s.peer.send(s.instance, sending{as: "bob", body: act("Follow", "/f/3", `"THERE/users/ana"`)})
	if answer.StatusCode != http.StatusUnauthorized {
		t.Errorf("with the old key: %s", answer.Status)
	}
}

// TestNewKeyName: a key of another name on a known actor is found (R-KEY-3).
func TestNewKeyName(t *testing.T) {
	s := newScene(t)
	s.peer.says(s.instance, act("Follow", "/f/1", `"THERE/users/ana"`))
	s.peer.doc("/users/bob", fmt.Sprintf(`{"id":"HOST/users/bob","type":"Person","preferredUsername":"bob","inbox":"HOST/users/bob/inbox",
		"outbox":"HOST/users/bob/outbox","publicKey":{"id":"HOST/users/bob#main-key-2","owner":"HOST/users/bob","publicKeyPem":"%s"}}`, pemOf(strayKey())))
	answer := s.peer.send(s.instance, sending{keyID: "HOST/users/bob#main-key-2", key: strayKey(), body: act("Follow", "/f/2", `"THERE/users/ana"`)})
	if answer.StatusCode != http.StatusAccepted {
		t.Errorf("got %s", answer.Status)
	}
}

// TestForgeryCostsOneFetch: wrong signatures in the name of a known key make us
// fetch it once in a while, and do not keep its owner out (R-SIG-C 10).
func TestForgeryCostsOneFetch(t *testing.T) {
	s := newScene(t)
	s.peer.says(s.instance, act("Follow", "/f/1", `"THERE/users/ana"`))
	s.clock.Advance(keyRest)
	before := s.peer.count("/users/bob")
	for i := range 5 {
		answer := s.peer.send(s.instance, sending{as: "bob", key: strayKey(), body: act("Follow", fmt.Sprint("/x/", i), `"THERE/users/ana"`)})
		if answer.StatusCode != http.StatusUnauthorized {
			t.Errorf("forged: %s", answer.Status)
		}
	}
	if n := s.peer.count("/users/bob") - before; n != 1 {
		t.Errorf("%d fetches, want 1", n)
	}
	s.peer.says(s.instance, act("Follow", "/f/2", `"THERE/users/ana"`))
}

// TestKeyThatCannotBeHad tells wrong from gone from unreachable, and asks once
// (R-SIG-C 10, 11).
func TestKeyThatCannotBeHad(t *testing.T) {
	for name, test := range map[string]struct {
		answer page
		want   int
	}{
		"server error":     {page{status: 500}, 503},
		"too many":         {page{status: 429}, 503},
		"not found":        {page{status: 404}, 401},
		"gone":             {page{status: 410}, 401},
		"we are forbidden": {page{status: 403}, 401},
		"plain JSON":       {page{mediaType: "application/json", body: `{"id":"HOST/users/bob"}`}, 401},
		"HTML":             {page{mediaType: "text/html", body: "<p>bob"}, 401},
		"malformed":        {page{body: `{"id":`}, 401},
		"no key":           {page{body: `{"id":"HOST/users/bob","type":"Person","preferredUsername":"bob","inbox":"HOST/i"}`}, 401},
	} {
		t.Run(name, func(t *testing.T) {
			s := newScene(t)
			s.peer.serve("/users/bob", test.answer)
			for i := range 2 {
				answer := s.peer.send(s.instance, sending{as: "bob", body: act("Follow", fmt.Sprint("/f/", i), `"THERE/users/ana"`)})
				if answer.StatusCode != test.want {
					t.Errorf("got %s, want %d", answer.Status, test.want)
				}
				if test.want == 503 && answer.Header.Get("Retry-After") == "" {
					t.Error("503 without Retry-After")
				}
			}
			// In both schemes where the refusal may be about the first.
			if n := s.peer.count("/users/bob"); n > 2 {
				t.Errorf("asked %d times", n)
			}
		})
	}
}

// TestGoneActor: a farewell that can no longer be verified is believed when the
// actor's home says so itself, and only then (R-OUT-3).
func TestGoneActor(t *testing.T) {
	s := acquainted(t)
	bob := s.find(s.bob.String())
	farewell := func(id string) int {
		return s.peer.send(s.instance, sending{keyID: "HOST/users/nobody#main-key", key: strayKey(), body: act("Delete", id, `"HOST/users/bob"`)}).StatusCode
	}
	if got := farewell("/d/1"); got != http.StatusAccepted {
		t.Errorf("got %d", got)
	}
	if a, err := s.store.Actor(t.Context(), bob.ID); err != nil || !a.Gone.IsZero() {
		t.Fatalf("a stranger made bob go: %v, %v", a.Gone, err)
	}
	s.clock.Advance(keyRest)
	s.peer.serve("/users/bob", page{status: http.StatusGone})
	if got := farewell("/d/2"); got != http.StatusAccepted {
		t.Errorf("got %d", got)
	}
	if a, err := s.store.Actor(t.Context(), bob.ID); err != nil || a.Gone.IsZero() {
		t.Errorf("bob is not gone: %v", err)
	}
}

// TestKeysThatStandAlone: a key document has to be confirmed by its owner, of
// the same origin, under the same name (R-KEY-1, S-ORG-1, S-ORG-4).
func TestKeysThatStandAlone(t *testing.T) {
	key := func(id, owner string) string {
		return fmt.Sprintf(`{"id":"%s","type":"Key","owner":"%s","publicKeyPem":"%s"}`, id, owner, pemOf(remoteKey()))
	}
	actor := func(keys string) string {
		return `{"id":"HOST/users/bob","type":"Person","preferredUsername":"bob","inbox":"HOST/i","publicKey":` + keys + `}`
	}
	own := key("HOST/users/bob/main-key", "HOST/users/bob")
	for name, test := range map[string]struct {
		key, actor string
		want       int
	}{
		"listed whole":            {own, actor(own), 202},
		"listed by name":          {own, actor(`"HOST/users/bob/main-key"`), 202},
		"listed among others":     {own, actor(`["HOST/k",` + own + `]`), 202},
		"not listed":              {own, actor(`"HOST/other"`), 401},
		"other name":              {own, actor(key("HOST/users/bob#main-key", "HOST/users/bob")), 401},
		"owner of another host":   {key("HOST/users/bob/main-key", "https://victim.example/users/bob"), actor(own), 401},
		"no owner":                {`{"id":"HOST/users/bob/main-key","publicKeyPem":"x"}`, actor(own), 401},
		"under another's name":    {key("HOST/users/eve/main-key", "HOST/users/bob"), actor(own), 401},
		"owner names an imposter": {own, actor(key("HOST/users/bob/main-key", "HOST/users/eve")), 401},
		"GoToSocial's stub":       {actor(own), actor(own), 202},
	} {
		t.Run(name, func(t *testing.T) {
			s := newScene(t)
			s.peer.doc("/users/bob/main-key", test.key)
			s.peer.doc("/users/bob", test.actor)
			answer := s.peer.send(s.instance, sending{keyID: "HOST/users/bob/main-key", body: act("Follow", "/f/1", `"THERE/users/ana"`)})
			if answer.StatusCode != test.want {
				t.Errorf("got %s, want %d", answer.Status, test.want)
			}
		})
	}
}

// TestKeyOfAnotherHost: a key that claims an actor elsewhere speaks for nobody
// (S-ORG-1).
func TestKeyOfAnotherHost(t *testing.T) {
	s := acquainted(t)
	mallory := openPeer(t, s.clock)
	mallory.doc("/key", fmt.Sprintf(`{"id":"HOST/key","owner":"%s","publicKeyPem":"%s"}`, s.bob, pemOf(strayKey())))
	mallory.doc("/users/bob", fmt.Sprintf(`{"id":"%s","type":"Person","preferredUsername":"bob","inbox":"HOST/i",
		"publicKey":{"id":"HOST/users/bob#main-key","owner":"%[1]s","publicKeyPem":"%s"}}`, s.bob, pemOf(strayKey())))
	body := `{"id":"` + s.peer.base + `/c/1","type":"Create","actor":"` + s.bob.String() + `","object":` + s.peer.text(note("/n/1")) + `}`
	for _, keyID := range []string{"HOST/key", "HOST/users/bob#main-key", s.bob.String() + "#other"} {
		answer := mallory.send(s.instance, sending{keyID: keyID, key: strayKey(), body: body})
		if answer.StatusCode != http.StatusUnauthorized {
			t.Errorf("%s: got %s", keyID, answer.Status)
		}
	}
}

// TestStubNeverOverwrites: what an actor shows the unsigned refreshes its keys
// and nothing else (R-ACT-4).
func TestStubNeverOverwrites(t *testing.T) {
	s := acquainted(t)
	s.clock.Advance(keyRest)
	s.peer.doc("/users/bob", fmt.Sprintf(`{"id":"HOST/users/bob","type":"Person","preferredUsername":"bob","inbox":"HOST/users/bob/inbox",
		"publicKey":{"id":"HOST/users/bob#main-key","owner":"HOST/users/bob","publicKeyPem":"%s"}}`, pemOf(strayKey())))
	answer := s.peer.send(s.instance, sending{as: "bob", key: strayKey(), body: act("Like", "/l/1", `"THERE/posts/none"`)})
	if answer.StatusCode != http.StatusAccepted {
		t.Fatalf("got %s", answer.Status)
	}
	a, err := s.store.ActorByIRI(t.Context(), s.bob)
	if err != nil || a.DisplayName != "Dr bob" || a.Followers.IsZero() || a.SharedInbox.IsZero() {
		t.Errorf("bob is now %+v, %v", a, err)
	}
}

// TestKeyringIsBounded: strangers cannot fill our memory with names of keys.
func TestKeyringIsBounded(t *testing.T) {
	k := newKeyring()
	now := (&storagetest.Clock{}).Now()
	for i := range mostAsked + 500 {
		k.note(storagetest.IRI(t, fmt.Sprint("https://there.example/", i)), askedKey{at: now, err: community.ErrNotFound})
	}
	if len(k.asked) > mostAsked {
		t.Errorf("%d names are kept", len(k.asked))
	}
	last := storagetest.IRI(t, "https://there.example/last")
	k.note(last, askedKey{at: now, err: community.ErrNotFound})
	if a, resting := k.resting(last, now.Add(keyRest-time.Second)); !resting || !errors.Is(a.err, community.ErrNotFound) {
		t.Error("the newest was forgotten")
	}
	if _, resting := k.resting(last, now.Add(keyRest)); resting {
		t.Error("it rests too long")
	}
}
