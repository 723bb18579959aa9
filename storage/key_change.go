package storage

import (
	"bytes"
	"context"
	"fmt"
	"time"

	"consilium/community"
)

// What happens to keys.
const (
	// KeyAdded: a key of ours is published.
	KeyAdded = "added"
	// KeyRetired: a key of ours signs no more, and is no longer published.
	KeyRetired = "retired"
	// KeyReplaced: what another server publishes under a name it has used before
	// is another key (R-KEY-3).
	KeyReplaced = "replaced"
)

// KeyChange is something that happened to a key, kept for 400 days.
type KeyChange struct {
	Actor   community.ActorID
	Key     string
	Kind    string // KeyAdded, KeyRetired or KeyReplaced
	Created time.Time
}

// noteKey writes down what happened to a key, in the transaction it happens in.
func (t *tx) noteKey(ctx context.Context, actor community.ActorID, key community.IRI, kind string) error {
	_, err := t.do(ctx, `INSERT INTO key_change (id, actor, key, kind, created) VALUES (?, ?, ?, ?, ?)`,
		t.store.numbers.next(), actor, key.String(), kind, at(t.now))
	if err != nil {
		return fmt.Errorf("note change of key %s: %w", key, err)
	}
	return nil
}

// noteReplaced writes down which keys of an actor elsewhere are about to become
// others under their old names.
func (t *tx) noteReplaced(ctx context.Context, actor community.ActorID, next []keyRow) error {
	var known []keyRow
	if err := many(ctx, t, &known, `SELECT iri, public FROM actor_key WHERE actor = ?`, actor); err != nil {
		return err
	}
	for _, old := range known {
		for _, k := range next {
			if k.IRI != old.IRI || bytes.Equal(k.Public, old.Public) {
				continue
			}
			if err := t.noteKey(ctx, actor, k.IRI, KeyReplaced); err != nil {
				return err
			}
		}
	}
	return nil
}

// KeyChanges lists what happened to keys, ours and others', the newest first, at
// most limit.
func (s *Store) KeyChanges(ctx context.Context, limit int) ([]KeyChange, error) {
	var rows []struct {
		Actor     community.ActorID
		Key, Kind string
		Created   stamp
	}
	err := many(ctx, s.r, &rows, `SELECT actor, key, kind, created FROM key_change ORDER BY id DESC LIMIT ?`, limit)
	if err != nil {
		return nil, fmt.Errorf("changes of keys: %w", err)
	}
	list := make([]KeyChange, 0, len(rows))
	for _, r := range rows {
		list = append(list, KeyChange{r.Actor, r.Key, r.Kind, r.Created.Time})
	}
	return list, nil
}
