package storage

import (
	"context"
	"fmt"
	"iter"

	"consilium/community"
	"consilium/community/credential"
)

// Vote puts a ballot into the poll of its case. It announces nothing and changes
// nothing but the poll, and takes the same statements whatever was voted for and
// however many did. ErrConflict when the person voted before, or the poll is over,
// ErrForbidden when their proof ended meanwhile, ErrNotFound when the case is not
// theirs to read any more.
func (s *Store) Vote(ctx context.Context, b community.Ballot) error {
	return s.update(ctx, fmt.Sprintf("vote on %d", b.Asked()), func(t *tx) error {
		if err := t.stillVotes(ctx, b); err != nil {
			return err
		}
		if err := t.holdPoll(ctx, b.Asked()); err != nil {
			return err
		}
		profession, specialty := b.Groups()
		// The number is of the poll alone: one that everything shares would tell of
		// votes between two posts.
		n, err := t.do(ctx, `INSERT INTO poll_vote (poll, number, actor, choice, other, profession, specialty)
			SELECT ?, COALESCE(MAX(number), 0) + 1, ?, ?, ?, ?, ? FROM poll_vote WHERE poll = ? ON CONFLICT (poll, actor) DO NOTHING`,
			b.Asked(), b.Voter(), b.Choice(), b.Other(), string(profession), string(specialty), b.Asked())
		if err == nil && n == 0 {
			err = community.ErrConflict
		}
		if err != nil {
			return err
		}
		return t.count(ctx, b.Asked(), false)
	})
}

// stillVotes asks once more what CastBallot was told of who votes.
func (t *tx) stillVotes(ctx context.Context, b community.Ballot) error {
	asked, err := postByID(ctx, t, b.Asked())
	if err != nil {
		return err
	}
	sees, err := t.mayHear(ctx, b.Voter(), asked)
	if err == nil && !sees {
		err = community.ErrNotFound
	}
	if err != nil || !b.Proved() {
		return err
	}
	v, err := t.viewer(ctx, b.Voter())
	if err == nil && v.Clinical.Level < credential.Verified {
		err = community.ErrForbidden
	}
	return err
}

// count adds the oldest votes that wait to what is counted: community.PollStep when
// as many wait behind them, or all.
func (t *tx) count(ctx context.Context, poll community.PostID, all bool) error {
	limit := 2 * community.PollStep
	if all {
		limit = 1 << 30
	}
	var waiting []struct{ Number int64 }
	err := many(ctx, t, &waiting, `SELECT number FROM poll_vote WHERE poll = ? AND NOT counted ORDER BY number LIMIT ?`, poll, limit)
	if err != nil {
		return err
	}
	batch := int64(0) // numbers begin at 1
	switch n := len(waiting); {
	case all && n > 0:
		batch = waiting[n-1].Number
	case n == limit:
		batch = waiting[community.PollStep-1].Number
	}
	_, err = t.do(ctx, `INSERT INTO poll_count (poll, choice, profession, specialty, votes)
		SELECT poll, choice, profession, specialty, COUNT(*) FROM poll_vote WHERE poll = ? AND NOT counted AND number <= ?
		GROUP BY poll, choice, profession, specialty
		ON CONFLICT (poll, choice, profession, specialty) DO UPDATE SET votes = poll_count.votes + excluded.votes`, poll, batch)
	if err != nil {
		return fmt.Errorf("count votes: %w", err)
	}
	_, err = t.do(ctx, `UPDATE poll_vote SET counted = TRUE WHERE poll = ? AND NOT counted AND number <= ?`, poll, batch)
	return err
}

// forgetVotes deletes the votes of an account that goes. What was counted stays, of
// nobody in particular; a vote that waits in an open poll never counts.
func (t *tx) forgetVotes(ctx context.Context, actor community.ActorID) error {
	var over []struct{ Poll community.PostID }
	err := many(ctx, t, &over, `SELECT v.poll FROM poll_vote AS v JOIN poll ON poll.post = v.poll WHERE v.actor = ? AND NOT v.counted
		AND NOT (?) ORDER BY v.poll`, actor, openPoll(t.now))
	if err != nil {
		return err
	}
	for _, o := range over {
		if _, err := t.endPoll(ctx, o.Poll); err != nil {
			return err
		}
	}
	_, err = t.do(ctx, `DELETE FROM poll_vote WHERE actor = ?`, actor)
	return err
}

// CastVote is a vote of the member's own. Of the case it has the address and nothing
// else: the options are somebody else's words.
type CastVote struct {
	Case   community.IRI
	Choice int // from 0
	Other  string
}

// Votes gives how the member voted.
func (e Estate) Votes(ctx context.Context) iter.Seq2[CastVote, error] {
	return walk(ctx, func(after int64) ([]numbered[CastVote], error) {
		var rows []struct {
			Poll   int64
			IRI    community.IRI
			Choice int
			Other  string
		}
		err := many(ctx, e.s.r, &rows, `SELECT v.poll, p.iri, v.choice, v.other FROM poll_vote AS v JOIN post AS p ON p.id = v.poll
			WHERE v.actor = ? AND p.deleted IS NULL AND v.poll > ? ORDER BY v.poll LIMIT ?`, e.Actor.ID, after, estatePage)
		list := make([]numbered[CastVote], 0, len(rows))
		for _, r := range rows {
			list = append(list, numbered[CastVote]{r.Poll, CastVote{r.IRI, r.Choice, r.Other}})
		}
		return list, err
	})
}
