package web

import (
	"errors"
	"net/http"
	"strings"

	"consilium/community"
	"consilium/web/door"
	"consilium/web/page"
)

// startTOTP makes the secret of an authenticator app; a reload of the page after
// it changes nothing.
func (s *Web) startTOTP(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	if err := s.Sessions.StartTOTP(r.Context(), *v.Person); err != nil {
		return err
	}
	return door.SeeOther(w, r, "/settings/security/totp", "")
}

func (s *Web) showTOTP(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	return s.totp(w, r, v, nil)
}

// totp shows the secret until it is confirmed, and never after that.
func (s *Web) totp(w http.ResponseWriter, r *http.Request, v door.Visitor, problems page.Problems) error {
	setup, err := s.Sessions.TOTPSetup(r.Context(), *v.Person)
	if errors.Is(err, community.ErrNotFound) {
		return door.SeeOther(w, r, "/settings/security", "")
	}
	if err != nil {
		return err
	}
	status := http.StatusOK
	if problems != nil {
		status = http.StatusUnprocessableEntity
	}
	view := page.SettingsTOTP{Secret: grouped(setup.Secret), Size: setup.QR.Size, Path: setup.QR.Path, Problems: problems}
	return s.door.Show(w, r, v, door.Sheet{Status: status, View: view})
}

// grouped parts a secret into fours, as people read it.
func grouped(secret string) string {
	var parts []string
	for len(secret) > 4 {
		parts, secret = append(parts, secret[:4]), secret[4:]
	}
	return strings.Join(append(parts, secret), " ")
}

func (s *Web) confirmTOTP(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	codes, err := s.Sessions.ConfirmTOTP(w, r, *v.Person, r.PostFormValue("code"))
	if problems := page.ProblemsOf(err); problems != nil {
		return s.totp(w, r, v, problems)
	}
	if errors.Is(err, community.ErrNotFound) {
		return door.SeeOther(w, r, "/settings/security", "")
	}
	if err != nil {
		return err
	}
	return s.addedFactor(w, r, v, codes)
}

func (s *Web) removeTOTP(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	if err := s.Sessions.RemoveTOTP(r, *v.Person); err != nil {
		return err
	}
	return door.SeeOther(w, r, "/settings/security", "notice.totp_removed")
}
