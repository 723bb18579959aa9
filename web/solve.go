package web

import (
	"net/http"

	"consilium/community"
	"consilium/web/door"
)

// acceptAnswer is POST /p/{answer}/accept: the author of a case says which
// answer solved it.
func (s *Web) acceptAnswer(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	answer, err := s.postHere(r, v)
	if err != nil {
		return err
	}
	asked, err := s.store.VisiblePost(r.Context(), v.Viewer(), answer.Root)
	if err != nil {
		return err
	}
	solved, err := community.Solve(v.Person.Actor, asked, &answer, s.store.Now())
	if err == nil {
		err = s.acceptable(r.Context(), answer)
	}
	return s.restate(w, r, restated{asked, solved, "notice.accepted", err})
}

// solveCase is POST /p/{id}/solve: solved, without an answer that did it.
func (s *Web) solveCase(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	asked, err := s.postHere(r, v)
	if err != nil {
		return err
	}
	solved, err := community.Solve(v.Person.Actor, asked, nil, s.store.Now())
	return s.restate(w, r, restated{asked, solved, "notice.solved", err})
}

// reopenCase is POST /p/{id}/reopen.
func (s *Web) reopenCase(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	solved, err := s.postHere(r, v)
	if err != nil {
		return err
	}
	open, err := community.Reopen(v.Person.Actor, solved, s.store.Now())
	return s.restate(w, r, restated{solved, open, "notice.reopened", err})
}

// restated is a case in another state, if the rules allowed that.
type restated struct {
	asked       community.Post
	publication community.Publication
	notice      string
	refused     error
}

func (s *Web) restate(w http.ResponseWriter, r *http.Request, c restated) error {
	if c.refused != nil {
		return c.refused
	}
	if _, err := s.store.Publish(r.Context(), c.publication); err != nil {
		return err
	}
	return door.SeeOther(w, r, s.postPath(c.asked), c.notice)
}
