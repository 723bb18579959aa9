package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"consilium/community"
	"consilium/storage/storagetest"
)

// caseFields is a case form filled in.
func caseFields(pairs ...string) url.Values {
	return with(url.Values{
		"title": {"Fever after a new drug"}, "question": {"Stop the drug now?\n\nOr wait for the biopsy?"}, "age_band": {"45-49"},
		"sex": {"female"}, "specialties": {"neurology", "dermatology"}, "presenting_complaint": {"Fever up to 39.2 °C."},
		"history": {"Epilepsy for ten years."}, "findings": {"Rash on the trunk."}, "investigations": {"ALT 410 U/l."},
		"consent": {"written"}, "consent_scope": {"public"}, "audience": {"instance"}, "language": {"en"}, "warning": {""}, "step": {"preview"},
	}, pairs...)
}

// A case is refused, corrected, previewed, changed, posted, answered, solved by
// an answer and opened again.
func TestCaseJourney(t *testing.T) {
	eachSite(t, func(s *site) {
		ana, anaActor := storagetest.Member(s, s.store, "ana")
		bob, _ := storagetest.Member(s, s.store, "bob")
		a, b := s.as(ana), s.as(bob)

		a.get("/cases/new").is(200).form("/cases")
		wrong := a.submit("/cases", caseFields("age_band", "", "title", "A rash & a fever"), nil).is(http.StatusUnprocessableEntity)
		kept := wrong.form("/cases")
		if kept.Get("title") != "A rash & a fever" || kept.Get("investigations") != "ALT 410 U/l." || len(kept["specialties"]) != 3 || // two, and a place for one more
			kept.Get("question") != "Stop the drug now?\n\nOr wait for the biopsy?" || kept.Get("consent") != "written" {
			t.Errorf("the form came back as %v", kept)
		}
		preview := a.submit("/cases", caseFields(), nil).is(200).has("Stop the drug now?", "ALT 410 U/l.", "45")
		if posts, _ := s.store.Cases(s.Context(), community.Viewer{Actor: anaActor.ID, Local: true, ReadsCases: true}, allCases, everything); len(posts) != 0 {
			t.Fatalf("the preview posted %v", posts)
		}
		back := a.submit("/cases", with(preview.form("/cases"), "step", "edit"), nil).is(200).form("/cases")
		posted := a.submit("/cases", with(back, "title", "Fever, rash and a new drug", "step", "post"), nil).is(200)
		posted.has("Your case is presented.", "Fever, rash and a new drug", "Nobody has answered yet.", "Rash on the trunk.")
		path := strings.Split(posted.path, "?")[0]

		s.visitor().get(path).is(http.StatusNotFound).hasNot("Fever, rash")
		answer := b.get(path).is(200).form("/posts")
		b.submit("/posts", with(answer, "text", "Stop the drug."), nil).is(200).has("Stop the drug.", "1 answer")
		id, answerID := s.caseAndAnswer(anaActor)
		b.post("/p/"+answerID+"/accept", nil).is(http.StatusForbidden)
		b.post("/p/"+id+"/solve", nil).is(http.StatusForbidden)
		a.get(path).is(200).has(`action="/p/` + answerID + `/accept"`)
		a.post("/p/"+answerID+"/accept", nil).is(200).has("Accepted answer", "The answer is accepted", "Solved")
		a.post("/p/"+answerID+"/accept", nil).is(http.StatusConflict)
		b.get("/notifications").is(200).has("accepted your answer", "Stop the drug.")
		b.get("/cases?status=solved").is(200).has("Fever, rash and a new drug")
		b.get("/cases?status=open").is(200).hasNot("Fever, rash and a new drug").has("No case matches this choice.")
		b.get("/cases?specialty=dermatology").is(200).has("Fever, rash and a new drug")
		b.get("/cases?specialty=urology").is(200).hasNot("Fever, rash and a new drug")
		a.post("/p/"+id+"/reopen", nil).is(200).has("The case is open again.").hasNot("Accepted answer")
		a.post("/p/"+id+"/solve", nil).is(200).has("The case is solved.")

		edit := a.get("/p/" + id + "/edit").is(200).form("/p/" + id + "/edit")
		preview = a.submit("/p/"+id+"/edit", with(edit, "findings", "Rash on trunk and arms.", "step", "preview"), nil).is(200).has("Rash on trunk and arms.")
		a.submit("/p/"+id+"/edit", with(preview.form("/p/"+id+"/edit"), "step", "post"), nil).is(200).has("Rash on trunk and arms.", "Your changes are saved.", "Solved")
		b.get("/p/"+id+"/history").is(200).has("Rash on the trunk.", "Rash on trunk and arms.")
	})
}

// caseAndAnswer are the numbers of the author's only case and of the only
// answer to it.
func (s *site) caseAndAnswer(author community.Actor) (string, string) {
	s.Helper()
	v := community.Viewer{Actor: author.ID, Local: true, ReadsCases: true}
	cases, err := s.store.Cases(s.Context(), v, allCases, everything)
	if err != nil || len(cases) != 1 {
		s.Fatalf("%d cases, %v", len(cases), err)
	}
	_, answers, err := s.store.Thread(s.Context(), v, cases[0])
	if err != nil || len(answers) != 1 {
		s.Fatalf("%d answers, %v", len(answers), err)
	}
	return community.FormatID(cases[0].ID), community.FormatID(answers[0].ID)
}

// A public case is a page for everybody, described to other sites and readable
// as one text elsewhere in the language it is written in.
func TestPublicCase(t *testing.T) {
	eachSite(t, func(s *site) {
		ana, actor := storagetest.Member(s, s.store, "ana")
		a := s.as(ana)
		form := a.submit("/cases", caseFields("audience", "public", "language", "de"), nil).is(200).form("/cases")
		path := a.submit("/cases", with(form, "step", "post"), nil).is(200).path
		v := s.visitor()
		v.get(path).is(200).has("Fever after a new drug", `property="og:description" content="Stop the drug now? Or wait for the biopsy?"`,
			`rel="alternate" type="application/activity&#43;json" href="`+storagetest.Here+path+`"`, `lang="de"`, "/sign-in?return=").
			hasNot("/accept", "<textarea")
		v.get("/cases").is(200).has("Fever after a new drug")
		v.get("/").is(200).has("1 case discussed", "Fever after a new drug", "Cases among colleagues.")
		v.get("/@ana/cases").is(200).has("Fever after a new drug")
		if got := onlyPost(s, actor).Content.Text(); !strings.Contains(got, "Anamnese") && !strings.Contains(got, "Vorgeschichte") {
			t.Errorf("the headings of a German case are %q", got)
		}
	})
}
