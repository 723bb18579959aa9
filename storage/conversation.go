package storage

import (
	"context"

	"consilium/community"
)

// Conversation gives the posts of a thread that everybody may read, the one that began
// it among them, newest first.
func (s *Store) Conversation(ctx context.Context, root community.PostID, page Page) ([]community.Post, error) {
	return s.list(ctx, page, listing{fetch: func(p Page) ([]entry, error) {
		var rows []postRow
		err := many(ctx, s.r, &rows, `SELECT `+postColumns+` FROM open_post p WHERE p.root = ? AND p.of_post = 0 AND ? ORDER BY ? LIMIT ?`,
			root, p.within("p.id"), p.order("p.id"), p.limit())
		return entriesByID(rows, err)
	}})
}
