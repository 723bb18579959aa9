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
	lines, scene, err := s.store.HomeScene(c.Context(), c.viewer, page)
	if err != nil {
		return nil, err
	}
	return s.listedOn(c, scene, page, lines)
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
	lines, scene, err := s.store.PublicScene(c.Context(), c.viewer, filter, page)
	if err != nil {
		return nil, err
	}
	return s.listedOn(c, scene, page, lines)
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
	only, err := c.fields.flags("local", "remote", "only_media")
	if err != nil {
		return nil, err
	}
	filter := storage.TagFilter{Tag: tag, Filter: storage.Filter{Local: only["local"], Remote: only["remote"], OnlyMedia: only["only_media"]}}
	for name, place := range map[string]*[]string{"any": &filter.Any, "all": &filter.All, "none": &filter.None} {
		if *place = c.fields.list(name); len(*place) > storage.MostTags {
			return nil, invalid(name, "api.too_many_values", "limit", storage.MostTags)
		}
	}
	lines, scene, err := s.store.TagScene(c.Context(), c.viewer, filter, page)
	if err != nil {
		return nil, err
	}
	return s.listedOn(c, scene, page, lines)
}

// listDirect is GET /api/v1/timelines/direct, of which conversations are the newer form:
// what the member wrote to or was told by somebody alone.
func (s *API) listDirect(c *call) (any, error) {
	page, err := c.page(statusPage)
	if err != nil {
		return nil, err
	}
	lines, scene, err := s.store.DirectScene(c.Context(), c.viewer, page)
	if err != nil {
		return nil, err
	}
	return s.listedOn(c, scene, page, lines)
}

// listLink is GET /api/v1/timelines/link?url=: posts that share a page which is talked
// about. Which pages posts lead to is not kept, so that no page is ever talked about.
func (s *API) listLink(c *call) (any, error) {
	if c.fields.text("url") == "" {
		return nil, invalid("url", "api.choice")
	}
	return empty, nil
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
		actors, err = s.met(c, actors)
		return s.accounts(c, actors), err
	}
}
