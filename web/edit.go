package web

import (
	"errors"
	"net/http"
	"slices"
	"strings"

	"consilium/community"
	"consilium/web/door"
	"consilium/web/page"
)

// ownPost is the visitor's own post that {id} names. Somebody else's is
// forbidden when it can be seen, and not there otherwise.
func (s *Web) ownPost(r *http.Request, v door.Visitor) (community.Post, error) {
	p, err := s.postHere(r, v)
	if err == nil && p.Author != v.Person.Actor.ID {
		err = community.ErrForbidden
	}
	return p, err
}

// showEdit is GET /p/{id}/edit.
func (s *Web) showEdit(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	p, err := s.ownPost(r, v)
	if err != nil {
		return err
	}
	was := writing{form: form{pictures: slices.Concat(p.Media, p.Withheld)}, old: &p}
	if p.Case != nil {
		draft := draftOfCase(p)
		if err := s.rememberedConsent(r.Context(), p, draft.Case); err != nil {
			return err
		}
		view, err := s.caseForm(r.Context(), v, was, draft)
		if err != nil {
			return err
		}
		return s.door.Show(w, r, v, door.Sheet{View: view})
	}
	composer := s.editComposer(was, community.PostDraft{Text: p.Source, Warning: p.Warning, Sensitive: p.Sensitive, Language: p.Language})
	if p.Policy.Quote != nil {
		composer.Quotes = community.QuotePolicyOf(v.Person.Actor, p.Policy.Quote)
	}
	parent, err := s.stillAnswered(r, v, p)
	if err != nil {
		return err
	}
	if composer.Responding, err = s.responseForm(r.Context(), v, parent, responseOf(p)); err != nil {
		return err
	}
	return s.showComposer(w, r, v, composeSheet{composer: composer})
}

// draftOfCase is a case as its form holds it.
func draftOfCase(p community.Post) community.PostDraft {
	c := p.Case
	draft := &community.CaseDraft{Title: c.Title, AgeBand: string(c.Patient.AgeBand), Sex: string(c.Patient.Sex), Narrative: c.Narrative,
		Keywords: strings.Join(c.Keywords, ", "), Certainty: string(c.Certainty), Confirmed: string(c.Confirmed), Consent: string(c.Consent),
		Evidence: community.EvidenceField(p.Citations)}
	for _, specialty := range c.Specialties {
		draft.Specialties = append(draft.Specialties, string(specialty))
	}
	return community.PostDraft{Warning: p.Warning, Language: p.Language, Case: draft}
}

// editComposer is the form for an own post. Who can read it stays as it is.
func (s *Web) editComposer(w writing, d community.PostDraft) page.Composer {
	c := page.Composer{URL: "/p/" + community.FormatID(w.old.ID) + "/edit", Text: d.Text, Warning: d.Warning, Sensitive: d.Sensitive,
		Audience: w.old.Audience.Kind, Limit: community.MaxPost, Pictures: w.attachments(), Editing: true, Return: s.postPath(*w.old)}
	c.Language, c.Languages = s.languages(d.Language)
	c.Quotes = d.Quotes
	return c
}

// edit is POST /p/{id}/edit.
func (s *Web) edit(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	p, err := s.ownPost(r, v)
	if err != nil {
		return err
	}
	f, err := s.readForm(r, v)
	if err != nil {
		return err
	}
	if err := s.attach(r, v, &f, p.ID); err != nil {
		return err
	}
	c := writing{form: f, old: &p}
	if c.parent, err = s.stillAnswered(r, v, p); err != nil {
		return err
	}
	if p.Case != nil {
		return s.stepCase(w, r, v, c)
	}
	return s.editPost(w, r, v, c)
}

func (s *Web) editPost(w http.ResponseWriter, r *http.Request, v door.Visitor, c writing) error {
	made, err := s.pass(r, v, &c, form.postDraft)
	problems, err := c.problemsWith(err)
	if err != nil {
		return err
	}
	draft := made.draft
	switch {
	case made.held:
		return door.SeeOther(w, r, "/cases/drafts", "notice.held")
	case problems != nil || made.gate != nil:
		composer := s.editComposer(c, draft)
		composer.Problems, composer.Gate, composer.Saved = problems, made.gate, savedDraft(c.form)
		if draft.Response != nil {
			if composer.Responding, err = s.responseForm(r.Context(), v, c.parent, *draft.Response); err != nil {
				return err
			}
		}
		return s.showComposer(w, r, v, composeSheet{composer: composer, status: http.StatusUnprocessableEntity})
	}
	post, err := s.store.Publish(r.Context(), made.publication.WithDraft(c.draft()))
	if err != nil {
		return err
	}
	return door.SeeOther(w, r, s.postPath(post), "notice.edited")
}

// stillAnswered is the post that an own post answers, as far as its author can
// still see it.
func (s *Web) stillAnswered(r *http.Request, v door.Visitor, p community.Post) (*community.Post, error) {
	if p.Parent == 0 {
		return nil, nil
	}
	parent, err := s.store.VisiblePost(r.Context(), v.Viewer(), p.Parent)
	if errors.Is(err, community.ErrNotFound) {
		return nil, nil
	}
	return &parent, err
}
