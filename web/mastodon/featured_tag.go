package mastodon

import (
	"strconv"
	"time"

	"github.com/gorilla/mux"

	"consilium/community"
	"consilium/storage"
)

func (s *API) featuredTagEndpoints() []endpoint {
	return []endpoint{
		{"GET", "/api/v1/featured_tags", member, "read:accounts", s.listOwnFeaturedTags},
		{"POST", "/api/v1/featured_tags", member, "write:accounts", s.createFeaturedTag},
		{"GET", "/api/v1/featured_tags/suggestions", member, "read:accounts", s.suggestTags},
		{"DELETE", "/api/v1/featured_tags/{id:[0-9]+}", member, "write:accounts", s.deleteFeaturedTag},
		{"GET", "/api/v1/accounts/{id:[0-9]+}/featured_tags", anyone, "read:accounts", s.listFeaturedTags},
	}
}

// convertFeaturedTags says how an actor uses the hashtags on the profile.
func (s *API) convertFeaturedTags(c *call, of community.ActorID, names []string) ([]FeaturedTag, error) {
	uses, err := s.store.TagUses(c.Context(), of, names)
	list := make([]FeaturedTag, 0, len(uses))
	for _, u := range uses {
		list = append(list, s.convertTagUse(u))
	}
	return list, err
}

func (s *API) convertTagUse(u storage.TagUse) FeaturedTag {
	f := FeaturedTag{ID: strconv.FormatInt(community.TagNumber(u.Tag), 10), Name: u.Tag, URL: s.tagURL(u.Tag), StatusesCount: strconv.Itoa(u.Posts)}
	if !u.Last.IsZero() {
		f.LastStatusAt = new(u.Last.UTC().Format(time.DateOnly))
	}
	return f
}

// listOwnFeaturedTags is GET /api/v1/featured_tags.
func (s *API) listOwnFeaturedTags(c *call) (any, error) { return s.featuredTagsOf(c, c.me().ID) }

// listFeaturedTags is GET /api/v1/accounts/{id}/featured_tags.
func (s *API) listFeaturedTags(c *call) (any, error) {
	other, err := s.somebody(c)
	if err != nil {
		return nil, err
	}
	return s.featuredTagsOf(c, other.ID)
}

func (s *API) featuredTagsOf(c *call, of community.ActorID) (any, error) {
	names, err := s.store.FeaturedTags(c.Context(), of)
	if err != nil {
		return nil, err
	}
	return s.convertFeaturedTags(c, of, names)
}

// createFeaturedTag is POST /api/v1/featured_tags.
func (s *API) createFeaturedTag(c *call) (any, error) {
	name := community.NormalizeTag(c.fields.text("name"))
	if name == "" {
		return nil, invalid("name", "account.no_hashtag")
	}
	if err := s.store.FeatureTag(c.Context(), c.me().ID, name); err != nil {
		return nil, err
	}
	made, err := s.convertFeaturedTags(c, c.me().ID, []string{name})
	if err != nil {
		return nil, err
	}
	return made[0], nil
}

// deleteFeaturedTag is DELETE /api/v1/featured_tags/{id}; only what the member shows
// has a number there.
func (s *API) deleteFeaturedTag(c *call) (any, error) {
	names, err := s.store.FeaturedTags(c.Context(), c.me().ID)
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		if strconv.FormatInt(community.TagNumber(name), 10) == mux.Vars(c.Request)["id"] {
			return struct{}{}, s.store.UnfeatureTag(c.Context(), c.me().ID, name)
		}
	}
	return nil, community.ErrNotFound
}

// suggestTags is GET /api/v1/featured_tags/suggestions.
func (s *API) suggestTags(c *call) (any, error) {
	names, err := s.store.SuggestedTags(c.Context(), c.me().ID)
	if err != nil {
		return nil, err
	}
	return s.hashtags(c, names)
}
