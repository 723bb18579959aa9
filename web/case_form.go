package web

import (
	"crypto/rand"
	"net/http"
	"slices"

	"consilium/community"
	"consilium/web/door"
	"consilium/web/page"
)

// newCase is GET /cases/new.
func (s *Web) newCase(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	choices := community.AudienceChoices(v.Subject(), nil, true, s.Openness)
	if len(choices) == 0 {
		return community.ErrForbidden
	}
	view := page.CaseForm{URL: "/cases", Audiences: choices, Audience: choices[0], Once: rand.Text()}
	view.Language, view.Languages = s.languages(v.Printer.Language())
	view.Narrowing.Offered = slices.Contains(choices, community.Clinicians)
	var err error
	if view.Reach, err = s.reach(r.Context(), v.Person.Actor, community.Audience{Kind: community.Clinicians}); err != nil {
		return err
	}
	return s.door.Show(w, r, v, door.Sheet{View: view})
}

// caseDraft is the case form as the rules take it.
func (f form) caseDraft() community.PostDraft {
	return community.PostDraft{Warning: f.Get("warning"), Language: f.Get("language"), Audience: community.AudienceKind(f.Get("audience")),
		Narrow: f.narrow(),
		Case: &community.CaseDraft{
			Title: f.Get("title"), AgeBand: f.Get("age_band"), Sex: f.Get("sex"), Narrative: community.ReadNarrative(f.Get),
			Keywords: f.Get("keywords"), Certainty: f.Get("certainty"), Confirmed: f.Get("confirmed"),
			Specialties: f.Values["specialties"], Consent: f.Get("consent"),
		}}
}

// createCase is POST /cases: the steps preview, edit and post of a new case.
func (s *Web) createCase(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	f, err := s.readForm(r, v)
	if err != nil {
		return err
	}
	if err := s.attach(r, v, &f, 0); err != nil {
		return err
	}
	return s.stepCase(w, r, v, writing{form: f})
}

// stepCase does with a case form what its button said: look at it, go on
// writing, or publish. A form that does not do comes back with everything in it.
func (s *Web) stepCase(w http.ResponseWriter, r *http.Request, v door.Visitor, c writing) error {
	draft := c.caseDraft()
	view := s.caseForm(v, c, draft)
	if c.Get("step") == "edit" {
		return s.door.Show(w, r, v, door.Sheet{View: view})
	}
	publication, err := s.compose(r.Context(), v, draft, c)
	view.Problems, err = c.problemsWith(err)
	switch {
	case err != nil:
		return err
	case view.Problems != nil:
		return s.door.Show(w, r, v, door.Sheet{Status: http.StatusUnprocessableEntity, View: view})
	case c.Get("step") == "preview":
		return s.previewCase(w, r, v, casePreview{view, publication})
	}
	return s.publishCase(w, r, c, publication)
}

func (s *Web) publishCase(w http.ResponseWriter, r *http.Request, c writing, publication community.Publication) error {
	post, err := s.store.Publish(r.Context(), publication.WithKey(c.key()))
	if err != nil {
		return err
	}
	notice := "notice.case_posted"
	if c.old != nil {
		notice = "notice.edited"
	}
	return door.SeeOther(w, r, s.postPath(post), notice)
}

// caseForm is the form with everything that was in it.
func (s *Web) caseForm(v door.Visitor, c writing, d community.PostDraft) page.CaseForm {
	view := page.CaseForm{URL: "/cases", Draft: *d.Case, Warning: d.Warning, Audience: d.Audience, Pictures: c.attachments(), Once: c.Get("once"),
		Audiences: community.AudienceChoices(v.Subject(), nil, true, s.Openness)}
	view.Language, view.Languages = s.languages(d.Language)
	view.Narrowing = page.Narrowing{Offered: c.old == nil && slices.Contains(view.Audiences, community.Clinicians), Draft: d.Narrow}
	if c.old != nil {
		view.URL, view.Cancel = "/p/"+community.FormatID(c.old.ID)+"/edit", s.postPath(*c.old)
		view.Editing, view.Audience = true, c.old.Audience.Kind
	}
	return view
}

// casePreview is a case that could be published as it is.
type casePreview struct {
	form        page.CaseForm
	publication community.Publication
}

// previewCase shows the case as it will be read. Nothing is remembered.
func (s *Web) previewCase(w http.ResponseWriter, r *http.Request, v door.Visitor, c casePreview) error {
	post := c.publication.Post()
	links := community.MentionLinks{}
	for _, a := range c.publication.Mentioned() {
		links[a.Handle] = a
	}
	view := page.CasePreview{Form: c.form, Author: s.door.Line(r.Context(), v.Person.Actor), Body: s.caseBody(post, links), Readers: readersOf(post.Audience)}
	reach, err := s.reach(r.Context(), v.Person.Actor, post.Audience)
	view.Readers.People = reach[post.Audience.Kind]
	if err != nil {
		return err
	}
	return s.door.Show(w, r, v, door.Sheet{View: view})
}
