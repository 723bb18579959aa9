package storage

import (
	"context"
	"fmt"

	"consilium/community"
)

// FlagFilter narrows the reports staff look through; empty fields do not.
type FlagFilter struct {
	Resolved         bool
	Reporter, Target community.ActorID
	// NotAbout leaves out the reports about somebody: who looks.
	NotAbout community.ActorID
}

// FlagList lists reports, the newest first, at most MostBlocks.
func (s *Store) FlagList(ctx context.Context, f FlagFilter, p Page) ([]community.Flag, error) {
	var rows []flagRow
	err := many(ctx, s.r, &rows, `SELECT `+flagColumns+` FROM flag AS g WHERE (g.resolved IS NOT NULL) = ? AND (? = 0 OR g.reporter = ?)
		AND (? = 0 OR g.target = ?) AND g.target <> ? AND ? ORDER BY ? LIMIT ?`,
		f.Resolved, f.Reporter, f.Reporter, f.Target, f.Target, f.NotAbout, p.within("g.id"), p.order("g.id"), adminLimit(p))
	if err != nil {
		return nil, fmt.Errorf("list reports: %w", err)
	}
	flags, err := withPosts(ctx, s.r, newestFirst(p, rows))
	if err != nil {
		return nil, fmt.Errorf("list reports: %w", err)
	}
	return flags, nil
}

// GiveBackFlag writes down that nobody takes care of an open report any more;
// ErrConflict when it is closed.
func (s *Store) GiveBackFlag(ctx context.Context, id community.FlagID, by community.ActorID) error {
	return s.update(ctx, fmt.Sprintf("give back report %d", id), func(t *tx) error {
		f, err := flagWhere(ctx, t, `g.id = ?`, id)
		if err == nil && !f.Resolved.IsZero() {
			err = community.ErrConflict
		}
		if err != nil {
			return err
		}
		return t.recordStaffAction(ctx, StaffAction{Actor: by, Action: "give-back", Subject: community.FormatID(id)})
	})
}

// ClassifyFlag gives a report another reason, and writes down who did. What the report
// hid stays hidden until it is closed.
func (s *Store) ClassifyFlag(ctx context.Context, id community.FlagID, as community.FlagCategory, by community.ActorID) error {
	return s.update(ctx, fmt.Sprintf("classify report %d", id), func(t *tx) error {
		n, err := t.do(ctx, `UPDATE flag SET category = ? WHERE id = ?`, string(as), id)
		if err == nil && n == 0 {
			err = community.ErrNotFound
		}
		if err != nil {
			return err
		}
		return t.recordStaffAction(ctx, StaffAction{Actor: by, Action: "classify", Subject: community.FormatID(id), Note: string(as)})
	})
}
