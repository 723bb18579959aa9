package session

import (
	"context"
	"crypto/rand"
	"encoding/base32"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/hotp"
	"github.com/pquerna/otp/totp"

	"consilium/community"
)

// RFC 6238 with what every authenticator app knows: SHA-1, six digits, steps of
// 30 seconds. One step before and after are taken, for clocks that differ.
const (
	stepSeconds = 30
	stepSkew    = 1
	secretBytes = 20 // RFC 4226 4, R6: the length of the hash
)

// startTime is how long a secret waits for its first code.
const startTime = 30 * time.Minute

var base32Secret = base32.StdEncoding.WithPadding(base32.NoPadding)

// wrongCode is told for every code that does not serve, whatever the reason.
func wrongCode() *community.Invalid {
	return &community.Invalid{Field: "code", Problem: community.Say("session.wrong_code")}
}

// matchStep finds the step a code belongs to, later than after.
func matchStep(secret, code string, now time.Time, after int64) (int64, bool) {
	current, found, matched := now.Unix()/stepSeconds, int64(0), false
	for step := current - stepSkew; step <= current+stepSkew; step++ {
		// Compared in constant time by the library.
		right, err := hotp.ValidateCustom(code, uint64(max(step, 0)), secret, hotp.ValidateOpts{Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1})
		if err == nil && right && step > after && !matched {
			found, matched = step, true
		}
	}
	return found, matched
}

func (s *Sessions) checkTOTP(ctx context.Context, user community.UserID, code string) error {
	f, err := s.Store.SecondFactor(ctx, user)
	if errors.Is(err, community.ErrNotFound) {
		return wrongCode()
	}
	if err != nil {
		return err
	}
	step, matched := matchStep(f.Secret, code, s.Now(), f.LastStep)
	if !matched || f.Confirmed.IsZero() {
		return wrongCode()
	}
	err = s.Store.UseStep(ctx, user, step)
	if errors.Is(err, community.ErrConflict) { // somebody else was quicker with the same code
		return wrongCode()
	}
	return err
}

// StartTOTP makes the secret of an authenticator app, which counts once
// ConfirmTOTP saw a code. community.ErrConflict when the person has one that
// counts.
func (s *Sessions) StartTOTP(ctx context.Context, p Person) error {
	var secret [secretBytes]byte
	_, _ = rand.Read(secret[:]) // never fails (crypto/rand)
	return s.Store.StartSecondFactor(ctx, p.User.ID, base32Secret.EncodeToString(secret[:]))
}

// TOTPSince is since when the person has an authenticator app that counts; zero
// for nobody's.
func (s *Sessions) TOTPSince(ctx context.Context, p Person) (time.Time, error) {
	f, err := s.Store.SecondFactor(ctx, p.User.ID)
	if errors.Is(err, community.ErrNotFound) {
		return time.Time{}, nil
	}
	return f.Confirmed, err
}

// TOTPSetup is what a person takes into the app.
type TOTPSetup struct {
	Secret string // base32
	QR     QR     // of the otpauth: address
}

// TOTPSetup gives the secret that waits to be confirmed; community.ErrNotFound
// when there is none, or it waited for too long.
func (s *Sessions) TOTPSetup(ctx context.Context, p Person) (TOTPSetup, error) {
	f, err := s.Store.SecondFactor(ctx, p.User.ID)
	if err != nil {
		return TOTPSetup{}, err
	}
	if !f.Confirmed.IsZero() || s.Now().Sub(f.Created) > startTime {
		return TOTPSetup{}, fmt.Errorf("set up authenticator app: %w", community.ErrNotFound)
	}
	i, err := s.Store.Instance(ctx)
	if err != nil {
		return TOTPSetup{}, fmt.Errorf("set up authenticator app: %w", err)
	}
	raw, err := base32Secret.DecodeString(f.Secret)
	if err != nil {
		return TOTPSetup{}, fmt.Errorf("set up authenticator app: %w", err)
	}
	issuer := strings.TrimSpace(strings.ReplaceAll(i.Name, ":", " ")) // the colon parts issuer and account
	if issuer == "" {
		issuer = s.Store.Domain()
	}
	key, err := totp.Generate(totp.GenerateOpts{Issuer: issuer, AccountName: p.User.Name + "@" + s.Store.Domain(), Secret: raw,
		Period: stepSeconds, Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1})
	if err != nil {
		return TOTPSetup{}, fmt.Errorf("set up authenticator app: %w", err)
	}
	qr, err := drawQR(key)
	return TOTPSetup{f.Secret, qr}, err
}

// ConfirmTOTP makes the authenticator app count when the code is one of it. The
// session gets a new token, all others end. Somebody without recovery codes gets
// them, to be shown once. A wrong code is a *community.Invalid for field "code";
// community.ErrNotFound says that there is nothing to confirm.
func (s *Sessions) ConfirmTOTP(w http.ResponseWriter, r *http.Request, p Person, code string) ([]string, error) {
	ctx := r.Context()
	if err := s.attempt(ctx, secondKey(p.User.ID), secondsPerAccount); err != nil {
		return nil, err
	}
	setup, err := s.TOTPSetup(ctx, p)
	if err != nil {
		return nil, err
	}
	step, matched := matchStep(setup.Secret, tidyCode(code), s.Now(), 0)
	if !matched {
		return nil, wrongCode()
	}
	if err := s.Store.ConfirmSecondFactor(ctx, s.actOf(r, p), step); err != nil {
		return nil, err
	}
	if err := s.forgive(ctx, secondKey(p.User.ID)); err != nil {
		return nil, err
	}
	return s.added(w, r, p, ByTOTP)
}

// RemoveTOTP takes the authenticator app away.
func (s *Sessions) RemoveTOTP(r *http.Request, p Person) error {
	return s.Store.RemoveSecondFactor(r.Context(), s.actOf(r, p))
}
