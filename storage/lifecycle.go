package storage

import (
	"context"
	"errors"
	"fmt"
	"time"

	"consilium/community"
)

// rememberEvent is the effect that writes down a step in the life of a case.
func (t *tx) rememberEvent(ctx context.Context, d deed) error {
	e := d.Event()
	if e.Act == "" {
		return nil
	}
	e.Case = d.post.ID
	return t.addEvent(ctx, e)
}

func (t *tx) addEvent(ctx context.Context, e community.CaseEvent) error {
	_, err := t.do(ctx, `INSERT INTO case_event (id, post, was, became, act, by_actor, answer, created) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
		newID[int64](t), e.Case, string(e.From), string(e.To), string(e.Act), e.By, e.Answer, at(t.now))
	if err != nil {
		return fmt.Errorf("remember step of case %d: %w", e.Case, err)
	}
	return nil
}

// CaseEvents are the steps of a case, oldest first. They stay when the case is
// withdrawn.
func (s *Store) CaseEvents(ctx context.Context, id community.PostID) ([]community.CaseEvent, error) {
	var rows []struct {
		Was, Became community.CaseStatus
		Act         community.Act
		ByActor     community.ActorID
		Answer      community.PostID
		Created     stamp
	}
	err := many(ctx, s.r, &rows, `SELECT was, became, act, by_actor, answer, created FROM case_event WHERE post = ? ORDER BY id`, id)
	if err != nil {
		return nil, fmt.Errorf("steps of case %d: %w", id, err)
	}
	list := make([]community.CaseEvent, 0, len(rows))
	for _, r := range rows {
		list = append(list, community.CaseEvent{Case: id, From: r.Was, To: r.Became, Act: r.Act, By: r.ByActor, Answer: r.Answer, At: r.Created.Time})
	}
	return list, nil
}

// writeAccepted is the effect that remembers which further answers were accepted.
func (t *tx) writeAccepted(ctx context.Context, d deed) error {
	if d.post.Case == nil {
		return nil
	}
	if _, err := t.do(ctx, `DELETE FROM also_accepted WHERE post = ?`, d.post.ID); err != nil {
		return err
	}
	for i, answer := range d.post.Case.AlsoAccepted {
		_, err := t.do(ctx, `INSERT INTO also_accepted (post, answer, position) VALUES (?, ?, ?) ON CONFLICT DO NOTHING`, d.post.ID, answer, i)
		if err != nil {
			return fmt.Errorf("write accepted answers: %w", err)
		}
	}
	return nil
}

// hangAccepted reads the further accepted answers of cases.
func hangAccepted(ctx context.Context, db reader, cases []community.PostID, at map[community.PostID]*community.Post) error {
	var rows []struct{ Post, Answer community.PostID }
	err := many(ctx, db, &rows, `SELECT post, answer FROM also_accepted WHERE post IN (?) ORDER BY post, position`, in(cases))
	for _, r := range rows {
		if c := at[r.Post].Case; c != nil {
			c.AlsoAccepted = append(c.AlsoAccepted, r.Answer)
		}
	}
	return err
}

// unaccept takes answers that are gone out of the cases that accepted them: the next
// one of a case comes first then.
func (t *tx) unaccept(ctx context.Context, answers ...community.PostID) error {
	for _, statement := range []string{
		`DELETE FROM also_accepted WHERE answer IN (?)`,
		`UPDATE clinical_case SET accepted = COALESCE((SELECT a.answer FROM also_accepted AS a WHERE a.post = clinical_case.post
			ORDER BY a.position LIMIT 1), 0) WHERE accepted IN (?) AND accepted <> 0`,
	} {
		if _, err := t.do(ctx, statement, in(answers)); err != nil {
			return fmt.Errorf("forget accepted answers: %w", err)
		}
	}
	_, err := t.do(ctx, `DELETE FROM also_accepted WHERE answer IN (SELECT c.accepted FROM clinical_case AS c WHERE c.post = also_accepted.post)`)
	return err
}

// endCases writes down that cases are withdrawn, whatever the way.
func (t *tx) endCases(ctx context.Context, posts ...community.PostID) error {
	var rows []struct {
		Post   community.PostID
		Status community.CaseStatus
	}
	err := many(ctx, t, &rows, `SELECT c.post, c.status FROM clinical_case AS c JOIN post AS p ON p.id = c.post WHERE c.post IN (?) AND p.local`, in(posts))
	if err != nil {
		return err
	}
	for _, r := range rows {
		e := community.CaseEvent{Case: r.Post, From: r.Status, To: community.CaseWithdrawn, Act: community.ActWithdraw}
		if err := t.addEvent(ctx, e); err != nil {
			return err
		}
	}
	return nil
}

// nameWithdrawer completes what endCases wrote, where somebody with an account did it.
func (t *tx) nameWithdrawer(ctx context.Context, w community.Withdrawal) error {
	_, err := t.do(ctx, `UPDATE case_event SET by_actor = ? WHERE post = ? AND act = ?`, w.By, w.Post, string(community.ActWithdraw))
	if err != nil {
		return fmt.Errorf("remember who withdrew case %d: %w", w.Post, err)
	}
	return nil
}

// moveCase is the effect of a reply on the state of the case it stands under.
// ErrConflict when that takes no more replies. Only what everybody sees who sees the
// case moves it (S-PRIV-8).
func (t *tx) moveCase(ctx context.Context, d deed) error {
	if d.post.Parent == 0 {
		return nil
	}
	var here bool
	err := one(ctx, t, &here, `SELECT EXISTS (SELECT 1 FROM clinical_case AS c JOIN post AS p ON p.id = c.post WHERE c.post = ? AND p.local)`, d.post.Root)
	if err != nil || !here {
		return err
	}
	asked, err := postByID(ctx, t, d.post.Root)
	if err != nil {
		return err
	}
	by := community.Responder{}
	if d.post.Response.Kind == community.Question {
		if by.Founding, err = founding(ctx, t, t.now); err != nil {
			return err
		}
		by.Standing = t.store.Standing(ctx, d.Author())
	}
	p, err := community.Replied(asked, d.post, by, t.now)
	if err != nil || p.IsZero() || !community.Countable(d.post.Audience, asked.Audience) {
		return err
	}
	t.tell(News{Topic: TopicPost, ID: int64(asked.ID)})
	return t.revise(ctx, deed{Publication: p, post: p.Post()})
}

// mostAged is how many cases the clock moves in one go.
const mostAged = 200

// AskOutcomes asks the keepers of cases that were solved so long ago how they ended,
// each once. It is run every hour.
func (s *Store) AskOutcomes(ctx context.Context, after time.Duration) error {
	us, err := s.InstanceActor(ctx)
	if err != nil {
		return err
	}
	return s.update(ctx, "ask for outcomes", func(t *tx) error {
		var ids []community.PostID
		err := many(ctx, t, &ids, `SELECT c.post FROM clinical_case AS c JOIN post AS p ON p.id = c.post WHERE p.local AND p.deleted IS NULL
			AND c.status = ? AND c.outcome_asked IS NULL AND c.solved <= ? ORDER BY c.post LIMIT ?`,
			string(community.CaseSolved), at(t.now.Add(-after)), mostAged)
		if err != nil {
			return err
		}
		for _, id := range ids {
			if err := t.askOutcome(ctx, id, us.ID); err != nil {
				return err
			}
		}
		return nil
	})
}

func (t *tx) askOutcome(ctx context.Context, id community.PostID, us community.ActorID) error {
	c, err := postByID(ctx, t, id)
	if err != nil {
		return err
	}
	event, err := community.AskOutcome(c, t.now)
	if err != nil {
		return skipped(err)
	}
	n, err := t.do(ctx, `UPDATE clinical_case SET outcome_asked = ? WHERE post = ? AND outcome_asked IS NULL`, at(t.now), id)
	if err != nil || n == 0 {
		return err
	}
	if err := t.addEvent(ctx, event); err != nil {
		return err
	}
	return t.notify(ctx, community.Notification{Owner: c.Keeper(), Kind: community.NotifyOutcomeAsked, Actor: us, Post: id})
}

// ArchiveIdle archives the cases of members in which nothing happened for so long:
// no reply, no edit and no other step. It is run every hour.
func (s *Store) ArchiveIdle(ctx context.Context, idle time.Duration) error {
	return s.update(ctx, "archive idle cases", func(t *tx) error {
		before := at(t.now.Add(-idle))
		var ids []community.PostID
		err := many(ctx, t, &ids, `SELECT p.id FROM clinical_case AS c JOIN post AS p ON p.id = c.post WHERE p.local AND p.deleted IS NULL
			AND c.status NOT IN (?) AND p.published <= ? AND COALESCE(p.edited, 0) <= ? AND COALESCE(c.changed, 0) <= ?
			AND NOT EXISTS (SELECT 1 FROM post AS r WHERE r.root = p.id AND r.published > ? AND r.deleted IS NULL)
			ORDER BY p.id LIMIT ?`, in([]string{string(community.CaseArchived), string(community.CaseWithdrawn)}), before, before, before, before, mostAged)
		if err != nil {
			return err
		}
		for _, id := range ids {
			if err := t.expire(ctx, id); err != nil {
				return err
			}
		}
		return nil
	})
}

func (t *tx) expire(ctx context.Context, id community.PostID) error {
	c, err := postByID(ctx, t, id)
	if err != nil {
		return err
	}
	p, err := community.Expire(c, t.now)
	if err == nil {
		err = t.revise(ctx, deed{Publication: p, post: p.Post()})
	}
	if err == nil {
		t.tell(News{Topic: TopicPost, ID: int64(id)})
	}
	return skipped(err)
}

// skipped leaves out what moved on in the same moment.
func skipped(err error) error {
	if errors.Is(err, community.ErrConflict) || errors.Is(err, community.ErrGone) {
		return nil
	}
	return err
}
