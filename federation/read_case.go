package federation

import (
	"context"
	"slices"
	"strings"

	"consilium/community"
	"consilium/federation/vocab"
)

// caseOf reads the clinical part another Consilium sent. A case that everybody
// may read is one; for anybody narrower there is no such thing here, and the
// post is read as the text it is.
func (f *Federation) caseOf(ctx context.Context, o vocab.Object, p *community.RemotePost) error {
	if o.Case == nil || o.Type != "Note" || p.Audience.Kind() != community.Public {
		return nil
	}
	accepted, err := f.acceptedOf(ctx, o.Case.AcceptedAnswers, p.IRI)
	if err != nil {
		return err
	}
	c := o.Case
	texts := narrativeOf(c)
	p.Case = community.ReceivedCase(o.Name, community.CaseDraft{
		AgeBand: c.AgeBand, Sex: c.Sex, Specialties: c.Specialties, Certainty: c.Certainty, Confirmed: c.Confirmed,
		Consent: c.ConsentBasis, ConsentScope: c.ConsentScope, Keywords: strings.Join(withoutCommas(c.Keywords), ","),
		Narrative: community.ReadNarrative(func(slug string) string { return *texts[slug] }),
	}, community.CaseStatus(c.Status), accepted...)
	if p.Case != nil {
		p.Kind, p.Case.Solved = community.CasePost, c.Solved
	}
	return nil
}

// withoutCommas keeps what can be a keyword here, as long as one can be: the form has
// commas between them.
func withoutCommas(words []string) []string {
	var kept []string
	for _, w := range words {
		if !strings.Contains(w, ",") {
			kept = append(kept, text(w, community.MaxKeyword))
		}
	}
	return kept
}

// acceptedOf finds the answers that a case elsewhere accepted. Each has to stand in
// the case's own thread: a case accepts nothing that was said elsewhere, and tells
// nobody so.
func (f *Federation) acceptedOf(ctx context.Context, addresses []string, asked community.IRI) ([]community.PostID, error) {
	var accepted []community.PostID
	for _, address := range addresses {
		iri, err := community.ParseIRI(address)
		if err != nil {
			continue
		}
		id, err := f.answerOf(ctx, iri, asked)
		if err != nil && !settled(err) {
			return nil, err
		}
		if id != 0 && !slices.Contains(accepted, id) {
			accepted = append(accepted, id)
		}
	}
	return accepted, nil
}

func (f *Federation) answerOf(ctx context.Context, iri, asked community.IRI) (community.PostID, error) {
	answer, err := f.store.PostByIRI(ctx, iri)
	if err != nil {
		return 0, err
	}
	root, err := f.store.Post(ctx, answer.Root)
	if err != nil || !answer.Deleted.IsZero() || answer.IRI == asked || root.IRI != asked {
		return 0, err
	}
	return answer.ID, nil
}
