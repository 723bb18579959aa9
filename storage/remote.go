package storage

import (
	"context"
	"crypto/x509"
	"fmt"

	"consilium/community"
)

// RemoteActor is an actor as the document at its home describes it, with the
// keys found there.
type RemoteActor struct {
	community.Actor
	Keys []PublicKey
}

// StoreRemoteActor remembers an actor of another server, or what changed of
// it: it keeps number, suspension and counters, and replaces the keys. Of two
// actors with one handle the newer document has it. ErrForbidden when the
// identifier or the handle is ours, or a key lies at another host.
func (s *Store) StoreRemoteActor(ctx context.Context, r RemoteActor) (community.Actor, error) {
	var stored community.Actor
	keys, err := s.foreignKeys(r)
	if err != nil {
		return stored, err
	}
	err = s.update(ctx, fmt.Sprintf("store actor %s", r.IRI), func(t *tx) error {
		var err error
		stored, err = t.storeRemoteActor(ctx, r.Actor, keys)
		return err
	})
	return stored, err
}

// foreignKeys makes sure that nothing about the actor is ours, and encodes its
// keys.
func (s *Store) foreignKeys(r RemoteActor) ([]keyRow, error) {
	if r.Local || r.IRI.IsZero() || r.Handle.Host() == "" || r.Handle.Host() == s.domain || r.IRI.SameOrigin(s.iri("/")) {
		return nil, fmt.Errorf("store actor %s: not one of another server: %w", r.IRI, community.ErrForbidden)
	}
	rows := make([]keyRow, 0, len(r.Keys))
	for _, k := range r.Keys {
		if !k.IRI.SameOrigin(r.IRI) {
			return nil, fmt.Errorf("store actor %s: key of another host: %w", r.IRI, community.ErrForbidden)
		}
		public, err := x509.MarshalPKIXPublicKey(k.Key)
		if err != nil {
			return nil, fmt.Errorf("store actor %s: encode key: %w", r.IRI, err)
		}
		rows = append(rows, keyRow{IRI: k.IRI, Algorithm: k.Algorithm, Public: public, Expires: at(k.Expires)})
	}
	return rows, nil
}

func (t *tx) storeRemoteActor(ctx context.Context, a community.Actor, keys []keyRow) (community.Actor, error) {
	var err error
	if a.Emoji, err = t.nameEmoji(ctx, a.Emoji); err != nil {
		return a, err
	}
	row := rowOfActor(a)
	said := row.MovedTo
	row.MovedTo = community.IRI{} // a Move makes it true, not a document alone
	row.ID, row.UserID, row.Suspended, row.Gone, row.Fetched, row.Revision = newID[community.ActorID](t), 0, stamp{}, stamp{}, at(t.now), 1
	if a.Published.IsZero() || a.Published.After(t.now) {
		row.Published = at(t.now)
	}
	// A handle that moved to another identifier is taken from the older one.
	_, err = t.do(ctx, `UPDATE actor SET name_lower = name_lower || '~' || id
		WHERE name_lower = ? AND host = ? AND iri <> ? AND NOT local`, row.NameLower, row.Host, row.IRI)
	if err != nil {
		return a, err
	}
	res, err := t.NewInsert().Model(&row).On(`CONFLICT (iri) DO UPDATE`).
		Set(`kind = excluded.kind, name = excluded.name, name_lower = excluded.name_lower, host = excluded.host`).
		Set(`display_name = excluded.display_name, pronouns = excluded.pronouns, summary = excluded.summary`).
		Set(`profession = excluded.profession, specialty = excluded.specialty`).
		// Another picture is another medium; the same one keeps ours.
		Set(`avatar = CASE WHEN a.avatar_iri = excluded.avatar_iri THEN a.avatar ELSE excluded.avatar END, avatar_iri = excluded.avatar_iri`).
		Set(`approves_followers = excluded.approves_followers, discoverable = excluded.discoverable, indexable = excluded.indexable`).
		Set(`url = excluded.url, inbox = excluded.inbox, shared_inbox = excluded.shared_inbox, outbox = excluded.outbox`).
		Set(`header = CASE WHEN a.header_iri = excluded.header_iri THEN a.header ELSE excluded.header END, header_iri = excluded.header_iri`).
		Set(`fields = excluded.fields, emoji = excluded.emoji, policy = excluded.policy, memorial = excluded.memorial`).
		Set(`attribution_domains = excluded.attribution_domains, featured_tags = excluded.featured_tags`).
		Set(`moderators = excluded.moderators, implements = excluded.implements, closed = excluded.closed`).
		Set(`followers = excluded.followers, following = excluded.following, featured = excluded.featured`).
		Set(`moved_to = CASE WHEN a.moved_to = ? THEN a.moved_to END`, said).
		Set(`fetched = excluded.fetched, gone = NULL, revision = a.revision + 1`).
		Where(`NOT a.local`).Exec(ctx)
	if err != nil {
		return a, err
	}
	if n, err := res.RowsAffected(); err != nil || n == 0 {
		return a, fmt.Errorf("ours: %w", community.ErrForbidden)
	}
	stored, err := actorWhere(ctx, t, `a.iri = ?`, a.IRI)
	if err != nil {
		return a, err
	}
	if err := t.noteReplaced(ctx, stored.ID, keys); err != nil {
		return a, err
	}
	if _, err := t.do(ctx, `DELETE FROM actor_key WHERE actor = ?`, stored.ID); err != nil {
		return a, err
	}
	return stored, t.addKeys(ctx, stored.ID, keys)
}
