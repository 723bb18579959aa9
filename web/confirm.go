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
	if errors.Is(err, community.ErrNotFound) || errors.Is(err, community.ErrGone) {
		return s.door.Show(w, r, v, door.Sheet{Status: http.StatusGone, View: page.Message{Kind: "confirm_failed"}})
	}
	if err != nil {
		return err
	}
	return s.door.Show(w, r, v, door.Sheet{View: page.Confirm{URL: r.URL.Path, Email: ticket.Email}})
}

func (s *Web) confirm(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	ctx := r.Context()
	ticket, err := s.store.UseTicket(ctx, mux.Vars(r)["token"], confirmPurpose)
	if errors.Is(err, community.ErrNotFound) || errors.Is(err, community.ErrGone) {
		return s.door.Show(w, r, v, door.Sheet{Status: http.StatusGone, View: page.Message{Kind: "confirm_failed"}})
	}
	if err != nil {
		return err
	}
	user, err := s.store.User(ctx, ticket.User)
	if err != nil {
		return err
	}
	// The letter proves the address it went to, and no other.
	if user.Email != ticket.Email {
		return s.door.Show(w, r, v, door.Sheet{Status: http.StatusGone, View: page.Message{Kind: "confirm_failed"}})
	}
	user.EmailConfirmed = s.store.Now()
	if err := s.store.SetUser(ctx, user); err != nil {
		return err
	}
	kind := "confirmed"
	if user.State == community.UserPending {
		kind = "waiting"
	}
	return s.door.Show(w, r, v, door.Sheet{View: page.Message{Kind: kind}})
}
