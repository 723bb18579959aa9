package mastodon

// How many trends are given when nothing is said, and at most.
var (
	trendPage       = span{10, 20}
	trendStatusPage = span{20, 40}
)

// mostOffset bounds how far into the trends somebody may ask.
const mostOffset = 1000

// trendEndpoints are what members share in public, as it was last counted; nothing
// where nobody shares anything, or where the institution wants no trends.
func (s *API) trendEndpoints() []endpoint {
	return []endpoint{
		{"GET", "/api/v1/trends", anyone, "", s.listTrendingTags},
		{"GET", "/api/v1/trends/tags", anyone, "", s.listTrendingTags},
		{"GET", "/api/v1/trends/statuses", anyone, "", s.listTrendingStatuses},
		{"GET", "/api/v1/trends/links", anyone, "", s.listTrendingLinks},
	}
}

// trendPart is which part of the trends is asked for, and whether there are any.
func (s *API) trendPart(c *call, of span) (offset, limit int, err error) {
	from, err := c.fields.number("offset", 0)
	if err != nil {
		return 0, 0, err
	}
	page, err := c.page(of)
	if err != nil {
		return 0, 0, err
	}
	instance, err := s.store.Instance(c.Context())
	if err != nil || instance.HideTrends {
		return 0, 0, err
	}
	return int(min(from, mostOffset)), page.Limit, nil
}

// listTrendingTags is GET /api/v1/trends/tags.
func (s *API) listTrendingTags(c *call) (any, error) {
	offset, limit, err := s.trendPart(c, trendPage)
	if err != nil || limit == 0 {
		return empty, err
	}
	names, err := s.store.TrendingTags(c.Context(), offset, limit)
	if err != nil {
		return nil, err
	}
	return s.hashtags(c, names)
}

// listTrendingStatuses is GET /api/v1/trends/statuses.
func (s *API) listTrendingStatuses(c *call) (any, error) {
	offset, limit, err := s.trendPart(c, trendStatusPage)
	if err != nil || limit == 0 {
		return empty, err
	}
	posts, err := s.store.TrendingPosts(c.Context(), c.viewer, offset, limit)
	if err != nil {
		return nil, err
	}
	return s.statuses(c, asShown(posts))
}

// listTrendingLinks is GET /api/v1/trends/links: pages that posts lead to are not
// fetched here, so that there is nothing to show of them.
func (s *API) listTrendingLinks(c *call) (any, error) {
	_, _, err := s.trendPart(c, trendPage)
	return empty, err
}
