package storage

import (
	"context"
	"database/sql"
)

// steady is a connection whose statements no caller can break off: on SQLite one
// that is interrupted takes the whole transaction with it, in which others may
// have written as well (https://sqlite.org/c3ref/interrupt.html).
type steady struct{ *sql.Tx }

func (s steady) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	return s.Tx.QueryContext(context.WithoutCancel(ctx), query, args...)
}

func (s steady) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	return s.Tx.ExecContext(context.WithoutCancel(ctx), query, args...)
}

func (s steady) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	return s.Tx.QueryRowContext(context.WithoutCancel(ctx), query, args...)
}
