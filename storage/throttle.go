package storage

import (
	"context"
	"fmt"
	"time"
)

// Attempt counts an attempt at something in a window that begins with the first
// one. It says whether it is within the limit, and if not how long it takes
// until the next one is. Windows last at most a day.
func (s *Store) Attempt(ctx context.Context, name string, window time.Duration, limit int) (allowed bool, retryAfter time.Duration, err error) {
	var row struct {
		Count   int
		Started stamp
	}
	err = s.update(ctx, "count attempt", func(t *tx) error {
		over := at(t.now.Add(-window))
		err := one(ctx, t, &row, `INSERT INTO throttle (name, count, started) VALUES (?, 1, ?)
			ON CONFLICT (name) DO UPDATE SET count = CASE WHEN throttle.started <= ? THEN 1 ELSE throttle.count + 1 END,
			started = CASE WHEN throttle.started <= ? THEN excluded.started ELSE throttle.started END
			RETURNING count, started`, name, at(t.now), over, over)
		if err == nil && row.Count > limit {
			retryAfter = max(row.Started.Add(window).Sub(t.now), time.Second)
		}
		return err
	})
	return err == nil && row.Count <= limit, retryAfter, err
}

// Forgive forgets the attempts counted under a name.
func (s *Store) Forgive(ctx context.Context, name string) error {
	return s.update(ctx, "forgive attempts", func(t *tx) error {
		if _, err := t.do(ctx, `DELETE FROM throttle WHERE name = ?`, name); err != nil {
			return fmt.Errorf("delete counter: %w", err)
		}
		return nil
	})
}
