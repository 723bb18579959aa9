package storage

import (
	"context"
	"fmt"
	"slices"
	"time"

	"consilium/community"
)

// TagUse is how an actor uses a hashtag where everybody may read it.
type TagUse struct {
	Tag   string
	Posts int
	// Last is when it was last used; zero for never.
	Last time.Time
}

type tagUseRow struct {
	Tag   string
	Posts int
	Last  stamp
}

// TagUses says it of several tags, in their order.
func (s *Store) TagUses(ctx context.Context, actor community.ActorID, tags []string) ([]TagUse, error) {
	uses := make([]TagUse, 0, len(tags))
	if len(tags) == 0 {
		return uses, nil
	}
	var rows []tagUseRow
	err := many(ctx, s.r, &rows, `SELECT h.tag, COUNT(*) AS posts, MAX(p.published) AS last FROM open_post AS p JOIN hashtag AS h ON h.post = p.id
		WHERE p.author = ? AND p.kind <> 'announce' AND h.tag IN (?) GROUP BY h.tag`, actor, in(tags))
	if err != nil {
		return nil, fmt.Errorf("uses of hashtags by %d: %w", actor, err)
	}
	for _, tag := range tags {
		use := TagUse{Tag: tag}
		if i := slices.IndexFunc(rows, func(r tagUseRow) bool { return r.Tag == tag }); i >= 0 {
			use.Posts, use.Last = rows[i].Posts, rows[i].Last.Time
		}
		uses = append(uses, use)
	}
	return uses, nil
}

// recentOwn is among how many of one's newest posts hashtags are looked for that one
// might show, and suggestedTags how many of them are suggested.
const (
	recentOwn     = 200
	suggestedTags = 10
)

// SuggestedTags are hashtags that a member used most of late in public and does not
// show on the profile.
func (s *Store) SuggestedTags(ctx context.Context, actor community.ActorID) ([]string, error) {
	var tags []string
	err := many(ctx, s.r, &tags, `SELECT h.tag FROM hashtag AS h WHERE h.post IN (
			SELECT p.id FROM open_post AS p WHERE p.author = ? AND p.kind <> 'announce' ORDER BY p.id DESC LIMIT ?)
		AND NOT EXISTS (SELECT 1 FROM featured_tag AS f WHERE f.actor = ? AND f.tag = h.tag)
		GROUP BY h.tag ORDER BY COUNT(*) DESC, h.tag LIMIT ?`, actor, recentOwn, actor, suggestedTags)
	if err != nil {
		return nil, fmt.Errorf("suggest hashtags to %d: %w", actor, err)
	}
	return tags, nil
}

// FeatureTag shows one more hashtag on a member's profile. What is shown already
// changes nothing; *Invalid for too many.
func (s *Store) FeatureTag(ctx context.Context, actor community.ActorID, tag string) error {
	return s.update(ctx, fmt.Sprintf("feature hashtag of %d", actor), func(t *tx) error {
		var have []string
		if err := many(ctx, t, &have, `SELECT tag FROM featured_tag WHERE actor = ?`, actor); err != nil {
			return err
		}
		switch {
		case slices.Contains(have, tag):
			return nil
		case len(have) >= community.MaxFeaturedTags:
			return &community.Invalid{Field: "name", Problem: community.Say("account.too_many_tags", "limit", community.MaxFeaturedTags)}
		}
		_, err := t.do(ctx, `INSERT INTO featured_tag (actor, tag, place) SELECT ?, ?, COALESCE(MAX(place), -1) + 1 FROM featured_tag WHERE actor = ?`,
			actor, tag, actor)
		return err
	})
}

// UnfeatureTag takes one away again; one that is not there is none.
func (s *Store) UnfeatureTag(ctx context.Context, actor community.ActorID, tag string) error {
	return s.update(ctx, fmt.Sprintf("unfeature hashtag of %d", actor), func(t *tx) error {
		_, err := t.do(ctx, `DELETE FROM featured_tag WHERE actor = ? AND tag = ?`, actor, tag)
		return err
	})
}
