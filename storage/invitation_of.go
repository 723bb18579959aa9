package storage

import (
	"context"
	"fmt"
	"time"

	"consilium/community"
)

// Ended says whether an invitation lets nobody in any more.
func (i Invitation) Ended(now time.Time) bool {
	return !i.Revoked.IsZero() || i.Uses >= i.MaxUses || !i.Expires.After(now)
}

// InvitationsOf lists the newest hundred invitations somebody made.
func (s *Store) InvitationsOf(ctx context.Context, actor community.ActorID) ([]Invitation, error) {
	var rows []invitationRow
	err := many(ctx, s.r, &rows, `SELECT `+invitationColumns+` FROM invitation AS i WHERE i.made_by = ? ORDER BY i.id DESC LIMIT 100`, actor)
	if err != nil {
		return nil, fmt.Errorf("list invitations of %d: %w", actor, err)
	}
	list := make([]Invitation, 0, len(rows))
	for _, r := range rows {
		list = append(list, r.invitation())
	}
	return list, nil
}
