package web

import (
	"errors"
	"net/http"

	"consilium/community"
	"consilium/web/door"
	"consilium/web/page"
)

// leave is POST /settings/leave: the account is closed for good, after the
// password was given once more.
func (s *Web) leave(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	form := accountForm(v.Person.User)
	form.Form = "leave"
	err := s.Sessions.Prove(r.Context(), *v.Person, r.PostFormValue("old"))
	if err == nil {
		err = s.store.Leave(r.Context(), v.Person.User.ID)
	}
	if errors.Is(err, community.ErrConflict) {
		err = &community.Invalid{Problem: community.Say("settings.account.last_administrator")}
	}
	if form.Problems = page.ProblemsOf(err); form.Problems != nil {
		return s.door.Show(w, r, v, door.Sheet{Status: http.StatusUnprocessableEntity, View: form})
	}
	if err != nil {
		return err
	}
	if err := s.Sessions.SignOut(w, r); err != nil {
		return err
	}
	v.Person = nil
	return s.door.Show(w, r, v, door.Sheet{View: page.Message{Kind: "left"}})
}
