package mastodon

import (
	"strings"

	"consilium/community"
)

// sieve are the filters of whoever asks, in the place they are asked for. It is empty
// for most.
type sieve struct {
	s       *API
	filters []community.Filter
	place   community.FilterContext
}

// newSieve reads the filters, unless there are none.
func (s *API) newSieve(c *call) (sieve, error) {
	if c.viewer.Actor == 0 || !c.bearer.Filters {
		return sieve{}, nil
	}
	filters, err := s.store.Filters(c.Context(), c.viewer.Actor)
	return sieve{s, filters, placeOf(c.URL.Path)}, err
}

// filterPlaces are where the filters of a context work, by the beginning of addresses.
// Streams are shown where the home is.
var filterPlaces = []struct {
	path  string
	place community.FilterContext
}{
	{"/api/v1/timelines/home", community.FilterHome}, {"/api/v1/timelines/list/", community.FilterHome}, {"/api/v1/streaming", community.FilterHome},
	{"/api/v1/notifications", community.FilterNotifications}, {"/api/v2/notifications", community.FilterNotifications},
	{"/api/v1/statuses", community.FilterThread}, {"/api/v1/conversations", community.FilterThread}, {"/api/v1/accounts/", community.FilterAccount},
}

func placeOf(path string) community.FilterContext {
	for _, f := range filterPlaces {
		if strings.HasPrefix(path, f.path) {
			return f.place
		}
	}
	return community.FilterPublic
}

// filtered says what the filters found in a post. What is to be done about it, apps do.
func (f sieve) filtered(p community.Post) []FilterResult {
	results := []FilterResult{}
	if len(f.filters) == 0 {
		return results
	}
	for _, found := range community.FiltersOn(f.filters, f.place, p, f.s.store.Now()) {
		r := FilterResult{Filter: bareFilter(found.Filter), KeywordMatches: &[]string{}, StatusMatches: &[]string{}}
		if len(found.Keywords) > 0 {
			r.KeywordMatches = &found.Keywords
		}
		if found.Named {
			r.StatusMatches = &[]string{community.FormatID(p.ID)}
		}
		results = append(results, r)
	}
	return results
}
