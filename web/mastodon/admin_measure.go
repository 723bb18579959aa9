package mastodon

import (
	"context"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"

	"consilium/community"
	"consilium/storage"
)

func (s *API) adminMeasureEndpoints() []endpoint {
	return []endpoint{
		{"POST", "/api/v1/admin/measures", member, "admin:read", s.oneByOne(s.showMeasures)},
		{"POST", "/api/v1/admin/dimensions", member, "admin:read", s.oneByOne(s.showDimensions)},
		{"POST", "/api/v1/admin/retention", member, "admin:read", s.oneByOne(s.showRetention)},
		{"GET", "/api/v1/admin/trends/links", member, "admin:read", s.listTrendingLinks},
		{"GET", "/api/v1/admin/trends/statuses", member, "admin:read", s.listTrendingStatuses},
		{"GET", "/api/v1/admin/trends/tags", member, "admin:read", s.listAdminTags},
		{"POST", "/api/v1/admin/trends/{kind:tags|statuses|links}/{id:[0-9]+}/approve", member, "admin:write", s.reviewTrend},
		{"POST", "/api/v1/admin/trends/{kind:tags|statuses|links}/{id:[0-9]+}/reject", member, "admin:write", s.reviewTrend},
		{"POST", "/api/v1/admin/trends/links/publishers/{id:[0-9]+}/approve", member, "admin:write", s.reviewTrend},
		{"POST", "/api/v1/admin/trends/links/publishers/{id:[0-9]+}/reject", member, "admin:write", s.reviewTrend},
	}
}

// oneByOne lets one request at a time count through everything, so that those of staff do
// not keep all others waiting for the database.
func (s *API) oneByOne(count answer) answer {
	return func(c *call) (any, error) {
		select {
		case s.counting <- struct{}{}:
			defer func() { <-s.counting }()
		case <-c.Context().Done():
			return nil, context.Cause(c.Context())
		}
		return count(c)
	}
}

// Bounds of what is measured: the days of a span, the names that are asked for, and the
// shares of a dimension.
const (
	mostMeasuredDays = 366
	mostKeys         = 50
	usualShares      = 10
	mostShares       = 100
)

// extent reads the days that are measured; given says whether there are any.
func (c *call) extent() (p storage.Span, given bool, err error) {
	for name, day := range map[string]*time.Time{"start_at": &p.Start, "end_at": &p.End} {
		text := c.fields.text(name)
		if text == "" {
			return p, false, nil
		}
		if *day, err = parseDay(text); err != nil {
			return p, false, invalid(name, "api.date")
		}
	}
	if p.End.Before(p.Start) || p.End.Sub(p.Start) > mostMeasuredDays*24*time.Hour {
		return p, false, invalid("end_at", "api.days", "limit", mostMeasuredDays)
	}
	return p, true, nil
}

// parseDay reads a day, with a time or without; the time counts for nothing.
func parseDay(text string) (time.Time, error) {
	text, _, _ = strings.Cut(text, "T")
	day, err := time.Parse(time.DateOnly, strings.TrimSpace(text))
	if err == nil && (day.Year() < 2000 || day.Year() > 2200) {
		err = community.ErrNotFound
	}
	return day, err
}

// keys are the names asked for that are known, once each.
func (c *call) keys(known func(string) bool) ([]string, error) {
	asked := c.fields.list("keys")
	if len(asked) > mostKeys {
		return nil, invalid("keys", "api.too_many_values", "limit", mostKeys)
	}
	var list []string
	for _, key := range asked {
		if known(key) && !slices.Contains(list, key) {
			list = append(list, key)
		}
	}
	return list, nil
}

// aboutWhat is the server or hashtag that a name asks about; "" when none is given.
func (s *API) aboutWhat(c *call, key string) (string, error) {
	if strings.HasPrefix(key, "instance_") {
		host, err := community.CanonicalHost(c.fields.text(key + "[domain]"))
		if err != nil {
			return "", nil // of what is no server there is nothing
		}
		return host, nil
	}
	return s.tagByNumber(c, c.fields.text(key+"[id]"))
}

// tagByNumber finds the hashtag apps know by a number, or by its name. The numbers are
// made of the names, so that only those of trends can be told.
func (s *API) tagByNumber(c *call, id string) (string, error) {
	n, err := strconv.ParseInt(id, 10, 64)
	if err != nil {
		return community.NormalizeTag(id), nil
	}
	names, err := s.store.TrendingTags(c.Context(), 0, mostOffset)
	if err != nil {
		return "", err
	}
	for _, name := range names {
		if community.TagNumber(name) == n {
			return name, nil
		}
	}
	return "", nil
}

// showMeasures is POST /api/v1/admin/measures. What is not known is left out, and so is
// what is about nothing.
func (s *API) showMeasures(c *call) (any, error) {
	span, given, err := c.extent()
	if err != nil {
		return nil, err
	}
	if !given {
		return nil, invalid("start_at", "api.date")
	}
	keys, err := c.keys(func(key string) bool { known, _ := storage.Measures(key); return known })
	if err != nil {
		return nil, err
	}
	list := make([]AdminMeasure, 0, len(keys))
	for _, key := range keys {
		subject := ""
		if _, about := storage.Measures(key); about {
			if subject, err = s.aboutWhat(c, key); err != nil || subject == "" {
				if err != nil {
					return nil, err
				}
				continue
			}
		}
		m, err := s.store.Measure(c.Context(), key, subject, span)
		if err != nil {
			return nil, err
		}
		list = append(list, measure(key, m, span.Days()))
	}
	return list, nil
}

func measure(key string, m storage.Measure, days []time.Time) AdminMeasure {
	out := AdminMeasure{Key: key, Total: strconv.FormatInt(m.Total, 10), Data: make([]AdminMeasureData, 0, len(days))}
	if !strings.HasPrefix(key, "instance_") {
		out.PreviousTotal = new(strconv.FormatInt(m.Previous, 10))
	}
	if key == "instance_media_attachments" { // how many lie here: their bytes are not counted
		out.HumanValue = new(out.Total)
	}
	for i, day := range days {
		out.Data = append(out.Data, AdminMeasureData{date(day), strconv.FormatInt(m.Days[i], 10)})
	}
	return out
}

// showDimensions is POST /api/v1/admin/dimensions. Without days it is about the last
// thirty.
func (s *API) showDimensions(c *call) (any, error) {
	span, given, err := c.extent()
	if err != nil {
		return nil, err
	}
	if !given {
		span = storage.Span{Start: s.store.Now().AddDate(0, 0, -29), End: s.store.Now()}
	}
	limit, err := c.fields.number("limit", usualShares)
	if err != nil {
		return nil, err
	}
	extent := storage.Extent{Span: span, Limit: int(min(max(limit, 1), mostShares))}
	keys, err := c.keys(func(key string) bool {
		known, _ := storage.Divides(key)
		return known || key == "space_usage" || key == "software_versions"
	})
	list := make([]AdminDimension, 0, len(keys))
	for _, key := range keys {
		d, there, err := s.dimension(c, key, extent)
		if err != nil {
			return nil, err
		}
		if there {
			list = append(list, d)
		}
	}
	return list, err
}

func (s *API) dimension(c *call, key string, extent storage.Extent) (d AdminDimension, there bool, err error) {
	d = AdminDimension{Key: key, Data: []AdminDimensionData{}}
	known, about := storage.Divides(key)
	if !known {
		d.Data, err = s.software(c, key)
		return d, true, err
	}
	subject := ""
	if about {
		if subject, err = s.aboutWhat(c, key); err != nil || subject == "" {
			return d, false, err
		}
	}
	shares, err := s.store.Dimension(c.Context(), key, subject, extent)
	for _, share := range shares {
		if share.Key == "" {
			share.Key = s.store.Domain()
			if strings.HasSuffix(key, "languages") {
				share.Key = "und"
			}
		}
		d.Data = append(d.Data, AdminDimensionData{Key: share.Key, HumanKey: share.Key, Value: strconv.FormatInt(share.Value, 10)})
	}
	return d, true, err
}

// software is what the server runs on, and what that takes.
func (s *API) software(c *call, key string) ([]AdminDimensionData, error) {
	e, err := s.store.Engine(c.Context())
	if err != nil {
		return nil, err
	}
	database := strings.ToLower(e.Name)
	if key == "space_usage" {
		size := strconv.FormatInt(e.Size, 10)
		return []AdminDimensionData{{Key: database, HumanKey: e.Name, Value: size, Unit: "bytes", HumanValue: humanBytes(e.Size)}}, nil
	}
	list := []AdminDimensionData{{Key: "consilium", HumanKey: "Consilium", Value: s.Version}, {Key: "go", HumanKey: "Go", Value: strings.TrimPrefix(runtime.Version(), "go")},
		{Key: database, HumanKey: e.Name, Value: e.Version}}
	for i := range list {
		list[i].HumanValue = list[i].Value
	}
	return list, nil
}

func humanBytes(n int64) string {
	value, units := float64(n), []string{"B", "KB", "MB", "GB", "TB"}
	for len(units) > 1 && value >= 1024 {
		value, units = value/1024, units[1:]
	}
	return strconv.FormatFloat(value, 'f', 1, 64) + " " + units[0]
}

// showRetention is POST /api/v1/admin/retention; nothing when days are missing.
func (s *API) showRetention(c *call) (any, error) {
	span, given, err := c.extent()
	if err != nil || !given {
		return empty, err
	}
	frequency, bounds := "day", append(span.Days(), span.End.AddDate(0, 0, 1))
	if c.fields.text("frequency") == "month" {
		frequency, bounds = "month", months(span)
	}
	if len(bounds) > storage.MostCohorts+1 {
		return nil, invalid("end_at", "api.days", "limit", storage.MostCohorts)
	}
	cohorts, err := s.store.Retention(c.Context(), bounds)
	list := make([]AdminCohort, 0, len(cohorts))
	for i, cohort := range cohorts {
		one := AdminCohort{Period: date(cohort.Start), Frequency: frequency, Data: make([]CohortData, 0, len(cohort.Seen))}
		for j, n := range cohort.Seen {
			part := CohortData{Date: date(bounds[i+j]), Value: strconv.Itoa(n)}
			if cohort.Seen[0] > 0 {
				part.Rate = float64(n) / float64(cohort.Seen[0])
			}
			one.Data = append(one.Data, part)
		}
		list = append(list, one)
	}
	return list, err
}

// months are the beginnings of the months of a span, and of the one after it.
func months(p storage.Span) []time.Time {
	first := time.Date(p.Start.Year(), p.Start.Month(), 1, 0, 0, 0, 0, time.UTC)
	list := []time.Time{first}
	for !first.After(p.End) {
		first = first.AddDate(0, 1, 0)
		list = append(list, first)
	}
	return list
}

// listAdminTags is GET /api/v1/admin/trends/tags: nobody has to let a hashtag in.
func (s *API) listAdminTags(c *call) (any, error) {
	found, err := s.listTrendingTags(c)
	tags, are := found.([]Tag)
	list := make([]AdminTag, 0, len(tags))
	if err != nil || !are {
		return list, err
	}
	for _, tag := range tags {
		list = append(list, AdminTag{Tag: tag, Trendable: true, Usable: true})
	}
	return list, nil
}

// reviewTrend says that there is nothing to approve or to reject: trends are counted,
// and the institution can turn them off as a whole.
func (s *API) reviewTrend(*call) (any, error) { return nil, invalid("", "api.no_review") }
