package storage

import (
	"context"
	"fmt"
	"time"

	"consilium/community"
)

// toldWithin is how long ago a post may have gone to a server for it to be told
// that its author's credential changed: as long as a document stands at most.
const toldWithin = 90 * 24 * time.Hour

// tellStanding sends an Update of a member to every server that may hold the
// credential, as far as is known: those of the followers, and those that were
// sent a post within the time a document stands.
func (t *tx) tellStanding(ctx context.Context, a community.Actor) error {
	inboxes, err := t.followerInboxes(ctx, a.ID)
	if err != nil {
		return err
	}
	told := map[string]bool{}
	for _, inbox := range inboxes {
		told[inbox.Host()] = true
	}
	var rows []struct{ Inbox community.IRI }
	err = many(ctx, t, &rows, `SELECT DISTINCT r.inbox FROM recipient AS r JOIN post AS p ON p.id = r.post
		WHERE p.author = ? AND p.published >= ? ORDER BY r.inbox`, a.ID, at(t.now.Add(-toldWithin)))
	if err != nil {
		return fmt.Errorf("servers that know of %d: %w", a.ID, err)
	}
	for _, r := range rows {
		if host := r.Inbox.Host(); !told[host] {
			told[host], inboxes = true, append(inboxes, r.Inbox)
		}
	}
	if inboxes, err = t.reachable(ctx, inboxes); err != nil {
		return err
	}
	return t.deliver(ctx, Delivery{Verb: "Update", Actor: a.ID, Activity: t.store.newActivity(), Object: a.IRI.String(),
		Revision: a.Revision}, inboxes...)
}
