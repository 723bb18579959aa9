package desk

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/gorilla/mux"

	"consilium/community"
	"consilium/storage"
	"consilium/web/door"
	"consilium/web/page"
	"consilium/web/session"
)

// signUpRoutes are the addresses of who may not open an account, or come in.
func (d *Desk) signUpRoutes() []route {
	get, post := []string{"GET", "HEAD"}, []string{"POST"}
	return []route{
		{get, "/desk/sign-ups", community.KeepSignUps, d.door.StepUp(d.showSignUps)},
		{post, "/desk/sign-ups/addresses", community.KeepSignUps, d.blockAddresses},
		{post, "/desk/sign-ups/addresses/{id}/remove", community.KeepSignUps, d.unblock(d.store.RemoveAddressBlock)},
		{post, "/desk/sign-ups/domains", community.KeepSignUps, d.blockEmailDomain},
		{post, "/desk/sign-ups/domains/{id}/remove", community.KeepSignUps, d.unblock(d.store.RemoveEmailDomainBlock)},
	}
}

// showSignUps is GET /desk/sign-ups.
func (d *Desk) showSignUps(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	return d.signUps(w, r, v, page.DeskSignUps{})
}

func (d *Desk) signUps(w http.ResponseWriter, r *http.Request, v door.Visitor, view page.DeskSignUps) error {
	ctx, all := r.Context(), storage.Page{Limit: storage.MostBlocks}
	addresses, err := d.store.AddressBlocks(ctx, all)
	if err != nil {
		return err
	}
	domains, err := d.store.EmailDomainBlocks(ctx, all)
	if err != nil {
		return err
	}
	var staff []community.ActorID
	for _, b := range addresses {
		staff = append(staff, b.By)
	}
	for _, b := range domains {
		staff = append(staff, b.By)
	}
	names, err := d.store.Actors(ctx, staff)
	if err != nil {
		return err
	}
	for _, b := range addresses {
		by := names[b.By]
		view.Addresses = append(view.Addresses, page.AddressBlock{AddressBlock: b, ByName: by.Name(), Ended: !b.InForce(d.store.Now())})
	}
	for _, b := range domains {
		by := names[b.By]
		row := page.EmailDomainBlock{ID: community.FormatID(b.ID), Domain: b.Domain, ByName: by.Name()}
		for _, day := range b.Uses {
			row.Uses += day.Uses
		}
		view.Domains = append(view.Domains, row)
	}
	problems := view.Problems
	if problems == nil {
		problems = view.DomainProblems
	}
	return d.door.Show(w, r, v, door.Sheet{Status: statusOf(problems), View: view})
}

// blockAddresses is POST /desk/sign-ups/addresses.
func (d *Desk) blockAddresses(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	days, err := strconv.Atoi(r.PostFormValue("days"))
	if err != nil || days < 0 || days > 36500 {
		days = 0 // no end
	}
	view := page.DeskSignUps{Length: r.PostFormValue("days"), Draft: community.AddressBlockDraft{Range: r.PostFormValue("range"),
		Severity: r.PostFormValue("severity"), Comment: r.PostFormValue("comment"), Lasts: time.Duration(days) * 24 * time.Hour,
		From: session.ClientAddress(r, d.door.Sessions.TrustedProxies)}}
	b, err := community.MakeAddressBlock(view.Draft, v.Person.Actor.ID, d.store.Now())
	if err == nil {
		_, err = d.store.AddAddressBlock(r.Context(), b)
	}
	if view.Problems = page.ProblemsOf(err); view.Problems != nil {
		return d.signUps(w, r, v, view)
	}
	if err != nil {
		return err
	}
	return door.SeeOther(w, r, "/desk/sign-ups", "notice.block_added")
}

// blockEmailDomain is POST /desk/sign-ups/domains.
func (d *Desk) blockEmailDomain(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	view := page.DeskSignUps{Domain: r.PostFormValue("domain")}
	domain, err := community.ParseEmailDomain(view.Domain)
	if err == nil {
		_, err = d.store.AddEmailDomainBlock(r.Context(), domain, v.Person.Actor.ID)
	}
	if view.DomainProblems = page.ProblemsOf(err); view.DomainProblems != nil {
		return d.signUps(w, r, v, view)
	}
	if err != nil {
		return err
	}
	return door.SeeOther(w, r, "/desk/sign-ups", "notice.block_added")
}

// unblock takes a block of either kind away.
func (d *Desk) unblock(remove func(context.Context, community.BlockID, community.ActorID) error) door.Handler {
	return func(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
		id, err := community.ParseID[community.BlockID](mux.Vars(r)["id"])
		if err != nil {
			return err
		}
		if err := remove(r.Context(), id, v.Person.Actor.ID); err != nil {
			return err
		}
		return door.SeeOther(w, r, "/desk/sign-ups", "notice.block_removed")
	}
}
