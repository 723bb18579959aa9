package mastodon

import (
	"context"
	"net/url"

	"github.com/gorilla/mux"

	"consilium/community"
	"consilium/storage"
)

// listHome is GET /api/v1/timelines/home.
func (s *API) listHome(c *call) (any, error) {
	page, err := c.page(statusPage)
	if err != nil {
		return nil, err
	}
	entries, scene, err := s.store.HomeScene(c.Context(), c.viewer, page)
	if err != nil {
		return nil, err
	}
	ids, posts := make([]int64, 0, len(entries)), make([]community.PostID, 0, len(entries))
	for _, e := range entries {
		ids = append(ids, int64(e.Entry))
		if e.Announcer == 0 {
			posts = append(posts, e.Post.ID)
		} else {
			posts = append(posts, e.Entry)
		}
	}
	s.link(c, page, ids)
	return s.onScene(c, scene, posts)
}

// entries turns lines of the home into what is shown of them: boosts around what they
// repeat.
func (s *API) entries(c *call, entries []storage.HomeEntry) ([]shown, error) {
	var boosts []community.PostID
	for _, e := range entries {
		if e.Announcer != 0 {
			boosts = append(boosts, e.Entry)
		}
	}
	announces, err := s.store.Posts(c.Context(), boosts)
	if err != nil {
		return nil, err
	}
	list := make([]shown, 0, len(entries))
	for _, e := range entries {
		if e.Announcer == 0 {
			list = append(list, shown{post: e.Post})
		} else if announce, known := announces[e.Entry]; known {
			list = append(list, shown{post: announce, of: new(e.Post)})
		}
	}
	return list, nil
}

// listPublic is GET /api/v1/timelines/public.
func (s *API) listPublic(c *call) (any, error) {
	only, err := c.fields.flags("local", "remote", "only_media")
	if err != nil {
		return nil, err
	}
	page, err := c.page(statusPage)
	if err != nil {
		return nil, err
	}
	filter := storage.Filter{Local: only["local"], Remote: only["remote"], OnlyMedia: only["only_media"]}
	posts, scene, err := s.store.PublicScene(c.Context(), c.viewer, filter, page)
	if err != nil {
		return nil, err
	}
	return s.listedOn(c, scene, page, posts)
}

// listTag is GET /api/v1/timelines/tag/{tag}.
func (s *API) listTag(c *call) (any, error) {
	tag, err := url.PathUnescape(mux.Vars(c.Request)["tag"])
	if err != nil || !clean(tag) {
		return nil, community.ErrNotFound
	}
	page, err := c.page(statusPage)
	if err != nil {
		return nil, err
	}
	posts, err := s.store.TagTimeline(c.Context(), c.viewer, tag, page)
	if err != nil {
		return nil, err
	}
	return s.listed(c, page, posts)
}

// listKept answers with the member's own likes or bookmarks.
func (s *API) listKept(read func(ctx context.Context, v community.Viewer, p storage.Page) ([]storage.Kept, error)) answer {
	return func(c *call) (any, error) {
		page, err := c.page(statusPage)
		if err != nil {
			return nil, err
		}
		kept, err := read(c.Context(), c.viewer, page)
		if err != nil {
			return nil, err
		}
		ids := make([]int64, 0, len(kept))
		list := make([]shown, 0, len(kept))
		for _, k := range kept {
			ids, list = append(ids, k.Entry), append(list, shown{post: k.Post})
		}
		s.link(c, page, ids)
		return s.statuses(c, list)
	}
}

// listDoers answers with who liked or boosted the post {id} names.
func (s *API) listDoers(read func(ctx context.Context, post community.PostID, p storage.Page) ([]community.Actor, error)) answer {
	return func(c *call) (any, error) {
		p, err := s.words(c)
		if err != nil {
			return nil, err
		}
		page, err := c.page(accountPage)
		if err != nil {
			return nil, err
		}
		actors, err := read(c.Context(), p.ID, page)
		if err != nil {
			return nil, err
		}
		s.link(c, page, actorNumbers(actors))
		return s.accounts(c, actors), nil
	}
}
