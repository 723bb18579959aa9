package federation

import (
	"context"
	"errors"
	"fmt"

	"consilium/community"
	"consilium/federation/vocab"
	"consilium/storage"
)

// receiveAdd takes a post that an actor shows first on its profile from now on. Only
// the actor's own list counts, which is where its document said it lies, and only its
// own posts (protocol 1.9: the actor must own the target). Additions to anything else
// are acknowledged.
func (f *Federation) receiveAdd(ctx context.Context, in received) error {
	if !toFeatured(in) {
		return nil
	}
	iri, err := in.objectIRI()
	if err != nil {
		return err
	}
	post, err := f.pinnable(ctx, in.actor, iri)
	if err != nil {
		return err
	}
	return f.store.ReceivePin(ctx, in.actor, post)
}

// receiveRemove puts a post back among the others.
func (f *Federation) receiveRemove(ctx context.Context, in received) error {
	if !toFeatured(in) {
		return nil
	}
	iri, err := in.objectIRI()
	if err != nil {
		return err
	}
	post, err := f.store.PostByIRI(ctx, iri)
	if err != nil {
		return err
	}
	return f.store.Unpin(ctx, in.actor, post)
}

// toFeatured says whether an activity is about what its actor shows first.
func toFeatured(in received) bool {
	return !in.actor.Featured.IsZero() && in.activity.Target.ID == in.actor.Featured.String()
}

// pinnable is a post of an actor elsewhere, known or read from its home. One is only
// read for who is followed here, or whose profile somebody looked at.
func (f *Federation) pinnable(ctx context.Context, actor community.Actor, iri community.IRI) (community.Post, error) {
	if !iri.SameOrigin(actor.IRI) {
		return community.Post{}, notAcceptable("pinned post of another origin")
	}
	post, err := f.store.PostByIRI(ctx, iri)
	if !errors.Is(err, community.ErrNotFound) {
		return post, err
	}
	followed, err := f.followedHere(ctx, actor.ID)
	if err != nil || !followed {
		return post, errors.Join(err, dropped(followed))
	}
	return f.fetchPost(ctx, iri)
}

// composeAdd says that a post is shown first, if it still is and still may be sent.
func (f *Federation) composeAdd(ctx context.Context, d storage.Delivery) (vocab.Activity, error) {
	if _, _, err := f.openPost(ctx, d.Post); err != nil {
		return vocab.Activity{}, err
	}
	pinned, err := f.store.IsPinned(ctx, []community.PostID{d.Post})
	if err != nil {
		return vocab.Activity{}, err
	}
	if !pinned[d.Post] {
		return vocab.Activity{}, fmt.Errorf("post %d is not pinned any more: %w", d.Post, community.ErrGone)
	}
	return f.composeRemove(ctx, d)
}

// composeRemove says that a post is shown like the others again.
func (f *Federation) composeRemove(ctx context.Context, d storage.Delivery) (vocab.Activity, error) {
	actor, err := f.store.Actor(ctx, d.Actor)
	return vocab.Activity{Actor: actor.IRI.String(), Object: vocab.Reference{ID: d.Object},
		Target:    vocab.Reference{ID: actor.Featured.String()},
		Addresses: vocab.Addresses{To: []string{vocab.Public}, Cc: []string{actor.Followers.String()}}}, err
}
