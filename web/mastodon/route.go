package mastodon

import "slices"

// endpoints are all addresses of the API but two: the page /oauth/authorize,
// and the pictures behind links.
func (s *API) endpoints() []endpoint {
	return slices.Concat(s.oauthEndpoints(), s.instanceEndpoints(), s.accountEndpoints(), s.relationEndpoints(), s.mediaEndpoints(), s.exportEndpoints(), s.importEndpoints(), s.statusEndpoints(), s.pollEndpoints(),
		s.timelineEndpoints(), s.streamEndpoints(), s.listEndpoints(), s.tagEndpoints(), s.featuredTagEndpoints(), s.trendEndpoints(), s.scheduledEndpoints(), s.conversationEndpoints(), s.filterEndpoints(), s.threadEndpoints(), s.notificationEndpoints(), s.pushEndpoints(), s.adminEndpoints(), s.profileEndpoints(), s.registrationEndpoints(), s.suggestionEndpoints(), s.domainBlockEndpoints(), s.severanceEndpoints(),
		s.moveEndpoints(), s.announcementEndpoints(), s.embedEndpoints())
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

func (s *API) accountEndpoints() []endpoint {
	return []endpoint{
		{"GET", "/api/v1/accounts", anyone, "read:accounts", s.listAccounts},
		{"GET", "/api/v1/accounts/familiar_followers", member, "read:follows", s.listFamiliar},
		{"GET", "/api/v1/accounts/lookup", anyone, "read:accounts", s.lookUp},
		{"GET", "/api/v1/accounts/search", member, "read:accounts", s.searchAccounts},
		{"GET", "/api/v1/accounts/relationships", member, "read:follows", s.listRelationships},
		{"GET", "/api/v1/accounts/{id:[0-9]+}", anyone, "read:accounts", s.showAccount},
		{"GET", "/api/v1/accounts/{id:[0-9]+}/statuses", anyone, "read:statuses", s.listAccountStatuses},
		{"GET", "/api/v1/accounts/{id:[0-9]+}/followers", member, "read:accounts", s.listPeople(s.store.FollowersOf)},
		{"GET", "/api/v1/accounts/{id:[0-9]+}/following", member, "read:accounts", s.listPeople(s.store.FollowingOf)},
		{"GET", "/api/v1/accounts/{id:[0-9]+}/endorsements", anyone, "read:accounts", s.listEndorsed},
		{"GET", "/api/v1/accounts/{id:[0-9]+}/identity_proofs", member, "read:accounts", s.toNobody},
		{"GET", "/api/v2/search", anyone, "read:search", s.search},
		{"POST", "/api/v1/reports", member, "write:reports", s.createReport},
	}
}

func (s *API) relationEndpoints() []endpoint {
	return []endpoint{
		{"POST", "/api/v1/accounts/{id:[0-9]+}/follow", member, "write:follows", s.toSomebody(s.follow)},
		{"POST", "/api/v1/accounts/{id:[0-9]+}/unfollow", member, "write:follows", s.simply(s.store.Unfollow)},
		{"POST", "/api/v1/accounts/{id:[0-9]+}/note", member, "write:accounts", s.toSomebody(s.note)},
		{"POST", "/api/v1/accounts/{id:[0-9]+}/endorse", member, "write:accounts", s.simply(s.store.Endorse)},
		{"POST", "/api/v1/accounts/{id:[0-9]+}/unendorse", member, "write:accounts", s.simply(s.store.Unendorse)},
		{"POST", "/api/v1/accounts/{id:[0-9]+}/pin", member, "write:accounts", s.simply(s.store.Endorse)},
		{"POST", "/api/v1/accounts/{id:[0-9]+}/unpin", member, "write:accounts", s.simply(s.store.Unendorse)},
		{"GET", "/api/v1/endorsements", member, "read:accounts", s.listOwnPeople(s.store.Endorsed)},
		{"POST", "/api/v1/accounts/{id:[0-9]+}/remove_from_followers", member, "write:follows", s.simply(s.store.RejectFollow)},
		{"POST", "/api/v1/accounts/{id:[0-9]+}/block", member, "write:blocks", s.simply(s.store.Block)},
		{"POST", "/api/v1/accounts/{id:[0-9]+}/unblock", member, "write:blocks", s.simply(s.store.Unblock)},
		{"POST", "/api/v1/accounts/{id:[0-9]+}/mute", member, "write:mutes", s.toSomebody(s.mute)},
		{"POST", "/api/v1/accounts/{id:[0-9]+}/unmute", member, "write:mutes", s.simply(s.store.Unmute)},
		{"GET", "/api/v1/follow_requests", member, "read:follows", s.listOwnPeople(s.store.FollowRequests)},
		{"POST", "/api/v1/follow_requests/{id:[0-9]+}/authorize", member, "write:follows", s.simply(s.store.AcceptFollow)},
		{"POST", "/api/v1/follow_requests/{id:[0-9]+}/reject", member, "write:follows", s.toSomebody(s.rejectRequest)},
		{"GET", "/api/v1/blocks", member, "read:blocks", s.listOwnPeople(s.store.Blocks)},
		{"GET", "/api/v1/mutes", member, "read:mutes", s.listMutes},
	}
}

func (s *API) statusEndpoints() []endpoint {
	return []endpoint{
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
		{"GET", "/api/v1/timelines/direct", member, "read:statuses", s.listDirect},
		{"GET", "/api/v1/timelines/link", anyone, "read:statuses", s.listLink},
		{"GET", "/api/v1/bookmarks", member, "read:bookmarks", s.listKept(s.store.Bookmarks)},
		{"GET", "/api/v1/favourites", member, "read:favourites", s.listKept(s.store.Likes)},
	}
}
