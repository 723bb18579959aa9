package storage_test

import (
	"errors"
	"testing"
	"time"

	"consilium/community"
	"consilium/storage"
	"consilium/storage/storagetest"
)

// Who follows a hashtag finds new public posts with it in the home, once; nothing that
// is not public, of people they muted or blocked or who are limited, and nothing any
// more when they stop.
func TestFollowedTagHomes(t *testing.T) {
	each(t, func(st stage) {
		ctx, bob, ana, mute, block, limited, far := st.Context(), st.member("bob"), st.member("ana"), st.member("mute"), st.member("block"),
			st.member("limited"), st.remote("far")
		st.follows(bob, ana)
		ok(t, st.s.FollowTag(ctx, bob.ID, "sepsis"))
		ok(t, st.s.FollowTag(ctx, bob.ID, "icu"))
		ok(t, st.s.FollowTag(ctx, bob.ID, "icu"))
		ok(t, st.s.Mute(ctx, storage.Mute{Actor: bob.ID, Target: mute.ID}))
		ok(t, st.s.Block(ctx, block.ID, bob.ID))
		st.s.Run(t, `UPDATE actor SET sanctions = 'silenced:0' WHERE id = ?`, limited.ID)
		st.post(ana, draft{text: "both #icu #sepsis", audience: community.Public})
		foreign := st.document(far, "1", "far #icu", community.Public)
		foreign.Tags = []string{"icu"}
		st.receive(foreign)
		for _, a := range []community.Actor{mute, block, limited} {
			st.post(a, draft{text: "no #icu", audience: community.Public})
		}
		if got := st.home(bob); got != "far #icu both #icu #sepsis" {
			t.Errorf("home %q", got)
		}
		ok(t, st.s.UnfollowTag(ctx, bob.ID, "icu"))
		other := st.member("other")
		st.post(other, draft{text: "later #icu", audience: community.Public})
		st.post(other, draft{text: "quiet #sepsis", audience: community.Unlisted})
		st.post(other, draft{text: "house #sepsis", audience: community.InstanceOnly})
		st.post(other, draft{text: "yes #sepsis", audience: community.Public})
		if got := st.home(bob); got != "yes #sepsis far #icu both #icu #sepsis" {
			t.Errorf("home %q", got)
		}
	})
}

// Followed hashtags are listed latest first, in pages, and are bounded.
func TestFollowedTags(t *testing.T) {
	each(t, func(st stage) {
		ctx, bob := st.Context(), st.member("bob")
		for _, tag := range []string{"a1", "b1", "c1"} {
			ok(t, st.s.FollowTag(ctx, bob.ID, tag))
		}
		first := must(st.s.FollowedTags(ctx, bob.ID, storage.Page{Limit: 2}))(t)
		if len(first) != 2 || first[0].Tag != "c1" || first[1].Tag != "b1" {
			t.Fatalf("first page %v", first)
		}
		rest := must(st.s.FollowedTags(ctx, bob.ID, storage.Page{Limit: 2, Max: first[1].ID}))(t)
		if len(rest) != 1 || rest[0].Tag != "a1" {
			t.Errorf("second page %v", rest)
		}
		ok(t, st.s.FeatureTag(ctx, bob.ID, "b1"))
		ok(t, st.s.FeatureTag(ctx, bob.ID, "b1"))
		if got := must(st.s.TagRelations(ctx, bob.ID, []string{"a1", "b1", "d1"}))(t); got["a1"] != (storage.TagRelation{Following: true}) ||
			got["b1"] != (storage.TagRelation{Following: true, Featuring: true}) || got["d1"] != (storage.TagRelation{}) {
			t.Errorf("relations %v", got)
		}
		for _, tag := range []string{"d1", "e1", "f1", "g1", "h1", "i1", "j1", "k1", "l1"} {
			ok(t, st.s.FeatureTag(ctx, bob.ID, tag))
		}
		var bad *community.Invalid
		if err := st.s.FeatureTag(ctx, bob.ID, "m1"); !errors.As(err, &bad) {
			t.Errorf("one too many: %v", err)
		}
	})
}

// Trends are what different members share in public, who consent to be suggested:
// nothing of one person alone, of other servers, of last week, or that was deleted.
func TestTrends(t *testing.T) {
	onClock(t, func(t *testing.T, s *storage.Store, clock *storagetest.Clock) {
		st := stage{t, s}
		people := make([]community.Actor, 0, 4)
		for _, name := range []string{"ana", "bob", "cyd", "shy"} {
			a := st.member(name)
			st.s.Run(t, `UPDATE actor SET discoverable = ? WHERE id = ?`, name != "shy", a.ID)
			people = append(people, a)
		}
		ana, bob, cyd, shy := people[0], people[1], people[2], people[3]
		far := st.remote("far")
		st.post(ana, draft{text: "long ago #old", audience: community.Public})
		st.post(bob, draft{text: "long ago #old", audience: community.Public})
		clock.Advance(8 * 24 * time.Hour)
		shared := st.post(ana, draft{text: "one #ward #alone", audience: community.Public})
		st.post(ana, draft{text: "two #alone", audience: community.Public})
		st.post(bob, draft{text: "three #ward", audience: community.Public})
		st.post(shy, draft{text: "four #alone #shy", audience: community.Public})
		st.post(shy, draft{text: "five #ward", audience: community.Unlisted})
		foreign := st.document(far, "1", "far #alone", community.Public)
		foreign.Tags = []string{"alone"}
		st.boost(ana, st.receive(foreign), community.Public)
		for _, a := range []community.Actor{ana, bob, cyd} {
			ok(t, st.s.Like(st.Context(), a, shared))
		}
		ok(t, st.s.CountTrends(st.Context()))
		if got := must(st.s.TrendingTags(st.Context(), 0, 10))(t); len(got) != 1 || got[0] != "ward" {
			t.Errorf("trending hashtags %v", got)
		}
		if got := must(st.s.TrendingTags(st.Context(), 1, 10))(t); len(got) != 0 {
			t.Errorf("behind the last: %v", got)
		}
		history := must(st.s.TagHistory(st.Context(), []string{"ward", "alone", "never"}))(t)
		if days := history["ward"]; len(days) != 7 || days[0].Uses != 2 || days[0].Accounts != 2 || days[1].Uses != 0 || history["alone"][0].Uses != 3 || len(history["never"]) != 7 {
			t.Errorf("history %v", history)
		}
		posts := must(st.s.TrendingPosts(st.Context(), community.Viewer{}, 0, 10))(t)
		if len(posts) != 1 || posts[0].ID != shared.ID {
			t.Errorf("trending posts %v", posts)
		}
		ok(t, st.s.Block(st.Context(), ana.ID, cyd.ID))
		if got := must(st.s.TrendingPosts(st.Context(), member(cyd), 0, 10))(t); len(got) != 0 {
			t.Errorf("for whom the author blocks: %v", got)
		}
		ok(t, st.s.DeletePost(st.Context(), shared.ID, st.s.Now()))
		if got := must(st.s.TrendingPosts(st.Context(), member(bob), 0, 10))(t); len(got) != 0 {
			t.Errorf("deleted and trending: %v", got)
		}
		ok(t, st.s.CountTrends(st.Context()))
		if got := must(st.s.TrendingTags(st.Context(), 0, 10))(t); len(got) != 0 {
			t.Errorf("one person alone: %v", got)
		}
	})
}
