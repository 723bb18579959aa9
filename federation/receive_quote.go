package federation

import (
	"context"
	"errors"
	"fmt"

	"consilium/community"
	"consilium/federation/vocab"
	"consilium/storage"
)

// receiveQuoteRequest answers who asks to quote a member's post, or asks the member
// (FEP-044f). Of a post that they cannot see nothing is said (S-PRIV-7).
func (f *Federation) receiveQuoteRequest(ctx context.Context, in received) error {
	object, err := in.objectIRI()
	if err != nil {
		return err
	}
	quoting, err := refIRI(in.activity.Instrument)
	if err != nil {
		return err
	}
	if in.iri.IsZero() || !quoting.SameOrigin(in.actor.IRI) {
		return notAcceptable("quote request for another's post") // S-ORG-1
	}
	quoted, err := f.store.VisiblePostByIRI(ctx, community.Viewer{Actor: in.actor.ID}, object)
	if err == nil && !quoted.Local {
		err = fmt.Errorf("quote request for a post of another server: %w", community.ErrNotFound)
	}
	if err != nil {
		return err
	}
	request := storage.QuoteRequest{IRI: in.iri, By: in.actor, Quoted: quoted, Quoting: quoting}
	given, err := f.leaveToQuote(ctx, in.actor, quoted)
	if err != nil {
		return err
	}
	if given != community.Refused {
		if err := f.keepQuoting(ctx, in, request); err != nil {
			return err
		}
	}
	return f.store.ReceiveQuoteRequest(ctx, request, given)
}

// leaveToQuote asks the rules how far somebody may quote a post.
func (f *Federation) leaveToQuote(ctx context.Context, by community.Actor, quoted community.Post) (community.Leave, error) {
	author, err := f.store.Actor(ctx, quoted.Author)
	if err != nil {
		return community.Refused, err
	}
	between, err := f.store.Relations(ctx, by.ID, []community.ActorID{author.ID})
	r := between[author.ID]
	if err != nil || r.Blocks || r.BlockedBy {
		return community.Refused, err
	}
	return community.MayQuote(community.Approach{By: by, Author: author, Follows: r.Follows, Followed: r.FollowedBy}, quoted), nil
}

// keepQuoting keeps the post that asks to quote: as it was embedded, when the signer is
// its author and it lives at their origin, else as it is read there. It has to say
// itself that it quotes that post.
func (f *Federation) keepQuoting(ctx context.Context, in received, request storage.QuoteRequest) error {
	var o vocab.Object
	if node := in.activity.Instrument.Node; node != nil && node.IsObject() {
		o = node.Object()
	} else if known, err := f.store.PostByIRI(ctx, request.Quoting); err == nil && known.Quote != nil && known.Quote.Post == request.Quoted.ID {
		return nil
	} else {
		doc, err := f.fetch(ctx, request.Quoting)
		if err != nil {
			return err
		}
		o = doc.node.Object()
	}
	if o.ID != request.Quoting.String() || o.Quote != request.Quoted.IRI.String() || len(o.AttributedTo) == 0 || !sameAuthor(o, in.actor) {
		return notAcceptable("post does not quote what it asks for")
	}
	_, err := f.keepPost(ctx, o, in.actor, asked)
	if errors.Is(err, community.ErrConflict) { // known, and not newer
		return nil
	}
	return err
}

// receiveQuoteAnswer takes an Accept or Reject of a member's QuoteRequest; false for an
// answer to anything else. Only the author of the quoted post answers, and their leave
// counts as it is read at their server, never as it was sent along (S-ORG-9).
func (f *Federation) receiveQuoteAnswer(ctx context.Context, in received) (handled bool, err error) {
	post, err := f.asksToQuote(ctx, in)
	if errors.Is(err, community.ErrNotFound) {
		return in.activity.Object.Node.Type() == "QuoteRequest", nil
	}
	if err != nil {
		return true, err
	}
	quoted, err := f.store.Post(ctx, post.Quote.Post)
	if err != nil {
		return true, err
	}
	if quoted.Author != in.actor.ID {
		return true, notAcceptable("answer to a quote of another's post")
	}
	answer := storage.QuoteAnswer{Post: post.ID, By: in.actor, Act: community.RefuseQuote}
	if in.activity.Type == "Accept" {
		if answer.Authorization, err = refIRI(in.activity.Result); err != nil {
			return true, err
		}
		answer.Act = community.AgreeToQuote
		if err := f.checkLeave(ctx, leave{kind: "QuoteAuthorization", at: answer.Authorization, author: in.actor, doing: post.IRI, target: quoted.IRI}); err != nil {
			return true, err
		}
	}
	return true, f.store.AnswerQuote(ctx, answer)
}

// asksToQuote is the member's post whose QuoteRequest is answered: by the identifier of
// the request, or by the post where the request has none.
func (f *Federation) asksToQuote(ctx context.Context, in received) (community.Post, error) {
	var request, quoting community.IRI
	if iri, err := community.ParseIRI(in.activity.Object.ID); err == nil && f.ours(iri) {
		request = iri
	}
	if inner := in.activity.Object.Node.Activity(); inner.Type == "QuoteRequest" {
		if iri, err := community.ParseIRI(inner.Instrument.ID); err == nil && f.ours(iri) {
			quoting = iri
		}
	}
	if request.IsZero() && quoting.IsZero() {
		return community.Post{}, fmt.Errorf("answer to no quote request: %w", community.ErrNotFound)
	}
	post, err := f.store.QuoteRequested(ctx, request, quoting)
	if err == nil && (post.Quote == nil || post.Quote.Post == 0) {
		err = fmt.Errorf("answer to no quote request: %w", community.ErrNotFound)
	}
	return post, err
}

// receiveQuoteRevocation takes the Delete of a leave to quote; false when nothing here
// rests on that. The author of the quoted post takes it back, or their server has it no
// longer: nobody else ends what is not theirs (S-ORG-9).
func (f *Federation) receiveQuoteRevocation(ctx context.Context, in received, iri community.IRI) (handled bool, err error) {
	quoting, err := f.store.QuotesUnder(ctx, iri)
	if err != nil || len(quoting) == 0 || f.ours(iri) {
		return false, err
	}
	for _, post := range quoting {
		if post.Quote.Post == 0 { // nobody agreed to it here
			continue
		}
		quoted, err := f.store.Post(ctx, post.Quote.Post)
		if err != nil {
			return true, err
		}
		author, err := f.store.Actor(ctx, quoted.Author)
		if err != nil {
			return true, err
		}
		if author.ID != in.actor.ID {
			if err := f.lacks(ctx, iri); err != nil {
				return true, err
			}
		}
		err = f.store.AnswerQuote(ctx, storage.QuoteAnswer{Post: post.ID, By: author, Act: community.RevokeQuote})
		if err != nil && !errors.Is(err, community.ErrConflict) {
			return true, err
		}
	}
	return true, nil
}
