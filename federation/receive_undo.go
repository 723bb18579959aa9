package federation

import (
	"context"
	"errors"
	"fmt"

	"consilium/community"
	"consilium/federation/vocab"
)

// receiveUndo takes back what the same actor did. The deed may be embedded,
// with or without an identifier, or named by identifier only; it is matched by
// actor, type and object (protocol 1.9).
func (f *Federation) receiveUndo(ctx context.Context, in received) error {
	deed, err := f.undone(ctx, in)
	if err != nil {
		return err
	}
	if deed.Actor != in.actor.IRI.String() { // S-ORG-11
		return fmt.Errorf("undo of another's deed: %w", community.ErrForbidden)
	}
	object, err := refIRI(deed.Object)
	if err != nil {
		return err
	}
	switch deed.Type {
	case "Follow":
		return f.undoFollow(ctx, in, object)
	case "Block":
		target, err := f.localActor(ctx, object)
		if err != nil {
			return err
		}
		return f.store.ReceiveUnblock(ctx, in.actor.ID, target.ID)
	case "Like", "EmojiReact", "Announce":
		return f.undoMark(ctx, in, deed, object)
	case "Accept":
		return f.undoAccept(ctx, in, deed)
	}
	return nil
}

// undone finds the deed an Undo is about.
func (f *Federation) undone(ctx context.Context, in received) (vocab.Activity, error) {
	object := in.activity.Object
	if object.Node != nil && object.Node.Type() != "" {
		deed := object.Node.Activity()
		if deed.Actor == "" {
			deed.Actor = in.activity.Actor
		}
		return deed, nil
	}
	iri, err := refIRI(object)
	if err != nil {
		return vocab.Activity{}, err
	}
	known, err := f.store.ActivityByIRI(ctx, iri)
	return vocab.Activity{ID: known.ID, Type: known.Verb, Actor: known.Actor, Object: vocab.Reference{ID: known.Object}}, err
}

func (f *Federation) undoFollow(ctx context.Context, in received, object community.IRI) error {
	followed, err := f.localActor(ctx, object)
	if err != nil {
		return err
	}
	return f.store.ReceiveUnfollow(ctx, in.actor.ID, followed.ID)
}

// undoMark takes back a like or a boost, of a post that may be out of the
// actor's sight by now.
func (f *Federation) undoMark(ctx context.Context, in received, deed vocab.Activity, object community.IRI) error {
	post, err := f.store.PostByIRI(ctx, object)
	if err != nil {
		return err
	}
	if deed.Type != "Announce" {
		return f.store.ReceiveUnlike(ctx, in.actor, post)
	}
	// By actor and object: there is one live boost of each.
	return f.store.ReceiveUnannounce(ctx, community.IRI{}, in.actor, post.ID)
}

// undoAccept ends a member's follow that was accepted before.
func (f *Federation) undoAccept(ctx context.Context, in received, deed vocab.Activity) error {
	in.activity.Object = deed.Object
	err := f.receiveReject(ctx, in)
	if errors.Is(err, community.ErrNotFound) {
		return nil
	}
	return err
}
