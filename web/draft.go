package web

import (
	"context"
	"errors"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gorilla/mux"

	"consilium/community"
	"consilium/storage"
	"consilium/web/door"
	"consilium/web/page"
)

// draft is the draft that a form is written in, in the version it knows; 0 for none.
func (f form) draft() (community.DraftID, time.Time) {
	id, err := community.ParseID[community.DraftID](f.Get("draft"))
	ms, wrong := strconv.ParseInt(f.Get("draft_saved"), 10, 64)
	if err != nil || wrong != nil || ms <= 0 {
		return 0, time.Time{}
	}
	return id, time.UnixMilli(ms).UTC()
}

// ownDraft is the visitor's own draft that {id} names. Somebody else's is not there.
func (s *Web) ownDraft(r *http.Request, v door.Visitor) (community.Draft, error) {
	id, err := community.ParseID[community.DraftID](mux.Vars(r)["id"])
	if err != nil {
		return community.Draft{}, err
	}
	return s.store.Draft(r.Context(), v.Person.Actor.ID, id)
}

// hasDrafts says whether the visitor has written anything and not posted it.
func (s *Web) hasDrafts(ctx context.Context, v door.Visitor) (bool, error) {
	drafts, err := s.store.Drafts(ctx, v.Person.Actor.ID, storage.Page{Limit: 1})
	return len(drafts) > 0, err
}

// showDrafts is GET /cases/drafts.
func (s *Web) showDrafts(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	asked := door.ListPage(r)
	drafts, err := s.store.Drafts(r.Context(), v.Person.Actor.ID, asked)
	if err != nil {
		return err
	}
	var view page.Drafts
	var ids []int64
	for _, d := range drafts {
		view.List, ids = append(view.List, draftLine(d)), append(ids, int64(d.ID))
	}
	view.Pages = door.ListLinks(r, asked, ids)
	if asked.Max == 0 && asked.Min == 0 {
		if view.Scheduled, err = s.scheduledLines(r.Context(), v); err != nil {
			return err
		}
	}
	return s.door.Show(w, r, v, door.Sheet{View: view})
}

func draftLine(d community.Draft) page.DraftLine {
	return page.DraftLine{ID: community.FormatID(d.ID), Title: d.Title, Kind: d.Kind, State: d.State, Saved: d.Saved, Note: d.Note}
}

// openDraft is GET /cases/drafts/{id}: the form as it was left.
func (s *Web) openDraft(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	d, err := s.ownDraft(r, v)
	if err != nil {
		return err
	}
	c, err := s.resume(r, v, d)
	if err != nil {
		return err
	}
	if d.Kind == community.DraftOfReply || c.old != nil && c.old.Case == nil {
		return s.showDraft(w, r, v, draftAgain{form: c.form, draft: c.postDraft(), parent: c.parent})
	}
	view, err := s.caseForm(r.Context(), v, c, c.caseDraft())
	if err != nil {
		return err
	}
	view.Saved.State, view.Saved.Note = d.State, d.Note
	return s.door.Show(w, r, v, door.Sheet{View: view})
}

// resume is what a draft holds, as if its form had just come in: without pictures that
// are no longer there, and with the post it answers or edits as far as it can still be
// seen.
func (s *Web) resume(r *http.Request, v door.Visitor, d community.Draft) (writing, error) {
	f := form{Values: maps.Clone(d.Form), problems: page.Problems{}}
	for n := range f.Values {
		id, err := community.ParseID[community.MediaID](f.Get(n))
		if strings.HasPrefix(n, "media_") && (err != nil || !slices.Contains(d.Media, id)) {
			f.Del(n)
		}
	}
	f.Set("draft", community.FormatID(d.ID))
	f.Set("draft_saved", strconv.FormatInt(d.Saved.UnixMilli(), 10))
	c := writing{}
	var err error
	if c.old, err = s.remains(r, v, d.Post); err == nil {
		c.parent, err = s.remains(r, v, d.Parent)
	}
	if err == nil {
		err = s.attach(r, v, &f, d.Post)
	}
	c.form = f
	return c, err
}

// remains is a post that a draft is about; nil when it is no longer there for the
// visitor.
func (s *Web) remains(r *http.Request, v door.Visitor, id community.PostID) (*community.Post, error) {
	if id == 0 {
		return nil, nil
	}
	p, err := s.store.VisiblePost(r.Context(), v.Viewer(), id)
	if errors.Is(err, community.ErrNotFound) {
		return nil, nil
	}
	return &p, err
}

// saveDraft is POST /cases/drafts and POST /cases/drafts/{id}: what the case form
// holds is kept. A script that says so is answered in JSON, people with the form.
func (s *Web) saveDraft(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	named := mux.Vars(r)["id"]
	if named != "" { // somebody else's is not there, whatever the form holds
		if _, err := s.ownDraft(r, v); err != nil {
			return err
		}
	}
	f, err := s.readForm(r, v)
	if err != nil {
		return err
	}
	if named != "" {
		f.Set("draft", named)
	}
	kept, err := s.keepDraft(r, v, f)
	if err != nil {
		return err
	}
	if r.Header.Get("Accept") == "application/json" {
		return s.tellSaved(w, v, kept)
	}
	return s.showSaved(w, r, v, kept)
}

// keptDraft is what became of a form that was to be kept.
type keptDraft struct {
	form
	draft    community.Draft
	conflict bool
	problems page.Problems
}

// keepDraft keeps a form as a draft. What another window saved meanwhile stays: then
// the form becomes a draft of its own, and so does one whose draft is gone.
func (s *Web) keepDraft(r *http.Request, v door.Visitor, f form) (keptDraft, error) {
	d, kept := f.asDraft(), keptDraft{form: f}
	d.Owner = v.Person.Actor.ID
	if d.Post != 0 {
		if p, err := s.store.VisiblePost(r.Context(), v.Viewer(), d.Post); err != nil || p.Author != d.Owner {
			return kept, community.ErrNotFound
		}
	}
	saved, err := s.store.SaveDraft(r.Context(), d)
	kept.conflict = errors.Is(err, community.ErrConflict)
	if kept.conflict || errors.Is(err, community.ErrNotFound) {
		d.ID = 0
		saved, err = s.store.SaveDraft(r.Context(), d)
	}
	if errors.Is(err, community.ErrForbidden) {
		err = &community.Invalid{Problem: community.Say("draft.held")}
	}
	kept.draft = saved
	kept.problems, err = f.problemsWith(err)
	return kept, err
}

// asDraft is the form as a draft: all it held but its button and what is made anew
// each time it is opened.
func (f form) asDraft() community.Draft {
	d := community.Draft{Kind: community.DraftOfCase, Title: f.Get("title"), Form: maps.Clone(f.Values)}
	d.ID, d.Saved = f.draft()
	for _, name := range []string{"step", "once", "draft", "draft_saved", "draft_of", "return", "take", "hold", "gate_seen", "gate_anchor", "gate_code", "gate_words"} {
		delete(d.Form, name)
	}
	if post, err := community.ParseID[community.PostID](f.Get("draft_of")); err == nil {
		d.Kind, d.Post = community.DraftOfEdit, post
	}
	for number := 1; number <= page.MaxPictures; number++ {
		n := strconv.Itoa(number)
		id, err := community.ParseID[community.MediaID](f.Get("media_" + n))
		if err == nil && f.Get("remove_"+n) == "" {
			d.Media = append(d.Media, id)
		}
	}
	return d
}

// showSaved leads to the draft, or shows the form again with what is wrong.
func (s *Web) showSaved(w http.ResponseWriter, r *http.Request, v door.Visitor, kept keptDraft) error {
	if kept.problems == nil && !kept.conflict {
		return door.SeeOther(w, r, "/cases/drafts/"+community.FormatID(kept.draft.ID), "notice.draft_saved")
	}
	d, status := kept.draft, http.StatusConflict
	if kept.problems != nil { // it is in the form and nowhere else
		d, status = kept.asDraft(), http.StatusUnprocessableEntity
	}
	c, err := s.resume(r, v, d)
	if err != nil {
		return err
	}
	view, err := s.caseForm(r.Context(), v, c, c.caseDraft())
	if err != nil {
		return err
	}
	view.Conflict, view.Problems = kept.conflict && kept.problems == nil, kept.problems
	return s.door.Show(w, r, v, door.Sheet{Status: status, View: view})
}

// askDropDraft is GET /cases/drafts/{id}/delete.
func (s *Web) askDropDraft(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	d, err := s.ownDraft(r, v)
	if err != nil {
		return err
	}
	return s.door.Show(w, r, v, door.Sheet{View: page.DraftDelete{Draft: draftLine(d), Pictures: len(d.Media)}})
}

// dropDraft is POST /cases/drafts/{id}/delete.
func (s *Web) dropDraft(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	d, err := s.ownDraft(r, v)
	if err == nil {
		err = s.store.DropDraft(r.Context(), v.Person.Actor.ID, d.ID)
	}
	if err != nil {
		return err
	}
	return door.SeeOther(w, r, "/cases/drafts", "notice.draft_deleted")
}
