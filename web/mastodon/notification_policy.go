package mastodon

import (
	"slices"
	"strconv"

	"github.com/gorilla/mux"

	"consilium/community"
	"consilium/storage"
)

// requestPage is how many requests are listed.
var requestPage = span{40, 80}

// mostAnswered bounds how many requests are answered at once.
const mostAnswered = 80

// showPolicy is GET /api/v2/notifications/policy.
func (s *API) showPolicy(c *call) (any, error) {
	p, err := s.store.NoticePolicy(c.Context(), c.me().ID)
	if err != nil {
		return nil, err
	}
	summary, err := s.policySummary(c)
	return NotificationPolicy{ForNotFollowing: string(p.NotFollowing), ForNotFollowers: string(p.NotFollowers), ForNewAccounts: string(p.NewAccounts),
		ForPrivateMentions: string(p.PrivateMentions()), ForLimitedAccounts: string(p.LimitedAccounts), Summary: summary}, err
}

// requests are those of whoever asks, as far as the token may know of them (decision 9).
func (c *call) requests() storage.RequestsFor {
	return storage.RequestsFor{Owner: c.me().ID, Open: !c.viewer.ReadsCases}
}

func (s *API) policySummary(c *call) (PolicySummary, error) {
	var sum PolicySummary
	var err error
	if sum.PendingRequests, err = s.store.CountMessageRequests(c.Context(), c.requests()); err != nil {
		return sum, err
	}
	sum.PendingNotifications, err = s.store.CountFiltered(c.Context(), c.requests())
	return sum, err
}

// setPolicy is PATCH /api/v2/notifications/policy: what is not named stays as it is.
func (s *API) setPolicy(c *call) (any, error) {
	p, err := s.store.NoticePolicy(c.Context(), c.me().ID)
	if err != nil {
		return nil, err
	}
	for name, place := range map[string]*community.NoticeVerdict{"for_not_following": &p.NotFollowing, "for_not_followers": &p.NotFollowers,
		"for_new_accounts": &p.NewAccounts, "for_limited_accounts": &p.LimitedAccounts} {
		if v := c.fields.text(name); v != "" {
			*place = community.NoticeVerdict(v)
		}
	}
	if v := c.fields.text("for_private_mentions"); v != "" {
		if !slices.Contains(community.NoticeVerdicts(), community.NoticeVerdict(v)) {
			return nil, invalid("for_private_mentions", "api.choice")
		}
		p = p.WithPrivateMentions(community.NoticeVerdict(v))
	}
	return s.keepPolicy(c, p, s.showPolicy)
}

func (s *API) keepPolicy(c *call, p community.NoticePolicy, show answer) (any, error) {
	if err := community.CheckNoticePolicy(p); err != nil {
		return nil, err
	}
	if err := s.store.SetNoticePolicy(c.Context(), c.me().ID, p); err != nil {
		return nil, err
	}
	return show(c)
}

// showOldPolicy is GET /api/v1/notifications/policy, which knew only yes and no.
func (s *API) showOldPolicy(c *call) (any, error) {
	p, err := s.store.NoticePolicy(c.Context(), c.me().ID)
	if err != nil {
		return nil, err
	}
	summary, err := s.policySummary(c)
	kept := func(v community.NoticeVerdict) bool { return v != community.NoticeAccepted }
	return OldNotificationPolicy{kept(p.NotFollowing), kept(p.NotFollowers), kept(p.NewAccounts), kept(p.PrivateMentions()), summary}, err
}

// setOldPolicy is PUT /api/v1/notifications/policy.
func (s *API) setOldPolicy(c *call) (any, error) {
	p, err := s.store.NoticePolicy(c.Context(), c.me().ID)
	if err != nil {
		return nil, err
	}
	private := p.PrivateMentions()
	for name, place := range map[string]*community.NoticeVerdict{"filter_not_following": &p.NotFollowing, "filter_not_followers": &p.NotFollowers,
		"filter_new_accounts": &p.NewAccounts, "filter_private_mentions": &private} {
		if filters, err := c.fields.flag(name, *place != community.NoticeAccepted); err != nil {
			return nil, err
		} else if !filters {
			*place = community.NoticeAccepted
		} else if *place == community.NoticeAccepted {
			*place = community.NoticeFiltered
		}
	}
	return s.keepPolicy(c, p.WithPrivateMentions(private), s.showOldPolicy)
}

// listRequests is GET /api/v1/notifications/requests.
func (s *API) listRequests(c *call) (any, error) {
	page, err := c.page(requestPage)
	if err != nil {
		return nil, err
	}
	list, err := s.store.MessageRequestPage(c.Context(), c.requests(), page)
	if err != nil {
		return nil, err
	}
	ids := make([]int64, 0, len(list))
	for _, q := range list {
		ids = append(ids, q.ID)
	}
	s.link(c, page, ids)
	return s.requests(c, list)
}

// requests turns them into what apps show. The words of a post that whoever asks may not
// read stay away.
func (s *API) requests(c *call, list []storage.MessageRequest) ([]NotificationRequest, error) {
	about := make([]community.Notification, 0, len(list))
	for _, q := range list {
		about = append(about, community.Notification{Kind: community.NotifyMention, Actor: q.Sender, Post: q.Post})
	}
	a, err := s.noticesAround(c, about)
	if err != nil {
		return nil, err
	}
	out := make([]NotificationRequest, 0, len(list))
	for _, q := range list {
		if who, known := a.actor(q.Sender); known {
			out = append(out, NotificationRequest{ID: strconv.FormatInt(q.ID, 10), CreatedAt: date(q.Created), UpdatedAt: date(q.Updated),
				Count: strconv.Itoa(q.Count), Account: s.account(c, who), LastStatus: a.byPost[q.Post]})
		}
	}
	return out, nil
}

// showRequest is GET /api/v1/notifications/requests/{id}.
func (s *API) showRequest(c *call) (any, error) {
	id, err := community.ParseID[community.NotificationID](mux.Vars(c.Request)["id"])
	if err != nil {
		return nil, err
	}
	q, err := s.store.MessageRequest(c.Context(), c.requests(), int64(id))
	if err != nil {
		return nil, err
	}
	list, err := s.requests(c, []storage.MessageRequest{q})
	if err != nil || len(list) == 0 {
		return nil, orNotFound(err)
	}
	return list[0], nil
}

// answerRequest is POST /api/v1/notifications/requests/{id}/accept and …/dismiss.
func (s *API) answerRequest(accept bool) answer {
	return func(c *call) (any, error) {
		id, err := community.ParseID[community.NotificationID](mux.Vars(c.Request)["id"])
		if err != nil {
			return nil, err
		}
		return struct{}{}, s.store.AnswerMessageRequests(c.Context(), c.me().ID, []int64{int64(id)}, accept)
	}
}

// answerRequests is POST /api/v1/notifications/requests/accept and …/dismiss: all that
// are named, or none.
func (s *API) answerRequests(accept bool) answer {
	return func(c *call) (any, error) {
		named := c.fields.list("id")
		ids, err := idsOf[community.NotificationID](c.fields, "id", mostAnswered)
		if err != nil {
			return nil, err
		}
		numbers := make([]int64, 0, len(ids))
		for _, id := range ids {
			numbers = append(numbers, int64(id))
		}
		if len(named) > 0 && len(ids) == 0 {
			return nil, community.ErrNotFound
		}
		return struct{}{}, s.store.AnswerMessageRequests(c.Context(), c.me().ID, numbers, accept)
	}
}

// merged says that what was let in is in the lists.
type merged struct {
	Merged bool `json:"merged"`
}

// showMerged is GET /api/v1/notifications/requests/merged: letting in is one transaction
// here, so that it is done when the app hears of it.
func (s *API) showMerged(*call) (any, error) { return merged{true}, nil }
