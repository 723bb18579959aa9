package web

import (
	"context"
	"errors"
	"net/http"

	"github.com/gorilla/mux"

	"consilium/community"
	"consilium/web/door"
	"consilium/web/page"
)

// showProofLink asks for one press of a button: programs that look into mail open
// every link, and must not use this one up.
func (s *Web) showProofLink(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	email, err := s.store.LookProof(r.Context(), mux.Vars(r)["token"], v.Person.User.ID)
	if err != nil {
		return s.proofFailed(w, r, v, err)
	}
	return s.door.Show(w, r, v, door.Sheet{View: page.ApplicationLink{Email: email, Handle: "@" + v.Person.User.Name}})
}

// useProofLink is POST /verification/mail/{token}.
func (s *Web) useProofLink(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	if _, err := s.store.UseProof(r.Context(), mux.Vars(r)["token"], v.Person.User.ID); err != nil {
		return s.proofFailed(w, r, v, err)
	}
	return door.SeeOther(w, r, "/verification", "notice.mail_proved")
}

// proofFailed says why a link proves nothing. It never says for whom it was made
// or whose mailbox it is.
func (s *Web) proofFailed(w http.ResponseWriter, r *http.Request, v door.Visitor, err error) error {
	answers := []struct {
		err    error
		kind   string
		status int
	}{
		{community.ErrNotFound, "used", http.StatusGone}, {community.ErrGone, "expired", http.StatusGone},
		{community.ErrForbidden, "other", http.StatusForbidden}, {community.ErrConflict, "taken", http.StatusConflict},
	}
	for _, a := range answers {
		if errors.Is(err, a.err) {
			return s.door.Show(w, r, v, door.Sheet{Status: a.status, View: page.ApplicationLinkFailed{Kind: a.kind}})
		}
	}
	return err
}

// hintCookie remembers in one browser that nobody wants to hear of it now.
const hintCookie = "consilium_hint"

// hint says what the home page tells of verification: nothing, "begin", or
// "continue".
func (s *Web) hint(ctx context.Context, r *http.Request, v door.Visitor) (string, error) {
	if _, err := r.Cookie(hintCookie); err == nil || v.Person.Standing.Verified() || !v.May(community.ApplyVerification) {
		return "", nil
	}
	newest, err := s.store.VerificationDraft(ctx, v.Person.Actor.ID)
	switch {
	case errors.Is(err, community.ErrNotFound):
		return "begin", nil
	case err != nil:
		return "", err
	case newest.State == community.VerificationDraft:
		return "continue", nil
	}
	return "", nil
}

// dismissHint is POST /verification/hint.
func (s *Web) dismissHint(w http.ResponseWriter, r *http.Request, _ door.Visitor) error {
	http.SetCookie(w, &http.Cookie{Name: hintCookie, Value: "1", Path: "/", MaxAge: 180 * 24 * 3600, HttpOnly: true, SameSite: http.SameSiteLaxMode})
	return door.SeeOther(w, r, door.Back(r, "/home"), "")
}
