package storage

import (
	"context"
	"fmt"
	"slices"

	"consilium/community"
)

// tellWithdrawn tells the members whom it concerns that a case was withdrawn, except
// who did it: who wrote or kept it, and staff when a patient did, may read the ledger;
// who answered only hears of it. Nothing of the case is in it.
func (t *tx) tellWithdrawn(ctx context.Context, c community.Post, w community.Withdrawal, answered []community.ActorID) error {
	from, err := actorWhere(ctx, t, `a.iri = ?`, t.store.iri("/actor"))
	if err != nil {
		return err
	}
	ledger, err := t.ledgerReaders(ctx, c, w)
	if err != nil {
		return err
	}
	told := map[community.ActorID]bool{0: true, w.By: true}
	for _, owner := range append(ledger, answered...) {
		if told[owner] {
			continue
		}
		told[owner] = true
		n := community.Notification{Owner: owner, Kind: community.NotifyCaseWithdrawn, Actor: from.ID, Post: c.ID}
		if !slices.Contains(ledger, owner) {
			n.Post = 0
			// The newest one is unread.
			_, err := t.do(ctx, `DELETE FROM notification WHERE owner = ? AND kind = ? AND post = 0`, owner, string(n.Kind))
			if err != nil {
				return err
			}
		}
		if err := t.notify(ctx, n); err != nil {
			return err
		}
	}
	return nil
}

// ledgerReaders are those who are told of a withdrawal and may read its ledger.
func (t *tx) ledgerReaders(ctx context.Context, c community.Post, w community.Withdrawal) ([]community.ActorID, error) {
	if !c.Local {
		return nil, nil
	}
	var steward community.ActorID
	if err := one(ctx, t, &steward, `SELECT steward FROM withdrawal WHERE post = ?`, c.ID); err != nil {
		return nil, err
	}
	readers := []community.ActorID{c.Author, steward}
	if w.Ground != community.WithdrawnByPatient {
		return readers, nil
	}
	roles := append(community.Duties(community.RemovePosts), community.Duties(community.DecideVerifications)...)
	var staff []community.ActorID
	err := many(ctx, t, &staff, `SELECT actor FROM user_account WHERE role IN (?) AND state = ? ORDER BY actor`,
		in(roles), string(community.UserActive))
	if err != nil {
		return nil, fmt.Errorf("list staff: %w", err)
	}
	return append(readers, staff...), nil
}
