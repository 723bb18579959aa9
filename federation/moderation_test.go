package federation

import (
	"fmt"
	"maps"
	"strings"
	"testing"

	"consilium/community"
	"consilium/storage"
	"consilium/storage/storagetest"
)

// reported hides a post as a verified clinician's report does.
func (s *stage) reported(t *testing.T, p community.Post) community.Flag {
	t.Helper()
	_, vera := storagetest.Member(t, s.store, "vera")
	vera = storagetest.Prove(t, s.store, vera, storagetest.Proof{Profession: "physician", Level: 4})
	author, err := s.store.Actor(t.Context(), p.Author)
	if err != nil {
		t.Fatal(err)
	}
	f, err := community.Report(vera, author, community.FlagDraft{Category: "patient-identifiable", Posts: []community.Post{p},
		By: vera.Subject(community.Member, s.store.Standing(t.Context(), vera))}, s.clock.Now())
	if err == nil {
		f, err = s.store.AddFlag(t.Context(), f)
	}
	if err != nil || !f.Hides {
		t.Fatal("it does not hide", err)
	}
	return f
}

// A public post that is hidden until staff have looked at it answers as one that never
// was, whoever asks, and is in no collection.
func TestReportedPostIsMissing(t *testing.T) {
	t.Parallel()
	onStageWith(t, Options{}, func(t *testing.T, s *stage) {
		p := s.publish(t, s.ana, community.PostDraft{Text: "Public " + canary, Audience: community.Public}, community.Surroundings{})
		f := s.reported(t, p)
		outbox := strings.TrimPrefix(s.ana.Outbox.String(), s.store.Base())
		for _, by := range []community.Actor{{}, s.bob, s.zoe, s.eve} {
			for _, below := range []string{"", "/activity", "/replies", "/replies?page=first", "/likes", "/shares", "/context", "/context?page=first", "/history?page=first"} {
				want, got := s.get(t, "/posts/AAAAAAAAAAAAAAAAAAAAAAAAAA"+below, by), s.get(t, s.path(p)+below, by)
				if got.status != want.status || got.body != want.body || !maps.EqualFunc(got.header, want.header, sameValues) {
					t.Errorf("%s: %v, missing: %v", below, got, want)
				}
			}
			for _, page := range []string{"", "?page=first"} {
				if got := s.get(t, outbox+page, by); strings.Contains(got.body, canary) || strings.Contains(got.body, s.path(p)) {
					t.Errorf("the outbox has it: %s", got.body)
				}
			}
		}
		if err := s.store.ResolveFlag(t.Context(), f.ID, s.ana.ID, ""); err != nil {
			t.Fatal(err)
		}
		if got := s.get(t, s.path(p), s.bob); !strings.Contains(got.body, canary) {
			t.Errorf("shown again: %v", got)
		}
	})
}

// Nothing of a hidden post is sent until staff decided: then what it says, or its end.
func TestNothingIsSentWhileHidden(t *testing.T) {
	clock := &storagetest.Clock{}
	a, b := openInstance(t, clock), openInstance(t, clock)
	ana, bob := a.member("ana"), b.member("bob")
	b.follow(bob, b.find("@ana@"+a.host))
	settle(t, a, b)
	first := storagetest.Post(t, a.store, ana, "First "+canary, community.Public)
	second := storagetest.Post(t, a.store, ana, "Second "+canary, community.Public)
	vera := storagetest.Prove(t, a.store, a.member("vera"), storagetest.Proof{Profession: "physician", Level: 4})
	f, err := community.Report(vera, ana, community.FlagDraft{Category: "patient-identifiable", Posts: []community.Post{first, second},
		By: vera.Subject(community.Member, a.store.Standing(t.Context(), vera))}, clock.Now())
	if err == nil {
		f, err = a.store.AddFlag(t.Context(), f)
	}
	if err != nil || !f.Hides {
		t.Fatal("it does not hide", err)
	}
	settle(t, a, b)
	for _, p := range []community.Post{first, second} {
		if _, err := b.store.PostByIRI(t.Context(), p.IRI); err == nil {
			t.Errorf("%d was sent while hidden", p.ID)
		}
	}
	if err := a.store.ResolveFlag(t.Context(), f.ID, vera.ID, ""); err != nil {
		t.Fatal(err)
	}
	settle(t, a, b)
	if got, err := b.store.PostByIRI(t.Context(), first.IRI); err != nil || !strings.Contains(got.Content.Text(), canary) {
		t.Errorf("after the decision: %v", err)
	}
	again, err := community.Report(vera, ana, community.FlagDraft{Category: "patient-identifiable", Posts: []community.Post{first},
		By: vera.Subject(community.Member, a.store.Standing(t.Context(), vera))}, clock.Now())
	if err == nil {
		again, err = a.store.AddFlag(t.Context(), again)
	}
	if err != nil {
		t.Fatal(err)
	}
	verdict, err := community.Decide(community.DecisionDraft{Posts: "removed", Reason: "patient-identifiable", Note: "A name."}, clock.Now())
	if err == nil {
		_, err = a.store.Rule(t.Context(), storage.Ruling{Verdict: verdict, By: vera.ID, Person: ana.ID, Flag: again.ID, Posts: []community.PostID{first.ID}})
	}
	if err != nil {
		t.Fatal(err)
	}
	settle(t, a, b)
	if got, err := b.store.PostByIRI(t.Context(), first.IRI); err == nil && got.Deleted.IsZero() {
		t.Error("its end was not sent")
	}
}

// A report from elsewhere has our reason where it says so, and hides nothing.
func TestFlagsSayWhy(t *testing.T) {
	s := newScene(t)
	mine := storagetest.Post(t, s.store, s.ana, "Mine")
	for i, c := range []struct{ said, want string }{
		{`"urn:x-consilium:case:1#flagReason":"patient-identifiable"`, "patient-identifiable"}, {`"flagReason":"spam"`, "spam"},
		{`"flagReason":"envy"`, "other"}, {`"flagReason":{"x":1}`, "other"}, {`"content":"x"`, "other"},
	} {
		iri := fmt.Sprint("/flag/why/", i)
		s.peer.says(s.instance, act("Flag", iri, fmt.Sprintf(`["THERE/users/ana","%s"]`, mine.IRI), c.said))
		flags, err := s.store.Flags(t.Context(), true, storage.Page{Limit: 1})
		if err != nil || len(flags) != 1 || string(flags[0].Category) != c.want || flags[0].Hides {
			t.Errorf("%s: %+v, %v", c.said, flags, err)
		}
	}
	if p, err := s.store.Post(t.Context(), mine.ID); err != nil || !p.Hidden.IsZero() {
		t.Errorf("hidden by a stranger, %v", err)
	}
}

// A forwarded report names open posts of the other server, and nothing of ours: no
// address, no word and not who reported.
func TestForwardedFlagHasNoCanary(t *testing.T) {
	s := acquainted(t)
	s.peer.says(s.instance, act("Create", "/c/1", note("/n/1")))
	s.peer.got = nil
	bob := s.find(s.bob.String())
	restricted := storagetest.Post(t, s.store, s.ana, canary, community.InstanceOnly)
	flag, err := community.Report(s.ana, bob, community.FlagDraft{Category: "patient-identifiable", Forward: true,
		Posts: []community.Post{s.held(s.peer.iri("/n/1"))}}, s.now())
	if err != nil {
		t.Fatal(err)
	}
	flag.Posts = append(flag.Posts, restricted.ID)
	if _, err := s.store.AddFlag(t.Context(), flag); err != nil {
		t.Fatal(err)
	}
	settle(t, s.instance)
	body := strings.Join(s.peer.got, "\n")
	if len(s.peer.got) != 1 || strings.Contains(body, canary) || strings.Contains(body, restricted.IRI.String()) || strings.Contains(body, "ana") {
		t.Errorf("sent %s", body)
	}
	if !strings.Contains(body, `"urn:x-consilium:case:1#flagReason":"patient-identifiable"`) || !strings.Contains(body, s.peer.base+"/n/1") {
		t.Errorf("sent %s", body)
	}
}
