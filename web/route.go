package web

import (
	"consilium/web/door"
)

// routes are pages by their paths. No path of one table matches an address of
// another: variables stand where nothing else does.
type routes map[string]door.Handler

// openPages are what anybody may ask for; what they see of it is judged.
func (s *Web) openPages() routes {
	return routes{
		"/":                      s.showLanding,
		"/about":                 s.showAbout,
		"/cases":                 s.showCases,
		"/tags/{tag}":            s.showTag,
		"/posts/{token}":         s.showAddress,
		"/p/{id:[0-9]+}":         s.showPost,
		"/p/{id:[0-9]+}/history": s.showHistory,
		"/users/{name}":          s.leadToProfile,
		"/@{handle}":             s.showProfile("posts"),
		"/@{handle}/cases":       s.showProfile("cases"),
		"/@{handle}/feed.atom":   s.showFeed("application/atom+xml", asAtom),
		"/@{handle}/feed.rss":    s.showFeed("application/rss+xml", asRSS),
		"/manifest.webmanifest":  s.showManifest,
		"/robots.txt":            s.showRobots,
	}
}

// files are the pictures of pages, for whoever may see what they belong to.
func (s *Web) files() routes {
	return routes{
		"/media/{file}":                               s.showFile,
		"/media/avatar/{actor:[0-9]+}":                s.showAvatar,
		"/media/remote/{id:[0-9]+}/{size:small|full}": s.showRemote,
	}
}

// memberPages are for who is signed in.
func (s *Web) memberPages() routes {
	return routes{
		"/home":                   s.showHome,
		"/bookmarks":              s.showBookmarks,
		"/compose":                s.showCompose,
		"/cases/new":              s.newCase,
		"/p/{id:[0-9]+}/reply":    s.showReply,
		"/p/{id:[0-9]+}/edit":     s.showEdit,
		"/p/{id:[0-9]+}/delete":   s.askDelete,
		"/p/{id:[0-9]+}/report":   s.askFlag(s.flaggedPost),
		"/a/{id:[0-9]+}/report":   s.askFlag(s.flaggedActor),
		"/@{handle}/followers":    s.showPeople("followers", s.store.FollowersOf),
		"/@{handle}/following":    s.showPeople("following", s.store.FollowingOf),
		"/notifications":          s.showNotifications,
		"/requests":               s.showRequests,
		"/search":                 s.showSearch,
		"/directory":              s.showDirectory,
		"/settings/practice":      s.showPractice,
		"/a/{id:[0-9]+}/referral": s.askReferral,
		"/authorize-follow":       s.authorizeFollow,
	}
}

// deeds are what members do: forms, and buttons that are forms.
func (s *Web) deeds() routes {
	return routes{
		"/posts":                       s.createPost,
		"/cases":                       s.createCase,
		"/notifications/read":          s.readNotifications,
		"/settings/practice":           s.savePractice,
		"/a/{id:[0-9]+}/referral":      s.sendReferral,
		"/p/{id:[0-9]+}/edit":          s.edit,
		"/p/{id:[0-9]+}/delete":        s.delete,
		"/p/{id:[0-9]+}/report":        s.flag(s.flaggedPost),
		"/p/{id:[0-9]+}/accept":        s.acceptAnswer,
		"/p/{id:[0-9]+}/solve":         s.solveCase,
		"/p/{id:[0-9]+}/reopen":        s.reopenCase,
		"/p/{id:[0-9]+}/like":          s.toPost(s.store.Like),
		"/p/{id:[0-9]+}/unlike":        s.toPost(s.store.Unlike),
		"/p/{id:[0-9]+}/boost":         s.toPost(s.boost),
		"/p/{id:[0-9]+}/unboost":       s.toPost(s.unboost),
		"/p/{id:[0-9]+}/bookmark":      s.toPost(s.bookmark),
		"/p/{id:[0-9]+}/unbookmark":    s.toPost(s.unbookmark),
		"/a/{id:[0-9]+}/report":        s.flag(s.flaggedActor),
		"/a/{id:[0-9]+}/follow":        s.toActor(s.follow),
		"/a/{id:[0-9]+}/unfollow":      s.toActor(s.unfollow),
		"/a/{id:[0-9]+}/accept-follow": s.toActor(s.acceptFollow),
		"/a/{id:[0-9]+}/reject-follow": s.toActor(s.rejectFollow),
		"/a/{id:[0-9]+}/block":         s.toActor(s.block),
		"/a/{id:[0-9]+}/unblock":       s.toActor(s.unblock),
		"/a/{id:[0-9]+}/mute":          s.toActor(s.mute),
		"/a/{id:[0-9]+}/unmute":        s.toActor(s.unmute),
	}
}
