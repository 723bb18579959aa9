package storage

import (
	"context"

	"consilium/community"
)

func hangMentions(ctx context.Context, db reader, ids []community.PostID, at map[community.PostID]*community.Post) error {
	var rows []struct {
		Post  community.PostID
		Actor community.ActorID
	}
	err := many(ctx, db, &rows, `SELECT post, actor FROM mention WHERE post IN (?) ORDER BY post, actor`, in(ids))
	for _, r := range rows {
		at[r.Post].Mentions = append(at[r.Post].Mentions, r.Actor)
	}
	return err
}

// writeMentions is the effect that remembers who is named, and nobody else.
func (t *tx) writeMentions(ctx context.Context, d deed) error {
	if d.old != nil {
		if _, err := t.do(ctx, `DELETE FROM mention WHERE post = ?`, d.post.ID); err != nil {
			return err
		}
	}
	if len(d.post.Mentions) == 0 {
		return nil
	}
	_, err := t.do(ctx, `INSERT INTO mention (post, actor) SELECT ?, id FROM actor WHERE id IN (?) ON CONFLICT DO NOTHING`,
		d.post.ID, in(d.post.Mentions))
	return err
}
