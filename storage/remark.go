package storage

import (
	"context"
	"fmt"

	"consilium/community"
)

// Remark is what a member keeps about somebody: words for nobody else, and whether
// they are shown on the member's own profile.
type Remark struct {
	Note     string
	Endorsed bool
}

// Remarks gives a member's remarks about some actors, in two statements.
func (s *Store) Remarks(ctx context.Context, actor community.ActorID, targets []community.ActorID) (map[community.ActorID]Remark, error) {
	found := make(map[community.ActorID]Remark, len(targets))
	if actor == 0 || len(targets) == 0 {
		return found, nil
	}
	var notes []struct {
		Target community.ActorID
		Words  string
	}
	if err := many(ctx, s.r, &notes, `SELECT target, words FROM actor_note WHERE actor = ? AND target IN (?)`, actor, in(targets)); err != nil {
		return nil, fmt.Errorf("remarks of %d: %w", actor, err)
	}
	for _, n := range notes {
		found[n.Target] = Remark{Note: n.Words}
	}
	var shown []community.ActorID
	if err := many(ctx, s.r, &shown, `SELECT target FROM endorsement WHERE actor = ? AND target IN (?)`, actor, in(targets)); err != nil {
		return nil, fmt.Errorf("remarks of %d: %w", actor, err)
	}
	for _, id := range shown {
		r := found[id]
		r.Endorsed = true
		found[id] = r
	}
	return found, nil
}

// SetNote replaces what a member wrote down about somebody; "" takes it away.
// community.CheckNote judged it.
func (s *Store) SetNote(ctx context.Context, actor, target community.ActorID, words string) error {
	return s.update(ctx, fmt.Sprintf("note of %d about %d", actor, target), func(t *tx) error {
		if words == "" {
			_, err := t.do(ctx, `DELETE FROM actor_note WHERE actor = ? AND target = ?`, actor, target)
			return err
		}
		_, err := t.do(ctx, `INSERT INTO actor_note (actor, target, words, changed) VALUES (?, ?, ?, ?)
			ON CONFLICT (actor, target) DO UPDATE SET words = excluded.words, changed = excluded.changed`, actor, target, words, at(t.now))
		return err
	})
}

// Endorse shows somebody on a member's profile. *Invalid when the member does not
// follow them, or shows enough.
func (s *Store) Endorse(ctx context.Context, actor, target community.ActorID) error {
	return s.update(ctx, fmt.Sprintf("endorse %d by %d", target, actor), func(t *tx) error {
		r, err := t.relation(ctx, actor, target)
		if err != nil {
			return err
		}
		if !r.Follows {
			return &community.Invalid{Field: "id", Problem: community.Say("follow.not_followed")}
		}
		var have int
		if err := one(ctx, t, &have, `SELECT COUNT(*) FROM endorsement WHERE actor = ? AND target <> ?`, actor, target); err != nil {
			return err
		}
		if have >= community.MaxEndorsements {
			return &community.Invalid{Field: "id", Problem: community.Say("follow.too_many_endorsed", "limit", community.MaxEndorsements)}
		}
		_, err = t.do(ctx, `INSERT INTO endorsement (actor, target, created) VALUES (?, ?, ?) ON CONFLICT DO NOTHING`, actor, target, at(t.now))
		return err
	})
}

// Unendorse takes that back; where there is none nothing happens.
func (s *Store) Unendorse(ctx context.Context, actor, target community.ActorID) error {
	return s.update(ctx, fmt.Sprintf("unendorse %d by %d", target, actor), func(t *tx) error {
		return t.endorseNoMore(ctx, actor, target)
	})
}

func (t *tx) endorseNoMore(ctx context.Context, actor, target community.ActorID) error {
	_, err := t.do(ctx, `DELETE FROM endorsement WHERE actor = ? AND target = ?`, actor, target)
	return err
}

// Endorsed lists whom a member shows. The page's numbers are those of the actors.
func (s *Store) Endorsed(ctx context.Context, actor community.ActorID, p Page) ([]community.Actor, error) {
	return s.related(ctx, p, `endorsement AS e JOIN actor AS a ON a.id = e.target WHERE e.actor = ? AND a.suspended IS NULL`, actor)
}

// removeRemarks is part of erasing an actor.
func (t *tx) removeRemarks(ctx context.Context, actor community.ActorID) error {
	for _, table := range []string{"actor_note", "endorsement", "dismissed_suggestion"} {
		if _, err := t.do(ctx, `DELETE FROM `+table+` WHERE actor = ? OR target = ?`, actor, actor); err != nil {
			return fmt.Errorf("remove remarks of %d: %w", actor, err)
		}
	}
	for _, table := range []string{"announcement_read", "announcement_reaction"} {
		if _, err := t.do(ctx, `DELETE FROM `+table+` WHERE actor = ?`, actor); err != nil {
			return fmt.Errorf("remove remarks of %d: %w", actor, err)
		}
	}
	return nil
}

// Familiar lists, for each of some actors, who of those that a member follows follows
// them too, most of each. Who hides whom they follow is not told of, nor who hides
// their followers.
func (s *Store) Familiar(ctx context.Context, member community.ActorID, targets []community.ActorID, most int) (map[community.ActorID][]community.Actor, error) {
	found := make(map[community.ActorID][]community.Actor, len(targets))
	if len(targets) == 0 {
		return found, nil
	}
	var rows []struct{ Target, Follower community.ActorID }
	err := many(ctx, s.r, &rows, `SELECT target, follower FROM (
		SELECT x.followed AS target, x.follower AS follower, ROW_NUMBER() OVER (PARTITION BY x.followed ORDER BY x.follower DESC) AS place
		FROM follow AS x JOIN follow AS mine ON mine.followed = x.follower AND mine.follower = ? AND mine.state = ?
		JOIN actor AS a ON a.id = x.follower JOIN actor AS o ON o.id = x.followed
		WHERE x.followed IN (?) AND x.state = ? AND NOT a.hides_collections AND NOT o.hides_collections
		AND a.suspended IS NULL AND a.gone IS NULL) AS familiar WHERE place <= ? ORDER BY target, follower DESC`,
		member, string(community.FollowAccepted), in(targets), string(community.FollowAccepted), most)
	if err != nil {
		return nil, fmt.Errorf("familiar followers for %d: %w", member, err)
	}
	var ids []community.ActorID
	for _, r := range rows {
		ids = append(ids, r.Follower)
	}
	actors, err := s.Actors(ctx, ids)
	if err != nil {
		return nil, err
	}
	for _, r := range rows {
		if a, known := actors[r.Follower]; known {
			found[r.Target] = append(found[r.Target], a)
		}
	}
	return found, nil
}
