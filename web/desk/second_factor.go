package desk

import (
	"net/http"

	"consilium/community"
	"consilium/web/door"
	"consilium/web/page"
)

// resetFactors takes away the second factors of somebody who lost them all. Why,
// and how it was made sure who asks, is kept in the log; the owner is told by
// letter.
func (d *Desk) resetFactors(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	s, err := d.acting(r, v, community.UserActive)
	if err != nil {
		return err
	}
	if !s.actor.Local {
		return community.ErrConflict
	}
	why, err := written(r, "factors_reason")
	if why == "" && err == nil {
		err = &community.Invalid{Field: "factors_reason", Problem: community.Say("desk.reason_needed")}
	}
	if err != nil {
		return d.account(w, r, v, accountSheet{subject: s, problems: page.ProblemsOf(err)})
	}
	if err := d.store.ResetFactors(r.Context(), s.user.ID, v.Person.Actor.ID, why); err != nil {
		return err
	}
	return door.SeeOther(w, r, s.path(), "notice.factors_reset")
}
