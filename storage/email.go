package storage

import (
	"context"
	"fmt"

	"consilium/community"
)

// ConfirmEmail uses the ticket of a letter's link and notes that its owner reads
// the address it was sent to. It returns ErrNotFound for a ticket that was used
// or never was, and ErrGone for one that has expired or was sent to an address
// the login no longer has (S-AUTH-2).
func (s *Store) ConfirmEmail(ctx context.Context, token string) (community.User, error) {
	var u community.User
	err := s.update(ctx, "confirm e-mail address", func(t *tx) error {
		var row ticketRow
		err := one(ctx, t, &row, `DELETE FROM ticket WHERE token_hash = ? AND purpose = 'confirm' RETURNING purpose, user_id, email, expires`, hashOf(token))
		if err != nil {
			return fmt.Errorf("ticket: %w", err)
		}
		k, err := row.ticket(t.now)
		if err != nil {
			return err
		}
		n, err := t.do(ctx, `UPDATE user_account SET email_confirmed = COALESCE(email_confirmed, ?) WHERE id = ? AND email = ?`, at(t.now), k.User, k.Email)
		if err == nil && n == 0 {
			return fmt.Errorf("address of user %d: %w", k.User, community.ErrGone)
		}
		if err != nil {
			return err
		}
		u, err = userWhere(ctx, t, `u.id = ?`, k.User)
		return err
	})
	return u, err
}
