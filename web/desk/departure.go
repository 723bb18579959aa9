package desk

import (
	"errors"
	"net/http"

	"consilium/community"
	"consilium/web/door"
	"consilium/web/page"
)

// depart says that a member has left the institution; a note is kept in the log.
func (d *Desk) depart(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	s, err := d.acting(r, v, community.UserActive)
	if err != nil {
		return err
	}
	if !s.actor.Local {
		return community.ErrConflict
	}
	note, err := written(r, "departure_note")
	if err != nil {
		return d.account(w, r, v, accountSheet{subject: s, departureNote: note, problems: page.ProblemsOf(err)})
	}
	err = d.store.Depart(r.Context(), s.actor.ID, v.Person.Actor.ID, note)
	if errors.Is(err, community.ErrConflict) && s.user.Departs.IsZero() {
		last := page.Problems{"": community.Say("departure.last_administrator")}
		return d.account(w, r, v, accountSheet{subject: s, departureNote: note, problems: last})
	}
	if err != nil {
		return err
	}
	return door.SeeOther(w, r, s.path(), "notice.departed")
}

// stay takes it back, also after the account closed.
func (d *Desk) stay(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	s, err := d.subject(r)
	switch {
	case err != nil:
		return err
	case !mayAct(v, s):
		return community.ErrForbidden
	case s.user.Departs.IsZero():
		return community.ErrConflict
	}
	if err := d.store.Stay(r.Context(), s.actor.ID, v.Person.Actor.ID); err != nil {
		return err
	}
	return door.SeeOther(w, r, s.path(), "notice.stays")
}
