package desk

import (
	"context"
	"net/http"

	"github.com/gorilla/mux"

	"consilium/community"
	"consilium/storage"
	"consilium/web/door"
	"consilium/web/page"
)

func (d *Desk) showReports(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	ctx, p := r.Context(), door.ListPage(r)
	view := page.DeskReports{State: "open"}
	if r.URL.Query().Get("state") == "closed" {
		view.State = "closed"
	}
	var err error
	if view.Open, err = d.store.CountOpenFlags(ctx); err != nil {
		return err
	}
	if view.Closed, err = d.store.CountClosedFlags(ctx); err != nil {
		return err
	}
	flags, err := d.store.Flags(ctx, view.State == "open", p)
	if err != nil {
		return err
	}
	if view.List, err = d.rows(ctx, flags); err != nil {
		return err
	}
	ids := make([]int64, 0, len(flags))
	for _, f := range flags {
		ids = append(ids, int64(f.ID))
	}
	view.Pages = door.ListLinks(r, p, ids)
	return d.door.Show(w, r, v, door.Sheet{View: view})
}

// rows are reports as the lists show them.
func (d *Desk) rows(ctx context.Context, flags []community.Flag) ([]page.ReportRow, error) {
	var ids []community.ActorID
	for _, f := range flags {
		ids = append(ids, f.Reporter, f.Target, f.ResolvedBy)
	}
	actors, err := d.store.Actors(ctx, ids)
	if err != nil {
		return nil, err
	}
	rows := make([]page.ReportRow, 0, len(flags))
	for _, f := range flags {
		rows = append(rows, page.ReportRow{ID: community.FormatID(f.ID), About: d.door.Line(actors[f.Target]),
			From: d.door.Line(actors[f.Reporter]), Category: f.Category, Posts: len(f.Posts), When: f.Created, Closed: f.Resolved})
	}
	return rows, nil
}

func (d *Desk) flag(r *http.Request) (community.Flag, error) {
	id, err := community.ParseID[community.FlagID](mux.Vars(r)["id"])
	if err != nil {
		return community.Flag{}, err
	}
	return d.store.Flag(r.Context(), id)
}

func (d *Desk) showReport(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	ctx := r.Context()
	f, err := d.flag(r)
	if err != nil {
		return err
	}
	rows, err := d.rows(ctx, []community.Flag{f})
	if err != nil {
		return err
	}
	view := page.DeskReport{Row: rows[0], Text: f.Comment}
	if view.Log, err = d.log(ctx, community.FormatID(f.ID)); err != nil {
		return err
	}
	for _, e := range view.Log {
		if e.Did == "take" {
			view.Row.Assigned = e.Who
			break
		}
	}
	if view.Posts, err = d.reported(ctx, f); err != nil {
		return err
	}
	target, err := d.target(ctx, f)
	if err != nil {
		return err
	}
	view.MayAct = mayAct(v, target)
	return d.door.Show(w, r, v, door.Sheet{View: view})
}

func (d *Desk) target(ctx context.Context, f community.Flag) (subject, error) {
	var s subject
	var err error
	if s.actor, err = d.store.Actor(ctx, f.Target); err != nil || !s.actor.Local {
		return s, err
	}
	s.user, err = d.store.UserOfActor(ctx, f.Target)
	return s, err
}

// reported are the posts a report names. Staff see them whoever they were for:
// that is what the reporter showed them. A deleted one is left out.
func (d *Desk) reported(ctx context.Context, f community.Flag) ([]page.Post, error) {
	posts, err := d.store.Posts(ctx, f.Posts)
	if err != nil {
		return nil, err
	}
	author, err := d.store.Actor(ctx, f.Target)
	if err != nil {
		return nil, err
	}
	var views []page.Post
	for _, id := range f.Posts {
		p, there := posts[id]
		if !there || !p.Deleted.IsZero() {
			continue
		}
		views = append(views, page.Post{ID: community.FormatID(p.ID), URL: "/p/" + community.FormatID(p.ID), Author: d.door.Line(author),
			Published: p.Published, Edited: p.Edited, Audience: p.Audience.Kind, Title: p.Title, Warning: p.Warning,
			Content: p.Content, Language: p.Language})
	}
	return views, nil
}

func (d *Desk) takeReport(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	return d.onReport(w, r, "notice.report_taken", func(ctx context.Context, f community.Flag) error {
		return d.store.RecordStaffAction(ctx, storage.StaffAction{Actor: v.Person.Actor.ID, Action: "take",
			Subject: community.FormatID(f.ID)})
	})
}

func (d *Desk) closeReport(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	return d.onReport(w, r, "notice.report_closed", func(ctx context.Context, f community.Flag) error {
		return d.store.ResolveFlag(ctx, f.ID, v.Person.Actor.ID, r.PostFormValue("note"))
	})
}

func (d *Desk) reopenReport(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	return d.onReport(w, r, "notice.report_reopened", func(ctx context.Context, f community.Flag) error {
		return d.store.ReopenFlag(ctx, f.ID, v.Person.Actor.ID)
	})
}

// onReport does something to a report and shows it again.
func (d *Desk) onReport(w http.ResponseWriter, r *http.Request, notice string, do func(context.Context, community.Flag) error) error {
	f, err := d.flag(r)
	if err != nil {
		return err
	}
	if err := do(r.Context(), f); err != nil {
		return err
	}
	return door.SeeOther(w, r, "/desk/reports/"+community.FormatID(f.ID), notice)
}

// removePost deletes a reported post here; for a member's own post everywhere
// it went.
func (d *Desk) removePost(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	ctx := r.Context()
	f, err := d.flag(r)
	if err != nil {
		return err
	}
	s, err := d.target(ctx, f)
	if err != nil {
		return err
	}
	id, err := community.ParseID[community.PostID](mux.Vars(r)["post"])
	if err != nil {
		return err
	}
	if !containsPost(f.Posts, id) || !mayAct(v, s) {
		return community.ErrForbidden
	}
	if err := d.store.DeletePost(ctx, id, d.store.Now()); err != nil && !isGone(err) {
		return err
	}
	err = d.store.RecordStaffAction(ctx, storage.StaffAction{Actor: v.Person.Actor.ID, Action: "remove",
		Subject: community.FormatID(f.ID)})
	if err != nil {
		return err
	}
	return door.SeeOther(w, r, "/desk/reports/"+community.FormatID(f.ID), "notice.removed")
}

func containsPost(list []community.PostID, id community.PostID) bool {
	for _, have := range list {
		if have == id {
			return true
		}
	}
	return false
}
