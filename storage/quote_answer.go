package storage

import (
	"context"
	"fmt"

	"consilium/community"
)

// QuoteAnswer is what the author of a quoted post says about a quote of it.
type QuoteAnswer struct {
	// Post quotes; By wrote what it quotes.
	Post community.PostID
	By   community.Actor
	Act  community.QuoteAct
	// Authorization is the leave of another server's author, read there; members' own
	// are made here.
	Authorization community.IRI
}

// AnswerQuote makes an answer take effect, as the one table of quotes has it: a member's
// is written and sent to whoever quotes and, when it takes leave away, to everybody who
// was sent either post; that of somebody elsewhere changes the member's post, which is
// sent anew. ErrForbidden when By did not write the quoted post, ErrConflict when the
// table has no such step.
func (s *Store) AnswerQuote(ctx context.Context, a QuoteAnswer) error {
	return s.update(ctx, fmt.Sprintf("answer quote %d", a.Post), func(t *tx) error {
		q, err := t.quotation(ctx, a.Post)
		if err != nil {
			return err
		}
		return t.answerQuote(ctx, q, a)
	})
}

// quotation is a quote with the posts it is between.
type quotation struct {
	quoting, quoted community.Post
	request         community.IRI
}

// quotation takes hold of a quote and reads it; ErrNotFound where the quoted post is not
// known.
func (t *tx) quotation(ctx context.Context, post community.PostID) (quotation, error) {
	var q quotation
	held, err := t.do(ctx, `UPDATE quote SET state = state WHERE post = ? AND quoted <> 0`, post)
	if err == nil && held == 0 {
		err = community.ErrNotFound
	}
	if err != nil {
		return q, err
	}
	if q.quoting, err = postByID(ctx, t, post); err != nil {
		return q, err
	}
	if q.quoted, err = postByID(ctx, t, q.quoting.Quote.Post); err != nil {
		return q, err
	}
	err = one(ctx, t, &q.request, `SELECT request_iri FROM quote WHERE post = ?`, post)
	return q, err
}

func (t *tx) answerQuote(ctx context.Context, q quotation, a QuoteAnswer) error {
	if q.quoted.Author != a.By.ID || q.quoted.Local != a.By.Local {
		return community.ErrForbidden
	}
	before := q.quoting.Quote.State
	next, leads := before.After(a.Act)
	if !leads || !q.quoting.Deleted.IsZero() || !q.quoted.Deleted.IsZero() {
		return community.ErrConflict
	}
	if a.Act == community.AgreeToQuote && !q.quoted.Local && a.Authorization.IsZero() {
		return community.ErrForbidden
	}
	leave := a.Authorization
	if a.Act != community.AgreeToQuote {
		leave = q.quoting.Quote.Authorization // by which its end is known
	}
	_, err := t.do(ctx, `UPDATE quote SET state = ?, authorization_iri = ? WHERE post = ?`, string(next), leave, q.quoting.ID)
	if err != nil {
		return err
	}
	t.tell(News{Topic: TopicPost, ID: int64(q.quoting.ID)})
	q.quoting.Quote.State = next
	switch {
	case !q.quoted.Local:
		return t.tellQuote(ctx, q.quoting)
	case a.Act == community.AgreeToQuote:
		return t.authorize(ctx, q.quoting, q.quoted)
	case before == community.QuoteAccepted:
		return t.revoke(ctx, q)
	}
	return t.turnDown(ctx, q)
}

// turnDown refuses a quote that nobody had agreed to.
func (t *tx) turnDown(ctx context.Context, q quotation) error {
	if err := t.settleQuote(ctx, q.quoting, q.quoted, at(t.now)); err != nil {
		return err
	}
	if err := t.unnotifyPost(ctx, community.NotifyQuoteAsked, q.quoting.Author, q.quoting.ID); err != nil {
		return err
	}
	if err := t.tellQuote(ctx, q.quoting); err != nil {
		return err
	}
	return t.replyToRequest(ctx, q, "Reject", community.IRI{})
}

// tellQuote sends a member's post again to everybody who has it, since its quote is
// another now. Its words are the same.
func (t *tx) tellQuote(ctx context.Context, p community.Post) error {
	_, open := p.Audience.Open()
	if !p.Local || !open {
		return nil
	}
	out := Delivery{Verb: "Update", Actor: p.Author, Activity: t.store.newActivity(), Post: p.ID, Revision: p.Revision}
	if p.Audience.Kind == community.Followers { // not to who was one once
		inboxes, err := t.followerInboxes(ctx, p.Author)
		if err != nil {
			return err
		}
		return t.deliver(ctx, out, inboxes...)
	}
	return t.sendTo(ctx, out, p.ID)
}

// authorize lets a post of a member be quoted and says so: to who asked from elsewhere,
// or to everybody who has the quoting post of a member. Doing so again says it again.
func (t *tx) authorize(ctx context.Context, quoting, quoted community.Post) error {
	if err := t.allowQuote(ctx, quoting, quoted); err != nil {
		return err
	}
	if quoting.Local {
		return t.tellQuote(ctx, quoting)
	}
	q, err := t.quotation(ctx, quoting.ID)
	if err != nil {
		return err
	}
	return t.replyToRequest(ctx, q, "Accept", q.quoting.Quote.Authorization)
}

// allowQuote writes that a post of a member may be quoted by another, under an address of its
// own (FEP-044f), and tells the member. ErrConflict when that was taken back once.
func (t *tx) allowQuote(ctx context.Context, quoting, quoted community.Post) error {
	if err := t.unnotifyPost(ctx, community.NotifyQuoteAsked, quoting.Author, quoting.ID); err != nil {
		return err
	}
	if quoting.Audience.Restricted() { // no other server ever asks for it
		return t.notifyQuoted(ctx, community.NotifyQuote, quoting, quoted)
	}
	if err := t.settleQuote(ctx, quoting, quoted, stamp{}); err != nil {
		return err
	}
	n, err := t.do(ctx, `UPDATE quote SET state = ?, authorization_iri = (SELECT a.iri FROM quote_authorization AS a WHERE a.post = ? AND a.quoting_iri = ?)
		WHERE post = ? AND NOT EXISTS (SELECT 1 FROM quote_authorization AS a WHERE a.post = ? AND a.quoting_iri = ? AND a.revoked IS NOT NULL)`,
		string(community.QuoteAccepted), quoted.ID, quoting.IRI, quoting.ID, quoted.ID, quoting.IRI)
	if err == nil && n == 0 {
		err = community.ErrConflict
	}
	if err != nil {
		return fmt.Errorf("authorize quote: %w", err)
	}
	return t.notifyQuoted(ctx, community.NotifyQuote, quoting, quoted)
}

// settleQuote remembers what a member decided about being quoted by a post, whatever that post
// says later; revoked is zero for leave.
func (t *tx) settleQuote(ctx context.Context, quoting, quoted community.Post, revoked stamp) error {
	_, err := t.do(ctx, `INSERT INTO quote_authorization (id, iri, post, quoting_iri, quoting_author, created, revoked) VALUES (?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (post, quoting_iri) DO UPDATE SET revoked = COALESCE(quote_authorization.revoked, excluded.revoked)`,
		t.store.numbers.next(), quoted.IRI.String()+"/quotes/"+newToken(), quoted.ID, quoting.IRI, quoting.Author, at(t.now), revoked)
	if err != nil {
		return fmt.Errorf("remember decision about quote: %w", err)
	}
	return nil
}

// revoke takes a leave back. Everybody who was sent either post is told that it ended,
// by its name and nothing else (FEP-044f, "revoking").
func (t *tx) revoke(ctx context.Context, q quotation) error {
	leave := q.quoting.Quote.Authorization
	if err := t.settleQuote(ctx, q.quoting, q.quoted, at(t.now)); err != nil {
		return err
	}
	if err := t.unnotifyPost(ctx, community.NotifyQuote, q.quoting.Author, q.quoting.ID); err != nil || leave.IsZero() {
		return err
	}
	out := Delivery{Verb: "Delete", Actor: q.quoted.Author, Activity: leave.String() + "#delete", Object: leave.String()}
	if !q.quoting.Local {
		if err := t.sendToAuthor(ctx, q.quoting, out); err != nil {
			return err
		}
	}
	if err := t.tellQuote(ctx, q.quoting); err != nil {
		return err
	}
	return t.sendTo(ctx, out, q.quoting.ID, q.quoted.ID)
}

// replyToRequest answers the QuoteRequest of somebody elsewhere; where there was none
// nobody is answered.
func (t *tx) replyToRequest(ctx context.Context, q quotation, verb string, leave community.IRI) error {
	if q.quoting.Local || q.request.IsZero() {
		return nil
	}
	by, err := actorWhere(ctx, t, `a.id = ?`, q.quoting.Author)
	if err != nil {
		return err
	}
	return t.replyTo(ctx, verb, leave, QuoteRequest{IRI: q.request, By: by, Quoted: q.quoted, Quoting: q.quoting.IRI})
}

func (t *tx) replyTo(ctx context.Context, verb string, leave community.IRI, r QuoteRequest) error {
	inboxes, err := t.reachable(ctx, []community.IRI{r.By.Inbox})
	if err != nil {
		return err
	}
	return t.deliver(ctx, Delivery{Verb: verb, Actor: r.Quoted.Author, Activity: t.store.newActivity(), Result: leave.String(),
		Inner: &InnerActivity{Verb: "QuoteRequest", ID: r.IRI.String(), Actor: r.By.IRI.String(), Object: r.Quoted.IRI.String(), Instrument: r.Quoting.String()}},
		inboxes...)
}
