package storage

import (
	"context"
	"errors"
	"fmt"

	"consilium/community"
	"consilium/community/credential"
)

// Depart says that a member has left the institution: what they could do as a
// verified clinician, or as staff, ends with this transaction, and the account
// closes after community.DepartureTime. What they wrote stays and is marked
// "formerly". ErrConflict for the last administrator, and for who is leaving
// already.
func (s *Store) Depart(ctx context.Context, actor, by community.ActorID, note string) error {
	return s.update(ctx, fmt.Sprintf("actor %d departs", actor), func(t *tx) error {
		u, err := userWhere(ctx, t, `u.actor = ?`, actor)
		if err != nil {
			return err
		}
		if err := t.mayLeave(ctx, u); err != nil {
			return err
		}
		n, err := t.do(ctx, `UPDATE user_account SET departs = ?, role = ? WHERE id = ? AND departs IS NULL AND state = ?`,
			at(t.now.Add(community.DepartureTime)), string(community.Member), u.ID, string(community.UserActive))
		if err != nil {
			return err
		}
		if n == 0 {
			return community.ErrConflict
		}
		t.tell(News{Topic: TopicUser, ID: int64(u.ID)})
		err = t.changeCredential(ctx, StateChange{Actor: actor, State: credential.Former, Reason: "left", By: by, Note: note})
		if errors.Is(err, community.ErrNotFound) || errors.Is(err, community.ErrConflict) {
			err = t.tellHolder(ctx, actor, LetterCredential) // was never proved, or no longer
		}
		if err != nil {
			return err
		}
		return t.recordStaffAction(ctx, StaffAction{Actor: by, Action: "depart", Subject: u.Name, Note: note})
	})
}

// Stay takes a departure back. What had been proved has to be proved anew.
func (s *Store) Stay(ctx context.Context, actor, by community.ActorID) error {
	return s.update(ctx, fmt.Sprintf("actor %d stays", actor), func(t *tx) error {
		n, err := t.do(ctx, `UPDATE user_account SET departs = NULL, state = ? WHERE actor = ? AND departs IS NOT NULL AND state IN (?, ?)`,
			string(community.UserActive), actor, string(community.UserActive), string(community.UserDeparted))
		if err != nil {
			return err
		}
		if n == 0 {
			return community.ErrConflict
		}
		a, err := actorWhere(ctx, t, `a.id = ?`, actor)
		if err != nil {
			return err
		}
		t.tell(News{Topic: TopicUser, ID: int64(a.User)})
		return t.recordStaffAction(ctx, StaffAction{Actor: by, Action: "stay", Subject: a.Handle.String()})
	})
}

// EndDepartures closes the accounts whose time is over. It is run every minute.
func (s *Store) EndDepartures(ctx context.Context) error {
	return s.update(ctx, "end departures", func(t *tx) error {
		var users []community.UserID
		err := many(ctx, t, &users, `SELECT id FROM user_account WHERE departs <= ? AND state = ? ORDER BY id LIMIT 500`,
			at(t.now), string(community.UserActive))
		if err != nil {
			return err
		}
		for _, id := range users {
			if err := t.closeLogin(ctx, id); err != nil {
				return err
			}
			if _, err := t.do(ctx, `UPDATE user_account SET state = ? WHERE id = ?`, string(community.UserDeparted), id); err != nil {
				return err
			}
		}
		return nil
	})
}
