package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"

	"consilium/community"
	"consilium/federation/lookup"
	"consilium/storage"
)

// openIndexes makes the indexes of literature that can be asked here; none when
// citations.enabled is off.
func (i *instance) openIndexes(guarded *http.Client) error {
	c := i.config.Citations
	if !*c.Enabled {
		return nil
	}
	crossref, err := lookup.NewCrossref(lookup.Options{Client: guarded, Base: c.CrossrefURL, Now: i.now})
	if err != nil {
		return fmt.Errorf("citations.crossref_url: %w", err)
	}
	pubmed, err := lookup.NewPubMed(lookup.Options{Client: guarded, Base: c.PubMedURL, Now: i.now})
	if err != nil {
		return fmt.Errorf("citations.pubmed_url: %w", err)
	}
	i.indexes = lookup.Indexes{community.DOI: crossref, community.PMID: pubmed}
	return nil
}

// cite asks an index about a citation (storage.KindCite). While none may be asked
// the citation stays as it is.
func (i *instance) cite(ctx context.Context, job storage.Job) error {
	if i.indexes == nil {
		return nil
	}
	id, err := strconv.ParseInt(job.Payload, 10, 64)
	if err != nil {
		return &storage.Never{Err: err}
	}
	c, err := i.store.Citation(ctx, id)
	if errors.Is(err, community.ErrNotFound) {
		return nil // nobody names it any more
	}
	if err != nil {
		return err
	}
	said, err := i.indexes.Cite(ctx, c)
	switch unavailable, down := errors.AsType[*lookup.Unavailable](err); {
	case errors.Is(err, community.ErrNotFound):
		said.Status = community.CitationUnknown
	case down && lookup.Busy(err):
		return &storage.Down{Err: fmt.Errorf("ask index: %w", err), After: unavailable.RetryAfter}
	case err != nil:
		return fmt.Errorf("ask index: %w", err)
	}
	return i.store.RecordCitation(ctx, id, said)
}

// refreshCitations has the indexes asked again about what is a week old.
func (i *instance) refreshCitations(ctx context.Context) error {
	if i.indexes == nil {
		return nil
	}
	return i.store.RefreshCitations(ctx)
}
