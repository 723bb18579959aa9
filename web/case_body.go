package web

import (
	"consilium/community"
	"consilium/web/page"
)

// questionLength is how much of a question a list shows, in characters.
const questionLength = 280

// caseCard is a case in a list.
func caseCard(p community.Post) *page.CaseCard {
	c := p.Case
	card := &page.CaseCard{Pictures: len(p.Media), Title: c.Title, Question: cutText(c.Question, questionLength), Patient: c.Patient,
		Specialties: c.Specialties, State: page.StateOf(c.Status, p.Replies), Responses: p.Replies}
	if !c.FirstResponse.IsZero() {
		card.First = c.FirstResponse.Sub(p.Published)
	}
	return card
}

// caseBody is a case in full. mentioned are the actors its texts name.
func (s *Web) caseBody(p community.Post, mentioned community.MentionLinks) page.CaseBody {
	c := p.Case
	read := func(text string) community.SafeHTML { return community.Compose(text, mentioned, s.tagBase()) }
	body := page.CaseBody{
		Title: c.Title, Question: read(c.Question), Patient: c.Patient, Specialties: c.Specialties, Keywords: c.Keywords,
		Certainty: c.Certainty, Confirmed: c.Confirmed, Consent: c.Consent, State: page.StateOf(c.Status, p.Replies),
		Solved: c.Solved, Language: p.Language, Warning: p.Warning, Pictures: s.pictures(p),
		Citations: p.Citations, Completeness: c.Completeness(),
	}
	for _, section := range c.Filled() {
		if section.Slug != "question" {
			body.Sections = append(body.Sections, page.Section{Slug: section.Slug, Text: read(*section.Text)})
		}
	}
	return body
}

// mentionLinks are the people a post names, as its texts write them.
func mentionLinks(p community.Post, actors map[community.ActorID]community.Actor) community.MentionLinks {
	links := make(community.MentionLinks, len(p.Mentions))
	for _, id := range p.Mentions {
		if a, known := actors[id]; known {
			links[a.Handle] = a
		}
	}
	return links
}

// tagBase is the absolute address under which hashtags have their pages.
func (s *Web) tagBase() string { return s.store.Base() + "/tags/" }
