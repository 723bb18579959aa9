package mastodon

import (
	"errors"
	"net/http"
	"slices"
	"strings"

	"consilium/community"
	"consilium/storage"
	"consilium/web/door"
)

// maxQuery bounds what is searched for, in bytes.
const maxQuery = 500

// maxOffset bounds how much of what was found is skipped.
const maxOffset = 1000

// question is what a search looks for.
type question struct {
	text               string
	page               storage.Page
	offset             int
	resolve, following bool
}

func (c *call) question(of span) (question, error) {
	flags, err := c.fields.flags("resolve", "following", "exclude_unreviewed")
	if err != nil {
		return question{}, err
	}
	page, err := c.page(of)
	if err != nil {
		return question{}, err
	}
	offset, err := c.fields.number("offset", 0)
	q := question{strings.TrimSpace(c.fields.text("q")), page, int(min(offset, maxOffset)), flags["resolve"], flags["following"]}
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

// searchKinds are what a search may be narrowed to.
var searchKinds = []string{"accounts", "hashtags", "statuses"}

// search is GET /api/v2/search: people by name or handle, hashtags by their beginning,
// posts by their words, and anything elsewhere by its handle or address. A visitor neither
// finds posts nor has anything looked for elsewhere.
func (s *API) search(c *call) (any, error) {
	found := Search{Accounts: []Account{}, Statuses: []Status{}, Hashtags: []Tag{}}
	q, err := c.question(statusPage)
	if err != nil {
		return nil, err
	}
	kind := c.fields.text("type")
	switch {
	case kind == "": // what is skipped is skipped of one kind
		q.offset = 0
	case !slices.Contains(searchKinds, kind):
		return nil, invalid("type", "api.search_type")
	}
	if c.me().ID == 0 && (q.resolve || q.offset > 0) {
		return nil, refuse(http.StatusUnauthorized, "api.member_needed")
	}
	wants := func(one string) bool { return kind == "" || kind == one }
	actors, post, err := s.find(c, q)
	if err != nil {
		return nil, err
	}
	if wants("accounts") {
		found.Accounts = s.accounts(c, actors)
	}
	if wants("statuses") {
		if found.Statuses, err = s.searchStatuses(c, q, post); err != nil {
			return nil, err
		}
	}
	if !q.address() && wants("hashtags") {
		found.Hashtags, err = s.searchTags(c, q)
	}
	return found, err
}

// searchStatuses gives the post that was named by its address, else those that hold the
// words.
func (s *API) searchStatuses(c *call, q question, named *community.Post) ([]Status, error) {
	var posts []community.Post
	switch {
	case named != nil && q.offset == 0:
		posts = []community.Post{*named}
	case named == nil && !q.address():
		var err error
		if posts, err = s.searchPosts(c, q); err != nil {
			return nil, err
		}
	}
	list := make([]shown, 0, len(posts))
	for _, p := range posts {
		list = append(list, shown{post: p})
	}
	return s.statuses(c, list)
}

// searchPosts reads on page by page until what is to be skipped is.
func (s *API) searchPosts(c *call, q question) ([]community.Post, error) {
	wanted := storage.PostQuery{PostSearch: community.ParseSearch(q.text, door.Zone(c.bearer.User))}
	if text := c.fields.text("account_id"); text != "" {
		id, err := community.ParseID[community.ActorID](text)
		if err != nil { // nobody's
			return nil, nil
		}
		wanted.Author = id
	}
	var posts []community.Post
	for next, skip := q.page, q.offset; ; {
		next.Limit = min(skip+q.page.Limit, storage.MaxPage)
		read, err := s.store.SearchPosts(c.Context(), c.viewer, wanted, next)
		if err != nil {
			return nil, err
		}
		posts = append(posts, read[min(skip, len(read)):]...)
		skip -= min(skip, len(read))
		if len(read) < next.Limit || len(posts) >= q.page.Limit {
			return posts[:min(len(posts), q.page.Limit)], nil
		}
		next = onFrom(next, read)
	}
}

// onFrom is the page behind what was read.
func onFrom(p storage.Page, read []community.Post) storage.Page {
	if p.Min > 0 {
		p.Min = int64(read[0].ID)
	} else {
		p.Max = int64(read[len(read)-1].ID)
	}
	return p
}

// find looks for people, and for what is named exactly.
func (s *API) find(c *call, q question) ([]community.Actor, *community.Post, error) {
	named, post, err := s.findExact(c, q)
	if err != nil || post != nil || q.address() {
		return named, post, err
	}
	wanted := storage.ActorSearch{Query: q.text, Limit: q.offset + q.page.Limit, Viewer: c.viewer.Actor, OnlyFollowing: q.following}
	known, err := s.store.SearchActors(c.Context(), wanted)
	for _, a := range known {
		if len(named) == 0 || named[0].ID != a.ID {
			named = append(named, a)
		}
	}
	named = named[min(q.offset, len(named)):]
	return named[:min(len(named), q.page.Limit)], nil, err
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
	names, err := s.store.SearchTags(c.Context(), q.text, q.offset+q.page.Limit)
	if err != nil {
		return nil, err
	}
	return s.hashtags(c, names[min(q.offset, len(names)):])
}
