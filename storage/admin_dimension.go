package storage

import (
	"context"
	"fmt"

	"consilium/community"
)

// Share is one part of a dimension and how much it is.
type Share struct {
	Key   string
	Value int64
}

// dimensions are what can be asked, by the words of Mastodon's API for staff: key and
// value of each share, the largest first. Each asks for the subject if it has one, the
// bounds of the span, and how many. The languages of posts are those of open ones.
var dimensions = map[string]struct {
	query string
	about bool
}{
	"languages": {`SELECT p.language AS key, COUNT(*) AS value FROM open_post AS p WHERE p.local AND p.language <> '' AND p.published >= ? AND p.published < ?
		GROUP BY p.language` + largest, false},
	"sources": {`SELECT c.name AS key, COUNT(DISTINCT k.actor) AS value FROM access_token AS k JOIN application AS c ON c.id = k.application
		WHERE k.actor <> 0 AND COALESCE(k.last_used, k.created) >= ? AND k.created < ? GROUP BY c.name` + largest, false},
	"servers": {`SELECT a.host AS key, COUNT(*) AS value FROM post AS p JOIN actor AS a ON a.id = p.author AND NOT a.local
		WHERE p.deleted IS NULL AND p.published >= ? AND p.published < ? GROUP BY a.host` + largest, false},
	"tag_servers": {`SELECT a.host AS key, COUNT(*) AS value FROM hashtag AS h JOIN open_post AS p ON p.id = h.post JOIN actor AS a ON a.id = p.author
		WHERE h.tag = ? AND p.published >= ? AND p.published < ? GROUP BY a.host` + largest, true},
	"tag_languages": {`SELECT p.language AS key, COUNT(*) AS value FROM hashtag AS h JOIN open_post AS p ON p.id = h.post
		WHERE h.tag = ? AND p.published >= ? AND p.published < ? GROUP BY p.language` + largest, true},
	"instance_accounts": {`SELECT a.name AS key, COUNT(f.follower) AS value FROM actor AS a JOIN follow AS f ON f.followed = a.id AND f.state = 'accepted'
		JOIN actor AS m ON m.id = f.follower AND m.local
		WHERE NOT a.local AND a.host = ? AND f.created >= ? AND f.created < ? GROUP BY a.id, a.name` + largest, true},
	"instance_languages": {`SELECT p.language AS key, COUNT(*) AS value FROM open_post AS p JOIN actor AS a ON a.id = p.author AND NOT a.local
		WHERE a.host = ? AND p.language <> '' AND p.published >= ? AND p.published < ? GROUP BY p.language` + largest, true},
}

const largest = ` ORDER BY value DESC, key LIMIT ?`

// Divides says whether there is a dimension of this name, and whether it is about a
// subject: a hashtag or a server.
func Divides(key string) (known, about bool) {
	d, known := dimensions[key]
	return known, d.about
}

// Dimension gives the largest shares of a dimension, in one statement; ErrNotFound for a
// name that Divides does not know.
func (s *Store) Dimension(ctx context.Context, key, subject string, q Extent) ([]Share, error) {
	d, known := dimensions[key]
	if !known {
		return nil, fmt.Errorf("dimension: %w", community.ErrNotFound)
	}
	args := []any{at(q.from()), at(q.until()), q.Limit}
	if d.about {
		args = append([]any{subject}, args...)
	}
	var rows []Share
	if err := many(ctx, s.r, &rows, d.query, args...); err != nil {
		return nil, fmt.Errorf("dimension %s: %w", key, err)
	}
	return rows, nil
}

// Extent is a span with how many shares are wanted.
type Extent struct {
	Span
	Limit int
}

// Engine is what keeps the data: its name, its version, and how many bytes it takes.
type Engine struct {
	Name, Version string
	Size          int64
}

// Engine says what keeps the data.
func (s *Store) Engine(ctx context.Context) (Engine, error) {
	e, query := Engine{Name: "SQLite"}, `SELECT sqlite_version() AS version, c.page_count * z.page_size AS size FROM pragma_page_count() AS c, pragma_page_size() AS z`
	if s.engine == postgres {
		e.Name, query = "PostgreSQL", `SELECT current_setting('server_version') AS version, pg_database_size(current_database()) AS size`
	}
	var row struct {
		Version string
		Size    int64
	}
	if err := one(ctx, s.r, &row, query); err != nil {
		return e, fmt.Errorf("look at the database: %w", err)
	}
	e.Version, e.Size = row.Version, row.Size
	return e, nil
}
