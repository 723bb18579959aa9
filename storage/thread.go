package storage

import (
	"context"
	"database/sql"
	"fmt"
	"slices"

	"consilium/community"
)

// The bounds of a thread (S-IN-5): how far up and how much below a post is
// shown, and how many rows of one thread are looked at.
const (
	mostAncestors   = 200
	mostDescendants = 1000
	mostThreadRows  = 5000
)

// threadRow is a post in its thread, without its words.
type threadRow struct{ ID, Parent community.PostID }

// Thread gives what the viewer may see above a post, oldest first, and below
// it, each answer followed by the answers to it. The caller made sure that the
// viewer may see the post itself.
func (s *Store) Thread(ctx context.Context, v community.Viewer, post community.Post) (ancestors, descendants []community.Post, err error) {
	above, below, scene, err := s.ThreadScene(ctx, v, post)
	if err != nil {
		return nil, nil, err
	}
	return scene.Posts(above), scene.Posts(below), nil
}

// ThreadScene is Thread with what is around the posts, of which it gives the numbers.
func (s *Store) ThreadScene(ctx context.Context, v community.Viewer, post community.Post) (ancestors, descendants []community.PostID, scene *Scene, err error) {
	above, err := s.above(ctx, post)
	if err != nil {
		return nil, nil, nil, err
	}
	below, err := s.below(ctx, post)
	if err != nil {
		return nil, nil, nil, err
	}
	scene, err = s.Scene(ctx, v, slices.Concat(above, []community.PostID{post.ID}, below))
	if err != nil {
		return nil, nil, nil, err
	}
	return scene.visible(above), scene.visible(below), scene, nil
}

// above climbs from parent to parent; a loop ends where it began.
func (s *Store) above(ctx context.Context, post community.Post) ([]community.PostID, error) {
	if post.Parent == 0 {
		return nil, nil
	}
	var rows []threadRow
	err := many(ctx, s.r, &rows, `WITH RECURSIVE up (id, parent, step) AS (
			SELECT p.id, p.parent, 1 FROM post p WHERE p.id = ?
			UNION ALL SELECT p.id, p.parent, up.step + 1 FROM up JOIN post p ON p.id = up.parent
			WHERE up.parent <> 0 AND up.step < ?)
		SELECT id, parent FROM up ORDER BY step`, post.Parent, mostAncestors)
	if err != nil {
		return nil, fmt.Errorf("thread above %d: %w", post.ID, err)
	}
	var ids []community.PostID
	for _, r := range rows {
		if r.ID == post.ID || slices.Contains(ids, r.ID) {
			break
		}
		ids = append(ids, r.ID)
	}
	slices.Reverse(ids)
	return ids, nil
}

const threadNumbers = `SELECT p.id, p.parent FROM post p WHERE p.root = $1 ORDER BY p.id LIMIT $2`

// below reads the thread as numbers and walks down from the post.
func (s *Store) below(ctx context.Context, post community.Post) ([]community.PostID, error) {
	answers := map[community.PostID][]community.PostID{}
	err := s.hotRows(ctx, threadNumbers, []any{int64(post.Root), int64(mostThreadRows)}, func(rows *sql.Rows) error {
		var r threadRow
		err := rows.Scan((*int64)(&r.ID), (*int64)(&r.Parent))
		if r.Parent != 0 {
			answers[r.Parent] = append(answers[r.Parent], r.ID)
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("thread below %d: %w", post.ID, err)
	}
	var ids []community.PostID
	seen := map[community.PostID]bool{post.ID: true}
	// A stack of its own instead of recursion: others decide how deep it goes.
	for stack := []community.PostID{post.ID}; len(stack) > 0 && len(ids) <= mostDescendants; {
		id := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if id != post.ID {
			ids = append(ids, id)
		}
		for _, answer := range slices.Backward(answers[id]) {
			if !seen[answer] {
				seen[answer] = true
				stack = append(stack, answer)
			}
		}
	}
	return ids[:min(len(ids), mostDescendants)], nil
}
