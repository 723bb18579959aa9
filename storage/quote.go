package storage

import (
	"context"
	"errors"
	"fmt"

	"consilium/community"
)

type quoteRow struct {
	Post, Quoted                community.PostID
	QuotedIRI, AuthorizationIRI community.IRI
	State                       community.QuoteState
	Quotes                      int
}

func (r quoteRow) quote() community.Quote {
	return community.Quote{Post: r.Quoted, IRI: r.QuotedIRI, Authorization: r.AuthorizationIRI, State: r.State}
}

// hangQuotes reads what posts quote, and how often they are quoted: by posts that
// everybody may read, whose quoting was agreed to.
func hangQuotes(ctx context.Context, db reader, ids []community.PostID, at map[community.PostID]*community.Post) error {
	var rows []quoteRow
	err := many(ctx, db, &rows, `SELECT q.post, q.quoted, q.quoted_iri, q.authorization_iri, q.state, 0 AS quotes FROM quote q WHERE q.post IN (?)
		UNION ALL SELECT q.quoted, 0, '', NULL, '', COUNT(*) FROM quote q JOIN open_post p ON p.id = q.post
		WHERE q.quoted IN (?) AND q.quoted <> 0 AND q.state = 'accepted' GROUP BY q.quoted`, in(ids), in(ids)) // written out, or SQLite plans anew every time
	for _, r := range rows {
		if r.Quotes > 0 {
			at[r.Post].Quotes = r.Quotes
			continue
		}
		at[r.Post].Quote = new(r.quote())
	}
	return err
}

// writeQuote is the effect of a post that quotes another. What a member quotes is
// decided once and stays; what another server says of a post of its own may change.
func (t *tx) writeQuote(ctx context.Context, d deed) error {
	switch {
	case !d.post.Local:
		return t.receiveQuote(ctx, d.post)
	case d.old != nil || d.post.Quote == nil:
		return nil
	}
	q := *d.post.Quote
	quoted, err := postByID(ctx, t, q.Post)
	if err != nil {
		return fmt.Errorf("quoted post: %w", err)
	}
	request := community.IRI{}
	asks := q.State == community.QuotePending && !quoted.Local
	if asks {
		if request, err = community.ParseIRI(t.store.newActivity()); err != nil {
			return err
		}
	}
	if err := t.putQuote(ctx, d.post.ID, q, request); err != nil {
		return err
	}
	switch {
	case asks:
		return t.askForQuote(ctx, d, quoted, request)
	case quoted.Author == d.post.Author:
		return nil
	case q.State == community.QuoteAccepted:
		return t.allowQuote(ctx, d.post, quoted)
	}
	return t.notifyQuoted(ctx, community.NotifyQuoteAsked, d.post, quoted)
}

// receiveQuote remembers what another server says that its post quotes. Whether a post
// of ours may be quoted is ours to say: our answer counts, also where the post does not
// name it, and where it was without a quote in between. Any other leave is looked at
// later.
func (t *tx) receiveQuote(ctx context.Context, p community.Post) error {
	if p.Quote == nil {
		_, err := t.do(ctx, `DELETE FROM quote WHERE post = ?`, p.ID)
		return err
	}
	q := *p.Quote
	var ours struct {
		IRI     community.IRI
		Revoked stamp
	}
	err := one(ctx, t, &ours, `SELECT iri, revoked FROM quote_authorization WHERE post = ? AND quoting_iri = ? AND quoting_author = ?`,
		q.Post, p.IRI, p.Author)
	switch {
	case err == nil && ours.Revoked.IsZero():
		q.Authorization, q.State = ours.IRI, community.QuoteAccepted
	case err == nil:
		q.Authorization, q.State = ours.IRI, community.QuoteRevoked
	case !errors.Is(err, community.ErrNotFound):
		return err
	}
	return t.putQuote(ctx, p.ID, q, community.IRI{})
}

// putQuote writes what a post quotes; a request that is known stays so.
func (t *tx) putQuote(ctx context.Context, post community.PostID, q community.Quote, request community.IRI) error {
	_, err := t.do(ctx, `INSERT INTO quote (post, quoted, quoted_iri, authorization_iri, request_iri, state, created) VALUES (?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (post) DO UPDATE SET quoted = excluded.quoted, quoted_iri = excluded.quoted_iri,
		authorization_iri = excluded.authorization_iri, state = excluded.state`,
		post, q.Post, q.IRI, q.Authorization, request, string(q.State), at(t.now))
	if err != nil {
		return fmt.Errorf("write quote: %w", err)
	}
	return nil
}

// askForQuote sends a QuoteRequest to the author of the quoted post, in whose lane it
// goes before the Create: Mastodon reads the post from the request.
func (t *tx) askForQuote(ctx context.Context, d deed, quoted community.Post, request community.IRI) error {
	if !d.open() {
		return nil
	}
	return t.sendToAuthor(ctx, quoted, Delivery{Verb: "QuoteRequest", Actor: d.post.Author, Activity: request.String(), Post: d.post.ID,
		Object: quoted.IRI.String()})
}

// linkQuotes is the effect of a post that others quoted before it was known here. Nobody
// agreed to anything by that, but who quotes themselves needs no leave.
func (t *tx) linkQuotes(ctx context.Context, d deed) error {
	n, err := t.do(ctx, `UPDATE quote SET quoted = ? WHERE quoted_iri = ? AND quoted = 0`, d.post.ID, d.post.IRI)
	if err != nil || n == 0 {
		return err
	}
	_, err = t.do(ctx, `UPDATE quote SET state = ? WHERE quoted = ? AND state = ? AND post IN (SELECT p.id FROM post AS p WHERE p.author = ?)`,
		string(community.QuoteAccepted), d.post.ID, string(community.QuotePending), d.post.Author)
	return err
}

// notifyQuoted tells the author of a quoted post of the post that quotes it, if they may
// see that.
func (t *tx) notifyQuoted(ctx context.Context, kind community.NotificationKind, quoting, quoted community.Post) error {
	sees, err := t.mayHear(ctx, quoted.Author, quoting)
	if err != nil || !sees {
		return err
	}
	return t.notify(ctx, community.Notification{Owner: quoted.Author, Kind: kind, Actor: quoting.Author, Post: quoting.ID})
}

// notifyQuoting is the effect of an edit on the members who quote the post.
func (t *tx) notifyQuoting(ctx context.Context, d deed) error {
	if d.SameWords() {
		return nil
	}
	var quoting []struct {
		Author community.ActorID
		Post   community.PostID
	}
	err := many(ctx, t, &quoting, `SELECT p.author, p.id AS post FROM quote q JOIN post p ON p.id = q.post
		WHERE q.quoted = ? AND q.state = ? AND p.local AND p.deleted IS NULL AND p.author <> ? ORDER BY p.id`,
		d.post.ID, string(community.QuoteAccepted), d.post.Author)
	if err != nil {
		return err
	}
	for _, q := range quoting {
		sees, err := t.mayHear(ctx, q.Author, d.post)
		if err != nil {
			return err
		}
		if !sees {
			continue
		}
		n := community.Notification{Owner: q.Author, Kind: community.NotifyQuotedUpdate, Actor: d.post.Author, Post: q.Post}
		if err := t.notify(ctx, n); err != nil {
			return err
		}
	}
	return nil
}

// forgetQuotes removes what posts quote and what was agreed to about them. What quotes
// them keeps their names.
func (t *tx) forgetQuotes(ctx context.Context, posts ...community.PostID) error {
	for _, statement := range []string{
		`DELETE FROM quote WHERE post IN (?)`,
		`DELETE FROM quote_authorization WHERE post IN (?)`,
		`DELETE FROM quote_authorization WHERE quoting_iri IN (SELECT p.iri FROM post AS p WHERE p.id IN (?))`,
		`DELETE FROM approval WHERE post IN (?)`,
	} {
		if _, err := t.do(ctx, statement, in(posts)); err != nil {
			return fmt.Errorf("erase quotes: %w", err)
		}
	}
	return nil
}
