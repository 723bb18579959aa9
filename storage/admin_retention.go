package storage

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Cohort are the members who joined within a stretch of time, and how many of them were
// seen in each stretch from then on.
type Cohort struct {
	Start time.Time
	// Seen begins with the stretch in which they joined: all of them.
	Seen []int
}

// Retention counts for each stretch of time the members who joined in it, and how many
// of them were seen in it and in each later one; in one statement. The bounds are midnights
// in UTC: the beginnings of the stretches, and the end of the last; at most MostCohorts stretches.
func (s *Store) Retention(ctx context.Context, bounds []time.Time) ([]Cohort, error) {
	if len(bounds) < 2 || len(bounds) > MostCohorts+1 {
		return nil, nil
	}
	cohorts := make([]Cohort, len(bounds)-1)
	var stretches strings.Builder
	for i := range cohorts {
		cohorts[i] = Cohort{Start: bounds[i], Seen: make([]int, len(cohorts)-i)}
		if i > 0 {
			stretches.WriteString(", ")
		}
		stretches.WriteString("(" + strconv.Itoa(i) + ", " + milliseconds(bounds[i]) + ", " + milliseconds(bounds[i+1]) + ")")
	}
	first, last := at(bounds[0]), at(bounds[len(bounds)-1])
	args := []any{dayMilliseconds, dayMilliseconds}
	for range 5 {
		args = append(args, first, last)
	}
	var rows []struct{ Joined, Seen, N int }
	// Each member counts once a day before stretches are looked at: these begin at midnight,
	// and there may be a million posts.
	err := many(ctx, s.r, &rows, `WITH stretch (n, since, until) AS (VALUES `+stretches.String()+`), hit AS (SELECT DISTINCT x.who, x.at / ? * ? AS at FROM (`+seen+`
		UNION ALL SELECT u.id, u.created FROM user_account AS u WHERE u.created >= ? AND u.created < ?) AS x)
		SELECT j.n AS joined, w.n AS seen, COUNT(DISTINCT u.id) AS n FROM user_account AS u JOIN stretch AS j ON u.created >= j.since AND u.created < j.until
		JOIN hit AS h ON h.who = u.id JOIN stretch AS w ON h.at >= w.since AND h.at < w.until AND w.n >= j.n GROUP BY j.n, w.n`, args...)
	if err != nil {
		return nil, fmt.Errorf("count who stays: %w", err)
	}
	for _, r := range rows {
		cohorts[r.Joined].Seen[r.Seen-r.Joined] = r.N
	}
	return cohorts, nil
}

// MostCohorts bounds how many stretches of time are told apart.
const MostCohorts = 92

func milliseconds(t time.Time) string { return strconv.FormatInt(t.UnixMilli(), 10) }
