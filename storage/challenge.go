package storage

import (
	"context"
	"fmt"
	"time"

	"consilium/community"
)

// Challenge is what a passkey is asked to sign. It lies in the database, so that
// any process can take the answer, and serves once.
type Challenge struct {
	// Purpose keeps the answer to one question from serving another.
	Purpose string
	// User is who was asked; 0 for whoever signs in.
	User community.UserID
	// Session is the session it was asked in; 0 for none.
	Session int64
	// Data is what web/session has to know again when the answer comes.
	Data    []byte
	Expires time.Time
}

type challengeRow struct {
	UserID  community.UserID
	Session int64
	Data    []byte
	Expires stamp
}

// AddChallenge keeps a challenge by its value, of which only a hash is kept.
func (s *Store) AddChallenge(ctx context.Context, value string, c Challenge) error {
	return s.update(ctx, "add challenge", func(t *tx) error {
		_, err := t.do(ctx, `INSERT INTO challenge (value_hash, purpose, user_id, session, data, expires) VALUES (?, ?, ?, ?, ?, ?)`,
			hashOf(value), c.Purpose, c.User, c.Session, c.Data, at(c.Expires))
		return err
	})
}

// UseChallenge takes a challenge: of two answers one gets ErrNotFound. ErrGone
// when it has expired.
func (s *Store) UseChallenge(ctx context.Context, value, purpose string) (Challenge, error) {
	var row challengeRow
	err := s.update(ctx, "use challenge", func(t *tx) error {
		return one(ctx, t, &row, `DELETE FROM challenge WHERE value_hash = ? AND purpose = ? RETURNING user_id, session, data, expires`,
			hashOf(value), purpose)
	})
	if err == nil && !row.Expires.After(s.Now()) {
		err = fmt.Errorf("use challenge: %w", community.ErrGone)
	}
	if err != nil {
		return Challenge{}, err
	}
	return Challenge{purpose, row.UserID, row.Session, row.Data, row.Expires.Time}, nil
}
