package storage

import (
	"context"
	"fmt"
	"time"
)

// Week is what happened in one week: open posts of members, people who were here, and
// new accounts.
type Week struct {
	Begin                         time.Time
	Posts, Present, Registrations int
}

// Weeks counts the last n weeks, the newest first; each begins on Monday, 00:00 UTC. Who
// was here is known of the last visit of a browser or an app only, so that past weeks
// count fewer.
func (s *Store) Weeks(ctx context.Context, n int) ([]Week, error) {
	today := s.Now().UTC().Truncate(24 * time.Hour)
	monday := today.AddDate(0, 0, -(int(today.Weekday())+6)%7)
	weeks := make([]Week, n)
	for i := range weeks {
		weeks[i].Begin = monday.AddDate(0, 0, -7*i)
	}
	first, length := at(weeks[n-1].Begin), (7 * 24 * time.Hour).Milliseconds()
	for _, count := range []struct {
		query string
		place func(w *Week) *int
	}{
		{`SELECT (p.published - ?) / ? AS week, COUNT(*) AS count FROM open_post AS p WHERE p.local AND p.kind <> 'announce' AND p.published >= ? GROUP BY 1`,
			func(w *Week) *int { return &w.Posts }},
		{`SELECT (v.seen - ?) / ? AS week, COUNT(DISTINCT v.user_id) AS count FROM (SELECT x.user_id, x.last_seen AS seen FROM session AS x
			UNION ALL SELECT a.user_id, k.last_used AS seen FROM access_token AS k JOIN actor AS a ON a.id = k.actor) AS v WHERE v.seen >= ? GROUP BY 1`,
			func(w *Week) *int { return &w.Present }},
		{`SELECT (u.created - ?) / ? AS week, COUNT(*) AS count FROM user_account AS u WHERE u.created >= ? AND u.state = 'active' GROUP BY 1`,
			func(w *Week) *int { return &w.Registrations }},
	} {
		var rows []struct{ Week, Count int }
		if err := many(ctx, s.r, &rows, count.query, first, length, first); err != nil {
			return nil, fmt.Errorf("count weeks: %w", err)
		}
		for _, r := range rows {
			if i := n - 1 - r.Week; i >= 0 && i < n {
				*count.place(&weeks[i]) = r.Count
			}
		}
	}
	return weeks, nil
}
