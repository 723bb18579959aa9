package storage_test

import (
	"errors"
	"testing"
	"time"

	"consilium/community"
	"consilium/storage"
	"consilium/storage/storagetest"
)

// makeGroup makes a group that everybody may post to.
func makeGroup(t *testing.T, s *storage.Store, name string, by community.Actor) community.LocalGroup {
	t.Helper()
	g := must(community.DescribeGroup(community.LocalGroup{}, community.GroupDraft{Name: name, Title: "The " + name, Purpose: "disease",
		Subject: "Sarcoidosis", Posting: "everybody", State: "open"}))(t)
	return must(s.CreateGroup(t.Context(), name, g, by.ID))(t)
}

// toGroup is a public post of a member to a group.
func toGroup(t *testing.T, s *storage.Store, by community.Actor, g community.LocalGroup, text string) community.Post {
	t.Helper()
	place := must(s.GroupPlace(t.Context(), g.Actor.ID, 0, by))(t)
	p := must(community.Publish(by, community.PostDraft{Text: text, Title: "On " + text, Audience: community.Public},
		community.Surroundings{Now: s.Now(), Group: place}))(t)
	return must(s.Publish(t.Context(), p))(t)
}

// R-GRP-2: a group has a name of the members' names, is no login and no instance, and
// keeps its name for ever.
func TestGroups(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, s *storage.Store) {
		p, ctx := people(t, s), t.Context()
		g := makeGroup(t, s, "lungs", p.ana)
		if g.Actor.IsInstance() || !g.Actor.Admitted() || g.Actor.Kind != community.Group || len(g.Moderators) != 1 || g.Moderators[0] != p.ana.ID {
			t.Fatalf("made %+v", g)
		}
		if keys := must(s.Keys(ctx, g.Actor.ID))(t); len(keys) < 2 {
			t.Errorf("%d keys", len(keys))
		}
		for _, name := range []string{"lungs", "Lungs", "ana"} {
			_, err := s.CreateGroup(ctx, name, g, p.ben.ID)
			if invalid := (*community.Invalid)(nil); !errors.As(err, &invalid) || invalid.Field != "name" {
				t.Errorf("%s again: %v", name, err)
			}
		}
		if _, _, err := s.CreateMember(ctx, storage.NewMember{User: community.User{Name: "lungs", Email: "x@mail.example", Role: community.Member, State: community.UserActive}}); err == nil {
			t.Error("a member took the name of a group")
		}
		if found := must(s.SearchActors(ctx, storage.ActorSearch{Query: "lun", Limit: 5}))(t); len(found) != 1 {
			t.Errorf("found %d groups by name", len(found))
		}
		for query, want := range map[storage.GroupSearch]int{{}: 1, {Query: "sarco"}: 1, {Query: "%"}: 0, {Specialty: "cardiology"}: 0} {
			if got := must(s.Groups(ctx, query))(t); len(got) != want {
				t.Errorf("%+v: %d groups", query, len(got))
			}
		}
		g.State = community.GroupClosed
		ok(t, s.SetGroup(ctx, g, p.ana.ID))
		if got := must(s.Groups(ctx, storage.GroupSearch{}))(t); len(got) != 0 || must(s.Group(ctx, g.Actor.ID))(t).Actor.Active() {
			t.Error("a closed group is open")
		}
		if err := s.SetGroup(ctx, community.LocalGroup{Actor: p.ana, State: community.GroupOpen}, p.ana.ID); !errors.Is(err, community.ErrNotFound) {
			t.Errorf("a member as a group: %v", err)
		}
	})
}

// R-GRP-1: a post is announced by its group, whole to who can read that and by name to
// the rest, once each; its followers here find it at home; what is gone is passed on no
// more.
func TestGroupPosts(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, s *storage.Store) {
		p, ctx := people(t, s), t.Context()
		g := makeGroup(t, s, "lungs", p.ana)
		bob := storagetest.Remote(t, s, "https://there.example", "bob")
		storagetest.Following(t, s, bob, g.Actor)
		storagetest.Following(t, s, p.ben, g.Actor)
		post := toGroup(t, s, p.ana, g, "film")
		if post.Group != g.Actor.ID || post.Title != "On film" || post.Announces != 1 {
			t.Errorf("posted %+v", post)
		}
		home := must(s.Home(ctx, community.Viewer{Actor: p.ben.ID, Local: true, ReadsCases: true}, storage.Page{}))(t)
		if len(home) != 1 || home[0].Announcer != g.Actor.ID {
			t.Errorf("home: %+v", home)
		}
		list := must(s.GroupTimeline(ctx, community.Viewer{}, g.Actor.ID, storage.Page{}))(t)
		if len(list) != 1 || list[0].ID != post.ID {
			t.Errorf("in the group: %+v", list)
		}
		if got := notified(t, s, p.ana); got != "" {
			t.Errorf("the author is told of %q", got)
		}
		theirs := storage.GroupWrap{Group: g.Actor.ID, Inner: "https://there.example/1", Post: post.ID, Body: []byte(`{"words":"canary"}`)}
		ok(t, s.PassOn(ctx, theirs))
		ok(t, s.PassOn(ctx, theirs))
		if n := count(t, s, `SELECT COUNT(*) FROM group_wrap WHERE inner_iri = 'https://there.example/1'`); n != 1 {
			t.Errorf("passed on %d times", n)
		}
		ok(t, s.DeletePost(ctx, post.ID, s.Now()))
		if n := count(t, s, `SELECT COUNT(*) FROM group_wrap WHERE body IS NOT NULL`); n != 0 {
			t.Error("what was passed on outlives the post")
		}
	})
}

// R-GRP-2: bans end by themselves, take posts out of the group when asked, and a post
// that was removed does not come back.
func TestGroupDeeds(t *testing.T) {
	clock := &storagetest.Clock{}
	storagetest.EachDatabase(t, func(t *testing.T, database string) {
		s := storagetest.At(t, storagetest.Options{Database: database, Now: clock.Now})
		p, ctx := people(t, s), t.Context()
		g := makeGroup(t, s, "lungs", p.ana)
		first, second := toGroup(t, s, p.ben, g, "one"), toGroup(t, s, p.ben, g, "two")
		do := func(d community.GroupDeed) {
			t.Helper()
			d.Group, d.By = g.Actor.ID, p.ana.ID
			ok(t, s.ModerateGroup(ctx, d, nil))
		}
		do(community.GroupDeed{Kind: community.PinInGroup, Post: first.ID})
		do(community.GroupDeed{Kind: community.LockInGroup, Post: first.ID})
		if pinned := must(s.PinnedInGroup(ctx, community.Viewer{}, g.Actor.ID))(t); len(pinned) != 1 || !must(s.GroupPlace(ctx, g.Actor.ID, first.ID, p.ben))(t).Locked {
			t.Errorf("pinned %d", len(pinned))
		}
		do(community.GroupDeed{Kind: community.RemoveFromGroup, Post: first.ID, Reason: "off topic"})
		if in := must(s.EnterGroup(ctx, g.Actor.ID, first.ID))(t); in {
			t.Error("a removed post came back")
		}
		if got := must(s.Post(ctx, first.ID))(t); got.Group != 0 || !got.Deleted.IsZero() || got.Announces != 0 {
			t.Errorf("removed: %+v", got)
		}
		do(community.GroupDeed{Kind: community.BanFromGroup, Person: p.ben.ID, Until: s.Now().Add(time.Hour), RemovePosts: true})
		if must(s.Post(ctx, second.ID))(t).Group != 0 || !must(s.GroupStanding(ctx, g.Actor.ID, p.ben))(t).Banned {
			t.Error("the ban took nothing")
		}
		clock.Advance(2 * time.Hour)
		if must(s.GroupStanding(ctx, g.Actor.ID, p.ben))(t).Banned {
			t.Error("the ban did not end")
		}
		ok(t, s.Tidy(ctx))
		if n := count(t, s, `SELECT COUNT(*) FROM group_ban`); n != 0 {
			t.Error("an ended ban is kept")
		}
	})
}

func count(t *testing.T, s *storage.Store, query string) int {
	t.Helper()
	return s.Number(t, query)
}
