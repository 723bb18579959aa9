package storage

import (
	"context"
	"errors"
	"fmt"
	"net/url"

	"consilium/community"
)

// InstanceActor is the actor that acts for the institution itself: it signs
// what no member asks for. ErrNotFound before EnsureInstanceActor.
func (s *Store) InstanceActor(ctx context.Context) (community.Actor, error) {
	return s.ActorByIRI(ctx, s.iri("/actor"))
}

// EnsureInstanceActor makes the instance actor and its keys at the first start
// (R-ACT-3).
func (s *Store) EnsureInstanceActor(ctx context.Context) (community.Actor, error) {
	a, err := s.InstanceActor(ctx)
	if !errors.Is(err, community.ErrNotFound) {
		return a, err
	}
	keys, err := s.makeKeys(s.iri("/actor"))
	if err != nil {
		return a, err
	}
	err = s.update(ctx, "make instance actor", func(t *tx) error {
		a := community.Actor{ID: newID[community.ActorID](t), IRI: s.iri("/actor"), Kind: community.Application, Local: true,
			Handle: s.instanceHandle(), URL: s.iri("/about"), Inbox: s.iri("/actor/inbox"), SharedInbox: s.iri("/inbox"),
			Outbox: s.iri("/actor/outbox"), Published: t.now, Revision: 1}
		made, err := t.addActor(ctx, a)
		if err != nil || !made {
			return err
		}
		return t.addKeys(ctx, a.ID, keys)
	})
	if err != nil {
		return a, err
	}
	return actorWhere(ctx, s.w, `a.iri = ?`, s.iri("/actor"))
}

// instanceHandle is @host@host; a port cannot be part of a name.
func (s *Store) instanceHandle() community.Handle {
	u, err := url.Parse(s.base)
	if err != nil {
		return community.Handle{}
	}
	h, err := community.MakeHandle(u.Hostname(), "", s.domain)
	if err != nil { // an IPv6 address
		h, _ = community.MakeHandle("instance.actor", "", s.domain)
	}
	return h
}

// iri is an address of ours.
func (s *Store) iri(path string) community.IRI {
	iri, _ := community.ParseIRI(s.base + path) // base was parsed when the store was opened, and paths are ours
	return iri
}

// addActor inserts an actor, and says false when IRI or handle are taken.
func (t *tx) addActor(ctx context.Context, a community.Actor) (bool, error) {
	row := rowOfActor(a)
	res, err := t.NewInsert().Model(&row).On("CONFLICT DO NOTHING").Exec(ctx)
	if err != nil {
		return false, fmt.Errorf("add actor: %w", err)
	}
	n, err := res.RowsAffected()
	return n == 1, err
}
