package storage

import (
	"context"
	"crypto/ed25519"
	"fmt"
	"strings"

	"consilium/community"
)

// RotateProofKey gives a local actor another Ed25519 key and retires those it
// had: what they signed is vouched for no more. Credentials are signed anew by
// federation.RenewCredentials, and other servers learn of the key when they meet
// it. Requests are signed with another key and go on as before.
func (s *Store) RotateProofKey(ctx context.Context, actor community.ActorID) (community.IRI, error) {
	a, err := s.Actor(ctx, actor)
	if err != nil {
		return community.IRI{}, err
	}
	if !a.Local {
		return community.IRI{}, fmt.Errorf("rotate key of actor %d: %w", actor, community.ErrForbidden)
	}
	_, key, err := ed25519.GenerateKey(nil)
	if err != nil {
		return community.IRI{}, fmt.Errorf("make proof key: %w", err)
	}
	// Never the name of a key that was: nobody may mix up the two.
	iri, err := community.ParseIRI(a.IRI.String() + "#ed25519-" + strings.ToLower(newToken()[:8]))
	if err != nil {
		return iri, fmt.Errorf("name key: %w", err)
	}
	row, err := s.sealKey(iri, Ed25519, key)
	if err != nil {
		return iri, err
	}
	return iri, s.update(ctx, fmt.Sprintf("rotate key of actor %d", actor), func(t *tx) error {
		_, err := t.do(ctx, `UPDATE actor_key SET retired = ? WHERE actor = ? AND algorithm = ? AND retired IS NULL`, at(t.now), actor, Ed25519)
		if err != nil {
			return err
		}
		return t.addKeys(ctx, actor, []keyRow{row})
	})
}
