package storage

import (
	"context"
	"fmt"
	"time"
)

// KeepSession notes that a session was used now and moves its end. One that has
// ended already stays so.
func (s *Store) KeepSession(ctx context.Context, id int64, until time.Time) error {
	return s.update(ctx, fmt.Sprintf("keep session %d", id), func(t *tx) error {
		_, err := t.do(ctx, `UPDATE session SET last_seen = ?, expires = ? WHERE id = ? AND expires > ?`, at(t.now), at(until), id, at(t.now))
		return err
	})
}
