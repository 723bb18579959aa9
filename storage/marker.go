package storage

import (
	"context"
	"fmt"
	"time"

	"consilium/community"
)

// Marker is how far a member has read a list in one app, for the others.
type Marker struct {
	// Timeline is the client API's name of the list.
	Timeline string
	// LastRead is the number of the entry last read.
	LastRead int64
	// Version counts the changes from 1.
	Version int
	Updated time.Time
}

type markerRow struct {
	Timeline string
	LastRead int64
	Version  int
	Updated  stamp
}

// Markers gives those that were set of a member's lists, by their names.
func (s *Store) Markers(ctx context.Context, owner community.ActorID, timelines []string) ([]Marker, error) {
	var rows []markerRow
	err := many(ctx, s.r, &rows, `SELECT timeline, last_read, version, updated FROM marker
		WHERE owner = ? AND timeline IN (?) ORDER BY timeline`, owner, in(timelines))
	if err != nil {
		return nil, fmt.Errorf("markers of %d: %w", owner, err)
	}
	list := make([]Marker, 0, len(rows))
	for _, r := range rows {
		list = append(list, Marker{r.Timeline, r.LastRead, r.Version, r.Updated.Time})
	}
	return list, nil
}

// SetMarker moves a member's marker to an entry of a list, or makes it.
func (s *Store) SetMarker(ctx context.Context, owner community.ActorID, timeline string, lastRead int64) error {
	return s.MoveMarker(ctx, owner, Marker{Timeline: timeline, LastRead: lastRead})
}

// MoveMarker is SetMarker for whoever saw a version: ErrConflict when the marker has
// moved since. Version 0 saw none.
func (s *Store) MoveMarker(ctx context.Context, owner community.ActorID, m Marker) error {
	return s.update(ctx, fmt.Sprintf("set marker of %d", owner), func(t *tx) error {
		n, err := t.do(ctx, `INSERT INTO marker (owner, timeline, last_read, version, updated) VALUES (?, ?, ?, 1, ?)
			ON CONFLICT (owner, timeline) DO UPDATE SET last_read = excluded.last_read, version = marker.version + 1,
			updated = excluded.updated WHERE ? IN (0, marker.version)`, owner, m.Timeline, m.LastRead, at(t.now), m.Version)
		if err == nil && n == 0 {
			return community.ErrConflict
		}
		return err
	})
}
