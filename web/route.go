package web

import (
	"consilium/community"
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
		"/specialties":           s.showSpecialties,
		"/tags/{tag}":            s.showTag,
		"/posts/{token}":         s.showAddress,
		"/p/{id:[0-9]+}":         s.showPost,
		"/p/{id:[0-9]+}/history": s.showHistory,
		"/p/{id:[0-9]+}/case.{format:md|html|json}": s.exportCase,
		"/users/{name}":         s.leadToProfile,
		"/@{handle}":            s.showProfile("posts"),
		"/@{handle}/cases":      s.showProfile("cases"),
		"/@{handle}/feed.atom":  s.showFeed("application/atom+xml", asAtom),
		"/@{handle}/feed.rss":   s.showFeed("application/rss+xml", asRSS),
		"/manifest.webmanifest": s.showManifest,
		"/service-worker.js":    s.showWorker,
		"/robots.txt":           s.showRobots,
		"/withdraw":             s.showWithdraw,
	}
}

// files are the pictures of pages, for whoever may see what they belong to.
func (s *Web) files() routes {
	return routes{
		"/media/{file}":                               s.showFile,
		"/media/avatar/{actor:[0-9]+}":                s.showAvatar,
		"/media/header/{actor:[0-9]+}":                s.showHeader,
		"/media/emoji/{id:[0-9]+}":                    s.showEmoji,
		"/media/remote/{id:[0-9]+}/{size:small|full}": s.showRemote,
	}
}

// memberPages are for who is signed in.
func (s *Web) memberPages() routes {
	return routes{
		"/home":                            s.showHome,
		"/bookmarks":                       s.showBookmarks,
		"/compose":                         s.showCompose,
		"/cases/new":                       door.Allowed(community.OpenCase, s.newCase),
		"/cases/drafts":                    s.showDrafts,
		"/cases/drafts/{id:[0-9]+}":        s.openDraft,
		"/cases/drafts/{id:[0-9]+}/delete": s.askDropDraft,
		"/scheduled/{id:[0-9]+}":           s.showScheduled,
		"/p/{id:[0-9]+}/poll":              s.showNewPoll,
		"/p/{id:[0-9]+}/reply":             s.showReply,
		"/p/{id:[0-9]+}/quote":             s.showQuote,
		"/p/{id:[0-9]+}/quotes":            s.showQuotes,
		"/p/{id:[0-9]+}/edit":              s.showEdit,
		"/p/{id:[0-9]+}/delete":            s.askDelete,
		"/p/{id:[0-9]+}/withdrawal":        s.showWithdrawal,
		"/p/{id:[0-9]+}/report":            s.askFlag(s.flaggedPost),
		"/a/{id:[0-9]+}/report":            s.askFlag(s.flaggedActor),
		"/@{handle}/followers":             s.showPeople("followers", s.store.FollowersOf),
		"/@{handle}/following":             s.showPeople("following", s.store.FollowingOf),
		"/notifications":                   s.showNotifications,
		"/requests":                        s.showRequests,
		"/search":                          s.showSearch,
		"/directory":                       door.Allowed(community.SearchDirectory, s.showDirectory),
		"/settings/practice":               s.showPractice,
		"/settings/notices":                s.showNotices,
		"/a/{id:[0-9]+}/referral":          s.askReferral,
		"/authorize-follow":                s.authorizeInteraction, // the page's older name
		"/authorize_interaction":           s.authorizeInteraction,
	}
}

// deedRoute is a form with what whoever sends it must be allowed to do.
type deedRoute struct {
	action  community.Action
	handler door.Handler
}

// deeds are what members do: forms, and buttons that are forms. Beside the action
// each handler asks whether it can be done to this post or that person.
func (s *Web) deeds() map[string]deedRoute {
	return map[string]deedRoute{
		"/posts":                              {community.WritePosts, s.createPost},
		"/cases":                              {community.OpenCase, s.createCase},
		"/cases/drafts/{id:[0-9]+}/take-back": {community.KeepAccount, s.takeBack},
		"/cases/drafts":                       {community.OpenCase, s.saveDraft},
		"/cases/drafts/{id:[0-9]+}":           {community.OpenCase, s.saveDraft},
		"/cases/drafts/{id:[0-9]+}/delete":    {community.KeepAccount, s.dropDraft},
		"/scheduled/{id:[0-9]+}":              {community.WritePosts, s.reschedule},
		"/scheduled/{id:[0-9]+}/delete":       {community.KeepAccount, s.unschedule},
		"/notifications/read":                 {community.KeepAccount, s.readNotifications},
		"/announcements/{id:[0-9]+}/dismiss":  {community.KeepAccount, s.dismissAnnouncement},
		"/settings/practice":                  {community.KeepAccount, s.savePractice},
		"/specialties/follow":                 {community.KeepAccount, s.followSpecialty},
		"/specialties/unfollow":               {community.KeepAccount, s.unfollowSpecialty},
		"/settings/notices":                   {community.KeepAccount, s.saveNotices},
		"/settings/notices/policy":            {community.KeepAccount, s.saveNoticePolicy},
		"/settings/notices/devices":           {community.KeepAccount, s.addDevice},
		"/settings/notices/devices/end":       {community.KeepAccount, s.endDevice},
		"/a/{id:[0-9]+}/referral":             {community.WritePosts, s.sendReferral},
		"/p/{id:[0-9]+}/edit":                 {community.WritePosts, s.edit},
		"/p/{id:[0-9]+}/delete":               {community.WritePosts, s.delete},
		"/p/{id:[0-9]+}/code":                 {community.SolveCase, s.showCode},
		"/p/{id:[0-9]+}/code/renew":           {community.SolveCase, s.renewCode},
		"/p/{id:[0-9]+}/report":               {community.MakeReports, s.flag(s.flaggedPost)},
		"/p/{id:[0-9]+}/accept":               {community.SolveCase, s.acceptAnswer},
		"/p/{id:[0-9]+}/solve":                {community.SolveCase, s.solveCase},
		"/p/{id:[0-9]+}/reopen":               {community.SolveCase, s.reopenCase},
		"/p/{id:[0-9]+}/unaccept":             {community.SolveCase, s.unacceptAnswer},
		"/p/{id:[0-9]+}/archive":              {community.SolveCase, s.archiveCase},
		"/p/{id:[0-9]+}/outcome":              {community.SolveCase, s.followUp},
		"/p/{id:[0-9]+}/vote":                 {community.AnswerCase, s.vote}, // VoteDifferential, unless nobody is a clinician yet
		"/p/{id:[0-9]+}/choose":               {community.MarkPosts, s.choose},
		"/p/{id:[0-9]+}/poll":                 {community.SolveCase, s.addPoll},
		"/p/{id:[0-9]+}/poll/close":           {community.SolveCase, s.endPoll(s.store.ClosePoll, "notice.poll_over")},
		"/p/{id:[0-9]+}/poll/remove":          {community.SolveCase, s.endPoll(s.store.RemovePoll, "notice.poll_removed")},
		"/p/{id:[0-9]+}/hide-others":          {community.SolveCase, s.switchOthers(true)},
		"/p/{id:[0-9]+}/show-others":          {community.SolveCase, s.switchOthers(false)},
		"/p/{id:[0-9]+}/quote-policy":         {community.WritePosts, s.saveQuotePolicy},
		"/p/{id:[0-9]+}/agree-quote":          {community.KeepAccount, s.answerQuote(community.AgreeToQuote)},
		"/p/{id:[0-9]+}/refuse-quote":         {community.KeepAccount, s.answerQuote(community.RefuseQuote)},
		"/p/{id:[0-9]+}/revoke-quote":         {community.KeepAccount, s.answerQuote(community.RevokeQuote)},
		"/p/{id:[0-9]+}/like":                 {community.MarkPosts, s.toPost(s.store.Like)},
		"/p/{id:[0-9]+}/unlike":               {community.MarkPosts, s.toPost(s.store.Unlike)},
		"/p/{id:[0-9]+}/boost":                {community.MarkPosts, s.toPost(s.boost)},
		"/p/{id:[0-9]+}/unboost":              {community.MarkPosts, s.toPost(s.unboost)},
		"/p/{id:[0-9]+}/bookmark":             {community.MarkPosts, s.toPost(s.bookmark)},
		"/p/{id:[0-9]+}/unbookmark":           {community.MarkPosts, s.toPost(s.unbookmark)},
		"/p/{id:[0-9]+}/pin":                  {community.MarkPosts, s.pin},
		"/p/{id:[0-9]+}/silence":              {community.MeetPeople, s.toPost(s.silence)},
		"/p/{id:[0-9]+}/hear":                 {community.MeetPeople, s.toPost(s.hear)},
		"/p/{id:[0-9]+}/unpin":                {community.MarkPosts, s.toPost(s.store.Unpin)},
		"/a/{id:[0-9]+}/report":               {community.MakeReports, s.flag(s.flaggedActor)},
		"/a/{id:[0-9]+}/follow":               {community.MeetPeople, s.toActor(s.follow)},
		"/a/{id:[0-9]+}/unfollow":             {community.MeetPeople, s.toActor(s.unfollow)},
		"/a/{id:[0-9]+}/accept-follow":        {community.MeetPeople, s.toActor(s.acceptFollow)},
		"/a/{id:[0-9]+}/reject-follow":        {community.MeetPeople, s.toActor(s.rejectFollow)},
		"/a/{id:[0-9]+}/block":                {community.MeetPeople, s.toActor(s.block)},
		"/a/{id:[0-9]+}/unblock":              {community.MeetPeople, s.toActor(s.unblock)},
		"/a/{id:[0-9]+}/mute":                 {community.MeetPeople, s.toActor(s.mute)},
		"/a/{id:[0-9]+}/unmute":               {community.MeetPeople, s.toActor(s.unmute)},
	}
}
