package storage

import (
	"context"
	"fmt"
	"time"

	"consilium/community"
)

// DeleteToRedraft is DeletePost for a member who writes the post anew: its pictures are
// loose again, as after an upload, and tidied away when nothing takes them. They go with
// what was said of a case, and with what was hidden.
func (s *Store) DeleteToRedraft(ctx context.Context, id community.PostID, now time.Time) error {
	return s.update(ctx, fmt.Sprintf("delete post %d to redraft it", id), func(t *tx) error {
		t.now = now
		_, err := t.do(ctx, `UPDATE media SET post = 0, position = 0, created = ? WHERE NOT hidden AND owner <> 0 AND post = (
			SELECT p.id FROM post AS p WHERE p.id = ? AND p.local AND p.kind = ? AND p.deleted IS NULL AND p.hidden IS NULL
			AND NOT EXISTS (SELECT 1 FROM post AS r WHERE r.id = p.root AND r.kind = ?))`,
			at(now), id, string(community.NotePost), string(community.CasePost))
		if err != nil {
			return err
		}
		return t.deletePost(ctx, id)
	})
}
