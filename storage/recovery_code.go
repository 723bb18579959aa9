package storage

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"fmt"

	"consilium/community"
)

// recoveryHash is how a recovery code is stored. The codes are short enough to
// be written down, so the hash needs a secret that is not in the database.
func (s *Store) recoveryHash(user community.UserID, code string) ([]byte, error) {
	secret, err := s.seal.key("recovery code")
	if err != nil {
		return nil, fmt.Errorf("hash recovery code: %w", err)
	}
	mac := hmac.New(sha256.New, secret)
	fmt.Fprintf(mac, "%d %s", user, code)
	return mac.Sum(nil), nil
}

// SetRecoveryCodes replaces the recovery codes of the act's login. Only hashes
// are kept. ErrForbidden for a login without a second factor.
func (s *Store) SetRecoveryCodes(ctx context.Context, a Act, codes []string) error {
	hashes := make([][]byte, 0, len(codes))
	for _, code := range codes {
		hash, err := s.recoveryHash(a.User, code)
		if err != nil {
			return err
		}
		hashes = append(hashes, hash)
	}
	return s.update(ctx, fmt.Sprintf("set recovery codes of user %d", a.User), func(t *tx) error {
		has, err := hasFactor(ctx, t, a.User)
		if err == nil && !has {
			return community.ErrForbidden
		}
		if err != nil {
			return err
		}
		if _, err := t.do(ctx, `DELETE FROM recovery_code WHERE user_id = ?`, a.User); err != nil {
			return err
		}
		for _, hash := range hashes {
			if _, err := t.do(ctx, `INSERT INTO recovery_code (user_id, code_hash) VALUES (?, ?)`, a.User, hash); err != nil {
				return err
			}
		}
		return t.note(ctx, a, EventCodesRenewed)
	})
}

// UseRecoveryCode uses a code up and tells the owner of the login. ErrNotFound
// when it is none of theirs or was used before.
func (s *Store) UseRecoveryCode(ctx context.Context, a Act, code string) error {
	hash, err := s.recoveryHash(a.User, code)
	if err != nil {
		return err
	}
	return s.update(ctx, fmt.Sprintf("use recovery code of user %d", a.User), func(t *tx) error {
		n, err := t.do(ctx, `UPDATE recovery_code SET used = ? WHERE user_id = ? AND code_hash = ? AND used IS NULL`, at(t.now), a.User, hash)
		if err == nil && n == 0 {
			return community.ErrNotFound
		}
		if err != nil {
			return err
		}
		return t.note(ctx, a, EventRecoveryUsed)
	})
}

// RecoveryCodesLeft counts the codes of a login that were not used yet.
func (s *Store) RecoveryCodesLeft(ctx context.Context, user community.UserID) (int, error) {
	var n int
	if err := one(ctx, s.r, &n, `SELECT COUNT(*) FROM recovery_code WHERE user_id = ? AND used IS NULL`, user); err != nil {
		return 0, fmt.Errorf("recovery codes of user %d: %w", user, err)
	}
	return n, nil
}
