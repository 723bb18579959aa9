package storage

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"consilium/community"
)

type questionRow struct {
	Post           community.PostID
	Multiple       bool
	Closes, Closed stamp
	Voters         int
	Checked        stamp
}

// hangQuestions hangs the polls on ordinary posts.
func hangQuestions(ctx context.Context, db reader, ids []community.PostID, at map[community.PostID]*community.Post) error {
	var rows []questionRow
	err := many(ctx, db, &rows, `SELECT post, multiple, closes, closed, voters, checked FROM question WHERE post IN (?)`, in(ids))
	if err != nil || len(rows) == 0 {
		return err
	}
	var asked []community.PostID
	for _, r := range rows {
		at[r.Post].Question = &community.OpenQuestion{Multiple: r.Multiple, Closes: r.Closes.Time, Closed: r.Closed.Time, Voters: r.Voters, Checked: r.Checked.Time}
		asked = append(asked, r.Post)
	}
	var options []struct {
		Post  community.PostID
		Text  string
		Votes int
	}
	err = many(ctx, db, &options, `SELECT post, text, votes FROM question_option WHERE post IN (?) ORDER BY post, position`, in(asked))
	for _, o := range options {
		q := at[o.Post].Question
		q.Options = append(q.Options, community.QuestionOption{Text: o.Text, Votes: o.Votes})
	}
	return err
}

// writeQuestion is the effect of a post with a poll, and of another server's edit of
// one. Where an edit asks something else, what was voted goes: it was said of other
// words. Members do not change theirs.
func (t *tx) writeQuestion(ctx context.Context, d deed) error {
	q := d.post.Question
	if d.old != nil {
		switch {
		case d.post.Local, q == nil && d.old.Question == nil:
			return nil
		case q != nil && q.SameAs(d.old.Question):
			return t.setTallies(ctx, d.post.ID, *q)
		}
		if err := t.forgetQuestions(ctx, d.post.ID); err != nil {
			return err
		}
	}
	if q == nil {
		return nil
	}
	checked := stamp{}
	if !d.post.Local {
		checked = at(t.now)
	}
	_, err := t.do(ctx, `INSERT INTO question (post, multiple, closes, closed, voters, checked) VALUES (?, ?, ?, ?, ?, ?)`,
		d.post.ID, q.Multiple, at(q.Closes), at(q.Closed), q.Voters, checked)
	if err != nil {
		return fmt.Errorf("write question: %w", err)
	}
	for i, o := range q.Options {
		_, err := t.do(ctx, `INSERT INTO question_option (post, position, text, votes) VALUES (?, ?, ?, ?)`, d.post.ID, i, o.Text, o.Votes)
		if err != nil {
			return fmt.Errorf("write option: %w", err)
		}
	}
	return nil
}

// setTallies writes what the home of a poll says of it, with the same options.
func (t *tx) setTallies(ctx context.Context, post community.PostID, q community.OpenQuestion) error {
	_, err := t.do(ctx, `UPDATE question SET closes = ?, closed = ?, voters = ?, checked = ? WHERE post = ?`,
		at(q.Closes), at(q.Closed), q.Voters, at(t.now), post)
	for i, o := range q.Options {
		if err == nil {
			_, err = t.do(ctx, `UPDATE question_option SET votes = ? WHERE post = ? AND position = ?`, o.Votes, post, i)
		}
	}
	if err != nil {
		return fmt.Errorf("write tallies of %d: %w", post, err)
	}
	return nil
}

// ReceiveTallies remembers what the home of a poll says of its counts, judged by
// community.ReceiveTallies. It is no edit. ErrConflict when the poll asks something
// else by now.
func (s *Store) ReceiveTallies(ctx context.Context, post community.PostID, q community.OpenQuestion) error {
	return s.update(ctx, fmt.Sprintf("tallies of %d", post), func(t *tx) error {
		p, err := postByID(ctx, t, post)
		if err != nil {
			return err
		}
		if p.Local || !q.SameAs(p.Question) {
			return community.ErrConflict
		}
		t.tell(News{Topic: TopicPost, ID: int64(post)})
		return t.setTallies(ctx, post, q)
	})
}

// AskTallies leaves asking the home of a poll for its counts for later, where that is
// worth it (community.Post.WantsTallies). Of many at once one asks.
func (s *Store) AskTallies(ctx context.Context, p community.Post) error {
	if !p.WantsTallies(s.Now()) {
		return nil
	}
	return s.update(ctx, fmt.Sprintf("ask for tallies of %d", p.ID), func(t *tx) error {
		n, err := t.do(ctx, `UPDATE question SET checked = ? WHERE post = ? AND (checked IS NULL OR checked = ?)`, at(t.now), p.ID, at(p.Question.Checked))
		if err != nil || n == 0 {
			return err
		}
		return t.askTallies(ctx, p.IRI)
	})
}

// askTallies enqueues the question for the counts, unless it waits already.
func (t *tx) askTallies(ctx context.Context, iri community.IRI) error {
	payload, err := encodeFetch(Fetch{IRI: iri.String(), Tallies: true})
	if err != nil {
		return err
	}
	var waiting int
	err = one(ctx, t, &waiting, `SELECT COUNT(*) FROM job WHERE lane = ? AND kind = ? AND payload = ?`, fetchLane(iri.Host()), KindFetch, payload)
	if err != nil || waiting > 0 {
		return err
	}
	return t.enqueue(ctx, fetchLane(iri.Host()), KindFetch, payload)
}

// forgetQuestions erases polls with all their votes.
func (t *tx) forgetQuestions(ctx context.Context, posts ...community.PostID) error {
	for _, statement := range []string{
		`DELETE FROM question_vote WHERE post IN (?)`, `DELETE FROM question_option WHERE post IN (?)`, `DELETE FROM question WHERE post IN (?)`,
	} {
		if _, err := t.do(ctx, statement, in(posts)); err != nil {
			return fmt.Errorf("forget questions: %w", err)
		}
	}
	return nil
}

// talliesEvery is how often other servers are told of the votes in a poll of ours: at
// most once a minute, and seldom in one that has been open for long (talliesOf), so that
// what waits for a server that is down stays little.
const (
	talliesEvery = time.Minute
	talliesOf    = 60
)

// mostSettled is how many polls are looked at together.
const mostSettled = 100

// SettleQuestions tells of polls that ended, each once: their authors and the members
// who voted, and other servers with the last counts; and of votes that came since
// others were told. It is run every half minute.
func (s *Store) SettleQuestions(ctx context.Context) error {
	now := at(s.Now())
	return errors.Join(
		s.settle(ctx, (*tx).endQuestion, `SELECT post FROM question WHERE ended IS NULL AND (closes <= ? OR closed IS NOT NULL) ORDER BY post LIMIT ?`,
			now, mostSettled),
		s.settle(ctx, (*tx).tellVotes, `SELECT q.post FROM question AS q JOIN post AS p ON p.id = q.post WHERE q.stale AND (q.told IS NULL
			OR q.told <= ? AND ? - q.told >= (? - p.published) / ?) ORDER BY q.told LIMIT ?`,
			at(s.Now().Add(-talliesEvery)), now, now, talliesOf, mostSettled))
}

// settle does one thing to each of some polls, in a transaction of its own.
func (s *Store) settle(ctx context.Context, do func(*tx, context.Context, community.PostID) error, which string, args ...any) error {
	var ids []community.PostID
	if err := many(ctx, s.r, &ids, which, args...); err != nil {
		return fmt.Errorf("polls to settle: %w", err)
	}
	var all []error
	for _, id := range ids {
		all = append(all, s.update(ctx, fmt.Sprintf("settle poll of %d", id), func(t *tx) error { return do(t, ctx, id) }))
	}
	return errors.Join(all...)
}

// tellVotes tells other servers of votes they were not told of.
func (t *tx) tellVotes(ctx context.Context, id community.PostID) error {
	n, err := t.do(ctx, `UPDATE question SET stale = FALSE WHERE post = ? AND stale`, id)
	if err != nil || n == 0 {
		return err
	}
	return t.tellTallies(ctx, id)
}

// endQuestion tells of the end of a poll. The last counts of another server's are asked
// for when somebody here voted.
func (t *tx) endQuestion(ctx context.Context, id community.PostID) error {
	n, err := t.do(ctx, `UPDATE question SET ended = ? WHERE post = ? AND ended IS NULL`, at(t.now), id)
	if err != nil || n == 0 {
		return err
	}
	p, err := postByID(ctx, t, id)
	if err != nil {
		return err
	}
	var voters []community.ActorID
	err = many(ctx, t, &voters, `SELECT DISTINCT v.actor FROM question_vote AS v JOIN actor AS a ON a.id = v.actor
		WHERE v.post = ? AND a.local ORDER BY v.actor`, id)
	if err != nil {
		return err
	}
	switch {
	case p.Local:
		err = t.tellTallies(ctx, id)
		voters = append(voters, p.Author)
	case len(voters) > 0:
		err = t.askTallies(ctx, p.IRI)
	}
	if err != nil {
		return err
	}
	for _, owner := range voters {
		sees, err := t.mayHear(ctx, owner, p)
		if err == nil && sees {
			err = t.notify(ctx, community.Notification{Owner: owner, Kind: community.NotifyQuestion, Actor: p.Author, Post: id})
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// tellTallies tells other servers of the counts: an Update that is no edit.
func (t *tx) tellTallies(ctx context.Context, id community.PostID) error {
	if _, err := t.do(ctx, `UPDATE question SET stale = FALSE, told = ? WHERE post = ?`, at(t.now), id); err != nil {
		return err
	}
	p, err := postByID(ctx, t, id)
	if err != nil {
		return err
	}
	out := Delivery{Verb: "Update", Activity: p.IRI.String() + "#votes-" + strconv.FormatInt(t.now.UnixMilli(), 10)}
	if wide(p.Audience) {
		return t.send(ctx, deed{post: p}, out)
	}
	if !(deed{post: p}).open() {
		return nil
	}
	out.Actor, out.Post, out.Revision = p.Author, p.ID, p.Revision
	inboxes, err := t.fewInboxes(ctx, p)
	if err != nil {
		return err
	}
	return t.deliver(ctx, out, inboxes...)
}

// fewInboxes is where a post for followers, or for the people named in it, is read now.
func (t *tx) fewInboxes(ctx context.Context, p community.Post) ([]community.IRI, error) {
	var named, inboxes []community.IRI
	err := many(ctx, t, &named, `SELECT inbox FROM actor WHERE id IN (?) AND NOT local AND inbox IS NOT NULL ORDER BY id`, in(p.Mentions))
	if err == nil && p.Audience.Kind == community.Followers {
		inboxes, err = t.followerInboxes(ctx, p.Author)
	}
	if err != nil {
		return nil, fmt.Errorf("read inboxes: %w", err)
	}
	return t.reachable(ctx, append(inboxes, named...))
}
