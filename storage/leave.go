package storage

import (
	"context"
	"fmt"

	"consilium/community"
)

// Leave closes a member's account for good: the person is signed out, what they
// wrote becomes tombstones here, every server that was sent anything of theirs
// or follows them is told, and the address and whatever else was known of the
// person is forgotten. The name stays taken, since names are never used again.
// ErrConflict for the last administrator, who has to make another one first.
func (s *Store) Leave(ctx context.Context, id community.UserID) error {
	return s.update(ctx, fmt.Sprintf("close account %d", id), func(t *tx) error {
		u, err := userWhere(ctx, t, `u.id = ?`, id)
		if err != nil {
			return err
		}
		a, err := actorWhere(ctx, t, `a.id = ?`, u.Actor)
		if err != nil {
			return err
		}
		return t.leave(ctx, u, a)
	})
}

// leave is Leave in a transaction.
func (t *tx) leave(ctx context.Context, u community.User, a community.Actor) error {
	if err := t.mayLeave(ctx, u); err != nil {
		return err
	}
	if err := t.sayFarewell(ctx, a); err != nil {
		return err
	}
	if err := t.closeLogin(ctx, u.ID); err != nil {
		return err
	}
	if err := t.eraseActor(ctx, a.ID); err != nil {
		return err
	}
	return t.forgetLogin(ctx, u)
}

// mayLeave keeps an instance from being left without an administrator.
func (t *tx) mayLeave(ctx context.Context, u community.User) error {
	if u.Role != community.Administrator {
		return nil
	}
	var others int
	err := one(ctx, t, &others, `SELECT COUNT(*) FROM user_account WHERE role = ? AND state = ? AND id <> ?`,
		string(community.Administrator), string(community.UserActive), u.ID)
	if err == nil && others == 0 {
		return fmt.Errorf("the last administrator: %w", community.ErrConflict)
	}
	return err
}

// sayFarewell leaves a Delete of the actor for every server that may hold
// something of it. It comes before the rows are erased that tell which these are.
func (t *tx) sayFarewell(ctx context.Context, a community.Actor) error {
	var rows []struct{ Inbox community.IRI }
	err := many(ctx, t, &rows, `SELECT COALESCE(o.shared_inbox, o.inbox) AS inbox FROM actor AS o
		JOIN follow AS f ON f.follower = o.id AND f.followed = ? OR f.followed = o.id AND f.follower = ?
		WHERE NOT o.local AND o.gone IS NULL AND o.inbox IS NOT NULL
		UNION SELECT r.inbox FROM recipient AS r JOIN post AS p ON p.id = r.post WHERE p.author = ?`, a.ID, a.ID, a.ID)
	if err != nil {
		return err
	}
	inboxes := make([]community.IRI, 0, len(rows))
	for _, r := range rows {
		inboxes = append(inboxes, r.Inbox)
	}
	return t.deliver(ctx, Delivery{Verb: "Delete", Actor: a.ID, Activity: a.IRI.String() + "#delete", Object: a.IRI.String()}, inboxes...)
}

// forgetLogin keeps of a login only that its name is taken.
func (t *tx) forgetLogin(ctx context.Context, u community.User) error {
	nobody := fmt.Sprintf("gone-%d", u.ID)
	_, err := t.do(ctx, `UPDATE user_account SET state = ?, role = ?, email = ?, email_lower = ?, email_new = '', email_confirmed = NULL,
		password_hash = '', reason = '', address = '' WHERE id = ?`,
		string(community.UserRejected), string(community.Member), nobody, nobody, u.ID)
	if err != nil {
		return err
	}
	if err := t.forgetSecurity(ctx, u.ID); err != nil {
		return err
	}
	if err := t.forgetIdentities(ctx, u.ID); err != nil {
		return err
	}
	if err := t.forgetVotes(ctx, u.Actor); err != nil {
		return err
	}
	for _, statement := range []string{
		`DELETE FROM home_entry WHERE owner = ?`, `DELETE FROM notification WHERE owner = ?`, `DELETE FROM bookmark WHERE actor = ?`,
		`DELETE FROM mute WHERE actor = ?`, `DELETE FROM idempotency WHERE author = ?`, `DELETE FROM marker WHERE owner = ?`,
		`DELETE FROM collection WHERE owner = ?`, `DELETE FROM practice WHERE actor = ?`, `DELETE FROM hand_over WHERE from_actor = ?`, `DELETE FROM hand_over WHERE to_actor = ?`,
		`DELETE FROM specialty_follow WHERE actor = ?`, `DELETE FROM list WHERE owner = ?`, `DELETE FROM followed_tag WHERE actor = ?`, `DELETE FROM notice_preference WHERE actor = ?`, `DELETE FROM notice_due WHERE actor = ?`,
		`DELETE FROM push_subscription WHERE owner = ?`, `DELETE FROM app_push WHERE owner = ?`, `DELETE FROM notice_policy WHERE actor = ?`, `DELETE FROM user_domain_block WHERE actor = ?`, `DELETE FROM severed WHERE member = ?`,
		`DELETE FROM move_follower WHERE follower = ?`, `UPDATE clinical_case SET steward = 0 WHERE steward = ?`,
	} {
		if _, err := t.do(ctx, statement, u.Actor); err != nil {
			return err
		}
	}
	return nil
}
