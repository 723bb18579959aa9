package web_test

import (
	"net/http"
	"strings"
	"testing"

	"consilium/community"
	"consilium/storage/storagetest"
)

// C5, C14, C15: a question asks for information and an edit gives it; several answers
// are accepted and one no longer; the author says how it was, is asked how it ended
// and says so; the archived case takes no more replies and says why.
func TestFromQuestionToArchive(t *testing.T) {
	eachSite(t, func(s *site) {
		ana, anaActor := storagetest.Member(s, s.store, "ana")
		bob, _ := storagetest.Member(s, s.store, "bob")
		cyd, _ := storagetest.Member(s, s.store, "cyd")
		a, b := s.as(ana), s.as(bob)
		path, id := a.presented("consent_scope", "instance")
		b.submit("/posts", with(b.get(path).is(200).form("/posts"), "text", "Since when?", "response", "question"), nil).is(200)
		b.get("/cases?status=information-requested").is(200).has("Fever after a new drug", "Information requested")
		a.submit("/posts", with(a.get(path).is(200).form("/posts"), "text", "For two weeks."), nil).is(200).has("Answered").hasNot("Information requested")
		for _, text := range []string{"Stop the drug.", "And check the liver."} {
			b.submit("/posts", with(b.get(path).is(200).form("/posts"), "text", text, "response", "answer"), nil).is(200)
		}
		answers := s.answersOf(anaActor, id)
		for _, answer := range answers {
			a.post("/p/"+answer+"/accept", nil).is(200)
		}
		a.get(path).is(200).has("Accepted answers", `action="/p/`+answers[0]+`/unaccept"`)
		a.post("/p/"+answers[1]+"/unaccept", nil).is(200).has("no longer accepted", "Accepted answer").hasNot("Accepted answers")

		b.get("/p/" + id + "/solve").is(http.StatusForbidden)
		form := a.get("/p/" + id + "/solve").is(200).form("/p/" + id + "/solve")
		wrong := a.post("/p/"+id+"/solve", with(form, "diagnosis", "Drug reaction", "teaching_points", "Her mobile is 212-555-0143.")).is(http.StatusUnprocessableEntity)
		wrong.has("212-555-0143", "could tell who the patient is")
		form = wrong.form("/p/" + id + "/solve")
		if form.Get("diagnosis") != "Drug reaction" {
			t.Errorf("the form came back as %v", form)
		}
		a.post("/p/"+id+"/solve", with(form, "certainty", "certain", "confirmed", "histology", "teaching_points", "Stop the drug first.")).is(200).
			has("Drug reaction", "Stop the drug first.", "By histology", "Solved")
		b.get("/p/" + id + "/history").is(200).has("Stop the drug first.")

		c := s.as(cyd)
		c.post("/p/"+id+"/bookmark", nil).is(200)
		s.clock.Advance(community.FollowUpAfter)
		if err := s.store.AskOutcomes(s.Context(), community.FollowUpAfter); err != nil {
			t.Fatal(err)
		}
		a, b, c = s.as(ana), s.as(bob), s.as(cyd) // two weeks later
		a.get("/notifications").is(200).has("asks how your case ended")
		b.get(path).is(200).hasNot("How did it end?")
		form = a.get(path).is(200).has("How did it end?").form("/p/" + id + "/outcome")
		a.post("/p/"+id+"/outcome", with(form, "outcome", "Recovered.")).is(http.StatusUnprocessableEntity).has("Recovered.")
		a.post("/p/"+id+"/outcome", with(form, "management", "yes", "outcome", "Recovered within four weeks.")).is(200).
			has("Recovered within four weeks.", "Outcome known", "Changed management").hasNot("How did it end?")
		c.get("/notifications").is(200).has("says how a case ended")
		b.post("/p/"+id+"/archive", nil).is(http.StatusForbidden)
		a.post("/p/"+id+"/archive", nil).is(200).has("Archived", "takes no more replies").hasNot("<textarea")
		b.get(path).is(200).has("takes no more replies", "Stop the drug.").hasNot("<textarea")
		b.submit("/posts", with(caseFields(), "in_reply_to", id, "text", "Late."), nil).is(http.StatusUnprocessableEntity).has("takes no more replies", "Late.")
		a.post("/p/"+id+"/reopen", nil).is(200).has("The case is open again.", "<textarea")
	})
}

// answersOf are the numbers of the answers under a case, the first first.
func (s *site) answersOf(author community.Actor, id string) []string {
	s.Helper()
	number, err := community.ParseID[community.PostID](id)
	if err != nil {
		s.Fatal(err)
	}
	asked, err := s.store.Post(s.Context(), number)
	if err != nil {
		s.Fatal(err)
	}
	_, below, err := s.store.Thread(s.Context(), community.Viewer{Actor: author.ID, Local: true, ReadsCases: true}, asked)
	if err != nil {
		s.Fatal(err)
	}
	var answers []string
	for _, p := range below {
		if p.Response.Kind == community.Answer {
			answers = append(answers, community.FormatID(p.ID))
		}
	}
	if len(answers) != 2 || strings.Compare(answers[0], answers[1]) >= 0 {
		s.Fatalf("answers %v", answers)
	}
	return answers
}
