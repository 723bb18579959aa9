package web

import (
	"context"
	"crypto/rand"
	"net/http"
	"slices"

	"consilium/community"
	"consilium/storage"
	"consilium/web/door"
	"consilium/web/page"
)

// newCase is GET /cases/new.
func (s *Web) newCase(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	view, err := s.caseForm(r.Context(), v, writing{}, community.PostDraft{Case: &community.CaseDraft{}, Language: v.Printer.Language()})
	if err != nil {
		return err
	}
	if len(view.Audiences) == 0 {
		return community.ErrForbidden
	}
	if view.Others, err = s.hasDrafts(r.Context(), v); err != nil {
		return err
	}
	return s.door.Show(w, r, v, door.Sheet{View: view})
}

// caseDraft is the case form as the rules take it.
func (f form) caseDraft() community.PostDraft {
	d := community.PostDraft{Warning: f.Get("warning"), Language: f.Get("language"), Audience: community.AudienceKind(f.Get("audience")),
		Narrow: f.narrow(),
		Case: &community.CaseDraft{
			Title: f.Get("title"), AgeBand: f.Get("age_band"), Sex: f.Get("sex"), Narrative: community.ReadNarrative(f.Get),
			Keywords: f.Get("keywords"), Certainty: f.Get("certainty"), Confirmed: f.Get("confirmed"), Evidence: f.Get("evidence"),
			Specialties: f.Values["specialties"], Poll: f.pollDraft(),
		}}
	f.consent(d.Case)
	d.DropVersions = f.Get("drop_versions") == "on"
	return d
}

// createCase is POST /cases: the steps preview, similar, edit and post of a new case.
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

// stepCase does with a case form what its button said: look at it, look for similar
// cases, go on writing, or publish. A form that does not do comes back with
// everything in it.
func (s *Web) stepCase(w http.ResponseWriter, r *http.Request, v door.Visitor, c writing) error {
	step := c.Get("step")
	if step != "similar" && step != "edit" {
		return s.checkCase(w, r, v, c)
	}
	draft := c.caseDraft()
	view, err := s.caseForm(r.Context(), v, c, draft)
	if err == nil && step == "similar" {
		view.Similar, err = s.similar(r.Context(), v, c, draft)
	}
	if err != nil {
		return err
	}
	return s.door.Show(w, r, v, door.Sheet{View: view})
}

// checkCase shows what is wrong with a case form or what the gate says of it, else
// its preview, or publishes it.
func (s *Web) checkCase(w http.ResponseWriter, r *http.Request, v door.Visitor, c writing) error {
	made, err := s.pass(r, v, &c, form.caseDraft)
	problems, err := c.problemsWith(err)
	switch {
	case err != nil:
		return err
	case made.held:
		return door.SeeOther(w, r, "/cases/drafts", "notice.held")
	}
	view, err := s.caseForm(r.Context(), v, c, made.draft)
	if err != nil {
		return err
	}
	switch {
	case problems != nil || made.gate != nil:
		if view.Problems, view.Gate = problems, made.gate; view.Gate != nil {
			view.Gate.Step = "preview"
		}
		return s.door.Show(w, r, v, door.Sheet{Status: http.StatusUnprocessableEntity, View: view})
	case c.Get("step") == "preview":
		return s.previewCase(w, r, v, casePreview{view, c, made.draft, made.publication})
	}
	return s.publishCase(w, r, c, made.publication)
}

func (s *Web) publishCase(w http.ResponseWriter, r *http.Request, c writing, publication community.Publication) error {
	post, err := s.store.Publish(r.Context(), publication.WithKey(c.key()).WithDraft(c.draft()))
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
func (s *Web) caseForm(ctx context.Context, v door.Visitor, c writing, d community.PostDraft) (page.CaseForm, error) {
	view := page.CaseForm{URL: "/cases", Draft: *d.Case, Warning: d.Warning, Audience: d.Audience, Pictures: c.attachments(), Once: c.Get("once"),
		Audiences: community.AudienceChoices(v.Subject(), nil, true, s.Openness.At(v.Instance)), Problems: c.problems}
	if view.Once == "" {
		view.Once = rand.Text()
	}
	if !slices.Contains(view.Audiences, view.Audience) && len(view.Audiences) > 0 {
		view.Audience = view.Audiences[0]
	}
	view.Language, view.Languages = s.languages(d.Language)
	view.Narrowing = page.Narrowing{Offered: c.old == nil && slices.Contains(view.Audiences, community.Clinicians), Draft: d.Narrow}
	if id, saved := c.draft(); id != 0 {
		view.Saved = page.SavedDraft{ID: community.FormatID(id), At: saved}
	}
	if c.old != nil {
		view.Edits, view.Cancel = community.FormatID(c.old.ID), s.postPath(*c.old)
		view.URL, view.Editing, view.Audience = "/p/"+view.Edits+"/edit", true, c.old.Audience.Kind
		return view, nil
	}
	if err := s.reached(ctx, v, &view); err != nil || !slices.Contains(view.Audiences, community.Public) {
		return view, err
	}
	var err error
	view.To, err = s.groupChoice(ctx, v, c.Get("group"))
	return view, err
}

// reached says whom each choice of readers reaches, and what its author may do where
// that is nobody.
func (s *Web) reached(ctx context.Context, v door.Visitor, view *page.CaseForm) error {
	asked, err := view.Narrowing.Draft.Check()
	if err != nil || !view.Narrowing.Offered {
		asked = community.Audience{Kind: community.Clinicians}
	}
	view.Reach, err = s.reach(ctx, v.Person.Actor, asked)
	view.Help = page.NobodyHelp{Invite: s.door.MayInvite() && v.May(community.MakeInvites),
		Verify: v.May(community.ApplyVerification) && !v.May(community.WriteClinical)}
	return err
}

// mostSimilar is how many similar cases are shown beside one that is being written.
const mostSimilar = 5

// similar are cases the author can read that share words with the one in the form
// (C21).
func (s *Web) similar(ctx context.Context, v door.Visitor, c writing, d community.PostDraft) (page.SimilarCases, error) {
	text := d.Case.Title + "\n" + d.Case.Keywords
	for _, section := range d.Case.Narrative.Filled() {
		text += "\n" + *section.Text
	}
	var fields []community.Specialty
	for _, field := range d.Case.Specialties {
		if f := community.Specialty(field); f.Known() {
			fields = append(fields, f)
		}
	}
	found, err := s.store.SimilarCases(ctx, v.Viewer(), storage.Likeness{Text: text, Specialties: fields, Limit: mostSimilar + 1})
	list := page.SimilarCases{Asked: true}
	for _, p := range found {
		if p.Case == nil || c.old != nil && p.ID == c.old.ID || len(list.Cases) == mostSimilar {
			continue
		}
		list.Cases = append(list.Cases, page.SimilarCase{URL: s.postPath(p), Title: p.Case.Title, Patient: p.Case.Patient,
			State: page.StateOf(p.Case.Status, p.Replies), Responses: p.Replies})
	}
	return list, err
}

// casePreview is a case that could be published as it is.
type casePreview struct {
	view        page.CaseForm
	c           writing
	draft       community.PostDraft
	publication community.Publication
}

// previewCase shows the case as it will be read. Nothing is remembered.
func (s *Web) previewCase(w http.ResponseWriter, r *http.Request, v door.Visitor, c casePreview) error {
	ctx, post := r.Context(), c.publication.Post()
	links := community.MentionLinks{}
	for _, a := range c.publication.Mentioned() {
		links[a.Handle] = a
	}
	view := page.CasePreview{Form: c.view, Author: s.door.Line(ctx, v.Person.Actor), Body: s.caseBody(post, links), Readers: readersOf(post.Audience),
		Fields: c.c.Values, Poll: previewPoll(c.publication.Poll())}
	reach, err := s.reach(ctx, v.Person.Actor, post.Audience)
	if err != nil {
		return err
	}
	view.Readers.People = reach[post.Audience.Kind]
	if view.Similar, err = s.similar(ctx, v, c.c, c.draft); err != nil {
		return err
	}
	return s.door.Show(w, r, v, door.Sheet{View: view})
}
