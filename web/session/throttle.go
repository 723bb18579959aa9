package session

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/netip"
	"strings"
	"time"

	"consilium/community"
)

// quota is how many attempts a window of time allows.
type quota struct {
	limit  int
	window time.Duration
}

// The limits of S-AUTH-3. They are counted in the database, so that they hold
// over restarts and over all processes.
var (
	signInsPerAddress = quota{25, 5 * time.Minute}
	signInsPerAccount = quota{25, time.Hour}
	resetsPerAddress  = quota{25, 5 * time.Minute}
	lettersPerAccount = quota{5, 30 * time.Minute}
	// A code of six digits must not be guessed by who has the password.
	secondsPerAccount = quota{10, time.Hour}
)

// slowSignIn counts an attempt to sign in, before the password is looked at. An
// address is never forgiven: otherwise whoever owns one account could guess at
// others for ever.
func (s *Sessions) slowSignIn(ctx context.Context, from netip.Addr, account string) error {
	if err := s.attempt(ctx, "sign-in/from/"+AddressKey(from), signInsPerAddress); err != nil {
		return err
	}
	return s.attempt(ctx, account, signInsPerAccount)
}

// attempt counts one attempt and returns the *community.Invalid
// session.throttled when it was one too many.
func (s *Sessions) attempt(ctx context.Context, name string, q quota) error {
	if !s.Limits {
		return nil
	}
	allowed, wait, err := s.Store.Attempt(ctx, name, q.window, q.limit)
	if err != nil {
		return fmt.Errorf("count attempt: %w", err)
	}
	if allowed {
		return nil
	}
	return Throttled(wait)
}

// Throttled is what a person is told who has to wait so long before trying
// something again.
func Throttled(wait time.Duration) *community.Invalid {
	minutes := max(1, int((wait+time.Minute-1)/time.Minute))
	return &community.Invalid{Problem: community.Say("session.throttled", "count", minutes)}
}

// throttled says whether an error is that there were too many attempts.
func throttled(err error) bool {
	var invalid *community.Invalid
	return errors.As(err, &invalid)
}

// forgive forgets the attempts at an account whose password was right.
func (s *Sessions) forgive(ctx context.Context, account string) error {
	if !s.Limits {
		return nil
	}
	return s.Store.Forgive(ctx, account)
}

// accountKey names an account for counting: the same whether it was named by
// name or by address. A name nobody has is counted as well, or the limit would
// tell which accounts exist; it is hashed, since people type passwords there.
func accountKey(u community.User, typed string) string {
	if u.ID != 0 {
		return "sign-in/user/" + community.FormatID(u.ID)
	}
	return "sign-in/name/" + hashed(typed)
}

func hashed(typed string) string {
	sum := sha256.Sum256([]byte(strings.ToLower(strings.TrimSpace(typed))))
	return hex.EncodeToString(sum[:16])
}
