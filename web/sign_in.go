package web

import (
	"errors"
	"net/http"

	"consilium/web/door"
	"consilium/web/page"
	"consilium/web/session"
)

func (s *Web) showSignIn(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	back := page.SafeReturn(r.FormValue("return"), "/home")
	if v.Person != nil && r.FormValue("again") == "" { // another account may be meant (/oauth/authorize)
		return door.SeeOther(w, r, back, "")
	}
	return s.door.Show(w, r, v, door.Sheet{View: page.SignIn{Return: back, Passkeys: s.Sessions.OffersPasskeys(),
		SignOns: s.signOns(s.Sessions.SignOnProviders(), back)}})
}

func (s *Web) signIn(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	if err := r.ParseForm(); err != nil {
		return err
	}
	form := page.SignIn{Name: r.PostFormValue("name"), Return: page.SafeReturn(r.PostFormValue("return"), "/home"),
		Passkeys: s.Sessions.OffersPasskeys()}
	form.SignOns = s.signOns(s.Sessions.SignOnProviders(), form.Return)
	_, err := s.Sessions.SignIn(w, r, form.Name, r.PostFormValue("password"))
	if errors.Is(err, session.ErrSecondFactor) {
		return toSecondStep(w, r, form.Return)
	}
	if form.Problems = page.ProblemsOf(err); form.Problems != nil {
		return s.door.Show(w, r, v, door.Sheet{Status: http.StatusUnprocessableEntity, View: form})
	}
	if err != nil {
		return err
	}
	return door.SeeOther(w, r, form.Return, "")
}

func (s *Web) signOut(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	if err := s.Sessions.SignOut(w, r); err != nil {
		return err
	}
	v.Person = nil
	return s.door.Show(w, r, v, door.Sheet{View: page.Message{Kind: "signed_out"}})
}
