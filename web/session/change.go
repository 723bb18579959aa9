package session

import (
	"context"
	"errors"
	"fmt"
	"net/netip"

	"consilium/community"
	"consilium/storage"
)

// resetPurpose is the purpose of the ticket in a reset letter.
const resetPurpose = "reset"

// ChangePassword replaces the password of a signed-in member who proves the old
// one. All other sessions and all access tokens end (S-PRIV-4). The errors are
// those of Prove and of community.CheckPassword.
func (s *Sessions) ChangePassword(ctx context.Context, p Person, old, password string) error {
	if err := s.Prove(ctx, p, old); err != nil {
		return err
	}
	if err := community.CheckPassword(password, p.User.Name); err != nil {
		return err
	}
	hash, err := s.HashPassword(ctx, password)
	if err != nil {
		return fmt.Errorf("change password: %w", err)
	}
	return s.Store.SetPassword(ctx, p.User.ID, hash, p.Session.ID)
}

// AskReset asks for a letter with which the owner of an e-mail address can set a
// new password. It does the same, and returns nil, whether the address is known
// or not; session.throttled when it was asked too often.
func (s *Sessions) AskReset(ctx context.Context, from netip.Addr, email string) error {
	if err := community.CheckEmail(email); err != nil {
		return err
	}
	if err := s.attempt(ctx, "reset/from/"+AddressKey(from), resetsPerAddress); err != nil {
		return err
	}
	if err := s.attempt(ctx, "reset/"+hashed(email), lettersPerAccount); err != nil {
		return err
	}
	u, err := s.Store.UserByEmail(ctx, email)
	if err != nil && !errors.Is(err, community.ErrNotFound) {
		return fmt.Errorf("ask for reset: %w", err)
	}
	// A letter to user 0 is nobody's and is dropped when it is its turn.
	return s.Store.QueueLetter(ctx, storage.LetterReset, u.ID)
}

// ResetOwner gives the login a reset link belongs to, for the form behind it.
// It returns community.ErrNotFound for a link that is not good, and
// community.ErrGone for one that is too old.
func (s *Sessions) ResetOwner(ctx context.Context, token string) (community.User, error) {
	ticket, err := s.Store.Ticket(ctx, token, resetPurpose)
	if err != nil {
		return community.User{}, fmt.Errorf("open reset link: %w", err)
	}
	u, err := s.Store.User(ctx, ticket.User)
	if err != nil {
		return u, fmt.Errorf("open reset link: %w", err)
	}
	// The letter went to the address of then: whoever has it now decides.
	if u.Email != ticket.Email {
		return u, fmt.Errorf("open reset link: %w", community.ErrGone)
	}
	return u, nil
}

// ResetPassword sets a new password with the link of a reset letter, which works
// once, and ends all sessions and tokens. The errors are those of ResetOwner and
// of community.CheckPassword; a password that will not do leaves the link good.
func (s *Sessions) ResetPassword(ctx context.Context, token, password string) (community.User, error) {
	u, err := s.ResetOwner(ctx, token)
	if err != nil {
		return u, err
	}
	if err := community.CheckPassword(password, u.Name); err != nil {
		return u, err
	}
	hash, err := s.HashPassword(ctx, password)
	if err != nil {
		return u, fmt.Errorf("reset password: %w", err)
	}
	// Of two who follow the link at once, one finds it used.
	if _, err := s.Store.UseTicket(ctx, token, resetPurpose); err != nil {
		return u, fmt.Errorf("reset password: %w", err)
	}
	return u, s.Store.SetPassword(ctx, u.ID, hash, 0)
}
