package storage

import (
	"context"
	"errors"
	"fmt"

	"consilium/community"
)

// movedAtOnce is how many members are sent after somebody in one transaction,
// so that others may write in between.
const movedAtOnce = 50

// mostKeptAway bounds whom one Move has blocked in the other place, too.
const mostKeptAway = 1000

// sendAfter notes which members have to follow to instead of from.
func (t *tx) sendAfter(ctx context.Context, from, to community.Actor) error {
	_, err := t.do(ctx, `INSERT INTO move_follower (from_actor, follower, to_actor) SELECT f.followed, f.follower, ?
		FROM follow AS f JOIN actor AS a ON a.id = f.follower WHERE f.followed = ? AND f.state = ? AND a.local AND a.user_id IS NOT NULL
		ON CONFLICT (from_actor, follower) DO UPDATE SET to_actor = excluded.to_actor`, to.ID, from.ID, string(community.FollowAccepted))
	return err
}

// MoveFollowers sends the members who follow somebody after them. It may be
// stopped and begun again at any time.
func (s *Store) MoveFollowers(ctx context.Context, from community.ActorID) error {
	for done := false; !done; {
		err := s.update(ctx, fmt.Sprintf("move followers of %d", from), func(t *tx) error {
			var rows []struct{ Follower, ToActor community.ActorID }
			err := many(ctx, t, &rows, `DELETE FROM move_follower WHERE from_actor = ? AND follower IN (
				SELECT follower FROM move_follower WHERE from_actor = ? ORDER BY follower LIMIT ?) RETURNING follower, to_actor`, from, from, movedAtOnce)
			if err != nil {
				return err
			}
			for _, r := range rows {
				if err := t.moveFollower(ctx, r.Follower, from, r.ToActor); err != nil {
					return err
				}
			}
			done = len(rows) < movedAtOnce
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// moveFollower makes one member follow to instead of from. Where either blocks
// the other the member keeps following from, who is heard of no more.
func (t *tx) moveFollower(ctx context.Context, follower, from, to community.ActorID) error {
	old, err := t.follow(ctx, follower, from)
	if errors.Is(err, community.ErrNotFound) || err == nil && old.State != community.FollowAccepted {
		return nil // thought better of it
	}
	if err != nil {
		return err
	}
	away, err := t.pair(ctx, follower, to)
	if err != nil {
		return err
	}
	r, err := t.relation(ctx, follower, to)
	if err != nil {
		return err
	}
	if follower != to && !r.Follows && !r.Requested {
		wish, refused := community.RequestFollow(away.follower, away.followed, r, t.now)
		if refused != nil {
			return nil
		}
		wish.HidesAnnounces = old.HidesAnnounces
		if _, err := t.beginFollow(ctx, away, wish); err != nil {
			return err
		}
	}
	before, err := t.pair(ctx, follower, from)
	if err != nil {
		return err
	}
	return t.unfollow(ctx, before)
}

// keepAway has members who blocked or muted somebody do so in the new place: it
// is the same person. Who chose to follow them there is left alone.
func (t *tx) keepAway(ctx context.Context, from, to community.Actor) error {
	var blockers []community.ActorID
	err := many(ctx, t, &blockers, `SELECT b.actor FROM block AS b JOIN actor AS a ON a.id = b.actor WHERE b.target = ? AND a.local AND b.actor <> ?
		AND NOT EXISTS (SELECT 1 FROM follow AS f WHERE f.follower = b.actor AND f.followed = ?) ORDER BY b.actor LIMIT ?`, from.ID, to.ID, to.ID, mostKeptAway)
	if err != nil {
		return err
	}
	for _, id := range blockers {
		if err := t.block(ctx, id, to.ID); err != nil {
			return err
		}
	}
	_, err = t.do(ctx, `INSERT INTO mute (actor, target, notifications, until, created)
		SELECT m.actor, ?, m.notifications, m.until, ? FROM mute AS m WHERE m.target = ? AND m.actor <> ?
		AND NOT EXISTS (SELECT 1 FROM follow AS f WHERE f.follower = m.actor AND f.followed = ?) ON CONFLICT DO NOTHING`,
		to.ID, at(t.now), from.ID, to.ID, to.ID)
	return err
}

// finishMoves sends after those who moved whoever was left behind when a process
// ended.
func (s *Store) finishMoves(ctx context.Context) error {
	var left []community.ActorID
	if err := many(ctx, s.r, &left, `SELECT DISTINCT from_actor FROM move_follower ORDER BY from_actor`); err != nil {
		return fmt.Errorf("moves to finish: %w", err)
	}
	for _, from := range left {
		if err := s.MoveFollowers(ctx, from); err != nil {
			return err
		}
	}
	return nil
}
