package desk

import (
	"context"
	"net/http"
	"slices"
	"strconv"

	"github.com/gorilla/mux"

	"consilium/community"
	"consilium/storage"
	"consilium/web/door"
	"consilium/web/page"
)

func (d *Desk) showReports(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	ctx, query := r.Context(), r.URL.Query()
	view := page.DeskReports{State: "open"}
	if query.Get("state") == "closed" {
		view.State = "closed"
	}
	var err error
	if view.Open, err = d.store.CountOpenFlags(ctx); err != nil {
		return err
	}
	if view.Closed, err = d.store.CountClosedFlags(ctx); err != nil {
		return err
	}
	if err := d.countReasons(ctx, &view, query.Get("reason")); err != nil {
		return err
	}
	number, _ := strconv.Atoi(query.Get("page")) // what is no number is the first page
	number = min(max(number, 1), mostPages)
	flags, err := d.store.FlagQueue(ctx, storage.FlagQueue{Closed: view.State == "closed", Category: view.Reason,
		Skip: (number - 1) * storage.QueueLength})
	if err != nil {
		return err
	}
	if view.List, err = d.rows(ctx, v, flags); err != nil {
		return err
	}
	view.Pages = queuePages(view, number, len(flags))
	return d.door.Show(w, r, v, door.Sheet{View: view})
}

// countReasons counts the reports by reason, and chooses the one that was asked for.
func (d *Desk) countReasons(ctx context.Context, view *page.DeskReports, asked string) error {
	counts, err := d.store.CountFlags(ctx, view.State == "closed")
	for _, c := range community.FlagCategories() {
		if counts[c] > 0 {
			view.Reasons = append(view.Reasons, page.ReasonCount{Reason: c, Count: counts[c]})
		}
		if string(c) == asked {
			view.Reason = c
		}
	}
	return err
}

// mostPages bounds how far one leafs through the queue.
const mostPages = 1000

func queuePages(view page.DeskReports, number, shown int) page.Pages {
	at := func(n int) string {
		return "/desk/reports?state=" + view.State + "&reason=" + string(view.Reason) + "&page=" + strconv.Itoa(n)
	}
	var pages page.Pages
	if number > 1 {
		pages.Newer = at(number - 1)
	}
	if shown == storage.QueueLength && number < mostPages {
		pages.Older = at(number + 1)
	}
	return pages
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
			From: d.door.Line(ctx, actors[f.Reporter]), Category: f.Category, Hides: f.Hides, Outcome: f.Outcome, Posts: len(f.Posts), When: f.Created, Closed: f.Resolved,
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
	draft    community.DecisionDraft
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
		Reference: one.Reference, Draft: one.draft, MayEdit: one.target.actor.Local,
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
		view.Found = append(view.Found, findings(p)...)
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
		picture := door.Picture(m)
		// By a way of its own: whoever looks is written down, also at what is for few.
		picture.URL = "/desk/reports/" + community.FormatID(one.ID) + "/pictures/" + community.FormatID(m.ID)
		picture.Full = picture.URL
		view.Pictures = append(view.Pictures, picture)
	}
	return view
}
