package web

import (
	"net/http"
	"strings"
	"time"
	"unicode/utf8"

	"consilium/community"
	"consilium/web/door"
	"consilium/web/page"
	"consilium/web/session"
)

// deletable is the post that {id} names, if it is the visitor's own or the
// visitor is staff; remove says that it is somebody else's.
func (s *Web) deletable(r *http.Request, v door.Visitor) (p community.Post, remove bool, err error) {
	if p, err = s.postHere(r, v); err != nil {
		return p, false, err
	}
	may := s.may(v, p)
	if p.Case != nil && p.Local && s.keeps(v, p) {
		return p, false, nil
	}
	if !may.Delete && !may.Remove {
		return p, false, community.ErrForbidden
	}
	return p, may.Remove, nil
}

// askDelete is GET /p/{id}/delete: what will happen, and whether it can be undone.
func (s *Web) askDelete(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	p, remove, err := s.deletable(r, v)
	if err != nil {
		return err
	}
	return s.showDelete(w, r, v, deletion{post: p, remove: remove})
}

type deletion struct {
	post     community.Post
	remove   bool
	problems page.Problems
}

func (s *Web) showDelete(w http.ResponseWriter, r *http.Request, v door.Visitor, d deletion) error {
	views, err := s.views(r.Context(), v, []shown{{post: d.post}})
	if err != nil {
		return err
	}
	readers, err := s.readers(r.Context(), d.post)
	if err != nil {
		return err
	}
	view := page.Delete{Post: views[0], Servers: len(readers.Servers), Replies: d.post.Replies, Remove: d.remove, Problems: d.problems,
		Case: d.post.Case != nil}
	view.Post.Preview = true
	status := http.StatusOK
	if d.problems != nil {
		status = http.StatusUnprocessableEntity
	}
	return s.door.Show(w, r, v, door.Sheet{Status: status, View: view})
}

// maxReason bounds what staff write down about a removed post, in characters.
const maxReason = 500

// delete is POST /p/{id}/delete.
func (s *Web) delete(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	p, remove, err := s.deletable(r, v)
	if err != nil {
		return err
	}
	if p.Case != nil && p.Local {
		return s.withdrawCase(w, r, v, deletion{post: p, remove: remove})
	}
	reason := strings.TrimSpace(community.CleanText(r.PostFormValue("reason")))
	if remove && (reason == "" || utf8.RuneCountInString(reason) > maxReason) {
		problems := page.Problems{"reason": community.Say("post.delete.reason_needed", "limit", maxReason)}
		return s.showDelete(w, r, v, deletion{p, remove, problems})
	}
	if wait := s.slowDeletions(v); wait > 0 {
		return s.door.TooMany(w, r, v, wait)
	}
	notice := "notice.deleted"
	if remove {
		notice, err = "notice.removed", s.store.RemovePost(r.Context(), p.ID, v.Person.Actor.ID, reason)
	} else {
		err = s.store.DeletePost(r.Context(), p.ID, s.store.Now())
	}
	if err != nil {
		return err
	}
	return door.SeeOther(w, r, s.afterDelete(r, v, p), notice)
}

// slowDeletions counts a deletion and says how long to wait when it was one too
// many (S-AUTH-3).
func (s *Web) slowDeletions(v door.Visitor) time.Duration {
	if s.Limiter == nil {
		return 0
	}
	return s.Limiter.Allow(community.FormatID(v.Person.User.ID), session.Deletions).RetryAfter
}

// afterDelete is where to go when a post is no more: the post it answered, else
// home.
func (s *Web) afterDelete(r *http.Request, v door.Visitor, p community.Post) string {
	if parent, err := s.stillAnswered(r, v, p); err == nil && parent != nil {
		return s.postPath(*parent)
	}
	return door.Back(r, "/home")
}
