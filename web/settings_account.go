package web

import (
	"errors"
	"net/http"
	"time"

	"consilium/community"
	"consilium/storage"
	"consilium/web/door"
	"consilium/web/page"
)

func (s *Web) accountForm(v door.Visitor) page.SettingsAccount {
	u := v.Person.User
	return page.SettingsAccount{Username: u.Name, Email: u.Email, Confirmed: !u.EmailConfirmed.IsZero() || !s.Letters}
}

func (s *Web) showSettingsAccount(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	return s.door.Show(w, r, v, door.Sheet{View: s.accountForm(v)})
}

func (s *Web) saveEmail(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	form := s.accountForm(v)
	form.Form, form.Email = "email", r.PostFormValue("email")
	err := s.changeEmail(r, v, form.Email)
	if form.Problems = page.ProblemsOf(err); form.Problems != nil {
		return s.door.Show(w, r, v, door.Sheet{Status: http.StatusUnprocessableEntity, View: form})
	}
	if err != nil {
		return err
	}
	if s.Letters {
		return door.SeeOther(w, r, "/settings/account", "notice.email_confirm")
	}
	return door.SeeOther(w, r, "/settings/account", "notice.email_changed")
}

// changeEmail asks for the password, since whoever has the address can have the
// account. A new address is proved by a letter where letters are sent; the
// person stays signed in meanwhile.
func (s *Web) changeEmail(r *http.Request, v door.Visitor, email string) error {
	ctx, user := r.Context(), v.Person.User
	if err := community.CheckEmail(email); err != nil {
		return err
	}
	if err := s.Sessions.Prove(ctx, *v.Person, r.PostFormValue("old")); err != nil {
		return err
	}
	user.Email = email
	if s.Letters {
		user.EmailConfirmed = time.Time{}
	}
	err := s.store.SetUser(ctx, user)
	if errors.Is(err, community.ErrConflict) {
		return &community.Invalid{Field: "email", Problem: community.Say("account.email_taken")}
	}
	if err != nil || !s.Letters {
		return err
	}
	return s.store.QueueLetter(ctx, storage.LetterConfirm, user.ID)
}

func (s *Web) savePassword(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	form := s.accountForm(v)
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
