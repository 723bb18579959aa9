package storage

import (
	"context"
	"fmt"

	"consilium/community"
)

// SetPassword stores a new password hash and ends what the old password opened:
// all sessions but the one with the number keep (0 for none), all access tokens
// and codes of the user's actors, all reset links, and the wish for another
// address (S-PRIV-4). It returns community.ErrNotFound for an unknown user.
func (s *Store) SetPassword(ctx context.Context, user community.UserID, hash string, keep int64) error {
	return s.update(ctx, fmt.Sprintf("set password of user %d", user), func(t *tx) error {
		n, err := t.do(ctx, `UPDATE user_account SET password_hash = ?, email_new = '' WHERE id = ?`, hash, user)
		if err == nil && n == 0 {
			return community.ErrNotFound
		}
		if err != nil {
			return err
		}
		t.tell(News{Topic: TopicUser, ID: int64(user)})
		return t.lockOut(ctx, user, keep)
	})
}

// lockOut ends all sessions of a user but one, and everything else that was
// opened with the password.
func (t *tx) lockOut(ctx context.Context, user community.UserID, keep int64) error {
	if _, err := t.do(ctx, `DELETE FROM session WHERE user_id = ? AND id <> ?`, user, keep); err != nil {
		return fmt.Errorf("end sessions: %w", err)
	}
	if _, err := t.do(ctx, `DELETE FROM half_sign_in WHERE user_id = ?`, user); err != nil {
		return fmt.Errorf("end half sign-ins: %w", err)
	}
	if _, err := t.do(ctx, `DELETE FROM ticket WHERE user_id = ? AND purpose = 'reset'`, user); err != nil {
		return fmt.Errorf("drop reset links: %w", err)
	}
	const theirs = ` WHERE actor IN (SELECT id FROM actor WHERE user_id = ?)`
	if _, err := t.do(ctx, `DELETE FROM authorization_code`+theirs, user); err != nil {
		return fmt.Errorf("drop codes: %w", err)
	}
	if _, err := t.do(ctx, `DELETE FROM access_token`+theirs, user); err != nil {
		return fmt.Errorf("end access tokens: %w", err)
	}
	return nil
}

// RenewPasswordHash replaces the hash of an unchanged password by one made at
// another cost, and ends nothing. When the password was changed meanwhile it
// does nothing.
func (s *Store) RenewPasswordHash(ctx context.Context, user community.UserID, old, renewed string) error {
	return s.update(ctx, fmt.Sprintf("renew password hash of user %d", user), func(t *tx) error {
		_, err := t.do(ctx, `UPDATE user_account SET password_hash = ? WHERE id = ? AND password_hash = ?`, renewed, user, old)
		return err
	})
}
