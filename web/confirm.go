package web

import (
	"errors"
	"net/http"

	"github.com/gorilla/mux"

	"consilium/community"
	"consilium/web/door"
	"consilium/web/page"
)

// confirmPurpose is the purpose of the ticket in the letter that proves an
// address.
const confirmPurpose = "confirm"

// showConfirm asks for one press of a button: programs that look into mail open
// every link, and must not use this one up.
func (s *Web) showConfirm(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	ticket, err := s.store.Ticket(r.Context(), mux.Vars(r)["token"], confirmPurpose)
	if err != nil {
		return s.notConfirmed(w, r, v, err)
	}
	return s.door.Show(w, r, v, door.Sheet{View: page.Confirm{URL: r.URL.Path, Email: ticket.Email}})
}

func (s *Web) confirm(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	user, err := s.store.ConfirmEmail(r.Context(), mux.Vars(r)["token"])
	if err != nil {
		return s.notConfirmed(w, r, v, err)
	}
	kind := "confirmed"
	if user.State == community.UserPending {
		kind = "waiting"
	}
	return s.door.Show(w, r, v, door.Sheet{View: page.Message{Kind: kind}})
}

// notConfirmed says how to get another link where this one is no longer good.
func (s *Web) notConfirmed(w http.ResponseWriter, r *http.Request, v door.Visitor, err error) error {
	if errors.Is(err, community.ErrNotFound) || errors.Is(err, community.ErrGone) {
		return s.door.Show(w, r, v, door.Sheet{Status: http.StatusGone, View: page.Message{Kind: "confirm_failed"}})
	}
	return err
}
