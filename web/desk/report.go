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
	if view.List, err = d.rows(ctx, v, flags); err != nil {
		return err
	}
	ids := make([]int64, 0, len(flags))
	for _, f := range flags {
		ids = append(ids, int64(f.ID))
	}
	view.Pages = door.ListLinks(r, p, ids)
	return d.door.Show(w, r, v, door.Sheet{View: view})
}

// rows are reports as the lists show them. Those about the visitor are left
// out: who is reported is not told by whom, staff no more than others.
func (d *Desk) rows(ctx context.Context, v door.Visitor, flags []community.Flag) ([]page.ReportRow, error) {
	ids := make([]community.FlagID, 0, len(flags))
	for _, f := range flags {
		ids = append(ids, f.ID)
	}
	taken, err := d.store.TakenBy(ctx, ids)
	if err != nil {
		return nil, err
	}
	var people []community.ActorID
	for _, f := range flags {
		people = append(people, f.Reporter, f.Target, taken[f.ID])
	}
	actors, err := d.store.Actors(ctx, people)
	if err != nil {
		return nil, err
	}
	rows := make([]page.ReportRow, 0, len(flags))
	for _, f := range flags {
		if f.Target == v.Person.Actor.ID {
			continue
		}
		assigned := actors[taken[f.ID]]
		rows = append(rows, page.ReportRow{ID: community.FormatID(f.ID), About: d.door.Line(ctx, actors[f.Target]),
			From: d.door.Line(ctx, actors[f.Reporter]), Category: f.Category, Posts: len(f.Posts), When: f.Created, Closed: f.Resolved,
			Assigned: assigned.Name()})
	}
	return rows, nil
}

// report is a report with whom it is about, as it concerns the visitor.
type report struct {
	community.Flag
	target subject
	// mayAct: the visitor outranks the target. mayDecide: and may say what becomes
	// of the report, as administrators may of every report not about themselves.
	mayAct, mayDecide bool
	// note is what was typed, and problems what is wrong with it; nil for nothing.
	note     string
	problems page.Problems
}

// report finds the report that {id} names. One about the visitor is not there.
func (d *Desk) report(r *http.Request, v door.Visitor) (report, error) {
	var one report
	id, err := community.ParseID[community.FlagID](mux.Vars(r)["id"])
	if err != nil {
		return one, err
	}
	if one.Flag, err = d.store.Flag(r.Context(), id); err != nil {
		return one, err
	}
	if one.Target == v.Person.Actor.ID {
		return one, community.ErrNotFound
	}
	one.target, err = d.subjectOf(r.Context(), one.Target)
	one.mayAct = mayAct(v, one.target)
	one.mayDecide = one.mayAct || v.May(community.HandleStaffReports)
	return one, err
}

func (d *Desk) showReport(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	one, err := d.report(r, v)
	if err != nil {
		return err
	}
	return d.reportPage(w, r, v, one)
}

func (d *Desk) reportPage(w http.ResponseWriter, r *http.Request, v door.Visitor, one report) error {
	ctx := r.Context()
	rows, err := d.rows(ctx, v, []community.Flag{one.Flag})
	if err != nil {
		return err
	}
	view := page.DeskReport{Row: rows[0], Text: one.Comment, MayAct: one.mayAct, MayDecide: one.mayDecide, Note: one.note,
		Problems: one.problems}
	if view.Log, err = d.log(ctx, community.FormatID(one.ID)); err != nil {
		return err
	}
	posts, err := d.reported(ctx, one)
	if err != nil {
		return err
	}
	for _, p := range posts {
		view.Posts = append(view.Posts, d.evidence(ctx, p, one))
	}
	return d.door.Show(w, r, v, door.Sheet{Status: statusOf(one.problems), View: view})
}

// reported are the posts a report names. Staff see them whoever they were for:
// that is what the reporter showed them. What is deleted is left out, and what
// is not by whom the report is about.
func (d *Desk) reported(ctx context.Context, one report) ([]community.Post, error) {
	known, err := d.store.Posts(ctx, one.Posts)
	if err != nil {
		return nil, err
	}
	var posts []community.Post
	for _, id := range one.Posts {
		if p, there := known[id]; there && p.Deleted.IsZero() && p.Author == one.Target {
			posts = append(posts, p)
		}
	}
	return posts, nil
}

func (d *Desk) evidence(ctx context.Context, p community.Post, one report) page.Post {
	view := page.Post{ID: community.FormatID(p.ID), URL: "/p/" + community.FormatID(p.ID), Author: d.door.Line(ctx, one.target.actor),
		Published: p.Published, Edited: p.Edited, Audience: p.Audience.Kind, Title: p.Title, Warning: p.Warning,
		Sensitive: p.Sensitive, Content: p.Content, Language: p.Language, May: page.May{Remove: one.mayAct}}
	for _, m := range slices.Concat(p.Media, p.Withheld) {
		view.Pictures = append(view.Pictures, door.Picture(m))
	}
	return view
}
