package storage

import (
	"context"
	"database/sql"
	"fmt"
	"strconv"
	"sync"
)

// Version names a state of the database: while it is the same, nothing was committed,
// by whichever process. What was made of the database is good as long as its version
// is, but for what depends on the time. Versions are compared and say nothing else.
type Version string

// watcher asks for the version, on SQLite over a connection of its own: there a
// connection is told what others have committed since it asked before.
type watcher struct {
	mu   sync.Mutex
	conn *sql.Conn
	ask  *sql.Stmt
}

// The questions: https://sqlite.org/pragma.html#pragma_data_version, and
// https://www.postgresql.org/docs/current/functions-info.html, where two snapshots that
// read alike see the same.
const (
	sqliteVersion   = `PRAGMA data_version`
	postgresVersion = `SELECT pg_current_snapshot()::text`
)

// Version asks in which state the database is. It must be asked before what is made
// of the database is read.
func (s *Store) Version(ctx context.Context) (Version, error) {
	var v Version
	var err error
	if s.engine == sqlite {
		v, err = s.watcher.version(context.WithoutCancel(ctx), s.r.DB)
	} else {
		err = s.hotRow(ctx, postgresVersion, nil, &v)
	}
	if err != nil {
		return "", fmt.Errorf("version of the database: %w", err)
	}
	return v, nil
}

func (w *watcher) version(ctx context.Context, readers *sql.DB) (Version, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.ask == nil {
		if err := w.begin(ctx, readers); err != nil {
			return "", err
		}
	}
	var commits int64
	err := w.ask.QueryRowContext(ctx).Scan(&commits)
	return Version(strconv.FormatInt(commits, 10)), err
}

// begin takes the connection out of the pool for good: another one would count
// from another number.
func (w *watcher) begin(ctx context.Context, readers *sql.DB) error {
	conn, err := readers.Conn(ctx)
	if err != nil {
		return err
	}
	w.conn = conn
	w.ask, err = conn.PrepareContext(ctx, sqliteVersion)
	return err
}

func (w *watcher) close() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.conn == nil {
		return nil
	}
	return w.conn.Close()
}
