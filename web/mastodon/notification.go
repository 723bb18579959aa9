package mastodon

import (
	"slices"

	"github.com/gorilla/mux"

	"consilium/community"
	"consilium/storage"
)

// noticeTypes are Mastodon's words for what happened. That a case was solved or
// an answer accepted is the update of a post there. What staff must decide on is
// at the desk and not in the client API.
var noticeTypes = map[community.NotificationKind]string{
	community.NotifyMention: "mention", community.NotifyReply: "mention", community.NotifyFollow: "follow",
	community.NotifyFollowRequest: "follow_request", community.NotifyLike: "favourite", community.NotifyAnnounce: "reblog",
	community.NotifyUpdate: "update", community.NotifyAccepted: "update", community.NotifySolved: "update", community.NotifyOutcome: "update",
	community.NotifyQuestion: "poll", community.NotifyQuote: "quote", community.NotifyQuotedUpdate: "quoted_update",
}

// noticeFilter reads types[] and exclude_types[]; none says that nothing is left.
func (c *call) noticeFilter() (f storage.NotificationFilter, none bool) {
	wanted, unwanted := c.fields.list("types"), c.fields.list("exclude_types")
	for kind, word := range noticeTypes {
		if (len(wanted) == 0 || slices.Contains(wanted, word)) && !slices.Contains(unwanted, word) {
			f.Kinds = append(f.Kinds, kind)
		}
	}
	return f, len(f.Kinds) == 0
}

// listNotifications is GET /api/v1/notifications.
func (s *API) listNotifications(c *call) (any, error) {
	page, err := c.page(noticePage)
	if err != nil {
		return nil, err
	}
	filter, none := c.noticeFilter()
	if none {
		return empty, nil
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
	var about []community.PostID
	var who []community.ActorID
	for _, n := range list {
		who = append(who, n.Actor)
		if n.Post != 0 {
			about = append(about, n.Post)
		}
	}
	posts, err := s.visiblePosts(c, about)
	if err != nil {
		return nil, err
	}
	visible := make([]community.Post, 0, len(posts))
	for _, p := range posts {
		visible = append(visible, p)
	}
	statuses, err := s.statuses(c, asShown(visible))
	if err != nil {
		return nil, err
	}
	byID := make(map[string]*Status, len(statuses))
	for i := range statuses {
		byID[statuses[i].ID] = &statuses[i]
	}
	actors, err := s.store.Actors(c.Context(), who)
	if err != nil {
		return nil, err
	}
	notices := make([]Notification, 0, len(list))
	for _, n := range list {
		status := byID[community.FormatID(n.Post)]
		if n.Post != 0 && status == nil {
			continue
		}
		id := community.FormatID(n.ID)
		notices = append(notices, Notification{ID: id, Type: noticeTypes[n.Kind], CreatedAt: date(n.Created), GroupKey: "ungrouped-" + id,
			Account: s.account(c, actors[n.Actor]), Status: status})
	}
	return notices, nil
}

// showNotification is GET /api/v1/notifications/{id}.
func (s *API) showNotification(c *call) (any, error) {
	id, err := community.ParseID[community.NotificationID](mux.Vars(c.Request)["id"])
	if err != nil {
		return nil, err
	}
	filter, _ := c.noticeFilter()
	list, err := s.store.Notifications(c.Context(), c.me().ID, filter, storage.Page{Max: int64(id) + 1, Limit: 1})
	if err != nil || len(list) == 0 || list[0].ID != id {
		return nil, orNotFound(err)
	}
	notices, err := s.notifications(c, list)
	if err != nil || len(notices) == 0 {
		return nil, orNotFound(err)
	}
	return notices[0], nil
}

// countNotifications is GET /api/v1/notifications/unread_count: those of the
// newest that were not seen, as listNotifications would show them.
func (s *API) countNotifications(c *call) (any, error) {
	page, err := c.page(span{storage.MaxPage, storage.MaxPage})
	if err != nil {
		return nil, err
	}
	filter, none := c.noticeFilter()
	if none {
		return Count{}, nil
	}
	list, err := s.store.Notifications(c.Context(), c.me().ID, filter, page)
	if err != nil {
		return nil, err
	}
	list = slices.DeleteFunc(list, func(n community.Notification) bool { return !n.Read.IsZero() })
	unread, err := s.notifications(c, list)
	return Count{len(unread)}, err
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
