package storage

import (
	"context"
	"fmt"

	"consilium/community"
)

// QuoteRequest asks, from elsewhere, that a post may quote one of ours.
type QuoteRequest struct {
	IRI community.IRI
	// By asks, for the post called Quoting.
	By      community.Actor
	Quoted  community.Post
	Quoting community.IRI
}

// ReceiveQuoteRequest takes a request for a post that is kept here already; leave is
// what community.MayQuote says. It is answered at once, or its author is asked. It may
// come again, and is answered again. ErrForbidden when that post is another's or quotes
// something else.
func (s *Store) ReceiveQuoteRequest(ctx context.Context, r QuoteRequest, leave community.Leave) error {
	return s.update(ctx, fmt.Sprintf("receive quote request for %d", r.Quoted.ID), func(t *tx) error {
		if leave == community.Refused {
			return t.replyTo(ctx, "Reject", community.IRI{}, r)
		}
		quoting, err := postByIRI(ctx, t, r.Quoting)
		if err != nil {
			return err
		}
		if quoting.Author != r.By.ID || quoting.Quote == nil || quoting.Quote.Post != r.Quoted.ID || !r.IRI.SameOrigin(r.By.IRI) {
			return community.ErrForbidden
		}
		if _, err := t.do(ctx, `UPDATE quote SET request_iri = ? WHERE post = ?`, r.IRI, quoting.ID); err != nil {
			return err
		}
		q, err := t.quotation(ctx, quoting.ID)
		if err != nil {
			return err
		}
		switch quoting.Quote.State {
		case community.QuoteRevoked, community.QuoteRejected: // decided
			return t.replyToRequest(ctx, q, "Reject", community.IRI{})
		case community.QuotePending:
			if leave == community.Asked {
				return t.notifyQuoted(ctx, community.NotifyQuoteAsked, q.quoting, q.quoted)
			}
		}
		return t.authorize(ctx, q.quoting, q.quoted)
	})
}

// QuoteRequested gives the member's post that a QuoteRequest of ours was about, by the
// request or, where that is zero or not known, by the post itself; ErrNotFound.
func (s *Store) QuoteRequested(ctx context.Context, request, quoting community.IRI) (community.Post, error) {
	var id community.PostID
	err := one(ctx, s.r, &id, `SELECT q.post FROM quote q JOIN post p ON p.id = q.post WHERE p.local AND (q.request_iri = ? OR p.iri = ?)
		ORDER BY CASE WHEN q.request_iri = ? THEN 0 ELSE 1 END LIMIT 1`, request, quoting, request)
	if err != nil {
		return community.Post{}, fmt.Errorf("quote request: %w", err)
	}
	return s.Post(ctx, id)
}

// QuoteAuthorization is a member's leave to quote a post.
type QuoteAuthorization struct {
	IRI     community.IRI
	Post    community.PostID
	Quoting community.IRI
	// Author wrote the quoting post.
	Author community.ActorID
}

// QuoteAuthorization gives a leave that stands, by its address; ErrNotFound for one that
// was taken back, as for one that never was.
func (s *Store) QuoteAuthorization(ctx context.Context, iri community.IRI) (QuoteAuthorization, error) {
	a := QuoteAuthorization{IRI: iri}
	var row struct {
		Post          community.PostID
		QuotingIRI    community.IRI
		QuotingAuthor community.ActorID
	}
	err := one(ctx, s.r, &row, `SELECT post, quoting_iri, quoting_author FROM quote_authorization WHERE iri = ? AND revoked IS NULL`, iri)
	if err != nil {
		return a, fmt.Errorf("quote authorization: %w", err)
	}
	a.Post, a.Quoting, a.Author = row.Post, row.QuotingIRI, row.QuotingAuthor
	return a, nil
}

// QuotesUnder gives the posts whose quote rests on a leave of another server; the caller
// asks whose it is.
func (s *Store) QuotesUnder(ctx context.Context, leave community.IRI) ([]community.Post, error) {
	var ids []community.PostID
	if err := many(ctx, s.r, &ids, `SELECT post FROM quote WHERE authorization_iri = ? ORDER BY post`, leave); err != nil {
		return nil, fmt.Errorf("quotes under a leave: %w", err)
	}
	return postsByID(ctx, s.r, ids)
}

// QuotesOf gives the posts that quote one, newest first, as the viewer may see them: those
// in the given states, all when there are none.
func (s *Store) QuotesOf(ctx context.Context, v community.Viewer, post community.PostID, page Page, states ...community.QuoteState) ([]community.Post, error) {
	return s.list(ctx, page, listing{viewer: v, fetch: func(p Page) ([]entry, error) {
		var rows []postRow
		err := many(ctx, s.r, &rows, `SELECT `+postColumns+` FROM quote q JOIN post p ON p.id = q.post
			WHERE q.quoted = ? AND q.quoted <> 0 AND p.deleted IS NULL AND (? OR q.state IN (?)) AND ? ORDER BY ? LIMIT ?`,
			post, len(states) == 0, in(states), p.within("p.id"), p.order("p.id"), p.limit())
		return entriesByID(rows, err)
	}})
}

// SetQuote takes what another server says its post quotes, when nothing else of the post
// changed.
func (s *Store) SetQuote(ctx context.Context, post community.Post) error {
	return s.update(ctx, fmt.Sprintf("set quote of %d", post.ID), func(t *tx) error { return t.receiveQuote(ctx, post) })
}

// AddQuoteCheck leaves for later to read the leave of a quote, or, where it names none,
// what it quotes.
func (s *Store) AddQuoteCheck(ctx context.Context, at community.IRI, quoting community.PostID) error {
	payload, err := encodeFetch(Fetch{IRI: at.String(), Quote: quoting})
	if err != nil {
		return err
	}
	return s.update(ctx, fmt.Sprintf("check quote %d", quoting), func(t *tx) error {
		return t.enqueue(ctx, fetchLane(at.Host()), KindFetch, payload)
	})
}

// SetQuotePolicy writes whom the author of a post lets others do what with it, as
// community.ChooseQuotes decided, and tells the servers that have it.
func (s *Store) SetQuotePolicy(ctx context.Context, post community.PostID, policy community.InteractionPolicy) error {
	return s.update(ctx, fmt.Sprintf("set quote policy of %d", post), func(t *tx) error {
		n, err := t.do(ctx, `UPDATE post SET policy = ? WHERE id = ? AND local AND deleted IS NULL`, textOfPolicy(policy), post)
		if err == nil && n == 0 {
			err = community.ErrNotFound
		}
		if err != nil {
			return err
		}
		p, err := postByID(ctx, t, post)
		if err != nil {
			return err
		}
		return t.tellQuote(ctx, p)
	})
}

// QuoteRequests gives the posts that wait for the author of one to let them quote it, the
// newest first: those of members, and those whose server asked.
func (s *Store) QuoteRequests(ctx context.Context, v community.Viewer, post community.PostID) ([]community.Post, error) {
	return s.list(ctx, Page{Limit: MaxPage}, listing{viewer: v, fetch: func(p Page) ([]entry, error) {
		var rows []postRow
		err := many(ctx, s.r, &rows, `SELECT `+postColumns+` FROM quote q JOIN post p ON p.id = q.post
			WHERE q.quoted = ? AND q.quoted <> 0 AND p.deleted IS NULL AND q.state = ? AND (p.local OR q.request_iri IS NOT NULL) AND ? ORDER BY ? LIMIT ?`,
			post, string(community.QuotePending), p.within("p.id"), p.order("p.id"), p.limit())
		return entriesByID(rows, err)
	}})
}

// SetQuoteDefault writes whom a member lets quote new posts. Posts that are there keep
// what they say.
func (s *Store) SetQuoteDefault(ctx context.Context, actor community.ActorID, policy community.InteractionPolicy) error {
	return s.update(ctx, fmt.Sprintf("set quote default of %d", actor), func(t *tx) error {
		n, err := t.do(ctx, `UPDATE actor SET policy = ? WHERE id = ? AND local`, textOfPolicy(policy), actor)
		if err == nil && n == 0 {
			err = community.ErrNotFound
		}
		return err
	})
}
