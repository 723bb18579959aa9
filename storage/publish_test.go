package storage_test

import (
	"errors"
	"strings"
	"sync"
	"testing"

	"consilium/community"
	"consilium/storage"
	"consilium/storage/storagetest"
)

// A post comes back as it was published, with everything that hangs on it.
func TestPublishRemembersAll(t *testing.T) {
	each(t, func(st stage) {
		ana, bob := st.member("ana"), st.member("bob")
		p := st.post(ana, draft{text: "hello #Sepsis", audience: community.Public, mentions: []community.Actor{bob}})
		got := st.again(p)
		if got.IRI.IsZero() || got.URL != got.IRI || got.Root != got.ID || !got.Local || got.Revision != 1 {
			t.Errorf("post %+v", got)
		}
		if len(got.Mentions) != 1 || got.Mentions[0] != bob.ID || strings.Join(got.Tags, " ") != "sepsis" {
			t.Errorf("mentions %v, tags %v", got.Mentions, got.Tags)
		}
		if !got.Published.Equal(p.Published) || got.Content != p.Content || got.Source != "hello #Sepsis" {
			t.Errorf("read back %+v, published %+v", got, p)
		}
		c := st.again(st.post(ana, draft{text: "rash", audience: community.InstanceOnly, isCase: true}))
		if c.Case == nil || c.Case.PresentingComplaint != "rash" || len(c.Case.Specialties) != 2 || c.Case.Specialties[0] != "cardiology" || c.Case.Status != community.CaseOpen {
			t.Errorf("case %+v", c.Case)
		}
		byIRI, err := st.s.PostByIRI(st.Context(), p.IRI)
		if err != nil || byIRI.ID != p.ID {
			t.Errorf("by iri: %d, %v", byIRI.ID, err)
		}
		if _, err := st.s.Post(st.Context(), 12345); !errors.Is(err, community.ErrNotFound) {
			t.Errorf("unknown post: %v", err)
		}
		if kinds := st.kinds(bob); kinds != "mention" {
			t.Errorf("bob hears %q", kinds)
		}
	})
}

// Effects are upserts keyed by identifier: the same activity twice is one post.
func TestPublishTwiceIsOnce(t *testing.T) {
	each(t, func(st stage) {
		ana, bob := st.member("ana"), st.remote("bob")
		doc := st.document(bob, "1", "hi", community.Public)
		doc.Mentioned = []community.Actor{ana}
		first, second := st.receive(doc), st.receive(doc)
		if first.ID != second.ID || st.kinds(ana) != "mention" {
			t.Errorf("posts %d and %d, ana hears %q", first.ID, second.ID, st.kinds(ana))
		}
		one := st.post(ana, draft{text: "one", audience: community.Public, key: "k"})
		two := st.post(ana, draft{text: "two", audience: community.Public, key: "k"})
		if one.ID != two.ID || two.Content.Text() != "one" {
			t.Errorf("the key gave %d and %d %q", one.ID, two.ID, two.Content.Text())
		}
		other := st.post(st.member("cyd"), draft{text: "three", audience: community.Public, key: "k"})
		if other.ID == one.ID {
			t.Error("the key of somebody else gave the same post")
		}
		a, b := st.boost(ana, first, community.Public), st.boost(ana, first, community.Public)
		if a.ID != b.ID || st.again(first).Announces != 1 {
			t.Errorf("boosts %d and %d, counted %d", a.ID, b.ID, st.again(first).Announces)
		}
		if n := st.s.Number(t, `SELECT post_count FROM actor WHERE id = ?`, ana.ID); n != 1 {
			t.Errorf("ana has %d posts, want 1", n)
		}
	})
}

// Two requests with one Idempotency-Key at the same time make one post.
func TestSameKeyAtOnce(t *testing.T) {
	each(t, func(st stage) {
		ana := st.member("ana")
		var wg sync.WaitGroup
		ids := make([]community.PostID, 8)
		for i := range ids {
			p := st.publication(ana, draft{text: "same", audience: community.Public, key: "once"})
			wg.Go(func() {
				post, err := st.s.Publish(st.Context(), p)
				if err != nil {
					t.Error(err)
				}
				ids[i] = post.ID
			})
		}
		wg.Wait()
		for _, id := range ids {
			if id != ids[0] {
				t.Errorf("posts %v, want one", ids)
			}
		}
		if n := st.s.Number(t, `SELECT COUNT(*) FROM post`); n != 1 {
			t.Errorf("%d rows", n)
		}
	})
}

// Only the revision that follows the stored one takes effect; what it replaced is kept.
func TestUpdate(t *testing.T) {
	each(t, func(st stage) {
		ana, bob, cyd := st.member("ana"), st.member("bob"), st.member("cyd")
		old := st.post(ana, draft{text: "before #a", audience: community.Public, mentions: []community.Actor{bob}})
		st.boost(cyd, old, community.Public)
		st.revise(ana, old, draft{text: "after #b", mentions: []community.Actor{bob, cyd}})
		now := st.again(old)
		if now.Content.Text() != "after #b" || now.Revision != 2 || now.Edited.IsZero() || strings.Join(now.Tags, " ") != "b" || len(now.Mentions) != 2 {
			t.Errorf("after the edit %+v", now)
		}
		if st.kinds(bob) != "mention" || st.kinds(cyd) != "update mention" {
			t.Errorf("bob hears %q, cyd %q", st.kinds(bob), st.kinds(cyd))
		}
		stale, err := community.Revise(ana, old, draft{text: "late"}.words(), draft{}.surroundings(st.s))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := st.s.Publish(st.Context(), stale); !errors.Is(err, community.ErrConflict) {
			t.Errorf("a stale edit: %v, want a conflict", err)
		}
		versions, err := st.s.Revisions(st.Context(), community.Viewer{}, old)
		if err != nil || len(versions) != 1 || versions[0].Content.Text() != "before #a" || versions[0].Revision != 1 {
			t.Errorf("versions %+v, %v", versions, err)
		}
	})
}

// A case that is solved keeps no version, and those who helped hear of it.
func TestSolve(t *testing.T) {
	each(t, func(st stage) {
		ana, bob, cyd := st.member("ana"), st.member("bob"), st.member("cyd")
		c := st.post(ana, draft{text: "rash", audience: community.InstanceOnly, isCase: true})
		st.post(ana, draft{text: "own", audience: community.InstanceOnly, parent: &c})
		if !st.again(c).Case.FirstResponse.IsZero() {
			t.Error("the author's own reply counts as a response")
		}
		answer := st.post(bob, draft{text: "zoster", audience: community.InstanceOnly, parent: &c, answering: &ana})
		st.post(cyd, draft{text: "hm", audience: community.InstanceOnly, parent: &c})
		solved := st.publish(community.Accept(ana, st.again(c), community.Acceptance{Answer: answer, Author: community.Responder{Founding: true}}, st.s.Now()))
		if solved.Case.Status != community.CaseSolved || solved.Case.Accepted != answer.ID || solved.Case.FirstResponse.IsZero() || solved.Replies != 3 {
			t.Errorf("solved %+v, replies %d", solved.Case, solved.Replies)
		}
		if kept := st.again(c); !kept.Edited.IsZero() || kept.Updated().IsZero() || !kept.Updated().Equal(solved.Updated()) {
			t.Errorf("solving edited the case at %v, changed it at %v", kept.Edited, kept.Updated())
		}
		if st.kinds(bob) != "answer-accepted" || st.kinds(cyd) != "case-solved" || st.kinds(ana) != "reply" {
			t.Errorf("bob hears %q, cyd %q, ana %q", st.kinds(bob), st.kinds(cyd), st.kinds(ana))
		}
		if v, err := st.s.Revisions(st.Context(), community.Viewer{}, c); err != nil || len(v) != 0 {
			t.Errorf("versions %v, %v", v, err)
		}
		edited := st.revise(ana, solved, draft{text: "rash on the arm", isCase: true})
		v, err := st.s.Revisions(st.Context(), community.Viewer{}, c)
		if err != nil || len(v) != 1 || v[0].Case == nil || v[0].Case.PresentingComplaint != "rash" || edited.Case.Accepted != answer.ID {
			t.Errorf("versions %+v, %v; case %+v", v, err, edited.Case)
		}
		if err := st.s.DeletePost(st.Context(), answer.ID, st.s.Now()); err != nil {
			t.Fatal(err)
		}
		if got := st.again(c); got.Case.Accepted != 0 || got.Replies != 2 {
			t.Errorf("after the answer went: accepted %d, replies %d", got.Case.Accepted, got.Replies)
		}
	})
}

// An answer that came before its question moves under it, with all below it, and the counter agrees.
func TestOrphansAreAdopted(t *testing.T) {
	each(t, func(st stage) {
		bob, ana := st.remote("bob"), st.member("ana")
		question := st.document(bob, "q", "question", community.Public)
		answer := st.document(bob, "a", "answer", community.Public)
		answer.ParentIRI = question.IRI
		a := st.receive(answer)
		below := st.post(ana, draft{text: "below", audience: community.Public, parent: &a})
		private := st.document(bob, "d", "private", community.Direct)
		private.ParentIRI = question.IRI
		st.receive(private)
		q := st.receive(question)
		if got := st.again(a); got.Parent != q.ID || got.Root != q.ID {
			t.Errorf("the answer stands under %d in %d, want %d", got.Parent, got.Root, q.ID)
		}
		if got := st.again(below); got.Root != q.ID || got.Parent != a.ID {
			t.Errorf("what is below stands under %d in %d", got.Parent, got.Root)
		}
		if q.Replies != 1 {
			t.Errorf("%d replies counted, want the public one", q.Replies)
		}
		_, down, err := st.s.Thread(st.Context(), community.Viewer{}, q)
		if err != nil || texts(down) != "answer below" {
			t.Errorf("thread %q, %v", texts(down), err)
		}
	})
}

// S-PRIV-8: what not everybody may see moves no public counter.
func TestCounters(t *testing.T) {
	each(t, func(st stage) {
		ana, bob := st.member("ana"), st.member("bob")
		p := st.post(ana, draft{text: "p", audience: community.Public})
		hidden := []community.Post{
			st.post(bob, draft{text: "f", audience: community.Followers, parent: &p}),
			st.post(bob, draft{text: "i", audience: community.InstanceOnly, parent: &p}),
			st.post(bob, draft{text: "d", audience: community.Direct, parent: &p, mentions: []community.Actor{ana}}),
		}
		open := st.post(bob, draft{text: "u", audience: community.Unlisted, parent: &p})
		st.boost(bob, p, community.Followers)
		if got := st.again(p); got.Replies != 1 || got.Announces != 0 {
			t.Errorf("replies %d, announces %d; want 1 and 0", got.Replies, got.Announces)
		}
		for _, h := range append(hidden, open) {
			if err := st.s.DeletePost(st.Context(), h.ID, st.s.Now()); err != nil {
				t.Fatal(err)
			}
			if err := st.s.DeletePost(st.Context(), h.ID, st.s.Now()); err != nil {
				t.Errorf("deleting twice: %v", err)
			}
		}
		if got := st.again(p); got.Replies != 0 {
			t.Errorf("replies %d after all were deleted", got.Replies)
		}
		if n := st.s.Number(t, `SELECT post_count FROM actor WHERE id = ?`, bob.ID); n != 0 {
			t.Errorf("bob has %d posts, want none", n)
		}
	})
}

// Likes and boosts happen once, are heard of, and go without a trace.
func TestLikeAndAnnounce(t *testing.T) {
	each(t, func(st stage) {
		ana, bob, eve := st.member("ana"), st.member("bob"), st.remote("eve")
		ctx := st.Context()
		p := st.post(ana, draft{text: "p", audience: community.Public})
		likeIRI := storagetest.IRI(t, "https://there.example/likes/1")
		for range 2 {
			if err := errors.Join(st.s.Like(ctx, bob, p), st.s.ReceiveLike(ctx, likeIRI, eve, p), st.s.Bookmark(ctx, bob.ID, p.ID)); err != nil {
				t.Fatal(err)
			}
		}
		st.boost(bob, p, community.Public)
		if got := st.again(p); got.Likes != 2 || got.Announces != 1 || st.kinds(ana) != "announce like like" {
			t.Errorf("likes %d, announces %d, ana hears %q", got.Likes, got.Announces, st.kinds(ana))
		}
		marks, err := st.s.Marks(ctx, bob.ID, []community.PostID{p.ID})
		if err != nil || marks[p.ID] != (storage.Mark{Liked: true, Announced: true, Bookmarked: true}) {
			t.Errorf("marks %+v, %v", marks, err)
		}
		by, err := st.s.LikedBy(ctx, p.ID, storage.Page{})
		repeaters, err2 := st.s.AnnouncedBy(ctx, p.ID, storage.Page{})
		likes, err3 := st.s.Likes(ctx, member(bob), storage.Page{})
		bookmarks, err4 := st.s.Bookmarks(ctx, member(bob), storage.Page{})
		if errors.Join(err, err2, err3, err4) != nil || len(by) != 2 || len(repeaters) != 1 || len(likes) != 1 || len(bookmarks) != 1 {
			t.Errorf("liked by %d, repeated by %d, likes %d, bookmarks %d", len(by), len(repeaters), len(likes), len(bookmarks))
		}
		for range 2 {
			if err := errors.Join(st.s.Unlike(ctx, bob, p), st.s.ReceiveUnlike(ctx, eve, p), st.s.Unannounce(ctx, bob, p.ID), st.s.Unbookmark(ctx, bob.ID, p.ID)); err != nil {
				t.Fatal(err)
			}
		}
		if got := st.again(p); got.Likes != 0 || got.Announces != 0 || st.kinds(ana) != "" {
			t.Errorf("likes %d, announces %d, ana hears %q", got.Likes, got.Announces, st.kinds(ana))
		}
	})
}

// Notifications page, are read, dismissed and cleared by their owner only.
func TestNotifications(t *testing.T) {
	each(t, func(st stage) {
		ana, bob := st.member("ana"), st.member("bob")
		ctx := st.Context()
		for range 3 {
			st.post(bob, draft{text: "x", audience: community.Public, mentions: []community.Actor{ana}})
		}
		list, err := st.s.Notifications(ctx, ana.ID, storage.NotificationFilter{Exclude: []community.NotificationKind{community.NotifyLike}}, storage.Page{Limit: 2})
		if err != nil || len(list) != 2 || list[0].ID <= list[1].ID {
			t.Fatalf("page %+v, %v", list, err)
		}
		only, err := st.s.Notifications(ctx, ana.ID, storage.NotificationFilter{Kinds: []community.NotificationKind{community.NotifyLike}}, storage.Page{})
		if err != nil || len(only) != 0 {
			t.Errorf("likes only: %v, %v", only, err)
		}
		if err := st.s.DismissNotification(ctx, bob.ID, list[0].ID); !errors.Is(err, community.ErrNotFound) {
			t.Errorf("bob dismisses ana's: %v", err)
		}
		if err := errors.Join(st.s.ReadNotifications(ctx, ana.ID, list[1].ID), st.s.DismissNotification(ctx, ana.ID, list[1].ID)); err != nil {
			t.Fatal(err)
		}
		if n, err := st.s.CountUnread(ctx, ana.ID); err != nil || n != 1 {
			t.Errorf("%d unread, %v; want 1", n, err)
		}
		if err := st.s.Mute(ctx, storage.Mute{Actor: ana.ID, Target: bob.ID, Notifications: true}); err != nil {
			t.Fatal(err)
		}
		if st.kinds(ana) != "" {
			t.Errorf("ana muted bob and hears %q", st.kinds(ana))
		}
		if err := errors.Join(st.s.Unmute(ctx, ana.ID, bob.ID), st.s.ClearNotifications(ctx, ana.ID)); err != nil || st.kinds(ana) != "" {
			t.Errorf("cleared: %v, ana hears %q", err, st.kinds(ana))
		}
	})
}

// Nobody hears of a post that is not for them, not even whom it answers or names (S-PRIV-8).
func TestOnlyReadersHear(t *testing.T) {
	for audience, want := range map[community.AudienceKind][3]string{
		// Who is answered, who is named, and a follower who is neither.
		community.Public:       {"reply", "mention", ""},
		community.InstanceOnly: {"reply", "mention", ""},
		community.Followers:    {"", "mention", ""},
		community.Direct:       {"", "", ""}, // from a stranger: it waits among the requests (D2)
	} {
		t.Run(string(audience), func(t *testing.T) {
			each(t, func(st stage) {
				ana, bob, cyd, dan := st.member("ana"), st.member("bob"), st.member("cyd"), st.member("dan")
				root := st.post(bob, draft{text: "root", audience: community.Public})
				st.s.Run(t, `INSERT INTO follow (follower, followed, iri, state, created) VALUES (?, ?, 'x', 'accepted', 0)`, dan.ID, ana.ID)
				d := draft{text: canary, audience: audience, mentions: []community.Actor{cyd}, parent: &root, answering: &bob}
				st.post(ana, d)
				if got := [3]string{st.kinds(bob), st.kinds(cyd), st.kinds(dan)}; got != want {
					t.Errorf("heard %q, want %q", got, want)
				}
			})
		})
	}
}

// An Undo from elsewhere takes back the boost it names, by identifier or by what it repeats, and nobody else's.
func TestReceiveUnannounce(t *testing.T) {
	each(t, func(st stage) {
		ana, bob, eve := st.member("ana"), st.remote("bob"), st.remote("eve")
		p := st.post(ana, draft{text: "x", audience: community.Public})
		open, err := community.OpenAudience(community.Public)
		if err != nil {
			t.Fatal(err)
		}
		repeat := func(name string) community.Post {
			return st.publish(community.ReceiveAnnounce(community.RemoteAnnounce{IRI: storagetest.IRI(t, "https://there.example/"+name), By: bob, Of: p,
				Audience: open, Published: st.s.Now()}, st.s.Now()))
		}
		first := repeat("1")
		if again := repeat("2"); again.ID != first.ID {
			t.Errorf("the same boost under another name is %d, was %d", again.ID, first.ID)
		}
		ctx := st.Context()
		if err := st.s.ReceiveUnannounce(ctx, first.IRI, eve, 0); !errors.Is(err, community.ErrForbidden) {
			t.Errorf("somebody else's boost: %v", err)
		}
		if err := errors.Join(st.s.ReceiveUnannounce(ctx, community.IRI{}, bob, p.ID), st.s.ReceiveUnannounce(ctx, first.IRI, bob, 0)); err != nil {
			t.Fatal(err)
		}
		if got := st.again(p); got.Announces != 0 || st.kinds(ana) != "" {
			t.Errorf("announces %d, ana hears %q", got.Announces, st.kinds(ana))
		}
		if third := repeat("3"); third.ID == first.ID || st.again(p).Announces != 1 {
			t.Errorf("a boost after the Undo: %d, counted %d", third.ID, st.again(p).Announces)
		}
	})
}
