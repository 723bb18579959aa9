package federation

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"consilium/community"
	"consilium/storage"
	"consilium/storage/storagetest"
)

// TestUndoShapes: a deed is taken back whether it is embedded whole, without an
// identifier, or only named (protocol 1.9).
func TestUndoShapes(t *testing.T) {
	for name, inner := range map[string]func(verb, object string) string{
		"whole": func(verb, object string) string { return act(verb, "/x/1", object) },
		"without id": func(verb, object string) string {
			return `{"type":"` + verb + `","actor":"HOST/users/bob","object":` + object + `}`
		},
		"bare":  func(verb, object string) string { return `{"type":"` + verb + `","object":` + object + `}` },
		"named": func(string, string) string { return `"HOST/x/1"` },
	} {
		t.Run(name, func(t *testing.T) {
			s := newScene(t)
			mine := storagetest.Post(t, s.store, s.ana, "Mine")
			post, ana := `"`+mine.IRI.String()+`"`, `"THERE/users/ana"`
			// Each has the same identifier in turn, so that an Undo by name finds
			// what is there then.
			do := func(verb, object, more string) {
				body := act(verb, "/x/1", object)
				if more != "" {
					body = act(verb, "/x/1", object, more)
				}
				if answer := s.peer.send(s.instance, sending{as: "bob", body: body}); answer.StatusCode != 202 {
					t.Fatal(answer.Status)
				}
				settle(t, s.instance)
				forget(t, s)
			}
			undo := func(verb, object string) {
				s.peer.says(s.instance, act("Undo", "/undo/"+verb, inner(verb, object)))
			}
			do("Like", post, "")
			if p := s.held(mine.IRI); p.Likes != 1 {
				t.Fatalf("likes %d", p.Likes)
			}
			undo("Like", post)
			if p := s.held(mine.IRI); p.Likes != 0 {
				t.Errorf("the like is still there")
			}
			do("Follow", ana, "")
			bob := s.find(s.bob.String())
			if !s.relation(bob, s.ana).Follows {
				t.Fatal("no follow")
			}
			undo("Follow", ana)
			if s.relation(bob, s.ana).Follows {
				t.Error("the follow is still there")
			}
			do("Block", ana, "")
			if !s.relation(bob, s.ana).Blocks {
				t.Fatal("no block")
			}
			undo("Block", ana)
			if s.relation(bob, s.ana).Blocks {
				t.Error("the block is still there")
			}
			do("Announce", post, `"to":"as:Public"`)
			if p := s.held(mine.IRI); p.Announces != 1 {
				t.Fatalf("announces %d", p.Announces)
			}
			undo("Announce", post)
			if p := s.held(mine.IRI); p.Announces != 0 {
				t.Errorf("the boost is still there")
			}
		})
	}
}

// forget lets the instance take an activity under the same identifier again, as
// it would when a month has passed.
func forget(t *testing.T, s scene) {
	t.Helper()
	s.clock.Advance(31 * 24 * 60 * 60 * 1e9)
	if err := s.store.Tidy(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// TestUndoOfAnother: nobody takes back what another did (S-ORG-11).
func TestUndoOfAnother(t *testing.T) {
	s := newScene(t)
	mine := storagetest.Post(t, s.store, s.ana, "Mine")
	s.peer.person("eve", remoteKey())
	s.peer.says(s.instance, act("Like", "/l/1", `"`+mine.IRI.String()+`"`))
	s.peer.says(s.instance, act("Announce", "/a/1", `"`+mine.IRI.String()+`"`, `"to":"as:Public"`))
	for i, object := range []string{`"HOST/l/1"`, `"HOST/a/1"`, act("Like", "/l/1", `"`+mine.IRI.String()+`"`),
		act("Announce", "/a/1", `"`+mine.IRI.String()+`"`)} {
		body := fmt.Sprintf(`{"id":"HOST/u/%d","type":"Undo","actor":"HOST/users/eve","object":%s}`, i, object)
		s.peer.send(s.instance, sending{as: "eve", body: body})
		settle(t, s.instance)
	}
	if p := s.held(mine.IRI); p.Likes != 1 || p.Announces != 1 {
		t.Errorf("likes %d, announces %d", p.Likes, p.Announces)
	}
}

// TestAnswersToFollows: every shape of Accept and Reject works for a follow that
// was sent, and none for one that was not or was another's (S-ORG-11).
func TestAnswersToFollows(t *testing.T) {
	for name, object := range map[string]string{
		"whole":         `{"id":"FOLLOW","type":"Follow","actor":"THERE/users/ana","object":"HOST/users/bob"}`,
		"named":         `"FOLLOW"`,
		"without id":    `{"type":"Follow","actor":"THERE/users/ana","object":"HOST/users/bob"}`,
		"under another": `{"id":"HOST/changed/1","type":"Follow","actor":"THERE/users/ana","object":"HOST/users/bob"}`,
	} {
		t.Run(name, func(t *testing.T) {
			s := newScene(t)
			s.peer.person("eve", remoteKey())
			bob := s.find(s.bob.String())
			s.peer.says(s.instance, act("Accept", "/never", strings.ReplaceAll(object, "FOLLOW", "THERE/activities/X")))
			if r := s.relation(s.ana, bob); r.Follows || r.Requested {
				t.Fatalf("a follow that nobody sent was accepted: %+v", r)
			}
			s.follow(s.ana, bob)
			settle(t, s.instance)
			follow := sentFollow(t, s)
			answer := func(verb, by string) {
				body := fmt.Sprintf(`{"id":"HOST/%s/%s","type":"%s","actor":"HOST/users/%s","object":%s}`, verb, by, verb, by,
					strings.ReplaceAll(object, "FOLLOW", follow))
				if got := s.peer.send(s.instance, sending{as: by, body: body}); got.StatusCode != http.StatusAccepted {
					t.Fatal(got.Status)
				}
				settle(t, s.instance)
			}
			answer("Accept", "eve")
			if s.relation(s.ana, bob).Follows {
				t.Error("eve accepted for bob")
			}
			answer("Accept", "bob")
			if !s.relation(s.ana, bob).Follows {
				t.Error("the Accept had no effect")
			}
			answer("Reject", "eve")
			if !s.relation(s.ana, bob).Follows {
				t.Error("eve rejected for bob")
			}
			answer("Reject", "bob")
			if s.relation(s.ana, bob).Follows {
				t.Error("the Reject had no effect")
			}
		})
	}
}

// sentFollow is the identifier of the Follow the peer was sent.
func sentFollow(t *testing.T, s scene) string {
	t.Helper()
	s.peer.mu.Lock()
	defer s.peer.mu.Unlock()
	for _, body := range s.peer.got {
		if _, rest, found := strings.Cut(body, `"id":"`); found && strings.Contains(body, `"type":"Follow"`) {
			id, _, _ := strings.Cut(rest, `"`)
			return id
		}
	}
	t.Fatalf("no Follow among %v", s.peer.got)
	return ""
}

// TestFollowAgain: a Follow that comes again is accepted again (protocol 1.9).
func TestFollowAgain(t *testing.T) {
	s := newScene(t)
	for i := range 2 {
		s.peer.says(s.instance, act("Follow", fmt.Sprint("/f/", i), `"THERE/users/ana"`))
	}
	if len(s.peer.got) != 2 || !strings.Contains(s.peer.got[1], s.peer.base+"/f/1") || !strings.Contains(s.peer.got[1], `"Accept"`) {
		t.Errorf("answers: %v", s.peer.got)
	}
	if strings.Count(s.peer.got[0], "@context") != 1 {
		t.Errorf("the Follow inside has a context: %s", s.peer.got[0])
	}
}

// TestFollowUnderTheSameName: Misskey names a Follow, and its Undo, after the two
// people. Who follows again, or leaves again, is heard; a request that somebody
// copied is not (R-9421-6).
func TestFollowUnderTheSameName(t *testing.T) {
	s := newScene(t)
	follow := act("Follow", "/follows/bob/ana", `"THERE/users/ana"`)
	undo := act("Undo", "/follows/bob/ana/undo", strings.Replace(follow, `"@context":"https://www.w3.org/ns/activitystreams",`, "", 1))
	bob := s.find(s.bob.String())
	for range 2 {
		for _, step := range []struct {
			body    string
			follows bool
		}{{follow, true}, {undo, false}} {
			s.clock.Advance(time.Minute)
			s.peer.says(s.instance, step.body)
			if got := s.relation(bob, s.ana).Follows; got != step.follows {
				t.Fatalf("bob follows: %v, want %v", got, step.follows)
			}
		}
	}
	s.clock.Advance(time.Minute)
	s.peer.says(s.instance, follow)
	s.peer.says(s.instance, undo)
	s.peer.says(s.instance, follow) // the same bytes, date and signature
	if s.relation(bob, s.ana).Follows {
		t.Error("a copied request took effect")
	}
}

// TestAnnounces: a boost brings the post it repeats from where that lives, only
// for those who follow, and never believes what it embeds (S-ORG-8, S-ORG-12).
func TestAnnounces(t *testing.T) {
	s := acquainted(t)
	other := openPeer(t, s.clock)
	other.person("carol", strayKey())
	carol := func(path string) string {
		return strings.ReplaceAll(other.text(note(path)), "users/bob", "users/carol")
	}
	other.doc("/n/1", carol("/n/1"))
	other.doc("/n/2", carol("/n/2"))
	announce := func(id, object string) {
		s.peer.says(s.instance, act("Announce", id, object, `"to":"as:Public","cc":"HOST/users/bob/followers"`))
	}
	has := func(path string) (community.Post, bool) {
		p, err := s.store.PostByIRI(t.Context(), other.iri(path))
		return p, err == nil
	}
	announce("/a/1", `"`+other.base+`/n/1"`)
	if p, ok := has("/n/1"); !ok || p.Announces != 1 {
		t.Errorf("the post was not fetched: %+v", p)
	}
	announce("/a/2", strings.Replace(carol("/n/2"), "Text", "Forged", 1))
	if p, ok := has("/n/2"); !ok || strings.Contains(p.Content.Text(), "Forged") {
		t.Errorf("embedded: %+v", p)
	}
	announce("/a/3", act("Create", "/c/3", note("/n/3")))
	if s.has("/n/3") {
		t.Error("a wrapped activity was believed")
	}
	announce("/a/4", `"`+other.base+`/n/1"`)
	if p, _ := has("/n/1"); p.Announces != 1 {
		t.Errorf("the same boost counts %d", p.Announces)
	}
	other.doc("/n/5", carol("/n/5"))
	rule := community.DomainRule{Host: other.host, Severity: community.DomainSuspended, Created: s.now(), By: s.ana.ID}
	if err := s.store.SetDomainRule(t.Context(), rule); err != nil {
		t.Fatal(err)
	}
	announce("/a/5", `"`+other.base+`/n/5"`)
	if _, ok := has("/n/5"); ok || other.count("/n/5") != 0 {
		t.Error("a suspended server came back through a boost")
	}
}

// TestAnnounceByAStranger is not worth a fetch.
func TestAnnounceByAStranger(t *testing.T) {
	s := newScene(t)
	s.peer.doc("/n/1", note("/n/1"))
	s.peer.says(s.instance, act("Announce", "/a/1", `"HOST/n/1"`, `"to":"as:Public"`))
	if s.has("/n/1") || s.peer.count("/n/1") != 0 {
		t.Error("a stranger's boost was followed")
	}
}

// TestFlags: a report reaches the staff with the posts it names and no word of
// whom it is from beyond the sender; a flood does not (S-ORG-11).
func TestFlags(t *testing.T) {
	s := newScene(t)
	storagetest.Staff(t, s.store, "mod", community.Moderator)
	mine := storagetest.Post(t, s.store, s.ana, "Mine")
	ben := s.member("ben")
	his := storagetest.Post(t, s.store, ben, "His")
	s.peer.says(s.instance, act("Flag", "/flag/1", fmt.Sprintf(`["THERE/users/ana","%s","%s","https://other.example/1"]`, mine.IRI, his.IRI),
		`"content":"`+strings.Repeat("x", 5000)+`"`))
	flags, err := s.store.Flags(t.Context(), true, storage.Page{})
	if err != nil || len(flags) != 1 {
		t.Fatalf("%d flags, %v", len(flags), err)
	}
	if f := flags[0]; f.Target != s.ana.ID || len(f.Posts) != 1 || f.Posts[0] != mine.ID || len(f.Comment) != community.MaxComment {
		t.Errorf("flag: target %d, posts %v, %d characters", f.Target, f.Posts, len(f.Comment))
	}
	s.peer.says(s.instance, act("Flag", "/flag/2", `"https://other.example/users/x"`))
	for i := range mostFlags + 5 {
		s.peer.send(s.instance, sending{as: "bob", body: act("Flag", fmt.Sprint("/flag/flood/", i), `"THERE/users/ana"`)})
	}
	settle(t, s.instance)
	if n, err := s.store.CountOpenFlags(t.Context()); err != nil || n > mostFlags {
		t.Errorf("%d flags, %v", n, err)
	}
}

// TestUnknownTypes are acknowledged (protocol 1.9).
func TestUnknownTypes(t *testing.T) {
	s := newScene(t)
	for _, verb := range []string{"Listen", "Dislike", "Move", "Add", "Sing"} {
		s.peer.says(s.instance, act(verb, "/x/"+verb, `"HOST/anything"`))
	}
}
