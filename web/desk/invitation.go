package desk

import (
	"net/http"

	"github.com/gorilla/mux"

	"consilium/community"
	"consilium/storage"
	"consilium/web/door"
	"consilium/web/page"
)

func (d *Desk) showInvitations(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	return d.invitations(w, r, v, nil)
}

// invitations lists everybody's.
func (d *Desk) invitations(w http.ResponseWriter, r *http.Request, v door.Visitor, problems page.Problems) error {
	ctx := r.Context()
	all, err := d.store.Invitations(ctx, storage.Page{Limit: storage.MaxPage})
	if err != nil {
		return err
	}
	var makers []community.ActorID
	for _, i := range all {
		makers = append(makers, i.MadeBy)
	}
	names, err := d.store.Actors(ctx, makers)
	if err != nil {
		return err
	}
	view := page.DeskInvitations{MayInvite: d.door.MayInvite(), Problems: problems}
	for _, i := range all {
		by := names[i.MadeBy]
		view.List = append(view.List, page.Invitation{Code: i.Token, URL: d.store.Base() + "/register?invite=" + i.Token,
			By: by.Name(), Expires: i.Expires, Used: i.Uses, Uses: i.MaxUses, Ended: i.Ended(d.store.Now())})
	}
	return d.door.Show(w, r, v, door.Sheet{Status: statusOf(problems), View: view})
}

func (d *Desk) createInvitation(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	if !d.door.MayInvite() {
		return community.ErrForbidden
	}
	draft := community.InvitationDraft{Days: r.PostFormValue("days"), Uses: r.PostFormValue("uses")}
	expires, uses, err := community.Invite(draft, d.store.Now())
	if problems := page.ProblemsOf(err); problems != nil {
		return d.invitations(w, r, v, problems)
	}
	_, err = d.store.AddInvitation(r.Context(), storage.Invitation{MadeBy: v.Person.Actor.ID, MaxUses: uses, Expires: expires})
	if err != nil {
		return err
	}
	return door.SeeOther(w, r, "/desk/invitations", "notice.invitation_made")
}

func (d *Desk) revokeInvitation(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	ctx := r.Context()
	i, err := d.store.InvitationByToken(ctx, mux.Vars(r)["code"])
	if err != nil {
		return err
	}
	if err := d.store.RevokeInvitation(ctx, i.ID, v.Person.Actor.ID); err != nil {
		return err
	}
	return door.SeeOther(w, r, "/desk/invitations", "notice.invitation_revoked")
}
