package storage

import (
	"context"
	"crypto/ed25519"
	"fmt"
	"strconv"
	"strings"
	"time"

	"consilium/community"
)

const (
	// KeyGrace is how long a new request key is published before it signs.
	KeyGrace = 48 * time.Hour
	// keyOverlap is how long the old one is published after that: what it signed
	// last may still be under way.
	keyOverlap = time.Hour
)

// RotateProofKey gives a local actor another Ed25519 key and retires those it
// had: what they signed is vouched for no more. Credentials are signed anew by
// federation.RenewCredentials, and other servers learn of the key when they meet
// it. Requests are signed with another key and go on as before.
func (s *Store) RotateProofKey(ctx context.Context, actor community.ActorID) (community.IRI, error) {
	a, err := s.keyOwner(ctx, actor)
	if err != nil {
		return community.IRI{}, err
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
	return iri, s.update(ctx, fmt.Sprintf("rotate proof key of actor %d", actor), func(t *tx) error {
		if err := t.retireKeys(ctx, actor, Ed25519); err != nil {
			return err
		}
		return t.startKey(ctx, a, row)
	})
}

// RotateRequestKey gives a local actor another RSA key, and tells the servers of
// its followers. After a grace, for which the old one signs and both are
// published, the new one signs, and RetireKeys takes the old one away; without a
// grace the old one is retired at once, for when it may be in wrong hands
// (R-KEY-3, R-KEY-4). While one change is under way another with a grace is
// ErrConflict; ErrForbidden for an actor elsewhere.
func (s *Store) RotateRequestKey(ctx context.Context, actor community.ActorID, grace time.Duration) (community.IRI, error) {
	a, err := s.keyOwner(ctx, actor)
	if err != nil {
		return community.IRI{}, err
	}
	key, err := s.newRSA()
	if err != nil {
		return community.IRI{}, fmt.Errorf("make request key: %w", err)
	}
	iri, err := s.nextKeyName(ctx, a)
	if err != nil {
		return iri, err
	}
	row, err := s.sealKey(iri, RSA, key)
	if err != nil {
		return iri, err
	}
	return iri, s.update(ctx, fmt.Sprintf("rotate request key of actor %d", actor), func(t *tx) error {
		row.Signs = at(t.now.Add(grace))
		if grace <= 0 {
			if err := t.retireKeys(ctx, actor, RSA); err != nil {
				return err
			}
		} else if err := t.noneWaits(ctx, actor); err != nil {
			return err
		}
		return t.startKey(ctx, a, row)
	})
}

// keyOwner is an actor whose keys are ours to change.
func (s *Store) keyOwner(ctx context.Context, actor community.ActorID) (community.Actor, error) {
	a, err := s.Actor(ctx, actor)
	if err == nil && !a.Local {
		err = fmt.Errorf("rotate key of actor %d: %w", actor, community.ErrForbidden)
	}
	return a, err
}

// nextKeyName counts on from #main-key: #main-key-2, -3 …. Keys are retired and
// never deleted, so no name is given twice.
func (s *Store) nextKeyName(ctx context.Context, a community.Actor) (community.IRI, error) {
	var made int
	err := one(ctx, s.w, &made, `SELECT COUNT(*) FROM actor_key WHERE actor = ? AND algorithm = ?`, a.ID, RSA)
	if err != nil {
		return community.IRI{}, fmt.Errorf("count keys of actor %d: %w", a.ID, err)
	}
	iri, err := community.ParseIRI(a.IRI.String() + "#main-key-" + strconv.Itoa(made+1))
	if err != nil {
		return iri, fmt.Errorf("name key: %w", err)
	}
	return iri, nil
}

// noneWaits makes sure that no key is waiting already.
func (t *tx) noneWaits(ctx context.Context, actor community.ActorID) error {
	var waiting int
	err := one(ctx, t, &waiting, `SELECT COUNT(*) FROM actor_key WHERE actor = ? AND retired IS NULL AND signs > ?`, actor, at(t.now))
	if err == nil && waiting > 0 {
		err = fmt.Errorf("a new key is published and will sign soon: %w", community.ErrConflict)
	}
	return err
}

// startKey publishes a key that has a name of its own, and says so to who follows.
func (t *tx) startKey(ctx context.Context, a community.Actor, row keyRow) error {
	var taken int
	if err := one(ctx, t, &taken, `SELECT COUNT(*) FROM actor_key WHERE iri = ?`, row.IRI); err != nil {
		return err
	}
	if taken > 0 { // another command was quicker
		return fmt.Errorf("key %s is there: %w", row.IRI, community.ErrConflict)
	}
	if err := t.addKeys(ctx, a.ID, []keyRow{row}); err != nil {
		return err
	}
	if err := t.noteKey(ctx, a.ID, row.IRI, KeyAdded); err != nil {
		return err
	}
	return t.tellProfile(ctx, a)
}

// retireKeys ends the use of all keys of a kind at once.
func (t *tx) retireKeys(ctx context.Context, actor community.ActorID, algorithm string) error {
	var rows []keyRow
	err := many(ctx, t, &rows, `SELECT iri, actor FROM actor_key WHERE actor = ? AND algorithm = ? AND retired IS NULL`, actor, algorithm)
	if err != nil {
		return err
	}
	return t.retire(ctx, rows)
}

func (t *tx) retire(ctx context.Context, keys []keyRow) error {
	for _, k := range keys {
		if _, err := t.do(ctx, `UPDATE actor_key SET retired = ? WHERE iri = ? AND retired IS NULL`, at(t.now), k.IRI); err != nil {
			return fmt.Errorf("retire key %s: %w", k.IRI, err)
		}
		if err := t.noteKey(ctx, k.Actor, k.IRI, KeyRetired); err != nil {
			return err
		}
	}
	return nil
}

// RetireKeys takes away request keys whose successors have been signing for an
// hour, and tells the servers of their owners' followers. A chore calls it; it
// may run in several processes.
func (s *Store) RetireKeys(ctx context.Context) error {
	return s.update(ctx, "retire keys", func(t *tx) error {
		var rows []keyRow
		err := many(ctx, t, &rows, `SELECT DISTINCT old.iri, old.actor FROM actor_key AS next JOIN actor_key AS old
			ON old.actor = next.actor AND old.algorithm = next.algorithm AND old.sealed_private IS NOT NULL AND old.retired IS NULL
			AND COALESCE(old.signs, old.created) < next.signs
			WHERE next.signs <= ? AND next.retired IS NULL ORDER BY old.actor, old.iri`, at(t.now.Add(-keyOverlap)))
		if err != nil || len(rows) == 0 {
			return err
		}
		if err := t.retire(ctx, rows); err != nil {
			return err
		}
		told := map[community.ActorID]bool{}
		for _, r := range rows {
			if told[r.Actor] {
				continue
			}
			told[r.Actor] = true
			a, err := actorWhere(ctx, t, `a.id = ?`, r.Actor)
			if err != nil {
				return err
			}
			if err := t.tellProfile(ctx, a); err != nil {
				return err
			}
		}
		return nil
	})
}

// KeyOwners lists the actors whose keys are ours, those who left apart, by number.
func (s *Store) KeyOwners(ctx context.Context) ([]community.ActorID, error) {
	var owners []community.ActorID
	err := many(ctx, s.r, &owners, `SELECT DISTINCT a.id FROM actor AS a JOIN actor_key AS k ON k.actor = a.id
		WHERE a.local AND a.gone IS NULL AND k.sealed_private IS NOT NULL ORDER BY a.id`)
	if err != nil {
		return nil, fmt.Errorf("owners of keys: %w", err)
	}
	return owners, nil
}
