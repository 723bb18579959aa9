package storage

import (
	"context"
	"fmt"
	"time"

	"consilium/community"
)

// StaffAction is something staff did, for the record. Subject is a name, handle
// or number; nothing clinical is ever written here.
type StaffAction struct {
	ID int64
	// Actor did it; 0 for the command line.
	Actor   community.ActorID
	Action  string
	Subject string
	Note    string
	Created time.Time
}

type staffActionRow struct {
	ID                    int64
	Actor                 community.ActorID
	Action, Subject, Note string
	Created               stamp
}

// recordStaffAction writes down what staff did, in the transaction that does it, behind
// all that was written before (staff_chain.go).
func (t *tx) recordStaffAction(ctx context.Context, a StaffAction) error {
	err := t.chain(ctx, staffActionRow{t.store.numbers.next(), a.Actor, a.Action, a.Subject, a.Note, at(t.now)})
	if err != nil {
		return fmt.Errorf("record staff action: %w", err)
	}
	return nil
}

// StaffActions lists what staff did, the newest first.
func (s *Store) StaffActions(ctx context.Context, p Page) ([]StaffAction, error) {
	var rows []staffActionRow
	err := many(ctx, s.r, &rows, `SELECT x.id, x.actor, x.action, x.subject, x.note, x.created FROM staff_action AS x
		WHERE ? ORDER BY ? LIMIT ?`, p.within("x.id"), p.order("x.id"), p.limit())
	if err != nil {
		return nil, fmt.Errorf("list staff actions: %w", err)
	}
	actions := make([]StaffAction, 0, len(rows))
	for _, r := range newestFirst(p, rows) {
		actions = append(actions, StaffAction{r.ID, r.Actor, r.Action, r.Subject, r.Note, r.Created.Time})
	}
	return actions, nil
}
