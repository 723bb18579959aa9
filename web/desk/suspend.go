package desk

import (
	"net/http"

	"consilium/community"
	"consilium/web/door"
	"consilium/web/page"
)

// suspend closes an account; why is kept in the log.
func (d *Desk) suspend(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	s, err := d.acting(r, v, community.UserActive)
	if err != nil {
		return err
	}
	why, err := written(r, "reason")
	if why == "" {
		err = &community.Invalid{Field: "reason", Problem: community.Say("desk.reason_needed")}
	}
	if err != nil {
		return d.account(w, r, v, accountSheet{subject: s, why: why, problems: page.ProblemsOf(err)})
	}
	if err := d.store.SuspendActor(r.Context(), s.actor.ID, v.Person.Actor.ID, why); err != nil {
		return err
	}
	return door.SeeOther(w, r, s.path(), "notice.suspended")
}

func (d *Desk) unsuspend(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	s, err := d.acting(r, v, community.UserSuspended)
	if err != nil {
		return err
	}
	if err := d.store.RestoreActor(r.Context(), s.actor.ID, v.Person.Actor.ID, ""); err != nil {
		return err
	}
	return door.SeeOther(w, r, s.path(), "notice.unsuspended")
}
