package storage

import (
	"context"
	"fmt"

	"consilium/community"
)

const (
	actorKeepsOut  = `SELECT EXISTS (SELECT 1 FROM block b WHERE b.actor = a.id AND b.target = $1) FROM actor a WHERE a.iri = $2`
	authorKeepsOut = `SELECT EXISTS (SELECT 1 FROM block b WHERE b.actor = p.author AND b.target = $1)
		OR EXISTS (SELECT 1 FROM block b WHERE b.actor = $1 AND b.target = p.author) FROM post p WHERE p.iri = $2`
)

// ActorKeepsOut says whether an actor, by its identifier, blocks somebody who asks for
// it; ErrNotFound for an unknown one.
func (s *Store) ActorKeepsOut(ctx context.Context, iri community.IRI, asker community.ActorID) (bool, error) {
	return s.keepsOut(ctx, actorKeepsOut, iri, asker)
}

// AuthorKeepsOut says whether a block stands, in either way, between the author of a
// post, by its identifier, and somebody who asks for it; ErrNotFound for an unknown one.
func (s *Store) AuthorKeepsOut(ctx context.Context, iri community.IRI, asker community.ActorID) (bool, error) {
	return s.keepsOut(ctx, authorKeepsOut, iri, asker)
}

func (s *Store) keepsOut(ctx context.Context, statement string, iri community.IRI, asker community.ActorID) (bool, error) {
	var out bool
	if err := s.hotRow(ctx, statement, []any{int64(asker), iri.String()}, &out); err != nil {
		return true, fmt.Errorf("block between %s and %d: %w", iri, asker, err)
	}
	return out, nil
}
