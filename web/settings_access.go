package web

import (
	"net/http"
	"strings"

	"github.com/gorilla/mux"

	"consilium/community"
	"consilium/storage"
	"consilium/web/door"
	"consilium/web/page"
)

func (s *Web) showApps(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	tokens, err := s.store.Tokens(r.Context(), v.Person.Actor.ID)
	if err != nil {
		return err
	}
	view := page.SettingsApps{}
	for _, t := range tokens {
		view.List = append(view.List, page.App{ID: community.FormatID(numbered(t.ID)), Name: t.Application.Name,
			Website: t.Application.Website, Scopes: strings.Fields(t.Scopes), Allowed: t.Created, Used: t.LastUsed})
	}
	return s.door.Show(w, r, v, door.Sheet{View: view})
}

func (s *Web) revokeApp(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	id, err := community.ParseID[numbered](mux.Vars(r)["id"])
	if err != nil {
		return err
	}
	if err := s.store.RevokeTokenByID(r.Context(), v.Person.Actor.ID, int64(id)); err != nil {
		return err
	}
	return door.SeeOther(w, r, "/settings/apps", "notice.app_revoked")
}

func (s *Web) showInvitations(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	return s.invitations(w, r, v, nil)
}

// invitations lists the person's own.
func (s *Web) invitations(w http.ResponseWriter, r *http.Request, v door.Visitor, problems page.Problems) error {
	view := page.SettingsInvitations{MayInvite: s.door.MayInvite(), Problems: problems}
	mine, err := s.store.InvitationsOf(r.Context(), v.Person.Actor.ID)
	if err != nil {
		return err
	}
	for _, i := range mine {
		view.List = append(view.List, page.Invitation{Code: i.Token, URL: s.store.Base() + "/register?invite=" + i.Token,
			Expires: i.Expires, Used: i.Uses, Uses: i.MaxUses, Ended: i.Ended(s.store.Now())})
	}
	status := http.StatusOK
	if problems != nil {
		status = http.StatusUnprocessableEntity
	}
	return s.door.Show(w, r, v, door.Sheet{Status: status, View: view})
}

func (s *Web) createInvitation(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	if !s.door.MayInvite() {
		return community.ErrForbidden
	}
	draft := community.InvitationDraft{Days: r.PostFormValue("days"), Uses: r.PostFormValue("uses")}
	expires, uses, err := community.Invite(draft, s.store.Now())
	if problems := page.ProblemsOf(err); problems != nil {
		return s.invitations(w, r, v, problems)
	}
	_, err = s.store.AddInvitation(r.Context(), storage.Invitation{MadeBy: v.Person.Actor.ID, MaxUses: uses, Expires: expires})
	if err != nil {
		return err
	}
	return door.SeeOther(w, r, "/settings/invitations", "notice.invitation_made")
}

func (s *Web) revokeInvitation(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	ctx := r.Context()
	i, err := s.store.InvitationByToken(ctx, mux.Vars(r)["code"])
	if err != nil {
		return err
	}
	if i.MadeBy != v.Person.Actor.ID {
		return community.ErrNotFound
	}
	if err := s.store.RevokeInvitation(ctx, i.ID, v.Person.Actor.ID); err != nil {
		return err
	}
	return door.SeeOther(w, r, "/settings/invitations", "notice.invitation_revoked")
}
