package storage

import (
	"context"
	"fmt"

	"consilium/community"
)

// RetryPeer makes everything that waits for a host, and that came from it, due now,
// and writes down who wanted that. ErrNotFound when nothing waits.
func (s *Store) RetryPeer(ctx context.Context, host string, by community.ActorID) error {
	return s.update(ctx, "retry "+host, func(t *tx) error {
		lanes := []string{host, receiveLane(host), fetchLane(host)}
		n, err := t.do(ctx, `UPDATE lane SET due_at = ? WHERE name IN (?)`, at(t.now), in(lanes))
		if err == nil && n == 0 {
			return community.ErrNotFound
		}
		if err != nil {
			return err
		}
		// Those that failed by themselves have times of their own.
		if _, err := t.do(ctx, `UPDATE job SET run_at = ? WHERE lane IN (?) AND run_at > ?`, at(t.now), in(lanes), at(t.now)); err != nil {
			return err
		}
		for _, lane := range lanes {
			t.tell(News{Topic: TopicLane, Name: lane})
		}
		return t.recordStaffAction(ctx, StaffAction{Actor: by, Action: "peer-retry", Subject: host})
	})
}

// Droppable is what a host's deliveries are: those that can be dropped, and the
// Deletes, which take back what may be about a patient. Both are counted up to
// community.MostWaiting+1 deliveries together.
type Droppable struct{ Deliveries, Deletes int }

// Droppable counts the deliveries that wait for a host.
func (s *Store) Droppable(ctx context.Context, host string) (Droppable, error) {
	var d Droppable
	err := one(ctx, s.r, &d, `SELECT COALESCE(SUM(CASE WHEN payload LIKE ? THEN 0 ELSE 1 END), 0) AS deliveries,
		COALESCE(SUM(CASE WHEN payload LIKE ? THEN 1 ELSE 0 END), 0) AS deletes
		FROM (SELECT payload FROM job WHERE lane = ? AND kind = ? ORDER BY id LIMIT ?) AS few`,
		deletePayload, deletePayload, host, KindDeliver, community.MostWaiting+1)
	if err != nil {
		return d, fmt.Errorf("count deliveries to %s: %w", host, err)
	}
	return d, nil
}

// DropDeliveries drops the deliveries that wait for a host, and writes down who did
// and how many. Deletes stay unless deletes says otherwise: they take back what may be
// about a patient. What is in hand just now may still arrive. It says how many there
// were.
func (s *Store) DropDeliveries(ctx context.Context, host string, deletes bool, by community.ActorID) (dropped int64, err error) {
	err = s.update(ctx, "drop deliveries to "+host, func(t *tx) error {
		// First statement, so that it holds the row; see FinishLane.
		if _, err := t.do(ctx, `UPDATE lane SET due_at = due_at WHERE name = ?`, host); err != nil {
			return err
		}
		var err error
		if dropped, err = t.do(ctx, `DELETE FROM job WHERE lane = ? AND kind = ? AND (? OR payload NOT LIKE ?)`,
			host, KindDeliver, deletes, deletePayload); err != nil {
			return err
		}
		// An empty lane ends here, unless somebody holds it and ends it then.
		if _, err := t.do(ctx, `DELETE FROM lane WHERE name = ? AND lease_until < ? AND NOT EXISTS (SELECT 1 FROM job WHERE lane = ?)`,
			host, at(t.now), host); err != nil {
			return err
		}
		action := "peer-drop"
		if deletes {
			action = "peer-drop-all"
		}
		return t.recordStaffAction(ctx, StaffAction{Actor: by, Action: action, Subject: host, Note: fmt.Sprint(dropped)})
	})
	return dropped, err
}
