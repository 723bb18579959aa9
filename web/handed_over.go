package web

import (
	"context"
	"net/http"

	"github.com/gorilla/mux"

	"consilium/community"
	"consilium/web/door"
	"consilium/web/page"
)

// showHandedOver is GET /cases/handed-over: what colleagues ask the visitor to
// take over, as far as the visitor may see it still.
func (s *Web) showHandedOver(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	ctx, me := r.Context(), v.Person.Actor.ID
	all, err := s.store.HandOvers(ctx, me)
	if err != nil {
		return err
	}
	var offers []community.HandOver
	var cases []community.PostID
	var people []community.ActorID
	for _, o := range all {
		if o.To == me {
			offers, cases, people = append(offers, o), append(cases, o.Case), append(people, o.From)
		}
	}
	visible, err := s.visiblePosts(ctx, v, cases)
	if err != nil {
		return err
	}
	actors, err := s.store.Actors(ctx, people)
	if err != nil {
		return err
	}
	view := page.HandedOver{}
	for _, o := range offers {
		p, seen := visible[o.Case]
		if !seen {
			continue
		}
		posts, err := s.views(ctx, v, asShown([]community.Post{p}))
		if err != nil {
			return err
		}
		view.List = append(view.List, page.OfferedCase{ID: community.FormatID(o.Case), Post: posts[0], From: s.door.Line(ctx, actors[o.From]), When: o.Created})
	}
	return s.door.Show(w, r, v, door.Sheet{View: view})
}

// takeCase is POST /cases/handed-over/{id}/accept. What cannot be seen any more
// cannot be taken.
func (s *Web) takeCase(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	id, err := community.ParseID[community.PostID](mux.Vars(r)["id"])
	if err != nil {
		return err
	}
	p, err := s.store.VisiblePost(r.Context(), v.Viewer(), id)
	if err == nil {
		err = s.store.TakeCase(r.Context(), v.Person.Actor.ID, id)
	}
	if err != nil {
		return err
	}
	return door.SeeOther(w, r, s.postPath(p), "notice.case_taken")
}

// declineCase is POST /cases/handed-over/{id}/decline.
func (s *Web) declineCase(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	id, err := community.ParseID[community.PostID](mux.Vars(r)["id"])
	if err != nil {
		return err
	}
	if err := s.store.DeclineCase(r.Context(), v.Person.Actor.ID, id); err != nil {
		return err
	}
	return door.SeeOther(w, r, "/cases/handed-over", "notice.case_declined")
}

// keeps says whether the visitor decides what becomes of a case: its author, or
// who took it over.
func (s *Web) keeps(v door.Visitor, p community.Post) bool {
	return v.Person != nil && p.Case.Kept(p, v.Person.Actor.ID)
}

// steward is the colleague who took a case over; nil for none.
func (s *Web) steward(ctx context.Context, p community.Post) (*page.Person, error) {
	if p.Case.Steward == 0 || p.Case.Steward == p.Author {
		return nil, nil
	}
	a, err := s.store.Actor(ctx, p.Case.Steward)
	if err != nil {
		return nil, err
	}
	line := s.door.Line(ctx, a)
	return &line, nil
}
