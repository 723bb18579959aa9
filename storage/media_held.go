package storage

import (
	"context"
	"fmt"
	"slices"

	"consilium/community"
)

// HeldBack says whether one of a member's loose pictures waits for something restricted: in a
// draft, which can become a case, or in a scheduled post for few. An app that reads none of
// that neither sees it nor puts it somewhere else (decision 9).
func (s *Store) HeldBack(ctx context.Context, owner community.ActorID, ids ...community.MediaID) (bool, error) {
	if len(ids) == 0 {
		return false, nil
	}
	var drafts int
	err := one(ctx, s.r, &drafts, `SELECT COUNT(*) FROM draft_media AS k JOIN media AS m ON m.id = k.media WHERE k.media IN (?) AND m.owner = ? AND m.post = 0`,
		in(ids), owner)
	if err != nil {
		return true, fmt.Errorf("where pictures of %d wait: %w", owner, err)
	}
	if drafts > 0 {
		return true, nil
	}
	waiting, err := scheduledList(ctx, s.r, `w.owner = ? AND w.id IN (SELECT k.scheduled FROM scheduled_media AS k WHERE k.media IN (?))`, owner, in(ids))
	if err != nil {
		return true, fmt.Errorf("where pictures of %d wait: %w", owner, err)
	}
	return slices.ContainsFunc(waiting, community.Scheduled.Restricted), nil
}
