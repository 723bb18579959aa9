package storage

import (
	"context"
	"fmt"

	"consilium/community"
)

// filled is how many of the newest posts of somebody a new follower finds in
// the own home.
const filled = 40

// fillHome puts the newest posts of somebody into the home of a member who now
// follows them. Direct posts stay out, answers to people the member does not
// follow too, what is only for this instance comes from members alone, and what is
// for clinicians only to whom it reaches.
func (t *tx) fillHome(ctx context.Context, owner, followed community.ActorID) error {
	v, err := t.viewer(ctx, owner)
	if err != nil {
		return fmt.Errorf("fill home of %d: %w", owner, err)
	}
	_, err = t.do(ctx, `INSERT INTO home_entry (owner, entry, post, announcer)
		SELECT f.follower, p.id, CASE WHEN p.of_post <> 0 THEN p.of_post ELSE p.id END,
			CASE WHEN p.of_post <> 0 THEN p.author ELSE 0 END
		FROM follow AS f JOIN actor AS o ON o.id = f.follower JOIN actor AS a ON a.id = f.followed JOIN post AS p ON p.author = a.id
		WHERE f.follower = ? AND f.followed = ? AND f.state = ? AND o.local AND p.deleted IS NULL
		AND (p.audience IN (?, ?, ?) OR p.audience = ? AND a.local OR ?) AND (p.of_post = 0 OR NOT f.hides_announces)
		AND (p.parent = 0 AND p.parent_iri IS NULL OR EXISTS (
			SELECT 1 FROM post AS q WHERE q.id = p.parent AND (q.author = f.follower OR EXISTS (
				SELECT 1 FROM follow AS g WHERE g.follower = f.follower AND g.followed = q.author AND g.state = f.state))))
		ORDER BY p.id DESC LIMIT ?
		ON CONFLICT DO NOTHING`, owner, followed, string(community.FollowAccepted),
		string(community.Public), string(community.Unlisted), string(community.Followers), string(community.InstanceOnly), forClinicians(v), filled)
	if err != nil {
		return fmt.Errorf("fill home of %d: %w", owner, err)
	}
	return nil
}

// emptyHome takes out of a home what came in by following somebody: their posts
// and what they repeated.
func (t *tx) emptyHome(ctx context.Context, owner, actor community.ActorID) error {
	_, err := t.do(ctx, `DELETE FROM home_entry WHERE owner = ? AND (announcer = ?
		OR announcer = 0 AND EXISTS (SELECT 1 FROM post AS p WHERE p.id = home_entry.post AND p.author = ?))`, owner, actor, actor)
	if err != nil {
		return fmt.Errorf("empty home of %d: %w", owner, err)
	}
	return nil
}
