package desk

import (
	"context"
	"net/http"

	"consilium/community"
	"consilium/storage"
	"consilium/web/door"
)

func (d *Desk) approve(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	return d.decide(w, r, v, decision{do: d.store.ApproveUser, letter: storage.LetterApproved, notice: "notice.approved"})
}

func (d *Desk) reject(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	return d.decide(w, r, v, decision{do: d.store.RejectUser, letter: storage.LetterRejected, notice: "notice.rejected"})
}

// decision is an answer to somebody who asked for an account.
type decision struct {
	do             func(context.Context, community.UserID, community.ActorID) error
	letter, notice string
}

func (d *Desk) decide(w http.ResponseWriter, r *http.Request, v door.Visitor, what decision) error {
	s, err := d.acting(r, v, community.UserPending)
	if err != nil {
		return err
	}
	if err := what.do(r.Context(), s.user.ID, v.Person.Actor.ID); err != nil {
		return err
	}
	if d.Letters {
		if err := d.store.QueueLetter(r.Context(), what.letter, s.user.ID); err != nil {
			return err
		}
	}
	return door.SeeOther(w, r, door.Back(r, "/desk/accounts?state=pending"), what.notice)
}
