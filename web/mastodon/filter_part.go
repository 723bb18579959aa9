package mastodon

import (
	"cmp"
	"slices"

	"consilium/community"
)

// ownKeyword is the member's own filter that holds the keyword {id} names, and where it
// stands in it. Somebody else's is not there (S-PRIV-5).
func (s *API) ownKeyword(c *call) (community.Filter, int, error) {
	number := partOf(c)
	return s.ownPart(c, func(f community.Filter) int {
		return slices.IndexFunc(f.Keywords, func(k community.FilterKeyword) bool { return community.FormatID(k.ID) == number })
	})
}

// ownNamed is the same for a status of a filter.
func (s *API) ownNamed(c *call) (community.Filter, int, error) {
	number := partOf(c)
	return s.ownPart(c, func(f community.Filter) int {
		return slices.IndexFunc(f.Posts, func(p community.FilterPost) bool { return community.FormatID(p.ID) == number })
	})
}

func (s *API) ownPart(c *call, place func(community.Filter) int) (community.Filter, int, error) {
	filters, err := s.store.Filters(c.Context(), c.me().ID)
	if err != nil {
		return community.Filter{}, 0, err
	}
	for _, f := range filters {
		if i := place(f); i >= 0 {
			return f, i, nil
		}
	}
	return community.Filter{}, 0, about("part of a filter", community.ErrNotFound)
}

// listFilterKeywords is GET /api/v2/filters/{id}/keywords.
func (s *API) listFilterKeywords(c *call) (any, error) {
	f, err := s.ownFilter(c)
	return keywordsOf(f), err
}

// createFilterKeyword is POST /api/v2/filters/{id}/keywords.
func (s *API) createFilterKeyword(c *call) (any, error) {
	f, err := s.ownFilter(c)
	if err != nil {
		return nil, err
	}
	fresh, err := c.fields.keyword(community.FilterKeyword{WholeWord: true})
	if err != nil {
		return nil, err
	}
	f, err = s.store.ChangeFilter(c.Context(), f.Owner, f.ID, func(f community.Filter) (community.Filter, error) {
		f.Keywords = append(slices.Clone(f.Keywords), fresh)
		return f, nil
	})
	if err != nil {
		return nil, err
	}
	newest := slices.MaxFunc(f.Keywords, func(a, b community.FilterKeyword) int { return cmp.Compare(a.ID, b.ID) })
	return FilterKeyword{community.FormatID(newest.ID), newest.Keyword, newest.WholeWord}, nil
}

// showFilterKeyword is GET /api/v2/filters/keywords/{id}.
func (s *API) showFilterKeyword(c *call) (any, error) {
	f, i, err := s.ownKeyword(c)
	if err != nil {
		return nil, err
	}
	return keywordsOf(f)[i], nil
}

// editFilterKeyword is PUT /api/v2/filters/keywords/{id}.
func (s *API) editFilterKeyword(c *call) (any, error) {
	f, i, err := s.ownKeyword(c)
	if err != nil {
		return nil, err
	}
	id := f.Keywords[i].ID
	f, err = s.changeKeyword(c, f, id, c.fields.keyword)
	if err != nil {
		return nil, err
	}
	i = slices.IndexFunc(f.Keywords, func(k community.FilterKeyword) bool { return k.ID == id })
	if i < 0 {
		return nil, community.ErrNotFound
	}
	return keywordsOf(f)[i], nil
}

func (s *API) changeKeyword(c *call, f community.Filter, id community.FilterPartID, change func(community.FilterKeyword) (community.FilterKeyword, error)) (community.Filter, error) {
	return s.store.ChangeFilter(c.Context(), f.Owner, f.ID, func(f community.Filter) (community.Filter, error) {
		f.Keywords = slices.Clone(f.Keywords)
		for i, k := range f.Keywords {
			if k.ID != id {
				continue
			}
			var err error
			if f.Keywords[i], err = change(k); err != nil {
				return f, err
			}
		}
		return f, nil
	})
}

// deleteFilterKeyword is DELETE /api/v2/filters/keywords/{id}.
func (s *API) deleteFilterKeyword(c *call) (any, error) {
	f, i, err := s.ownKeyword(c)
	if err != nil {
		return nil, err
	}
	id := f.Keywords[i].ID
	_, err = s.store.ChangeFilter(c.Context(), f.Owner, f.ID, func(f community.Filter) (community.Filter, error) {
		f.Keywords = slices.DeleteFunc(slices.Clone(f.Keywords), func(k community.FilterKeyword) bool { return k.ID == id })
		return f, nil
	})
	return struct{}{}, err
}

// listFilterStatuses is GET /api/v2/filters/{id}/statuses.
func (s *API) listFilterStatuses(c *call) (any, error) {
	f, err := s.ownFilter(c)
	return filterStatusesOf(f), err
}

// createFilterStatus is POST /api/v2/filters/{id}/statuses.
func (s *API) createFilterStatus(c *call) (any, error) {
	f, err := s.ownFilter(c)
	if err != nil {
		return nil, err
	}
	p, err := s.visible(c, c.fields.text("status_id"))
	if err != nil {
		return nil, err
	}
	names := func(n community.FilterPost) bool { return n.Post == p.ID }
	f, err = s.store.ChangeFilter(c.Context(), f.Owner, f.ID, func(f community.Filter) (community.Filter, error) {
		if !slices.ContainsFunc(f.Posts, names) {
			f.Posts = append(slices.Clone(f.Posts), community.FilterPost{Post: p.ID})
		}
		return f, nil
	})
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(f.Posts, names)
	if i < 0 {
		return nil, community.ErrNotFound
	}
	return filterStatusesOf(f)[i], nil
}

// showFilterStatus is GET /api/v2/filters/statuses/{id}.
func (s *API) showFilterStatus(c *call) (any, error) {
	f, i, err := s.ownNamed(c)
	if err != nil {
		return nil, err
	}
	return filterStatusesOf(f)[i], nil
}

// deleteFilterStatus is DELETE /api/v2/filters/statuses/{id}. It answers with what was
// named.
func (s *API) deleteFilterStatus(c *call) (any, error) {
	f, i, err := s.ownNamed(c)
	if err != nil {
		return nil, err
	}
	gone := f.Posts[i]
	_, err = s.store.ChangeFilter(c.Context(), f.Owner, f.ID, func(f community.Filter) (community.Filter, error) {
		f.Posts = slices.DeleteFunc(slices.Clone(f.Posts), func(p community.FilterPost) bool { return p.ID == gone.ID })
		return f, nil
	})
	return FilterStatus{community.FormatID(gone.ID), community.FormatID(gone.Post)}, err
}
