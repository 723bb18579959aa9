package mastodon

import (
	"github.com/gorilla/mux"

	"consilium/community"
)

// mostListed is how many people are put on a list, or taken off it, at once.
const mostListed = 400

func (s *API) listEndpoints() []endpoint {
	return []endpoint{
		{"GET", "/api/v1/lists", member, "read:lists", s.listLists},
		{"POST", "/api/v1/lists", member, "write:lists", s.createList},
		{"GET", "/api/v1/lists/{id:[0-9]+}", member, "read:lists", s.showList},
		{"PUT", "/api/v1/lists/{id:[0-9]+}", member, "write:lists", s.updateList},
		{"DELETE", "/api/v1/lists/{id:[0-9]+}", member, "write:lists", s.deleteList},
		{"GET", "/api/v1/lists/{id:[0-9]+}/accounts", member, "read:lists", s.listMembers},
		{"POST", "/api/v1/lists/{id:[0-9]+}/accounts", member, "write:lists", s.addMembers},
		{"DELETE", "/api/v1/lists/{id:[0-9]+}/accounts", member, "write:lists", s.removeMembers},
		{"GET", "/api/v1/accounts/{id:[0-9]+}/lists", member, "read:lists", s.listListsWith},
		{"GET", "/api/v1/timelines/list/{id:[0-9]+}", member, "read:lists", s.listOfList},
	}
}

func convertList(l community.List) List {
	return List{ID: community.FormatID(l.ID), Title: l.Title, RepliesPolicy: string(l.Replies), Exclusive: l.Exclusive}
}

func convertLists(lists []community.List) []List {
	list := make([]List, 0, len(lists))
	for _, l := range lists {
		list = append(list, convertList(l))
	}
	return list
}

// ownList is the member's own list that {id} names; any other is not there (S-PRIV-5).
func (s *API) ownList(c *call) (community.List, error) {
	id, err := community.ParseID[community.ListID](mux.Vars(c.Request)["id"])
	if err != nil {
		return community.List{}, err
	}
	return s.store.List(c.Context(), c.me().ID, id)
}

// listLists is GET /api/v1/lists.
func (s *API) listLists(c *call) (any, error) {
	lists, err := s.store.Lists(c.Context(), c.me().ID)
	return convertLists(lists), err
}

// listListsWith is GET /api/v1/accounts/{id}/lists: those of the member's lists on which
// the account is.
func (s *API) listListsWith(c *call) (any, error) {
	other, err := s.somebody(c)
	if err != nil {
		return nil, err
	}
	lists, err := s.store.ListsWith(c.Context(), c.me().ID, other.ID)
	return convertLists(lists), err
}

// showList is GET /api/v1/lists/{id}.
func (s *API) showList(c *call) (any, error) {
	l, err := s.ownList(c)
	return convertList(l), err
}

// createList is POST /api/v1/lists, updateList PUT /api/v1/lists/{id}, where what is
// not sent stays as it is.
func (s *API) createList(c *call) (any, error) {
	return s.keepList(c, community.List{Owner: c.me().ID})
}

func (s *API) updateList(c *call) (any, error) {
	l, err := s.ownList(c)
	if err != nil {
		return nil, err
	}
	return s.keepList(c, l)
}

func (s *API) keepList(c *call, l community.List) (any, error) {
	if c.fields.Has("title") || l.ID == 0 {
		l.Title = c.fields.text("title")
	}
	if policy := c.fields.text("replies_policy"); policy != "" {
		l.Replies = community.ListReplies(policy)
	}
	var err error
	if l.Exclusive, err = c.fields.flag("exclusive", l.Exclusive); err != nil {
		return nil, err
	}
	if l, err = community.CheckList(l); err != nil {
		return nil, err
	}
	l, err = s.store.SaveList(c.Context(), l)
	return convertList(l), err
}

// deleteList is DELETE /api/v1/lists/{id}.
func (s *API) deleteList(c *call) (any, error) {
	id, err := community.ParseID[community.ListID](mux.Vars(c.Request)["id"])
	if err != nil {
		return nil, err
	}
	return struct{}{}, s.store.RemoveList(c.Context(), c.me().ID, id)
}

// listMembers is GET /api/v1/lists/{id}/accounts; limit=0 asks for all of them.
func (s *API) listMembers(c *call) (any, error) {
	l, err := s.ownList(c)
	if err != nil {
		return nil, err
	}
	if c.fields.text("limit") == "0" {
		all, err := s.store.AllListMembers(c.Context(), l.Owner, l.ID)
		return s.accounts(c, all), err
	}
	page, err := c.page(accountPage)
	if err != nil {
		return nil, err
	}
	actors, err := s.store.ListMembers(c.Context(), l.Owner, l.ID, page)
	if err != nil {
		return nil, err
	}
	s.link(c, page, actorNumbers(actors))
	return s.accounts(c, actors), nil
}

// addMembers is POST /api/v1/lists/{id}/accounts.
func (s *API) addMembers(c *call) (any, error) {
	l, err := s.ownList(c)
	if err != nil {
		return nil, err
	}
	people, err := idsOf[community.ActorID](c.fields, "account_ids", mostListed)
	if err != nil {
		return nil, err
	}
	if len(people) < len(c.fields.list("account_ids")) { // one twice, or one that is no id
		return nil, invalid("account_ids", "list.already")
	}
	return struct{}{}, s.store.AddToList(c.Context(), l.Owner, l.ID, people)
}

// removeMembers is DELETE /api/v1/lists/{id}/accounts.
func (s *API) removeMembers(c *call) (any, error) {
	l, err := s.ownList(c)
	if err != nil {
		return nil, err
	}
	people, err := idsOf[community.ActorID](c.fields, "account_ids", mostListed)
	if err != nil {
		return nil, err
	}
	return struct{}{}, s.store.RemoveFromList(c.Context(), l.Owner, l.ID, people)
}

// listOfList is GET /api/v1/timelines/list/{id}.
func (s *API) listOfList(c *call) (any, error) {
	l, err := s.ownList(c)
	if err != nil {
		return nil, err
	}
	page, err := c.page(statusPage)
	if err != nil {
		return nil, err
	}
	lines, scene, err := s.store.ListScene(c.Context(), c.viewer, l, page)
	if err != nil {
		return nil, err
	}
	return s.listedOn(c, scene, page, lines)
}
