package storage

import (
	"context"
	"fmt"
	"strings"

	"consilium/community"
)

// UnprovedUser gives the login behind the token of an app, as long as the address of its
// owner was not proved: all that such a token opens. ErrNotFound for any other.
func (s *Store) UnprovedUser(ctx context.Context, token string) (community.User, error) {
	u, err := userWhere(ctx, s.r, `u.email_confirmed IS NULL AND u.state IN (?, ?)
		AND u.actor = (SELECT k.actor FROM access_token AS k WHERE k.token_hash = ? AND k.actor <> 0)`,
		string(community.UserActive), string(community.UserPending), hashOf(token))
	if err != nil {
		return u, fmt.Errorf("user of unproved token: %w", err)
	}
	return u, nil
}

// CorrectEmail replaces an address that was not proved, of somebody who registered with
// a slip of the pen. *Invalid naming "email" when it is taken or staff blocked it,
// ErrConflict when the address was proved meanwhile.
func (s *Store) CorrectEmail(ctx context.Context, user community.UserID, address string) error {
	if err := s.meetEmailBlocks(ctx, address); err != nil {
		return fmt.Errorf("correct address of user %d: %w", user, err)
	}
	return s.update(ctx, fmt.Sprintf("correct address of user %d", user), func(t *tx) error {
		taken := 0
		err := one(ctx, t, &taken, `SELECT COUNT(*) FROM user_account WHERE email_lower = ? AND id <> ?`, strings.ToLower(address), user)
		if err != nil {
			return err
		}
		if taken > 0 {
			return &community.Invalid{Field: "email", Problem: community.Say("account.email_taken")}
		}
		n, err := t.do(ctx, `UPDATE user_account SET email = ?, email_lower = ? WHERE id = ? AND email_confirmed IS NULL`, address, strings.ToLower(address), user)
		if err == nil && n == 0 {
			return community.ErrConflict
		}
		return err
	})
}
