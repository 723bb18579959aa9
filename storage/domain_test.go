package storage_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"consilium/community"
	"consilium/storage"
	"consilium/storage/storagetest"
)

// enforce does what follows from rules about servers, as the lane loop would, and says
// how many pieces it took.
func enforce(t *testing.T, s *storage.Store) int {
	t.Helper()
	for n := range 200 {
		jobs := must(s.Jobs(t.Context(), "policy", 1))(t)
		if len(jobs) == 0 {
			return n
		}
		ok(t, s.EnforceDomains(t.Context(), jobs[0]))
		ok(t, s.Spoil(t.Context(), `DELETE FROM job WHERE id = ?`, jobs[0].ID))
	}
	t.Fatal("the work never ends")
	return 0
}

func suspend(t *testing.T, s *storage.Store, host string) {
	t.Helper()
	ok(t, s.SetDomainRule(t.Context(), community.DomainRule{Host: host, Severity: community.DomainSuspended, Created: s.Now()}))
}

// A rule that was cut off half-way goes on: what was done stays, the rest is done by the
// job that was left, and running a piece twice changes nothing.
func TestSeveringGoesOnAfterACrash(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, s *storage.Store) {
		ctx := t.Context()
		must(s.EnsureInstanceActor(ctx))(t)
		_, ana := storagetest.Member(t, s, "ana")
		_, ben := storagetest.Member(t, s, "ben")
		for i := range 60 { // more than one piece
			who := storagetest.Remote(t, s, there, fmt.Sprint("p", i))
			storagetest.Following(t, s, ana, who)
			storagetest.Following(t, s, who, ben)
		}
		suspend(t, s, "there.example")
		first := must(s.Jobs(ctx, "policy", 1))(t)[0]
		ok(t, s.EnforceDomains(ctx, first))
		if a := must(s.Actor(ctx, ana.ID))(t); a.FollowingCount == 0 || a.FollowingCount == 60 {
			t.Errorf("after one piece ana follows %d", a.FollowingCount)
		}
		ok(t, s.EnforceDomains(ctx, first)) // the crash came before it was noted as done
		if n := enforce(t, s); n < 2 {
			t.Errorf("%d pieces", n)
		}
		wantCounts(t, s, ana, 0, 0)
		wantCounts(t, s, ben, 0, 0)
		lost := must(s.Severances(ctx, ana.ID, storage.Page{}))(t)
		if len(lost) != 1 || lost[0].Following != 60 || lost[0].Followers != 0 || lost[0].Target != "there.example" || lost[0].Kind != storage.SeveredByStaff {
			t.Fatalf("ana lost %+v", lost)
		}
		if people := must(s.SeveredContacts(ctx, ana.ID, lost[0].ID, false))(t); len(people) != 60 || people[0].Handle.String() != "p0@there.example" {
			t.Errorf("ana's list has %d", len(people))
		}
		if people := must(s.SeveredContacts(ctx, ben.ID, lost[0].ID, true))(t); len(people) != 60 {
			t.Errorf("ben's list has %d", len(people))
		}
		_, eve := storagetest.Member(t, s, "eve")
		if _, err := s.SeveredContacts(ctx, eve.ID, lost[0].ID, false); !errors.Is(err, community.ErrNotFound) {
			t.Errorf("a list of somebody else: %v", err)
		}
		if got := notified(t, s, ana); !strings.Contains(got, string(community.NotifySevered)) || strings.Count(got, string(community.NotifySevered)) != 1 {
			t.Errorf("ana is told of %q", got)
		}
	})
}

// The most specific rule decides also about follows: what is allowed below a suspended
// server keeps them.
func TestAllowedBelowIsNotSevered(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, s *storage.Store) {
		_, ana := storagetest.Member(t, s, "ana")
		good := storagetest.Remote(t, s, "https://good.there.example", "bob")
		ok(t, s.SetDomainRule(t.Context(), community.DomainRule{Host: "good.there.example", Severity: community.DomainAllowed, Created: s.Now()}))
		storagetest.Following(t, s, ana, good)
		suspend(t, s, "there.example")
		enforce(t, s)
		wantCounts(t, s, ana, 0, 1)
	})
}

// What would be lost is counted before anything is, by where people live as well as by
// the domain they go by.
func TestLoss(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, s *storage.Store) {
		ctx := t.Context()
		_, ana := storagetest.Member(t, s, "ana")
		_, ben := storagetest.Member(t, s, "ben")
		split := storagetest.Remote(t, s, "https://ap.there.example", "bob")
		split.Handle = must(community.MakeHandle("bob", "other.example", "here.example"))(t)
		split = must(s.StoreRemoteActor(ctx, storage.RemoteActor{Actor: split}))(t)
		far := storagetest.Remote(t, s, "https://far.example", "cid")
		storagetest.Following(t, s, ana, split)
		storagetest.Following(t, s, split, ana)
		storagetest.Following(t, s, ben, split)
		storagetest.Following(t, s, ben, far)
		rule := func(host string) map[string]community.DomainRule {
			return map[string]community.DomainRule{host: {Host: host, Severity: community.DomainSuspended}}
		}
		for host, want := range map[string]storage.DomainLoss{
			"there.example": {Hosts: 1, Following: 2, Followers: 1, Members: 2}, "other.example": {Hosts: 1, Following: 2, Followers: 1, Members: 2},
			"far.example": {Hosts: 1, Following: 1, Members: 1}, "elsewhere.example": {},
		} {
			if got := must(s.Loss(ctx, rule(host)))(t); got != want {
				t.Errorf("%s: %+v, want %+v", host, got, want)
			}
		}
		wantCounts(t, s, ana, 1, 1)
		between, people, err := s.Between(ctx, "there.example")
		if err != nil || people != 1 || between.Following != 2 || between.Followers != 1 {
			t.Errorf("between: %+v %d %v", between, people, err)
		}
	})
}

// Who is of a limited server is not heard of by members who do not follow them, not
// found by a part of the name, and their follow waits for the member's word.
func TestLimitedIsKeptBack(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, s *storage.Store) {
		ctx := t.Context()
		_, ana := storagetest.Member(t, s, "ana")
		_, cyd := storagetest.Member(t, s, "cyd")
		bob := storagetest.Remote(t, s, there, "bob")
		storagetest.Following(t, s, cyd, bob)
		ok(t, s.SetDomainRule(ctx, community.DomainRule{Host: "there.example", Severity: community.DomainLimited, Created: s.Now()}))
		for _, who := range []community.Actor{ana, cyd} {
			p := storagetest.Post(t, s, who, "hello")
			ok(t, s.ReceiveLike(ctx, storagetest.IRI(t, bob.IRI.String()+"/like/"+who.Handle.Name()), bob, p))
		}
		if got := notified(t, s, ana); got != "" {
			t.Errorf("ana hears of %q", got)
		}
		if got := notified(t, s, cyd); !strings.Contains(got, "like") {
			t.Errorf("cyd, who follows, hears of %q", got)
		}
		for query, want := range map[string]int{"bo": 0, "bob": 0, "@bob@there.example": 1} {
			if got := must(s.SearchActors(ctx, storage.ActorSearch{Query: query, Viewer: ana.ID, Limit: 10}))(t); len(got) != want {
				t.Errorf("%q finds %d", query, len(got))
			}
		}
		if got := must(s.SearchActors(ctx, storage.ActorSearch{Query: "bo", Viewer: cyd.ID, Limit: 10}))(t); len(got) != 1 {
			t.Errorf("who follows finds %d", len(got))
		}
		f := must(s.ReceiveFollow(ctx, storagetest.IRI(t, there+"/follow"), bob, ana))(t)
		if f.State != community.FollowRequested || !strings.Contains(notified(t, s, ana), string(community.NotifyFollowRequest)) {
			t.Errorf("the follow is %s, told %q", f.State, notified(t, s, ana))
		}
	})
}

// The pictures of a server whose pictures are rejected leave the posts and the keeper,
// faces too; everything else stays.
func TestRejectedMedia(t *testing.T) {
	each(t, func(st stage) {
		ctx, ana, bob := st.Context(), st.member("ana"), st.remote("bob")
		bob.AvatarIRI = storagetest.IRI(st, there+"/face.png")
		bob = must(st.s.StoreRemoteActor(ctx, storage.RemoteActor{Actor: bob}))(st)
		doc := st.document(bob, "1", "look", community.Public)
		doc.Media = []community.Media{{Remote: storagetest.IRI(st, there+"/a.png"), Type: "image/png"}}
		p := st.receive(doc)
		ok(st, st.s.SetRemoteFile(ctx, p.Media[0].ID, community.Media{File: "a.png", Small: "as.png", Type: "image/png"}))
		must(st.s.SetRemoteAvatar(ctx, bob, community.Media{File: "f.png", Small: "fs.png", Type: "image/png"}))(st)
		seen := must(st.s.VisiblePost(ctx, member(ana), p.ID))(st)
		if len(seen.Media) != 1 {
			t := len(seen.Media)
			st.Fatalf("%d pictures before", t)
		}
		ok(st, st.s.SetDomainRule(ctx, community.DomainRule{Host: "there.example", Severity: community.DomainNone, RejectMedia: true, Created: st.s.Now()}))
		if seen = must(st.s.VisiblePost(ctx, member(ana), p.ID))(st); len(seen.Media) != 0 || !strings.Contains(seen.Content.Text(), "look") {
			st.Errorf("shown: %+v", seen.Media)
		}
		if rejected, err := st.s.RejectsMedia(ctx, bob); err != nil || !rejected {
			st.Errorf("rejects: %v %v", rejected, err)
		}
		enforce(st.T, st.s)
		if m := must(st.s.Media(ctx, p.Media[0].ID))(st); m.File != "" || m.Small != "" {
			st.Errorf("kept: %+v", m)
		}
		if a := must(st.s.Actor(ctx, bob.ID))(st); a.Avatar != 0 {
			st.Errorf("face kept: %d", a.Avatar)
		}
		waste := must(st.s.Waste(ctx, 10))(st)
		slices.Sort(waste)
		if strings.Join(waste, " ") != "a.png as.png f.png fs.png" {
			st.Errorf("waste: %v", waste)
		}
	})
}

// What a member blocks for themselves is gone for them and for nobody else: posts,
// notifications, follows both ways, with all servers below.
func TestBlockDomain(t *testing.T) {
	each(t, func(st stage) {
		ctx, ana, cyd := st.Context(), st.member("ana"), st.member("cyd")
		must(st.s.EnsureInstanceActor(ctx))(st)
		bob := storagetest.Remote(st, st.s, "https://a.there.example:8443", "bob")
		st.follows(ana, bob)
		st.follows(cyd, bob)
		must(st.s.ReceiveFollow(ctx, storagetest.IRI(st, bob.IRI.String()+"/f"), bob, ana))(st)
		p := st.receive(st.document(bob, "1", canary, community.Public))
		for _, wrong := range []string{"", "example", "not a host", "here.example"} {
			if err := st.s.BlockDomain(ctx, ana.ID, wrong); err == nil {
				st.Errorf("%q can be blocked", wrong)
			}
		}
		ok(st, st.s.BlockDomain(ctx, ana.ID, "There.Example"))
		if _, err := st.s.VisiblePost(ctx, member(ana), p.ID); !errors.Is(err, community.ErrNotFound) {
			st.Errorf("ana sees the post: %v", err)
		}
		if _, err := st.s.VisiblePost(ctx, member(cyd), p.ID); err != nil {
			st.Errorf("cyd does not: %v", err)
		}
		if home := must(st.s.Home(ctx, member(ana), storage.Page{}))(st); len(home) != 0 {
			st.Errorf("%d in ana's home", len(home))
		}
		enforce(st.T, st.s)
		wantCounts(st.T, st.s, ana, 0, 0)
		wantCounts(st.T, st.s, cyd, 0, 1)
		wantVerbs(st.T, st.s, "a.there.example:8443", "Follow Follow Accept(Follow) Undo(Follow) Reject(Follow) ")
		if r := must(st.s.Relations(ctx, ana.ID, []community.ActorID{bob.ID}))(st)[bob.ID]; !r.BlocksDomain {
			st.Errorf("relation %+v", r)
		}
		own := st.post(ana, draft{text: "x", audience: community.Public})
		ok(st, st.s.ReceiveLike(ctx, storagetest.IRI(st, bob.IRI.String()+"/like"), bob, own))
		if _, err := st.s.ReceiveFollow(ctx, storagetest.IRI(st, bob.IRI.String()+"/f2"), bob, ana); !errors.Is(err, community.ErrForbidden) {
			st.Errorf("bob follows again: %v", err)
		}
		if _, err := st.s.Follow(ctx, community.Follow{Follower: ana.ID, Followed: bob.ID, State: community.FollowRequested}); !errors.Is(err, community.ErrForbidden) {
			st.Errorf("ana follows again: %v", err)
		}
		if got := st.kinds(ana); got != "" {
			st.Errorf("ana hears of %q", got)
		}
		lost := must(st.s.Severances(ctx, ana.ID, storage.Page{}))(st)
		if len(lost) != 1 || lost[0].Following != 1 || lost[0].Followers != 1 || lost[0].Kind != storage.SeveredByMember {
			st.Errorf("lost %+v", lost)
		}
		ok(st, st.s.UnblockDomain(ctx, ana.ID, "there.example"))
		if list := must(st.s.BlockedDomains(ctx, ana.ID))(st); len(list) != 0 {
			st.Errorf("still blocked: %v", list)
		}
		if _, err := st.s.VisiblePost(ctx, member(ana), p.ID); err != nil {
			st.Errorf("after that: %v", err)
		}
	})
}
