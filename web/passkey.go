package web

import (
	"net/http"

	"consilium/web/door"
	"consilium/web/page"
	"consilium/web/session"
)

func (s *Web) newPasskey(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	return s.passkeyForm(w, r, v, page.NewPasskey{})
}

// passkeyForm asks for a passkey with a challenge of its own each time.
func (s *Web) passkeyForm(w http.ResponseWriter, r *http.Request, v door.Visitor, form page.NewPasskey) error {
	var err error
	if form.Options, err = s.Sessions.AskNewPasskey(r.Context(), *v.Person); err != nil {
		return err
	}
	status := http.StatusOK
	if form.Problems != nil {
		status = http.StatusUnprocessableEntity
	}
	return s.door.Show(w, r, v, door.Sheet{Status: status, View: form})
}

func (s *Web) addPasskey(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	form := page.NewPasskey{Name: r.PostFormValue("name")}
	codes, err := s.Sessions.AddPasskey(w, r, *v.Person, session.NewPasskey{Name: form.Name, Answer: r.PostFormValue("answer")})
	if form.Problems = page.ProblemsOf(err); form.Problems != nil {
		return s.passkeyForm(w, r, v, form)
	}
	if err != nil {
		return err
	}
	if codes == nil {
		return door.SeeOther(w, r, "/settings/security", "notice.passkey_added")
	}
	return s.addedFactor(w, r, v, codes)
}

func (s *Web) showPasskeySignIn(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	back := page.SafeReturn(r.FormValue("return"), "/home")
	if v.Person != nil {
		return door.SeeOther(w, r, back, "")
	}
	return s.passkeySignIn(w, r, v, page.PasskeySignIn{Return: back})
}

func (s *Web) passkeySignIn(w http.ResponseWriter, r *http.Request, v door.Visitor, form page.PasskeySignIn) error {
	var err error
	if form.Options, err = s.Sessions.AskSignIn(r.Context()); err != nil {
		return err
	}
	status := http.StatusOK
	if form.Problems != nil {
		status = http.StatusUnprocessableEntity
	}
	return s.door.Show(w, r, v, door.Sheet{Status: status, View: form})
}

// signInWithPasskey is a whole sign-in: a passkey and what unlocks it are two
// factors.
func (s *Web) signInWithPasskey(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	form := page.PasskeySignIn{Return: page.SafeReturn(r.PostFormValue("return"), "/home")}
	_, err := s.Sessions.SignInWithPasskey(w, r, r.PostFormValue("answer"))
	if form.Problems = page.ProblemsOf(err); form.Problems != nil {
		return s.passkeySignIn(w, r, v, form)
	}
	if err != nil {
		return err
	}
	return door.SeeOther(w, r, form.Return, "")
}
