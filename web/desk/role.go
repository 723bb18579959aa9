package desk

import (
	"net/http"

	"consilium/community"
	"consilium/web/door"
	"consilium/web/page"
)

// setRole gives a member another duty.
func (d *Desk) setRole(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	s, err := d.acting(r, v, community.UserActive)
	if err != nil {
		return err
	}
	role := community.Role(r.PostFormValue("role"))
	if !role.Known() {
		wrong := page.Problems{"role": community.Say("settings.unknown_choice")}
		return d.account(w, r, v, accountSheet{subject: s, problems: wrong})
	}
	if !s.actor.Local {
		return community.ErrConflict
	}
	if err := d.store.SetRole(r.Context(), s.user.ID, role, v.Person.Actor.ID); err != nil {
		return err
	}
	return door.SeeOther(w, r, s.path(), "notice.role_changed")
}
