package federation

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"consilium/community"
	"consilium/storage"
	"consilium/storage/storagetest"
)

// TestTakenOutBeforeItWasSent: what is sent is made of what the rows say then;
// who was taken out of a direct post meanwhile is not sent the new words.
func TestTakenOutBeforeItWasSent(t *testing.T) {
	s := newScene(t)
	s.peer.person("eve", remoteKey())
	bob, eve := s.find(s.bob.String()), s.find(s.peer.iri("/users/eve").String())
	around := s.around()
	around.Mentioned = community.MentionLinks{bob.Handle: bob, eve.Handle: eve}
	p := s.publish(community.Publish(s.ana, community.PostDraft{Text: "Hello", Audience: community.Direct}, around))
	around.Mentioned = community.MentionLinks{bob.Handle: bob}
	s.publish(community.Revise(s.ana, p, community.PostDraft{Text: "About eve"}, around))
	settle(t, s.instance)
	if n := s.peer.count("/users/eve/inbox"); n != 0 {
		t.Errorf("eve was sent %d times what is not for her: %v", n, s.peer.got)
	}
	if s.peer.count("/users/bob/inbox") == 0 {
		t.Error("bob was sent nothing")
	}
}

// TestCaseStaysPublic: an edit cannot make a case of a post for few, whatever it
// is addressed to now: there is no case for followers.
func TestCaseStaysPublic(t *testing.T) {
	s := acquainted(t)
	followers := strings.Replace(note("/n/1"), `"https://www.w3.org/ns/activitystreams#Public"`, `"HOST/users/bob/followers"`, 1)
	s.peer.says(s.instance, act("Create", "/c/1", followers))
	s.clock.Advance(time.Hour)
	clinical := `"name":"Fever","updated":"` + s.now().Format(time.RFC3339) + `","case":{"ageBand":"40-44","presentingComplaint":"Fever","question":"Why?",
		"consentBasis":"written","status":"open","specialties":["neurology"]}`
	s.peer.says(s.instance, act("Update", "/u/1", note("/n/1", clinical)))
	if p := s.held(s.peer.iri("/n/1")); p.Revision != 2 || p.Audience.Kind != community.Followers || p.Case != nil || p.Kind != community.NotePost {
		t.Errorf("revision %d is a %s for %s", p.Revision, p.Kind, p.Audience.Kind)
	}
}

// TestForeignAnswerIsNotAccepted: a case elsewhere accepts what stands in its own
// thread; nobody is told that something else they wrote was (S-PRIV-8).
func TestForeignAnswerIsNotAccepted(t *testing.T) {
	s := acquainted(t)
	mine := storagetest.Post(t, s.store, s.ana, "Only for us", community.InstanceOnly)
	clinical := func(status, accepted, updated string) string {
		return note("/n/1", fmt.Sprintf(`"name":"Fever"%s,"case":{"ageBand":"40-44","presentingComplaint":"Fever","question":"Why?",
			"consentBasis":"written","status":"%s","specialties":["neurology"]%s}`, updated, status, accepted))
	}
	s.peer.says(s.instance, act("Create", "/c/1", clinical("open", "", "")))
	if p := s.held(s.peer.iri("/n/1")); p.Case == nil {
		t.Fatal("no case came")
	}
	s.clock.Advance(time.Hour)
	s.peer.says(s.instance, act("Update", "/u/1", clinical("solved", `,"acceptedAnswer":"`+mine.IRI.String()+`"`,
		`,"updated":"`+s.now().Format(time.RFC3339)+`"`)))
	p := s.held(s.peer.iri("/n/1"))
	if p.Case == nil || p.Case.Status != community.CaseSolved || p.Case.Accepted != 0 {
		t.Errorf("case %+v", p.Case)
	}
	list, err := s.store.Notifications(t.Context(), s.ana.ID, storage.NotificationFilter{}, storage.Page{})
	for _, n := range list {
		if n.Kind == community.NotifyAccepted {
			t.Errorf("ana was told that her post was accepted")
		}
	}
	if err != nil {
		t.Fatal(err)
	}
}

// TestNamedAmongThousands: of the names in a post only so many are looked up,
// ours first (S-IN-4).
func TestNamedAmongThousands(t *testing.T) {
	s := acquainted(t)
	names := make([]string, 0, 9000)
	for i := range 8999 {
		names = append(names, fmt.Sprintf(`"HOST/x/%d"`, i))
	}
	names = append(names, `"THERE/users/ana"`)
	before := time.Now()
	s.peer.says(s.instance, act("Create", "/c/1", fmt.Sprintf(`{"id":"HOST/n/1","type":"Note","attributedTo":"HOST/users/bob","content":"x",
		"to":[%s]}`, strings.Join(names, ","))))
	t.Logf("took %s", time.Since(before))
	p := s.held(s.peer.iri("/n/1"))
	if len(p.Mentions) != 1 || p.Mentions[0] != s.ana.ID {
		t.Errorf("named: %v", p.Mentions)
	}
}

// TestFlagOfThousands: a report names a handful of posts, and no more of them are
// looked up (S-ORG-11, S-IN-4).
func TestFlagOfThousands(t *testing.T) {
	s := acquainted(t)
	objects := []string{`"THERE/users/ana"`}
	for range 300 {
		objects = append(objects, `"`+storagetest.Post(t, s.store, s.ana, "x").IRI.String()+`"`)
	}
	s.peer.says(s.instance, act("Flag", "/f/1", "["+strings.Join(objects, ",")+"]"))
	flags, err := s.store.Flags(t.Context(), true, storage.Page{})
	if err != nil || len(flags) != 1 || len(flags[0].Posts) > mostFlagged {
		t.Errorf("%d reports, %v", len(flags), err)
	}
}
