package storage

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
	"time"

	"consilium/community"
)

// purposeCode is what the key of the hashes, and the seal of what was not shown yet,
// are derived for.
const purposeCode = "withdrawal code"

// giveCode gives a case its code, unless it has one.
func (t *tx) giveCode(ctx context.Context, post community.PostID) error {
	var n int
	err := one(ctx, t, &n, `SELECT COUNT(*) FROM case_code WHERE post = ?`, post)
	if err != nil || n > 0 {
		return err
	}
	code := newCode()
	digest, err := t.store.codeDigest(code)
	if err != nil {
		return err
	}
	sealed, err := t.store.seal.close(purposeCode, community.FormatID(post), []byte(code))
	if err != nil {
		return err
	}
	_, err = t.do(ctx, `INSERT INTO case_code (post, digest, sealed, made) VALUES (?, ?, ?, ?)`, post, digest, sealed, at(t.now))
	return err
}

func newCode() community.WithdrawalCode {
	var random [19]byte
	_, _ = rand.Read(random[:]) // never fails (crypto/rand)
	return community.MakeWithdrawalCode(random)
}

// codeDigest is how a code is stored: who reads the database cannot try codes
// without storage.secret_file.
func (s *Store) codeDigest(code community.WithdrawalCode) ([]byte, error) {
	key, err := s.seal.key(purposeCode)
	if err != nil {
		return nil, err
	}
	h := hmac.New(sha256.New, key)
	h.Write([]byte(code))
	return h.Sum(nil), nil
}

// CodeWaits says whether a case has a code, and whether it was not shown yet.
func (s *Store) CodeWaits(ctx context.Context, post community.PostID) (exists, waits bool, err error) {
	err = one(ctx, s.r, &waits, `SELECT sealed IS NOT NULL FROM case_code WHERE post = ?`, post)
	if errors.Is(err, community.ErrNotFound) {
		return false, false, nil
	}
	if err != nil {
		return false, false, fmt.Errorf("code of %d: %w", post, err)
	}
	return true, waits, nil
}

// TakeCode gives the code of a case for the one time it is shown: afterwards nobody
// can read it here. ErrGone when it was shown, ErrNotFound when there is none. The
// caller made sure that the author asks.
func (s *Store) TakeCode(ctx context.Context, post community.PostID) (community.WithdrawalCode, error) {
	var code community.WithdrawalCode
	err := s.update(ctx, fmt.Sprintf("take code of %d", post), func(t *tx) error {
		var sealed []byte
		err := one(ctx, t, &sealed, `SELECT sealed FROM case_code WHERE post = ?`, post)
		if err != nil {
			return err
		}
		// Of two requests at once one gets it.
		n, err := t.do(ctx, `UPDATE case_code SET sealed = NULL WHERE post = ? AND sealed IS NOT NULL`, post)
		if err != nil {
			return err
		}
		if n == 0 {
			return community.ErrGone
		}
		plain, err := s.seal.open(purposeCode, community.FormatID(post), sealed)
		code = community.WithdrawalCode(plain)
		return err
	})
	return code, err
}

// RenewCode gives a case another code, which is shown this once: the old one is no
// code any more. ErrNotFound for what has none, ErrGone when the case was withdrawn.
func (s *Store) RenewCode(ctx context.Context, post community.PostID) (community.WithdrawalCode, error) {
	code := newCode()
	digest, err := s.codeDigest(code)
	if err != nil {
		return "", err
	}
	err = s.update(ctx, fmt.Sprintf("renew code of %d", post), func(t *tx) error {
		p, err := postByID(ctx, t, post)
		if err != nil {
			return err
		}
		if !p.Deleted.IsZero() {
			return community.ErrGone
		}
		n, err := t.do(ctx, `UPDATE case_code SET digest = ?, sealed = NULL, made = ? WHERE post = ?`, digest, at(t.now), post)
		if err == nil && n == 0 {
			return community.ErrNotFound
		}
		return err
	})
	return code, err
}

// CodedCase is all that the holder of a code is told of a case.
type CodedCase struct {
	Post      community.PostID
	Published time.Time
	// Servers is how many others received it.
	Servers int
	// Withdrawn is when it was taken back; zero while it stands.
	Withdrawn time.Time
}

// CaseOfCode finds the case of a code. ErrNotFound for one that never was and for
// one that was replaced: of both there is nothing here, and both cost one look.
func (s *Store) CaseOfCode(ctx context.Context, code community.WithdrawalCode) (CodedCase, error) {
	digest, err := s.codeDigest(code)
	if err != nil {
		return CodedCase{}, err
	}
	var row struct {
		ID                   community.PostID
		Published, Withdrawn stamp
		Servers              int
	}
	err = one(ctx, s.r, &row, `SELECT p.id, p.published,
		(SELECT w.created FROM withdrawal w WHERE w.post = p.id) AS withdrawn,
		(SELECT COUNT(DISTINCT r.host) FROM recipient r WHERE r.post IN
			(SELECT b.id FROM post b WHERE b.id = p.id OR b.of_post = p.id AND b.local)) AS servers
		FROM case_code c JOIN post p ON p.id = c.post WHERE c.digest = ?`, digest)
	if err != nil {
		return CodedCase{}, fmt.Errorf("case of a code: %w", err)
	}
	return CodedCase{row.ID, row.Published.Time, row.Servers, row.Withdrawn.Time}, nil
}
