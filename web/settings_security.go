package web

import (
	"net/http"

	"github.com/gorilla/mux"

	"consilium/community"
	"consilium/storage"
	"consilium/web/door"
	"consilium/web/page"
)

// eventsShown is how many sign-ins and changes the page lists.
const eventsShown = 20

func (s *Web) showSecurity(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	ctx, me := r.Context(), v.Person
	view := page.SettingsSecurity{Needed: s.Sessions.NeedsSecondFactor(*me), Offered: s.Sessions.OffersPasskeys()}
	app, err := s.Sessions.TOTPSince(ctx, *me)
	if err != nil {
		return err
	}
	view.App = app
	keys, err := s.Sessions.Passkeys(ctx, *me)
	if err != nil {
		return err
	}
	for _, k := range keys {
		view.Passkeys = append(view.Passkeys, page.Passkey{ID: community.FormatID(numbered(k.ID)), Name: k.Name, Created: k.Created,
			Used: k.LastUsed, Suspect: !k.Suspect.IsZero()})
	}
	view.More = len(keys) < storage.MaxPasskeys
	if view.Codes, err = s.store.RecoveryCodesLeft(ctx, me.User.ID); err != nil {
		return err
	}
	if view.Events, err = s.securityEvents(r, v); err != nil {
		return err
	}
	return s.door.Show(w, r, v, door.Sheet{View: view})
}

func (s *Web) securityEvents(r *http.Request, v door.Visitor) ([]page.SecurityEvent, error) {
	kept, err := s.store.SecurityEvents(r.Context(), v.Person.User.ID, eventsShown)
	if err != nil {
		return nil, err
	}
	events := make([]page.SecurityEvent, 0, len(kept))
	for _, e := range kept {
		one := page.SecurityEvent{Kind: e.Kind, Browser: browserOf(e.Agent), When: e.Created}
		if e.Address.IsValid() {
			one.Address = e.Address.String()
		}
		events = append(events, one)
	}
	return events, nil
}

// renewCodes makes new recovery codes and shows them, this once.
func (s *Web) renewCodes(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	codes, err := s.Sessions.RenewRecoveryCodes(r, *v.Person)
	if err != nil {
		return err
	}
	return s.door.Show(w, r, v, door.Sheet{View: page.RecoveryCodes{Codes: codes}})
}

// addedFactor says what comes after a second factor was added: the recovery
// codes of somebody who had none, and the list otherwise.
func (s *Web) addedFactor(w http.ResponseWriter, r *http.Request, v door.Visitor, codes []string) error {
	if codes == nil {
		return door.SeeOther(w, r, "/settings/security", "notice.factor_added")
	}
	return s.door.Show(w, r, v, door.Sheet{View: page.RecoveryCodes{Codes: codes}})
}

// removePasskey is POST /settings/security/passkeys/{id}/remove.
func (s *Web) removePasskey(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	id, err := community.ParseID[numbered](mux.Vars(r)["id"])
	if err != nil {
		return err
	}
	if err := s.Sessions.RemovePasskey(r, *v.Person, int64(id)); err != nil {
		return err
	}
	return door.SeeOther(w, r, "/settings/security", "notice.passkey_removed")
}
