package storage

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"consilium/community"
)

// SetEmail gives a login another address at once, for instances that send no
// letters to prove one. *Invalid naming "email" when somebody else has it.
func (s *Store) SetEmail(ctx context.Context, user community.UserID, address string) error {
	if err := s.meetEmailBlocks(ctx, address); err != nil {
		return fmt.Errorf("set address of user %d: %w", user, err)
	}
	err := s.update(ctx, fmt.Sprintf("set address of user %d", user), func(t *tx) error { return t.setEmail(ctx, user, address) })
	return asTaken(err)
}

// AskEmail notes the address a login wants and has a letter sent there. The
// address of now stays until the letter's link is followed, so that a slip of
// the pen locks nobody out and sends no reset to a stranger. Asking for the
// address of now takes an earlier wish back. *Invalid naming "email" when
// somebody else has the address.
func (s *Store) AskEmail(ctx context.Context, user community.UserID, address string) error {
	now, err := s.User(ctx, user)
	if err == nil && !strings.EqualFold(now.Email, address) {
		err = s.meetEmailBlocks(ctx, address)
	}
	if err != nil {
		return fmt.Errorf("ask for address of user %d: %w", user, err)
	}
	err = s.update(ctx, fmt.Sprintf("ask for address of user %d", user), func(t *tx) error {
		u, err := userWhere(ctx, t, `u.id = ?`, user)
		if err != nil {
			return err
		}
		if strings.EqualFold(u.Email, address) {
			address = ""
		}
		other, err := userWhere(ctx, t, `u.email_lower = ?`, strings.ToLower(address))
		if err == nil && other.ID != user {
			return community.ErrConflict
		}
		if err != nil && !errors.Is(err, community.ErrNotFound) {
			return err
		}
		if _, err := t.do(ctx, `UPDATE user_account SET email_new = ? WHERE id = ?`, address, user); err != nil || address == "" {
			return err
		}
		return t.queueLetter(ctx, LetterEmail, user)
	})
	return asTaken(err)
}

// ConfirmEmail uses the ticket of a letter's link: its owner reads the address
// it was sent to, which becomes the address of the login if it was only wanted
// until now. It returns ErrNotFound for a ticket that was used or never was, and
// ErrGone for one that has expired, was sent to an address the login neither has
// nor wants any more, or to one that somebody else got meanwhile (S-AUTH-2).
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
		if u, err = userWhere(ctx, t, `u.id = ?`, k.User); err != nil {
			return err
		}
		if err := t.confirmEmail(ctx, u, k.Email); err != nil {
			return fmt.Errorf("address of user %d: %w", k.User, err)
		}
		u, err = userWhere(ctx, t, `u.id = ?`, k.User)
		return err
	})
	if errors.Is(err, community.ErrConflict) {
		return u, fmt.Errorf("confirm e-mail address: %w", community.ErrGone)
	}
	return u, err
}

// confirmEmail notes that an address was proved.
func (t *tx) confirmEmail(ctx context.Context, u community.User, address string) error {
	switch address {
	case u.Email:
		_, err := t.do(ctx, `UPDATE user_account SET email_confirmed = COALESCE(email_confirmed, ?) WHERE id = ?`, at(t.now), u.ID)
		return err
	case u.EmailNew:
		return t.setEmail(ctx, u.ID, address)
	}
	return community.ErrGone
}

// setEmail gives a login a proved address. Links that went to the one before are
// good for nothing any more.
func (t *tx) setEmail(ctx context.Context, user community.UserID, address string) error {
	n, err := t.do(ctx, `UPDATE user_account SET email = ?, email_lower = ?, email_confirmed = ?, email_new = '' WHERE id = ?`,
		address, strings.ToLower(address), at(t.now), user)
	if err == nil && n == 0 {
		return community.ErrNotFound
	}
	if err != nil {
		return err
	}
	_, err = t.do(ctx, `DELETE FROM ticket WHERE user_id = ?`, user)
	return err
}

// asTaken says of an address that somebody else has it.
func asTaken(err error) error {
	if errors.Is(err, community.ErrConflict) {
		return &community.Invalid{Field: "email", Problem: community.Say("account.email_taken")}
	}
	return err
}
