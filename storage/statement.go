package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"

	"github.com/uptrace/bun"
)

// statements keeps what was prepared on the readers, by its text. Only the few
// hottest reads go this way: there PostgreSQL keeps its plans and neither
// engine reads the text again.
type statements struct {
	mu   sync.Mutex
	made map[string]*sql.Stmt
}

// prepared gives the statement of a constant text. Places for arguments are
// written $1, $2 … and must first appear in that order: PostgreSQL goes by the
// number, SQLite by the first appearance.
func (s *Store) prepared(ctx context.Context, query string) (*sql.Stmt, error) {
	s.hot.mu.Lock()
	defer s.hot.mu.Unlock()
	if made, ok := s.hot.made[query]; ok {
		return made, nil
	}
	made, err := s.r.DB.PrepareContext(ctx, query)
	if err != nil {
		return nil, fmt.Errorf("prepare statement: %w", err)
	}
	if s.hot.made == nil {
		s.hot.made = map[string]*sql.Stmt{}
	}
	s.hot.made[query] = made
	return made, nil
}

// hotRows runs a prepared read and calls scan at every row. Nobody can break it off: it
// is short, and to be ready for that costs SQLite more than the read.
func (s *Store) hotRows(ctx context.Context, query string, args []any, scan func(*sql.Rows) error) error {
	ctx = s.steadyRead(ctx)
	statement, err := s.prepared(ctx, query)
	if err != nil {
		return err
	}
	rows, err := statement.QueryContext(ctx, args...)
	if err != nil {
		return err
	}
	for rows.Next() {
		if err := scan(rows); err != nil {
			return errors.Join(err, rows.Close())
		}
	}
	return errors.Join(rows.Err(), rows.Close())
}

// hotRow reads one row into dest; no row is community.ErrNotFound.
func (s *Store) hotRow(ctx context.Context, query string, args []any, dest ...any) error {
	ctx = s.steadyRead(ctx)
	statement, err := s.prepared(ctx, query)
	if err != nil {
		return err
	}
	return translate(statement.QueryRowContext(ctx, args...).Scan(dest...))
}

func (s *Store) steadyRead(ctx context.Context) context.Context {
	if s.asked != nil {
		s.asked()
	}
	if s.engine == sqlite {
		return context.WithoutCancel(ctx)
	}
	return ctx
}

// counting tells of every statement that the readers run through bun.
type counting func()

// BeforeQuery is bun's.
func (c counting) BeforeQuery(ctx context.Context, _ *bun.QueryEvent) context.Context {
	c()
	return ctx
}

// AfterQuery is bun's.
func (c counting) AfterQuery(context.Context, *bun.QueryEvent) {}
