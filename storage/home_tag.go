package storage

import (
	"context"
	"fmt"

	"consilium/community"
)

// fillTagHomes is the effect of a new public post on the homes of those who follow one
// of its hashtags. Nobody gets what somebody wrote who is limited here, or whom they
// muted or blocked, or who blocked them; the home asks again when it is read.
func (t *tx) fillTagHomes(ctx context.Context, d deed) error {
	p := d.post
	if d.Quiet() || p.Audience.Kind != community.Public || len(p.Tags) == 0 {
		return nil
	}
	var wanted bool
	err := one(ctx, t, &wanted, `SELECT EXISTS (SELECT 1 FROM followed_tag WHERE tag IN (?))`, in(p.Tags))
	if err != nil || !wanted {
		return err
	}
	author, err := actorWhere(ctx, t, `a.id = ?`, p.Author)
	if err != nil {
		return err
	}
	rules, err := t.rules(ctx)
	if err != nil || author.Sanctions.Limited(t.now) || isLimited(rules, author) {
		return err
	}
	_, err = t.do(ctx, `INSERT INTO home_entry (owner, entry, post, announcer)
		SELECT DISTINCT f.actor, ?, ?, 0 FROM followed_tag AS f JOIN actor AS a ON a.id = f.actor
		WHERE f.tag IN (?) AND a.suspended IS NULL AND a.gone IS NULL
		AND NOT EXISTS (SELECT 1 FROM mute AS m WHERE m.actor = a.id AND m.target = ? AND (m.until IS NULL OR m.until > ?))
		AND NOT EXISTS (SELECT 1 FROM block AS b WHERE b.actor = a.id AND b.target = ?)
		AND NOT EXISTS (SELECT 1 FROM block AS b WHERE b.actor = ? AND b.target = a.id)
		AND NOT EXISTS (SELECT 1 FROM list_member AS i JOIN list AS x ON x.id = i.list WHERE i.owner = a.id AND i.member = ? AND x.exclusive)
		ON CONFLICT DO NOTHING`, p.ID, p.ID, in(p.Tags), p.Author, at(t.now), p.Author, p.Author, p.Author)
	if err != nil {
		return fmt.Errorf("fill homes with a hashtag: %w", err)
	}
	return nil
}
