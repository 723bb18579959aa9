package federation

import (
	"context"
	"errors"
	"fmt"

	"consilium/community"
	"consilium/federation/vocab"
	"consilium/storage"
)

// quoteOf finds what a post says that it quotes. Nothing is believed of it yet, and
// nothing asked for.
func (f *Federation) quoteOf(ctx context.Context, o vocab.Object, p *community.RemotePost) error {
	p.Policy = policyOf(o.Policy)
	iri, err := community.ParseIRI(o.Quote)
	if err != nil || iri == p.IRI {
		return nil
	}
	p.Quote = &community.RemoteQuote{IRI: iri}
	if leave, err := community.ParseIRI(o.QuoteAuthorization); err == nil {
		p.Quote.Authorization = leave
	}
	quoted, err := f.store.PostByIRI(ctx, iri)
	if errors.Is(err, community.ErrNotFound) || errors.Is(err, community.ErrGone) {
		return nil
	}
	p.Quote.Quoted = &quoted
	return err
}

func policyOf(p vocab.Policy) community.InteractionPolicy {
	rule := func(r *vocab.Rule) *community.InteractionRule {
		if r == nil {
			return nil
		}
		return &community.InteractionRule{Automatic: r.Automatic, Manual: r.Manual}
	}
	return community.InteractionPolicy{Quote: rule(p.Quote), Reply: rule(p.Reply), Like: rule(p.Like), Announce: rule(p.Announce)}
}

// requote takes what a known post says anew of its quote, when nothing else of it
// changed: Mastodon adds the leave by an Update with the same date.
func (f *Federation) requote(ctx context.Context, p community.RemotePost, old community.Post) error {
	quote := p.Quote.Receive(p.Author.ID, old.Quote)
	if quote == nil && old.Quote == nil || quote != nil && old.Quote != nil && *quote == *old.Quote || old.Author != p.Author.ID {
		return nil
	}
	old.Quote = quote
	if err := f.store.SetQuote(ctx, old); err != nil {
		return err
	}
	return f.lookAtQuote(ctx, old)
}

// lookAtQuote leaves for later what has to be asked before a quote is shown: the leave it
// names or, of who quotes themselves, the quoted post. Of all others nobody agreed to
// anything, and nothing is asked for.
func (f *Federation) lookAtQuote(ctx context.Context, post community.Post) error {
	q := post.Quote
	switch {
	case post.Local || q == nil || q.State != community.QuotePending:
	case !q.Authorization.IsZero() && !f.ours(q.Authorization):
		return f.store.AddQuoteCheck(ctx, q.Authorization, post.ID)
	case q.Authorization.IsZero() && q.Post == 0 && q.IRI.SameOrigin(post.IRI) && !f.ours(q.IRI):
		return f.store.AddQuoteCheck(ctx, q.IRI, post.ID)
	}
	return nil
}

// checkQuote reads the leave that a post names for its quote, and the quoted post when it
// is not known. It goes no further: what that one quotes is not asked for (S-IN-5).
func (f *Federation) checkQuote(ctx context.Context, id community.PostID) error {
	err := f.weighQuote(ctx, id)
	switch {
	case err != nil && settled(err):
		f.log.Info("quote without leave", "post", id, "reason", reason(err))
		return nil
	case errors.Is(err, community.ErrUnavailable):
		return &storage.Down{Err: err}
	}
	return err
}

func (f *Federation) weighQuote(ctx context.Context, id community.PostID) error {
	post, err := f.store.Post(ctx, id)
	if err != nil {
		return err
	}
	q := post.Quote
	if q == nil || q.State != community.QuotePending || !post.Deleted.IsZero() || f.ours(q.IRI) {
		return nil
	}
	quoted, err := f.store.PostByIRI(ctx, q.IRI)
	if errors.Is(err, community.ErrNotFound) {
		quoted, err = f.fetchPost(ctx, q.IRI)
	}
	if err != nil || q.Authorization.IsZero() {
		return err
	}
	author, err := f.store.Actor(ctx, quoted.Author)
	if err != nil {
		return err
	}
	if err := f.checkLeave(ctx, leave{kind: "QuoteAuthorization", at: q.Authorization, author: author, doing: post.IRI, target: quoted.IRI}); err != nil {
		return err
	}
	return f.store.AnswerQuote(ctx, storage.QuoteAnswer{Post: id, By: author, Act: community.AgreeToQuote, Authorization: q.Authorization})
}

// leave is what an authorization has to say to count.
type leave struct {
	kind   string
	at     community.IRI
	author community.Actor
	// doing is the post, like or boost that is done to target.
	doing, target community.IRI
}

// checkLeave reads an authorization at the server of the target's author and compares
// every word of it: kind, author, what is done and to what (S-ORG-9, CVE-2025-62605).
// What was embedded anywhere is not looked at.
func (f *Federation) checkLeave(ctx context.Context, want leave) error {
	if !want.at.SameOrigin(want.author.IRI) || !want.target.SameOrigin(want.author.IRI) {
		return notAcceptable("leave of another origin")
	}
	if err := f.welcome(ctx, want.author); err != nil {
		return err
	}
	doc, err := f.fetch(ctx, want.at)
	if err != nil {
		return err
	}
	said := doc.node.Authorization()
	must := vocab.Authorization{ID: want.at.String(), Type: want.kind, AttributedTo: want.author.IRI.String(),
		InteractingObject: want.doing.String(), InteractionTarget: want.target.String()}
	if said != must {
		return fmt.Errorf("leave for something else: %w", community.ErrForbidden)
	}
	return nil
}
