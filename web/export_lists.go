package web

import (
	"context"
	"encoding/csv"
	"io"
)

// listed writes who is on which list, as Mastodon does.
func (e exporter) listed(ctx context.Context, w io.Writer) error {
	out := csv.NewWriter(w)
	for l, err := range e.estate.Listed(ctx) {
		if err != nil {
			return err
		}
		if err := out.Write([]string{l.List, l.Handle.At(e.store.Domain())}); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// followedTags writes the hashtags the member follows, one a line.
func (e exporter) followedTags(ctx context.Context, w io.Writer) error {
	tags, err := e.estate.FollowedTags(ctx)
	if err != nil {
		return err
	}
	for _, tag := range tags {
		if _, err := io.WriteString(w, "#"+tag+"\n"); err != nil {
			return err
		}
	}
	return nil
}
