package storage

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"consilium/community"
	"consilium/community/credential"
)

// EventMoved is the security event that somebody sent the followers to another
// account.
const EventMoved = "moved"

func splitAliases(text string) []community.IRI {
	var list []community.IRI
	for line := range strings.Lines(text) {
		if iri, err := community.ParseIRI(strings.TrimSuffix(line, "\n")); err == nil {
			list = append(list, iri)
		}
	}
	return list
}

// SetAliases replaces what a member is also known as, and tells the servers of
// the followers. community.AddAlias judged it.
func (s *Store) SetAliases(ctx context.Context, actor community.ActorID, aliases []community.IRI) error {
	lines := make([]string, 0, len(aliases))
	for _, a := range aliases {
		lines = append(lines, a.String())
	}
	return s.update(ctx, fmt.Sprintf("set aliases of %d", actor), func(t *tx) error {
		return t.retell(ctx, actor, `aliases = ?`, strings.Join(lines, "\n"))
	})
}

// retell changes a member's row and sends what it says now. ErrNotFound for
// actors of other servers.
func (t *tx) retell(ctx context.Context, actor community.ActorID, set string, args ...any) error {
	n, err := t.do(ctx, `UPDATE actor SET revision = revision + 1, `+set+` WHERE local AND user_id IS NOT NULL AND id = ?`, append(args, actor)...)
	if err == nil && n == 0 {
		err = community.ErrNotFound
	}
	if err != nil {
		return err
	}
	a, err := actorWhere(ctx, t, `a.id = ?`, actor)
	if err != nil {
		return err
	}
	return t.tellProfile(ctx, a)
}

// Move sends a member's followers to another account, which community.CheckMove
// judged: those elsewhere by an activity that their servers act on, those here by
// making them follow it. What was proved of the member stays behind and ends: a
// credential is of one actor (protocol 6.3 c). ErrConflict when the member moved
// less than community.MoveRest ago.
func (s *Store) Move(ctx context.Context, from, to community.Actor, act Act) error {
	err := s.update(ctx, fmt.Sprintf("move actor %d", from.ID), func(t *tx) error {
		n, err := t.do(ctx, `UPDATE actor SET moved = ? WHERE id = ? AND local AND (moved IS NULL OR moved <= ?)`,
			at(t.now), from.ID, at(t.now.Add(-community.MoveRest)))
		if err != nil {
			return err
		}
		if n == 0 {
			return community.ErrConflict
		}
		// First the new place, so that who reads the actor again because of the Move
		// finds it there.
		if err := t.retell(ctx, from.ID, `moved_to = ?`, to.IRI); err != nil {
			return err
		}
		if err := t.tellMove(ctx, from); err != nil {
			return err
		}
		if err := t.endCredential(ctx, from); err != nil {
			return err
		}
		if err := t.note(ctx, act, EventMoved); err != nil {
			return err
		}
		return t.sendAfter(ctx, from, to)
	})
	if err != nil {
		return err
	}
	return s.MoveFollowers(ctx, from.ID)
}

func (t *tx) tellMove(ctx context.Context, from community.Actor) error {
	inboxes, err := t.followerInboxes(ctx, from.ID)
	if err != nil {
		return err
	}
	return t.deliver(ctx, Delivery{Verb: "Move", Actor: from.ID, Activity: t.store.newActivity(), Object: from.IRI.String()}, inboxes...)
}

// endCredential ends what was proved of a member who goes.
func (t *tx) endCredential(ctx context.Context, a community.Actor) error {
	err := t.changeCredential(ctx, StateChange{Actor: a.ID, State: credential.Former, Reason: "moved", By: a.ID})
	if errors.Is(err, community.ErrNotFound) || errors.Is(err, community.ErrConflict) {
		return nil // was never proved, or no longer
	}
	return err
}

// TakeMoveBack says that a member is here again. Followers who went do not come
// back; those who were still to go stay. ErrConflict when the member went nowhere.
func (s *Store) TakeMoveBack(ctx context.Context, actor community.ActorID) error {
	return s.update(ctx, fmt.Sprintf("take move of %d back", actor), func(t *tx) error {
		a, err := actorWhere(ctx, t, `a.id = ?`, actor)
		if err != nil {
			return err
		}
		if a.MovedTo.IsZero() {
			return community.ErrConflict
		}
		if _, err := t.do(ctx, `DELETE FROM move_follower WHERE from_actor = ?`, actor); err != nil {
			return err
		}
		return t.retell(ctx, actor, `moved_to = NULL`)
	})
}

// ReceiveMove writes that somebody elsewhere went to another account, as
// community.CheckFollowed judged. Members who blocked or muted them do so there
// too; those who follow them are sent after them by MoveFollowers. ErrConflict
// when they moved less than community.FollowRest ago.
func (s *Store) ReceiveMove(ctx context.Context, from, to community.Actor) error {
	return s.update(ctx, fmt.Sprintf("receive move of %d", from.ID), func(t *tx) error {
		n, err := t.do(ctx, `UPDATE actor SET moved = ?, moved_to = ? WHERE id = ? AND NOT local AND (moved IS NULL OR moved <= ?)`,
			at(t.now), to.IRI, from.ID, at(t.now.Add(-community.FollowRest)))
		if err != nil {
			return err
		}
		if n == 0 {
			return community.ErrConflict
		}
		if n, err = t.do(ctx, `DELETE FROM credential WHERE actor = ? AND issuer <> ''`, from.ID); err == nil && n > 0 {
			err = t.setStanding(ctx, from.ID, nil)
		}
		if err != nil {
			return err
		}
		if err := t.keepAway(ctx, from, to); err != nil {
			return err
		}
		return t.sendAfter(ctx, from, to)
	})
}

// Concerned says whether a Move of somebody elsewhere would change anything here:
// members follow, block or mute them.
func (s *Store) Concerned(ctx context.Context, actor community.ActorID) (bool, error) {
	var yes bool
	err := one(ctx, s.r, &yes, `SELECT EXISTS (SELECT 1 FROM follow WHERE followed = ?) OR EXISTS (SELECT 1 FROM block WHERE target = ?)
		OR EXISTS (SELECT 1 FROM mute WHERE target = ?)`, actor, actor, actor)
	if err != nil {
		return false, fmt.Errorf("who is concerned by %d: %w", actor, err)
	}
	return yes, nil
}
