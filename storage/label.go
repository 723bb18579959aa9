package storage

import (
	"context"
	"errors"
	"fmt"

	"consilium/community"
	"consilium/community/credential"
)

// Label is what staff say somebody is who is no clinician.
type Label struct {
	Actor community.ActorID
	// Profession is of the labelled class; "" takes the label off.
	Profession community.Profession
	By         community.ActorID
	Note       string
}

// LabelActor labels somebody as no clinician, or takes the label off, and tells
// the servers of a member's followers. The person cannot undo it. The caller made
// sure that By may do it.
func (s *Store) LabelActor(ctx context.Context, l Label) error {
	if l.Profession != "" && l.Profession.Class() != credential.Labelled {
		return fmt.Errorf("label actor %d: %w", l.Actor, errors.ErrUnsupported)
	}
	return s.update(ctx, fmt.Sprintf("label actor %d", l.Actor), func(t *tx) error {
		a, err := actorWhere(ctx, t, `a.id = ?`, l.Actor)
		if err != nil || a.Label == l.Profession {
			return err
		}
		_, err = t.do(ctx, `UPDATE actor SET label = ?, revision = revision + CASE WHEN local THEN 1 ELSE 0 END WHERE id = ?`,
			string(l.Profession), l.Actor)
		if err != nil {
			return err
		}
		action := "label"
		if l.Profession == "" {
			action = "unlabel"
		}
		if err := t.recordStaffAction(ctx, StaffAction{Actor: l.By, Action: action, Subject: a.Handle.String(), Note: l.Note}); err != nil {
			return err
		}
		t.tell(News{Topic: TopicCredential, ID: int64(l.Actor)})
		if !a.Local {
			return nil
		}
		if a, err = actorWhere(ctx, t, `a.id = ?`, l.Actor); err != nil {
			return err
		}
		return t.tellProfile(ctx, a)
	})
}
