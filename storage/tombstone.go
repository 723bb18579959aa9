package storage

import (
	"context"
	"fmt"

	"consilium/community"
)

// OpenTombstone gives what is left of a member's post that everybody could read
// and that was deleted. ErrNotFound for every other identifier, so that a
// tombstone never tells of a post that was not for all.
func (s *Store) OpenTombstone(ctx context.Context, iri community.IRI) (community.Post, error) {
	var row postRow
	err := one(ctx, s.r, &row, `SELECT `+postColumns+` FROM post p WHERE p.iri = ? AND p.local AND p.of_post = 0
		AND p.deleted IS NOT NULL AND p.audience IN ('public', 'unlisted')`, iri)
	if err != nil {
		return community.Post{}, fmt.Errorf("tombstone: %w", err)
	}
	return row.post(), nil
}
