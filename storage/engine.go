package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	_ "github.com/jackc/pgx/v5/stdlib" // registers "pgx"
	_ "github.com/mattn/go-sqlite3"    // registers "sqlite3"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"
	"github.com/uptrace/bun/dialect/sqlitedialect"
)

// engine is which database speaks.
type engine string

const (
	sqlite   engine = "sqlite"
	postgres engine = "postgres"
)

// connect opens the writer and the readers.
func (s *Store) connect(ctx context.Context, database string) error {
	switch {
	case strings.HasPrefix(database, "sqlite:"):
		s.engine = sqlite
		return s.connectSQLite(ctx, strings.TrimPrefix(database, "sqlite:"))
	case strings.HasPrefix(database, "postgres://"), strings.HasPrefix(database, "postgresql://"):
		s.engine = postgres
		return s.connectPostgres(ctx, database)
	}
	return errors.New("storage.database must be sqlite:PATH or postgres://…")
}

// The settings stand in the address, because a PRAGMA run on a pool reaches one
// connection only. FULL, because what was answered 202 must survive a power cut.
const (
	sqliteWriter = "?_journal_mode=WAL&_synchronous=FULL&_txlock=immediate&_busy_timeout=10000&_foreign_keys=1&_secure_delete=1&_cache_size=-16384&_stmt_cache_size=256"
	sqliteReader = "?mode=ro&_query_only=1&_busy_timeout=10000&_foreign_keys=1&_cache_size=-8192&_stmt_cache_size=128"
)

func (s *Store) connectSQLite(ctx context.Context, path string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return fmt.Errorf("make the folder of the database: %w", err)
	}
	if err := keepPlans(); err != nil {
		return err
	}
	// A '?' or '#' in the path would end it.
	address := "file:" + (&url.URL{Path: path}).EscapedPath()
	w, err := sql.Open("sqlite3", address+sqliteWriter)
	if err != nil {
		return fmt.Errorf("open %s: %w", path, err)
	}
	w.SetMaxOpenConns(1)
	if err := w.PingContext(ctx); err != nil {
		return errors.Join(fmt.Errorf("open %s: %w", path, err), w.Close())
	}
	r, err := sql.Open("sqlite3", address+sqliteReader)
	if err != nil {
		return errors.Join(fmt.Errorf("open %s: %w", path, err), w.Close())
	}
	r.SetMaxOpenConns(max(4, runtime.NumCPU()) + 1) // one of them watches, see Version
	r.SetMaxIdleConns(max(4, runtime.NumCPU()) + 1)
	s.w, s.r = bun.NewDB(w, sqlitedialect.New()), bun.NewDB(r, sqlitedialect.New())
	return nil
}

func (s *Store) connectPostgres(ctx context.Context, database string) error {
	u, err := url.Parse(database)
	if err != nil {
		return errors.New("storage.database is not an address")
	}
	// bun writes arguments into the statement, so every text is new and a
	// statement cache would only churn. PgBouncer needs this as well.
	q := u.Query()
	q.Set("default_query_exec_mode", "exec")
	u.RawQuery = q.Encode()
	db, err := sql.Open("pgx", u.String())
	if err != nil {
		return errors.New("storage.database is not an address PostgreSQL takes")
	}
	db.SetMaxOpenConns(16)
	db.SetMaxIdleConns(16)
	if err := db.PingContext(ctx); err != nil {
		return errors.Join(fmt.Errorf("reach %s: %w", u.Redacted(), err), db.Close())
	}
	s.w = bun.NewDB(db, pgdialect.New())
	s.r = s.w
	return nil
}
