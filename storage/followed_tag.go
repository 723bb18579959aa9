package storage

import (
	"context"
	"fmt"

	"consilium/community"
)

// FollowedTag is a hashtag a member follows; ID is what a list of them is paged by.
type FollowedTag struct {
	ID  int64
	Tag string
}

// FollowTag brings new public posts with a hashtag, written as community.NormalizeTag
// does, into a member's home. Following again changes nothing; *Invalid for too many.
func (s *Store) FollowTag(ctx context.Context, member community.ActorID, tag string) error {
	return s.update(ctx, fmt.Sprintf("follow hashtag for %d", member), func(t *tx) error {
		var have int
		if err := one(ctx, t, &have, `SELECT COUNT(*) FROM followed_tag WHERE actor = ? AND tag <> ?`, member, tag); err != nil {
			return err
		}
		if have >= community.MaxFollowedTags {
			return &community.Invalid{Field: "name", Problem: community.Say("tag.too_many", "limit", community.MaxFollowedTags)}
		}
		_, err := t.do(ctx, `INSERT INTO followed_tag (actor, tag, id, created) SELECT a.id, ?, ?, ? FROM actor AS a
			WHERE a.id = ? AND a.local ON CONFLICT DO NOTHING`, tag, newID[community.PostID](t), at(t.now), member)
		return err
	})
}

// UnfollowTag ends that; what is in the home stays there.
func (s *Store) UnfollowTag(ctx context.Context, member community.ActorID, tag string) error {
	return s.update(ctx, fmt.Sprintf("unfollow hashtag for %d", member), func(t *tx) error {
		_, err := t.do(ctx, `DELETE FROM followed_tag WHERE actor = ? AND tag = ?`, member, tag)
		return err
	})
}

// FollowedTags gives a page of the hashtags a member follows, the latest first; a
// page without a limit gives them all.
func (s *Store) FollowedTags(ctx context.Context, member community.ActorID, page Page) ([]FollowedTag, error) {
	limit := page.Limit
	if limit <= 0 || limit > community.MaxFollowedTags {
		limit = community.MaxFollowedTags
	}
	var tags []FollowedTag
	err := many(ctx, s.r, &tags, `SELECT f.id, f.tag FROM followed_tag AS f WHERE f.actor = ? AND ? ORDER BY ? LIMIT ?`,
		member, page.within("f.id"), page.order("f.id"), limit)
	if err != nil {
		return nil, fmt.Errorf("hashtags that %d follows: %w", member, err)
	}
	return newestFirst(page, tags), nil
}

// TagRelation says what a hashtag is to a member.
type TagRelation struct{ Following, Featuring bool }

// TagRelations says it of several, by tag; nobody's is nothing.
func (s *Store) TagRelations(ctx context.Context, member community.ActorID, tags []string) (map[string]TagRelation, error) {
	found := make(map[string]TagRelation, len(tags))
	if member == 0 || len(tags) == 0 {
		return found, nil
	}
	var rows []struct {
		Tag      string
		Features bool
	}
	err := many(ctx, s.r, &rows, `SELECT tag, FALSE AS features FROM followed_tag WHERE actor = ? AND tag IN (?)
		UNION ALL SELECT tag, TRUE FROM featured_tag WHERE actor = ? AND tag IN (?)`, member, in(tags), member, in(tags))
	if err != nil {
		return nil, fmt.Errorf("hashtags of %d: %w", member, err)
	}
	for _, r := range rows {
		known := found[r.Tag]
		known.Following, known.Featuring = known.Following || !r.Features, known.Featuring || r.Features
		found[r.Tag] = known
	}
	return found, nil
}
