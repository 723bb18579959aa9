package mastodon

import (
	"slices"

	"consilium/community"
)

// oldFilters are the keywords of a filter as apps know them from before: each a filter
// of its own.
func oldFilters(f community.Filter) []V1Filter {
	list := make([]V1Filter, 0, len(f.Keywords))
	for _, k := range f.Keywords {
		list = append(list, V1Filter{ID: community.FormatID(k.ID), Phrase: k.Keyword, Context: contextsOf(f), WholeWord: k.WholeWord,
			ExpiresAt: maybeDate(f.Expires), Irreversible: f.Action == community.FilterHide})
	}
	return list
}

// listOldFilters is GET /api/v1/filters.
func (s *API) listOldFilters(c *call) (any, error) {
	filters, err := s.store.Filters(c.Context(), c.me().ID)
	list := []V1Filter{}
	for _, f := range filters {
		list = append(list, oldFilters(f)...)
	}
	return list, err
}

// showOldFilter is GET /api/v1/filters/{id}.
func (s *API) showOldFilter(c *call) (any, error) {
	f, i, err := s.ownKeyword(c)
	if err != nil {
		return nil, err
	}
	return oldFilters(f)[i], nil
}

// createOldFilter is POST /api/v1/filters: a filter with one keyword, called like it.
func (s *API) createOldFilter(c *call) (any, error) {
	f, err := s.readOldFilter(c, community.Filter{Owner: c.me().ID, Action: community.FilterWarn}, 0)
	if err == nil {
		f, err = community.CheckFilter(f)
	}
	if err == nil {
		f, err = s.store.SaveFilter(c.Context(), f)
	}
	if err != nil {
		return nil, err
	}
	return oldFilters(f)[0], nil
}

// editOldFilter is PUT /api/v1/filters/{id}. Where a filter has several keywords, what
// they have in common is not changed through one of them.
func (s *API) editOldFilter(c *call) (any, error) {
	f, i, err := s.ownKeyword(c)
	if err != nil {
		return nil, err
	}
	id := f.Keywords[i].ID
	f, err = s.store.ChangeFilter(c.Context(), f.Owner, f.ID, func(f community.Filter) (community.Filter, error) {
		i := slices.IndexFunc(f.Keywords, func(k community.FilterKeyword) bool { return k.ID == id })
		if i < 0 {
			return f, community.ErrNotFound
		}
		return s.readOldFilter(c, f, i)
	})
	if err != nil {
		return nil, err
	}
	return oldFilters(f)[slices.IndexFunc(f.Keywords, func(k community.FilterKeyword) bool { return k.ID == id })], nil
}

// readOldFilter takes over what was sent into the keyword of a filter at a place, and
// into the filter.
func (s *API) readOldFilter(c *call, f community.Filter, i int) (community.Filter, error) {
	changed := f
	changed.Keywords = slices.Clone(f.Keywords)
	if len(changed.Keywords) == 0 {
		changed.Keywords = []community.FilterKeyword{{}}
	}
	sent := fields{map[string][]string{"keyword": {c.fields.text("phrase")}, "whole_word": {c.fields.text("whole_word")}}}
	var err error
	if changed.Keywords[i], err = sent.keyword(changed.Keywords[i]); err != nil {
		return f, err
	}
	hides, err := c.fields.flag("irreversible", f.Action == community.FilterHide)
	if err != nil {
		return f, err
	}
	switch {
	case hides:
		changed.Action = community.FilterHide
	case f.Action == community.FilterHide:
		changed.Action = community.FilterWarn
	}
	changed.Contexts = c.contexts(f.Contexts)
	if changed.Expires, err = s.expiry(c, f.Expires); err != nil {
		return f, err
	}
	same := changed.Action == f.Action && slices.Equal(sorted(changed.Contexts), sorted(f.Contexts)) && changed.Expires.Equal(f.Expires)
	if len(changed.Keywords) > 1 && !same {
		return f, invalid("phrase", "filter.several_keywords")
	}
	if f.ID == 0 || len(f.Keywords) == 1 && f.Title == f.Keywords[0].Keyword {
		changed.Title = changed.Keywords[0].Keyword
	}
	return changed, nil
}

func sorted(places []community.FilterContext) []community.FilterContext {
	return slices.Sorted(slices.Values(places))
}

// deleteOldFilter is DELETE /api/v1/filters/{id}: the keyword goes, and with the last one
// a filter that names no statuses.
func (s *API) deleteOldFilter(c *call) (any, error) {
	f, _, err := s.ownKeyword(c)
	if err != nil {
		return nil, err
	}
	if len(f.Keywords) == 1 && len(f.Posts) == 0 {
		return struct{}{}, s.store.RemoveFilter(c.Context(), f.Owner, f.ID)
	}
	return s.deleteFilterKeyword(c)
}
