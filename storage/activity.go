package storage

import (
	"context"
	"fmt"

	"consilium/community"
)

// ActivityByIRI says what a Follow, Like, Block or Announce was that is known
// by its identifier only, as an Undo, Accept or Reject may name it.
// ErrNotFound when nothing here came of it.
func (s *Store) ActivityByIRI(ctx context.Context, iri community.IRI) (InnerActivity, error) {
	var found InnerActivity
	err := one(ctx, s.r, &found, `
		SELECT 'Follow' AS verb, f.iri AS id, a.iri AS actor, b.iri AS object
			FROM follow f JOIN actor a ON a.id = f.follower JOIN actor b ON b.id = f.followed WHERE f.iri = ?
		UNION ALL SELECT 'Like', l.iri, a.iri, p.iri
			FROM liking l JOIN actor a ON a.id = l.actor JOIN post p ON p.id = l.post WHERE l.iri = ?
		UNION ALL SELECT 'Block', b.iri, a.iri, t.iri
			FROM block b JOIN actor a ON a.id = b.actor JOIN actor t ON t.id = b.target WHERE b.iri = ?
		UNION ALL SELECT 'Announce', n.iri, a.iri, p.iri
			FROM post n JOIN actor a ON a.id = n.author JOIN post p ON p.id = n.of_post WHERE n.iri = ? AND n.of_post <> 0
		LIMIT 1`, iri, iri, iri, iri)
	if err != nil {
		return found, fmt.Errorf("activity %s: %w", iri, err)
	}
	return found, nil
}

// ActorByInbox gives the actor of another server whose own inbox it is;
// ErrNotFound for shared and unknown ones.
func (s *Store) ActorByInbox(ctx context.Context, inbox community.IRI) (community.Actor, error) {
	a, err := actorWhere(ctx, s.r, `a.inbox = ? AND NOT a.local LIMIT 1`, inbox)
	if err != nil {
		return a, fmt.Errorf("actor of inbox %s: %w", inbox, err)
	}
	return a, nil
}
