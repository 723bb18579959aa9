package federation

import (
	"context"
	"errors"
	"fmt"

	"consilium/community"
	"consilium/storage"
)

// receiveApproval takes an Accept or Reject of a member's like, reply or boost by the
// author of the post it was done to; false for an answer to anything else. Members send
// what they do as it is, and GoToSocial answers it like a request (GoToSocial,
// interaction controls).
func (f *Federation) receiveApproval(ctx context.Context, in received) (handled bool, err error) {
	deed := in.activity.Object.ID
	switch inner := in.activity.Object.Node.Activity(); inner.Type {
	case "LikeRequest", "ReplyRequest", "AnnounceRequest":
		deed = inner.Instrument.ID
	}
	iri, err := community.ParseIRI(deed)
	if err != nil || !f.ours(iri) {
		return false, nil
	}
	post, err := f.store.PostByIRI(ctx, iri)
	switch {
	case errors.Is(err, community.ErrNotFound), errors.Is(err, community.ErrGone):
		return f.answerLike(ctx, in, iri)
	case err != nil:
		return true, err
	}
	return true, f.answerPost(ctx, in, post)
}

// answerPost takes an answer about a member's reply or boost. A leave counts as it is
// read at its server, as one for a quote does.
func (f *Federation) answerPost(ctx context.Context, in received, post community.Post) error {
	kind, to := "ReplyAuthorization", post.Parent
	if post.Of != 0 {
		kind, to = "AnnounceAuthorization", post.Of
	}
	target, err := f.store.Post(ctx, to)
	if err != nil {
		return err
	}
	if target.Author != in.actor.ID {
		return notAcceptable("answer about another's post") // S-ORG-11
	}
	if in.activity.Type == "Reject" {
		if post.Of != 0 {
			return f.store.DeletePost(ctx, post.ID, f.now())
		}
		return f.store.SetApproval(ctx, storage.Approval{Post: post.ID})
	}
	at, err := community.ParseIRI(in.activity.Result.ID)
	if err != nil || post.Of != 0 { // nothing to carry along
		return nil
	}
	if err := f.checkLeave(ctx, leave{kind: kind, at: at, author: in.actor, doing: post.IRI, target: target.IRI}); err != nil {
		return err
	}
	return f.store.SetApproval(ctx, storage.Approval{Post: post.ID, Authorization: at})
}

// answerLike takes an answer about a member's like: a refused one is taken back here,
// and its author's server knows.
func (f *Federation) answerLike(ctx context.Context, in received, iri community.IRI) (handled bool, err error) {
	known, err := f.store.ActivityByIRI(ctx, iri)
	if errors.Is(err, community.ErrNotFound) || err == nil && known.Verb != "Like" {
		return false, nil
	}
	if err != nil {
		return true, err
	}
	liked, err := community.ParseIRI(known.Object)
	if err != nil {
		return true, notAcceptable("like of nothing")
	}
	post, err := f.store.PostByIRI(ctx, liked)
	if err == nil && post.Author != in.actor.ID {
		err = fmt.Errorf("answer to a like of another's post: %w", community.ErrForbidden)
	}
	if err != nil || in.activity.Type == "Accept" {
		return true, err
	}
	by, err := community.ParseIRI(known.Actor)
	if err != nil {
		return true, notAcceptable("like of nobody")
	}
	actor, err := f.store.ActorByIRI(ctx, by)
	if err != nil {
		return true, err
	}
	return true, f.store.ReceiveUnlike(ctx, actor, post)
}
