package mastodon

import (
	"errors"
	"strings"

	"consilium/community"
	"consilium/storage"
)

// maxQuery bounds what is searched for, in bytes.
const maxQuery = 500

// question is what a search looks for.
type question struct {
	text               string
	limit              int
	resolve, following bool
}

func (c *call) question(of span) (question, error) {
	flags, err := c.fields.flags("resolve", "following")
	if err != nil {
		return question{}, err
	}
	page, err := c.page(of)
	q := question{strings.TrimSpace(c.fields.text("q")), page.Limit, flags["resolve"], flags["following"]}
	if err == nil && (q.text == "" || len(q.text) > maxQuery) {
		err = invalid("q", "api.query")
	}
	return q, err
}

// exact says that the query names one thing on one server.
func (q question) exact(s *API) bool {
	if q.address() {
		return true
	}
	h, err := community.ParseHandle(q.text, s.store.Domain())
	return err == nil && h.Host() != ""
}

func (q question) address() bool {
	return strings.HasPrefix(q.text, "https://") || strings.HasPrefix(q.text, "http://")
}

// searchAccounts is GET /api/v1/accounts/search.
func (s *API) searchAccounts(c *call) (any, error) {
	q, err := c.question(accountPage)
	if err != nil {
		return nil, err
	}
	actors, _, err := s.find(c, q)
	if err != nil {
		return nil, err
	}
	return s.accounts(c, actors), nil
}

// search is GET /api/v2/search: people by name or handle, hashtags by their
// beginning, and anything elsewhere by its handle or address.
func (s *API) search(c *call) (any, error) {
	q, err := c.question(statusPage)
	if err != nil {
		return nil, err
	}
	kind, found := c.fields.text("type"), Search{Accounts: []Account{}, Statuses: []Status{}, Hashtags: []Tag{}}
	offset, err := c.fields.number("offset", 0)
	if err != nil || offset > 0 { // everything found is on the first page
		return found, err
	}
	actors, post, err := s.find(c, q)
	if err != nil {
		return nil, err
	}
	if kind == "" || kind == "accounts" {
		found.Accounts = s.accounts(c, actors)
	}
	if post != nil && (kind == "" || kind == "statuses") {
		if found.Statuses, err = s.statuses(c, []shown{{post: *post}}); err != nil {
			return nil, err
		}
	}
	if !q.address() && (kind == "" || kind == "hashtags") {
		found.Hashtags, err = s.searchTags(c, q)
	}
	return found, err
}

// find looks for people, and for what is named exactly.
func (s *API) find(c *call, q question) ([]community.Actor, *community.Post, error) {
	named, post, err := s.findExact(c, q)
	if err != nil || post != nil || q.address() {
		return named, post, err
	}
	known, err := s.store.SearchActors(c.Context(), storage.ActorSearch{Query: q.text, Limit: q.limit, Viewer: c.viewer.Actor, OnlyFollowing: q.following})
	for _, a := range known {
		if len(named) == 0 || named[0].ID != a.ID {
			named = append(named, a)
		}
	}
	return named[:min(len(named), q.limit)], nil, err
}

// findExact looks at the address of a post here, and elsewhere only when asked
// to. What was found is judged like everything else.
func (s *API) findExact(c *call, q question) ([]community.Actor, *community.Post, error) {
	if iri, err := community.ParseIRI(q.text); err == nil {
		p, err := s.store.VisiblePostByIRI(c.Context(), c.viewer, iri)
		if err == nil {
			return nil, &p, nil
		}
		if !errors.Is(err, community.ErrNotFound) {
			return nil, nil, err
		}
	}
	if !q.resolve || !q.exact(s) {
		return nil, nil, nil
	}
	a, p, err := s.resolve(c.Context(), q.text)
	switch {
	case err != nil:
		return nil, nil, err
	case p == nil && (a.ID == 0 || !a.Active() || isSomebody(a) != nil):
		return nil, nil, nil
	case p == nil:
		return []community.Actor{a}, nil, nil
	}
	seen, err := s.store.VisiblePost(c.Context(), c.viewer, p.ID)
	if errors.Is(err, community.ErrNotFound) {
		return nil, nil, nil
	}
	return nil, &seen, err
}

func (s *API) searchTags(c *call, q question) ([]Tag, error) {
	names, err := s.store.SearchTags(c.Context(), q.text, q.limit)
	tags := make([]Tag, 0, len(names))
	for _, name := range names {
		tags = append(tags, Tag{ID: name, Name: name, URL: s.tagURL(name), History: empty})
	}
	return tags, err
}
