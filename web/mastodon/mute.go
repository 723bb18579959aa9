package mastodon

import (
	"context"

	"consilium/community"
)

// threadEndpoints are what a member does with a thread, or with a post of the own, that
// nobody else learns of or that stands on the profile.
func (s *API) threadEndpoints() []endpoint {
	return []endpoint{
		{"POST", "/api/v1/statuses/{id:[0-9]+}/mute", member, "write:mutes", s.toPost(s.muteConversation)},
		{"POST", "/api/v1/statuses/{id:[0-9]+}/unmute", member, "write:mutes", s.toPost(s.unmuteConversation)},
		{"POST", "/api/v1/statuses/{id:[0-9]+}/pin", member, "write:accounts", s.toOwnPost(s.store.Pin)},
		{"POST", "/api/v1/statuses/{id:[0-9]+}/unpin", member, "write:accounts", s.toOwnPost(s.store.Unpin)},
		{"POST", "/api/v1/statuses/{id:[0-9]+}/translate", anyone, "read:statuses", s.translate},
		{"GET", "/api/v1_alpha/async_refreshes/{refresh}", member, "read", s.showRefresh},
	}
}

func (s *API) muteConversation(ctx context.Context, me community.Actor, p community.Post) error {
	return s.store.MuteConversation(ctx, me.ID, p)
}

func (s *API) unmuteConversation(ctx context.Context, me community.Actor, p community.Post) error {
	return s.store.UnmuteConversation(ctx, me.ID, p)
}

// translate is POST /api/v1/statuses/{id}/translate. Nothing here translates, which
// configuration.translation says too; it answers as Mastodon does without a translator.
func (s *API) translate(c *call) (any, error) {
	if _, err := s.words(c); err != nil {
		return nil, err
	}
	return nil, refuse(404, "api.untranslated")
}
