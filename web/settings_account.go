package web

import (
	"net/http"
	"strings"

	"consilium/community"
	"consilium/web/door"
	"consilium/web/page"
)

func accountForm(u community.User) page.SettingsAccount {
	return page.SettingsAccount{Username: u.Name, Email: u.Email, NewEmail: u.EmailNew}
}

func (s *Web) showSettingsAccount(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	return s.door.Show(w, r, v, door.Sheet{View: accountForm(v.Person.User)})
}

func (s *Web) saveEmail(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	form := accountForm(v.Person.User)
	form.Form, form.Email = "email", r.PostFormValue("email")
	err := s.changeEmail(r, v, form.Email)
	if form.Problems = page.ProblemsOf(err); form.Problems != nil {
		return s.door.Show(w, r, v, door.Sheet{Status: http.StatusUnprocessableEntity, View: form})
	}
	if err != nil {
		return err
	}
	if s.Letters && !strings.EqualFold(form.Email, v.Person.User.Email) {
		return door.SeeOther(w, r, "/settings/account", "notice.email_confirm")
	}
	return door.SeeOther(w, r, "/settings/account", "notice.email_changed")
}

// changeEmail asks for the password, since whoever has the address can have the
// account. Where letters are sent, a new address is proved by one first.
func (s *Web) changeEmail(r *http.Request, v door.Visitor, email string) error {
	ctx, me := r.Context(), v.Person
	if err := community.CheckEmail(email); err != nil {
		return err
	}
	if err := s.Sessions.Prove(ctx, *me, r.PostFormValue("old")); err != nil {
		return err
	}
	if s.Letters {
		return s.store.AskEmail(ctx, me.User.ID, email)
	}
	return s.store.SetEmail(ctx, me.User.ID, email)
}

func (s *Web) savePassword(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	form := accountForm(v.Person.User)
	err := s.Sessions.ChangePassword(r.Context(), *v.Person, r.PostFormValue("old"), r.PostFormValue("password"))
	if form.Problems = page.ProblemsOf(err); form.Problems != nil {
		form.Form = "password"
		return s.door.Show(w, r, v, door.Sheet{Status: http.StatusUnprocessableEntity, View: form})
	}
	if err != nil {
		return err
	}
	return door.SeeOther(w, r, "/settings/account", "notice.password_changed")
}
