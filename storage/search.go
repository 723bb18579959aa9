package storage

import (
	"context"
	"fmt"
	"unicode/utf8"

	"consilium/community"
)

// SearchTags gives hashtags of public posts that begin so, the most used first.
func (s *Store) SearchTags(ctx context.Context, prefix string, limit int) ([]string, error) {
	from := community.NormalizeTag(prefix)
	if from == "" {
		return nil, nil
	}
	var tags []string
	err := many(ctx, s.r, &tags, `SELECT h.tag FROM hashtag h JOIN open_post p ON p.id = h.post
		WHERE h.tag >= ? AND h.tag < ? AND p.audience = 'public' GROUP BY h.tag ORDER BY COUNT(*) DESC, h.tag LIMIT ?`,
		from, from+string(utf8.MaxRune), Page{Limit: limit}.limit())
	if err != nil {
		return nil, fmt.Errorf("search tags: %w", err)
	}
	return tags, nil
}
