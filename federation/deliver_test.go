package federation

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"consilium/community"
	"consilium/federation/signature"
	"consilium/storage"
	"consilium/storage/storagetest"
)

// sending of one Follow to the peer, with what its inbox answers.
func (s scene) deliverFollow(t *testing.T, path string) error {
	t.Helper()
	payload, err := json.Marshal(storage.Delivery{Verb: "Follow", Actor: s.ana.ID, To: s.peer.base + path,
		Activity: s.base + "/activities/X", Object: s.bob.String()})
	if err != nil {
		t.Fatal(err)
	}
	return s.Deliver(t.Context(), storage.Job{Kind: storage.KindDeliver, Payload: string(payload)})
}

// TestDeliveryOutcomes: which answers end a delivery, which put the host off and
// which are tried again alone (R-OUT-1).
func TestDeliveryOutcomes(t *testing.T) {
	s := newScene(t)
	for name, test := range map[string]struct {
		answer page
		want   string
		after  time.Duration
	}{
		"200": {page{status: 200}, "done", 0},
		"202": {page{status: 202}, "done", 0},
		"301": {page{status: 301, header: http.Header{"Location": {"/elsewhere"}}}, "never", 0},
		"400": {page{status: 400}, "never", 0},
		"401": {page{status: 401}, "later", 0},
		"403": {page{status: 403}, "never", 0},
		"404": {page{status: 404}, "done", 0},
		"408": {page{status: 408}, "later", 0},
		"410": {page{status: 410}, "done", 0},
		"422": {page{status: 422}, "never", 0},
		"429": {page{status: 429, header: http.Header{"Retry-After": {"120"}}}, "down", 2 * time.Minute},
		"500": {page{status: 500}, "down", 0},
		"501": {page{status: 501}, "never", 0},
		"503": {page{status: 503, header: http.Header{"Retry-After": {"30"}}}, "down", 30 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			s.peer.inbox = func(*http.Request, []byte) page { return test.answer }
			err := s.deliverFollow(t, "/inbox")
			got, down := "done", &storage.Down{}
			if _, never := errors.AsType[*storage.Never](err); never {
				got = "never"
			} else if errors.As(err, &down) {
				got = "down"
			} else if err != nil {
				got = "later"
			}
			if got != test.want || down.After != test.after {
				t.Errorf("got %s after %v (%v), want %s after %v", got, down.After, err, test.want, test.after)
			}
		})
	}
}

// TestSilentHost is down as a whole.
func TestSilentHost(t *testing.T) {
	s := newScene(t)
	closed := openPeer(t, s.clock)
	s.peer.base = strings.Replace(closed.base, closed.host, "127.0.0.1:1024", 1)
	if _, down := errors.AsType[*storage.Down](s.deliverFollow(t, "/inbox")); !down {
		t.Error("nobody answers, and the host is not down")
	}
}

// TestDoubleKnock: a peer that refuses one scheme is asked in the other, and
// what worked is remembered; other refusals are not repeated (R-9421-4).
func TestDoubleKnock(t *testing.T) {
	s := newScene(t)
	var seen []signature.Scheme
	wants := signature.RFC9421
	s.peer.inbox = func(r *http.Request, _ []byte) page {
		scheme := signature.Cavage
		if r.Header.Get("Signature-Input") != "" {
			scheme = signature.RFC9421
		}
		seen = append(seen, scheme)
		if scheme == wants {
			return page{status: 202}
		}
		return page{status: 401}
	}
	for _, step := range []struct {
		wants signature.Scheme
		tries int
	}{{signature.RFC9421, 2}, {signature.RFC9421, 1}, {signature.Cavage, 2}, {signature.Cavage, 1}} {
		seen, wants = nil, step.wants
		if err := s.deliverFollow(t, "/inbox"); err != nil || len(seen) != step.tries {
			t.Errorf("%s took %v: %v", step.wants, seen, err)
		}
		if known, err := s.store.PeerScheme(t.Context(), s.peer.host); err != nil || known != string(step.wants) {
			t.Errorf("remembered %q, %v", known, err)
		}
	}
	seen = nil
	s.peer.inbox = func(*http.Request, []byte) page { seen = append(seen, ""); return page{status: 500} }
	if err := s.deliverFollow(t, "/inbox"); err == nil || len(seen) != 1 {
		t.Errorf("a server error was answered with %d tries", len(seen))
	}
}

// TestQueryLeftOut: a peer that signs no queries gets one try without (R-SIG-O).
func TestQueryLeftOut(t *testing.T) {
	s := newScene(t)
	verifier := signature.Verifier{Hosts: []string{s.peer.host}, Origin: s.peer.base, Now: s.clock.Now}
	keys, err := s.store.Keys(t.Context(), s.ana.ID)
	if err != nil {
		t.Fatal(err)
	}
	tries := 0
	s.peer.inbox = func(r *http.Request, body []byte) page {
		tries++
		// A proxy before the peer took the query away.
		r.URL.RawQuery, r.RequestURI = "", r.URL.Path
		claims, err := signature.Parse(r)
		if err != nil {
			return page{status: 401}
		}
		for _, k := range keys {
			if k.Algorithm == storage.RSA && verifier.Verify(r, body, claims[0], k.Key) == nil {
				return page{status: 202}
			}
		}
		return page{status: 401}
	}
	if err := s.deliverFollow(t, "/inbox?x=1"); err != nil || tries != 3 {
		t.Errorf("%d tries: %v", tries, err)
	}
}

// TestWhatIsNotSent: a delivery is judged again when it is made (S-ORG-12,
// S-PRIV-1).
func TestWhatIsNotSent(t *testing.T) {
	s := acquainted(t)
	storagetest.Following(t, s.store, s.find(s.bob.String()), s.ana)
	s.peer.got = nil
	deleted := storagetest.Post(t, s.store, s.ana, "Deleted before it went")
	if err := s.store.DeletePost(t.Context(), deleted.ID, s.now()); err != nil {
		t.Fatal(err)
	}
	settle(t, s.instance)
	for _, body := range s.peer.got {
		if !strings.Contains(body, `"type":"Delete"`) || strings.Contains(body, "before it went") {
			t.Errorf("sent %s", body)
		}
	}
	s.peer.got = nil
	storagetest.Post(t, s.store, s.ana, "To a host that is shut out meanwhile")
	rule := community.DomainRule{Host: s.peer.host, Severity: community.DomainSuspended, Created: s.now(), By: s.ana.ID}
	if err := s.store.SetDomainRule(t.Context(), rule); err != nil {
		t.Fatal(err)
	}
	settle(t, s.instance)
	if len(s.peer.got) != 0 {
		t.Errorf("sent %v", s.peer.got)
	}
}

// TestClosedMember: what a member wrote before our staff closed them does not go
// out any more.
func TestClosedMember(t *testing.T) {
	s := acquainted(t)
	storagetest.Following(t, s.store, s.find(s.bob.String()), s.ana)
	s.peer.got = nil
	storagetest.Post(t, s.store, s.ana, "Written before")
	mod := s.member("mod")
	if err := s.store.SuspendActor(t.Context(), s.ana.ID, mod.ID, ""); err != nil {
		t.Fatal(err)
	}
	settle(t, s.instance)
	for _, body := range s.peer.got {
		if strings.Contains(body, "Written before") {
			t.Errorf("sent %s", body)
		}
	}
}

// TestSentIsRemembered: the revision an inbox took stands beside it, so that
// edits and deletes can follow.
func TestSentIsRemembered(t *testing.T) {
	s := acquainted(t)
	storagetest.Following(t, s.store, s.find(s.bob.String()), s.ana)
	post := storagetest.Post(t, s.store, s.ana, "Out")
	settle(t, s.instance)
	list, err := s.store.Recipients(t.Context(), post.ID)
	if err != nil || len(list) != 1 || list[0].FirstSent.IsZero() || list[0].Revision != 1 || list[0].Inbox != s.peer.iri("/inbox") {
		t.Errorf("%+v, %v", list, err)
	}
}

// TestGoneInbox: an inbox that is gone makes us ask for its actor, who is gone
// only when its home says so (R-OUT-1).
func TestGoneInbox(t *testing.T) {
	s := acquainted(t)
	s.peer.inbox = func(*http.Request, []byte) page { return page{status: 410} }
	gone := func() bool {
		a, err := s.store.ActorByIRI(t.Context(), s.bob)
		if err != nil {
			t.Fatal(err)
		}
		return !a.Gone.IsZero()
	}
	if err := s.deliverFollow(t, "/users/bob/inbox"); err != nil || gone() {
		t.Errorf("actor still there: gone %v, %v", gone(), err)
	}
	s.peer.serve("/users/bob", page{status: 410})
	if err := s.deliverFollow(t, "/inbox"); err != nil || gone() {
		t.Errorf("shared inbox: gone %v, %v", gone(), err)
	}
	if err := s.deliverFollow(t, "/users/bob/inbox"); err != nil || !gone() {
		t.Errorf("actor gone: gone %v, %v", gone(), err)
	}
}

// TestForwardedFlag: a report goes out from the instance, and does not name who
// made it (protocol 1.9).
func TestForwardedFlag(t *testing.T) {
	s := acquainted(t)
	s.peer.says(s.instance, act("Create", "/c/1", note("/n/1")))
	s.peer.got = nil
	bob := s.find(s.bob.String())
	flag, err := community.Report(s.ana, bob, community.FlagDraft{Category: "spam", Comment: "Sells pills", Forward: true,
		Posts: []community.Post{s.held(s.peer.iri("/n/1"))}}, s.now())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.store.AddFlag(t.Context(), flag); err != nil {
		t.Fatal(err)
	}
	settle(t, s.instance)
	if len(s.peer.got) != 1 {
		t.Fatalf("sent %v", s.peer.got)
	}
	body := s.peer.got[0]
	if strings.Contains(body, "ana") || !strings.Contains(body, s.base+"/actor") || !strings.Contains(body, s.peer.base+"/n/1") ||
		!strings.Contains(body, "Sells pills") {
		t.Errorf("sent %s", body)
	}
}

// TestProfileUpdate: a changed profile reaches the followers' servers.
func TestProfileUpdate(t *testing.T) {
	clock := &storagetest.Clock{}
	a, b := openInstance(t, clock), openInstance(t, clock)
	ana, bob := a.member("ana"), b.member("bob")
	a.follow(ana, a.find("@bob@"+b.host))
	settle(t, a, b)
	profile, err := community.Describe(bob.Profile, community.ProfileDraft{DisplayName: "Prof. Bob"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.store.SetProfile(t.Context(), bob.ID, profile); err != nil {
		t.Fatal(err)
	}
	settle(t, a, b)
	if got := a.known(bob); got.DisplayName != "Prof. Bob" || got.Followers.IsZero() {
		t.Errorf("arrived as %+v", got)
	}
}
