package storage

import (
	"context"
	"fmt"

	"consilium/community"
)

// Outbox gives an actor's open posts and boosts of open posts, newest first, as
// a visitor sees them.
func (s *Store) Outbox(ctx context.Context, actor community.ActorID, page Page) ([]community.Post, error) {
	return s.list(ctx, page, listing{fetch: func(p Page) ([]entry, error) {
		var rows []postRow
		err := many(ctx, s.r, &rows, `SELECT `+postColumns+` FROM open_post p WHERE p.author = ?
			AND (p.of_post = 0 OR EXISTS (SELECT 1 FROM open_post o WHERE o.id = p.of_post)) AND ? ORDER BY ? LIMIT ?`,
			actor, p.within("p.id"), p.order("p.id"), p.limit())
		return entriesByID(rows, err)
	}})
}

// OutboxCount counts what Outbox gives.
func (s *Store) OutboxCount(ctx context.Context, actor community.ActorID) (int, error) {
	var n int
	err := one(ctx, s.r, &n, `SELECT COUNT(*) FROM open_post p WHERE p.author = ?
		AND (p.of_post = 0 OR EXISTS (SELECT 1 FROM open_post o WHERE o.id = p.of_post))`, actor)
	if err != nil {
		return 0, fmt.Errorf("count outbox of %d: %w", actor, err)
	}
	return n, nil
}

// Replies gives the open answers to a post, newest first.
func (s *Store) Replies(ctx context.Context, post community.PostID, page Page) ([]community.Post, error) {
	return s.list(ctx, page, listing{fetch: func(p Page) ([]entry, error) {
		var rows []postRow
		err := many(ctx, s.r, &rows, `SELECT `+postColumns+` FROM open_post p WHERE p.parent = ? AND p.parent <> 0 AND ? ORDER BY ? LIMIT ?`,
			post, p.within("p.id"), p.order("p.id"), p.limit())
		return entriesByID(rows, err)
	}})
}

// CountPosts counts the open posts of members, by what stands beside each of them: it
// is asked by strangers, and costs the same however much was written.
func (s *Store) CountPosts(ctx context.Context) (int, error) {
	var n int
	err := one(ctx, s.r, &n, `SELECT COALESCE(SUM(a.post_count), 0) FROM user_account u JOIN actor a ON a.id = u.actor
		WHERE a.suspended IS NULL AND a.gone IS NULL`)
	if err != nil {
		return 0, fmt.Errorf("count posts: %w", err)
	}
	return n, nil
}
