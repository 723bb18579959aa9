package main

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"consilium/community"
	"consilium/federation/lookup"
	"consilium/storage"
	"consilium/storage/storagetest"
)

// shelf is an index that says what a test wants.
type shelf struct {
	said community.Citation
	err  error
}

func (s *shelf) Cite(context.Context, string) (community.Citation, error) { return s.said, s.err }

// J1: what an index says is kept; when it cannot be asked the lane waits, and when
// its answer makes no sense only this citation does.
func TestCite(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, s *storage.Store) {
		_, ana := storagetest.Member(t, s, "ana")
		p, err := community.Publish(ana, community.PostDraft{Audience: community.InstanceOnly, Case: &community.CaseDraft{Title: "Rash", AgeBand: "30-34", Consent: "written", ConsentScope: "public", Narrative: community.Narrative{PresentingComplaint: "Rash, see https://doi.org/10.1000/a", Question: "What?"}}}, community.Surroundings{Now: s.Now()})
		if err != nil {
			t.Fatal(err)
		}
		post, err := s.Publish(t.Context(), p)
		if err != nil || len(post.Citations) != 1 {
			t.Fatal(post.Citations, err)
		}
		id := post.Citations[0].ID
		index := &shelf{}
		i := &instance{store: s, indexes: lookup.Indexes{community.DOI: index}}
		ask := func() error { return i.cite(t.Context(), storage.Job{Payload: fmt.Sprint(id)}) }

		index.err = &lookup.Unavailable{Register: "crossref", RetryAfter: 7}
		if down, is := errors.AsType[*storage.Down](ask()); !is || down.After != 7 {
			t.Errorf("busy: %v", down)
		}
		index.err = &lookup.Unavailable{Register: "crossref", Answered: true}
		err = ask()
		if _, is := errors.AsType[*storage.Down](err); err == nil || is {
			t.Errorf("nonsense: %v", err)
		}
		index.err = community.ErrNotFound
		expect(t, s, id, ask(), community.Citation{Status: community.CitationUnknown})
		index.err, index.said = nil, community.Citation{Title: "A trial", Retraction: community.Retracted}
		expect(t, s, id, ask(), community.Citation{Status: community.CitationFound, Title: "A trial", Retraction: community.Retracted})
		i.indexes = nil
		if err := ask(); err != nil {
			t.Errorf("switched off: %v", err)
		}
	})
}

func expect(t *testing.T, s *storage.Store, id int64, err error, want community.Citation) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	got, err := s.Citation(t.Context(), id)
	if err != nil || got.Status != want.Status || got.Title != want.Title || got.Retraction != want.Retraction {
		t.Errorf("%+v %v, want %+v", got, err, want)
	}
}
