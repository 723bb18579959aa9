package mastodon

import (
	"context"
	"net/url"
	"strconv"

	"github.com/gorilla/mux"

	"consilium/community"
)

// tagPage is how many followed hashtags are listed.
var tagPage = span{100, 200}

func (s *API) tagEndpoints() []endpoint {
	return []endpoint{
		{"GET", "/api/v1/tags/{name}", anyone, "", s.showTag},
		{"POST", "/api/v1/tags/{name}/follow", member, "write:follows", s.toTag(s.store.FollowTag)},
		{"POST", "/api/v1/tags/{name}/unfollow", member, "write:follows", s.toTag(s.store.UnfollowTag)},
		{"POST", "/api/v1/tags/{name}/feature", member, "write:accounts", s.toTag(s.store.FeatureTag)},
		{"POST", "/api/v1/tags/{name}/unfeature", member, "write:accounts", s.toTag(s.store.UnfeatureTag)},
		{"GET", "/api/v1/followed_tags", member, "read:follows", s.listFollowedTags},
	}
}

// hashtags are hashtags as whoever asks sees them, in their order.
func (s *API) hashtags(c *call, names []string) ([]Tag, error) {
	history, err := s.store.TagHistory(c.Context(), names)
	if err != nil {
		return nil, err
	}
	relations, err := s.store.TagRelations(c.Context(), c.me().ID, names)
	if err != nil {
		return nil, err
	}
	tags := make([]Tag, 0, len(names))
	for _, name := range names {
		tag := Tag{ID: strconv.FormatInt(community.TagNumber(name), 10), Name: name, URL: s.tagURL(name), History: convertHistory(history[name])}
		if c.me().ID != 0 {
			tag.Following, tag.Featuring = new(relations[name].Following), new(relations[name].Featuring)
		}
		tags = append(tags, tag)
	}
	return tags, nil
}

func convertHistory(days []community.TagDay) []TagHistory {
	list := make([]TagHistory, 0, len(days))
	for _, d := range days {
		list = append(list, TagHistory{strconv.FormatInt(d.Day.Unix(), 10), strconv.Itoa(d.Uses), strconv.Itoa(d.Accounts)})
	}
	return list
}

// tagName is the hashtag that {name} names.
func tagName(c *call) (string, error) {
	name, err := url.PathUnescape(mux.Vars(c.Request)["name"])
	if err != nil || !clean(name) || community.NormalizeTag(name) == "" {
		return "", community.ErrNotFound
	}
	return community.NormalizeTag(name), nil
}

// showTag is GET /api/v1/tags/{name}; a hashtag that nobody used is one all the same.
func (s *API) showTag(c *call) (any, error) {
	name, err := tagName(c)
	if err != nil {
		return nil, err
	}
	tags, err := s.hashtags(c, []string{name})
	if err != nil {
		return nil, err
	}
	return tags[0], nil
}

// toTag does something to a hashtag, and answers with what it is then.
func (s *API) toTag(do func(ctx context.Context, member community.ActorID, tag string) error) answer {
	return func(c *call) (any, error) {
		name, err := tagName(c)
		if err != nil {
			return nil, err
		}
		if err := do(c.Context(), c.me().ID, name); err != nil {
			return nil, err
		}
		return s.showTag(c)
	}
}

// listFollowedTags is GET /api/v1/followed_tags.
func (s *API) listFollowedTags(c *call) (any, error) {
	page, err := c.page(tagPage)
	if err != nil {
		return nil, err
	}
	followed, err := s.store.FollowedTags(c.Context(), c.me().ID, page)
	if err != nil {
		return nil, err
	}
	names, ids := make([]string, 0, len(followed)), make([]int64, 0, len(followed))
	for _, f := range followed {
		names, ids = append(names, f.Tag), append(ids, f.ID)
	}
	s.link(c, page, ids)
	return s.hashtags(c, names)
}
