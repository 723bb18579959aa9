package desk

import (
	"context"
	"net/http"
	"slices"

	"github.com/gorilla/mux"

	"consilium/community"
	"consilium/web/door"
	"consilium/web/page"
)

func (d *Desk) takeReport(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	return d.handle(w, r, v, handling{notice: "notice.report_taken", do: func(ctx context.Context, one *report) error {
		return d.store.TakeFlag(ctx, one.ID, v.Person.Actor.ID)
	}})
}

func (d *Desk) closeReport(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	return d.handle(w, r, v, handling{notice: "notice.report_closed", do: func(ctx context.Context, one *report) error {
		note, err := written(r, "note")
		if err != nil {
			return err
		}
		return d.store.ResolveFlag(ctx, one.ID, v.Person.Actor.ID, note)
	}})
}

func (d *Desk) reopenReport(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	return d.handle(w, r, v, handling{closed: true, notice: "notice.report_reopened", do: func(ctx context.Context, one *report) error {
		return d.store.ReopenFlag(ctx, one.ID, v.Person.Actor.ID)
	}})
}

// handling is something staff do with a report.
type handling struct {
	// closed says that it is done with closed reports, and not with open ones.
	closed bool
	notice string
	do     func(context.Context, *report) error
}

// handle does something with a report and shows it again.
func (d *Desk) handle(w http.ResponseWriter, r *http.Request, v door.Visitor, h handling) error {
	one, err := d.report(r, v)
	switch {
	case err != nil:
		return err
	case !one.mayDecide:
		return community.ErrForbidden
	case one.Resolved.IsZero() == h.closed:
		return community.ErrConflict
	}
	err = h.do(r.Context(), &one)
	if one.problems = page.ProblemsOf(err); one.problems != nil {
		one.note = r.PostFormValue("note")
		return d.reportPage(w, r, v, one)
	}
	if err != nil {
		return err
	}
	return door.SeeOther(w, r, "/desk/reports/"+community.FormatID(one.ID), h.notice)
}

// removePost deletes a reported post: here, and everywhere it went if it is a
// member's.
func (d *Desk) removePost(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	one, err := d.report(r, v)
	if err != nil {
		return err
	}
	id, err := community.ParseID[community.PostID](mux.Vars(r)["post"])
	if err != nil {
		return err
	}
	posts, err := d.reported(r.Context(), one)
	switch {
	case err != nil:
		return err
	case !slices.ContainsFunc(posts, func(p community.Post) bool { return p.ID == id }):
		return community.ErrNotFound
	case !one.mayAct:
		return community.ErrForbidden
	}
	if err := d.store.RemoveFlagged(r.Context(), one.ID, id, v.Person.Actor.ID); err != nil {
		return err
	}
	return door.SeeOther(w, r, "/desk/reports/"+community.FormatID(one.ID), "notice.removed")
}
