package session

import (
	"context"
	"fmt"
	"net/http"

	"consilium/community"
)

// WaysToProve says how the person can prove again to be there. Whoever has a
// second factor is asked for that one.
func (s *Sessions) WaysToProve(ctx context.Context, p Person) (Ways, error) {
	return s.waysOf(ctx, p.User)
}

// ProveAgain takes the proof of a signed-in person: a code of the authenticator
// app or a recovery code, or the password of somebody without a second factor.
// The proof is then fresh. What is wrong is a *community.Invalid for field
// "code" or "old"; too many attempts are session.throttled.
func (s *Sessions) ProveAgain(w http.ResponseWriter, r *http.Request, p Person, given string) error {
	ways, err := s.WaysToProve(r.Context(), p)
	switch {
	case err != nil:
		return fmt.Errorf("prove again: %w", err)
	case ways.Password:
		if err := s.Prove(r.Context(), p, given); err != nil {
			return err
		}
		return s.Proved(w, r, p, ByPassword)
	}
	factor, err := s.checkCode(r.Context(), s.actOf(r, p), given)
	if err != nil {
		return err
	}
	return s.Proved(w, r, p, factor)
}

// Proved notes that the person just proved to be there in this way; single
// sign-on calls it after sending somebody through their institution again. A
// session that becomes stronger gets a new token.
func (s *Sessions) Proved(w http.ResponseWriter, r *http.Request, p Person, factor Factor) error {
	if factor.Strong() && !p.Strong() {
		return s.raise(w, r, p, factor)
	}
	if err := s.Store.ProveSession(r.Context(), p.Session.ID); err != nil {
		return fmt.Errorf("prove again: %w", err)
	}
	return nil
}

// raise adds a factor to a session and gives it a new token.
func (s *Sessions) raise(w http.ResponseWriter, r *http.Request, p Person, factor Factor) error {
	token := NewToken()
	if err := s.Store.RaiseSession(r.Context(), p.Session.ID, token, p.Factors.with(factor).String()); err != nil {
		return fmt.Errorf("raise session of user %s: %w", community.FormatID(p.User.ID), err)
	}
	s.setCookie(w, token)
	return nil
}
