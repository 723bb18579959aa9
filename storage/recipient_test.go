package storage_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"consilium/community"
	"consilium/storage"
	"consilium/storage/storagetest"
)

// sentTo lists deliveries as "Verb>last part of the inbox".
func sentTo(list []storage.Delivery) string {
	var out []string
	for _, d := range list {
		out = append(out, d.Verb+">"+strings.TrimPrefix(d.To, "https://there.example/"))
	}
	return strings.Join(out, " ")
}

// Who is told of a new post, and where (R-OUT-2): shared inboxes for what is open, own inboxes of those named for the rest.
func TestRecipients(t *testing.T) {
	for audience, want := range map[community.AudienceKind]string{
		community.Public: "Create>inbox", community.Unlisted: "Create>inbox",
		community.Followers: "Create>inbox Create>users/named/inbox",
		community.Direct:    "Create>users/named/inbox",
		// What is for this institution never gets a delivery row.
		community.InstanceOnly: "",
	} {
		t.Run(string(audience), func(t *testing.T) {
			each(t, func(st stage) {
				ana, named, stranger := st.member("ana"), st.remote("named"), st.remote("stranger")
				st.follows(st.remote("f1"), ana)
				st.follows(st.remote("f2"), ana)
				_ = stranger
				p := st.post(ana, draft{text: "x", audience: audience, mentions: []community.Actor{named}})
				if got := sentTo(st.sent("there.example")); got != want {
					t.Errorf("sent %q, want %q", got, want)
				}
				for _, d := range st.sent("there.example") {
					if d.Activity != p.IRI.String()+"/activity" || d.Post != p.ID || d.Revision != 1 || d.Actor != ana.ID {
						t.Errorf("delivery %+v", d)
					}
				}
				to, err := st.s.Recipients(st.Context(), p.ID)
				if err != nil || len(to) != len(strings.Fields(want)) {
					t.Errorf("recipients %+v, %v", to, err)
				}
				if audience == community.InstanceOnly {
					st.stays(ana, p)
				}
			})
		})
	}
}

// stays does everything to a restricted post that would send an open one, and finds the queue empty.
func (st stage) stays(ana community.Actor, p community.Post) {
	st.Helper()
	changed := st.revise(ana, p, draft{text: "y"})
	if err := errors.Join(st.s.Like(st.Context(), ana, changed), st.s.DeletePost(st.Context(), p.ID, st.s.Now())); err != nil {
		st.Fatal(err)
	}
	if n := st.s.Number(st, `SELECT (SELECT COUNT(*) FROM recipient) + (SELECT COUNT(*) FROM job WHERE kind = 'deliver')`); n != 0 {
		st.Errorf("%d rows of a restricted post wait to be sent", n)
	}
}

// Edits and deletes go wherever the post went and to its audience now; suspended servers are left out.
func TestRecipientsAreFollowed(t *testing.T) {
	each(t, func(st stage) {
		ana, ctx := st.member("ana"), st.Context()
		early := storagetest.Remote(t, st.s, "https://early.example", "e")
		st.follows(early, ana)
		p := st.post(ana, draft{text: "x", audience: community.Public})
		if err := st.s.NoteSent(ctx, storage.Job{}, storage.Sent{Inbox: early.SharedInbox, Post: p.ID, Revision: 1}); err != nil {
			t.Fatal(err)
		}
		if err := st.s.ReceiveUnfollow(ctx, early.ID, ana.ID); err != nil {
			t.Fatal(err)
		}
		late := storagetest.Remote(t, st.s, "https://late.example", "l")
		st.follows(late, ana)
		bad := storagetest.Remote(t, st.s, "https://sub.bad.example", "b")
		st.follows(bad, ana)
		st.s.Run(t, `INSERT INTO domain_rule (host, severity, created) VALUES ('bad.example', 'suspend', 0)`)
		p = st.revise(ana, p, draft{text: "y"})
		boost := st.boost(st.member("bob"), p, community.Public)
		if err := st.s.DeletePost(ctx, p.ID, st.s.Now()); err != nil {
			t.Fatal(err)
		}
		for host, want := range map[string]string{
			"early.example":   "Create /activity, Update #update-2, Delete #delete",
			"late.example":    "Update #update-2, Delete #delete",
			"sub.bad.example": "",
		} {
			var got []string
			for _, d := range st.sent(host) {
				if d.Post != boost.ID && d.Post != 0 {
					got = append(got, d.Verb+" "+strings.TrimPrefix(d.Activity, p.IRI.String()))
				}
			}
			if text := strings.Join(got, ", "); text != want {
				t.Errorf("%s gets %q, want %q", host, text, want)
			}
		}
		to, err := st.s.Recipients(ctx, p.ID)
		if err != nil || len(to) != 2 || to[0].FirstSent.IsZero() || to[0].Revision != 1 || !to[1].FirstSent.IsZero() {
			t.Errorf("recipients %+v, %v", to, err)
		}
	})
}

// An edit of what is for few goes to those it is for now, and its end to all who ever had it: who was taken out of a
// direct post, or follows no longer, is not sent the new words.
func TestEditStaysWithItsReaders(t *testing.T) {
	for _, audience := range []community.AudienceKind{community.Direct, community.Followers} {
		each(t, func(st stage) {
			ana, named := st.member("ana"), st.remote("named")
			former := storagetest.Remote(t, st.s, "https://former.example", "f")
			st.follows(former, ana)
			p := st.post(ana, draft{text: "x", audience: audience, mentions: []community.Actor{named, former}})
			if err := st.s.ReceiveUnfollow(st.Context(), former.ID, ana.ID); err != nil {
				t.Fatal(err)
			}
			p = st.revise(ana, p, draft{text: "about you", mentions: []community.Actor{named}})
			if err := st.s.DeletePost(st.Context(), p.ID, st.s.Now()); err != nil {
				t.Fatal(err)
			}
			if got := sentTo(st.sent("there.example")); got != "Create>users/named/inbox Update>users/named/inbox Delete>users/named/inbox" {
				t.Errorf("%s: who is named gets %q", audience, got)
			}
			for _, d := range st.sent("former.example") {
				if d.Verb == "Update" {
					t.Errorf("%s: who is no reader any more gets the new words", audience)
				}
			}
			if sent := st.sent("former.example"); len(sent) == 0 || sent[len(sent)-1].Verb != "Delete" {
				t.Errorf("%s: the end is not told where the post went: %v", audience, sentTo(sent))
			}
		})
	}
}

// What is for followers is not sent to one who is blocked, also when the follow was decided a moment before the block.
func TestBlockedFollowerIsNotSent(t *testing.T) {
	each(t, func(st stage) {
		ana, ben, bob := st.member("ana"), st.member("ben"), st.remote("bob")
		for _, follower := range []community.Actor{ben, bob} {
			if err := st.s.Block(st.Context(), ana.ID, follower.ID); err != nil {
				t.Fatal(err)
			}
			f := community.Follow{Follower: follower.ID, Followed: ana.ID, State: community.FollowAccepted,
				IRI: storagetest.IRI(t, "https://there.example/f/"+community.FormatID(follower.ID))}
			if _, err := st.s.Follow(st.Context(), f); !errors.Is(err, community.ErrForbidden) {
				t.Errorf("%s follows ana, who blocks them: %v", follower.Handle, err)
			}
			st.s.Run(t, `INSERT INTO follow (follower, followed, iri, state, created) VALUES (?, ?, ?, 'accepted', 0) ON CONFLICT DO NOTHING`,
				follower.ID, ana.ID, f.IRI.String())
		}
		st.post(ana, draft{text: "x", audience: community.Followers})
		if got := sentTo(st.sent("there.example")); got != "" {
			t.Errorf("the server of a blocked follower gets %q", got)
		}
		if got := st.home(ben); got != "" {
			t.Errorf("a blocked follower reads %q", got)
		}
	})
}

// A boost goes to the booster's followers and the author, a like to the author; both are taken back where they went.
func TestSendLikeAndAnnounce(t *testing.T) {
	each(t, func(st stage) {
		ana, bob, ctx := st.member("ana"), st.remote("bob"), st.Context()
		st.follows(storagetest.Remote(t, st.s, "https://other.example", "o"), ana)
		p := st.receive(st.document(bob, "1", "x", community.Public))
		boost := st.boost(ana, p, community.Public)
		if err := errors.Join(st.s.Like(ctx, ana, p), st.s.Unlike(ctx, ana, p), st.s.Unannounce(ctx, ana, p.ID)); err != nil {
			t.Fatal(err)
		}
		sent := st.sent("there.example")
		if got := sentTo(sent); got != "Announce>inbox Like>users/bob/inbox Undo>users/bob/inbox Undo>inbox" {
			t.Fatalf("sent %q", got)
		}
		if sent[0].Activity != boost.IRI.String() || sent[1].Object != p.IRI.String() || sent[2].Activity != sent[1].Activity+"#undo" || sent[2].Inner.ID != sent[1].Activity {
			t.Errorf("sent %+v", sent)
		}
		if u := sent[3]; u.Activity != boost.IRI.String()+"#undo" || u.Inner.Verb != "Announce" || u.Inner.Object != p.IRI.String() || u.Inner.Actor != ana.IRI.String() {
			t.Errorf("undo %+v %+v", u, u.Inner)
		}
		if got := sentTo(st.sent("other.example")); got != "Announce>https://other.example/inbox Undo>https://other.example/inbox" {
			t.Errorf("followers get %q", got)
		}
	})
}

// A tombstone keeps its number and where it went, and nothing of what it said.
func TestDelete(t *testing.T) {
	each(t, func(st stage) {
		ana, bob, ctx := st.member("ana"), st.member("bob"), st.Context()
		st.follows(bob, ana)
		st.follows(st.remote("eve"), ana)
		m, err := st.s.AddMedia(ctx, community.Media{Owner: ana.ID, Consented: true, File: "big-" + canary, Small: "small", Description: canary})
		if err != nil {
			t.Fatal(err)
		}
		p := st.post(ana, draft{text: canary + " #" + "tag", audience: community.Public, mentions: []community.Actor{bob}, media: []community.Media{m}, isCase: true})
		p = st.revise(ana, p, draft{text: "again " + canary + " #tag", mentions: []community.Actor{bob}, media: p.Media, isCase: true})
		boost := st.boost(bob, p, community.Public)
		if err := errors.Join(st.s.Like(ctx, bob, p), st.s.Bookmark(ctx, bob.ID, p.ID), st.s.DeletePost(ctx, p.ID, st.s.Now())); err != nil {
			t.Fatal(err)
		}
		got := st.again(p)
		if got.Deleted.IsZero() || strings.Contains(fmt.Sprintf("%+v", got), canary) || got.Case != nil || got.IRI != p.IRI || st.again(boost).Deleted.IsZero() {
			t.Errorf("tombstone %+v", got)
		}
		for _, table := range []string{"clinical_case", "case_specialty", "post_revision", "mention", "hashtag", "media", "home_entry", "notification WHERE post <> 0", "liking", "bookmark"} {
			if n := st.s.Number(t, `SELECT COUNT(*) FROM `+table); n != 0 {
				t.Errorf("%d rows are left in %s", n, table)
			}
		}
		waste, err := st.s.Waste(ctx, 10)
		if err != nil || len(waste) != 2 {
			t.Errorf("waste %v, %v", waste, err)
		}
		if err := st.s.WasteGone(ctx, waste[0]); err != nil {
			t.Error(err)
		}
		if to, err := st.s.Recipients(ctx, p.ID); err != nil || len(to) != 1 {
			t.Errorf("recipients %v, %v", to, err)
		}
		stale, err := community.Revise(ana, p, draft{text: "z", isCase: true}.words(), draft{}.surroundings(st.s))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := st.s.Publish(ctx, stale); !errors.Is(err, community.ErrGone) {
			t.Errorf("an edit after the end: %v", err)
		}
	})
}

// A Delete that comes first keeps the post away; only the post's own server may send it (R-OUT-3).
func TestReceiveDelete(t *testing.T) {
	each(t, func(st stage) {
		bob, ctx := st.remote("bob"), st.Context()
		mallory := storagetest.Remote(t, st.s, "https://bad.example", "m")
		early, known := st.document(bob, "early", "x", community.Public), st.document(bob, "known", canary, community.Public)
		p := st.receive(known)
		for _, iri := range []community.IRI{early.IRI, known.IRI} {
			if err := st.s.ReceiveDelete(ctx, iri, mallory); !errors.Is(err, community.ErrForbidden) {
				t.Errorf("a foreign delete: %v", err)
			}
			for range 2 {
				if err := st.s.ReceiveDelete(ctx, iri, bob); err != nil {
					t.Fatal(err)
				}
			}
		}
		for _, r := range []community.RemotePost{early, known} {
			publication, err := community.Receive(r, nil, st.s.Now())
			if err != nil {
				t.Fatal(err)
			}
			if _, err := st.s.Publish(ctx, publication); !errors.Is(err, community.ErrGone) {
				t.Errorf("a create after its delete: %v", err)
			}
		}
		if _, err := st.s.PostByIRI(ctx, early.IRI); !errors.Is(err, community.ErrGone) {
			t.Errorf("by iri: %v", err)
		}
		if st.again(p).Deleted.IsZero() {
			t.Error("the post is still there")
		}
	})
}

// Only the owner may attach a picture, and only once (S-IN-9); an edit drops what it leaves out.
func TestMedia(t *testing.T) {
	each(t, func(st stage) {
		ana, bob, ctx := st.member("ana"), st.member("bob"), st.Context()
		add := func(owner community.Actor, file string) community.Media {
			m, err := st.s.AddMedia(ctx, community.Media{Owner: owner.ID, File: file, Small: "s-" + file, Type: "image/png", Width: 3, Height: 2})
			if err != nil {
				t.Fatal(err)
			}
			return m
		}
		one, two, bobs := add(ana, "one"), add(ana, "two"), add(bob, "bobs")
		for _, ids := range [][]community.MediaID{{bobs.ID}, {one.ID, one.ID}, {77}} {
			if _, err := st.s.TakeMediaFor(ctx, ana.ID, 0, ids); !errors.Is(err, community.ErrNotFound) {
				t.Errorf("take %v: %v", ids, err)
			}
		}
		bobs.Owner = ana.ID // what community refused, storage refuses as well
		theft := st.publication(ana, draft{text: "x", audience: community.Public, media: []community.Media{bobs}})
		if _, err := st.s.Publish(ctx, theft); !errors.Is(err, community.ErrForbidden) {
			t.Errorf("somebody else's picture: %v", err)
		}
		if n := st.s.Number(t, `SELECT COUNT(*) FROM post`); n != 0 {
			t.Error("the refused post is there")
		}
		if _, err := st.s.SetMedia(ctx, bob.ID, community.Media{ID: one.ID, Description: "mine"}); !errors.Is(err, community.ErrNotFound) {
			t.Errorf("describe somebody else's: %v", err)
		}
		if _, err := st.s.SetMedia(ctx, ana.ID, community.Media{ID: one.ID, Description: "a cat", FocusX: 0.5}); err != nil {
			t.Fatal(err)
		}
		both, err := st.s.TakeMediaFor(ctx, ana.ID, 0, []community.MediaID{two.ID, one.ID})
		if err != nil {
			t.Fatal(err)
		}
		p := st.post(ana, draft{text: "x", audience: community.Public, media: both})
		if len(p.Media) != 2 || p.Media[0].ID != two.ID || p.Media[1].Description != "a cat" || p.Media[1].FocusX != 0.5 {
			t.Errorf("pictures %+v", p.Media)
		}
		if _, err := st.s.TakeMediaFor(ctx, ana.ID, 0, []community.MediaID{one.ID}); !errors.Is(err, community.ErrNotFound) {
			t.Errorf("a picture was taken twice: %v", err)
		}
		kept, err := st.s.TakeMediaFor(ctx, ana.ID, p.ID, []community.MediaID{one.ID})
		if err != nil {
			t.Fatal(err)
		}
		p = st.revise(ana, p, draft{text: "y", media: kept})
		waste, err := st.s.Waste(ctx, 10)
		if err != nil || len(p.Media) != 1 || strings.Join(waste, " ") != "s-two two" {
			t.Errorf("pictures %+v, waste %v, %v", p.Media, waste, err)
		}
		if m, err := st.s.MediaByFile(ctx, "s-one"); err != nil || m.ID != one.ID || m.Post != p.ID {
			t.Errorf("by file %+v, %v", m, err)
		}
		loose, err := st.s.LooseMedia(ctx, st.s.Now().Add(1))
		if err != nil || len(loose) != 1 || loose[0].ID != bobs.ID || st.s.RemoveMedia(ctx, bobs.ID) != nil {
			t.Errorf("loose %+v, %v", loose, err)
		}
	})
}

// Pictures of a post from elsewhere keep what was fetched over an edit, and never take a number of ours.
func TestRemoteMedia(t *testing.T) {
	each(t, func(st stage) {
		ana, bob, ctx := st.member("ana"), st.remote("bob"), st.Context()
		mine, err := st.s.AddMedia(ctx, community.Media{Owner: ana.ID, File: "mine"})
		if err != nil {
			t.Fatal(err)
		}
		doc := st.document(bob, "1", "x", community.Public)
		doc.Media = []community.Media{{Remote: storagetest.IRI(t, "https://there.example/a.png"), Description: "a"},
			{ID: mine.ID, Remote: storagetest.IRI(t, "https://there.example/b.png")}}
		p := st.receive(doc)
		if len(p.Media) != 2 || p.Media[1].ID == mine.ID || p.Media[0].Owner != bob.ID {
			t.Fatalf("pictures %+v", p.Media)
		}
		a := p.Media[0]
		if err := st.s.SetRemoteFile(ctx, a.ID, community.Media{File: "fetched", Small: "sm", Type: "image/png", Width: 1, Height: 1}); err != nil {
			t.Fatal(err)
		}
		if err := st.s.SetRemoteFile(ctx, mine.ID, community.Media{File: "x"}); !errors.Is(err, community.ErrNotFound) {
			t.Errorf("a local picture was replaced: %v", err)
		}
		doc.Media, doc.Updated = doc.Media[:1], st.s.Now().Add(1e9)
		doc.Media[0].Description = "better"
		p = st.publish(community.Receive(doc, &p, st.s.Now().Add(2e9)))
		if len(p.Media) != 1 || p.Media[0].ID != a.ID || p.Media[0].File != "fetched" || p.Media[0].Description != "better" {
			t.Errorf("pictures after the edit %+v", p.Media)
		}
	})
}
