package federation

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"consilium/community"
	"consilium/federation/vocab"
	"consilium/storage"
	"consilium/storage/storagetest"
)

// R-ACT-2, R-ACT-3, R-AF-2, R-KEY-2, FEP-2c59, FEP-844e: members whole and as a
// stub, and the instance.
func TestActorDocuments(t *testing.T) {
	t.Parallel()
	onStage(t, func(t *testing.T, s *stage) {
		picture, err := s.store.AddMedia(t.Context(), community.Media{Owner: s.ana.ID, File: "face.jpg", Small: "small.jpg",
			Type: "image/jpeg", Width: 400, Height: 400, Description: "A smile"})
		if err != nil {
			t.Fatal(err)
		}
		profile, err := community.Describe(s.ana.Profile, community.ProfileDraft{DisplayName: "Ana <3", Pronouns: "she",
			Summary: "Rheumatology & more", Profession: "physician", Specialty: "rheumatology", ApprovesFollowers: true,
			Discoverable: true, Avatar: picture.ID})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.store.SetProfile(t.Context(), s.ana.ID, profile); err != nil {
			t.Fatal(err)
		}
		golden(t, "actor.golden", s.get(t, "/users/ana", s.bob).body)
		golden(t, "stub.golden", s.get(t, "/users/ana", community.Actor{}).body)
		golden(t, "instance.golden", s.get(t, "/actor", community.Actor{}).body)
		golden(t, "instance_outbox.golden", s.get(t, "/actor/outbox", community.Actor{}).body)
	})
}

// The keys we publish are the ones we sign with, and we can read them back.
func TestPublishedKeys(t *testing.T) {
	t.Parallel()
	s := newStage(t, storagetest.SQLiteFile(t), Options{})
	node, err := vocab.Decode([]byte(s.get(t, "/users/ana", community.Actor{}).body))
	if err != nil {
		t.Fatal(err)
	}
	var kinds []string
	for _, k := range publicKeys(s.ana.IRI, node.Keys(), s.clock.Now()) {
		iri, signer, err := s.store.SigningKey(t.Context(), s.ana.ID, k.Algorithm)
		equal, ok := signer.Public().(interface{ Equal(any) bool })
		if err != nil || iri != k.IRI || ok && !equal.Equal(k.Key) {
			t.Errorf("%s: %v", k.IRI, err)
		}
		kinds = append(kinds, k.Algorithm)
	}
	if !slices.Equal(kinds, []string{storage.RSA, storage.Ed25519}) {
		t.Errorf("keys: %v", kinds)
	}
}

// note is a public answer with everything that a note can have.
func (s *stage) note(t *testing.T) community.Post {
	t.Helper()
	first := s.receive(t, s.bob, "https://there.example/notes/1")
	picture, err := s.store.AddMedia(t.Context(), community.Media{Owner: s.ana.ID, File: "hand.jpg", Small: "small.jpg",
		Type: "image/jpeg", Width: 800, Height: 600, Blurhash: "LEHV6n", Description: "A hand", FocusX: 0.5, FocusY: -1})
	if err != nil {
		t.Fatal(err)
	}
	p := s.publish(t, s.ana, community.PostDraft{Text: "@ben see https://here.example/about & #Gicht", Warning: "Hands",
		Language: "en", Audience: community.Public}, community.Surroundings{Parent: &first, Answered: &s.bob,
		Media: []community.Media{picture}, Mentioned: community.MentionLinks{s.ben.Handle: s.ben}})
	revised, err := community.Revise(s.ana, p, community.PostDraft{Text: "@ben see #Gicht", Warning: "Hands", Language: "en"},
		community.Surroundings{Now: s.clock.Now(), Openness: community.Openness{DirectMessages: true}, Media: p.Media,
			Mentioned: community.MentionLinks{s.ben.Handle: s.ben}, TagBase: "https://here.example/tags/"})
	if err != nil {
		t.Fatal(err)
	}
	return s.store1(t, revised)
}

// A picture of a post that not everybody may read is sent with the key that
// opens it, since other servers do not say who they are when they fetch it.
func TestPicturesOfPostsForFew(t *testing.T) {
	t.Parallel()
	onStage(t, func(t *testing.T, s *stage) {
		for _, audience := range []community.AudienceKind{community.Public, community.Unlisted, community.Followers, community.Direct} {
			file := string(audience) + ".png"
			picture, err := s.store.AddMedia(t.Context(), community.Media{Owner: s.ana.ID, File: file, Type: "image/png"})
			if err != nil {
				t.Fatal(err)
			}
			p := s.publish(t, s.ana, community.PostDraft{Text: "@ben", Audience: audience},
				community.Surroundings{Media: []community.Media{picture}, Mentioned: community.MentionLinks{s.ben.Handle: s.ben}})
			open, _ := p.Audience.Open()
			o, err := s.f.postObject(t.Context(), p, open)
			if err != nil || len(o.Attachments) != 1 {
				t.Fatal(o.Attachments, err)
			}
			_, key, keyed := strings.Cut(o.Attachments[0].URL, "?key=")
			few := audience == community.Followers || audience == community.Direct
			if keyed != few || few && !s.store.OpensPicture(file, key) {
				t.Errorf("%s: %s", audience, o.Attachments[0].URL)
			}
		}
	})
}

// receive stores a public post of another server.
func (s *stage) receive(t *testing.T, by community.Actor, iri string) community.Post {
	t.Helper()
	public, err := community.OpenAudience(community.Public)
	if err != nil {
		t.Fatal(err)
	}
	p, err := community.Receive(community.RemotePost{IRI: storagetest.IRI(t, iri), URL: storagetest.IRI(t, iri), Author: by,
		Kind: community.NotePost, Audience: public, HTML: "<p>Hm</p>", Published: s.clock.Now()}, nil, s.clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	return s.store1(t, p)
}

// Protocol 1.10: a note with all it can have, a case with its accepted answer,
// and their activities.
func TestPostDocuments(t *testing.T) {
	t.Parallel()
	onStage(t, func(t *testing.T, s *stage) {
		note := s.note(t)
		golden(t, "note.golden", s.get(t, s.path(note), s.bob).body)
		golden(t, "create.golden", s.get(t, s.path(note)+"/activity", s.bob).body)

		words := community.CaseWords{Patient: "Woman, 40 to 44", Headings: map[string]string{"question": "Question", "presenting_complaint": "Complaint", "history": "History", "findings": "Findings", "investigations": "Investigations"}}
		c := s.publish(t, s.ana, community.PostDraft{Audience: community.Public, Language: "en", Case: caseDraft("Swollen hand")},
			community.Surroundings{Words: words})
		answer := s.publish(t, s.ben, community.PostDraft{Text: "Gout", Audience: community.Public},
			community.Surroundings{Parent: &c, Answered: &s.ana})
		solved, err := community.Accept(s.ana, c, community.Acceptance{Answer: answer, Author: community.Responder{Founding: true}}, s.clock.Now())
		if err != nil {
			t.Fatal(err)
		}
		c = s.store1(t, solved)
		golden(t, "case.golden", s.get(t, s.path(c), s.bob).body)
		golden(t, "replies.golden", s.get(t, s.path(c)+"/replies", s.bob).body)
		for _, list := range []string{"context", "history"} {
			golden(t, list+".golden", s.get(t, s.path(c)+"/"+list, s.bob).body)
			golden(t, list+"_page.golden", s.get(t, s.path(c)+"/"+list+"?page=first", s.bob).body)
		}
		golden(t, "likes.golden", s.get(t, s.path(c)+"/likes", s.bob).body)
		golden(t, "replies_page.golden", s.get(t, s.path(c)+"/replies?page=first", s.bob).body)

		repeated, err := community.Repeat(s.ben, c, community.Unlisted, s.clock.Now())
		if err != nil {
			t.Fatal(err)
		}
		boost := s.store1(t, repeated)
		golden(t, "announce.golden", s.get(t, s.path(boost), s.bob).body)
		if got := s.get(t, s.path(boost)+"/activity", s.bob); got.status != 404 {
			t.Errorf("activity of an announce: %d", got.status)
		}
		s.delete(t, c)
		if got := s.get(t, s.path(boost), s.bob); got.status != 404 {
			t.Errorf("announce of what was deleted: %d %s", got.status, got.body)
		}
	})
}

// An article has its title as name; what an audience becomes on the wire.
func TestArticleAndAddresses(t *testing.T) {
	t.Parallel()
	s := newStage(t, storagetest.SQLiteFile(t), Options{})
	p := community.Post{ID: 1, IRI: storagetest.IRI(t, "https://here.example/posts/ARTICLE"), Author: s.ana.ID, Local: true,
		Kind: community.ArticlePost, Title: "On hands", Content: community.Sanitize("<h2>One</h2><p>Two</p>"), Language: "de",
		Published: s.clock.Now(), Mentions: []community.ActorID{s.bob.ID}}
	var documents strings.Builder
	for _, kind := range []community.AudienceKind{community.Public, community.Unlisted, community.Followers, community.Direct} {
		p.Audience.Kind = kind
		open, _ := p.Audience.Open()
		o, err := s.f.postObject(t.Context(), p, open)
		if err != nil {
			t.Fatal(err)
		}
		document, err := vocab.EncodeObject(o)
		if err != nil {
			t.Fatal(err)
		}
		documents.Write(append(document, '\n'))
	}
	golden(t, "article.golden", documents.String())
}

func TestCollectionDocuments(t *testing.T) {
	t.Parallel()
	onStage(t, func(t *testing.T, s *stage) {
		golden(t, "outbox_empty.golden", s.get(t, "/users/ana/outbox", s.bob).body)
		s.posts(t)
		repeated, err := community.Repeat(s.ana, s.receive(t, s.bob, "https://there.example/notes/2"), community.Public, s.clock.Now())
		if err != nil {
			t.Fatal(err)
		}
		s.store1(t, repeated)
		golden(t, "outbox.golden", s.get(t, "/users/ana/outbox", s.bob).body)
		golden(t, "outbox_page.golden", s.get(t, "/users/ana/outbox?page=first", s.bob).body)
		golden(t, "followers.golden", s.get(t, "/users/ana/followers", s.bob).body)
		golden(t, "following.golden", s.get(t, "/users/ana/following", s.bob).body)
		golden(t, "featured.golden", s.get(t, "/users/ana/collections/featured", s.bob).body)
		for _, cursor := range []string{"0", "-1", "x", "99999999999999999999"} {
			if got := s.get(t, "/users/ana/outbox?page="+cursor, s.bob); got.status != 404 {
				t.Errorf("cursor %s: %d", cursor, got.status)
			}
		}
	})
}

// Every open post comes once, newest first, whatever lies between them.
func TestOutboxPages(t *testing.T) {
	t.Parallel()
	onStage(t, func(t *testing.T, s *stage) {
		var want []string
		for i := range 3 * collectionPage / 2 {
			p := s.publish(t, s.ana, community.PostDraft{Text: fmt.Sprint(i), Audience: community.Public}, community.Surroundings{})
			s.publish(t, s.ana, community.PostDraft{Text: "here", Audience: community.InstanceOnly}, community.Surroundings{})
			want = append([]string{p.IRI.String() + activityPath}, want...)
		}
		var got []string
		for url := "/users/ana/outbox?page=first"; url != ""; {
			var page struct {
				Next         string
				OrderedItems []struct{ ID string }
			}
			if err := json.Unmarshal([]byte(s.get(t, url, s.bob).body), &page); err != nil {
				t.Fatal(err)
			}
			if len(page.OrderedItems) > 50 {
				t.Errorf("%d on a page", len(page.OrderedItems))
			}
			for _, item := range page.OrderedItems {
				got = append(got, item.ID)
			}
			url = strings.TrimPrefix(page.Next, s.store.Base())
		}
		if !slices.Equal(got, want) {
			t.Errorf("pages: %d %v, want %d", len(got), got, len(want))
		}
	})
}

// R-WF-1, R-WF-4, R-NI-1, FEP-2677, FEP-d556. Counts are rounded down to tens.
func TestWellKnownDocuments(t *testing.T) {
	t.Parallel()
	onStage(t, func(t *testing.T, s *stage) {
		if err := s.store.SetInstance(t.Context(), community.Instance{Name: "St Anna Hospital"}); err != nil {
			t.Fatal(err)
		}
		for range 13 {
			s.publish(t, s.ana, community.PostDraft{Text: "Hello", Audience: community.Public}, community.Surroundings{})
			s.publish(t, s.ana, community.PostDraft{Text: "Hello", Audience: community.InstanceOnly}, community.Surroundings{})
		}
		for name, url := range map[string]string{
			"webfinger": "/.well-known/webfinger?resource=acct:ana@here.example", "webfinger_home": "/.well-known/webfinger?resource=https://here.example/",
			"hostmeta": "/.well-known/host-meta", "hostmeta_json": "/.well-known/host-meta.json",
			"nodeinfo": "/.well-known/nodeinfo", "nodeinfo_20": "/nodeinfo/2.0", "nodeinfo_21": "/nodeinfo/2.1",
		} {
			got := s.do(t, asking{url: url, accept: "*/*"})
			golden(t, name+".golden", got.header.Get("Content-Type")+"\n"+got.body)
		}
		if got := s.do(t, asking{url: "/nodeinfo/1.0"}); got.status != 404 {
			t.Errorf("NodeInfo 1.0: %d", got.status)
		}
	})
}

// The clock of documents is that of the posts, in UTC and to the millisecond: an
// edit within the second it was published in has to look newer.
func TestTimesOfDocuments(t *testing.T) {
	t.Parallel()
	s := newStage(t, storagetest.SQLiteFile(t), Options{})
	s.clock.Advance(1500 * time.Millisecond)
	p := s.publish(t, s.ana, community.PostDraft{Text: "Hello", Audience: community.Public}, community.Surroundings{})
	if got := s.get(t, s.path(p), s.bob); !strings.Contains(got.body, `"published":"2026-11-22T09:00:01.5Z"`) {
		t.Errorf("published: %s", got.body)
	}
}

// What was reported is in no document until staff decided, nor is what was blacked out.
func TestHiddenPicturesStayHere(t *testing.T) {
	t.Parallel()
	onStage(t, func(t *testing.T, s *stage) {
		picture, err := s.store.AddMedia(t.Context(), community.Media{Owner: s.ana.ID, File: "old.png", Small: "old-s.png", Type: "image/png", Blurhash: "old"})
		if err != nil {
			t.Fatal(err)
		}
		p := s.publish(t, s.ana, community.PostDraft{Text: "Look", Audience: community.Public}, community.Surroundings{Media: []community.Media{picture}})
		told := func() []vocab.Attachment {
			t.Helper()
			now, err := s.store.Post(t.Context(), p.ID)
			if err != nil {
				t.Fatal(err)
			}
			open, _ := now.Audience.Open()
			o, err := s.f.postObject(t.Context(), now, open)
			if err != nil || o.Updated.IsZero() {
				t.Fatal(o.Updated, err)
			}
			return o.Attachments
		}
		if err := s.store.HidePictures(t.Context(), p.ID); err != nil || len(told()) != 0 {
			t.Errorf("hidden: %v, %v", told(), err)
		}
		if err := s.store.ShowPictures(t.Context(), p.ID); err != nil || len(told()) != 1 {
			t.Errorf("shown: %v, %v", told(), err)
		}
		if _, err := s.store.ReplaceFiles(t.Context(), s.ana.ID, picture, community.Media{File: "new.png", Small: "new-s.png", Type: "image/png", Blurhash: "new"}); err != nil {
			t.Fatal(err)
		}
		if now := told(); len(now) != 1 || !strings.HasSuffix(now[0].URL, "/media/new.png") || now[0].Blurhash != "new" {
			t.Errorf("blacked out: %+v", now)
		}
	})
}
