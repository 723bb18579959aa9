package mastodon

import (
	"consilium/community"
	"consilium/storage"
)

func (s *API) suggestionEndpoints() []endpoint {
	return []endpoint{
		{"GET", "/api/v1/suggestions", member, "read:accounts", s.listOldSuggestions},
		{"GET", "/api/v2/suggestions", member, "read:accounts", s.listSuggestions},
		{"DELETE", "/api/v1/suggestions/{id:[0-9]+}", member, "write:accounts", s.dismissSuggestion},
		{"GET", "/api/v1/directory", anyone, "read:accounts", s.listDirectory},
	}
}

// Mastodon's words for why somebody is suggested, and its older ones. It has none for
// "of the same specialty".
var (
	suggestionSources = map[string]string{storage.SuggestedByFriends: "friends_of_friends", storage.SuggestedBySpecialty: "similar_to_recently_followed"}
	oldSources        = map[string]string{storage.SuggestedByFriends: "past_interactions", storage.SuggestedBySpecialty: "global"}
)

func (s *API) suggestions(c *call) ([]Suggestion, error) {
	page, err := c.page(accountPage)
	if err != nil {
		return nil, err
	}
	found, err := s.store.Suggestions(c.Context(), c.me(), page.Limit)
	if err != nil {
		return nil, err
	}
	actors := make([]community.Actor, 0, len(found))
	for _, f := range found {
		actors = append(actors, f.Actor)
	}
	accounts := s.accounts(c, actors)
	list := make([]Suggestion, 0, len(found))
	for i, f := range found {
		one := Suggestion{Source: oldSources[f.Reasons[0]], Account: accounts[i]}
		for _, reason := range f.Reasons {
			one.Sources = append(one.Sources, suggestionSources[reason])
		}
		list = append(list, one)
	}
	return list, nil
}

// listSuggestions is GET /api/v2/suggestions.
func (s *API) listSuggestions(c *call) (any, error) { return s.suggestions(c) }

// listOldSuggestions is GET /api/v1/suggestions: the accounts alone.
func (s *API) listOldSuggestions(c *call) (any, error) {
	list, err := s.suggestions(c)
	accounts := make([]Account, 0, len(list))
	for _, one := range list {
		accounts = append(accounts, one.Account)
	}
	return accounts, err
}

// dismissSuggestion is DELETE /api/v1/suggestions/{id}.
func (s *API) dismissSuggestion(c *call) (any, error) {
	a, err := s.somebody(c)
	if err != nil {
		return nil, err
	}
	return struct{}{}, s.store.DismissSuggestion(c.Context(), c.me().ID, a.ID)
}

// mostSkipped bounds how far one leafs through the directory.
const mostSkipped = 10_000

// listDirectory is GET /api/v1/directory: people who agreed to be found. Visitors are
// shown members only.
func (s *API) listDirectory(c *call) (any, error) {
	page, err := c.page(accountPage)
	if err != nil {
		return nil, err
	}
	f := storage.PeopleFilter{Viewer: c.viewer.Actor, Limit: page.Limit}
	if f.Local, err = c.fields.flag("local", false); err != nil {
		return nil, err
	}
	f.Local = f.Local || c.viewer.Actor == 0
	switch c.fields.text("order") {
	case "", "active":
	case "new":
		f.New = true
	default:
		return nil, invalid("order", "api.choice")
	}
	skip, err := c.fields.number("offset", 0)
	if err != nil {
		return nil, err
	}
	if skip > mostSkipped {
		return []Account{}, nil
	}
	f.Skip = int(skip)
	actors, err := s.store.People(c.Context(), f)
	if err != nil {
		return nil, err
	}
	return s.accounts(c, actors), nil
}
