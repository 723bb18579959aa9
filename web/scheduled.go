package web

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/gorilla/mux"

	"consilium/community"
	"consilium/storage"
	"consilium/web/door"
	"consilium/web/page"
)

// zone is where the visitor's clock is.
func zone(v door.Visitor) *time.Location {
	if place, err := time.LoadLocation(v.Person.User.TimeZone); err == nil {
		return place
	}
	return time.UTC
}

// moment is when a form wants its post to be posted; zero for at once.
func (s *Web) moment(v door.Visitor, f form) (time.Time, error) {
	text := strings.TrimSpace(f.Get("scheduled_at"))
	if text == "" {
		return time.Time{}, nil
	}
	due, err := time.ParseInLocation(page.MomentLayout, text, zone(v))
	if err != nil {
		due, err = time.ParseInLocation(page.MomentLayout+":05", text, zone(v))
	}
	if err != nil {
		return time.Time{}, &community.Invalid{Field: "scheduled_at", Problem: community.Say("scheduled.moment")}
	}
	return due.UTC(), community.CheckMoment(due, s.store.Now())
}

// waiting is a form that the rules and the gate let through, to be posted later.
type waiting struct {
	writing
	draft community.PostDraft
	due   time.Time
}

// schedule keeps a post until it is due.
func (s *Web) schedule(w http.ResponseWriter, r *http.Request, v door.Visitor, c waiting) error {
	ctx, me := r.Context(), v.Person.Actor.ID
	later := community.Scheduled{Owner: me, Due: c.due, Draft: c.draft, Key: c.key()}
	if c.parent != nil {
		later.Parent = c.parent.ID
	}
	quoted, err := s.quotedHere(ctx, v, c.writing)
	if err != nil {
		return err
	}
	if quoted != nil {
		later.Quoted = quoted.Post.ID
	}
	if later.Group, err = groupWanted(c.form); err != nil {
		return err
	}
	for _, m := range c.pictures {
		if _, err := s.store.SetMedia(ctx, me, m); err != nil { // as the form describes it
			return err
		}
		later.Media = append(later.Media, m.ID)
	}
	_, err = s.store.Schedule(ctx, later)
	if problems := page.ProblemsOf(err); problems != nil {
		return s.showDraft(w, r, v, draftAgain{form: c.form, draft: c.draft, parent: c.parent, problems: problems})
	}
	if err != nil {
		return err
	}
	if draft, _ := c.form.draft(); draft != 0 {
		if err := s.store.DropDraft(ctx, me, draft); err != nil && !errors.Is(err, community.ErrNotFound) {
			return err
		}
	}
	return door.SeeOther(w, r, "/cases/drafts", "notice.scheduled")
}

// scheduledLines are the visitor's posts that wait.
func (s *Web) scheduledLines(ctx context.Context, v door.Visitor) ([]page.ScheduledLine, error) {
	list, err := s.store.ScheduledPosts(ctx, v.Person.Actor.ID, false, storage.Page{Limit: storage.MaxPage})
	lines := make([]page.ScheduledLine, 0, len(list))
	for _, w := range list {
		lines = append(lines, page.ScheduledLine{ID: community.FormatID(w.ID), Text: cutText(w.Draft.Text, excerptLength), Due: w.Due, Failed: !w.Failed.IsZero()})
	}
	return lines, err
}

// ownScheduled is the visitor's own post that {id} names. Somebody else's is not there.
func (s *Web) ownScheduled(r *http.Request, v door.Visitor) (community.Scheduled, error) {
	id, err := community.ParseID[community.ScheduledID](mux.Vars(r)["id"])
	if err != nil {
		return community.Scheduled{}, err
	}
	return s.store.ScheduledPost(r.Context(), v.Person.Actor.ID, id)
}

// showScheduled is GET /scheduled/{id}.
func (s *Web) showScheduled(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	post, err := s.ownScheduled(r, v)
	if err != nil {
		return err
	}
	view := s.scheduledView(r.Context(), v, post)
	return s.door.Show(w, r, v, door.Sheet{View: view})
}

func (s *Web) scheduledView(ctx context.Context, v door.Visitor, w community.Scheduled) page.ScheduledPost {
	view := page.ScheduledPost{ID: community.FormatID(w.ID), Lines: strings.FieldsFunc(w.Draft.Text, func(r rune) bool { return r == '\n' }), Warning: w.Draft.Warning,
		Language: w.Draft.Language, Audience: w.Draft.Audience, Due: w.Due, Moment: w.Due.In(zone(v)).Format(page.MomentLayout), Pictures: len(w.Media),
		Options: w.Draft.Question.Options, Failed: w.Failed, Why: w.Problem}
	if w.Parent == 0 {
		return view
	}
	if p, err := s.store.VisiblePost(ctx, v.Viewer(), w.Parent); err == nil {
		view.Answers = s.postPath(p)
	}
	return view
}

// reschedule is POST /scheduled/{id}.
func (s *Web) reschedule(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	post, err := s.ownScheduled(r, v)
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return err
	}
	due, err := s.moment(v, form{Values: r.PostForm})
	if err == nil && due.IsZero() {
		err = &community.Invalid{Field: "scheduled_at", Problem: community.Say("scheduled.moment")}
	}
	if err == nil {
		_, err = s.store.Reschedule(r.Context(), post.Owner, post.ID, due)
	}
	if problems := page.ProblemsOf(err); problems != nil {
		view := s.scheduledView(r.Context(), v, post)
		view.Moment, view.Problems = r.PostForm.Get("scheduled_at"), problems
		return s.door.Show(w, r, v, door.Sheet{Status: http.StatusUnprocessableEntity, View: view})
	}
	if err != nil {
		return err
	}
	return door.SeeOther(w, r, "/cases/drafts", "notice.rescheduled")
}

// unschedule is POST /scheduled/{id}/delete.
func (s *Web) unschedule(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	post, err := s.ownScheduled(r, v)
	if err == nil {
		err = s.store.Unschedule(r.Context(), post.Owner, post.ID)
	}
	if err != nil {
		return err
	}
	return door.SeeOther(w, r, "/cases/drafts", "notice.unscheduled")
}
