package storage

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"consilium/community"
)

// PollView is the poll of a case as one person finds it.
type PollView struct {
	community.Poll
	// Voted says that the person voted: for Choice (from 0), with Own where that is a
	// diagnosis of their own.
	Voted  bool
	Choice int
	Own    string
	// Result is nil while the person may not know it.
	Result *community.PollResult
}

type pollRow struct {
	Post           community.PostID
	Other          bool
	Days           int
	Opened, Closed stamp
}

func (r pollRow) poll() community.Poll {
	return community.Poll{Other: r.Other, Days: r.Days, Opened: r.Opened.Time, Closed: r.Closed.Time}
}

// Poll gives the poll of a case to somebody who sees the case (0 for a visitor);
// ErrNotFound where there is none. The votes are read only for who may know them: for
// everybody else it is the same statements, and the same rows, however many voted.
func (s *Store) Poll(ctx context.Context, post community.PostID, viewer community.ActorID) (PollView, error) {
	view := PollView{}
	polls, err := pollsOf(ctx, s.r, []community.PostID{post})
	if err == nil && len(polls) == 0 {
		err = community.ErrNotFound
	}
	if err != nil {
		return view, fmt.Errorf("poll of %d: %w", post, err)
	}
	view.Poll = polls[post]
	var mine struct {
		Choice int
		Other  string
	}
	switch err := one(ctx, s.r, &mine, `SELECT choice, other FROM poll_vote WHERE poll = ? AND actor = ?`, post, viewer); {
	case err == nil:
		view.Voted, view.Choice, view.Own = true, mine.Choice, mine.Other
	case !errors.Is(err, community.ErrNotFound):
		return view, fmt.Errorf("own vote on %d: %w", post, err)
	}
	now := s.Now()
	if !view.Reveals(view.Voted, now) {
		return view, nil
	}
	result, err := s.tally(ctx, post, view.Poll, view.Over(now))
	view.Result = &result
	return view, err
}

// tally reads the votes of a poll: those counted together, and what waited when it
// ended.
func (s *Store) tally(ctx context.Context, post community.PostID, p community.Poll, over bool) (community.PollResult, error) {
	var cells []community.PollCell
	err := many(ctx, s.r, &cells, `SELECT choice, profession, specialty, CAST(SUM(votes) AS BIGINT) AS votes FROM (
		SELECT choice, profession, specialty, votes FROM poll_count WHERE poll = ?
		UNION ALL SELECT choice, profession, specialty, 1 FROM poll_vote WHERE poll = ? AND NOT counted AND ?) AS cast_votes
		GROUP BY choice, profession, specialty`, post, post, over)
	if err != nil {
		return community.PollResult{}, fmt.Errorf("tally of %d: %w", post, err)
	}
	if !over {
		return p.TallyOpen(cells), nil
	}
	var rows []struct{ Other string }
	err = many(ctx, s.r, &rows, `SELECT other FROM poll_vote WHERE poll = ? AND other <> ''`, post)
	if err != nil {
		return community.PollResult{}, fmt.Errorf("own diagnoses on %d: %w", post, err)
	}
	texts := make([]string, 0, len(rows))
	for _, r := range rows {
		texts = append(texts, r.Other)
	}
	return community.Tally(p.Choices(), cells).Disclose(p, texts), nil
}

// pollsOf reads the polls of cases with their options, in two statements.
func pollsOf(ctx context.Context, db reader, posts []community.PostID) (map[community.PostID]community.Poll, error) {
	var rows []pollRow
	if err := many(ctx, db, &rows, `SELECT post, other, days, opened, closed FROM poll WHERE post IN (?)`, in(posts)); err != nil || len(rows) == 0 {
		return nil, err
	}
	polls := make(map[community.PostID]community.Poll, len(rows))
	for _, r := range rows {
		polls[r.Post] = r.poll()
	}
	var options []struct {
		Poll community.PostID
		Text string
	}
	err := many(ctx, db, &options, `SELECT poll, text FROM poll_option WHERE poll IN (?) ORDER BY poll, position`, in(posts))
	for _, o := range options {
		p := polls[o.Poll]
		p.Options = append(p.Options, o.Text)
		polls[o.Poll] = p
	}
	return polls, err
}

// writePoll is the effect of a new case that asks for the leading diagnosis.
func (t *tx) writePoll(ctx context.Context, d deed) error {
	if d.Poll() == nil {
		return nil
	}
	return t.addPoll(ctx, d.post.ID, *d.Poll())
}

// addPoll writes a poll; ErrConflict where there is one.
func (t *tx) addPoll(ctx context.Context, post community.PostID, p community.Poll) error {
	n, err := t.do(ctx, `INSERT INTO poll (post, other, days, opened) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING`, post, p.Other, p.Days, at(p.Opened))
	if err == nil && n == 0 {
		err = community.ErrConflict
	}
	if err != nil {
		return err
	}
	for i, text := range p.Options {
		if _, err := t.do(ctx, `INSERT INTO poll_option (poll, position, text) VALUES (?, ?, ?)`, post, i, text); err != nil {
			return err
		}
	}
	return nil
}

// closeSolved is the effect of a case that waits for no answer any more: its poll is
// over, and stays so when the case is opened again.
func (t *tx) closeSolved(ctx context.Context, d deed) error {
	if c := d.post.Case; c == nil || !d.post.Local || c.Status.Pending() {
		return nil
	}
	_, err := t.endPoll(ctx, d.post.ID)
	return err
}

// endPoll closes a poll and counts what waited; false when it was closed, or there
// is none.
func (t *tx) endPoll(ctx context.Context, post community.PostID) (bool, error) {
	n, err := t.do(ctx, `UPDATE poll SET closed = ? WHERE post = ? AND closed IS NULL`, at(t.now), post)
	if err != nil || n == 0 {
		return false, err
	}
	return true, t.count(ctx, post, true)
}

// ClosePoll ends a poll before its time. The caller made sure that who keeps the case
// asks. ErrConflict for one that is over, or is not there.
func (s *Store) ClosePoll(ctx context.Context, post community.PostID) error {
	return s.update(ctx, fmt.Sprintf("close poll of %d", post), func(t *tx) error {
		if err := t.holdPoll(ctx, post); err != nil {
			return err
		}
		_, err := t.endPoll(ctx, post)
		return err
	})
}

// RemovePoll erases a poll with all its votes. The caller made sure that who keeps the
// case asks.
func (s *Store) RemovePoll(ctx context.Context, post community.PostID) error {
	return s.update(ctx, fmt.Sprintf("remove poll of %d", post), func(t *tx) error { return t.forgetPolls(ctx, post) })
}

// AddPoll asks for the leading diagnosis under a case that has no poll; ErrConflict
// where there is one, ErrGone where the case is gone.
func (s *Store) AddPoll(ctx context.Context, post community.PostID, p community.Poll) error {
	return s.update(ctx, fmt.Sprintf("add poll to %d", post), func(t *tx) error {
		asked, err := postByID(ctx, t, post)
		if err == nil && !asked.Deleted.IsZero() {
			err = community.ErrGone
		}
		if err != nil {
			return err
		}
		return t.addPoll(ctx, post, p)
	})
}

func (t *tx) forgetPolls(ctx context.Context, posts ...community.PostID) error {
	for _, statement := range []string{
		`DELETE FROM poll_vote WHERE poll IN (?)`, `DELETE FROM poll_count WHERE poll IN (?)`,
		`DELETE FROM poll_option WHERE poll IN (?)`, `DELETE FROM poll WHERE post IN (?)`,
	} {
		if _, err := t.do(ctx, statement, in(posts)); err != nil {
			return fmt.Errorf("erase polls: %w", err)
		}
	}
	return nil
}

// holdPoll keeps everybody else from a poll until this transaction ends. ErrConflict
// when it is over.
func (t *tx) holdPoll(ctx context.Context, post community.PostID) error {
	n, err := t.do(ctx, `UPDATE poll SET opened = opened WHERE post = ? AND ?`, post, openPoll(t.now))
	if err == nil && n == 0 {
		err = community.ErrConflict
	}
	return err
}

// openPoll narrows polls to those that Poll.Over would not call over.
func openPoll(now time.Time) bun.Safe {
	return bun.Safe(fmt.Sprintf("closed IS NULL AND (days = 0 OR opened + days * 86400000 > %d)", now.UnixMilli()))
}
