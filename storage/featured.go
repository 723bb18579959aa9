package storage

import (
	"context"
	"fmt"
	"time"

	"consilium/community"
)

// KindFeatured is the kind of job that reads what an actor elsewhere shows first on
// its profile; its payload is the actor's number, its lane what is fetched from
// the actor's host.
const KindFeatured = "featured"

// featuredAgain is how long what an actor elsewhere shows first is taken to be so.
const featuredAgain = 24 * time.Hour

// WantFeatured asks for what an actor elsewhere shows first to be read, as somebody
// looks at its profile: the first time, and again after a day. It returns at once.
func (s *Store) WantFeatured(ctx context.Context, a community.Actor) error {
	if a.Local || a.Featured.IsZero() && a.FeaturedTags.IsZero() || !a.Active() {
		return nil
	}
	var due int
	err := one(ctx, s.r, &due, `SELECT COUNT(*) FROM actor WHERE id = ? AND (featured_read IS NULL OR featured_read < ?)`,
		a.ID, at(s.Now().Add(-featuredAgain)))
	if err != nil || due == 0 { // most looks write nothing
		return err
	}
	return s.update(ctx, fmt.Sprintf("want featured posts of %d", a.ID), func(t *tx) error {
		n, err := t.do(ctx, `UPDATE actor SET featured_read = ? WHERE id = ? AND (featured_read IS NULL OR featured_read < ?)`,
			at(t.now), a.ID, at(t.now.Add(-featuredAgain)))
		if err != nil || n == 0 {
			return err
		}
		return t.enqueue(ctx, fetchLane(a.IRI.Host()), KindFeatured, community.FormatID(a.ID))
	})
}

// FeaturedTags are the hashtags an actor shows on its profile, in order.
func (s *Store) FeaturedTags(ctx context.Context, actor community.ActorID) ([]string, error) {
	var tags []string
	err := many(ctx, s.r, &tags, `SELECT tag FROM featured_tag WHERE actor = ? ORDER BY place`, actor)
	if err != nil {
		return nil, fmt.Errorf("hashtags of %d: %w", actor, err)
	}
	return tags, nil
}

// SetFeaturedTags replaces them; tags are written as community.NormalizeTag does.
func (s *Store) SetFeaturedTags(ctx context.Context, actor community.ActorID, tags []string) error {
	return s.update(ctx, fmt.Sprintf("set hashtags of %d", actor), func(t *tx) error {
		if _, err := t.do(ctx, `DELETE FROM featured_tag WHERE actor = ?`, actor); err != nil {
			return err
		}
		for i, tag := range tags {
			_, err := t.do(ctx, `INSERT INTO featured_tag (actor, tag, place) VALUES (?, ?, ?) ON CONFLICT DO NOTHING`, actor, tag, i)
			if err != nil {
				return err
			}
		}
		return nil
	})
}
