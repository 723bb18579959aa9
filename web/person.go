package web

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"

	"github.com/gorilla/mux"

	"consilium/community"
	"consilium/web/door"
	"consilium/web/page"
)

// summaryLength is how much of a biography a list of people shows, in characters.
const summaryLength = 160

// pathValue is a variable of the route, decoded: routes match what is encoded.
func pathValue(r *http.Request, name string) (string, error) {
	value, err := url.PathUnescape(mux.Vars(r)[name])
	if err != nil {
		return "", fmt.Errorf("address: %w", community.ErrNotFound)
	}
	return value, nil
}

// somebody is the person or group that {id} in the address names. The instance
// itself is nobody to follow, block or report.
func (s *Web) somebody(r *http.Request) (community.Actor, error) {
	id, err := community.ParseID[community.ActorID](mux.Vars(r)["id"])
	if err != nil {
		return community.Actor{}, err
	}
	a, err := s.store.Actor(r.Context(), id)
	if err != nil {
		return community.Actor{}, err
	}
	return a, isSomebody(a)
}

func isSomebody(a community.Actor) error {
	switch {
	case a.IsInstance():
		return fmt.Errorf("actor %d is the instance: %w", a.ID, community.ErrNotFound)
	case !a.Admitted():
		return fmt.Errorf("actor %d was not let in: %w", a.ID, community.ErrNotFound)
	case !a.Gone.IsZero():
		return fmt.Errorf("actor %d: %w", a.ID, community.ErrGone)
	}
	return nil
}

// find looks up a handle here and, when a member asks, elsewhere.
func (s *Web) find(ctx context.Context, v door.Visitor, h community.Handle) (community.Actor, error) {
	a, err := s.store.ActorByHandle(ctx, h)
	if !errors.Is(err, community.ErrNotFound) {
		return a, err
	}
	if v.Person == nil || h.Host() == "" || s.Resolver == nil {
		return community.Actor{}, err
	}
	a, _, err = s.Resolver.Resolve(ctx, h.String())
	return a, err
}

// relations are what the visitor has to do with others; none for strangers.
func (s *Web) relations(ctx context.Context, v door.Visitor, people []community.Actor) (map[community.ActorID]community.Relation, error) {
	if v.Person == nil || len(people) == 0 {
		return nil, nil
	}
	ids := make([]community.ActorID, 0, len(people))
	for _, a := range people {
		ids = append(ids, a.ID)
	}
	return s.store.Relations(ctx, v.Person.Actor.ID, ids)
}

// cards are people in a list, with what the visitor can do.
func (s *Web) cards(ctx context.Context, v door.Visitor, people []community.Actor) ([]page.PersonCard, error) {
	relations, err := s.relations(ctx, v, people)
	if err != nil {
		return nil, err
	}
	cards := make([]page.PersonCard, 0, len(people))
	for _, a := range people {
		cards = append(cards, page.PersonCard{
			Person: s.door.Line(ctx, a), Summary: cutText(a.Summary.Text(), summaryLength), Declared: declared(a),
			Relationship: relationship(v, a, relations[a.ID]), SignedIn: v.Person != nil,
		})
	}
	return cards, nil
}

func declared(a community.Actor) page.Declared {
	return page.Declared{Profession: a.Profession, Specialty: a.Specialty}
}

func relationship(v door.Visitor, a community.Actor, r community.Relation) page.Relationship {
	return page.Relationship{
		Self:      v.Person != nil && v.Person.Actor.ID == a.ID,
		Following: r.Follows, Requested: r.Requested, FollowedBy: r.FollowedBy, Blocking: r.Blocks, Muting: r.Mutes,
		Approves: a.ApprovesFollowers,
	}
}

func actorNumbers(people []community.Actor) []int64 {
	ids := make([]int64, 0, len(people))
	for _, a := range people {
		ids = append(ids, int64(a.ID))
	}
	return ids
}
