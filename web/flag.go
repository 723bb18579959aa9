package web

import (
	"net/http"
	"time"

	"consilium/community"
	"consilium/web/door"
	"consilium/web/page"
)

// flagging is whom, and for which post, a member reports.
type flagging struct {
	url    string
	person community.Actor
	post   *community.Post
	draft  community.FlagDraft
	// hides says that a report that a patient could be identified hides the post at
	// once, and lost when the visitor may do so again.
	hides bool
	lost  time.Time
	// back is where to go after; "" for where the reported thing is.
	back     string
	problems page.Problems
}

// flaggedPost is what /p/{id}/report reports.
func (s *Web) flaggedPost(r *http.Request, v door.Visitor) (flagging, error) {
	p, err := s.postHere(r, v)
	if err != nil {
		return flagging{}, err
	}
	author, err := s.store.Actor(r.Context(), p.Author)
	draft := community.FlagDraft{Posts: []community.Post{p}}
	return flagging{url: r.URL.Path, person: author, post: &p, draft: draft, back: s.postPath(p)}, err
}

// flaggedActor is what /a/{id}/report reports.
func (s *Web) flaggedActor(r *http.Request, _ door.Visitor) (flagging, error) {
	a, err := s.somebody(r)
	return flagging{url: r.URL.Path, person: a, back: profilePath(a)}, err
}

type flagged func(*http.Request, door.Visitor) (flagging, error)

// askFlag shows the form of a report.
func (s *Web) askFlag(of flagged) door.Handler {
	return func(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
		f, err := of(r, v)
		if err != nil {
			return err
		}
		return s.showFlag(w, r, v, f)
	}
}

func (s *Web) showFlag(w http.ResponseWriter, r *http.Request, v door.Visitor, f flagging) error {
	f, err := s.weighed(r, v, f)
	if err != nil {
		return err
	}
	view := page.Report{Hides: f.hides && f.post != nil, Lost: f.lost, URL: f.url, Person: s.door.Line(r.Context(), f.person), Draft: f.draft, Server: f.person.Handle.Host(), Return: f.back,
		Problems: f.problems}
	if f.post != nil {
		views, err := s.views(r.Context(), v, []shown{{post: *f.post}})
		if err != nil {
			return err
		}
		view.Post = &views[0]
		view.Post.Preview = true
	}
	status := http.StatusOK
	if f.problems != nil {
		status = http.StatusUnprocessableEntity
	}
	return s.door.Show(w, r, v, door.Sheet{Status: status, View: view})
}

// weighed finds out what a report of the visitor's does at once.
func (s *Web) weighed(r *http.Request, v door.Visitor, f flagging) (flagging, error) {
	unfounded, err := s.store.Unfounded(r.Context(), v.Person.Actor.ID)
	f.draft.By, f.draft.Unfounded = v.Subject(), unfounded
	f.hides, f.lost = community.HidesAtOnce(f.draft.By, unfounded, s.store.Now())
	return f, err
}

// flag takes a report.
func (s *Web) flag(of flagged) door.Handler {
	return func(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
		f, err := of(r, v)
		if err != nil {
			return err
		}
		if f, err = s.weighed(r, v, f); err != nil {
			return err
		}
		f.draft.Category, f.draft.Comment = r.PostFormValue("category"), r.PostFormValue("comment")
		f.draft.Reference = r.PostFormValue("reference")
		f.draft.Forward, f.back = r.PostFormValue("forward") != "", door.Back(r, f.back)
		report, err := community.Report(v.Person.Actor, f.person, f.draft, s.store.Now())
		if f.problems = page.ProblemsOf(err); f.problems != nil {
			return s.showFlag(w, r, v, f)
		}
		if err != nil {
			return err
		}
		return s.file(w, r, v, filing{report, f.back})
	}
}

// filing is a report that was allowed, and where to go after.
type filing struct {
	report community.Flag
	back   string
}

// file remembers the report and, if the member wants so, blocks whom it is about.
func (s *Web) file(w http.ResponseWriter, r *http.Request, v door.Visitor, f filing) error {
	if _, err := s.store.AddFlag(r.Context(), f.report); err != nil {
		return err
	}
	if r.PostFormValue("block") != "" {
		if err := s.store.Block(r.Context(), v.Person.Actor.ID, f.report.Target); err != nil {
			return err
		}
		f.back = "/home"
	}
	if f.report.Hides { // the post is not there any more
		return door.SeeOther(w, r, "/home", "notice.reported_hidden")
	}
	return door.SeeOther(w, r, f.back, "notice.reported")
}
