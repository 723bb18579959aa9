package web_test

import (
	"net/http"
	"net/url"
	"testing"

	"consilium/community"
	"consilium/storage"
	"consilium/storage/storagetest"
)

// A verified clinician wishes to be found, is found, and is asked for a referral
// in words that have no place for a patient.
func TestDirectoryJourney(t *testing.T) {
	eachSite(t, func(s *site) {
		anaUser, ana := storagetest.Clinician(s, s.store, "ana", "cardiology")
		benUser, ben := storagetest.Clinician(s, s.store, "ben", "neurology")
		cleoUser, _ := storagetest.Member(s, s.store, "cleo")
		a, b, c := s.as(anaUser), s.as(benUser), s.as(cleoUser)

		b.get("/directory").is(200).has("Nobody is listed yet", "You are not listed here yet")
		form := a.get("/settings/practice").is(200).form("/settings/practice")
		a.post("/settings/practice", with(form, "orcid", "1234", "training", "Lund, 2004")).is(http.StatusUnprocessableEntity).has("This is no ORCID iD", "Lund, 2004")
		a.post("/settings/practice", with(form, "orcid", "0000-0002-1825-0097", "training", "Lund, 2004", "country", "SE", "region", "Skåne", "languages", "sv", "listed", "on",
			"referrals", "on", "referral_note", "Adults only")).is(200).has("Your settings are saved.", "Adults only")

		c.get("/directory?specialty=cardiology&language=sv&country=SE&referrals=on").is(200).has("@ana", "Skåne, Sweden", "Swedish").hasNot("/referral")
		c.get("/directory?specialty=neurology").is(200).has("Nobody listed fits").hasNot("@ana")
		c.get("/@ana").is(200).has("Lund, 2004", "no statement").hasNot("/referral")
		c.get("/a/" + community.FormatID(ana.ID) + "/referral").is(http.StatusNotFound)

		path := "/a/" + community.FormatID(ana.ID) + "/referral"
		b.get("/@ana").is(200).has(path)
		form = b.get(path).is(200).has("Adults only", "No patient data").form(path)
		b.post(path, with(form, "specialty", "cardiology", "question", "How long is the wait?")).is(http.StatusUnprocessableEntity).has("tick this box", "How long is the wait?")
		b.post(path, with(form, "specialty", "cardiology", "question", "How long is the wait?", "no_patient", "on")).is(200).has("Your request was sent.")
		a.get("/notifications").is(200).has("Request for a referral: Cardiology", "How long is the wait?")
		c.get("/@ben").is(200).hasNot("How long is the wait?")

		b.get("/a/" + community.FormatID(ben.ID) + "/referral").is(http.StatusNotFound)
		a.get("/a/" + community.FormatID(ben.ID) + "/referral").is(http.StatusNotFound)
	})
}

// S-AUTH-3: the directory is no list to be worked through.
func TestReferralsAreCounted(t *testing.T) {
	eachSite(t, func(s *site) {
		_, ana := storagetest.Clinician(s, s.store, "ana", "cardiology")
		ben, benActor := storagetest.Clinician(s, s.store, "ben")
		if err := s.store.SetPractice(s.Context(), ana.ID, community.Practice{Listed: true, Referrals: true}); err != nil {
			t.Fatal(err)
		}
		form := url.Values{"specialty": {"cardiology"}, "urgency": {"routine"}, "no_patient": {"on"}}
		path, browser := "/a/"+community.FormatID(ana.ID)+"/referral", s.as(ben)
		for range 20 {
			browser.post(path, form).is(200)
		}
		browser.post(path, form).is(http.StatusUnprocessableEntity).has("many requests for one day")
		posts, err := s.store.AccountPosts(s.Context(), community.Viewer{Actor: benActor.ID, Local: true, ReadsCases: true}, storage.Filter{Actor: benActor.ID, Replies: true}, storage.Page{Limit: 40})
		if err != nil || len(posts) != 20 {
			t.Errorf("%d requests were sent, %v", len(posts), err)
		}
	})
}
