package main

import (
	"database/sql"
	"net/url"
	"strings"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib"
	_ "github.com/mattn/go-sqlite3"
)

// rows are the tables of an instance, to look at what its pages do not show.
type rows struct {
	t  testing.TB
	db *sql.DB
}

func openRows(t testing.TB, database string) rows {
	t.Helper()
	driver, address := "pgx", database
	if path, lite := strings.CutPrefix(database, "sqlite:"); lite {
		driver, address = "sqlite3", "file:"+(&url.URL{Path: path}).EscapedPath()+"?_busy_timeout=10000"
	}
	db, err := sql.Open(driver, address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return rows{t, db}
}

// count counts the rows that "TABLE WHERE …" names.
func (r rows) count(from string) int {
	r.t.Helper()
	return r.number("SELECT COUNT(*) FROM " + from)
}

func (r rows) number(query string) int {
	r.t.Helper()
	var n int
	if err := r.db.QueryRowContext(r.t.Context(), query).Scan(&n); err != nil {
		r.t.Fatalf("%s: %v", query, err)
	}
	return n
}

// change lets happen what nobody waits for in a test, such as the end of a lease.
func (r rows) change(statement string) {
	r.t.Helper()
	if _, err := r.db.ExecContext(r.t.Context(), statement); err != nil {
		r.t.Fatalf("%s: %v", statement, err)
	}
}
