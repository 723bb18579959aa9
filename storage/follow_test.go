package storage_test

import (
	"sync"
	"testing"

	"consilium/community"
	"consilium/storage"
	"consilium/storage/storagetest"
)

// wantRelation compares the four marks of a follow between two actors.
func wantRelation(t *testing.T, s *storage.Store, a, b community.Actor, follows, requested, followedBy, requestedBy bool) {
	t.Helper()
	r := must(s.Relations(t.Context(), a.ID, []community.ActorID{b.ID}))(t)[b.ID]
	if r.Follows != follows || r.Requested != requested || r.FollowedBy != followedBy || r.RequestedBy != requestedBy {
		t.Errorf("%s and %s: %+v", a.Handle, b.Handle, r)
	}
}

func wantCounts(t *testing.T, s *storage.Store, a community.Actor, followers, following int) {
	t.Helper()
	got := must(s.Actor(t.Context(), a.ID))(t)
	if got.FollowerCount != followers || got.FollowingCount != following {
		t.Errorf("%s has %d followers and follows %d, want %d and %d", a.Handle, got.FollowerCount, got.FollowingCount, followers, following)
	}
}

func notified(t *testing.T, s *storage.Store, owner community.Actor) string {
	t.Helper()
	line := ""
	for _, n := range must(s.Notifications(t.Context(), owner.ID, storage.NotificationFilter{}, storage.Page{}))(t) {
		line += string(n.Kind) + " "
	}
	return line
}

// step is something that happens to a follow, and how things stand after it.
type step struct {
	what                 string
	do                   func() error
	follows, requested   bool
	sent, notified       string
	followers, following int
}

func (p cast) run(t *testing.T, s *storage.Store, follower, followed community.Actor, steps []step) {
	t.Helper()
	told := followed
	if !told.Local {
		told = follower
	}
	for _, x := range steps {
		ok(t, x.do())
		wantRelation(t, s, follower, followed, x.follows, x.requested, false, false)
		wantVerbs(t, s, "there.example", x.sent)
		wantCounts(t, s, followed, x.followers, 0)
		wantCounts(t, s, follower, 0, x.following)
		if got := notified(t, s, told); got != x.notified {
			t.Errorf("%s: notified of %q, want %q", x.what, got, x.notified)
		}
		if t.Failed() {
			t.Fatalf("after: %s", x.what)
		}
	}
}

func TestFollowAmongMembers(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, s *storage.Store) {
		p, ctx := people(t, s), t.Context()
		follow := func(state community.FollowState) func() error {
			return func() error {
				_, err := s.Follow(ctx, community.Follow{Follower: p.ana.ID, Followed: p.ben.ID, State: state})
				return err
			}
		}
		p.run(t, s, p.ana, p.ben, []step{
			{"follow", follow(community.FollowAccepted), true, false, "", "follow ", 1, 1},
			{"follow again", follow(community.FollowAccepted), true, false, "", "follow ", 1, 1},
			{"unfollow", func() error { return s.Unfollow(ctx, p.ana.ID, p.ben.ID) }, false, false, "", "", 0, 0},
			{"unfollow again", func() error { return s.Unfollow(ctx, p.ana.ID, p.ben.ID) }, false, false, "", "", 0, 0},
			{"request", follow(community.FollowRequested), false, true, "", "follow-request ", 0, 0},
			{"accept", func() error { return s.AcceptFollow(ctx, p.ben.ID, p.ana.ID) }, true, false, "", "", 1, 1},
			{"accept again", func() error { return s.AcceptFollow(ctx, p.ben.ID, p.ana.ID) }, true, false, "", "", 1, 1},
			{"remove", func() error { return s.RejectFollow(ctx, p.ben.ID, p.ana.ID) }, false, false, "", "", 0, 0},
			{"request anew", follow(community.FollowRequested), false, true, "", "follow-request ", 0, 0},
			{"refuse", func() error { return s.RejectFollow(ctx, p.ben.ID, p.ana.ID) }, false, false, "", "", 0, 0},
		})
		wantErr(t, s.AcceptFollow(ctx, p.ben.ID, p.ana.ID), community.ErrNotFound)
	})
}

func TestFollowElsewhere(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, s *storage.Store) {
		p, ctx := people(t, s), t.Context()
		var f community.Follow
		p.run(t, s, p.ana, p.bob, []step{
			{"follow", func() (err error) {
				f, err = s.Follow(ctx, community.Follow{Follower: p.ana.ID, Followed: p.bob.ID, State: community.FollowAccepted})
				return err
			}, false, true, "Follow ", "", 0, 0},
			{"Accept", func() error { return s.ConfirmFollow(ctx, f.IRI, 0, p.bob.ID) }, true, false, "Follow ", "", 1, 1},
			{"Accept again", func() error { return s.ConfirmFollow(ctx, community.IRI{}, p.ana.ID, p.bob.ID) }, true, false, "Follow ", "", 1, 1},
			{"Reject after Accept", func() error { return s.DenyFollow(ctx, f.IRI, 0, p.bob.ID) }, false, false, "Follow ", "", 0, 0},
			{"Reject of nothing", func() error { return s.DenyFollow(ctx, f.IRI, 0, p.bob.ID) }, false, false, "Follow ", "", 0, 0},
			{"follow anew", func() (err error) {
				f, err = s.Follow(ctx, community.Follow{Follower: p.ana.ID, Followed: p.bob.ID, State: community.FollowRequested})
				return err
			}, false, true, "Follow Follow ", "", 0, 0},
			{"unfollow", func() error { return s.Unfollow(ctx, p.ana.ID, p.bob.ID) }, false, false, "Follow Follow Undo(Follow) ", "", 0, 0},
		})
		sent := deliveries(t, s, "there.example")
		undo := sent[2]
		if undo.Inner.ID != f.IRI.String() || undo.Inner.ID != sent[1].Activity || undo.Inner.Actor != p.ana.IRI.String() ||
			undo.Inner.Object != p.bob.IRI.String() || undo.To != p.bob.Inbox.String() || undo.Actor != p.ana.ID {
			t.Errorf("the Undo is %+v of %+v", undo, undo.Inner)
		}
		// Somebody else cannot accept for bob.
		eve := storagetest.Remote(t, s, there, "eve")
		f = must(s.Follow(ctx, community.Follow{Follower: p.ana.ID, Followed: p.bob.ID, State: community.FollowRequested}))(t)
		wantErr(t, s.ConfirmFollow(ctx, f.IRI, 0, eve.ID), community.ErrNotFound)
		wantRelation(t, s, p.ana, p.bob, false, true, false, false)
	})
}

func TestFollowFromElsewhere(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, s *storage.Store) {
		p, ctx := people(t, s), t.Context()
		first, second := storagetest.IRI(t, there+"/f/1"), storagetest.IRI(t, there+"/f/2")
		receive := func(iri community.IRI) func() error {
			return func() error {
				_, err := s.ReceiveFollow(ctx, iri, p.bob, p.ben)
				return err
			}
		}
		p.run(t, s, p.bob, p.ben, []step{
			{"Follow", receive(first), true, false, "Accept(Follow) ", "follow ", 1, 1},
			{"Follow again: the answer was lost", receive(second), true, false, "Accept(Follow) Accept(Follow) ", "follow ", 1, 1},
			{"Undo", func() error { return s.ReceiveUnfollow(ctx, p.bob.ID, p.ben.ID) }, false, false, "Accept(Follow) Accept(Follow) ", "", 0, 0},
		})
		if sent := deliveries(t, s, "there.example"); sent[1].Inner.ID != second.String() || sent[1].Actor != p.ben.ID {
			t.Errorf("the second Accept is %+v", sent[1])
		}
		must(s.SetProfile(ctx, p.ben.ID, community.Profile{ApprovesFollowers: true}))(t)
		const before = "Accept(Follow) Accept(Follow) "
		p.run(t, s, p.bob, p.ben, []step{
			{"Follow", receive(first), false, true, before, "follow-request ", 0, 0},
			{"Follow again", receive(second), false, true, before, "follow-request ", 0, 0},
			{"accept", func() error { return s.AcceptFollow(ctx, p.ben.ID, p.bob.ID) }, true, false, before + "Accept(Follow) ", "", 1, 1},
			{"remove", func() error { return s.RejectFollow(ctx, p.ben.ID, p.bob.ID) }, false, false, before + "Accept(Follow) Reject(Follow) ", "", 0, 0},
		})
		_, err := s.ReceiveFollow(ctx, storagetest.IRI(t, "https://else.example/f"), p.bob, p.ben)
		wantErr(t, err, community.ErrForbidden)
		ok(t, s.Block(ctx, p.ben.ID, p.bob.ID))
		_, err = s.ReceiveFollow(ctx, first, p.bob, p.ben)
		wantErr(t, err, community.ErrForbidden)
	})
}

// A member who opens the account lets in who asks again.
func TestFollowRequestedThenOpened(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, s *storage.Store) {
		p, ctx := people(t, s), t.Context()
		must(s.SetProfile(ctx, p.ben.ID, community.Profile{ApprovesFollowers: true}))(t)
		must(s.ReceiveFollow(ctx, storagetest.IRI(t, there+"/f/1"), p.bob, p.ben))(t)
		waiting := must(s.FollowRequests(ctx, p.ben.ID, storage.Page{}))(t)
		if n := must(s.CountFollowRequests(ctx, p.ben.ID))(t); n != 1 || len(waiting) != 1 || waiting[0].ID != p.bob.ID {
			t.Errorf("waiting: %d, %v", n, waiting)
		}
		must(s.SetProfile(ctx, p.ben.ID, community.Profile{}))(t)
		f := must(s.ReceiveFollow(ctx, storagetest.IRI(t, there+"/f/2"), p.bob, p.ben))(t)
		if f.State != community.FollowAccepted {
			t.Errorf("got %+v", f)
		}
		wantCounts(t, s, p.ben, 1, 0)
		wantVerbs(t, s, "there.example", "Accept(Follow) ")
	})
}

// Two that follow each other at once wait for nobody, and each is counted once.
func TestFollowEachOtherAtOnce(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, s *storage.Store) {
		p := people(t, s)
		var all sync.WaitGroup
		for range 5 {
			for _, f := range []community.Follow{{Follower: p.ana.ID, Followed: p.ben.ID}, {Follower: p.ben.ID, Followed: p.ana.ID}} {
				f.State = community.FollowAccepted
				all.Go(func() {
					if _, err := s.Follow(t.Context(), f); err != nil {
						t.Error(err)
					}
				})
			}
		}
		all.Wait()
		wantCounts(t, s, p.ana, 1, 1)
		wantCounts(t, s, p.ben, 1, 1)
	})
}

func homeTexts(t *testing.T, s *storage.Store, a community.Actor) string {
	t.Helper()
	line := ""
	viewer := community.Viewer{Actor: a.ID, Local: true, ReadsCases: true}
	for _, e := range must(s.Home(t.Context(), viewer, storage.Page{}))(t) {
		line += e.Post.Content.Text() + " "
	}
	return line
}

func TestFollowFillsAndEmptiesHome(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, s *storage.Store) {
		p, ctx := people(t, s), t.Context()
		_, cleo := storagetest.Member(t, s, "cleo")
		storagetest.Post(t, s, p.ben, "open", community.Public)
		storagetest.Post(t, s, p.ben, "quiet", community.Unlisted)
		storagetest.Post(t, s, p.ben, "inner", community.InstanceOnly)
		storagetest.Post(t, s, p.ben, "close", community.Followers)
		storagetest.Post(t, s, p.ben, "secret", community.Direct)
		question := storagetest.Post(t, s, cleo, "question")
		storagetest.Reply(t, s, storagetest.Answer{By: p.ben, To: question, Text: "answer"})
		must(s.Publish(ctx, must(community.Repeat(p.ben, question, community.Public, s.Now()))(t)))(t)
		storagetest.Following(t, s, p.ana, p.ben)
		const filled = "question close inner quiet open "
		if got := homeTexts(t, s, p.ana); got != filled {
			t.Errorf("home is %q, want %q", got, filled)
		}
		must(s.Follow(ctx, community.Follow{Follower: p.ana.ID, Followed: p.ben.ID, State: community.FollowAccepted, HidesAnnounces: true}))(t)
		if got := homeTexts(t, s, p.ana); got != "close inner quiet open " {
			t.Errorf("without boosts home is %q", got)
		}
		ok(t, s.Unfollow(ctx, p.ana.ID, p.ben.ID))
		if got := homeTexts(t, s, p.ana); got != "" {
			t.Errorf("after unfollowing home is %q", got)
		}
	})
}

func TestFollowersArePaged(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, s *storage.Store) {
		ctx := t.Context()
		_, ana := storagetest.Member(t, s, "ana")
		var fans []community.Actor
		for _, name := range []string{"a", "b", "c", "d"} {
			fan := storagetest.Remote(t, s, there, name)
			storagetest.Following(t, s, fan, ana)
			fans = append(fans, fan)
		}
		id := func(i int) int64 { return int64(fans[i].ID) }
		for _, c := range []struct {
			page storage.Page
			want string
		}{
			{storage.Page{}, "d c b a "},
			{storage.Page{Limit: 2}, "d c "},
			{storage.Page{Limit: 2, Max: id(2)}, "b a "},
			{storage.Page{Limit: 1, Since: id(0)}, "d "},
			{storage.Page{Limit: 1, Min: id(0)}, "b "},
			{storage.Page{Limit: 2, Min: id(0)}, "c b "},
		} {
			line := ""
			for _, a := range must(s.FollowersOf(ctx, ana.ID, c.page))(t) {
				line += a.Handle.Name() + " "
			}
			if line != c.want {
				t.Errorf("%+v: %q, want %q", c.page, line, c.want)
			}
		}
		if following := must(s.FollowingOf(ctx, fans[0].ID, storage.Page{}))(t); len(following) != 1 || following[0].ID != ana.ID {
			t.Errorf("following %v", following)
		}
	})
}
