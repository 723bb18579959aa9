package web

import (
	"net/http"

	"github.com/gorilla/mux"

	"consilium/web/door"
	"consilium/web/page"
	"consilium/web/session"
)

func (s *Web) showResetRequest(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	if !s.Letters {
		return s.door.Show(w, r, v, door.Sheet{View: page.Message{Kind: "reset_by_staff"}})
	}
	return s.door.Show(w, r, v, door.Sheet{View: page.ResetRequest{}})
}

func (s *Web) requestReset(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	if !s.Letters {
		return s.door.Show(w, r, v, door.Sheet{View: page.Message{Kind: "reset_by_staff"}})
	}
	form := page.ResetRequest{Email: r.PostFormValue("email")}
	err := s.Sessions.AskReset(r.Context(), session.ClientAddress(r, s.Sessions.TrustedProxies), form.Email)
	if form.Problems = page.ProblemsOf(err); form.Problems != nil {
		return s.door.Show(w, r, v, door.Sheet{Status: http.StatusUnprocessableEntity, View: form})
	}
	if err != nil {
		return err
	}
	return s.door.Show(w, r, v, door.Sheet{View: page.Message{Kind: "reset_sent", Email: form.Email}})
}

func (s *Web) showReset(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	user, err := s.Sessions.ResetOwner(r.Context(), mux.Vars(r)["token"])
	if err != nil {
		return s.expired(w, r, v, err)
	}
	return s.door.Show(w, r, v, door.Sheet{View: page.ResetPassword{URL: r.URL.Path, Username: user.Name}})
}

func (s *Web) reset(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	user, err := s.Sessions.ResetPassword(r.Context(), mux.Vars(r)["token"], r.PostFormValue("password"))
	if problems := page.ProblemsOf(err); problems != nil {
		form := page.ResetPassword{URL: r.URL.Path, Username: user.Name, Problems: problems}
		return s.door.Show(w, r, v, door.Sheet{Status: http.StatusUnprocessableEntity, View: form})
	}
	if err != nil {
		return s.expired(w, r, v, err)
	}
	v.Person = nil // every session ended
	return s.door.Show(w, r, v, door.Sheet{View: page.Message{Kind: "reset_done"}})
}
