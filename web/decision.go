package web

import (
	"context"
	"errors"
	"net/http"

	"github.com/gorilla/mux"

	"consilium/community"
	"consilium/storage"
	"consilium/web/door"
	"consilium/web/page"
)

// showDecisions is GET /decisions: what staff decided about the member, and the posts
// of theirs that are hidden.
func (s *Web) showDecisions(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	return s.decisions(w, r, v, page.Decisions{URL: "/decisions/", Person: community.FormatID(v.Person.Actor.ID)})
}

// showAppeal is GET /appeal/{token}: the same for who is shut out, with the link from
// the letter. It opens nothing else, and nobody is signed in by it: an account that is
// closed has no session at all.
func (s *Web) showAppeal(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	person, err := s.linked(r)
	if err != nil {
		return err
	}
	return s.decisions(w, r, v, page.Decisions{URL: "/appeal/" + mux.Vars(r)["token"] + "/", Person: community.FormatID(person), Linked: true})
}

// linked is whom the link in a letter is about.
func (s *Web) linked(r *http.Request) (community.ActorID, error) {
	ticket, err := s.store.Ticket(r.Context(), mux.Vars(r)["token"], storage.AppealPurpose)
	if err != nil {
		return 0, err
	}
	u, err := s.store.User(r.Context(), ticket.User)
	if err == nil && u.State != community.UserActive && u.State != community.UserSuspended {
		err = community.ErrGone
	}
	return u.Actor, err
}

func (s *Web) decisions(w http.ResponseWriter, r *http.Request, v door.Visitor, view page.Decisions) error {
	person, err := community.ParseID[community.ActorID](view.Person)
	if err != nil {
		return err
	}
	list, err := s.store.Decisions(r.Context(), person)
	if err != nil {
		return err
	}
	now := s.store.Now()
	for _, d := range list {
		view.List = append(view.List, page.Decision{Decision: d, ID: community.FormatID(d.ID), InForce: d.InForce(now), MayAppeal: d.Appealable(now)})
	}
	if !view.Linked {
		if view.Hidden, err = s.hiddenPosts(r.Context(), person); err != nil {
			return err
		}
	}
	status := http.StatusOK
	if view.Problems != nil {
		status = http.StatusUnprocessableEntity
	}
	return s.door.Show(w, r, v, door.Sheet{Status: status, View: view})
}

func (s *Web) hiddenPosts(ctx context.Context, author community.ActorID) ([]page.HiddenPost, error) {
	list, err := s.store.HiddenPosts(ctx, author)
	if err != nil {
		return nil, err
	}
	posts := make([]page.HiddenPost, 0, len(list))
	for _, h := range list {
		posts = append(posts, page.HiddenPost{ID: community.FormatID(h.Post), Reason: h.Reason, Asks: h.Asks, Note: h.Note, Since: h.Since})
	}
	return posts, nil
}

// appeal is POST /decisions/{id}/appeal.
func (s *Web) appeal(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	return s.takeAppeal(w, r, v, page.Decisions{URL: "/decisions/", Person: community.FormatID(v.Person.Actor.ID)})
}

// linkedAppeal is POST /appeal/{token}/{id}/appeal.
func (s *Web) linkedAppeal(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	person, err := s.linked(r)
	if err != nil {
		return err
	}
	return s.takeAppeal(w, r, v, page.Decisions{URL: "/appeal/" + mux.Vars(r)["token"] + "/", Person: community.FormatID(person), Linked: true})
}

func (s *Web) takeAppeal(w http.ResponseWriter, r *http.Request, v door.Visitor, view page.Decisions) error {
	id, err := community.ParseID[community.DecisionID](mux.Vars(r)["id"])
	if err != nil {
		return err
	}
	d, err := s.store.Decision(r.Context(), id)
	if err != nil {
		return err
	}
	person, err := community.ParseID[community.ActorID](view.Person)
	if err != nil {
		return err
	}
	a, err := community.MakeAppeal(d, person, r.PostFormValue("text"), s.store.Now())
	if view.Problems = page.ProblemsOf(err); view.Problems != nil {
		view.Asked, view.Text = community.FormatID(id), r.PostFormValue("text")
		return s.decisions(w, r, v, view)
	}
	if err != nil {
		return err
	}
	if err := s.store.Appeal(r.Context(), id, a); err != nil && !errors.Is(err, community.ErrConflict) {
		return err
	}
	back := "/decisions"
	if view.Linked {
		back = "/appeal/" + mux.Vars(r)["token"]
	}
	return door.SeeOther(w, r, back, "notice.appealed")
}
