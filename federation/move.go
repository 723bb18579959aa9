package federation

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"consilium/community"
	"consilium/federation/vocab"
	"consilium/storage"
)

// maxLinked is how many of the accounts an actor says it is also known as are
// looked at (Mastodon's FEDERATION.md).
const maxLinked = 256

// ResolveLinked finds the account that a person typed, as Resolve does, and asks
// its home what it is known as too, whatever is remembered of it. ErrNotFound for
// the address of a post. Other errors are those of Resolve.
func (f *Federation) ResolveLinked(ctx context.Context, query string) (community.Actor, error) {
	a, post, err := f.Resolve(ctx, strings.TrimSpace(query))
	if err == nil && post != nil {
		err = fmt.Errorf("account to move to: %w", community.ErrNotFound)
	}
	if err != nil {
		return a, err
	}
	ctx, cancel := context.WithTimeout(ctx, resolveTime)
	defer cancel()
	return f.reread(ctx, a)
}

// reread asks the home of an actor who they are now: with all aliases, and with
// where they say they went, which nothing else has to confirm. Members are as
// they are stored.
func (f *Federation) reread(ctx context.Context, a community.Actor) (community.Actor, error) {
	if a.Local {
		return a, nil
	}
	doc, stored, err := f.readAgain(ctx, a.IRI)
	if err != nil {
		return a, err
	}
	described := doc.node.Actor()
	stored.Aliases = nil
	for _, s := range described.AlsoKnownAs[:min(len(described.AlsoKnownAs), maxLinked)] {
		if iri, err := community.ParseIRI(s); err == nil {
			stored.Aliases = append(stored.Aliases, iri)
		}
	}
	stored.MovedTo = movedAway(described)
	return stored, nil
}

// composeMove says where a member went. One that was taken back since is not
// said any more (FEP-7628).
func (f *Federation) composeMove(ctx context.Context, d storage.Delivery) (vocab.Activity, error) {
	actor, err := f.store.Actor(ctx, d.Actor)
	if err == nil && actor.MovedTo.IsZero() {
		err = fmt.Errorf("move of actor %d was taken back: %w", d.Actor, community.ErrGone)
	}
	if err != nil {
		return vocab.Activity{}, err
	}
	return vocab.Activity{Actor: actor.IRI.String(), Object: vocab.Reference{ID: actor.IRI.String()}, Target: vocab.Reference{ID: actor.MovedTo.String()},
		Addresses: vocab.Addresses{To: []string{vocab.Public}, Cc: []string{actor.Followers.String()}}}, nil
}

// linked writes identifiers for a document.
func linked(list []community.IRI) []string {
	var texts []string
	for _, iri := range list {
		texts = append(texts, iri.String())
	}
	return texts
}

// movedAway reads where an actor's document says they went; zero for nowhere.
func movedAway(doc vocab.Actor) community.IRI {
	iri, err := community.ParseIRI(doc.MovedTo)
	if err != nil {
		return community.IRI{}
	}
	return iri
}

// whereTo finds the target of a Move: one of ours, or an actor elsewhere who is
// read from their home now.
func (f *Federation) whereTo(ctx context.Context, r vocab.Reference) (community.Actor, error) {
	iri, err := refIRI(r)
	if err != nil {
		return community.Actor{}, err
	}
	if f.ours(iri) {
		return f.localActor(ctx, iri)
	}
	known, err := f.store.ActorByIRI(ctx, iri)
	if errors.Is(err, community.ErrNotFound) {
		known, err = community.Actor{IRI: iri}, nil
	}
	if err != nil {
		return known, err
	}
	a, err := f.reread(ctx, known)
	if err != nil {
		return a, err
	}
	return a, f.welcome(ctx, a)
}
