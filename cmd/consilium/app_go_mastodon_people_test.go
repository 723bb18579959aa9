package main

import (
	"net/http"
	"slices"
	"strings"
	"time"

	app "github.com/mattn/go-mastodon"
)

// meets: ana finds ben and follows him, and each sees what that changes.
func (g *goDay) meets() {
	found := of(g.ana.AccountLookup(g.Context(), "ben")).in(g)
	read := of(g.ana.GetAccount(g.Context(), found.ID)).in(g)
	g.holds(found.ID == g.ben.me.ID && read.Acct == "ben", "ben", read)
	r := of(g.ana.AccountFollow(g.Context(), found.ID)).in(g)
	g.holds(r.Following && !r.Requested && r.ID == found.ID, "ana follows", r)
	arrives(g, g.ben, "the follower", func(e *app.NotificationEvent) bool {
		return e.Notification.Type == "follow" && e.Notification.Account.ID == g.ana.me.ID
	})
	g.holds(of(g.ben.AccountFollow(g.Context(), g.ana.me.ID)).in(g).FollowedBy, "ben follows back", r)
	both := of(g.ana.GetAccountRelationships(g.Context(), []string{string(g.ben.me.ID)})).in(g)
	g.holds(len(both) == 1 && both[0].Following && both[0].FollowedBy, "how they stand", both)
	followers := of(g.ben.GetAccountFollowers(g.Context(), g.ben.me.ID, nil)).in(g)
	following := of(g.ana.GetAccountFollowing(g.Context(), g.ana.me.ID, nil)).in(g)
	g.holds(len(followers) == 1 && followers[0].ID == g.ana.me.ID && len(following) == 1 && following[0].ID == g.ben.me.ID, "the followers", followers)

	said := of(g.ben.PostStatus(g.Context(), &app.Toot{Status: "Good evening, all", Visibility: app.VisibilityPublic})).in(g)
	arrives(g, g.ana, "what ben says", func(e *app.UpdateEvent) bool { return e.Status.ID == said.ID })
	page := &app.Pagination{Limit: 1}
	first := of(g.ana.GetTimelineHome(g.Context(), page)).in(g)
	second := of(g.ana.GetTimelineHome(g.Context(), page)).in(g)
	g.holds(len(first) == 1 && first[0].ID == said.ID && len(second) == 1 && second[0].ID.Compare(first[0].ID) < 0, "home, page by page", first)
	all := 0
	for s, err := range g.ana.AccountStatuses(g.Context(), g.ana.me.ID, &app.Pagination{Limit: 1}) {
		g.must(err)
		g.holds(s.Account.ID == g.ana.me.ID, "a post of ana's", s)
		all++
	}
	g.holds(all >= 3, "how many posts ana has", all)
	local := of(g.ana.GetTimelinePublic(g.Context(), true, nil)).in(g)
	g.holds(slices.ContainsFunc(local, func(s *app.Status) bool { return s.ID == g.post.ID }) && slices.ContainsFunc(local, func(s *app.Status) bool { return s.ID == said.ID }), "the local timeline", local)
	pictures := of(g.ana.GetTimelineMedia(g.Context(), true, nil)).in(g)
	g.holds(len(pictures) > 0, "pictures", pictures)
	pinned := of(g.ana.GetAccountPinnedStatuses(g.Context(), g.ana.me.ID)).in(g)
	g.holds(len(pinned) == 0, "pinned", pinned)
}

// keepsLists: a list with ben on it, and what he writes in its timeline.
func (g *goDay) keepsLists() {
	list := of(g.ana.CreateList(g.Context(), "Collegues")).in(g)
	list = of(g.ana.RenameList(g.Context(), list.ID, "Colleagues")).in(g)
	g.must(g.ana.AddToList(g.Context(), list.ID, g.ben.me.ID))
	on := of(g.ana.GetListAccounts(g.Context(), list.ID)).in(g)
	whose := of(g.ana.GetAccountLists(g.Context(), g.ben.me.ID)).in(g)
	all := of(g.ana.GetLists(g.Context())).in(g)
	read := of(g.ana.GetList(g.Context(), list.ID)).in(g)
	g.holds(read.Title == "Colleagues" && len(on) == 1 && on[0].ID == g.ben.me.ID && len(whose) == 1 && whose[0].ID == list.ID && len(all) == 1, "the list", on)
	said := of(g.ben.PostStatus(g.Context(), &app.Toot{Status: "For the list", Visibility: app.VisibilityPublic})).in(g)
	timeline := of(g.ana.GetTimelineList(g.Context(), list.ID, nil)).in(g)
	g.holds(len(timeline) > 0 && timeline[0].ID == said.ID, "its timeline", timeline)
	g.must(g.ana.RemoveFromList(g.Context(), list.ID, g.ben.me.ID))
	g.holds(len(of(g.ana.GetListAccounts(g.Context(), list.ID)).in(g)) == 0, "nobody is left on it", list)
	g.must(g.ana.DeleteList(g.Context(), list.ID))
	_, err := g.ana.GetList(g.Context(), list.ID)
	g.refused(err, http.StatusNotFound)
}

// filters: what ana does not want to read says so. This library makes filters of the first kind, and reads what the
// second finds.
func (g *goDay) filters() {
	made := of(g.ana.CreateFilter(g.Context(), &app.Filter{Phrase: "football", Context: []string{"home", "public"}, WholeWord: true, ExpiresAt: time.Now().Add(time.Hour)})).in(g)
	g.holds(made.Phrase == "football" && made.WholeWord && !made.Irreversible && slices.Equal(made.Context, []string{"home", "public"}) && !made.ExpiresAt.IsZero(), "the filter", made)
	said := of(g.ben.PostStatus(g.Context(), &app.Toot{Status: "Nothing but Football", Visibility: app.VisibilityPublic})).in(g)
	home := of(g.ana.GetTimelineHome(g.Context(), nil)).in(g)
	g.holds(home[0].ID == said.ID && len(home[0].Filtered) == 1 && home[0].Filtered[0].Filter.FilterAction == "warn" && slices.Equal(home[0].Filtered[0].KeywordMatches, []string{"football"}),
		"what the filter found", home[0].Filtered)
	changed := of(g.ana.UpdateFilter(g.Context(), made.ID, &app.Filter{Phrase: "handball", Context: []string{"home"}})).in(g)
	read := of(g.ana.GetFilter(g.Context(), made.ID)).in(g)
	g.holds(changed.Phrase == "handball" && read.Phrase == "handball" && !read.WholeWord && read.ExpiresAt.IsZero() && len(of(g.ana.GetFilters(g.Context())).in(g)) == 1, "the filter, changed", read)
	g.must(g.ana.DeleteFilter(g.Context(), made.ID))
	g.holds(len(of(g.ana.GetFilters(g.Context())).in(g)) == 0, "no filter is left", nil)
}

// hears: what happened to ana's posts; she puts it away.
func (g *goDay) hears() {
	told := of(g.ana.GetNotifications(g.Context(), nil)).in(g)
	at := slices.IndexFunc(told, func(n *app.Notification) bool { return n.Type == "mention" })
	if at < 0 {
		g.Fatalf("ana is not told of the answer: %+v", told)
	}
	one := of(g.ana.GetNotification(g.Context(), told[at].ID)).in(g)
	g.holds(one.Status.ID == g.reply.ID && one.Account.ID == g.ben.me.ID && !one.CreatedAt.IsZero(), "the notification", one)
	for n, err := range g.ana.Notifications(g.Context(), &app.NotificationFilter{Includes: []string{"mention"}}, &app.Pagination{Limit: 1}) {
		g.must(err)
		g.holds(n.Type == "mention", "only mentions", n)
	}
	without := of(g.ana.GetNotificationsExclude(g.Context(), &[]string{"mention"}, nil)).in(g)
	g.holds(!slices.ContainsFunc(without, func(n *app.Notification) bool { return n.Type == "mention" }), "no mentions", without)
	g.must(g.ana.DismissNotification(g.Context(), one.ID))
	_, err := g.ana.GetNotification(g.Context(), one.ID)
	g.refused(err, http.StatusNotFound)
	g.must(g.ana.ClearNotifications(g.Context()))
	g.holds(len(of(g.ana.GetNotifications(g.Context(), nil)).in(g)) == 0, "all is put away", nil)
}

// whispers: a message for ben alone, as a conversation of both.
func (g *goDay) whispers() {
	said := of(g.ana.PostStatus(g.Context(), &app.Toot{Status: "@ben only for you", Visibility: app.VisibilityDirectMessage})).in(g)
	arrives(g, g.ben, "the message", func(e *app.NotificationEvent) bool {
		return e.Notification.Status != nil && e.Notification.Status.ID == said.ID
	})
	talks := of(g.ben.GetConversations(g.Context(), nil)).in(g)
	g.holds(len(talks) == 1 && talks[0].Unread && talks[0].LastStatus != nil && talks[0].LastStatus.ID == said.ID && len(talks[0].Accounts) == 1 && talks[0].Accounts[0].ID == g.ana.me.ID,
		"the conversation", talks)
	g.must(g.ben.MarkConversationAsRead(g.Context(), talks[0].ID))
	read := of(g.ben.GetConversations(g.Context(), nil)).in(g)
	direct := of(g.ben.GetTimelineDirect(g.Context(), nil)).in(g)
	g.holds(len(read) == 1 && !read[0].Unread && len(direct) == 1 && direct[0].ID == said.ID && direct[0].Visibility == "direct", "the conversation, read", direct)
	g.must(g.ben.DeleteConversation(g.Context(), talks[0].ID))
	g.holds(len(of(g.ben.GetConversations(g.Context(), nil)).in(g)) == 0, "the conversation is put away", nil)
}

// plans: what is to be said tomorrow.
func (g *goDay) plans() {
	tomorrow := time.Now().Add(24 * time.Hour)
	later := of(g.ana.PostStatus(g.Context(), &app.Toot{Status: "Tomorrow", Visibility: app.VisibilityPublic, ScheduledAt: &tomorrow})).in(g)
	g.holds(later.ID != "" && later.ScheduledParams.Text == "Tomorrow" && later.ScheduledParams.Visibility == "public" && later.Content == "", "what is planned", later.ScheduledParams)
	tag := of(g.ana.TagFollow(g.Context(), "vasculitis")).in(g)
	followed := of(g.ana.TagsFollowed(g.Context(), nil)).in(g)
	g.holds(strings.EqualFold(tag.Name, "vasculitis") && tag.Following && len(followed) == 1 && len(tag.History) == 7, "the hashtag", tag)
	said := of(g.ben.PostStatus(g.Context(), &app.Toot{Status: "More on #vasculitis", Visibility: app.VisibilityPublic})).in(g)
	tagged := of(g.ana.GetTimelineHashtag(g.Context(), "vasculitis", true, nil)).in(g)
	g.holds(len(tagged) == 2 && tagged[0].ID == said.ID && tagged[1].ID == g.post.ID, "its timeline", tagged)
	several := of(g.ana.GetTimelineHashtagMultiple(g.Context(), "nothing", true, &app.TagData{Any: []string{"vasculitis"}}, nil)).in(g)
	g.holds(len(several) == 2, "the timeline of several", several)
	g.holds(of(g.ana.TagInfo(g.Context(), "vasculitis")).in(g).Following && !of(g.ana.TagUnfollow(g.Context(), "vasculitis")).in(g).Following, "the hashtag, left", tag)
	trending := of(g.ana.GetTrendingStatuses(g.Context(), nil)).in(g)
	g.holds(trending != nil, "trends", trending)
}

// finds: people, hashtags and her own words.
func (g *goDay) finds() {
	people := of(g.ana.AccountsSearch(g.Context(), "ben", 5)).in(g)
	g.holds(len(people) == 1 && people[0].ID == g.ben.me.ID, "people", people)
	all := of(g.ana.Search(g.Context(), "vasculitis", false)).in(g)
	g.holds(len(all.Hashtags) == 1 && strings.EqualFold(all.Hashtags[0].Name, "vasculitis") && len(all.Hashtags[0].History) == 7, "hashtags", all.Hashtags)
	words := of(g.ana.Search(g.Context(), "evening round", false)).in(g)
	g.holds(len(words.Statuses) == 1 && words.Statuses[0].ID == g.post.ID, "her own words", words.Statuses)
	byAddress := of(g.ana.Search(g.Context(), g.reply.URL, true)).in(g)
	g.holds(len(byAddress.Statuses) == 1 && byAddress.Statuses[0].ID == g.reply.ID, "a post by its address", byAddress.Statuses)
}

// distances: unfollow, mute, block, and back.
func (g *goDay) distances() {
	ben := g.ben.me.ID
	g.holds(!of(g.ana.AccountUnfollow(g.Context(), ben)).in(g).Following, "unfollowed", ben)
	g.holds(of(g.ana.AccountMute(g.Context(), ben)).in(g).Muting && len(of(g.ana.GetMutes(g.Context(), nil)).in(g)) == 1, "muted", ben)
	g.holds(!of(g.ana.AccountUnmute(g.Context(), ben)).in(g).Muting, "heard again", ben)
	g.holds(of(g.ana.AccountBlock(g.Context(), ben)).in(g).Blocking && len(of(g.ana.GetBlocks(g.Context(), nil)).in(g)) == 1, "blocked", ben)
	g.holds(!of(g.ana.AccountUnblock(g.Context(), ben)).in(g).Blocking, "unblocked", ben)
	g.must(of(g.ana.GetEndorsements(g.Context(), nil)).err)
	g.must(of(g.ana.GetFollowRequests(g.Context(), nil)).err)
	g.must(of(g.ana.Report(g.Context(), ben, nil, "Only a try")).err)
}
