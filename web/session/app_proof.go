package session

import (
	"context"
	"fmt"
	"net/http"

	"consilium/community"
)

// ProveInApp takes the proof of a member who does in an app what must not be done with
// a token alone: the password of somebody without a second factor, else a code of the
// authenticator app or a recovery code. Whoever has neither has to use a browser. What is
// wrong is a *community.Invalid; too many attempts are session.throttled.
func (s *Sessions) ProveInApp(r *http.Request, p Person, password, code string) error {
	ways, err := s.waysOf(r.Context(), p.User)
	switch {
	case err != nil:
		return fmt.Errorf("prove in app: %w", err)
	case ways.Password:
		return s.Prove(r.Context(), p, password)
	case !ways.App && !ways.Recovery:
		return &community.Invalid{Field: "code", Problem: community.Say("session.prove_in_browser")}
	}
	if _, err := s.checkCode(r.Context(), s.actOf(r, p), code); err != nil {
		return fmt.Errorf("prove in app: %w", err)
	}
	return nil
}

// SendConfirmation sends the letter that proves an address once more, seldom enough.
func (s *Sessions) SendConfirmation(ctx context.Context, u community.User) error {
	return s.remind(ctx, u)
}
