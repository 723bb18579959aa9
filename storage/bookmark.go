package storage

import (
	"context"
	"fmt"

	"consilium/community"
)

// Bookmark remembers a post for a member and nobody else. Doing so again
// changes nothing.
func (s *Store) Bookmark(ctx context.Context, actor community.ActorID, post community.PostID) error {
	return s.update(ctx, fmt.Sprintf("bookmark post %d", post), func(t *tx) error {
		n, err := t.do(ctx, `INSERT INTO bookmark (actor, post, id, created)
			SELECT ?, p.id, ?, ? FROM post p WHERE p.id = ? AND p.deleted IS NULL ON CONFLICT DO NOTHING`,
			actor, t.store.numbers.next(), at(t.now), post)
		if err != nil || n == 0 {
			return err
		}
		return t.indexKept(ctx, post)
	})
}

// Unbookmark forgets it again.
func (s *Store) Unbookmark(ctx context.Context, actor community.ActorID, post community.PostID) error {
	return s.update(ctx, fmt.Sprintf("unbookmark post %d", post), func(t *tx) error {
		n, err := t.do(ctx, `DELETE FROM bookmark WHERE actor = ? AND post = ?`, actor, post)
		if err != nil || n == 0 {
			return err
		}
		return t.indexKept(ctx, post)
	})
}

// Bookmarks gives what the viewer bookmarked and may still see, newest bookmark
// first.
func (s *Store) Bookmarks(ctx context.Context, v community.Viewer, page Page) ([]Kept, error) {
	return s.kept(ctx, v, page, `SELECT k.id AS entry, `+postColumns+` FROM bookmark k JOIN post p ON p.id = k.post
		WHERE k.actor = ? AND p.deleted IS NULL AND ? ORDER BY ? LIMIT ?`)
}

// Mark is what a viewer did with a post; Muted, with its thread.
type Mark struct{ Liked, Announced, Bookmarked, Pinned, Muted bool }

// Marks gives what the viewer did with each of the posts, in one statement
// whatever their number.
func (s *Store) Marks(ctx context.Context, viewer community.ActorID, posts []community.PostID) (map[community.PostID]Mark, error) {
	marks := make(map[community.PostID]Mark, len(posts))
	if viewer == 0 || len(posts) == 0 {
		return marks, nil
	}
	var rows []struct {
		Post community.PostID
		Deed string
	}
	err := many(ctx, s.r, &rows, `SELECT post, 'like' AS deed FROM liking WHERE actor = ? AND post IN (?)
		UNION ALL SELECT post, 'bookmark' FROM bookmark WHERE actor = ? AND post IN (?)
		UNION ALL SELECT of_post, 'announce' FROM post WHERE author = ? AND of_post IN (?) AND of_post <> 0 AND deleted IS NULL`,
		viewer, in(posts), viewer, in(posts), viewer, in(posts))
	if err != nil {
		return nil, fmt.Errorf("marks of %d: %w", viewer, err)
	}
	for _, r := range rows {
		m := marks[r.Post]
		m.Liked, m.Bookmarked, m.Announced = m.Liked || r.Deed == "like", m.Bookmarked || r.Deed == "bookmark", m.Announced || r.Deed == "announce"
		marks[r.Post] = m
	}
	return marks, nil
}
