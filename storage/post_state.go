package storage

import (
	"context"
	"fmt"

	"consilium/community"
)

// PostState is what decides whether and how a post of a member leaves: when it is
// the same, so is what was made of the post.
type PostState struct {
	Revision, AuthorRevision int
	// Audience says for whom it is. Deleted, Hidden and Closed are Unix
	// milliseconds, 0 for not: the post is, or is hidden while staff look at it; its
	// author left or is closed.
	Audience                community.AudienceKind
	Deleted, Hidden, Closed int64
}

const selectState = `SELECT p.revision, a.revision, p.audience, COALESCE(p.deleted, 0), COALESCE(p.hidden, 0), COALESCE(a.suspended, a.gone, 0)
	FROM post p JOIN actor a ON a.id = p.author WHERE p.id = $1`

// PostState reads it; ErrNotFound. It is asked once for every delivery.
func (s *Store) PostState(ctx context.Context, id community.PostID) (PostState, error) {
	var p PostState
	err := s.hotRow(ctx, selectState, []any{int64(id)}, &p.Revision, &p.AuthorRevision, &p.Audience, &p.Deleted, &p.Hidden, &p.Closed)
	if err != nil {
		return p, fmt.Errorf("state of post %d: %w", id, err)
	}
	return p, nil
}
