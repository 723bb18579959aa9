package web

import (
	"context"
	"net/http"
	"net/url"

	"consilium/community"
	"consilium/storage"
	"consilium/web/door"
	"consilium/web/page"
)

// profileMore is what a profile says beside the biography. What somebody elsewhere
// shows first is read in the background when their profile is looked at.
func (s *Web) profileMore(ctx context.Context, a community.Actor) (page.ProfileMore, error) {
	more := page.ProfileMore{Header: headerPath(a), Memorial: a.Memorial, Closed: a.Closed}
	switch a.Kind {
	case community.Group:
		more.Kind = "group"
	case community.Organization:
		more.Kind = "organization"
	}
	for _, f := range a.Fields {
		more.Fields = append(more.Fields, page.ProfileField{Name: f.Name, Value: f.Value.WithEmoji(a.Emoji), Linked: f.Verified})
	}
	tags, err := s.store.FeaturedTags(ctx, a.ID)
	if err != nil {
		return more, err
	}
	for _, tag := range tags {
		more.Tags = append(more.Tags, page.ProfileTag{Name: tag, URL: "/tags/" + url.PathEscape(tag)})
	}
	return more, s.store.WantFeatured(ctx, a)
}

// pinned are the posts shown first, as far as the visitor may see them: on the first
// page of everything somebody posted, and nowhere else.
func (s *Web) pinned(r *http.Request, v door.Visitor, view page.Profile, a community.Actor) ([]page.Post, error) {
	if asked := door.ListPage(r); view.Tab != "posts" || asked != (storage.Page{Limit: asked.Limit}) {
		return nil, nil
	}
	posts, err := s.store.Pinned(r.Context(), a.ID)
	if err != nil {
		return nil, err
	}
	if posts, err = s.store.Visible(r.Context(), v.Viewer(), posts); err != nil {
		return nil, err
	}
	list := make([]shown, 0, len(posts))
	for _, p := range posts {
		list = append(list, shown{post: p})
	}
	return s.views(r.Context(), v, list)
}

// ownPins says which of the listed posts the visitor pinned; nothing is asked when none
// is the visitor's own.
func (s *Web) ownPins(ctx context.Context, v door.Visitor, list []shown) (map[community.PostID]bool, error) {
	var own []community.PostID
	for _, l := range list {
		if v.Person != nil && l.post.Author == v.Person.Actor.ID {
			own = append(own, l.post.ID)
		}
	}
	return s.store.IsPinned(ctx, own)
}

// headerPath is where the wide picture of a profile is shown, from our own origin also
// for people elsewhere; "" for none.
func headerPath(a community.Actor) string {
	if a.Header == 0 && a.HeaderIRI.IsZero() {
		return ""
	}
	return "/media/header/" + community.FormatID(a.ID)
}

// header is the wide picture of somebody, fetched when it still lies elsewhere.
func (s *Web) header(r *http.Request, a community.Actor) (community.Media, error) {
	rejected, err := s.store.RejectsMedia(r.Context(), a)
	switch {
	case err != nil:
		return community.Media{}, err
	case !a.Active() || rejected || headerPath(a) == "":
		return community.Media{}, community.ErrNotFound
	case a.Header != 0:
		return s.store.Media(r.Context(), a.Header)
	case s.Fetcher == nil:
		return community.Media{}, community.ErrNotFound
	}
	return s.Fetcher.FetchHeader(r.Context(), a.ID)
}
