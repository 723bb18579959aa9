package storage

import (
	"context"
	"fmt"
	"time"

	"consilium/community"
)

// ProveSession notes that the owner of a session proved now to be there.
func (s *Store) ProveSession(ctx context.Context, id int64) error {
	return s.update(ctx, fmt.Sprintf("prove session %d", id), func(t *tx) error {
		_, err := t.do(ctx, `UPDATE session SET proved = ? WHERE id = ?`, at(t.now), id)
		return err
	})
}

// RaiseSession gives a session a new token with the factors that were proved
// now: what somebody could have learnt of the old one is worth nothing.
// ErrNotFound when the session ended.
func (s *Store) RaiseSession(ctx context.Context, id int64, token, factors string) error {
	return s.update(ctx, fmt.Sprintf("raise session %d", id), func(t *tx) error {
		n, err := t.do(ctx, `UPDATE session SET token_hash = ?, factors = ?, proved = ? WHERE id = ?`, hashOf(token), factors, at(t.now), id)
		if err == nil && n == 0 {
			return community.ErrNotFound
		}
		return err
	})
}

// KeepSession notes that a session was used now and moves its end. One that has
// ended already stays so.
func (s *Store) KeepSession(ctx context.Context, id int64, until time.Time) error {
	return s.update(ctx, fmt.Sprintf("keep session %d", id), func(t *tx) error {
		_, err := t.do(ctx, `UPDATE session SET last_seen = ?, expires = ? WHERE id = ? AND expires > ?`, at(t.now), at(until), id, at(t.now))
		return err
	})
}
