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

// PostCounts is how much there is to read, for those who are not signed in.
type PostCounts struct {
	// Posts counts members' open posts, Cases those that are cases.
	Posts, Cases int
}

// PostCounts counts the open posts of members.
func (s *Store) PostCounts(ctx context.Context) (PostCounts, error) {
	var n PostCounts
	err := one(ctx, s.r, &n, `SELECT COUNT(*) AS posts, COALESCE(SUM(CASE WHEN p.kind = 'case' THEN 1 ELSE 0 END), 0) AS cases
		FROM open_post p WHERE p.local AND p.kind <> 'announce'`)
	if err != nil {
		return n, fmt.Errorf("count posts: %w", err)
	}
	return n, nil
}
