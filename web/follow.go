package web

import (
	"net/http"
	"strings"

	"consilium/community"
	"consilium/web/door"
	"consilium/web/page"
)

// act is something a member does to somebody by pressing a button; it gives
// the notice that says so.
type act func(r *http.Request, me, other community.Actor) (notice string, err error)

// toActor answers POST /a/{id}/VERB.
func (s *Web) toActor(do act) door.Handler {
	return func(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
		other, err := s.somebody(r)
		if err != nil {
			return err
		}
		if other.ID == v.Person.Actor.ID {
			return community.ErrForbidden
		}
		notice, err := do(r, v.Person.Actor, other)
		if err != nil {
			return err
		}
		return door.SeeOther(w, r, door.Back(r, profilePath(other)), notice)
	}
}

func profilePath(a community.Actor) string { return "/@" + a.Handle.String() }

func (s *Web) follow(r *http.Request, me, other community.Actor) (string, error) {
	relations, err := s.store.Relations(r.Context(), me.ID, []community.ActorID{other.ID})
	if err != nil {
		return "", err
	}
	if now := relations[other.ID]; now.Follows || now.Requested {
		return "", nil
	}
	wish, err := community.RequestFollow(me, other, relations[other.ID], s.store.Now())
	if err != nil {
		return "", err
	}
	follow, err := s.store.Follow(r.Context(), wish)
	if err == nil && follow.State == community.FollowAccepted {
		return "notice.followed", nil
	}
	return "notice.requested", err
}

func (s *Web) unfollow(r *http.Request, me, other community.Actor) (string, error) {
	return "notice.unfollowed", s.store.Unfollow(r.Context(), me.ID, other.ID)
}

func (s *Web) acceptFollow(r *http.Request, me, other community.Actor) (string, error) {
	return "notice.follow_accepted", s.store.AcceptFollow(r.Context(), me.ID, other.ID)
}

func (s *Web) rejectFollow(r *http.Request, me, other community.Actor) (string, error) {
	return "notice.follow_rejected", s.store.RejectFollow(r.Context(), me.ID, other.ID)
}

// showRequests is GET /requests: who asked to follow the member.
func (s *Web) showRequests(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	asked := door.ListPage(r)
	people, err := s.store.FollowRequests(r.Context(), v.Person.Actor.ID, asked)
	if err != nil {
		return err
	}
	cards, err := s.cards(r.Context(), v, people)
	if err != nil {
		return err
	}
	return s.door.Show(w, r, v, door.Sheet{View: page.Requests{People: cards, Pages: door.ListLinks(r, asked, actorNumbers(people))}})
}

// authorizeInteraction is GET /authorize_interaction?uri=: another site sends its
// visitor home to follow somebody, or to answer, like or boost a post (R-WF-1,
// FEP-3b86). Nothing is done here but showing whom or what, with the buttons for it.
func (s *Web) authorizeInteraction(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	query := strings.TrimPrefix(r.URL.Query().Get("uri"), "acct:")
	if query == "" || len(query) > community.MaxIRI || s.Resolver == nil {
		return community.ErrNotFound
	}
	a, p, err := s.Resolver.Resolve(r.Context(), query)
	if err != nil {
		return err
	}
	to := profilePath(a)
	if p != nil {
		if _, err := s.store.VisiblePost(r.Context(), v.Viewer(), p.ID); err != nil {
			return err
		}
		to = s.postPath(*p)
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}
