package storage_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"consilium/community"
	"consilium/storage"
	"consilium/storage/storagetest"
)

func pinned(t *testing.T, s *storage.Store, a community.Actor) []community.PostID {
	t.Helper()
	var ids []community.PostID
	for _, p := range must(s.Pinned(t.Context(), a.ID))(t) {
		ids = append(ids, p.ID)
	}
	return ids
}

func wantPinned(t *testing.T, s *storage.Store, a community.Actor, want ...community.Post) {
	t.Helper()
	var ids []community.PostID
	for _, p := range want {
		ids = append(ids, p.ID)
	}
	if got := pinned(t, s, a); !slices.Equal(got, ids) {
		t.Errorf("%s shows first %v, want %v", a.Handle, got, ids)
	}
}

// Protocol 1.9, Add and Remove: the newest pin comes first, five at most, followers' servers are told once.
func TestPins(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, s *storage.Store) {
		ctx := t.Context()
		_, ana := storagetest.Member(t, s, "ana")
		_, ben := storagetest.Member(t, s, "ben")
		bob := storagetest.Remote(t, s, "https://there.example", "bob")
		var posts []community.Post
		for range community.MaxPins + 1 {
			posts = append(posts, storagetest.Post(t, s, ana, "Read me first"))
		}
		hidden := storagetest.Post(t, s, ana, "Not for all", community.InstanceOnly)
		storagetest.Following(t, s, bob, ana)
		before := len(deliveries(t, s, "there.example"))
		for _, p := range posts[:community.MaxPins] {
			ok(t, s.Pin(ctx, ana, p))
			ok(t, s.Pin(ctx, ana, p))
		}
		wantPinned(t, s, ana, posts[4], posts[3], posts[2], posts[1], posts[0])
		wantInvalid(t, s.Pin(ctx, ana, posts[5]), "pin")
		wantErr(t, s.Pin(ctx, ana, hidden), community.ErrForbidden)
		wantErr(t, s.Pin(ctx, ben, posts[0]), community.ErrForbidden)
		ok(t, s.Unpin(ctx, ben, posts[0]))
		ok(t, s.Unpin(ctx, ana, posts[3]))
		ok(t, s.Unpin(ctx, ana, posts[3]))
		wantPinned(t, s, ana, posts[4], posts[2], posts[1], posts[0])
		var told []string
		for _, d := range deliveries(t, s, "there.example")[before:] {
			told = append(told, d.Verb)
			if d.Object != posts[3].IRI.String() && d.Verb == "Remove" {
				t.Errorf("taken off: %s", d.Object)
			}
		}
		if want := []string{"Add", "Add", "Add", "Add", "Add", "Remove"}; !slices.Equal(told, want) {
			t.Errorf("told of %v", told)
		}
		// A deleted post is pinned no more and leaves room for another.
		ok(t, s.DeletePost(ctx, posts[4].ID, s.Now()))
		ok(t, s.Pin(ctx, ana, posts[5]))
		ok(t, s.Pin(ctx, ana, posts[3]))
		wantPinned(t, s, ana, posts[3], posts[5], posts[2], posts[1], posts[0])
		if got := must(s.IsPinned(ctx, []community.PostID{posts[0].ID, posts[4].ID, hidden.ID}))(t); len(got) != 1 || !got[posts[0].ID] {
			t.Errorf("%v", got)
		}
	})
}

// What actors elsewhere show first: their own open posts, ten at most, in the order of their list.
func TestRemotePins(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, s *storage.Store) {
		ctx := t.Context()
		_, ana := storagetest.Member(t, s, "ana")
		bob, eve := storagetest.Remote(t, s, "https://there.example", "bob"), storagetest.Remote(t, s, "https://evil.example", "eve")
		var posts []community.Post
		for range 12 {
			posts = append(posts, storagetest.RemotePost(t, s, bob, "Hello"))
		}
		closed := storagetest.RemotePost(t, s, bob, "For few", community.Followers)
		ok(t, s.SetPins(ctx, bob, append([]community.Post{closed}, posts...)))
		wantPinned(t, s, bob, posts[:9]...) // the tenth place went to what may not be shown
		ok(t, s.ReceivePin(ctx, bob, posts[11]))
		wantPinned(t, s, bob, append([]community.Post{posts[11]}, posts[:9]...)...)
		ok(t, s.ReceivePin(ctx, bob, posts[10]))
		if got := pinned(t, s, bob); len(got) != 10 || got[0] != posts[10].ID {
			t.Errorf("%v", got)
		}
		wantErr(t, s.ReceivePin(ctx, eve, posts[0]), community.ErrForbidden)
		wantErr(t, s.ReceivePin(ctx, bob, closed), community.ErrForbidden)
		wantErr(t, s.ReceivePin(ctx, ana, posts[0]), community.ErrForbidden)
		wantErr(t, s.SetPins(ctx, ana, nil), community.ErrForbidden)
		wantVerbs(t, s, "there.example", "")
		ok(t, s.MarkGone(ctx, bob.IRI))
		wantPinned(t, s, bob)
	})
}

// R-ACT-2: what a member says on the profile is kept, a robot is a Service, and links are looked at when they are new
// and every week.
func TestProfileMore(t *testing.T) {
	storagetest.EachDatabase(t, func(t *testing.T, database string) {
		clock := &storagetest.Clock{}
		s := storagetest.At(t, storagetest.Options{Now: clock.Now, Database: database})
		ctx := t.Context()
		_, ana := storagetest.Member(t, s, "ana")
		bob := storagetest.Remote(t, s, "https://there.example", "bob")
		storagetest.Following(t, s, bob, ana)
		draft := community.ProfileDraft{More: &community.ProfileMore{Bot: true, AttributionDomains: "journal.example",
			Fields: []community.FieldDraft{{Name: "Site", Value: "https://ana.example/"}, {Name: "Ward", Value: "7"}}}}
		ana = must(s.SetProfile(ctx, ana.ID, must(community.Describe(ana.Profile, draft))(t)))(t)
		if ana.Kind != community.Service || !ana.Bot || len(ana.Fields) != 2 || len(ana.AttributionDomains) != 1 {
			t.Fatalf("%+v", ana.Profile)
		}
		claim := func() int { return len(must(s.ClaimLinks(ctx, 5))(t)) }
		if claim() != 1 || claim() != 0 {
			t.Error("links are not looked at once")
		}
		told := len(deliveries(t, s, "there.example"))
		link := ana.Fields[0].Link()
		for range 2 {
			ok(t, s.SetVerified(ctx, ana.ID, []community.IRI{link, storagetest.IRI(t, "https://other.example/")}))
		}
		now := must(s.Actor(ctx, ana.ID))(t)
		if now.Fields[0].Verified.IsZero() || !now.Fields[1].Verified.IsZero() || len(deliveries(t, s, "there.example")) != told+1 {
			t.Errorf("%+v, told %d times", now.Fields, len(deliveries(t, s, "there.example"))-told)
		}
		clock.Advance(7*24*time.Hour + time.Second)
		if claim() != 1 {
			t.Error("links are not looked at again")
		}
		ok(t, s.SetVerified(ctx, ana.ID, nil))
		draft.More = &community.ProfileMore{}
		now = must(s.SetProfile(ctx, ana.ID, must(community.Describe(must(s.Actor(ctx, ana.ID))(t).Profile, draft))(t)))(t)
		clock.Advance(8 * 24 * time.Hour)
		if now.Kind != community.Person || now.Bot || len(now.Fields) != 0 || claim() != 0 {
			t.Errorf("%+v", now.Profile)
		}
		wantErr(t, s.SetVerified(ctx, bob.ID, nil), community.ErrNotFound)
	})
}

// R-NI-1: a peer is asked once a day what it runs.
func TestClaimPeers(t *testing.T) {
	storagetest.EachDatabase(t, func(t *testing.T, database string) {
		clock := &storagetest.Clock{}
		s := storagetest.At(t, storagetest.Options{Now: clock.Now, Database: database})
		ctx := t.Context()
		for _, host := range []string{"a.example", "b.example", "a.example"} {
			ok(t, s.MeetPeer(ctx, host))
		}
		claim := func(ctx context.Context, limit int) []string { return must(s.ClaimPeers(ctx, limit))(t) }
		first, second := claim(ctx, 1), claim(ctx, 5)
		if len(first) != 1 || len(second) != 1 || first[0] == second[0] || len(claim(ctx, 5)) != 0 {
			t.Errorf("%v, %v", first, second)
		}
		ok(t, s.SetSoftware(ctx, "a.example", storage.Software{Name: "gotosocial", Version: "0.21"}))
		ok(t, s.SetSoftware(ctx, "nobody.example", storage.Software{Name: "x"}))
		if got := must(s.PeerAt(ctx, "a.example"))(t); got.Software != "gotosocial" || got.Version != "0.21" {
			t.Errorf("%+v", got)
		}
		if got, err := s.PeerAt(ctx, "nobody.example"); !errors.Is(err, community.ErrNotFound) {
			t.Errorf("%+v, %v", got, err)
		}
		clock.Advance(24*time.Hour + time.Second)
		if got := claim(ctx, 5); len(got) != 2 {
			t.Errorf("after a day: %v", got)
		}
	})
}

// What an actor elsewhere shows first is asked for when somebody looks, once a day.
func TestWantFeatured(t *testing.T) {
	storagetest.EachDatabase(t, func(t *testing.T, database string) {
		clock := &storagetest.Clock{}
		s := storagetest.At(t, storagetest.Options{Now: clock.Now, Database: database})
		ctx := t.Context()
		_, ana := storagetest.Member(t, s, "ana")
		bob := storagetest.Remote(t, s, "https://there.example", "bob")
		jobs := func() int { return len(must(s.Jobs(ctx, "fetch/there.example", 10))(t)) }
		ok(t, s.WantFeatured(ctx, ana))
		ok(t, s.WantFeatured(ctx, bob)) // it says of no list
		if jobs() != 0 {
			t.Error("something is asked for")
		}
		bob.Featured = storagetest.IRI(t, "https://there.example/users/bob/featured")
		ok(t, s.WantFeatured(ctx, bob))
		ok(t, s.WantFeatured(ctx, bob))
		if jobs() != 1 {
			t.Errorf("%d jobs", jobs())
		}
		clock.Advance(25 * time.Hour)
		ok(t, s.WantFeatured(ctx, bob))
		if jobs() != 2 {
			t.Errorf("after a day: %d jobs", jobs())
		}
		ok(t, s.SetFeaturedTags(ctx, bob.ID, []string{"gout", "hands", "gout"}))
		if got := must(s.FeaturedTags(ctx, bob.ID))(t); !slices.Equal(got, []string{"gout", "hands"}) {
			t.Errorf("%v", got)
		}
	})
}

// R-ACT-2: the header of somebody elsewhere is kept as the avatar is, and goes when it changes.
func TestRemoteHeader(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, s *storage.Store) {
		ctx := t.Context()
		bob := storagetest.Remote(t, s, "https://there.example", "bob")
		bob.HeaderIRI = storagetest.IRI(t, "https://there.example/h.png")
		bob = must(s.StoreRemoteActor(ctx, storage.RemoteActor{Actor: bob}))(t)
		kept := must(s.SetRemoteHeader(ctx, bob, community.Media{File: "h.png", Small: "h-s.png", Type: "image/png"}))(t)
		again := must(s.SetRemoteHeader(ctx, bob, community.Media{File: "late.png", Small: "l.png", Type: "image/png"}))(t)
		if again.ID != kept.ID || must(s.Actor(ctx, bob.ID))(t).Header != kept.ID {
			t.Errorf("%+v, %+v", kept, again)
		}
		if loose := must(s.LooseMedia(ctx, s.Now().Add(time.Hour)))(t); len(loose) != 0 {
			t.Errorf("the header is taken for waste: %+v", loose)
		}
		if n := must(s.EvictRemote(ctx, s.Now().Add(time.Hour)))(t); n != 1 || must(s.Actor(ctx, bob.ID))(t).Header != 0 {
			t.Errorf("evicted %d", n)
		}
		must(s.SetRemoteHeader(ctx, bob, community.Media{File: "n.png", Small: "n-s.png", Type: "image/png"}))(t)
		bob.HeaderIRI = storagetest.IRI(t, "https://there.example/other.png")
		if now := must(s.StoreRemoteActor(ctx, storage.RemoteActor{Actor: bob}))(t); now.Header != 0 {
			t.Error("another address kept the old picture")
		}
	})
}
