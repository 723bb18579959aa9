package storage

import (
	"context"
	"fmt"

	"consilium/community"
)

// PostByKey gives the post that an author made with an Idempotency-Key, so that
// a request that comes again is answered before it is judged: its pictures
// belong to the post by then. ErrNotFound when there was none, or the post is
// deleted meanwhile.
func (s *Store) PostByKey(ctx context.Context, author community.ActorID, key string) (community.Post, error) {
	var id community.PostID
	err := one(ctx, s.r, &id, `SELECT i.post FROM idempotency i JOIN post p ON p.id = i.post
		WHERE i.author = ? AND i.name = ? AND p.deleted IS NULL`, author, key)
	if err != nil {
		return community.Post{}, fmt.Errorf("post by key: %w", err)
	}
	return s.Post(ctx, id)
}
