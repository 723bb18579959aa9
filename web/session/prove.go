package session

import (
	"context"
	"fmt"

	"consilium/community"
)

// Prove asks a signed-in member for the present password again, before something
// that must not be done at a screen left open. It counts as an attempt to sign
// in. A wrong one is a *community.Invalid for field "old"; too many are
// session.throttled.
func (s *Sessions) Prove(ctx context.Context, p Person, password string) error {
	if err := s.attempt(ctx, accountKey(p.User, ""), signInsPerAccount); err != nil {
		return err
	}
	right, err := s.CheckPassword(ctx, p.User.PasswordHash, password)
	if err != nil {
		return fmt.Errorf("prove password: %w", err)
	}
	if !right {
		return &community.Invalid{Field: "old", Problem: community.Say("session.wrong_present_password")}
	}
	if err := s.forgive(ctx, accountKey(p.User, "")); err != nil {
		return fmt.Errorf("prove password: %w", err)
	}
	return nil
}
