package storage

import (
	"context"
	"fmt"
	"iter"

	"consilium/community"
)

// Choose puts a vote into the poll of an ordinary post, counts it, and sends it to the
// home of the poll where that is elsewhere. A member votes once; from elsewhere several
// choices come one by one. ErrConflict for a second vote, when the poll is over or asks
// something else by now, ErrNotFound when the post is not the voter's to see any more.
func (s *Store) Choose(ctx context.Context, c community.Choice) error {
	id := c.Asked().ID
	return s.update(ctx, fmt.Sprintf("choose in %d", id), func(t *tx) error {
		// Who holds the row counts alone, or two votes at once would be one.
		held, err := t.do(ctx, `UPDATE question SET voters = voters WHERE post = ? AND closed IS NULL AND (closes IS NULL OR closes > ?)`, id, at(t.now))
		if err != nil {
			return err
		}
		if held == 0 {
			return community.ErrConflict
		}
		if err := t.stillAsked(ctx, c); err != nil {
			return err
		}
		var before int
		if err := one(ctx, t, &before, `SELECT COUNT(*) FROM question_vote WHERE post = ? AND actor = ?`, id, c.Voter().ID); err != nil {
			return err
		}
		if before > 0 && (c.Voter().Local || !c.Asked().Question.Multiple) {
			return community.ErrConflict
		}
		return t.choose(ctx, c, before == 0)
	})
}

// stillAsked asks once more what Choose and ReceiveChoice of community were told.
func (t *tx) stillAsked(ctx context.Context, c community.Choice) error {
	now, err := postByID(ctx, t, c.Asked().ID)
	switch {
	case err != nil:
		return err
	case !now.Deleted.IsZero():
		return community.ErrNotFound
	case !c.Asked().Question.SameAs(now.Question):
		return community.ErrConflict
	case !c.Voter().Local: // who asked made sure in the same moment
		return nil
	}
	sees, err := t.mayHear(ctx, c.Voter().ID, now)
	if err == nil && !sees {
		err = community.ErrNotFound
	}
	return err
}

// choose writes and counts the options of a vote; first says that it is the voter's
// first.
func (t *tx) choose(ctx context.Context, c community.Choice, first bool) error {
	asked, voter := c.Asked(), c.Voter()
	for _, position := range c.Options() {
		iri := ""
		if !asked.Local {
			iri = t.store.newActivity()
		}
		n, err := t.do(ctx, `INSERT INTO question_vote (post, actor, position, iri) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING`,
			asked.ID, voter.ID, position, iri)
		if err == nil && n == 0 {
			err = community.ErrConflict
		}
		if err == nil {
			_, err = t.do(ctx, `UPDATE question_option SET votes = votes + 1 WHERE post = ? AND position = ?`, asked.ID, position)
		}
		if err == nil {
			// The author alone is told (FEP-9967); sendToAuthor tells nobody of ours.
			err = t.sendToAuthor(ctx, asked, Delivery{Verb: "Create", Actor: voter.ID, Activity: iri, Post: asked.ID, Vote: position + 1})
		}
		if err != nil {
			return err
		}
	}
	more := 0
	if first {
		more = 1
	}
	_, err := t.do(ctx, `UPDATE question SET voters = voters + ?, stale = ? WHERE post = ?`, more, asked.Local, asked.ID)
	return err
}

// Chosen gives what somebody chose in the polls of some posts, as positions from 0.
func (s *Store) Chosen(ctx context.Context, actor community.ActorID, posts []community.PostID) (map[community.PostID][]int, error) {
	if actor == 0 || len(posts) == 0 {
		return nil, nil
	}
	var rows []struct {
		Post     community.PostID
		Position int
	}
	err := many(ctx, s.r, &rows, `SELECT post, position FROM question_vote WHERE actor = ? AND post IN (?) ORDER BY post, position`, actor, in(posts))
	if err != nil {
		return nil, fmt.Errorf("own choices: %w", err)
	}
	chosen := map[community.PostID][]int{}
	for _, r := range rows {
		chosen[r.Post] = append(chosen[r.Post], r.Position)
	}
	return chosen, nil
}

// ChoiceIRI is what a member's vote is called where it was sent; ErrGone when the vote
// is no more.
func (s *Store) ChoiceIRI(ctx context.Context, actor community.ActorID, post community.PostID, position int) (string, error) {
	var iris []string
	err := many(ctx, s.r, &iris, `SELECT iri FROM question_vote WHERE post = ? AND actor = ? AND position = ? AND iri <> ''`, post, actor, position)
	if err == nil && len(iris) == 0 {
		err = community.ErrGone
	}
	if err != nil {
		return "", fmt.Errorf("vote in %d: %w", post, err)
	}
	return iris[0], nil
}

// OwnChoice is what a member chose in the poll of an ordinary post. Of the post it has
// the address and nothing else: the options are somebody else's words.
type OwnChoice struct {
	Post    community.IRI
	Options []int // from 0
}

// Choices gives how the member voted in polls of ordinary posts.
func (e Estate) Choices(ctx context.Context) iter.Seq2[OwnChoice, error] {
	return walk(ctx, func(after int64) ([]numbered[OwnChoice], error) {
		var rows []struct {
			Post int64
			IRI  community.IRI
		}
		err := many(ctx, e.s.r, &rows, `SELECT DISTINCT v.post, p.iri FROM question_vote AS v JOIN post AS p ON p.id = v.post
			WHERE v.actor = ? AND p.deleted IS NULL AND v.post > ? ORDER BY v.post LIMIT ?`, e.Actor.ID, after, estatePage)
		if err != nil {
			return nil, err
		}
		var ids []community.PostID
		for _, r := range rows {
			ids = append(ids, community.PostID(r.Post))
		}
		chosen, err := e.s.Chosen(ctx, e.Actor.ID, ids)
		list := make([]numbered[OwnChoice], 0, len(rows))
		for _, r := range rows {
			list = append(list, numbered[OwnChoice]{r.Post, OwnChoice{r.IRI, chosen[community.PostID(r.Post)]}})
		}
		return list, err
	})
}
