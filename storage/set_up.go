package storage

import (
	"context"
	"fmt"

	"consilium/community"
)

// purposeSetUp is the purpose of the ticket in the link that the first start
// prints.
const purposeSetUp = "setup"

// MaySetUp says whether a set-up link is good: ErrNotFound when it was used or
// never was, ErrGone when it has expired or there is an administrator already.
func (s *Store) MaySetUp(ctx context.Context, token string) error {
	if _, err := s.Ticket(ctx, token, purposeSetUp); err != nil {
		return err
	}
	n, err := s.CountAdministrators(ctx)
	if err == nil && n > 0 {
		return fmt.Errorf("set-up link: %w", community.ErrGone)
	}
	return err
}

// SetUp makes the first administrator and describes the instance, all or
// nothing. Every start before prints a link; all of them end with the first that
// is used, so that there is never a second administrator nobody chose. The
// errors are those of MaySetUp and CreateMember.
func (s *Store) SetUp(ctx context.Context, token string, first NewMember, i community.Instance) (community.User, error) {
	var u community.User
	keys, err := s.makeKeys(s.iri("/users/" + first.User.Name))
	if err != nil {
		return u, fmt.Errorf("set up: %w", err)
	}
	err = s.update(ctx, "set up", func(t *tx) error {
		if err := t.useSetUp(ctx, token); err != nil {
			return err
		}
		made, a := t.newMember(first)
		if err := t.addMember(ctx, made, a); err != nil {
			return err
		}
		if err := t.addKeys(ctx, a.ID, keys); err != nil {
			return err
		}
		u, i.SetUp = made, true
		return t.setInstance(ctx, i)
	})
	return u, err
}

// useSetUp takes all set-up links, if this one is among them and still good.
func (t *tx) useSetUp(ctx context.Context, token string) error {
	var row ticketRow
	err := one(ctx, t, &row, `SELECT purpose, user_id, email, expires FROM ticket WHERE token_hash = ? AND purpose = ?`, hashOf(token), purposeSetUp)
	if err != nil {
		return fmt.Errorf("ticket: %w", err)
	}
	if _, err := row.ticket(t.now); err != nil {
		return err
	}
	// The engines let only one of two transactions delete these rows.
	n, err := t.do(ctx, `DELETE FROM ticket WHERE purpose = ?`, purposeSetUp)
	if err != nil {
		return err
	}
	var administrators int
	err = one(ctx, t, &administrators, `SELECT COUNT(*) FROM user_account WHERE role = ? AND state = ?`,
		string(community.Administrator), string(community.UserActive))
	if err == nil && (n == 0 || administrators > 0) {
		return fmt.Errorf("set-up link: %w", community.ErrGone)
	}
	return err
}
