package session

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"consilium/community"
	"consilium/storage"
)

// recoveryCodes is how many recovery codes somebody has, recoveryLength how long
// each is: 50 bits, behind a limit of attempts and a keyed hash.
const (
	recoveryCodes  = 10
	recoveryLength = 10
)

// recoveryAlphabet has no letters that look like digits, and no U.
const recoveryAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// lookalikes are what people read into the letters that are left out.
var lookalikes = strings.NewReplacer("O", "0", "I", "1", "L", "1")

// maxCode bounds what is looked at as a code, in bytes.
const maxCode = 64

// newRecoveryCode makes a code as it is shown: XXXXX-XXXXX.
func newRecoveryCode() string {
	var b [recoveryLength]byte
	_, _ = rand.Read(b[:]) // never fails (crypto/rand)
	for i := range b {
		b[i] = recoveryAlphabet[int(b[i])%len(recoveryAlphabet)]
	}
	return string(b[:recoveryLength/2]) + "-" + string(b[recoveryLength/2:])
}

// tidyCode takes out what people and apps put between the signs of a code.
func tidyCode(code string) string {
	if len(code) > maxCode {
		return ""
	}
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '0' && r <= '9', r >= 'A' && r <= 'Z':
			return r
		case r >= 'a' && r <= 'z':
			return r - 'a' + 'A'
		}
		return -1
	}, code)
}

// checkCode checks a code of an authenticator app or a recovery code, told apart
// by their length, and uses it up. Guessing is slowed down for the account.
func (s *Sessions) checkCode(ctx context.Context, a storage.Act, code string) (Factor, error) {
	if err := s.attempt(ctx, secondKey(a.User), secondsPerAccount); err != nil {
		return "", err
	}
	factor, err := s.useCode(ctx, a, tidyCode(code))
	if err != nil {
		return "", err
	}
	return factor, s.forgive(ctx, secondKey(a.User))
}

func (s *Sessions) useCode(ctx context.Context, a storage.Act, code string) (Factor, error) {
	if len(code) != recoveryLength {
		return ByTOTP, s.checkTOTP(ctx, a.User, code)
	}
	err := s.Store.UseRecoveryCode(ctx, a, lookalikes.Replace(code))
	if errors.Is(err, community.ErrNotFound) {
		return "", wrongCode()
	}
	return ByRecovery, err
}

// secondKey names the counter of attempts at an account's second factor.
func secondKey(user community.UserID) string { return "second/user/" + community.FormatID(user) }

// RenewRecoveryCodes makes ten new codes in the place of the old ones. They are
// returned once and kept nowhere. community.ErrForbidden for somebody without a
// second factor.
func (s *Sessions) RenewRecoveryCodes(r *http.Request, p Person) ([]string, error) {
	shown, kept := make([]string, recoveryCodes), make([]string, recoveryCodes)
	for i := range shown {
		shown[i] = newRecoveryCode()
		kept[i] = tidyCode(shown[i])
	}
	if err := s.Store.SetRecoveryCodes(r.Context(), s.actOf(r, p), kept); err != nil {
		return nil, err
	}
	return shown, nil
}

// added is what follows when somebody added a second factor: the session is
// raised, and who has no recovery codes gets them.
func (s *Sessions) added(w http.ResponseWriter, r *http.Request, p Person, factor Factor) ([]string, error) {
	if err := s.raise(w, r, p, factor); err != nil {
		return nil, err
	}
	left, err := s.Store.RecoveryCodesLeft(r.Context(), p.User.ID)
	if err != nil {
		return nil, fmt.Errorf("add second factor: %w", err)
	}
	if left > 0 {
		return nil, nil
	}
	return s.RenewRecoveryCodes(r, p)
}
