package storage

import (
	"context"
	"errors"
	"fmt"

	"consilium/community"
)

// OwnStatusList is the list that new credentials are taken back by, made at the
// first question.
func (s *Store) OwnStatusList(ctx context.Context) (community.IRI, error) {
	var iri community.IRI
	err := one(ctx, s.r, &iri, `SELECT iri FROM own_status_list ORDER BY number DESC LIMIT 1`)
	if errors.Is(err, community.ErrNotFound) {
		err = s.update(ctx, "make status list", func(t *tx) error {
			_, iri, err = t.ownList(ctx)
			return err
		})
	}
	if err != nil {
		return iri, fmt.Errorf("own status list: %w", err)
	}
	return iri, nil
}

// RevokedCount says how many entries were taken back at all. Since none ever
// comes back, lists are what they were as long as the count is.
func (s *Store) RevokedCount(ctx context.Context) (int, error) {
	var n int
	if err := one(ctx, s.r, &n, `SELECT COUNT(*) FROM status_entry WHERE revoked IS NOT NULL`); err != nil {
		return 0, fmt.Errorf("count revoked entries: %w", err)
	}
	return n, nil
}

// RevokedEntries gives the entries of one of our lists that were taken back.
// ErrNotFound when there is no such list.
func (s *Store) RevokedEntries(ctx context.Context, list community.IRI) ([]int, error) {
	var number int64
	if err := one(ctx, s.r, &number, `SELECT number FROM own_status_list WHERE iri = ?`, list); err != nil {
		return nil, fmt.Errorf("status list: %w", err)
	}
	first := number * ListEntries
	var entries []int
	err := many(ctx, s.r, &entries, `SELECT entry - ? FROM status_entry WHERE revoked IS NOT NULL AND entry >= ? AND entry < ? ORDER BY entry`,
		first, first, first+ListEntries)
	if err != nil {
		return nil, fmt.Errorf("status list: %w", err)
	}
	return entries, nil
}
