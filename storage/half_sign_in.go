package storage

import (
	"context"
	"fmt"
	"time"

	"consilium/community"
)

// HalfSignIn is a browser in which a password was given, and the second factor
// not yet. It is no session and opens nothing.
type HalfSignIn struct {
	User community.UserID
	// Factors is what was proved so far, as web/session writes it.
	Factors string
	Expires time.Time
}

type halfRow struct {
	UserID  community.UserID
	Factors string
	Expires stamp
}

// AddHalfSignIn keeps a half sign-in under a token, of which only a hash is kept.
func (s *Store) AddHalfSignIn(ctx context.Context, token string, h HalfSignIn) error {
	return s.update(ctx, fmt.Sprintf("add half sign-in of user %d", h.User), func(t *tx) error {
		_, err := t.do(ctx, `INSERT INTO half_sign_in (token_hash, user_id, factors, expires) VALUES (?, ?, ?, ?)`,
			hashOf(token), h.User, h.Factors, at(h.Expires))
		return err
	})
}

// HalfSignIn gives the half sign-in of a token; ErrNotFound when there is none,
// it has expired or was completed.
func (s *Store) HalfSignIn(ctx context.Context, token string) (HalfSignIn, error) {
	var row halfRow
	err := one(ctx, s.r, &row, `SELECT h.user_id, h.factors, h.expires FROM half_sign_in AS h WHERE h.token_hash = ? AND h.expires > ?`,
		hashOf(token), at(s.Now()))
	if err != nil {
		return HalfSignIn{}, fmt.Errorf("half sign-in: %w", err)
	}
	return HalfSignIn{row.UserID, row.Factors, row.Expires.Time}, nil
}

// EndHalfSignIn takes a half sign-in away: of two who complete it at once one
// gets ErrNotFound.
func (s *Store) EndHalfSignIn(ctx context.Context, token string) error {
	return s.update(ctx, "end half sign-in", func(t *tx) error {
		n, err := t.do(ctx, `DELETE FROM half_sign_in WHERE token_hash = ?`, hashOf(token))
		if err == nil && n == 0 {
			return community.ErrNotFound
		}
		return err
	})
}
