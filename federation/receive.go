package federation

import (
	"context"
	"errors"
	"fmt"

	"consilium/community"
	"consilium/federation/vocab"
	"consilium/storage"
)

// received is an activity that its actor is known to have signed, or, before
// receivePassedOn, that actor passed on.
type received struct {
	actor    community.Actor
	activity vocab.Activity
	// iri is the activity's identifier, of the actor's origin; zero for none.
	iri community.IRI
	// node is the activity as it came, to be passed on unchanged (R-OIP-3).
	node *vocab.Node
}

// receivers is the one table from activity type to what it does here. Types
// that are not in it are acknowledged: a peer is never told that we do not know
// a word (protocol 1.9).
var receivers = map[string]func(*Federation, context.Context, received) error{
	"Create":       (*Federation).receiveCreate,
	"Update":       (*Federation).receiveUpdate,
	"Delete":       (*Federation).receiveDelete,
	"Follow":       (*Federation).receiveFollow,
	"Accept":       (*Federation).receiveAccept,
	"Reject":       (*Federation).receiveReject,
	"Like":         (*Federation).receiveLike,
	"EmojiReact":   (*Federation).receiveLike,
	"Announce":     (*Federation).receiveAnnounce,
	"Undo":         (*Federation).receiveUndo,
	"Block":        (*Federation).receiveBlock,
	"Flag":         (*Federation).receiveFlag,
	"Move":         (*Federation).receiveMove,
	"QuoteRequest": (*Federation).receiveQuoteRequest,
	"Add":          (*Federation).receiveAdd,
	"Remove":       (*Federation).receiveRemove,
	"Lock":         (*Federation).receiveNothing,
	"Dislike":      (*Federation).receiveNothing,
}

// Receive is the handler for storage.KindReceive jobs: it lets one receipt take
// effect. It may run twice. nil means that the receipt is finished, also when
// it can never take effect; an error that it is worth another try.
func (f *Federation) Receive(ctx context.Context, job storage.Job) error {
	receipt, err := f.arrival(ctx, job)
	if errors.Is(err, community.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	verb, err := f.takeEffect(ctx, receipt)
	if noted := f.noteReceived(ctx, receipt.Host, verb, err); noted != nil {
		return noted
	}
	if err != nil && !settled(err) {
		return fmt.Errorf("receive %s from %s: %w", verb, receipt.Host, err)
	}
	if err != nil {
		f.log.Info("received without effect", "host", receipt.Host, "verb", verb, "reason", reason(err))
	}
	return nil // the receipt is emptied with the job
}

// takeEffect runs what the type of a receipt stands for.
func (f *Federation) takeEffect(ctx context.Context, receipt arrival) (verb string, err error) {
	if receipt.node == nil {
		return "", fmt.Errorf("decode receipt: %w", community.ErrForbidden)
	}
	in := received{activity: receipt.node.Activity(), node: receipt.node}
	receive, known := receivers[in.activity.Type]
	if !known {
		return otherKind, nil
	}
	if in.actor, err = f.store.ActorByIRI(ctx, receipt.Signer); err != nil {
		return in.activity.Type, err
	}
	// Time has passed since it was accepted (S-ORG-12).
	if err := f.welcome(ctx, in.actor); err != nil {
		return in.activity.Type, err
	}
	if in.activity.Actor != in.actor.IRI.String() {
		return in.activity.Type, f.receivePassedOn(ctx, in)
	}
	if iri, err := community.ParseIRI(in.activity.ID); err == nil {
		in.iri = iri
	}
	if handled, err := f.receiveDeed(ctx, in); handled || err != nil {
		return in.activity.Type, err
	}
	err = receive(f, ctx, in)
	if err == nil || errors.Is(err, community.ErrConflict) {
		err = errors.Join(err, f.passOn(ctx, in))
	}
	return in.activity.Type, err
}

// settled says that trying again would end the same way.
func settled(err error) bool {
	for _, kind := range []error{community.ErrConflict, community.ErrGone, community.ErrForbidden, community.ErrNotFound} {
		if errors.Is(err, kind) {
			return true
		}
	}
	_, invalid := errors.AsType[*community.Invalid](err)
	return invalid
}

// reason names the kind of a settled error for the log, without any of the
// sender's text.
func reason(err error) string {
	for _, kind := range []error{errShutOut, community.ErrConflict, community.ErrGone, community.ErrForbidden, community.ErrNotFound} {
		if errors.Is(err, kind) {
			return kind.Error()
		}
	}
	return "invalid"
}

// objectIRI is the identifier of what an activity is about.
func (in received) objectIRI() (community.IRI, error) { return refIRI(in.activity.Object) }

func refIRI(r vocab.Reference) (community.IRI, error) {
	iri, err := community.ParseIRI(r.ID)
	if err != nil {
		return iri, notAcceptable("object without an address")
	}
	return iri, nil
}

// localActor is one of our members, or groups, by identifier. The instance actor is
// nobody to follow, block or write to.
func (f *Federation) localActor(ctx context.Context, iri community.IRI) (community.Actor, error) {
	a, err := f.store.ActorByIRI(ctx, iri)
	if err == nil && (!a.Local || a.IsInstance() || !a.Active()) {
		err = fmt.Errorf("member %s: %w", iri, community.ErrNotFound)
	}
	return a, err
}
