package session

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"consilium/community"
	"consilium/storage"
)

// maxName bounds what is looked up as a name or an address, in bytes.
const maxName = 254

// SignIn checks a name or e-mail address and a password, begins a session and
// sets its cookie. What a person must be told comes back as *community.Invalid:
// session.wrong_password, session.throttled {count}, and only when the
// password was right session.unconfirmed, session.pending, session.suspended or
// session.departed. ErrSecondFactor says that the password was right and that
// Complete comes next. Whether an account exists can be seen neither in the
// answer nor in how long it takes (S-AUTH-4).
func (s *Sessions) SignIn(w http.ResponseWriter, r *http.Request, name, password string) (Person, error) {
	ctx := r.Context()
	u, err := s.account(ctx, name)
	if err != nil {
		return Person{}, fmt.Errorf("sign in: %w", err)
	}
	if err := s.slowSignIn(ctx, ClientAddress(r, s.TrustedProxies), accountKey(u, name)); err != nil {
		return Person{}, err
	}
	right, err := s.CheckPassword(ctx, u.PasswordHash, password)
	switch {
	case err != nil:
		return Person{}, fmt.Errorf("sign in: %w", err)
	case !right:
		return Person{}, &community.Invalid{Field: "password", Problem: community.Say("session.wrong_password")}
	}
	if err := s.renewHash(ctx, u, password); err != nil {
		return Person{}, fmt.Errorf("sign in: %w", err)
	}
	if err := s.forgive(ctx, accountKey(u, name)); err != nil {
		return Person{}, fmt.Errorf("sign in: %w", err)
	}
	if err := s.remind(ctx, u); err != nil {
		return Person{}, fmt.Errorf("sign in: %w", err)
	}
	return s.Begin(w, r, u)
}

// account finds a login by name or address; the zero User when there is none.
func (s *Sessions) account(ctx context.Context, name string) (community.User, error) {
	name = strings.TrimSpace(name)
	if name == "" || len(name) > maxName || name != community.CleanText(name) {
		return community.User{}, nil
	}
	find := s.Store.UserByName
	if strings.Contains(strings.TrimPrefix(name, "@"), "@") {
		find = s.Store.UserByEmail
	}
	u, err := find(ctx, strings.TrimPrefix(name, "@"))
	if errors.Is(err, community.ErrNotFound) {
		return community.User{}, nil
	}
	return u, err
}

// renewHash hashes a password again when the hash was made at another cost.
func (s *Sessions) renewHash(ctx context.Context, u community.User, password string) error {
	if h, _ := readPHC(u.PasswordHash); !h.stale() {
		return nil
	}
	hash, err := s.HashPassword(ctx, password)
	if err != nil {
		return err
	}
	return s.Store.RenewPasswordHash(ctx, u.ID, u.PasswordHash, hash)
}

// remind sends another confirmation to a member who signs in without having
// used the first, whose link may long have ended.
func (s *Sessions) remind(ctx context.Context, u community.User) error {
	if !s.Letters || !u.EmailConfirmed.IsZero() {
		return nil
	}
	err := s.attempt(ctx, "confirm/"+community.FormatID(u.ID), lettersPerAccount)
	if throttled(err) {
		return nil
	}
	if err != nil {
		return err
	}
	return s.Store.QueueLetter(ctx, storage.LetterConfirm, u.ID)
}

// admit is admit with the sanctions that count now.
func (s *Sessions) admit(ctx context.Context, u community.User) error {
	if err := admit(u); err != nil {
		return err
	}
	a, err := s.Store.Actor(ctx, u.Actor)
	if err != nil {
		return fmt.Errorf("admit: %w", err)
	}
	if a.ShutOut(s.Now()) {
		return &community.Invalid{Problem: community.Say("session.suspended_for_now")}
	}
	return nil
}

// admit says why a login whose owner is known may not sign in; nil when it may.
func admit(u community.User) error {
	switch {
	case u.State == community.UserPending:
		return &community.Invalid{Problem: community.Say("session.pending")}
	case u.State == community.UserDeparted:
		return &community.Invalid{Problem: community.Say("session.departed")}
	case u.State != community.UserActive:
		return &community.Invalid{Problem: community.Say("session.suspended")}
	case u.EmailConfirmed.IsZero():
		return &community.Invalid{Problem: community.Say("session.unconfirmed")}
	}
	return nil
}
