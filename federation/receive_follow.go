package federation

import (
	"context"
	"errors"
	"fmt"

	"consilium/community"
)

// receiveFollow lets somebody elsewhere follow a member, or ask to. Doing it
// again answers again (protocol 1.9).
func (f *Federation) receiveFollow(ctx context.Context, in received) error {
	object, err := in.objectIRI()
	if err != nil {
		return err
	}
	followed, err := f.localActor(ctx, object)
	if err != nil {
		return err
	}
	if in.iri.IsZero() {
		return notAcceptable("follow without an address")
	}
	_, err = f.store.ReceiveFollow(ctx, in.iri, in.actor, followed)
	return err
}

// receiveAccept brings a member's follow into force. TentativeAccept is another
// type and changes nothing.
func (f *Federation) receiveAccept(ctx context.Context, in received) error {
	if handled, err := f.receiveQuoteAnswer(ctx, in); handled || err != nil {
		return err
	}
	if handled, err := f.receiveApproval(ctx, in); handled || err != nil {
		return err
	}
	a, err := f.answered(ctx, in)
	if err != nil {
		return err
	}
	return f.store.ConfirmFollow(ctx, a.iri, a.follower.ID, in.actor.ID)
}

// receiveReject refuses a member's follow, or ends one that was accepted.
func (f *Federation) receiveReject(ctx context.Context, in received) error {
	if handled, err := f.receiveQuoteAnswer(ctx, in); handled || err != nil {
		return err
	}
	if handled, err := f.receiveApproval(ctx, in); handled || err != nil {
		return err
	}
	a, err := f.answered(ctx, in)
	if err != nil {
		return err
	}
	return f.store.DenyFollow(ctx, a.iri, a.follower.ID, in.actor.ID)
}

// answer is whose follow an Accept or Reject is about.
type answer struct {
	iri      community.IRI
	follower community.Actor
}

// answered finds the follow, given as the whole Follow, as its identifier, or
// as a Follow without one. It has to be a follow of the signer: nobody answers
// for another (S-ORG-11).
func (f *Federation) answered(ctx context.Context, in received) (answer, error) {
	object := in.activity.Object
	follow := object.Node.Activity()
	if follow.Type != "" && follow.Type != "Follow" {
		return answer{}, notAcceptable("answer to something else")
	}
	var a answer
	actor, followed := follow.Actor, follow.Object.ID
	if iri, err := community.ParseIRI(object.ID); err == nil {
		known, err := f.store.ActivityByIRI(ctx, iri)
		switch {
		case err == nil && known.Verb == "Follow":
			a.iri, actor, followed = iri, known.Actor, known.Object
		case err != nil && !errors.Is(err, community.ErrNotFound):
			return a, err
		}
	}
	if followed != in.actor.IRI.String() {
		return a, fmt.Errorf("answer to a follow of another: %w", community.ErrForbidden)
	}
	iri, err := community.ParseIRI(actor)
	if err != nil {
		return a, notAcceptable("answer to a follow of nobody")
	}
	a.follower, err = f.localActor(ctx, iri)
	return a, err
}
