package web_test

import (
	"net/http"
	"strings"
	"testing"

	"consilium/community"
	"consilium/storage/storagetest"
)

// presented posts a case of the member and gives where it is.
func (b *browser) presented(pairs ...string) (path, id string) {
	b.Helper()
	form := b.submit("/cases", caseFields(pairs...), nil).is(200).form("/cases")
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

// C2, J1: a clinician answers with evidence, a member who is none asks and thanks;
// the page sorts, counts and filters, and only the answer can be accepted.
func TestResponseJourney(t *testing.T) {
	eachSite(t, func(s *site) {
		ana, _ := storagetest.Member(s, s.store, "ana")
		cleo, _ := storagetest.Clinician(s, s.store, "cleo")
		bob, bobActor := storagetest.Member(s, s.store, "bob")
		a, c, b := s.as(ana), s.as(cleo), s.as(bob)
		path, _ := a.presented()

		form := c.get(path).is(200).form("/posts")
		if form.Get("response") != "answer" {
			t.Errorf("a clinician is asked for %q", form.Get("response"))
		}
		wrong := c.submit("/posts", with(form, "text", "Stop it.", "evidence", "Smith 2019"), nil).is(http.StatusUnprocessableEntity).has("Write each reference as a DOI")
		form = wrong.form("/posts")
		if form.Get("evidence") != "Smith 2019" || form.Get("response") != "answer" {
			t.Errorf("the form came back as %v", form)
		}
		page := c.submit("/posts", with(form, "evidence", "https://doi.org/10.1000/XYZ.1\nPMID: 31452104", "departs", "It predates the drug."), nil).is(200)
		page.has("1 answer", "10.1000/xyz.1", "31452104", "It predates the drug.", "Departs from the guideline")

		form = b.get(path).is(200).form("/posts")
		if form.Get("response") != "reply" {
			t.Errorf("a member is asked for %q", form.Get("response"))
		}
		b.submit("/posts", with(form, "text", "I would stop it.", "response", "answer"), nil).is(http.StatusUnprocessableEntity)
		b.submit("/posts", with(form, "text", "Any eosinophils?", "response", "question"), nil).is(200).has("1 question to the author")
		a.get(path + "?type=question").is(200).has("Any eosinophils?").hasNot("Stop it.")
		a.get(path + "?type=answer").is(200).has("Stop it.").hasNot("Any eosinophils?")

		questions, err := s.store.AccountPosts(s.Context(), community.Viewer{Actor: bobActor.ID, Local: true, ReadsCases: true}, accountFilter(bobActor), everything)
		if err != nil || len(questions) != 1 || questions[0].Response.Kind != community.Question {
			t.Fatal(questions, err)
		}
		question := community.FormatID(questions[0].ID)
		a.get(path).is(200).hasNot(`action="/p/` + question + `/accept"`)
		a.post("/p/"+question+"/accept", nil).is(http.StatusForbidden)
		// An edit keeps what it is, unless it says otherwise.
		edit := b.get("/p/" + question + "/edit").is(200).form("/p/" + question + "/edit")
		b.submit("/p/"+question+"/edit", with(edit, "text", "Any eosinophils at all?", "response", "thanks"), nil).is(200)
		a.get(path).is(200).has("1 thank-you").hasNot("1 question to the author")
	})
}

// Replies of people who are no verified clinicians stand aside under a public case,
// closed, and its author can switch them off for everybody else.
func TestOtherReplies(t *testing.T) {
	eachSite(t, func(s *site) {
		ana, _ := storagetest.Clinician(s, s.store, "ana")
		bob, _ := storagetest.Member(s, s.store, "bob")
		a, b, v := s.as(ana), s.as(bob), s.visitor()
		path, id := a.presented("audience", "public")
		b.submit("/posts", with(b.get(path).form("/posts"), "text", "My aunt had it."), nil).is(200)
		v.get(path).is(200).has("1 other reply", "My aunt had it.", "not verified clinicians").hasNot("/hide-others", "1 reply<")
		b.post("/p/"+id+"/hide-others", nil).is(http.StatusForbidden)
		a.post("/p/"+id+"/hide-others", nil).is(200).has("Only you see these", "My aunt had it.")
		v.get(path).is(200).hasNot("My aunt had it.", "other reply")
		b.get(path).is(200).hasNot("My aunt had it.")
		a.post("/p/"+id+"/show-others", nil).is(200)
		v.get(path).is(200).has("My aunt had it.")
	})
}
