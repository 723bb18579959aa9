package storage_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"consilium/community"
	"consilium/storage"
	"consilium/storage/storagetest"
)

// A report reaches the staff, and the other server only in the name of the
// instance: the member who reports is not named (protocol.md 1.9).
func TestReport(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, s *storage.Store) {
		p, ctx := people(t, s), t.Context()
		_, mod := storagetest.Staff(t, s, "mona", community.Moderator)
		post := storagetest.RemotePost(t, s, p.bob, "spam")
		draft := must(community.Report(p.ana, p.bob, community.FlagDraft{Category: "spam", Comment: "look", Posts: []community.Post{post}, Forward: true}, s.Now()))(t)
		f := must(s.AddFlag(ctx, draft))(t)
		if len(f.Posts) != 1 || f.Posts[0] != post.ID || f.Reporter != p.ana.ID || !f.Forward || f.IRI.IsZero() {
			t.Errorf("got %+v", f)
		}
		sent := deliveries(t, s, "there.example")
		instance := must(s.InstanceActor(ctx))(t)
		if len(sent) != 1 || sent[0].Verb != "Flag" || sent[0].Actor != instance.ID || sent[0].Flag != f.ID || sent[0].To != there+"/inbox" {
			t.Errorf("sent %+v", sent)
		}
		if got := notified(t, s, mod) + "/" + notified(t, s, p.ben); got != "flag /" {
			t.Errorf("notified: %q", got)
		}
		must(s.AddFlag(ctx, draft))(t) // again, of the same
		if got := notified(t, s, mod); got != "flag " {
			t.Errorf("notified: %q", got)
		}
		if n := must(s.CountOpenFlags(ctx))(t); n != 2 {
			t.Errorf("%d are open", n)
		}
		ok(t, s.ResolveFlag(ctx, f.ID, mod.ID, "done"))
		wantErr(t, s.ResolveFlag(ctx, f.ID, mod.ID, "done"), community.ErrNotFound)
		closed := must(s.Flags(ctx, false, storage.Page{}))(t)
		if len(closed) != 1 || closed[0].ID != f.ID || closed[0].ResolvedBy != mod.ID || len(closed[0].Posts) != 1 {
			t.Errorf("closed are %+v", closed)
		}
		if d := cmp.Diff(closed[0], must(s.Flag(ctx, f.ID))(t), sealedTypes); d != "" {
			t.Error(d)
		}
		if open := must(s.Flags(ctx, true, storage.Page{}))(t); len(open) != 1 {
			t.Errorf("open are %+v", open)
		}
	})
}

func TestReportFromElsewhereComesTwice(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, s *storage.Store) {
		p, ctx := people(t, s), t.Context()
		_, mod := storagetest.Staff(t, s, "mona", community.Administrator)
		f := community.Flag{IRI: storagetest.IRI(t, there+"/flags/1"), Reporter: p.bob.ID, Target: p.ana.ID, Category: "other", Forward: true}
		first, second := must(s.AddFlag(ctx, f))(t), must(s.AddFlag(ctx, f))(t)
		if first.ID != second.ID || must(s.CountOpenFlags(ctx))(t) != 1 {
			t.Errorf("got %+v and %+v", first, second)
		}
		// A block of the reporter keeps no report from staff.
		ok(t, s.Block(ctx, mod.ID, p.bob.ID))
		f.IRI = storagetest.IRI(t, there+"/flags/2")
		must(s.AddFlag(ctx, f))(t)
		if got := notified(t, s, mod); got != "flag " {
			t.Errorf("notified: %q", got)
		}
		wantVerbs(t, s, "there.example", "")
	})
}

// What an actor that is gone left behind goes with it, and the counters of
// others are right afterwards.
func TestGoneActorLeavesNothing(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, s *storage.Store) {
		p, ctx := people(t, s), t.Context()
		storagetest.Following(t, s, p.ana, p.bob)
		storagetest.Following(t, s, p.bob, p.ana)
		mine := storagetest.Post(t, s, p.ana, "mine")
		his := storagetest.RemotePost(t, s, p.bob, "his")
		ok(t, s.ReceiveLike(ctx, storagetest.IRI(t, there+"/l/1"), p.bob, mine))
		open, err := community.OpenAudience(community.Public)
		ok(t, err)
		must(s.Publish(ctx, must(community.ReceiveAnnounce(community.RemoteAnnounce{IRI: storagetest.IRI(t, there+"/a/1"), By: p.bob, Of: mine,
			Audience: open, Published: s.Now()}, s.Now()))(t)))(t)
		must(s.Publish(ctx, must(community.Receive(community.RemotePost{IRI: storagetest.IRI(t, there+"/r/1"), Author: p.bob,
			Kind: community.NotePost, HTML: "<p>answer</p>", Audience: open, Published: s.Now(), Parent: &mine}, nil, s.Now()))(t)))(t)
		if got := must(s.Post(ctx, mine.ID))(t); got.Likes != 1 || got.Announces != 1 || got.Replies != 1 {
			t.Errorf("before: %d likes, %d boosts, %d replies", got.Likes, got.Announces, got.Replies)
		}
		ok(t, s.MarkGone(ctx, p.bob.IRI))
		ok(t, s.MarkGone(ctx, p.bob.IRI))
		if got := must(s.Post(ctx, mine.ID))(t); got.Likes != 0 || got.Announces != 0 || got.Replies != 0 {
			t.Errorf("after: %d likes, %d boosts, %d replies", got.Likes, got.Announces, got.Replies)
		}
		if got := must(s.Post(ctx, his.ID))(t); got.Deleted.IsZero() || !got.Content.IsZero() {
			t.Errorf("his post is %+v", got)
		}
		wantCounts(t, s, p.ana, 0, 0)
		if got := homeTexts(t, s, p.ana) + "/" + notified(t, s, p.ana); got != "mine /" {
			t.Errorf("left: %q", got)
		}
		if bob := must(s.Actor(ctx, p.bob.ID))(t); bob.Active() || bob.DisplayName != "" {
			t.Errorf("bob is %+v", bob)
		}
		wantErr(t, s.MarkGone(ctx, p.ana.IRI), community.ErrForbidden)
		ok(t, s.MarkGone(ctx, storagetest.IRI(t, there+"/users/nobody")))
	})
}
