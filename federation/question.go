package federation

import (
	"context"
	"errors"
	"fmt"
	"time"

	"consilium/community"
	"consilium/federation/vocab"
	"consilium/storage"
)

// pollObject is the poll of a post as other servers are told of it (FEP-9967). Its
// counts are public wherever the post is; who voted is told to nobody.
func pollObject(q *community.OpenQuestion, now time.Time) *vocab.Poll {
	if q == nil {
		return nil
	}
	p := vocab.Poll{Multiple: q.Multiple, EndTime: q.Closes, Closed: q.Closed, Voters: int64(q.Voters)}
	if p.Closed.IsZero() && q.Over(now) {
		p.Closed = q.Closes
	}
	for _, o := range q.Options {
		p.Options = append(p.Options, vocab.Option{Name: o.Text, Votes: int64(o.Votes)})
	}
	return &p
}

// questionOf reads the poll of a document; community.Receive bounds it.
func questionOf(p *vocab.Poll) *community.OpenQuestion {
	if p == nil {
		return nil
	}
	q := community.OpenQuestion{Multiple: p.Multiple, Closes: p.EndTime, Closed: p.Closed, Voters: int(p.Voters)}
	for _, o := range p.Options {
		q.Options = append(q.Options, community.QuestionOption{Text: o.Name, Votes: int(o.Votes)})
	}
	return &q
}

// receiveVote takes a vote in a member's poll. It is no post and no reply: one that
// cannot count, because it is late, a second, for no option, or by somebody who cannot
// see the poll, is nothing.
func (f *Federation) receiveVote(ctx context.Context, vote vocab.Vote, by community.Actor) error {
	iri, err := community.ParseIRI(vote.InReplyTo)
	if err != nil {
		return notAcceptable("vote for nothing")
	}
	asked, err := f.store.VisiblePostByIRI(ctx, community.Viewer{Actor: by.ID}, iri)
	if err != nil {
		return fmt.Errorf("poll: %w", err)
	}
	choice, err := community.ReceiveChoice(by, asked, vote.Name, f.now())
	if err != nil {
		return err
	}
	return f.store.Choose(ctx, choice)
}

// composeVote is a member's vote in the poll of another server, for its author alone
// (FEP-9967).
func (f *Federation) composeVote(ctx context.Context, d storage.Delivery) (vocab.Activity, error) {
	none := vocab.Activity{}
	iri, err := f.store.ChoiceIRI(ctx, d.Actor, d.Post, d.Vote-1)
	if err != nil {
		return none, err
	}
	asked, err := f.store.Post(ctx, d.Post)
	if err != nil {
		return none, err
	}
	if !asked.Deleted.IsZero() || asked.Local || asked.Question == nil || d.Vote > len(asked.Question.Options) {
		return none, fmt.Errorf("poll %d: %w", d.Post, community.ErrGone)
	}
	people, err := f.store.Actors(ctx, []community.ActorID{d.Actor, asked.Author})
	if err != nil {
		return none, err
	}
	voter, author := people[d.Actor], people[asked.Author]
	if !voter.Local || !voter.Active() || author.Inbox != d.Inbox {
		return none, fmt.Errorf("vote in %d: %w", d.Post, community.ErrForbidden)
	}
	vote := vocab.Vote{ID: iri + "/vote", Actor: voter.IRI.String(), To: author.IRI.String(), InReplyTo: asked.IRI.String(),
		Name: asked.Question.Options[d.Vote-1].Text}
	return vocab.Activity{Actor: vote.Actor, Object: vocab.Embed(vote), Addresses: vocab.Addresses{To: []string{vote.To}}}, nil
}

// takeTallies remembers what the home of a poll says of its counts. A document that is
// older than the words that are kept says nothing of them.
func (f *Federation) takeTallies(ctx context.Context, known community.Post, o vocab.Object) error {
	if o.Poll == nil || o.Updated.Before(known.Edited) && !o.Updated.IsZero() {
		return community.ErrConflict
	}
	q, err := community.ReceiveTallies(known, questionOf(o.Poll), f.now())
	if err != nil {
		return err
	}
	return f.store.ReceiveTallies(ctx, known.ID, q)
}

// fetchTallies asks the home of a poll that is known for its counts, and takes an edit
// that was missed.
func (f *Federation) fetchTallies(ctx context.Context, iri community.IRI) error {
	doc, err := f.fetch(ctx, iri)
	if err == nil && doc.iri != iri {
		err = notAcceptable("poll elsewhere")
	}
	var post community.Post
	if err == nil {
		post, err = f.takeFetched(ctx, doc)
	}
	if err == nil {
		err = f.takeTallies(ctx, post, doc.node.Object())
	}
	switch {
	case err != nil && settled(err):
		return nil
	case errors.Is(err, community.ErrUnavailable):
		return &storage.Down{Err: err}
	}
	return err
}
