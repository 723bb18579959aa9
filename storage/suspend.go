package storage

import (
	"context"
	"fmt"

	"consilium/community"
)

// SuspendActor closes an actor here: its posts are no longer shown, and if it
// is a member its logins are signed out everywhere and its invitations end.
// Suspending again changes nothing. The caller made sure that by may do it.
func (s *Store) SuspendActor(ctx context.Context, id, by community.ActorID, note string) error {
	return s.update(ctx, fmt.Sprintf("suspend actor %d", id), func(t *tx) error {
		a, err := actorWhere(ctx, t, `a.id = ?`, id)
		if err != nil {
			return err
		}
		if err := t.suspend(ctx, a); err != nil {
			return err
		}
		return t.recordStaffAction(ctx, StaffAction{Actor: by, Action: "suspend", Subject: a.Handle.String(), Note: note})
	})
}

// suspend closes an actor.
func (t *tx) suspend(ctx context.Context, a community.Actor) error {
	if _, err := t.do(ctx, `UPDATE actor SET suspended = COALESCE(suspended, ?) WHERE id = ?`, at(t.now), a.ID); err != nil {
		return err
	}
	if a.User == 0 {
		return nil
	}
	if err := t.closeLogin(ctx, a.User); err != nil {
		return err
	}
	// Or other servers would show the account as verified for as long as a document
	// stands. When it is opened again, another is signed.
	return t.takeBack(ctx, a.ID)
}

// unsuspend opens it again, and takes back the decisions that closed it.
func (t *tx) unsuspend(ctx context.Context, a community.Actor) error {
	if a.User != 0 {
		n, err := t.do(ctx, `UPDATE user_account SET state = ? WHERE id = ? AND state IN (?, ?)`,
			string(community.UserActive), a.User, string(community.UserSuspended), string(community.UserActive))
		if err != nil {
			return err
		}
		if n == 0 {
			return community.ErrConflict
		}
		t.tell(News{Topic: TopicUser, ID: int64(a.User)})
	}
	_, err := t.do(ctx, `UPDATE decision SET lifted = ? WHERE person = ? AND act = ? AND lifted IS NULL AND until IS NULL`,
		at(t.now), a.ID, string(community.Suspended))
	if err != nil {
		return err
	}
	_, err = t.do(ctx, `UPDATE actor SET suspended = NULL WHERE id = ?`, a.ID)
	return err
}

func (t *tx) closeLogin(ctx context.Context, user community.UserID) error {
	_, err := t.do(ctx, `UPDATE user_account SET state = ? WHERE id = ? AND state = ?`,
		string(community.UserSuspended), user, string(community.UserActive))
	if err != nil {
		return err
	}
	_, err = t.do(ctx, `UPDATE invitation SET revoked = COALESCE(revoked, ?) WHERE made_by IN (SELECT id FROM actor WHERE user_id = ?)`, at(t.now), user)
	if err != nil {
		return fmt.Errorf("end invitations: %w", err)
	}
	t.tell(News{Topic: TopicUser, ID: int64(user)})
	return t.signOut(ctx, user)
}

// RestoreActor opens a suspended actor again. A member has to sign in anew;
// ErrConflict for a login that was never let in.
func (s *Store) RestoreActor(ctx context.Context, id, by community.ActorID, note string) error {
	return s.update(ctx, fmt.Sprintf("restore actor %d", id), func(t *tx) error {
		a, err := actorWhere(ctx, t, `a.id = ?`, id)
		if err != nil {
			return err
		}
		if err := t.unsuspend(ctx, a); err != nil {
			return err
		}
		return t.recordStaffAction(ctx, StaffAction{Actor: by, Action: "unsuspend", Subject: a.Handle.String(), Note: note})
	})
}
