package desk

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/gorilla/mux"

	"consilium/community"
	"consilium/web/door"
	"consilium/web/page"
)

// showInstitutions is GET /desk/institutions; with ?domain= the form holds that
// entry.
func (d *Desk) showInstitutions(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	list, err := d.store.Institutions(r.Context())
	if err != nil {
		return err
	}
	view := page.DeskInstitutions{}
	for _, i := range list {
		if i.Domain == r.URL.Query().Get("domain") {
			view.Changing, view.Draft = i.Domain, community.InstitutionDraft{Domain: i.Domain, Name: i.Name,
				Organisations: strings.Join(i.Organisations, "\n"), Subdomains: i.Subdomains, Alumni: i.Alumni}
		}
	}
	return d.institutions(w, r, v, view)
}

func (d *Desk) institutions(w http.ResponseWriter, r *http.Request, v door.Visitor, view page.DeskInstitutions) error {
	ctx := r.Context()
	list, err := d.store.Institutions(ctx)
	if err != nil {
		return err
	}
	var staff []community.ActorID
	for _, i := range list {
		staff = append(staff, i.By)
	}
	names, err := d.store.Actors(ctx, staff)
	if err != nil {
		return err
	}
	people, err := d.store.InstitutionPeople(ctx)
	if err != nil {
		return err
	}
	view.Letters = d.Letters
	for _, i := range list {
		by := names[i.By]
		entry := page.Institution{InstitutionDomain: i, ByName: by.Name(), People: people[i.Domain]}
		for host, n := range people {
			if i.Subdomains && strings.HasSuffix(host, "."+i.Domain) {
				entry.People += n
			}
		}
		view.List = append(view.List, entry)
	}
	return d.door.Show(w, r, v, door.Sheet{Status: statusOf(view.Problems), View: view})
}

// saveInstitution is POST /desk/institutions.
func (d *Desk) saveInstitution(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	ctx := r.Context()
	draft := community.InstitutionDraft{Domain: r.PostFormValue("domain"), Name: r.PostFormValue("name"),
		Organisations: r.PostFormValue("organisations"), Subdomains: r.PostFormValue("subdomains") != "",
		Alumni: r.PostFormValue("alumni") != "", Sure: r.PostFormValue("sure") != ""}
	listed, err := d.store.Institutions(ctx)
	if err != nil {
		return err
	}
	changing := r.PostFormValue("changing")
	isListed := slices.ContainsFunc(listed, func(i community.InstitutionDomain) bool { return i.Domain == changing })
	draft.Sure = draft.Sure || isListed && draft.Domain == changing // it was looked at when it was listed
	made, err := community.MakeInstitution(draft, listed)
	if problems := page.ProblemsOf(err); problems != nil {
		view := page.DeskInstitutions{Draft: draft, Problems: problems, AskSure: problems["domain"].Key == "institution.like_listed"}
		if isListed {
			view.Changing = changing
		}
		return d.institutions(w, r, v, view)
	}
	if err != nil {
		return err
	}
	made.By = v.Person.Actor.ID
	if err := d.store.SetInstitution(ctx, made); err != nil {
		return err
	}
	return door.SeeOther(w, r, "/desk/institutions", "notice.institution_saved")
}

// removeInstitution is POST /desk/institutions/{domain}/remove.
func (d *Desk) removeInstitution(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	domain, err := url.PathUnescape(mux.Vars(r)["domain"]) // the router leaves the path as it came
	if err != nil {
		return community.ErrNotFound
	}
	if err := d.store.RemoveInstitution(r.Context(), domain, v.Person.Actor.ID); err != nil {
		return err
	}
	return door.SeeOther(w, r, "/desk/institutions", "notice.institution_removed")
}
