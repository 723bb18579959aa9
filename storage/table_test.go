package storage

import (
	"fmt"
	"strings"
	"testing"
)

// Tables names every table there is.
func (s *Store) Tables(tb testing.TB) []string {
	tb.Helper()
	query := `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '%fts%'`
	if s.r == s.w {
		query = `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'`
	}
	var rows []struct{ Name string }
	if err := many(tb.Context(), s.w, &rows, query); err != nil {
		tb.Fatal(err)
	}
	names := make([]string, 0, len(rows))
	for _, r := range rows {
		names = append(names, r.Name)
	}
	return names
}

// Contents is everything a table holds, as text.
func (s *Store) Contents(tb testing.TB, table string) string {
	tb.Helper()
	rows, err := s.w.DB.QueryContext(tb.Context(), `SELECT * FROM "`+table+`" ORDER BY 1, 2`)
	if err != nil && strings.Contains(err.Error(), "ORDER BY") { // a table of one column
		rows, err = s.w.DB.QueryContext(tb.Context(), `SELECT * FROM "`+table+`" ORDER BY 1`)
	}
	if err != nil {
		tb.Fatal(err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		tb.Fatal(err)
	}
	var text strings.Builder
	for rows.Next() {
		values, places := make([]any, len(columns)), make([]any, len(columns))
		for i := range values {
			places[i] = &values[i]
		}
		if err := rows.Scan(places...); err != nil {
			tb.Fatal(err)
		}
		fmt.Fprintln(&text, values...)
	}
	if err := rows.Err(); err != nil {
		tb.Fatal(err)
	}
	return text.String()
}
