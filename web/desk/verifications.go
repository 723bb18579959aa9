package desk

import (
	"context"
	"net/http"
	"slices"
	"time"

	"consilium/community"
	"consilium/storage"
	"consilium/web/door"
	"consilium/web/page"
)

// openState is the tab of all applications that are not decided.
const openState = "open"

func (d *Desk) showVerifications(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	ask := r.URL.Query()
	view := page.DeskVerifications{State: ask.Get("state"), Query: ask.Get("q"), Country: ask.Get("country"), Sort: "oldest",
		OnlyDuplicate: ask.Get("duplicate") == "on", OnlyLate: ask.Get("overdue") == "on"}
	if p := community.Profession(ask.Get("profession")); p.Known() {
		view.Profession = p
	}
	if ask.Get("sort") == "newest" {
		view.Sort = "newest"
	}
	if !slices.Contains(view.States(), view.State) {
		view.State = openState
	}
	counts, err := d.store.CountVerifications(r.Context())
	if err != nil {
		return err
	}
	view.Overdue, view.Counts = counts.Overdue, map[string]int{}
	for state, n := range counts.States {
		view.Counts[string(state)] = n
		if state.Open() {
			view.Counts[openState] += n
		}
	}
	if err := d.fillVerifications(r, v, &view); err != nil {
		return err
	}
	return d.door.Show(w, r, v, door.Sheet{View: view})
}

func (d *Desk) fillVerifications(r *http.Request, v door.Visitor, view *page.DeskVerifications) error {
	ctx, asked := r.Context(), door.ListPage(r)
	f := storage.VerificationFilter{Open: view.OrderMatters(), Query: view.Query, Profession: view.Profession, Country: view.Country,
		Duplicate: view.OnlyDuplicate, Overdue: view.OnlyLate && view.OrderMatters(), Newest: view.Sort == "newest"}
	if view.State != openState {
		f.State = community.VerificationState(view.State)
	}
	list, err := d.store.Verifications(ctx, f, asked)
	if err != nil {
		return err
	}
	actors, err := d.applicants(ctx, list)
	if err != nil {
		return err
	}
	var ids []int64
	for _, one := range list {
		view.List = append(view.List, d.verificationRow(ctx, one, actors[one.Actor], v))
		ids = append(ids, int64(one.ID))
	}
	if !f.Open {
		view.Pages = door.ListLinks(r, asked, ids)
	}
	return nil
}

func (d *Desk) applicants(ctx context.Context, list []community.Verification) (map[community.ActorID]community.Actor, error) {
	var who []community.ActorID
	for _, v := range list {
		who = append(who, v.Actor)
	}
	return d.store.Actors(ctx, who)
}

func (d *Desk) verificationRow(ctx context.Context, one community.Verification, applicant community.Actor, v door.Visitor) page.VerificationRow {
	row := page.VerificationRow{ID: community.FormatID(one.ID), Person: d.door.Line(ctx, applicant), State: one.State, Profession: one.Profession,
		Country: one.Country, Submitted: one.Submitted, Due: one.Due, Duplicate: one.Duplicate, Decided: one.Decided, Reason: one.Reason,
		Own: one.Actor == v.Person.Actor.ID}
	if one.State.Open() {
		row.Decided, row.Reason = time.Time{}, "" // of the refusal that is appealed against
	}
	row.Late = row.Waiting() && d.store.Now().After(one.Due)
	return row
}
