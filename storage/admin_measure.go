package storage

import (
	"context"
	"fmt"
	"time"

	"consilium/community"
)

// Span is a stretch of whole days in UTC, from the midnight that begins Start to the one
// that ends End.
type Span struct{ Start, End time.Time }

// from and until are the bounds, until exclusive.
func (p Span) from() time.Time  { return p.Start.UTC().Truncate(day) }
func (p Span) until() time.Time { return p.End.UTC().Truncate(day).Add(day) }

// Days are the midnights of a span.
func (p Span) Days() []time.Time {
	var days []time.Time
	for d := p.from(); d.Before(p.until()); d = d.Add(day) {
		days = append(days, d)
	}
	return days
}

// Measure is how much of something there was in a span.
type Measure struct {
	// Total is that of the span, Previous that of as many days before it.
	Total, Previous int64
	// Days are those of Span.Days, in order.
	Days []int64
}

// hits are what a measure counts: who (what is counted once) and at (when, in Unix
// milliseconds), between two times; subject is what it is about, a hashtag or a server.
// What is for few counts nowhere but in what a member did.
type hits struct {
	query string
	// times and subjects are how often the bounds and the subject are asked for, the
	// subject first.
	subjects, times int
}

// seen is when members were last seen to do something: only the last use of a session
// and of an app is known, and of every day the posts.
const seen = `SELECT x.user_id AS who, x.last_seen AS at FROM session AS x WHERE x.last_seen >= ? AND x.last_seen < ?
	UNION ALL SELECT x.user_id, x.created FROM session AS x WHERE x.created >= ? AND x.created < ?
	UNION ALL SELECT a.user_id, k.last_used FROM access_token AS k JOIN actor AS a ON a.id = k.actor WHERE k.last_used >= ? AND k.last_used < ?
	UNION ALL SELECT a.user_id, p.published FROM post AS p JOIN actor AS a ON a.id = p.author AND a.user_id IS NOT NULL
		WHERE p.local AND p.published >= ? AND p.published < ?`

// measures are what can be asked, by the words of Mastodon's API for staff.
var measures = map[string]hits{
	"active_users": {seen, 0, 4},
	"new_users":    {`SELECT u.id AS who, u.created AS at FROM user_account AS u WHERE u.created >= ? AND u.created < ?`, 0, 1},
	"interactions": {`SELECT l.id AS who, l.created AS at FROM liking AS l JOIN post AS p ON p.id = l.post AND p.local WHERE l.created >= ? AND l.created < ?
		UNION ALL SELECT b.id, b.published FROM post AS b JOIN post AS p ON p.id = b.of_post AND p.local
			WHERE b.of_post <> 0 AND b.deleted IS NULL AND b.published >= ? AND b.published < ?
		UNION ALL SELECT r.id, r.published FROM post AS r JOIN post AS p ON p.id = r.parent AND p.local
			WHERE r.parent <> 0 AND r.deleted IS NULL AND r.published >= ? AND r.published < ?`, 0, 3},
	"opened_reports":   {`SELECT g.id AS who, g.created AS at FROM flag AS g WHERE g.created >= ? AND g.created < ?`, 0, 1},
	"resolved_reports": {`SELECT g.id AS who, g.resolved AS at FROM flag AS g WHERE g.resolved >= ? AND g.resolved < ?`, 0, 1},
	"tag_accounts":     {`SELECT p.author AS who, p.published AS at` + tagged, 1, 1},
	"tag_uses":         {`SELECT p.id AS who, p.published AS at` + tagged, 1, 1},
	"tag_servers": {`SELECT a.host AS who, p.published AS at FROM hashtag AS h JOIN open_post AS p ON p.id = h.post JOIN actor AS a ON a.id = p.author AND NOT a.local
		WHERE h.tag = ? AND p.published >= ? AND p.published < ?`, 1, 1},
	"instance_accounts": {`SELECT a.id AS who, a.id / 65536 AS at FROM actor AS a WHERE NOT a.local AND a.host = ? AND a.id / 65536 >= ? AND a.id / 65536 < ?`, 1, 1},
	"instance_media_attachments": {`SELECT m.id AS who, m.fetched AS at FROM media AS m JOIN actor AS a ON a.id = m.owner AND NOT a.local
		WHERE a.host = ? AND m.fetched >= ? AND m.fetched < ?`, 1, 1},
	"instance_reports": {`SELECT g.id AS who, g.created AS at FROM flag AS g JOIN actor AS a ON a.id = g.target AND NOT a.local
		WHERE a.host = ? AND g.created >= ? AND g.created < ?`, 1, 1},
	"instance_statuses": {`SELECT p.id AS who, p.published AS at FROM post AS p JOIN actor AS a ON a.id = p.author AND NOT a.local
		WHERE a.host = ? AND p.deleted IS NULL AND p.published >= ? AND p.published < ?`, 1, 1},
	"instance_follows": {`SELECT f.followed AS who, f.created AS at FROM follow AS f JOIN actor AS a ON a.id = f.followed AND NOT a.local
		JOIN actor AS m ON m.id = f.follower AND m.local WHERE a.host = ? AND f.state = 'accepted' AND f.created >= ? AND f.created < ?`, 1, 1},
	"instance_followers": {`SELECT f.followed AS who, f.created AS at FROM follow AS f JOIN actor AS a ON a.id = f.follower AND NOT a.local
		JOIN actor AS m ON m.id = f.followed AND m.local WHERE a.host = ? AND f.state = 'accepted' AND f.created >= ? AND f.created < ?`, 1, 1},
}

const tagged = ` FROM hashtag AS h JOIN open_post AS p ON p.id = h.post WHERE h.tag = ? AND p.published >= ? AND p.published < ?`

// Measures says whether something of this name can be measured, and whether it is about
// a subject: a hashtag or a server.
func Measures(key string) (known, about bool) {
	h, known := measures[key]
	return known, h.subjects > 0
}

// Measure counts, in one statement; ErrNotFound for a name that Measures does not know.
func (s *Store) Measure(ctx context.Context, key, subject string, p Span) (Measure, error) {
	h, known := measures[key]
	from, until := p.from(), p.until()
	m := Measure{Days: make([]int64, len(p.Days()))}
	if !known {
		return m, fmt.Errorf("measure: %w", community.ErrNotFound)
	}
	var args []any
	for range h.subjects {
		args = append(args, subject)
	}
	for range h.times {
		args = append(args, at(from.Add(from.Sub(until))), at(until))
	}
	args = append(args, dayMilliseconds, at(from), at(from), at(from))
	var rows []struct{ Day, N int64 }
	err := many(ctx, s.r, &rows, `WITH hit AS (`+h.query+`)
		SELECT at / ? AS day, COUNT(DISTINCT who) AS n FROM hit WHERE at >= ? GROUP BY 1
		UNION ALL SELECT -1, COUNT(DISTINCT who) FROM hit WHERE at >= ?
		UNION ALL SELECT -2, COUNT(DISTINCT who) FROM hit WHERE at < ?`, args...)
	if err != nil {
		return m, fmt.Errorf("measure %s: %w", key, err)
	}
	for _, r := range rows {
		switch i := r.Day - from.UnixMilli()/dayMilliseconds; {
		case r.Day == -1:
			m.Total = r.N
		case r.Day == -2:
			m.Previous = r.N
		case i >= 0 && i < int64(len(m.Days)):
			m.Days[i] = r.N
		}
	}
	return m, nil
}

const dayMilliseconds = int64(day / time.Millisecond)
