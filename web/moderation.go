package web

import (
	"net/http"
	"time"

	"consilium/community"
	"consilium/web/door"
	"consilium/web/page"
)

// mostQuarters is how far back the page on moderation goes.
const mostQuarters = 8

// showModeration is GET /moderation: how many reports there were and what became of
// them, for members. A number below page.FewReports is not told, nor any sum from which
// it could be had.
func (s *Web) showModeration(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	ctx, now := r.Context(), s.store.Now()
	first, err := s.store.FirstFlagClosed(ctx)
	if err != nil {
		return err
	}
	view := page.Moderation{}
	for from := quarter(now); len(view.Quarters) < mostQuarters && !first.IsZero() && !from.Before(quarter(first)); from = from.AddDate(0, -3, 0) {
		tallies, err := s.store.FlagTallies(ctx, from, from.AddDate(0, 3, 0))
		if err != nil {
			return err
		}
		q := page.ModerationQuarter{Year: from.Year(), Quarter: int(from.Month()-1)/3 + 1}
		counts := map[community.FlagCategory]map[community.FlagOutcome]int{}
		for _, t := range tallies {
			if counts[t.Category] == nil {
				counts[t.Category] = map[community.FlagOutcome]int{}
			}
			counts[t.Category][t.Outcome] += t.Count
		}
		for _, c := range community.FlagCategories() {
			if counts[c] != nil {
				q.Rows = append(q.Rows, page.ModerationRow{Reason: c, Counts: counts[c]})
			}
		}
		if len(q.Rows) > 0 {
			view.Quarters = append(view.Quarters, q)
		}
	}
	return s.door.Show(w, r, v, door.Sheet{View: view})
}

// quarter is when the quarter of a moment began, in UTC.
func quarter(t time.Time) time.Time {
	return time.Date(t.Year(), (t.Month()-1)/3*3+1, 1, 0, 0, 0, 0, time.UTC)
}
