package storage

import (
	"context"
	"fmt"

	"consilium/community"
)

const decisionColumns = `d.id, d.person, d.post, d.flag, d.act, d.reason, d.note, d.made_by, d.created, d.until, d.lifted`

type decisionRow struct {
	ID      community.DecisionID
	Person  community.ActorID
	Post    community.PostID
	Flag    community.FlagID
	Act     community.DecisionAct
	Reason  community.FlagCategory
	Note    string
	MadeBy  community.ActorID
	Created stamp
	Until   stamp
	Lifted  stamp
}

func (r decisionRow) decision() community.Decision {
	return community.Decision{ID: r.ID, Person: r.Person, Post: r.Post, Flag: r.Flag, Act: r.Act, Reason: r.Reason, Note: r.Note,
		By: r.MadeBy, Created: r.Created.Time, Until: r.Until.Time, Lifted: r.Lifted.Time}
}

// Ruling is a verdict with what it is about. The caller made sure that By may decide
// about Person.
type Ruling struct {
	community.Verdict
	By, Person community.ActorID
	// Flag is the report it closes; 0 for a decision about a person without one.
	Flag community.FlagID
	// Posts are those that Verdict.Posts is about: posts of Person's that the report
	// names.
	Posts []community.PostID
}

// Rule makes a decision of staff take effect: posts are removed or wait for their
// author, the person is warned or sanctioned, told why and by letter how to appeal,
// and the report is closed. ErrNotFound when the report is not open, ErrForbidden for
// a post of somebody else, or one from elsewhere that its author is to edit.
func (s *Store) Rule(ctx context.Context, r Ruling) ([]community.Decision, error) {
	var made []community.Decision
	err := s.update(ctx, fmt.Sprintf("decide about actor %d", r.Person), func(t *tx) error {
		made = nil
		person, err := actorWhere(ctx, t, `a.id = ?`, r.Person)
		if err != nil {
			return err
		}
		if made, err = t.rulePosts(ctx, r); err != nil {
			return err
		}
		if r.Verdict.Person != "" {
			d, err := t.rulePerson(ctx, r, person)
			if err != nil {
				return err
			}
			made = append(made, d)
		}
		if r.Flag != 0 {
			if err := t.closeFlag(ctx, r.Flag, r.By, r.Outcome); err != nil {
				return err
			}
			err := t.recordStaffAction(ctx, StaffAction{Actor: r.By, Action: "decide", Subject: community.FormatID(r.Flag), Note: string(r.Outcome)})
			if err != nil {
				return err
			}
		}
		if len(made) == 0 || !person.Local {
			return nil
		}
		return t.tellDecided(ctx, person, made)
	})
	return made, err
}

// tellDecided tells a member of decisions: here, and by letter with a link to appeal,
// which also who is shut out can follow.
func (t *tx) tellDecided(ctx context.Context, person community.Actor, made []community.Decision) error {
	for _, d := range made {
		n := community.Notification{Owner: person.ID, Kind: community.NotifyDecision}
		if d.Act == community.DecideEdit {
			n.Post = d.Post
		}
		if err := t.notifyFromHouse(ctx, n); err != nil {
			return err
		}
	}
	return t.queueLetter(ctx, LetterDecision, person.User)
}

func (t *tx) rulePosts(ctx context.Context, r Ruling) ([]community.Decision, error) {
	if r.Verdict.Posts == "" {
		return nil, nil
	}
	var made []community.Decision
	for _, id := range r.Posts {
		post, err := postByID(ctx, t, id)
		if err != nil {
			return nil, err
		}
		edit := r.Verdict.Posts == community.DecideEdit
		if post.Author != r.Person || edit && !post.Local {
			return nil, community.ErrForbidden
		}
		if !post.Deleted.IsZero() {
			continue
		}
		if edit {
			err = t.hide(ctx, Hiding{Post: id, Reason: r.Reason, Asks: true, Note: r.Note})
		} else {
			err = t.removePost(ctx, id, StaffAction{Actor: r.By, Subject: r.subject()})
		}
		if err != nil {
			return nil, err
		}
		d, err := t.addDecision(ctx, community.Decision{Person: r.Person, Post: id, Act: r.Verdict.Posts}, r)
		if err != nil {
			return nil, err
		}
		made = append(made, d)
	}
	return made, nil
}

// subject is what a ruling is written down under.
func (r Ruling) subject() string {
	if r.Flag != 0 {
		return community.FormatID(r.Flag)
	}
	return community.FormatID(r.Person)
}

func (t *tx) rulePerson(ctx context.Context, r Ruling, person community.Actor) (community.Decision, error) {
	d, err := t.addDecision(ctx, community.Decision{Person: r.Person, Act: r.Verdict.Person, Until: r.Until}, r)
	if err != nil {
		return d, err
	}
	if err := t.restate(ctx, r.Person); err != nil {
		return d, err
	}
	err = t.recordStaffAction(ctx, StaffAction{Actor: r.By, Action: string(r.Verdict.Person), Subject: person.Handle.String(), Note: string(r.Reason)})
	if err != nil || d.Act.Sanction() != community.Suspended {
		return d, err
	}
	if d.Until.IsZero() {
		return d, t.suspend(ctx, person)
	}
	if person.User == 0 {
		return d, nil
	}
	t.tell(News{Topic: TopicUser, ID: int64(person.User)})
	return d, t.signOut(ctx, person.User)
}

func (t *tx) addDecision(ctx context.Context, d community.Decision, r Ruling) (community.Decision, error) {
	d.ID, d.Flag, d.Reason, d.Note, d.By, d.Created = newID[community.DecisionID](t), r.Flag, r.Reason, r.Note, r.By, t.now
	_, err := t.do(ctx, `INSERT INTO decision (id, person, post, flag, act, reason, note, made_by, created, until)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		d.ID, d.Person, d.Post, d.Flag, string(d.Act), string(d.Reason), d.Note, d.By, at(t.now), at(d.Until))
	if err != nil {
		return d, fmt.Errorf("write decision: %w", err)
	}
	return d, nil
}

// Decisions lists what was decided about somebody, with their appeals, the newest
// first, at most a hundred.
func (s *Store) Decisions(ctx context.Context, person community.ActorID) ([]community.Decision, error) {
	list, err := decisionsWhere(ctx, s.r, `d.person = ? ORDER BY d.id DESC LIMIT 100`, person)
	if err != nil {
		return nil, fmt.Errorf("decisions about %d: %w", person, err)
	}
	return list, nil
}

// Decision gives one decision with its appeal; ErrNotFound.
func (s *Store) Decision(ctx context.Context, id community.DecisionID) (community.Decision, error) {
	list, err := decisionsWhere(ctx, s.r, `d.id = ?`, id)
	if err == nil && len(list) == 0 {
		err = community.ErrNotFound
	}
	if err != nil {
		return community.Decision{}, fmt.Errorf("decision %d: %w", id, err)
	}
	return list[0], nil
}

func decisionsWhere(ctx context.Context, db reader, where string, args ...any) ([]community.Decision, error) {
	var rows []struct {
		decisionRow
		appealRow
	}
	err := many(ctx, db, &rows, `SELECT `+decisionColumns+`, `+appealColumns+` FROM decision AS d
		LEFT JOIN appeal AS p ON p.decision = d.id WHERE `+where, args...)
	if err != nil {
		return nil, err
	}
	list := make([]community.Decision, 0, len(rows))
	for _, r := range rows {
		d := r.decision()
		d.Appeal = r.appeal()
		list = append(list, d)
	}
	return list, nil
}
