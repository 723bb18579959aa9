package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"consilium/community"
	"consilium/storage/storagetest"
)

// polled is caseFields with a poll of two diagnoses.
func polled(pairs ...string) url.Values {
	form := caseFields()
	form["poll_option"] = []string{"DRESS", "", "AGEP"}
	return with(with(form, "poll_other", "yes", "poll_closes", "7"), pairs...)
}

// asking posts a case with a poll and gives where it is.
func (b *browser) asking(pairs ...string) (path, id string) {
	b.Helper()
	form := b.submit("/cases", polled(pairs...), nil).is(200).has("What is your leading diagnosis?", "DRESS", "AGEP", "Something else", "Open until").form("/cases")
	path = strings.Split(b.submit("/cases", with(form, "step", "post"), nil).is(200).path, "?")[0]
	iri, err := community.ParseIRI(storagetest.Here + path)
	if err != nil {
		b.Fatal(err)
	}
	p, err := b.store.PostByIRI(b.Context(), iri)
	if err != nil {
		b.Fatal(err)
	}
	return path, community.FormatID(p.ID)
}

// C3, with plain forms: a clinician asks, another votes, and only then is told
// anything; the author waits, and ends the poll.
func TestPollJourney(t *testing.T) {
	eachSite(t, func(s *site) {
		ana, _ := storagetest.Clinician(s, s.store, "ana")
		cleo, _ := storagetest.Clinician(s, s.store, "cleo")
		bob, _ := storagetest.Member(s, s.store, "bob")
		a, c, b := s.as(ana), s.as(cleo), s.as(bob)
		one := polled()
		one["poll_option"] = []string{"DRESS"}
		again := a.submit("/cases", with(one, "step", "preview"), nil).is(http.StatusUnprocessableEntity).has("at least 2 diagnoses", `value="DRESS"`)
		if got := again.form("/cases"); got.Get("poll_closes") != "7" || len(got["poll_option"]) != community.MaxPollOptions {
			t.Errorf("the form came back as %v", got)
		}
		path, id := a.asking("audience", "instance")
		a.get(path).is(200).has("You see the results when the poll is closed", "/poll/close", "/poll/remove").hasNot("/vote")
		b.get(path).is(200).has("Verified clinicians vote", "DRESS").hasNot("/vote", "/poll/close")
		page := c.get(path).is(200).has("Your vote is final", "DRESS", "AGEP")
		page.hasNot("fewer than 5", "too few votes")
		wrong := c.post("/p/"+id+"/vote", url.Values{"choice": {"other"}, "other": {""}}).is(http.StatusUnprocessableEntity).has("Write which diagnosis")
		c.post("/p/"+id+"/vote", with(wrong.form("/p/"+id+"/vote"), "other", "MRN 4711-0815")).is(http.StatusUnprocessableEntity).has("could tell who the patient is", "4711-0815")
		voted := c.post("/p/"+id+"/vote", with(page.form("/p/"+id+"/vote"), "choice", "2")).is(200)
		voted.has("Your vote is cast.", "You voted for:", "AGEP", "too few votes").hasNot(`action="/p/` + id + `/vote"`)
		c.post("/p/"+id+"/vote", url.Values{"choice": {"1"}}).is(200).has("Your vote stands.")
		a.get(path).is(200).hasNot("too few votes", "Votes")
		a.get("/notifications").is(200).hasNot("cleo")
		a.post("/p/"+id+"/poll/close", nil).is(200).has("This poll is closed.", "There were too few votes").hasNot("/poll/close")
		b.get(path).is(200).has("There were too few votes")
		a.post("/p/"+id+"/poll/close", nil).is(http.StatusConflict)
		a.post("/p/"+id+"/poll/remove", nil).is(200).has("The poll is removed.").hasNot("leading diagnosis?")
		form := a.get("/p/" + id + "/poll").is(200).form("/p/" + id + "/poll")
		form["poll_option"] = []string{"Kikuchi disease", "Lupus"}
		a.post("/p/"+id+"/poll", form).is(200).has("The poll is open.", "Kikuchi disease")
		a.post("/p/"+id+"/poll", form).is(http.StatusConflict)
		c.post("/p/"+id+"/vote", url.Values{"choice": {"1"}}).is(200).has("Your vote is cast.")
	})
}

// Nobody votes who may not, and nothing is kept of it.
func TestVotesRefused(t *testing.T) {
	eachSite(t, func(s *site) {
		ana, _ := storagetest.Clinician(s, s.store, "ana", "cardiology")
		cleo, cleoActor := storagetest.Clinician(s, s.store, "cleo", "cardiology")
		eve, _ := storagetest.Clinician(s, s.store, "eve", "dermatology")
		bob, _ := storagetest.Member(s, s.store, "bob")
		_, chief := storagetest.Staff(s, s.store, "chief", community.Administrator)
		a, c, e, b, v := s.as(ana), s.as(cleo), s.as(eve), s.as(bob), s.visitor()
		_, house := a.asking("audience", "instance")
		_, narrow := a.asking("audience", "clinicians", "audience_specialties", "cardiology")
		_, plain := a.presented("audience", "instance")
		vote := url.Values{"choice": {"1"}}
		if got := v.post("/p/"+house+"/vote", vote); !strings.HasPrefix(got.path, "/sign-in") {
			t.Errorf("a visitor ends at %s", got.path)
		}
		b.post("/p/"+house+"/vote", vote).is(http.StatusForbidden)
		a.post("/p/"+house+"/vote", vote).is(http.StatusForbidden)
		e.post("/p/"+narrow+"/vote", vote).is(http.StatusNotFound)
		c.post("/p/"+plain+"/vote", vote).is(http.StatusNotFound)
		for _, choice := range []string{"", "0", "3", "-1", "other\x00", "9999999999999999999999", "1.0"} {
			c.post("/p/"+house+"/vote", url.Values{"choice": {choice}}).is(http.StatusUnprocessableEntity)
		}
		for _, verb := range []string{"close", "remove"} {
			c.post("/p/"+house+"/poll/"+verb, nil).is(http.StatusForbidden)
			e.post("/p/"+narrow+"/poll/"+verb, nil).is(http.StatusNotFound)
		}
		c.get("/p/" + house + "/poll").is(http.StatusForbidden)
		if err := s.store.SuspendActor(s.Context(), cleoActor.ID, chief.ID, ""); err != nil {
			t.Fatal(err)
		}
		if got := c.post("/p/"+house+"/vote", vote); !strings.HasPrefix(got.path, "/sign-in") {
			t.Errorf("who was suspended ends at %s", got.path)
		}
		s.clock.Advance(7 * 24 * time.Hour)
		e = s.as(eve)
		e.post("/p/"+house+"/vote", vote).is(200).has("The poll is closed.", "There were too few votes")
	})
}

// A solved case takes no votes, and its poll stays closed when it is opened again.
func TestPollEndsWithTheCase(t *testing.T) {
	eachSite(t, func(s *site) {
		ana, _ := storagetest.Clinician(s, s.store, "ana")
		cleo, _ := storagetest.Clinician(s, s.store, "cleo")
		a, c := s.as(ana), s.as(cleo)
		path, id := a.asking("audience", "instance", "poll_closes", "solved")
		c.get(path).is(200).has("Open until the case is solved.")
		a.post("/p/"+id+"/solve", nil).is(200)
		c.get(path).is(200).has("This poll is closed.").hasNot("/vote")
		c.post("/p/"+id+"/vote", url.Values{"choice": {"1"}}).is(200).has("The poll is closed.")
		a.post("/p/"+id+"/reopen", nil).is(200)
		c.get(path).is(200).has("This poll is closed.").hasNot("/vote")
	})
}

// Before anybody is verified the founders of an institution vote, as they answer.
func TestFoundersVote(t *testing.T) {
	eachSite(t, func(s *site) {
		ana, _ := storagetest.Member(s, s.store, "ana")
		bob, _ := storagetest.Member(s, s.store, "bob")
		path, id := s.as(ana).asking("audience", "instance")
		b := s.as(bob)
		b.post("/p/"+id+"/vote", b.get(path).is(200).form("/p/"+id+"/vote")).is(http.StatusUnprocessableEntity).has("Choose one")
		b.post("/p/"+id+"/vote", url.Values{"choice": {"1"}}).is(200).has("You voted for:")
	})
}

// An edit of the case leaves the poll as it is, whatever the form says.
func TestEditLeavesThePoll(t *testing.T) {
	eachSite(t, func(s *site) {
		ana, _ := storagetest.Clinician(s, s.store, "ana")
		a := s.as(ana)
		path, id := a.asking("audience", "instance")
		page := a.get("/p/" + id + "/edit").is(200).hasNot("poll_option")
		form := page.form("/p/" + id + "/edit")
		form["poll_option"] = []string{"Scurvy", "Lupus"}
		a.submit("/p/"+id+"/edit", with(form, "title", "Rash and fever", "step", "post"), nil).is(200)
		a.get(path).is(200).has("Rash and fever", "DRESS", "AGEP").hasNot("Scurvy")
		a.get("/p/" + id + "/history").is(200).hasNot("DRESS")
	})
}

// One's own copy has what one asked and how one voted.
func TestExportHasOwnVotes(t *testing.T) {
	eachSite(t, func(s *site) {
		ana, _ := storagetest.Clinician(s, s.store, "ana")
		cleo, _ := storagetest.Clinician(s, s.store, "cleo")
		a, c := s.as(ana), s.as(cleo)
		path, id := a.asking("audience", "instance")
		c.post("/p/"+id+"/vote", url.Values{"choice": {"2"}}).is(200)
		if got := c.taken()["votes.json"]; !strings.Contains(got, `"choice": 2`) || !strings.Contains(got, path) || strings.Contains(got, "AGEP") {
			t.Errorf("votes %s", got)
		}
		files := a.taken()
		if !strings.Contains(files["posts.json"], `"poll":{"options":["DRESS","AGEP"]`) || strings.TrimSpace(files["votes.json"]) != "[]" {
			t.Errorf("the author's copy: %s %s", files["posts.json"], files["votes.json"])
		}
	})
}
