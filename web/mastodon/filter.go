package mastodon

import (
	"slices"
	"strconv"
	"time"

	"github.com/gorilla/mux"

	"consilium/community"
)

// filterEndpoints are what a member does not want to read.
func (s *API) filterEndpoints() []endpoint {
	const one, words, posts = "/api/v2/filters/{id:[0-9]+}", "/api/v2/filters/keywords/{id:[0-9]+}", "/api/v2/filters/statuses/{id:[0-9]+}"
	const reads, writes = "read:filters", "write:filters"
	return []endpoint{
		{"GET", "/api/v2/filters", member, reads, s.listFilters},
		{"POST", "/api/v2/filters", member, writes, s.createFilter},
		{"GET", one, member, reads, s.showFilter},
		{"PUT", one, member, writes, s.editFilter},
		{"DELETE", one, member, writes, s.deleteFilter},
		{"GET", one + "/keywords", member, reads, s.listFilterKeywords},
		{"POST", one + "/keywords", member, writes, s.createFilterKeyword},
		{"GET", words, member, reads, s.showFilterKeyword},
		{"PUT", words, member, writes, s.editFilterKeyword},
		{"DELETE", words, member, writes, s.deleteFilterKeyword},
		{"GET", one + "/statuses", member, reads, s.listFilterStatuses},
		{"POST", one + "/statuses", member, writes, s.createFilterStatus},
		{"GET", posts, member, reads, s.showFilterStatus},
		{"DELETE", posts, member, writes, s.deleteFilterStatus},
		{"GET", "/api/v1/filters", member, reads, s.listOldFilters},
		{"POST", "/api/v1/filters", member, writes, s.createOldFilter},
		{"GET", "/api/v1/filters/{id:[0-9]+}", member, reads, s.showOldFilter},
		{"PUT", "/api/v1/filters/{id:[0-9]+}", member, writes, s.editOldFilter},
		{"DELETE", "/api/v1/filters/{id:[0-9]+}", member, writes, s.deleteOldFilter},
	}
}

// filterOf is a filter with all that is in it.
func filterOf(f community.Filter) Filter {
	out := bareFilter(f)
	out.Keywords, out.Statuses = new(keywordsOf(f)), new(filterStatusesOf(f))
	return out
}

func bareFilter(f community.Filter) Filter {
	return Filter{ID: community.FormatID(f.ID), Title: f.Title, Context: contextsOf(f), ExpiresAt: maybeDate(f.Expires), FilterAction: string(f.Action)}
}

func contextsOf(f community.Filter) []string {
	list := make([]string, 0, len(f.Contexts))
	for _, c := range f.Contexts {
		list = append(list, string(c))
	}
	return list
}

func keywordsOf(f community.Filter) []FilterKeyword {
	list := make([]FilterKeyword, 0, len(f.Keywords))
	for _, k := range f.Keywords {
		list = append(list, FilterKeyword{community.FormatID(k.ID), k.Keyword, k.WholeWord})
	}
	return list
}

func filterStatusesOf(f community.Filter) []FilterStatus {
	list := make([]FilterStatus, 0, len(f.Posts))
	for _, p := range f.Posts {
		list = append(list, FilterStatus{community.FormatID(p.ID), community.FormatID(p.Post)})
	}
	return list
}

// listFilters is GET /api/v2/filters.
func (s *API) listFilters(c *call) (any, error) {
	filters, err := s.store.Filters(c.Context(), c.me().ID)
	list := make([]Filter, 0, len(filters))
	for _, f := range filters {
		list = append(list, filterOf(f))
	}
	return list, err
}

// ownFilter is the member's own filter that {id} names. Somebody else's is not there
// (S-PRIV-5).
func (s *API) ownFilter(c *call) (community.Filter, error) {
	id, err := community.ParseID[community.FilterID](mux.Vars(c.Request)["id"])
	if err != nil {
		return community.Filter{}, err
	}
	return s.store.Filter(c.Context(), c.me().ID, id)
}

// showFilter is GET /api/v2/filters/{id}.
func (s *API) showFilter(c *call) (any, error) {
	f, err := s.ownFilter(c)
	return filterOf(f), err
}

// createFilter is POST /api/v2/filters.
func (s *API) createFilter(c *call) (any, error) {
	f, err := s.readFilter(c, community.Filter{Owner: c.me().ID})
	if err == nil {
		f, err = community.CheckFilter(f)
	}
	if err == nil {
		f, err = s.store.SaveFilter(c.Context(), f)
	}
	return filterOf(f), err
}

// editFilter is PUT /api/v2/filters/{id}: what is not sent stays.
func (s *API) editFilter(c *call) (any, error) {
	f, err := s.ownFilter(c)
	if err != nil {
		return nil, err
	}
	f, err = s.store.ChangeFilter(c.Context(), f.Owner, f.ID, func(f community.Filter) (community.Filter, error) { return s.readFilter(c, f) })
	return filterOf(f), err
}

// deleteFilter is DELETE /api/v2/filters/{id}.
func (s *API) deleteFilter(c *call) (any, error) {
	f, err := s.ownFilter(c)
	if err == nil {
		err = s.store.RemoveFilter(c.Context(), f.Owner, f.ID)
	}
	return struct{}{}, err
}

// readFilter takes over into a filter what was sent of it.
func (s *API) readFilter(c *call, f community.Filter) (community.Filter, error) {
	if c.fields.Has("title") {
		f.Title = c.fields.text("title")
	}
	if c.fields.Has("filter_action") {
		f.Action = community.FilterAction(c.fields.text("filter_action"))
	}
	f.Contexts = c.contexts(f.Contexts)
	var err error
	if f.Expires, err = s.expiry(c, f.Expires); err != nil {
		return f, err
	}
	f.Keywords, err = c.keywords(f.Keywords)
	return f, err
}

// contexts are the places that were sent, or those that were there.
func (c *call) contexts(were []community.FilterContext) []community.FilterContext {
	list := c.fields.list("context")
	if len(list) == 0 {
		return were
	}
	places := make([]community.FilterContext, 0, len(list))
	for _, slug := range list {
		places = append(places, community.FilterContext(slug))
	}
	return places
}

// mostExpiry is the longest that a filter may last before it ends by itself, in seconds.
const mostExpiry = 100 * 366 * 24 * 60 * 60

// expiry is when a filter ends: expires_in seconds from now, never when that is sent
// empty.
func (s *API) expiry(c *call, was time.Time) (time.Time, error) {
	if !c.fields.Has("expires_in") {
		return was, nil
	}
	seconds, err := c.fields.number("expires_in", 0)
	switch {
	case err != nil || seconds > mostExpiry:
		return was, invalid("expires_in", "api.number")
	case c.fields.text("expires_in") == "":
		return time.Time{}, nil
	}
	return s.store.Now().Add(time.Duration(seconds) * time.Second), nil
}

// keywords takes over keywords_attributes: with an id it changes or destroys the keyword
// that has it, without one it adds. ErrNotFound for an id the filter does not have.
func (c *call) keywords(were []community.FilterKeyword) ([]community.FilterKeyword, error) {
	list := slices.Clone(were)
	for _, sent := range c.fields.objects("keywords_attributes", "id", "keyword", "whole_word", "_destroy") {
		gone, err := sent.flag("_destroy", false)
		if err != nil {
			return nil, err
		}
		i := slices.IndexFunc(list, func(k community.FilterKeyword) bool { return community.FormatID(k.ID) == sent.text("id") })
		switch {
		case sent.text("id") == "" && gone:
			continue
		case sent.text("id") == "":
			list, i = append(list, community.FilterKeyword{WholeWord: true}), len(list)
		case i < 0:
			return nil, community.ErrNotFound
		case gone:
			list = slices.Delete(list, i, i+1)
			continue
		}
		if list[i], err = sent.keyword(list[i]); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// keyword takes over what was sent of a keyword.
func (f fields) keyword(k community.FilterKeyword) (community.FilterKeyword, error) {
	if f.Has("keyword") {
		k.Keyword = f.text("keyword")
	}
	if community.CleanText(k.Keyword) == "" {
		return k, invalid("keyword", "filter.keyword_needed")
	}
	var err error
	k.WholeWord, err = f.flag("whole_word", k.WholeWord)
	return k, err
}

// partOf is the number in the path, as an id is written; "" when it is none.
func partOf(c *call) string {
	n, err := strconv.ParseInt(mux.Vars(c.Request)["id"], 10, 64)
	if err != nil {
		return ""
	}
	return strconv.FormatInt(n, 10)
}
