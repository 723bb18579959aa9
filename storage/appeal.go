package storage

import (
	"context"
	"fmt"

	"consilium/community"
)

const appealColumns = `COALESCE(p.text, '') AS appeal_text, p.created AS appeal_created, p.decided AS appeal_decided,
	COALESCE(p.decided_by, 0) AS appeal_by, COALESCE(p.lifted, FALSE) AS appeal_lifted, COALESCE(p.answer, '') AS appeal_answer`

type appealRow struct {
	AppealText                   string
	AppealCreated, AppealDecided stamp
	AppealBy                     community.ActorID
	AppealLifted                 bool
	AppealAnswer                 string
}

func (r appealRow) appeal() *community.Appeal {
	if r.AppealCreated.IsZero() {
		return nil
	}
	return &community.Appeal{Text: r.AppealText, Created: r.AppealCreated.Time, Decided: r.AppealDecided.Time, By: r.AppealBy,
		Lifted: r.AppealLifted, Answer: r.AppealAnswer}
}

// Appeal writes what somebody says against a decision about them and tells the
// moderators. ErrConflict when it was appealed before.
func (s *Store) Appeal(ctx context.Context, id community.DecisionID, a community.Appeal) error {
	return s.update(ctx, fmt.Sprintf("appeal decision %d", id), func(t *tx) error {
		list, err := decisionsWhere(ctx, t, `d.id = ?`, id)
		switch {
		case err != nil:
			return err
		case len(list) == 0:
			return community.ErrNotFound
		case !list[0].Appealable(t.now):
			return community.ErrConflict
		}
		_, err = t.do(ctx, `INSERT INTO appeal (decision, text, created) VALUES (?, ?, ?)`, id, a.Text, at(t.now))
		if err != nil {
			return err
		}
		return t.notifyStaff(ctx, community.NotifyFlag, list[0].Person, list[0].Person)
	})
}

// OpenAppeals lists the decisions whose appeals wait, the oldest appeal first, at
// most a hundred.
func (s *Store) OpenAppeals(ctx context.Context) ([]community.Decision, error) {
	list, err := decisionsWhere(ctx, s.r, `p.created IS NOT NULL AND p.decided IS NULL ORDER BY p.created, d.id LIMIT 100`)
	if err != nil {
		return nil, fmt.Errorf("list appeals: %w", err)
	}
	return list, nil
}

// CountOpenAppeals counts the appeals that wait for staff.
func (s *Store) CountOpenAppeals(ctx context.Context) (int, error) {
	var n int
	if err := one(ctx, s.r, &n, `SELECT COUNT(*) FROM appeal WHERE decided IS NULL`); err != nil {
		return 0, fmt.Errorf("count appeals: %w", err)
	}
	return n, nil
}

// OthersMayDecide says whether anybody of the staff but one, and but whom a decision is
// about, could decide an appeal against it.
func (s *Store) OthersMayDecide(ctx context.Context, d community.Decision) (bool, error) {
	ok, err := othersMayDecide(ctx, s.r, d)
	if err != nil {
		return false, fmt.Errorf("who decides appeals: %w", err)
	}
	return ok, nil
}

func othersMayDecide(ctx context.Context, db reader, d community.Decision) (bool, error) {
	var n int
	err := one(ctx, db, &n, `SELECT COUNT(*) FROM user_account WHERE role IN (?) AND state = ? AND actor NOT IN (?, ?)`,
		in(community.Duties(community.HandleReports)), string(community.UserActive), d.By, d.Person)
	return n > 0, err
}

// AppealAnswer is how staff decide on an appeal.
type AppealAnswer struct {
	Decision community.DecisionID
	By       community.ActorID
	// Lift takes the decision back; Text is to the person.
	Lift bool
	Text string
}

// DecideAppeal decides on an appeal. One that is lifted ends what was decided, as far
// as that can be: words that were removed are gone. ErrForbidden for who decided first,
// while somebody else could; ErrConflict when it does not wait any more.
func (s *Store) DecideAppeal(ctx context.Context, a AppealAnswer) error {
	return s.update(ctx, fmt.Sprintf("decide appeal %d", a.Decision), func(t *tx) error {
		list, err := decisionsWhere(ctx, t, `d.id = ?`, a.Decision)
		if err != nil {
			return err
		}
		if len(list) == 0 || list[0].Appeal == nil {
			return community.ErrNotFound
		}
		d := list[0]
		others, err := othersMayDecide(ctx, t, d)
		switch {
		case err != nil:
			return err
		case !d.Appeal.Decided.IsZero():
			return community.ErrConflict
		case !community.MayDecideAppeal(d, a.By, others):
			return community.ErrForbidden
		}
		_, err = t.do(ctx, `UPDATE appeal SET decided = ?, decided_by = ?, lifted = ?, answer = ? WHERE decision = ?`,
			at(t.now), a.By, a.Lift, a.Text, d.ID)
		if err != nil {
			return err
		}
		return t.settleAppeal(ctx, d, a)
	})
}

func (t *tx) settleAppeal(ctx context.Context, d community.Decision, a AppealAnswer) error {
	person, err := actorWhere(ctx, t, `a.id = ?`, d.Person)
	if err != nil {
		return err
	}
	did := "uphold"
	if a.Lift {
		did = "lift"
		if err := t.lift(ctx, d, person, a.By); err != nil {
			return err
		}
	}
	if err := t.recordStaffAction(ctx, StaffAction{Actor: a.By, Action: did, Subject: person.Handle.String(), Note: string(d.Act)}); err != nil {
		return err
	}
	if !person.Local {
		return nil
	}
	if err := t.notifyFromHouse(ctx, community.Notification{Owner: d.Person, Kind: community.NotifyDecision}); err != nil {
		return err
	}
	return t.queueLetter(ctx, LetterAppeal, person.User)
}

// lift takes a decision back.
func (t *tx) lift(ctx context.Context, d community.Decision, person community.Actor, by community.ActorID) error {
	_, err := t.do(ctx, `UPDATE decision SET lifted = ?, lifted_by = ? WHERE id = ? AND lifted IS NULL`, at(t.now), by, d.ID)
	if err != nil {
		return err
	}
	if err := t.restate(ctx, d.Person); err != nil {
		return err
	}
	switch {
	case d.Act == community.DecideEdit:
		return t.showUnlessReported(ctx, d.Post)
	case d.Act.Sanction() == community.Suspended && d.Until.IsZero() && !person.Suspended.IsZero():
		return t.unsuspend(ctx, person)
	}
	return nil
}

// LiftDecision takes a decision back without an appeal. ErrConflict when it was taken
// back before. The caller made sure that by may decide about the person.
func (s *Store) LiftDecision(ctx context.Context, id community.DecisionID, by community.ActorID) error {
	return s.update(ctx, fmt.Sprintf("lift decision %d", id), func(t *tx) error {
		list, err := decisionsWhere(ctx, t, `d.id = ?`, id)
		switch {
		case err != nil:
			return err
		case len(list) == 0:
			return community.ErrNotFound
		case !list[0].Lifted.IsZero():
			return community.ErrConflict
		}
		person, err := actorWhere(ctx, t, `a.id = ?`, list[0].Person)
		if err != nil {
			return err
		}
		if err := t.lift(ctx, list[0], person, by); err != nil {
			return err
		}
		return t.recordStaffAction(ctx, StaffAction{Actor: by, Action: "lift", Subject: person.Handle.String(), Note: string(list[0].Act)})
	})
}

// AppealPurpose is the purpose of the ticket in a LetterDecision. It shows somebody
// what was decided about them and takes an appeal; it opens no account.
const AppealPurpose = "appeal"
