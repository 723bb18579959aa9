package storage_test

import (
	"testing"
	"time"

	"consilium/community"
	"consilium/storage"
	"consilium/storage/storagetest"
)

// A block ends both follows and tells the other server only that (protocol.md
// 1.9).
func TestBlockPartsTwo(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, s *storage.Store) {
		p, ctx := people(t, s), t.Context()
		storagetest.Following(t, s, p.ana, p.bob)
		must(s.ReceiveFollow(ctx, storagetest.IRI(t, there+"/f"), p.bob, p.ana))(t)
		storagetest.RemotePost(t, s, p.bob, "hello")
		if got := homeTexts(t, s, p.ana); got != "hello " {
			t.Errorf("home is %q", got)
		}
		ok(t, s.Block(ctx, p.ana.ID, p.bob.ID))
		ok(t, s.Block(ctx, p.ana.ID, p.bob.ID))
		wantVerbs(t, s, "there.example", "Follow Accept(Follow) Undo(Follow) Reject(Follow) ")
		wantRelation(t, s, p.ana, p.bob, false, false, false, false)
		wantCounts(t, s, p.ana, 0, 0)
		if got := homeTexts(t, s, p.ana) + notified(t, s, p.ana); got != "" {
			t.Errorf("left over: %q", got)
		}
		r := must(s.Relations(ctx, p.bob.ID, []community.ActorID{p.ana.ID, p.ben.ID}))(t)
		if !r[p.ana.ID].BlockedBy || r[p.ana.ID].Blocks || r[p.ben.ID].BlockedBy || r[p.ben.ID].Actor != p.ben.ID {
			t.Errorf("relations of bob: %+v", r)
		}
		if blocked := must(s.Blocks(ctx, p.ana.ID, storage.Page{}))(t); len(blocked) != 1 || blocked[0].ID != p.bob.ID {
			t.Errorf("ana blocks %v", blocked)
		}
		ok(t, s.Unblock(ctx, p.ana.ID, p.bob.ID))
		if blocked := must(s.Blocks(ctx, p.ana.ID, storage.Page{}))(t); len(blocked) != 0 {
			t.Errorf("ana still blocks %v", blocked)
		}
		wantErr(t, s.Block(ctx, p.ana.ID, p.ana.ID), community.ErrForbidden)
	})
}

func TestBlockFromElsewhere(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, s *storage.Store) {
		p, ctx := people(t, s), t.Context()
		storagetest.Following(t, s, p.ana, p.bob)
		wantErr(t, s.ReceiveBlock(ctx, storagetest.IRI(t, "https://else.example/b"), p.bob.ID, p.ana.ID), community.ErrForbidden)
		ok(t, s.ReceiveBlock(ctx, storagetest.IRI(t, there+"/b"), p.bob.ID, p.ana.ID))
		wantVerbs(t, s, "there.example", "Follow ")
		r := must(s.Relations(ctx, p.ana.ID, []community.ActorID{p.bob.ID}))(t)[p.bob.ID]
		if !r.BlockedBy || r.Blocks || r.Follows {
			t.Errorf("got %+v", r)
		}
		ok(t, s.ReceiveUnblock(ctx, p.bob.ID, p.ana.ID))
		if r := must(s.Relations(ctx, p.ana.ID, []community.ActorID{p.bob.ID}))(t)[p.bob.ID]; r.BlockedBy {
			t.Errorf("got %+v", r)
		}
	})
}

// A block of one by the other, each way, is two relations.
func TestBlockBothWays(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, s *storage.Store) {
		p, ctx := people(t, s), t.Context()
		ok(t, s.Block(ctx, p.ana.ID, p.ben.ID))
		ok(t, s.Block(ctx, p.ben.ID, p.ana.ID))
		if r := must(s.Relations(ctx, p.ana.ID, []community.ActorID{p.ben.ID}))(t)[p.ben.ID]; !r.Blocks || !r.BlockedBy {
			t.Errorf("got %+v", r)
		}
	})
}

func TestMuteEndsByItself(t *testing.T) {
	storagetest.EachDatabase(t, func(t *testing.T, database string) {
		var clock storagetest.Clock
		s := storagetest.At(t, storagetest.Options{Database: database, Now: clock.Now})
		p, ctx := people(t, s), t.Context()
		mute := storage.Mute{Actor: p.ana.ID, Target: p.ben.ID, Notifications: true, Until: clock.Now().Add(time.Hour)}
		ok(t, s.Mute(ctx, mute))
		relation := func() community.Relation {
			return must(s.Relations(ctx, p.ana.ID, []community.ActorID{p.ben.ID}))(t)[p.ben.ID]
		}
		if r := relation(); !r.Mutes || !r.MutesNotifications || !r.MutedUntil.Equal(mute.Until) {
			t.Errorf("got %+v", r)
		}
		storagetest.Following(t, s, p.ben, p.ana)
		if got := notified(t, s, p.ana); got != "" {
			t.Errorf("notified of %q", got)
		}
		clock.Advance(time.Hour)
		if r := relation(); r.Mutes || len(must(s.Mutes(ctx, p.ana.ID, storage.Page{}))(t)) != 0 {
			t.Errorf("got %+v after its end", r)
		}
		mute.Until, mute.Notifications = time.Time{}, false
		ok(t, s.Mute(ctx, mute))
		clock.Advance(10000 * time.Hour)
		if r := relation(); !r.Mutes || r.MutesNotifications || len(must(s.Mutes(ctx, p.ana.ID, storage.Page{}))(t)) != 1 {
			t.Errorf("got %+v of a mute without end", r)
		}
		ok(t, s.Unfollow(ctx, p.ben.ID, p.ana.ID))
		storagetest.Following(t, s, p.ben, p.ana)
		if got := notified(t, s, p.ana); got != "follow " {
			t.Errorf("notified of %q", got)
		}
		ok(t, s.Unmute(ctx, p.ana.ID, p.ben.ID))
		if r := relation(); r.Mutes {
			t.Errorf("got %+v", r)
		}
	})
}

// Suspending a server ends what goes between us and every host below it, and
// tells it nothing.
func TestSuspendedServerIsSevered(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, s *storage.Store) {
		ctx := t.Context()
		_, ana := storagetest.Member(t, s, "ana")
		below := storagetest.Remote(t, s, "https://a.there.example:8443", "cid")
		bob, far := storagetest.Remote(t, s, there, "bob"), storagetest.Remote(t, s, "https://elsewhere.example", "dan")
		for _, a := range []community.Actor{below, bob, far} {
			storagetest.Following(t, s, ana, a)
			storagetest.Following(t, s, a, ana)
		}
		rule := must(community.MakeDomainRule(community.DomainRuleDraft{Host: "There.Example", Severity: string(community.DomainSuspended)}, ana.ID, s.Now()))(t)
		ok(t, s.SetDomainRule(ctx, rule))
		enforce(t, s)
		wantCounts(t, s, ana, 1, 1)
		wantRelation(t, s, ana, far, true, false, true, false)
		wantVerbs(t, s, "there.example", "Follow ")
		if peers := must(s.Peers(ctx))(t); len(peers) != 3 {
			t.Errorf("peers are %v", peers)
		}
	})
}

// What is kept of a suspended server is not shown: not who liked or boosted, not
// what members were told, not who is found (S-ORG-12).
func TestSuspendedServerIsNotShown(t *testing.T) {
	each(t, func(st stage) {
		ctx, ana, bob, far := st.Context(), st.member("ana"), st.remote("bob"), storagetest.Remote(t, st.s, "https://elsewhere.example", "bobby")
		p := st.post(ana, draft{text: "x", audience: community.Public})
		open := must(community.OpenAudience(community.Public))(t)
		for _, a := range []community.Actor{bob, far} {
			ok(t, st.s.ReceiveLike(ctx, storagetest.IRI(t, a.IRI.String()+"/like"), a, p))
			st.publish(community.ReceiveAnnounce(community.RemoteAnnounce{IRI: storagetest.IRI(t, a.IRI.String()+"/boost"), By: a, Of: p,
				Audience: open, Published: st.s.Now()}, st.s.Now()))
		}
		ok(t, st.s.SetDomainRule(ctx, community.DomainRule{Host: "there.example", Severity: community.DomainSuspended, Created: st.s.Now()}))
		enforce(t, st.s)
		for surface, people := range map[string][]community.Actor{
			"likes":  must(st.s.LikedBy(ctx, p.ID, storage.Page{}))(t),
			"boosts": must(st.s.AnnouncedBy(ctx, p.ID, storage.Page{}))(t),
			"search": must(st.s.SearchActors(ctx, storage.ActorSearch{Query: "bob", Viewer: ana.ID, Limit: 10}))(t),
		} {
			if len(people) != 1 || people[0].ID != far.ID {
				t.Errorf("%s show %d people", surface, len(people))
			}
		}
		if got := st.kinds(ana); got != "announce like" {
			t.Errorf("ana is told of %q", got)
		}
	})
}

func TestPeerScheme(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, s *storage.Store) {
		ctx := t.Context()
		if scheme := must(s.PeerScheme(ctx, "there.example"))(t); scheme != "" {
			t.Errorf("got %q of a host never spoken to", scheme)
		}
		ok(t, s.PeerFailed(ctx, "there.example", 0))
		ok(t, s.SetPeerScheme(ctx, "there.example", "rfc9421", false))
		for range 2 {
			ok(t, s.NoteSent(ctx, storage.Job{}, storage.Sent{Inbox: storagetest.IRI(t, "https://there.example/inbox")}))
		}
		if scheme := must(s.PeerScheme(ctx, "there.example"))(t); scheme != "rfc9421" {
			t.Errorf("got %q", scheme)
		}
	})
}
