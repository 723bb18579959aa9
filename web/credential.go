package web

import (
	"context"
	"errors"
	"net/http"

	"consilium/community"
	"consilium/web/door"
	"consilium/web/page"
)

// credentialPanel is what the profile of somebody says of a credential, as it
// counts here and now.
func (s *Web) credentialPanel(ctx context.Context, v door.Visitor, a community.Actor) (page.CredentialPanel, error) {
	standing := page.StandingOf(s.store.Standing(ctx, a))
	if standing.Word == "" {
		return page.CredentialPanel{}, nil
	}
	c, err := s.store.ShownCredential(ctx, a.ID)
	if errors.Is(err, community.ErrNotFound) {
		return page.CredentialPanel{}, nil
	}
	if err != nil {
		return page.CredentialPanel{}, err
	}
	panel := page.CredentialPanel{Standing: standing, Credential: c.Credential.Credential, Checked: c.Checked, Public: c.Public,
		Own: v.Person != nil && v.Person.Actor.ID == a.ID, Profile: profilePath(a)}
	if panel.Own && v.Printer.Has("credential_reason."+c.Reason) {
		panel.Reason = c.Reason
	}
	if c.Public && panel.Counts() && !c.IRI.IsZero() {
		panel.Document = c.IRI.String()
	}
	return panel, nil
}

// publishCredential is POST /settings/credential: the holder's choice who may read
// the signed document.
func (s *Web) publishCredential(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	public := r.PostFormValue("public") == "on"
	if err := s.store.SetCredentialPublic(r.Context(), v.Person.Actor.ID, public); err != nil {
		return err
	}
	notice := "notice.credential_hidden"
	if public {
		notice = "notice.credential_public"
	}
	return door.SeeOther(w, r, door.Back(r, profilePath(v.Person.Actor)), notice)
}
