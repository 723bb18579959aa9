package storage

import (
	"context"

	"consilium/community"
)

func hangTags(ctx context.Context, db reader, ids []community.PostID, at map[community.PostID]*community.Post) error {
	var rows []struct {
		Tag  string
		Post community.PostID
	}
	err := many(ctx, db, &rows, `SELECT tag, post FROM hashtag WHERE post IN (?) ORDER BY post, tag`, in(ids))
	for _, r := range rows {
		at[r.Post].Tags = append(at[r.Post].Tags, r.Tag)
	}
	return err
}

// writeTags is the effect that remembers the hashtags of a post, and no others.
func (t *tx) writeTags(ctx context.Context, d deed) error {
	if d.old != nil {
		if _, err := t.do(ctx, `DELETE FROM hashtag WHERE post = ?`, d.post.ID); err != nil {
			return err
		}
	}
	for _, tag := range d.post.Tags {
		_, err := t.do(ctx, `INSERT INTO hashtag (tag, post) VALUES (?, ?) ON CONFLICT DO NOTHING`, tag, d.post.ID)
		if err != nil {
			return err
		}
	}
	return nil
}
