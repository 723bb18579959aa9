package web

import (
	"context"

	"consilium/community"
	"consilium/web/door"
	"consilium/web/page"
)

// writing is what a draft is judged with, beside its own words.
type writing struct {
	form
	// parent is what it answers, old what it edits; nil for none.
	parent, old *community.Post
}

// compose asks the rules to make a publication of a draft. Nothing is
// remembered yet, so that it also serves the preview.
func (s *Web) compose(ctx context.Context, v door.Visitor, d community.PostDraft, w writing) (community.Publication, error) {
	if w.old != nil {
		d.Audience = w.old.Audience.Kind
	}
	around, err := s.surroundings(ctx, v, d, w)
	if err != nil {
		return community.Publication{}, err
	}
	if w.old != nil {
		return community.Revise(v.Person.Actor, *w.old, d, around)
	}
	return community.Publish(v.Person.Actor, d, around)
}

// surroundings loads what the rules need to know.
func (s *Web) surroundings(ctx context.Context, v door.Visitor, d community.PostDraft, w writing) (community.Surroundings, error) {
	around := community.Surroundings{Own: []string{v.Person.User.Email}, Openness: s.Openness.At(v.Instance), Now: s.store.Now(), Parent: w.parent, Media: w.pictures,
		TagBase: s.tagBase(), Domain: s.store.Domain()}
	text := d.Text
	if d.Case != nil {
		around.Words = s.caseWords(d)
		for _, section := range d.Case.Narrative.Filled() {
			text += *section.Text + "\n"
		}
	}
	var err error
	if around.Emoji, err = s.door.Emoji(ctx, d.Text+d.Warning); err != nil {
		return around, err
	}
	if around.Quoted, err = s.quotedHere(ctx, v, w); err != nil {
		return around, err
	}
	if around.Thread, err = s.door.Thread(ctx, v.Person.Actor, w.parent); err != nil {
		return around, err
	}
	if w.parent != nil {
		if around.Founding, err = s.store.Founding(ctx); err != nil {
			return around, err
		}
		author, err := s.store.Actor(ctx, w.parent.Author)
		if err != nil {
			return around, err
		}
		around.Answered = &author
	}
	if w.old != nil {
		if around.Reviewed, err = s.store.Reviewed(ctx, w.old.ID); err != nil {
			return around, err
		}
	}
	if around.Mentioned, err = s.door.Mentioned(ctx, door.Naming{Text: text, Audience: d.Audience}, s.Resolver); err != nil {
		return around, err
	}
	around.Group, err = s.groupAround(ctx, v, d, w)
	return around, err
}

// caseWords are the headings of a case in the language it is written in.
func (s *Web) caseWords(d community.PostDraft) community.CaseWords {
	catalogue := s.door.Renderer.Catalogue()
	written := catalogue.Printer(page.Reader{Language: catalogue.Choose("", d.Language, s.door.Language), Now: s.store.Now()})
	return written.CaseWords(community.PatientContext{AgeBand: community.AgeBand(d.Case.AgeBand), Sex: community.Sex(d.Case.Sex)})
}
