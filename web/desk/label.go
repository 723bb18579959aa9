package desk

import (
	"net/http"

	"consilium/community"
	"consilium/community/credential"
	"consilium/storage"
	"consilium/web/door"
	"consilium/web/page"
)

// label is POST /desk/clinicians/{id}/label: it says that somebody is no clinician, or takes that back. The person cannot.
func (d *Desk) label(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	s, err := d.acting(r, v, community.UserActive)
	if err != nil {
		return err
	}
	label := community.Profession(r.PostFormValue("label"))
	if label != "" && label.Class() != credential.Labelled {
		wrong := page.Problems{"label": community.Say("settings.unknown_choice")}
		return d.account(w, r, v, accountSheet{subject: s, problems: wrong})
	}
	if err := d.store.LabelActor(r.Context(), storage.Label{Actor: s.actor.ID, Profession: label, By: v.Person.Actor.ID}); err != nil {
		return err
	}
	if !v.May(community.SeeAccounts) {
		return door.SeeOther(w, r, "/desk", "notice.label_changed")
	}
	return door.SeeOther(w, r, s.path(), "notice.label_changed")
}
