package federation

import (
	"database/sql"
	"fmt"
	"net/http"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"consilium/community"
	"consilium/storage/storagetest"
)

// followedGroup is a scene with a group of ours that bob follows, and posts to.
func followedGroup(t *testing.T) (scene, community.LocalGroup) {
	t.Helper()
	s := newScene(t)
	g := s.group("lungs", s.ana, community.EverybodyPosts)
	s.peer.says(s.instance, `{"id":"HOST/f/1","type":"Follow","actor":"HOST/users/bob","object":"THERE/users/lungs"}`)
	s.peer.got = nil
	return s, g
}

// toLungs is a note of bob's for the group.
func toLungs(path string, more ...string) string {
	return strings.Replace(note(path, more...), `"cc":["HOST/users/bob/followers"`, `"cc":["THERE/users/lungs"`, 1)
}

// queue sends an activity of bob's whose effect waits.
func (s scene) queue(body string) {
	s.t.Helper()
	body = strings.ReplaceAll(body, "THERE", s.base)
	if answer := s.peer.send(s.instance, sending{as: "bob", body: body}); answer.StatusCode != http.StatusAccepted {
		s.t.Fatalf("got %s for %s", answer.Status, body)
	}
}

// R-GRP-1: what others do about a post must not keep the post itself from the group's
// followers, however quick they are.
func TestLikeSilencesNoPostOfAGroup(t *testing.T) {
	s, _ := followedGroup(t)
	s.queue(act("Create", "/c/1", toLungs("/n/1", `"canary":"create"`), `"to":["as:Public"]`))
	s.queue(act("Like", "/l/1", `"HOST/n/1"`, `"canary":"like"`))
	settle(t, s.instance)
	got := strings.Join(s.peer.got, "\n")
	if !strings.Contains(got, `"canary":"create"`) || !strings.Contains(got, `"canary":"like"`) {
		t.Errorf("passed on: %.0s%q", got, canaries(got))
	}
	// What the author said before is no longer said.
	s.peer.got = nil
	s.queue(act("Create", "/c/2", toLungs("/n/2", `"canary":"before"`), `"to":["as:Public"]`))
	s.queue(act("Update", "/u/2", toLungs("/n/2", `"canary":"after"`, `"updated":"2026-11-22T00:10:00Z"`), `"to":["as:Public"]`))
	settle(t, s.instance)
	if got = strings.Join(s.peer.got, "\n"); strings.Contains(got, `"canary":"before"`) || !strings.Contains(got, `"canary":"after"`) {
		t.Errorf("passed on: %.0s%q", got, canaries(got))
	}
}

// S-PRIV-1: a group tells everybody only what was said to everybody.
func TestGroupPassesNothingForFewOn(t *testing.T) {
	s, _ := followedGroup(t)
	s.peer.says(s.instance, act("Create", "/c/1", toLungs("/n/1"), `"to":["as:Public"]`))
	s.peer.got = nil
	narrow := func(text string) string {
		return strings.NewReplacer(`"to":["https://www.w3.org/ns/activitystreams#Public"]`, `"to":["HOST/users/bob/followers"]`).Replace(text)
	}
	s.peer.says(s.instance, act("Update", "/u/1", narrow(toLungs("/n/1", `"canary":"few"`, `"updated":"2026-11-22T00:10:00Z"`)), `"to":["HOST/users/bob/followers"]`))
	s.peer.says(s.instance, act("Create", "/c/2", narrow(toLungs("/n/1", `"canary":"few"`))))
	s.peer.says(s.instance, act("Create", "/c/3", narrow(toLungs("/n/3", `"canary":"few"`, `"inReplyTo":"HOST/n/1"`))))
	if got := strings.Join(s.peer.got, "\n"); strings.Contains(got, "canary") {
		t.Errorf("passed on: %.0s%q", got, canaries(got))
	}
}

// S-ORG-12: what waits to be passed on stays, once its author is shut out or staff have
// hidden it.
func TestGroupPassesNothingOfTheShutOutOn(t *testing.T) {
	for name, shut := range map[string]func(s scene, db *sql.DB) error{
		"its server is suspended": func(s scene, _ *sql.DB) error {
			return s.store.SetDomainRule(s.t.Context(), community.DomainRule{Host: s.peer.host, Severity: community.DomainSuspended, Created: s.now(), By: s.ana.ID})
		},
		"its author is closed": func(s scene, _ *sql.DB) error {
			return s.store.SuspendActor(s.t.Context(), s.find(s.bob.String()).ID, s.ana.ID, "spam")
		},
		"it is hidden": func(s scene, db *sql.DB) error {
			_, err := db.ExecContext(s.t.Context(), `UPDATE post SET hidden = 1 WHERE iri = '`+s.peer.base+`/n/1'`)
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			clock, database := &storagetest.Clock{}, "sqlite:"+filepath.Join(t.TempDir(), "consilium.db")
			s := scene{instance: openInstanceOn(t, clock, database), peer: openPeer(t, clock)}
			s.ana, s.bob = s.member("ana"), s.peer.person("bob", remoteKey())
			s.group("lungs", s.ana, community.EverybodyPosts)
			cem := openPeer(t, clock)
			cem.person("cem", remoteKey())
			cem.send(s.instance, sending{as: "cem", body: `{"id":"HOST/f/1","type":"Follow","actor":"HOST/users/cem","object":"` + s.base + `/users/lungs"}`})
			settle(t, s.instance)
			s.queue(act("Create", "/c/1", toLungs("/n/1", `"canary":"words"`), `"to":["as:Public"]`))
			s.work() // it took effect, and nothing was sent yet
			cem.got = nil
			if err := shut(s, openDatabase(t, database)); err != nil {
				t.Fatal(err)
			}
			s.clock.Advance(10 * time.Second)
			settle(t, s.instance)
			if got := strings.Join(cem.got, "\n"); strings.Contains(got, "canary") || strings.Contains(got, "Create") {
				t.Errorf("passed on: %.0s%q", got, canaries(got))
			}
		})
	}
}

// R-GRP-1: whoever may like may not have a group send it to all its followers without end.
func TestGroupIsNoAmplifier(t *testing.T) {
	s, _ := followedGroup(t)
	s.peer.says(s.instance, act("Create", "/c/1", toLungs("/n/1"), `"to":["as:Public"]`))
	s.peer.got = nil
	for i := range mostPassedOfOne + 40 {
		s.queue(act("Dislike", fmt.Sprintf("/d/%d", i), `"HOST/n/1"`))
		if i%40 == 0 {
			settle(t, s.instance)
		}
	}
	settle(t, s.instance)
	if n := len(s.peer.got); n > mostPassedOfOne {
		t.Errorf("%d announcements of what one person did", n)
	}
	s.clock.Advance(2 * time.Hour)
	s.peer.got = nil
	s.peer.says(s.instance, act("Create", "/c/2", toLungs("/n/2", `"canary":"`+strings.Repeat("x", largePassed)+`"`), `"to":["as:Public"]`))
	for _, got := range s.peer.got {
		if len(got) > largePassed {
			t.Errorf("%d bytes for everybody", len(got))
		}
	}
	if !s.has("/n/2") {
		t.Error("what is too large to be passed on is not kept")
	}
}

// Somebody who is no moderator does not make us ask a third party.
func TestStrangerAppointsNobody(t *testing.T) {
	s, g := followedGroup(t)
	third := openPeer(t, s.clock)
	third.person("cem", strayKey())
	s.peer.says(s.instance, act("Add", "/add/1", `"`+third.base+`/users/cem"`, `"target":"`+g.Actor.Moderators.String()+`"`))
	if n := third.all(); n != 0 {
		t.Errorf("asked %d times", n)
	}
}

// canaries are the marked words in what was sent.
func canaries(got string) []string {
	return regexp.MustCompile(`"canary":"[a-z]*"`).FindAllString(got, -1)
}
