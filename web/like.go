package web

import (
	"context"
	"net/http"

	"consilium/community"
	"consilium/web/door"
)

// deed is something a member does with a post by pressing a button.
type deed func(ctx context.Context, me community.Actor, p community.Post) error

// toPost answers POST /p/{id}/VERB: the deed is done to a post the member can
// see, and the page it was on comes back. One that cannot be seen is not there
// for any deed (S-PRIV-7).
func (s *Web) toPost(do deed) door.Handler {
	return func(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
		p, err := s.postHere(r, v)
		if err != nil {
			return err
		}
		if err := do(r.Context(), v.Person.Actor, p); err != nil {
			return err
		}
		return door.SeeOther(w, r, anchored(door.Back(r, s.postPath(p)), p.ID), "")
	}
}

// bookmark keeps the post in the member's own list.
func (s *Web) bookmark(ctx context.Context, me community.Actor, p community.Post) error {
	return s.store.Bookmark(ctx, me.ID, p.ID)
}

func (s *Web) unbookmark(ctx context.Context, me community.Actor, p community.Post) error {
	return s.store.Unbookmark(ctx, me.ID, p.ID)
}

// boost repeats the post to the member's followers, to as many as may see it.
func (s *Web) boost(ctx context.Context, me community.Actor, p community.Post) error {
	publication, err := community.Repeat(me, p, p.Audience.Kind, s.store.Now())
	if err != nil {
		return err
	}
	_, err = s.store.Publish(ctx, publication)
	return err
}

func (s *Web) unboost(ctx context.Context, me community.Actor, p community.Post) error {
	return s.store.Unannounce(ctx, me, p.ID)
}
