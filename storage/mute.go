package storage

import (
	"context"
	"fmt"
	"time"

	"consilium/community"
)

// Mute is a member's wish not to see somebody, who does not learn of it.
type Mute struct {
	Actor, Target community.ActorID
	// Notifications says that they are muted too.
	Notifications bool
	// Until is when it ends by itself; zero for never.
	Until time.Time
}

// Mute writes a mute, or changes the one there is.
func (s *Store) Mute(ctx context.Context, m Mute) error {
	return s.update(ctx, fmt.Sprintf("mute %d by %d", m.Target, m.Actor), func(t *tx) error {
		if m.Actor == m.Target {
			return community.ErrForbidden
		}
		_, err := t.do(ctx, `INSERT INTO mute (actor, target, notifications, until, created) VALUES (?, ?, ?, ?, ?)
			ON CONFLICT (actor, target) DO UPDATE SET notifications = excluded.notifications, until = excluded.until`,
			m.Actor, m.Target, m.Notifications, at(m.Until), at(t.now))
		return err
	})
}

// Unmute takes a mute back.
func (s *Store) Unmute(ctx context.Context, actor, target community.ActorID) error {
	return s.update(ctx, fmt.Sprintf("unmute %d by %d", target, actor), func(t *tx) error {
		_, err := t.do(ctx, `DELETE FROM mute WHERE actor = ? AND target = ?`, actor, target)
		return err
	})
}
