package web

import (
	"context"
	"io"

	"consilium/storage"
)

// followedTags writes the hashtags the member follows, one a line.
func (e exporter) followedTags(ctx context.Context, w io.Writer) error {
	followed, err := e.store.FollowedTags(ctx, e.estate.Actor.ID, storage.Page{})
	if err != nil {
		return err
	}
	for _, f := range followed {
		if _, err := io.WriteString(w, "#"+f.Tag+"\n"); err != nil {
			return err
		}
	}
	return nil
}
