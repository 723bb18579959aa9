package web

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/gorilla/mux"

	"consilium/community"
	"consilium/web/door"
	"consilium/web/page"
)

// handing is a form about one case: what was typed, and what is wrong with it.
type handing struct {
	post     community.PostID
	to       string
	problems page.Problems
}

// showDeparture is GET /settings/departure.
func (s *Web) showDeparture(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	return s.departure(w, r, v, handing{})
}

// departure is the page with what a form about a case, or about the whole (0),
// has to say.
func (s *Web) departure(w http.ResponseWriter, r *http.Request, v door.Visitor, form handing) error {
	ctx, me := r.Context(), v.Person.Actor
	view := page.SettingsDeparture{Until: v.Person.User.Departs, Followers: me.FollowerCount}
	if form.post == 0 {
		view.Problems = form.problems
	}
	var err error
	if view.Taken, err = s.lastExport(ctx, v); err != nil {
		return err
	}
	if view.MovedTo, err = s.movedTo(ctx, me); err != nil {
		return err
	}
	if view.Cases, err = s.departingCases(ctx, v, form); err != nil {
		return err
	}
	return s.door.Show(w, r, v, door.Sheet{Status: statusOf(form.problems), View: view})
}

// departingCases lists the open cases of a member, and whom each is offered to. Of
// a colleague's case that the member took over and may not read any more nothing
// is told but that it is there.
func (s *Web) departingCases(ctx context.Context, v door.Visitor, form handing) ([]page.DepartingCase, error) {
	me := v.Person.Actor.ID
	open, err := s.store.OpenCases(ctx, me)
	if err != nil {
		return nil, err
	}
	ids := make([]community.PostID, 0, len(open))
	for _, p := range open {
		ids = append(ids, p.ID)
	}
	visible, err := s.visiblePosts(ctx, v, ids)
	if err != nil {
		return nil, err
	}
	offers, err := s.store.HandOvers(ctx, me)
	if err != nil {
		return nil, err
	}
	asked := map[community.PostID]community.ActorID{}
	var people []community.ActorID
	for _, o := range offers {
		if o.From == me {
			asked[o.Case] = o.To
			people = append(people, o.To)
		}
	}
	actors, err := s.store.Actors(ctx, people)
	if err != nil {
		return nil, err
	}
	cases := make([]page.DepartingCase, 0, len(open))
	for _, p := range open {
		one := page.DepartingCase{ID: community.FormatID(p.ID)}
		if _, seen := visible[p.ID]; seen {
			one.Title, one.URL = p.Case.Title, s.postPath(p)
		}
		if colleague, known := actors[asked[p.ID]]; known {
			line := s.door.Line(ctx, colleague)
			one.Offered = &line
		}
		if p.ID == form.post {
			one.To, one.Problems = form.to, form.problems
		}
		cases = append(cases, one)
	}
	return cases, nil
}

// movedTo is where somebody went with their followers; nil for nowhere.
func (s *Web) movedTo(ctx context.Context, a community.Actor) (*page.Person, error) {
	if a.MovedTo.IsZero() {
		return nil, nil
	}
	to, err := s.store.ActorByIRI(ctx, a.MovedTo)
	if errors.Is(err, community.ErrNotFound) || err == nil && !to.Active() {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	line := s.door.Line(ctx, to)
	return &line, nil
}

// depart is POST /settings/departure: a member says that they leave the
// institution. Only staff take it back.
func (s *Web) depart(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	me := v.Person.Actor.ID
	if !v.Person.User.Departs.IsZero() {
		return community.ErrConflict
	}
	err := s.store.Depart(r.Context(), me, me, "")
	if errors.Is(err, community.ErrConflict) {
		last := page.Problems{"": community.Say("settings.account.last_administrator")}
		return s.departure(w, r, v, handing{problems: last})
	}
	if err != nil {
		return err
	}
	return door.SeeOther(w, r, "/settings/departure", "notice.departing")
}

// keptCase is the case of {id}, which the visitor answers for.
func (s *Web) keptCase(r *http.Request, v door.Visitor) (community.Post, error) {
	id, err := community.ParseID[community.PostID](mux.Vars(r)["id"])
	if err != nil {
		return community.Post{}, err
	}
	p, err := s.store.Post(r.Context(), id)
	if err == nil && (p.Case == nil || !p.Deleted.IsZero() || !p.Case.Kept(p, v.Person.Actor.ID)) {
		err = fmt.Errorf("case %d: %w", id, community.ErrNotFound)
	}
	return p, err
}

// offerCase is POST /settings/departure/cases/{id}: a colleague is asked to take
// the case over.
func (s *Web) offerCase(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	p, err := s.keptCase(r, v)
	if err != nil {
		return err
	}
	form := handing{post: p.ID, to: r.PostFormValue("to")}
	err = s.offer(r.Context(), v, p, form.to)
	if form.problems = page.ProblemsOf(err); form.problems != nil {
		return s.departure(w, r, v, form)
	}
	if err != nil {
		return err
	}
	return door.SeeOther(w, r, "/settings/departure", "notice.case_offered")
}

// offer asks a colleague. Who is nobody here, may not see the case or is blocked
// is answered alike.
func (s *Web) offer(ctx context.Context, v door.Visitor, p community.Post, typed string) error {
	nobody := &community.Invalid{Field: "to", Problem: community.Say("departure.not_a_colleague")}
	handle, err := community.ParseHandle(typed, s.store.Domain())
	if err != nil {
		return nobody
	}
	to, err := s.store.ActorByHandle(ctx, handle)
	if errors.Is(err, community.ErrNotFound) {
		return nobody
	}
	if err != nil {
		return err
	}
	relations, err := s.relations(ctx, v, []community.Actor{to})
	if err != nil {
		return err
	}
	if r := relations[to.ID]; r.Blocks || r.BlockedBy {
		return nobody
	}
	asked, err := community.OfferCase(v.Person.Actor, p, to, s.store.Now())
	if err != nil {
		return err
	}
	return s.store.OfferCase(ctx, asked)
}

// withdrawOffer is POST /settings/departure/cases/{id}/withdraw.
func (s *Web) withdrawOffer(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	p, err := s.keptCase(r, v)
	if err != nil {
		return err
	}
	if err := s.store.WithdrawCase(r.Context(), v.Person.Actor.ID, p.ID); err != nil {
		return err
	}
	return door.SeeOther(w, r, "/settings/departure", "notice.case_withdrawn")
}
