package federation

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"consilium/community"
	"consilium/federation/vocab"
)

// errNotActor is the answer to an activity of somebody else than the signer, when
// nothing shows that they said it (R-IN-3).
var errNotActor = refuse(http.StatusUnauthorized, "signer is not the actor")

// How much one server may pass on without proofs in how long: each costs a fetch.
const (
	mostPassedOn   = 300
	passedOnWindow = time.Hour
)

// passedOn judges an activity that somebody else than its actor sent, as servers
// pass on the answers to their members' posts (ActivityPub 7.1.2). It is taken
// when it carries a proof of its actor, which makes it as good as sent by them; or,
// with nothing of it believed but identifiers, when it is about a post that can be
// looked at where it lives, and that matters here. A Linked Data signature is not
// looked at (R-LD-1). Everything else is errNotActor.
func (f *Federation) passedOn(ctx context.Context, v verified, a vocab.Activity) (verified, error) {
	actor, err := community.ParseIRI(a.Actor)
	// What actors say of themselves, their keys above all, they have to send
	// themselves: an old proof must not bring back what they took away.
	if err != nil || f.ours(actor) || !provable[a.Type] || aboutItself(a) {
		return v, errNotActor
	}
	if err := f.mayFederate(ctx, actor.Host()); err != nil { // S-ORG-12
		return v, passedOnRefusal(err)
	}
	author, err := f.proven(ctx, v.body, actor)
	if err == nil {
		return v.saidBy(author), nil
	}
	if faulty(err) {
		return v, err
	}
	worth, err := f.worthLooking(ctx, a, actor)
	if err != nil || !worth {
		return v, passedOnRefusal(err)
	}
	v.passedOn = true
	return v, nil
}

// passedOnRefusal is errNotActor, unless something is wrong here.
func passedOnRefusal(err error) error {
	if err != nil && faulty(err) {
		return err
	}
	return errNotActor
}

// faulty says that an error is a fault here, as against a document, key or server
// that is not as it should be.
func faulty(err error) bool {
	if _, refused := errors.AsType[*refusal](err); refused || isKind(err) || isSignatureError(err) {
		return false
	}
	return !isProofError(err)
}

// worthLooking says whether an unproved activity is about a post worth a request
// to its home: a public answer to a post that is kept here, or a change or the end
// of one.
func (f *Federation) worthLooking(ctx context.Context, a vocab.Activity, actor community.IRI) (bool, error) {
	iri, err := refIRI(a.Object)
	if err != nil || !iri.SameOrigin(actor) || f.ours(iri) {
		return false, nil
	}
	switch a.Type {
	case "Update", "Delete":
		return f.keeps(ctx, iri)
	case "Create":
		node := a.Object.Node
		if node == nil || !forAll(a.Addresses) {
			return false, nil
		}
		return f.keepsText(ctx, node.Object().InReplyTo)
	}
	return false, nil
}

// keepsText is keeps for an identifier that nobody has read yet.
func (f *Federation) keepsText(ctx context.Context, text string) (bool, error) {
	iri, err := community.ParseIRI(text)
	if err != nil {
		return false, nil
	}
	return f.keeps(ctx, iri)
}

// keeps says whether a live post is kept here.
func (f *Federation) keeps(ctx context.Context, iri community.IRI) (bool, error) {
	p, err := f.store.PostByIRI(ctx, iri)
	if errors.Is(err, community.ErrNotFound) {
		return false, nil
	}
	return err == nil && p.Deleted.IsZero(), err
}

// receivePassedOn looks at the post that an unproved activity is about where it
// lives, and takes it as it is there: kept, changed, or gone. in.actor only passed
// it on.
func (f *Federation) receivePassedOn(ctx context.Context, in received) error {
	iri, err := in.objectIRI()
	if err != nil || f.ours(iri) {
		return errors.Join(err, notAcceptable("nothing to look at"))
	}
	allowed, _, err := f.store.Attempt(ctx, "passed-on/"+in.actor.IRI.Host(), passedOnWindow, mostPassedOn)
	if err != nil {
		return err
	}
	if !allowed {
		return fmt.Errorf("too much passed on: %w", community.ErrForbidden)
	}
	if in.activity.Type == "Delete" {
		return f.goneElsewhere(ctx, iri)
	}
	doc, err := f.fetch(ctx, iri)
	if err != nil {
		return err
	}
	matters, err := f.keeps(ctx, doc.iri)
	if err == nil && !matters {
		matters, err = f.keepsText(ctx, doc.node.Object().InReplyTo)
	}
	if err != nil || !matters {
		return errors.Join(err, dropped(matters))
	}
	_, err = f.takeFetched(ctx, doc)
	return err
}

// goneElsewhere deletes a post of somebody elsewhere when its home no longer has it.
func (f *Federation) goneElsewhere(ctx context.Context, iri community.IRI) error {
	post, err := f.store.PostByIRI(ctx, iri)
	if err != nil {
		return err
	}
	author, err := f.store.Actor(ctx, post.Author)
	if err != nil {
		return err
	}
	if post.Local || author.Local || !iri.SameOrigin(author.IRI) {
		return notAcceptable("post of ours or of nobody")
	}
	if err := f.lacks(ctx, iri); err != nil {
		return err
	}
	return f.store.ReceiveDelete(ctx, iri, author)
}
