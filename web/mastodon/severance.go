package mastodon

import (
	"strconv"

	"github.com/gorilla/mux"

	"consilium/community"
	"consilium/storage"
)

// What members lost when a server was shut out has no address in Mastodon's API, only an
// entity in notifications: these addresses are ours.
func (s *API) severanceEndpoints() []endpoint {
	return []endpoint{
		{"GET", "/api/v1/severed_relationships", member, "read:follows", s.listSeverances},
		{"GET", "/api/v1/severed_relationships/{id:[0-9]+}/followers", member, "read:follows", s.listSevered(true)},
		{"GET", "/api/v1/severed_relationships/{id:[0-9]+}/following", member, "read:follows", s.listSevered(false)},
	}
}

// RelationshipSeveranceEvent is one event by which the member lost follows. Its types
// are the words of storage.
type RelationshipSeveranceEvent struct {
	ID             string `json:"id"`
	Type           string `json:"type"`
	Purged         bool   `json:"purged"`
	TargetName     string `json:"target_name"`
	FollowersCount int    `json:"followers_count"`
	FollowingCount int    `json:"following_count"`
	CreatedAt      string `json:"created_at"`
}

// SeveredAccount is somebody of one event, by name: the account itself may be gone.
type SeveredAccount struct {
	Acct           string `json:"acct"`
	ShowingReblogs bool   `json:"showing_reblogs"`
}

func severanceEvent(e storage.Severance) RelationshipSeveranceEvent {
	return RelationshipSeveranceEvent{ID: strconv.FormatInt(e.ID, 10), Type: e.Kind, TargetName: e.Target, FollowersCount: e.Followers,
		FollowingCount: e.Following, CreatedAt: date(e.Created)}
}

// listSeverances is GET /api/v1/severed_relationships.
func (s *API) listSeverances(c *call) (any, error) {
	page, err := c.page(accountPage)
	if err != nil {
		return nil, err
	}
	events, err := s.store.Severances(c.Context(), c.me().ID, page)
	if err != nil {
		return nil, err
	}
	list, ids := make([]RelationshipSeveranceEvent, 0, len(events)), make([]int64, 0, len(events))
	for _, e := range events {
		list, ids = append(list, severanceEvent(e)), append(ids, e.ID)
	}
	s.link(c, page, ids)
	return list, nil
}

// listSevered is GET /api/v1/severed_relationships/{id}/followers and /following: those
// whom the member lost.
func (s *API) listSevered(followers bool) answer {
	return func(c *call) (any, error) {
		id, err := strconv.ParseInt(mux.Vars(c.Request)["id"], 10, 64)
		if err != nil {
			return nil, community.ErrNotFound
		}
		contacts, err := s.store.SeveredContacts(c.Context(), c.me().ID, id, followers)
		if err != nil {
			return nil, err
		}
		list := make([]SeveredAccount, 0, len(contacts))
		for _, contact := range contacts {
			list = append(list, SeveredAccount{contact.Handle.String(), !contact.HidesAnnounces})
		}
		return list, nil
	}
}
