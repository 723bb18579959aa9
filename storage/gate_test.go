package storage_test

import (
	"testing"
	"time"

	"consilium/community"
	"consilium/storage"
	"consilium/storage/storagetest"
)

// What another server sends below one of our cases is hidden until staff looked at it
// when it holds identifiers; what it sends elsewhere is its own affair.
func TestReceivedRepliesAreJudged(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, s *storage.Store) {
		_, ana := storagetest.Member(t, s, "ana")
		_, mod := storagetest.Staff(t, s, "mod", community.Moderator)
		bob := storagetest.Remote(t, s, "https://there.example", "bob")
		c := community.CaseDraft{Title: "Fever", AgeBand: "45-49", Consent: "written", ConsentScope: "public", Narrative: community.Narrative{PresentingComplaint: "Fever", Question: "What is it?"}}
		p, err := community.Publish(ana, community.PostDraft{Audience: community.Public, Case: &c}, community.Surroundings{Openness: community.Openness{PublicCases: true}, Now: s.Now()})
		if err != nil {
			t.Fatal(err)
		}
		asked, err := s.Publish(t.Context(), p)
		if err != nil {
			t.Fatal(err)
		}
		open, _ := asked.Audience.Open()
		note := storagetest.Post(t, s, ana, "Good morning")
		for html, tt := range map[string]struct {
			below  community.Post
			hidden bool
		}{
			"<p>@ana Was that Mr Kallio, MRN 12345678?</p>": {asked, true},
			"<p>@ana Consider sarcoidosis.</p>":             {asked, false},
			"<p>Mr Kallio, MRN 12345678, says hello.</p>":   {note, false},
		} {
			r, err := community.Receive(community.RemotePost{IRI: storagetest.IRI(t, "https://there.example/"+community.FormatID(community.PostID(len(html)))), Author: bob, HTML: html,
				Parent: &tt.below, ParentIRI: tt.below.IRI, Mentioned: []community.Actor{ana}, Kind: community.NotePost, Audience: open, Published: s.Now()}, nil, s.Now())
			if err != nil {
				t.Fatal(err)
			}
			got, err := s.Publish(t.Context(), r)
			if err != nil {
				t.Fatal(err)
			}
			if got.Hidden.IsZero() == tt.hidden {
				t.Errorf("%s: hidden %v", html, got.Hidden)
			}
			if tt.hidden { // an edit that is no better fills no queue
				again, err := community.Receive(community.RemotePost{IRI: got.IRI, Author: bob, HTML: html + "<p>MRN 12345678!</p>", Parent: &tt.below, ParentIRI: tt.below.IRI,
					Kind: community.NotePost, Audience: open, Published: got.Published, Updated: s.Now().Add(time.Second)}, &got, s.Now().Add(time.Second))
				if err != nil {
					t.Fatal(err)
				}
				if _, err := s.Publish(t.Context(), again); err != nil {
					t.Fatal(err)
				}
			}
		}
		flags, err := s.Flags(t.Context(), true, storage.Page{})
		if err != nil || len(flags) != 1 || flags[0].Category != community.FlagPatient {
			t.Errorf("%d reports, %v", len(flags), err)
		}
		told, err := s.Notifications(t.Context(), mod.ID, storage.NotificationFilter{}, storage.Page{})
		if err != nil || len(told) != 1 || told[0].Kind != community.NotifyFlag {
			t.Errorf("staff are told %v, %v", told, err)
		}
	})
}
