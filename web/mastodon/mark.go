package mastodon

import (
	"context"

	"consilium/community"
	"consilium/web/session"
)

// toPost does something with the post {id} names and answers with it.
func (s *API) toPost(do func(ctx context.Context, me community.Actor, p community.Post) error) answer {
	return func(c *call) (any, error) {
		p, err := s.words(c)
		if err != nil {
			return nil, err
		}
		if err := do(c.Context(), c.me(), p); err != nil {
			return nil, err
		}
		return s.again(c, p)
	}
}

// again is the post with its counters after a deed.
func (s *API) again(c *call, p community.Post) (any, error) {
	p, err := s.store.VisiblePost(c.Context(), c.viewer, p.ID)
	if err != nil {
		return nil, err
	}
	return s.oneStatus(c, p)
}

func (s *API) bookmark(ctx context.Context, me community.Actor, p community.Post) error {
	return s.store.Bookmark(ctx, me.ID, p.ID)
}

func (s *API) unbookmark(ctx context.Context, me community.Actor, p community.Post) error {
	return s.store.Unbookmark(ctx, me.ID, p.ID)
}

// reblog is POST /api/v1/statuses/{id}/reblog; it answers with the boost.
func (s *API) reblog(c *call) (any, error) {
	p, err := s.words(c)
	if err != nil {
		return nil, err
	}
	kind := p.Audience.Kind
	if word := c.fields.text("visibility"); word != "" {
		if kind, err = audienceOf(word); err != nil {
			return nil, err
		}
	}
	publication, err := community.Repeat(c.me(), p, kind, s.store.Now())
	if err != nil {
		return nil, err
	}
	boost, err := s.store.Publish(c.Context(), publication)
	if err != nil {
		return nil, err
	}
	return s.again(c, boost)
}

// unreblog is POST /api/v1/statuses/{id}/unreblog.
func (s *API) unreblog(c *call) (any, error) {
	p, err := s.words(c)
	if err != nil {
		return nil, err
	}
	if err := s.spend(c, session.Deletions); err != nil {
		return nil, err
	}
	if err := s.store.Unannounce(c.Context(), c.me(), p.ID); err != nil {
		return nil, err
	}
	return s.again(c, p)
}
