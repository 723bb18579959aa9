package mastodon

import (
	"cmp"
	"maps"
	"slices"

	"github.com/gorilla/mux"

	"consilium/community"
	"consilium/storage"
)

func (s *API) notificationEndpoints() []endpoint {
	return []endpoint{
		{"GET", "/api/v1/notifications", member, "read:notifications", s.listNotifications},
		{"GET", "/api/v1/notifications/unread_count", member, "read:notifications", s.countNotifications},
		{"GET", "/api/v1/notifications/policy", member, "read:notifications", s.showOldPolicy},
		{"PATCH", "/api/v1/notifications/policy", member, "write:notifications", s.setOldPolicy},
		{"PUT", "/api/v1/notifications/policy", member, "write:notifications", s.setOldPolicy},
		{"GET", "/api/v2/notifications/policy", member, "read:notifications", s.showPolicy},
		{"PATCH", "/api/v2/notifications/policy", member, "write:notifications", s.setPolicy},
		{"PUT", "/api/v2/notifications/policy", member, "write:notifications", s.setPolicy},
		{"GET", "/api/v1/notifications/requests", member, "read:notifications", s.listRequests},
		{"GET", "/api/v1/notifications/requests/merged", member, "read:notifications", s.showMerged},
		{"POST", "/api/v1/notifications/requests/accept", member, "write:notifications", s.answerRequests(true)},
		{"POST", "/api/v1/notifications/requests/dismiss", member, "write:notifications", s.answerRequests(false)},
		{"GET", "/api/v1/notifications/requests/{id:[0-9]+}", member, "read:notifications", s.showRequest},
		{"POST", "/api/v1/notifications/requests/{id:[0-9]+}/accept", member, "write:notifications", s.answerRequest(true)},
		{"POST", "/api/v1/notifications/requests/{id:[0-9]+}/dismiss", member, "write:notifications", s.answerRequest(false)},
		{"GET", "/api/v1/notifications/{id:[0-9]+}", member, "read:notifications", s.showNotification},
		{"POST", "/api/v1/notifications/clear", member, "write:notifications", s.clearNotifications},
		{"POST", "/api/v1/notifications/{id:[0-9]+}/dismiss", member, "write:notifications", s.dismissNotification},
		{"GET", "/api/v2/notifications", member, "read:notifications", s.listGroups},
		{"GET", "/api/v2/notifications/unread_count", member, "read:notifications", s.countGroups},
		{"GET", "/api/v2/notifications/{group}", member, "read:notifications", s.showGroup},
		{"GET", "/api/v2/notifications/{group}/accounts", member, "read:notifications", s.listGroupAccounts},
		{"POST", "/api/v2/notifications/{group}/dismiss", member, "write:notifications", s.dismissGroup},
		{"GET", "/api/v1/markers", member, "read:statuses", s.listMarkers},
		{"POST", "/api/v1/markers", member, "write:statuses", s.setMarkers},
	}
}

// noticeTypes are the client API's words for what happened.
var noticeTypes = community.ClientKinds()

// noticeKinds are the kinds of noticeTypes. What happens most often comes first: lists of
// them are looked through from the front.
var noticeKinds = slices.SortedFunc(maps.Keys(noticeTypes), func(a, b community.NotificationKind) int {
	often := []community.NotificationKind{community.NotifyMention, community.NotifyReply, community.NotifyFollow, community.NotifyAnnounce, community.NotifyLike}
	return cmp.Or(cmp.Compare(slices.Index(often, b), slices.Index(often, a)), cmp.Compare(a, b))
})

// noticeFilter reads types[], exclude_types[], account_id and include_filtered; none says
// that nothing is left.
func (c *call) noticeFilter() (f storage.NotificationFilter, none bool, err error) {
	wanted, unwanted := c.fields.list("types"), c.fields.list("exclude_types")
	for _, kind := range noticeKinds {
		word := noticeTypes[kind]
		if (len(wanted) == 0 || slices.Contains(wanted, word)) && !slices.Contains(unwanted, word) {
			f.Kinds = append(f.Kinds, kind)
		}
	}
	if f.Filtered, err = c.fields.flag("include_filtered", false); err != nil {
		return f, false, err
	}
	none = len(f.Kinds) == 0
	if text := c.fields.text("account_id"); text != "" {
		id, bad := community.ParseID[community.ActorID](text)
		f.Actor, none = id, none || bad != nil // nobody has such an id
	}
	return f, none, nil
}

// listNotifications is GET /api/v1/notifications.
func (s *API) listNotifications(c *call) (any, error) {
	page, err := c.page(noticePage)
	if err != nil {
		return nil, err
	}
	filter, none, err := c.noticeFilter()
	if err != nil || none {
		return empty, err
	}
	list, err := s.store.Notifications(c.Context(), c.me().ID, filter, page)
	if err != nil {
		return nil, err
	}
	ids := make([]int64, 0, len(list))
	for _, n := range list {
		ids = append(ids, int64(n.ID))
	}
	s.link(c, page, ids)
	return s.notifications(c, list)
}

// notifications turns them into what apps show. One about a post that the
// member, or this app, may not see is left out.
func (s *API) notifications(c *call, list []community.Notification) ([]Notification, error) {
	a, err := s.noticesAround(c, list)
	if err != nil {
		return nil, err
	}
	notices, grouped := make([]Notification, 0, len(list)), community.GroupedTypes()
	for _, n := range list {
		if !a.shows(n) {
			continue
		}
		who, _ := a.actor(n.Actor)
		notices = append(notices, Notification{ID: community.FormatID(n.ID), Type: noticeTypes[n.Kind], CreatedAt: date(n.Created),
			GroupKey: n.Group(grouped).String(), Account: s.account(c, who), Status: a.status(n), noticeExtras: a.extras(n)})
	}
	return notices, nil
}

// showNotification is GET /api/v1/notifications/{id}.
func (s *API) showNotification(c *call) (any, error) {
	id, err := community.ParseID[community.NotificationID](mux.Vars(c.Request)["id"])
	if err != nil {
		return nil, err
	}
	// One that waits to be let in is there for whoever knows of it.
	list, err := s.store.Notifications(c.Context(), c.me().ID, storage.NotificationFilter{Filtered: true},
		storage.Page{Max: int64(id) + 1, Since: int64(id) - 1, Limit: 1})
	if err != nil || len(list) == 0 {
		return nil, orNotFound(err)
	}
	notices, err := s.notifications(c, list)
	if err != nil || len(notices) == 0 {
		return nil, orNotFound(err)
	}
	return notices[0], nil
}

// countPage is how many unread notifications are counted.
var countPage = span{100, 1000}

// unread gives those of the newest that were not seen, as the lists would show them.
func (s *API) unread(c *call) ([]community.Notification, int, error) {
	page, err := c.page(countPage)
	if err != nil {
		return nil, 0, err
	}
	filter, none, err := c.noticeFilter()
	if err != nil || none {
		return nil, page.Limit, err
	}
	list, err := s.store.Notifications(c.Context(), c.me().ID, filter, storage.Page{Limit: storage.MostNotifications})
	if err != nil {
		return nil, 0, err
	}
	list = slices.DeleteFunc(list, func(n community.Notification) bool { return !n.Read.IsZero() })
	a, err := s.noticesAround(c, list)
	return slices.DeleteFunc(list, func(n community.Notification) bool { return !a.shows(n) }), page.Limit, err
}

// countNotifications is GET /api/v1/notifications/unread_count.
func (s *API) countNotifications(c *call) (any, error) {
	list, most, err := s.unread(c)
	return Count{min(len(list), most)}, err
}

// clearNotifications is POST /api/v1/notifications/clear.
func (s *API) clearNotifications(c *call) (any, error) {
	return struct{}{}, s.store.ClearNotifications(c.Context(), c.me().ID)
}

// dismissNotification is POST /api/v1/notifications/{id}/dismiss.
func (s *API) dismissNotification(c *call) (any, error) {
	id, err := community.ParseID[community.NotificationID](mux.Vars(c.Request)["id"])
	if err != nil {
		return nil, err
	}
	return struct{}{}, s.store.DismissNotification(c.Context(), c.me().ID, id)
}
