package mastodon

import (
	"net/http"
	"strings"
	"testing"

	"consilium/community"
	"consilium/community/credential"
	"consilium/storage"
	"consilium/storage/storagetest"
)

func (s *site) proved(name string, p storagetest.Proof) community.Actor {
	s.Helper()
	_, a := storagetest.Member(s, s.store, name)
	if p.Level > 0 {
		a = storagetest.Prove(s, s.store, a, p)
	}
	return a
}

// C9, decision 9: what is for verified physicians is in an app only for one of
// them who gave it cases:read; for nobody else at any endpoint, whatever else the
// token allows.
func TestCliniciansCanaries(t *testing.T) {
	eachSite(t, func(s *site) {
		ana := s.proved("ana", storagetest.Proof{Profession: "physician", Level: 3})
		bob := s.proved("bob", storagetest.Proof{Profession: "physician", Level: 3})
		storagetest.Following(s, s.store, bob, ana)
		kept := publishCase(s, ana, canary+" #ward", community.Clinicians)
		p, err := community.Publish(ana, community.PostDraft{Text: canary + " #ward", Audience: community.Clinicians,
			Narrow: community.AudienceDraft{Professions: []string{"physician"}}}, community.Surroundings{Now: s.store.Now(), Mentioned: community.MentionLinks{bob.Handle: bob}})
		s.must(err)
		note, err := s.store.Publish(t.Context(), p)
		s.must(err)

		readers := map[string]*caller{"visitor": s.visitor(), "author without cases:read": s.as(ana, "read write follow"),
			"physician without cases:read": s.as(bob, "read write follow")}
		for name, proof := range map[string]storagetest.Proof{"eve": {}, "two": {Profession: "physician", Level: 2}, "student": {Profession: "student", Level: 4},
			"suspended": {Profession: "physician", Level: 3}} {
			a := s.proved(name, proof)
			storagetest.Following(s, s.store, a, ana)
			readers[name] = s.as(a)
			if name == "suspended" {
				s.must(s.store.ChangeCredential(t.Context(), storage.StateChange{Actor: a.ID, State: credential.Suspended, Reason: "test"}))
			}
		}
		_, chief := storagetest.Staff(s, s.store, "chief", community.Administrator)
		readers["administrator"] = s.as(chief)
		for who, c := range readers {
			for _, path := range canaryPaths(s, []string{id(kept.ID), id(note.ID)}, []string{id(ana.ID), id(bob.ID)}, note.IRI.String()) {
				s.clock.Advance(5 * 60 * 1e9)
				if got := c.get(path); strings.Contains(got.body, canary) {
					t.Errorf("%s reads it at %s: %s", who, path, got.body)
				}
			}
		}
		trusted := s.as(bob)
		status := trusted.get("/api/v1/statuses/" + id(note.ID)).is(200).json()
		if status.at("visibility").text() != "private" || !strings.Contains(status.at("content").text(), canary) {
			t.Errorf("a physician is shown %v", status)
		}
		if got := trusted.get("/api/v1/timelines/home").is(200).body; strings.Count(got, canary) < 2 {
			t.Errorf("an app with cases:read sees too little: %s", got)
		}
		s.must(s.store.ChangeCredential(t.Context(), storage.StateChange{Actor: bob.ID, State: credential.Suspended, Reason: "test"}))
		trusted.get("/api/v1/statuses/" + id(note.ID)).is(http.StatusNotFound)
	})
}

// An answer out of an app is for the same clinicians as what it answers, and
// needs cases:write; nothing else is for clinicians there, since apps have no word
// for it.
func TestAnswersForClinicians(t *testing.T) {
	eachSite(t, func(s *site) {
		ana := s.proved("ana", storagetest.Proof{Profession: "physician", Level: 3})
		bob := s.proved("bob", storagetest.Proof{Profession: "physician", Level: 3})
		p, err := community.Publish(ana, community.PostDraft{Text: "Between us", Audience: community.Clinicians,
			Narrow: community.AudienceDraft{Professions: []string{"physician"}}}, community.Surroundings{Now: s.store.Now()})
		s.must(err)
		note, err := s.store.Publish(t.Context(), p)
		s.must(err)
		s.as(bob, "read write cases:read").post("/api/v1/statuses", "status", "me too", "in_reply_to_id", id(note.ID)).is(http.StatusForbidden)
		for _, visibility := range []string{"public", "unlisted", "direct"} {
			s.as(bob).post("/api/v1/statuses", "status", "me too", "in_reply_to_id", id(note.ID), "visibility", visibility).is(http.StatusUnprocessableEntity)
		}
		made := s.as(bob).post("/api/v1/statuses", "status", "me too", "in_reply_to_id", id(note.ID), "visibility", "private").is(200).json().at("id").text()
		number, err := community.ParseID[community.PostID](made)
		s.must(err)
		answer, err := s.store.Post(t.Context(), number)
		s.must(err)
		if answer.Audience.Kind != community.Clinicians || len(answer.Audience.Professions) != 1 {
			t.Errorf("the answer is for %+v", answer.Audience)
		}
		s.as(bob).post("/api/v1/statuses/" + id(note.ID) + "/reblog").is(http.StatusForbidden)
	})
}
