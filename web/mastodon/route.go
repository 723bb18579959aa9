package mastodon

import "slices"

// endpoints are all addresses of the API but two: the page /oauth/authorize,
// and the pictures behind links.
func (s *API) endpoints() []endpoint {
	return slices.Concat(s.oauthEndpoints(), s.instanceEndpoints(), s.accountEndpoints(), s.relationEndpoints(), s.statusEndpoints(), s.pollEndpoints(),
		s.timelineEndpoints(), s.streamEndpoints(), s.emptyEndpoints())
}

func (s *API) oauthEndpoints() []endpoint {
	return []endpoint{
		{"GET", "/.well-known/oauth-authorization-server", stranger, "", s.showMetadata},
		{"POST", "/oauth/token", stranger, "", s.createToken},
		{"POST", "/oauth/revoke", stranger, "", s.revokeToken},
		{"GET", "/oauth/userinfo", member, "profile", s.showUserInfo},
		{"POST", "/api/v1/apps", stranger, "", s.createApplication},
		{"GET", "/api/v1/apps/verify_credentials", app, "", s.showApplication},
	}
}

func (s *API) instanceEndpoints() []endpoint {
	return []endpoint{
		{"GET", "/api/v1/instance", stranger, "", s.showOldInstance},
		{"GET", "/api/v2/instance", stranger, "", s.showInstance},
		{"GET", "/api/v1/instance/rules", stranger, "", s.listRules},
		{"GET", "/api/v1/custom_emojis", stranger, "", s.listEmojis},
		{"GET", "/api/v1/preferences", member, "read:accounts", s.showPreferences},
	}
}

func (s *API) accountEndpoints() []endpoint {
	return []endpoint{
		{"GET", "/api/v1/accounts/verify_credentials", member, "read:accounts", s.showCredentials},
		{"PATCH", "/api/v1/accounts/update_credentials", member, "write:accounts", s.updateCredentials},
		{"GET", "/api/v1/accounts/lookup", anyone, "read:accounts", s.lookUp},
		{"GET", "/api/v1/accounts/search", member, "read:accounts", s.searchAccounts},
		{"GET", "/api/v1/accounts/relationships", member, "read:follows", s.listRelationships},
		{"GET", "/api/v1/accounts/{id:[0-9]+}", anyone, "read:accounts", s.showAccount},
		{"GET", "/api/v1/accounts/{id:[0-9]+}/statuses", anyone, "read:statuses", s.listAccountStatuses},
		{"GET", "/api/v1/accounts/{id:[0-9]+}/followers", member, "read:accounts", s.listPeople(s.store.FollowersOf)},
		{"GET", "/api/v1/accounts/{id:[0-9]+}/following", member, "read:accounts", s.listPeople(s.store.FollowingOf)},
		{"GET", "/api/v2/search", member, "read:search", s.search},
		{"POST", "/api/v1/reports", member, "write:reports", s.createReport},
	}
}

func (s *API) relationEndpoints() []endpoint {
	return []endpoint{
		{"POST", "/api/v1/accounts/{id:[0-9]+}/follow", member, "write:follows", s.toSomebody(s.follow)},
		{"POST", "/api/v1/accounts/{id:[0-9]+}/unfollow", member, "write:follows", s.simply(s.store.Unfollow)},
		{"POST", "/api/v1/accounts/{id:[0-9]+}/remove_from_followers", member, "write:follows", s.simply(s.store.RejectFollow)},
		{"POST", "/api/v1/accounts/{id:[0-9]+}/block", member, "write:blocks", s.simply(s.store.Block)},
		{"POST", "/api/v1/accounts/{id:[0-9]+}/unblock", member, "write:blocks", s.simply(s.store.Unblock)},
		{"POST", "/api/v1/accounts/{id:[0-9]+}/mute", member, "write:mutes", s.toSomebody(s.mute)},
		{"POST", "/api/v1/accounts/{id:[0-9]+}/unmute", member, "write:mutes", s.simply(s.store.Unmute)},
		{"GET", "/api/v1/follow_requests", member, "read:follows", s.listOwnPeople(s.store.FollowRequests)},
		{"POST", "/api/v1/follow_requests/{id:[0-9]+}/authorize", member, "write:follows", s.simply(s.store.AcceptFollow)},
		{"POST", "/api/v1/follow_requests/{id:[0-9]+}/reject", member, "write:follows", s.simply(s.store.RejectFollow)},
		{"GET", "/api/v1/blocks", member, "read:blocks", s.listOwnPeople(s.store.Blocks)},
		{"GET", "/api/v1/mutes", member, "read:mutes", s.listMutes},
	}
}

func (s *API) statusEndpoints() []endpoint {
	return []endpoint{
		{"POST", "/api/v1/media", member, "write:media", s.upload},
		{"POST", "/api/v2/media", member, "write:media", s.upload},
		{"GET", "/api/v1/media/{id:[0-9]+}", member, "write:media", s.showMedia},
		{"PUT", "/api/v1/media/{id:[0-9]+}", member, "write:media", s.updateMedia},
		{"POST", "/api/v1/statuses", member, "write:statuses", s.createStatus},
		{"GET", "/api/v1/statuses", anyone, "read:statuses", s.listStatuses},
		{"GET", "/api/v1/statuses/{id:[0-9]+}", anyone, "read:statuses", s.showStatus},
		{"PUT", "/api/v1/statuses/{id:[0-9]+}", member, "write:statuses", s.editStatus},
		{"DELETE", "/api/v1/statuses/{id:[0-9]+}", member, "write:statuses", s.deleteStatus},
		{"GET", "/api/v1/statuses/{id:[0-9]+}/context", anyone, "read:statuses", s.showContext},
		{"GET", "/api/v1/statuses/{id:[0-9]+}/history", anyone, "read:statuses", s.listHistory},
		{"GET", "/api/v1/statuses/{id:[0-9]+}/quotes", member, "read:statuses", s.listQuotes},
		{"POST", "/api/v1/statuses/{id:[0-9]+}/quotes/{quoting:[0-9]+}/revoke", member, "write:statuses", s.revokeQuote},
		{"PUT", "/api/v1/statuses/{id:[0-9]+}/interaction_policy", member, "write:statuses", s.setInteractionPolicy},
		{"GET", "/api/v1/statuses/{id:[0-9]+}/source", member, "read:statuses", s.showSource},
		{"GET", "/api/v1/statuses/{id:[0-9]+}/reblogged_by", member, "read:statuses", s.listDoers(s.store.AnnouncedBy)},
		{"GET", "/api/v1/statuses/{id:[0-9]+}/favourited_by", member, "read:statuses", s.listDoers(s.store.LikedBy)},
		{"POST", "/api/v1/statuses/{id:[0-9]+}/favourite", member, "write:favourites", s.toPost(s.store.Like)},
		{"POST", "/api/v1/statuses/{id:[0-9]+}/unfavourite", member, "write:favourites", s.toPost(s.store.Unlike)},
		{"POST", "/api/v1/statuses/{id:[0-9]+}/bookmark", member, "write:bookmarks", s.toPost(s.bookmark)},
		{"POST", "/api/v1/statuses/{id:[0-9]+}/unbookmark", member, "write:bookmarks", s.toPost(s.unbookmark)},
		{"POST", "/api/v1/statuses/{id:[0-9]+}/reblog", member, "write:statuses", s.reblog},
		{"POST", "/api/v1/statuses/{id:[0-9]+}/unreblog", member, "write:statuses", s.unreblog},
	}
}

func (s *API) timelineEndpoints() []endpoint {
	return []endpoint{
		{"GET", "/api/v1/timelines/home", member, "read:statuses", s.listHome},
		{"GET", "/api/v1/timelines/public", anyone, "read:statuses", s.listPublic},
		{"GET", "/api/v1/timelines/tag/{tag}", anyone, "read:statuses", s.listTag},
		{"GET", "/api/v1/markers", member, "read:statuses", s.listMarkers},
		{"POST", "/api/v1/markers", member, "write:statuses", s.setMarkers},
		{"GET", "/api/v1/bookmarks", member, "read:bookmarks", s.listKept(s.store.Bookmarks)},
		{"GET", "/api/v1/favourites", member, "read:favourites", s.listKept(s.store.Likes)},
		{"GET", "/api/v1/notifications", member, "read:notifications", s.listNotifications},
		{"GET", "/api/v1/notifications/unread_count", member, "read:notifications", s.countNotifications},
		{"GET", "/api/v1/notifications/{id:[0-9]+}", member, "read:notifications", s.showNotification},
		{"POST", "/api/v1/notifications/clear", member, "write:notifications", s.clearNotifications},
		{"POST", "/api/v1/notifications/{id:[0-9]+}/dismiss", member, "write:notifications", s.dismissNotification},
	}
}

// emptyEndpoints are lists of what does not exist here and apps ask for when
// they start.
func (s *API) emptyEndpoints() []endpoint {
	none := func(*call) (any, error) { return empty, nil }
	return []endpoint{
		{"GET", "/api/v1/instance/peers", stranger, "", none},
		{"GET", "/api/v1/trends", stranger, "", none},
		{"GET", "/api/v1/trends/{kind:tags|statuses|links}", stranger, "", none},
		{"GET", "/api/v1/announcements", member, "", none},
		{"GET", "/api/v1/filters", member, "read:filters", none},
		{"GET", "/api/v2/filters", member, "read:filters", none},
		{"GET", "/api/v1/lists", member, "read:lists", none},
		{"GET", "/api/v1/conversations", member, "read:statuses", none},
		{"GET", "/api/v1/followed_tags", member, "read:follows", none},
		{"GET", "/api/v1/featured_tags", member, "read:accounts", none},
		{"GET", "/api/v1/endorsements", member, "read:accounts", none},
		{"GET", "/api/v1/domain_blocks", member, "read:blocks", none},
		{"GET", "/api/v1/scheduled_statuses", member, "read:statuses", none},
		{"GET", "/api/v2/suggestions", member, "read:accounts", none},
		{"GET", "/api/v1/accounts/{id:[0-9]+}/featured_tags", anyone, "read:accounts", none},
		{"GET", "/api/v1/accounts/{id:[0-9]+}/lists", member, "read:lists", none},
	}
}
