package federation

import (
	"context"
	"fmt"
	"html"

	"consilium/community"
	"consilium/federation/vocab"
	"consilium/storage"
)

// addQuote writes into a document what the post quotes, as long as nobody has refused
// that, with a line of text for those who do not know quotes (FEP-044f). The quoted post
// is named and never embedded.
func (c cast) addQuote(o *vocab.Object, p community.Post) {
	if !p.Quote.Stands() {
		return
	}
	address := p.Quote.IRI.String()
	if quoted, known := c.posts[p.Quote.Post]; known {
		if !quoted.Deleted.IsZero() {
			return
		}
		address = pageOf(quoted.URL, quoted.IRI)
	}
	o.Quote = p.Quote.IRI.String()
	if p.Quote.State == community.QuoteAccepted {
		o.QuoteAuthorization = p.Quote.Authorization.String()
	}
	at := html.EscapeString(address)
	o.Content = `<p class="quote-inline">RE: <a href="` + at + `">` + at + `</a></p>` + o.Content
}

// policyObject is what the author lets others do. Only what is enforced here is said:
// to say more would promise it (GoToSocial, interaction controls).
func policyObject(p community.Post) vocab.Policy {
	if !isOpen(p.Audience) || p.Policy.Quote == nil {
		return vocab.Policy{}
	}
	return vocab.Policy{Quote: &vocab.Rule{Automatic: p.Policy.Quote.Automatic, Manual: p.Policy.Quote.Manual}}
}

// composeQuoteRequest asks the author of a post whether a member's may quote it. The
// quoting post is embedded, so that they can see what they agree to (FEP-044f).
func (f *Federation) composeQuoteRequest(ctx context.Context, d storage.Delivery) (vocab.Activity, error) {
	post, open, err := f.openPost(ctx, d.Post)
	if err != nil {
		return vocab.Activity{}, err
	}
	if post.Quote == nil || post.Quote.State != community.QuotePending || post.Quote.IRI.String() != d.Object {
		return vocab.Activity{}, fmt.Errorf("quote of %d needs no leave: %w", d.Post, community.ErrGone)
	}
	o, err := f.postObject(ctx, post, open)
	if err != nil {
		return vocab.Activity{}, err
	}
	quoted, err := f.store.Post(ctx, post.Quote.Post)
	if err != nil {
		return vocab.Activity{}, err
	}
	author, err := f.store.Actor(ctx, quoted.Author)
	if err != nil {
		return vocab.Activity{}, err
	}
	return vocab.Activity{Actor: o.AttributedTo[0], Object: vocab.Reference{ID: d.Object}, Instrument: vocab.Embed(o),
		Addresses: vocab.Addresses{To: []string{author.IRI.String()}}}, nil
}
