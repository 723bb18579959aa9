package mastodon

import (
	"slices"

	"github.com/gorilla/mux"

	"consilium/community"
	"consilium/storage"
)

// How many accounts a group names, and how many notifications are looked at for one
// group of a page, and at least.
const (
	mostSamples = 8
	perGroup    = 5
	leastRead   = 40
)

// noticeGroup is what several people did to one thing, as far as it was read: the newest
// first. more counts what was not.
type noticeGroup struct {
	name community.NotificationGroup
	list []community.Notification
	more int
}

func (g noticeGroup) newest() community.Notification { return g.list[0] }

func (g noticeGroup) oldest() community.Notification { return g.list[len(g.list)-1] }

// grouping gathers the notifications of a page into groups. A group stands where its newest
// notification stands, and on that page only: of what is older than a page nothing is
// shown whose group has something newer.
type grouping struct {
	s      *API
	c      *call
	filter storage.NotificationFilter
	page   storage.Page
	types  []string
}

// groupedTypes are the types that an app wants grouped; all that can be when it names none.
func (c *call) groupedTypes() []string {
	if list := c.fields.list("grouped_types"); len(list) > 0 {
		return list
	}
	return community.GroupedTypes()
}

// listGroups is GET /api/v2/notifications.
func (s *API) listGroups(c *call) (any, error) {
	page, err := c.page(noticePage)
	if err != nil {
		return nil, err
	}
	if err := c.expands(); err != nil {
		return nil, err
	}
	filter, none, err := c.noticeFilter()
	if err != nil || none {
		return s.groups(c, nil, noticesAround{}, err)
	}
	g := grouping{s, c, filter, page, c.groupedTypes()}
	groups, rest, err := g.read()
	if err != nil {
		return nil, err
	}
	s.linkGroups(c, page, groups, rest)
	a, err := s.noticesAround(c, all(groups))
	return s.groups(c, groups, a, err)
}

// expands checks how much of accounts an app wants.
func (c *call) expands() error {
	if how := c.fields.text("expand_accounts"); how != "" && how != "full" && how != "partial_avatars" {
		return invalid("expand_accounts", "api.choice")
	}
	return nil
}

// linkGroups leads on from the place of the last group, or, when what was read had fewer
// groups than the page may have, from where the reading stopped.
func (s *API) linkGroups(c *call, page storage.Page, groups []noticeGroup, rest int64) {
	ids := make([]int64, 0, len(groups))
	for _, g := range groups {
		ids = append(ids, int64(g.newest().ID))
	}
	if rest > 0 {
		page.Limit = len(ids)
		ids[len(ids)-1] = min(ids[len(ids)-1], rest)
	}
	s.link(c, page, ids)
}

// read gives the groups of the page; rest is the number below which there may be more
// when not all groups of the page were found, 0 otherwise.
func (g grouping) read() (groups []noticeGroup, rest int64, err error) {
	window := g.page
	window.Limit = min(max(g.page.Limit*perGroup, leastRead), storage.MostNotifications)
	if err := g.leaveOut(); err != nil {
		return nil, 0, err
	}
	list, err := g.s.store.Notifications(g.c.Context(), g.c.me().ID, g.filter, window)
	if err != nil || len(list) == 0 {
		return nil, 0, err
	}
	groups = gatherGroups(list, g.types)
	full, last := len(list) == window.Limit, int64(list[len(list)-1].ID)
	if full || g.page.Since > 0 || g.page.Min > 0 {
		if err := g.countOlder(groups, last); err != nil {
			return nil, 0, err
		}
	}
	if cut := len(groups) - g.page.Limit; cut > 0 {
		if g.page.Min > 0 { // the oldest of what is newer
			return groups[cut:], 0, nil
		}
		return groups[:g.page.Limit], 0, nil
	}
	if full && g.page.Min == 0 {
		rest = last
	}
	return groups, rest, nil
}

// leaveOut takes what belongs to groups that stand on an earlier page out of what is
// read: they have something at or above the number where this page begins.
func (g *grouping) leaveOut() error {
	if g.page.Max <= 1 {
		return nil
	}
	after, before := community.GroupRange(g.page.Max - 1)
	above, err := g.tally(g.page.Max-1, before)
	for _, x := range above {
		if n := (community.Notification{ID: 1, Kind: x.Kind, Post: x.Post}); n.Group(g.types).Alone == 0 {
			g.filter.Except = append(g.filter.Except, x)
		}
	}
	g.filter.ExceptAbove = after
	return err
}

// countOlder counts for groups what they have below the last number that was read.
func (g grouping) countOlder(groups []noticeGroup, last int64) error {
	after, _ := community.GroupRange(last)
	older, err := g.tally(after, last)
	for _, x := range older {
		name := community.Notification{ID: community.NotificationID(last), Kind: x.Kind, Post: x.Post}.Group(g.types)
		for i := range groups {
			if name.Alone == 0 && groups[i].name == name {
				groups[i].more += x.Count
			}
		}
	}
	return err
}

// tally counts between two numbers, both left out.
func (g grouping) tally(after, before int64) ([]storage.NotificationTally, error) {
	return g.s.store.NotificationTallies(g.c.Context(), g.c.me().ID, g.filter, storage.Page{Since: after, Max: before})
}

// gatherGroups puts notifications into groups, in the order of the newest of each.
func gatherGroups(list []community.Notification, types []string) []noticeGroup {
	var groups []noticeGroup
	place := map[community.NotificationGroup]int{}
	for _, n := range list {
		name := n.Group(types)
		i, begun := place[name]
		if !begun {
			i = len(groups)
			place[name], groups = i, append(groups, noticeGroup{name: name})
		}
		groups[i].list = append(groups[i].list, n)
	}
	return groups
}

func all(groups []noticeGroup) []community.Notification {
	var list []community.Notification
	for _, g := range groups {
		// Not more people are named than are loaded.
		list = append(list, g.list[:min(len(g.list), mostSamples)]...)
	}
	return list
}

// groups writes groups with everything they name.
func (s *API) groups(c *call, groups []noticeGroup, a noticesAround, err error) (any, error) {
	out := GroupedNotifications{Accounts: []Account{}, Statuses: []Status{}, Groups: []NotificationGroup{}}
	if err != nil {
		return nil, err
	}
	partial := c.fields.text("expand_accounts") == "partial_avatars"
	named := map[community.ActorID]bool{}
	var others []community.ActorID
	for _, g := range groups {
		if !a.shows(g.newest()) {
			continue
		}
		out.Groups = append(out.Groups, a.group(g))
		for i, n := range g.list[:min(len(g.list), mostSamples)] {
			who, known := a.actor(n.Actor)
			if !known || named[n.Actor] {
				continue
			}
			if partial && i > 0 {
				others = append(others, n.Actor)
				continue
			}
			named[n.Actor] = true
			out.Accounts = append(out.Accounts, s.account(c, who))
		}
	}
	for _, id := range others {
		if !named[id] {
			named[id] = true
			who, _ := a.actor(id)
			out.PartialAccounts = append(out.PartialAccounts, partialAccount(s.account(c, who)))
		}
	}
	out.Statuses = a.shownStatuses(out.Groups)
	return out, nil
}

// write writes the accounts and statuses from what is kept of them.
func (g GroupedNotifications) write(w *wire) {
	w.raw(`{"accounts":`)
	writeList(w, g.Accounts)
	if len(g.PartialAccounts) > 0 {
		w.raw(`,"partial_accounts":`)
		w.plain(g.PartialAccounts)
	}
	w.raw(`,"statuses":`)
	writeList(w, g.Statuses)
	w.raw(`,"notification_groups":`)
	w.plain(g.Groups)
	w.raw("}")
}

func partialAccount(a Account) PartialAccount {
	return PartialAccount{ID: a.ID, Acct: a.Acct, URL: a.URL, Avatar: a.Avatar, AvatarStatic: a.AvatarStatic, Locked: a.Locked, Bot: a.Bot}
}

func (a *noticesAround) shownStatuses(groups []NotificationGroup) []Status {
	list := []Status{}
	for _, status := range a.statuses {
		if slices.ContainsFunc(groups, func(g NotificationGroup) bool { return g.StatusID != nil && *g.StatusID == status.ID }) {
			list = append(list, status)
		}
	}
	return list
}

func (a *noticesAround) group(g noticeGroup) NotificationGroup {
	n := g.newest()
	out := NotificationGroup{GroupKey: g.name.String(), NotificationsCount: len(g.list) + g.more, Type: n.Kind.ClientType(), MostRecent: int64(n.ID),
		PageMinID: community.FormatID(g.oldest().ID), PageMaxID: community.FormatID(n.ID), LatestAt: date(n.Created),
		SampleAccountIDs: []string{}, noticeExtras: a.extras(n)}
	if status := a.status(n); status != nil {
		out.StatusID = &status.ID
	}
	for _, n := range g.list[:min(len(g.list), mostSamples)] {
		if _, known := a.actors[n.Actor]; known {
			out.SampleAccountIDs = append(out.SampleAccountIDs, community.FormatID(n.Actor))
		}
	}
	return out
}

// countGroups is GET /api/v2/notifications/unread_count.
func (s *API) countGroups(c *call) (any, error) {
	list, most, err := s.unread(c)
	return Count{min(len(gatherGroups(list, c.groupedTypes())), most)}, err
}

// ownGroup reads the group that the address names, as far as MostNotifications goes.
func (s *API) ownGroup(c *call) (noticeGroup, error) {
	name, err := community.ParseNotificationGroup(mux.Vars(c.Request)["group"])
	if err != nil {
		return noticeGroup{}, err
	}
	after, before := name.Range()
	list, err := s.store.Notifications(c.Context(), c.me().ID, storage.NotificationFilter{Kinds: name.Kinds(), Post: name.Post},
		storage.Page{Since: int64(after), Max: int64(before), Limit: storage.MostNotifications})
	list = slices.DeleteFunc(list, func(n community.Notification) bool { return name.Alone == 0 && n.Post != name.Post })
	if err != nil || len(list) == 0 {
		return noticeGroup{}, orNotFound(err)
	}
	return noticeGroup{name: name, list: list}, nil
}

// showGroup is GET /api/v2/notifications/{group}.
func (s *API) showGroup(c *call) (any, error) {
	group, err := s.ownGroup(c)
	if err != nil {
		return nil, err
	}
	a, err := s.noticesAround(c, all([]noticeGroup{group}))
	if err == nil && !a.shows(group.newest()) {
		err = community.ErrNotFound
	}
	return s.groups(c, []noticeGroup{group}, a, err)
}

// listGroupAccounts is GET /api/v2/notifications/{group}/accounts, the newest first.
func (s *API) listGroupAccounts(c *call) (any, error) {
	group, err := s.ownGroup(c)
	if err != nil {
		return nil, err
	}
	a, err := s.noticesAround(c, group.list)
	if err == nil && !a.shows(group.newest()) {
		err = community.ErrNotFound
	}
	if err != nil {
		return nil, err
	}
	list := make([]Account, 0, len(group.list))
	for _, n := range group.list[:min(len(group.list), accountPage.most)] {
		if who, known := a.actor(n.Actor); known {
			list = append(list, s.account(c, who))
		}
	}
	return list, nil
}

// dismissGroup is POST /api/v2/notifications/{group}/dismiss.
func (s *API) dismissGroup(c *call) (any, error) {
	name, err := community.ParseNotificationGroup(mux.Vars(c.Request)["group"])
	if err != nil {
		return nil, err
	}
	return struct{}{}, s.store.DismissGroup(c.Context(), c.me().ID, name)
}
