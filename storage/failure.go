package storage

import (
	"database/sql"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/mattn/go-sqlite3"

	"consilium/community"
)

// translate turns what a driver says into the kinds of the community: the one
// place that knows both drivers' codes.
func translate(err error) error {
	var lite sqlite3.Error
	var pg *pgconn.PgError
	switch {
	case err == nil:
		return nil
	case errors.Is(err, sql.ErrNoRows):
		return community.ErrNotFound
	case errors.As(err, &lite) && lite.Code == sqlite3.ErrConstraint:
		return fmt.Errorf("%w: %w", community.ErrConflict, err)
	case errors.As(err, &pg) && pg.Code[:2] == "23": // integrity constraint violation
		return fmt.Errorf("%w: %w", community.ErrConflict, err)
	}
	return err
}

// repeatable says whether the same transaction may succeed when run again.
func repeatable(err error) bool {
	var lite sqlite3.Error
	var pg *pgconn.PgError
	switch {
	case errors.Is(err, errBatch):
		return true
	case errors.As(err, &lite):
		return lite.Code == sqlite3.ErrBusy || lite.Code == sqlite3.ErrLocked
	case errors.As(err, &pg):
		return pg.Code == "40001" || pg.Code == "40P01" // serialization failure, deadlock
	}
	return false
}
