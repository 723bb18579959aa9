package web

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"

	"consilium/community"
	"consilium/storage"
	"consilium/web/door"
	"consilium/web/page"
)

// Bounds of a search: the words, in bytes, and how many people are listed.
const (
	maxQuery    = 500
	foundPeople = 20
)

// showSearch is GET /search: people by name or handle, posts and cases by their words, and
// anything elsewhere by its handle or address.
func (s *Web) showSearch(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	query := strings.TrimSpace(community.CleanText(r.URL.Query().Get("q")))
	if len(query) > maxQuery {
		query = strings.ToValidUTF8(query[:maxQuery], "")
	}
	view := page.Search{Query: query, Asked: query != ""}
	if tag := community.NormalizeTag(query); strings.HasPrefix(query, "#") && tag != "" {
		http.Redirect(w, r, tagPath(tag), http.StatusSeeOther)
		return nil
	}
	if view.Asked {
		if err := s.search(r, v, &view); err != nil {
			return err
		}
	}
	return s.door.Show(w, r, v, door.Sheet{View: view})
}

// search looks for people and posts; behind its first page there are only posts.
func (s *Web) search(r *http.Request, v door.Visitor, view *page.Search) error {
	asked := door.ListPage(r)
	if asked.Max == 0 && asked.Min == 0 {
		named, err := s.searchPeople(r.Context(), v, view)
		if err != nil || named {
			return err
		}
	}
	q := storage.PostQuery{PostSearch: community.ParseSearch(view.Query, door.Zone(v.Person.User))}
	posts, err := s.store.SearchPosts(r.Context(), v.Viewer(), q, asked)
	if err != nil {
		return err
	}
	list, ids := make([]shown, 0, len(posts)), make([]int64, 0, len(posts))
	for _, p := range posts {
		list, ids = append(list, shown{post: p}), append(ids, int64(p.ID))
	}
	view.Pages = door.ListLinks(r, asked, ids)
	view.Posts, err = s.views(r.Context(), v, list)
	return err
}

// searchPeople looks for people, and for what is named exactly; named says that it was a
// post.
func (s *Web) searchPeople(ctx context.Context, v door.Visitor, view *page.Search) (named bool, err error) {
	people, post, err := s.resolve(ctx, v, view)
	if err != nil {
		return false, err
	}
	known, err := s.store.SearchActors(ctx, storage.ActorSearch{Query: view.Query, Limit: foundPeople, Viewer: v.Person.Actor.ID})
	if err != nil {
		return false, err
	}
	for _, a := range known {
		if len(people) == 0 || people[0].ID != a.ID {
			people = append(people, a)
		}
	}
	if view.People, err = s.cards(ctx, v, people); err != nil || post == nil {
		return false, err
	}
	view.Posts, err = s.views(ctx, v, []shown{{post: *post}})
	return true, err
}

// resolve looks elsewhere for what was named exactly: a handle with a server,
// or an address. What was found is judged like everything else.
func (s *Web) resolve(ctx context.Context, v door.Visitor, view *page.Search) ([]community.Actor, *community.Post, error) {
	host, exact := s.named(view.Query)
	if !exact || s.Resolver == nil {
		return nil, nil, nil
	}
	ctx, cancel := context.WithTimeout(ctx, door.LookupTime)
	defer cancel()
	a, p, err := s.Resolver.Resolve(ctx, view.Query)
	switch {
	case errors.Is(err, community.ErrUnavailable) || errors.Is(err, context.DeadlineExceeded):
		view.Unreachable = host
		return nil, nil, nil
	case door.Elsewhere(err):
		return nil, nil, nil
	case err != nil:
		return nil, nil, err
	case p == nil && (!a.Active() || isSomebody(a) != nil):
		return nil, nil, nil
	case p == nil:
		shut, err := s.store.ShutOut(ctx, a)
		if err != nil || shut { // S-ORG-12
			return nil, nil, err
		}
		return []community.Actor{a}, nil, nil
	}
	seen, err := s.store.VisiblePost(ctx, v.Viewer(), p.ID)
	if errors.Is(err, community.ErrNotFound) {
		return nil, nil, nil
	}
	return nil, &seen, err
}

// named says whether a query is a handle with a server or an address, and whose.
func (s *Web) named(query string) (host string, exact bool) {
	if strings.HasPrefix(query, "https://") || strings.HasPrefix(query, "http://") {
		u, err := url.Parse(query)
		if err != nil {
			return "", false
		}
		return u.Host, u.Host != ""
	}
	h, err := community.ParseHandle(query, s.store.Domain())
	return h.Host(), err == nil && h.Host() != ""
}
