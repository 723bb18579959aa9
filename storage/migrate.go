package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/uptrace/bun"

	"consilium/storage/migration"
)

// migrationLock is an arbitrary number that all our processes agree on.
const migrationLock = 0x636f6e73

// migrate runs the steps that have not run yet, all in one transaction and
// under a lock, and refuses a database that knows steps we do not.
func (s *Store) migrate(ctx context.Context) error {
	steps, err := fs.Glob(migration.Files, "*."+string(s.engine)+".sql")
	if err != nil {
		return fmt.Errorf("list migrations: %w", err)
	}
	slices.Sort(steps)
	return s.w.RunInTx(ctx, &sql.TxOptions{}, func(ctx context.Context, t bun.Tx) error {
		if s.engine == postgres {
			if _, err := t.NewRaw("SELECT pg_advisory_xact_lock(?)", migrationLock).Exec(ctx); err != nil {
				return fmt.Errorf("lock migrations: %w", err)
			}
		}
		done, err := migrationsDone(ctx, t)
		if err != nil {
			return err
		}
		return runMigrations(ctx, t, steps, done)
	})
}

func migrationsDone(ctx context.Context, t bun.Tx) ([]string, error) {
	const make = `CREATE TABLE IF NOT EXISTS migration (name TEXT PRIMARY KEY)`
	if _, err := t.NewRaw(make).Exec(ctx); err != nil {
		return nil, fmt.Errorf("make migration table: %w", err)
	}
	var done []string
	if err := many(ctx, t, &done, `SELECT name FROM migration`); err != nil {
		return nil, fmt.Errorf("read migrations: %w", err)
	}
	return done, nil
}

func runMigrations(ctx context.Context, t bun.Tx, steps, done []string) error {
	known := map[string]bool{}
	for _, file := range steps {
		name, _, _ := strings.Cut(file, ".")
		known[name] = true
		if slices.Contains(done, name) {
			continue
		}
		text, err := fs.ReadFile(migration.Files, file)
		if err != nil {
			return fmt.Errorf("read migration %s: %w", file, err)
		}
		// Not through bun: a '?' in the text is not a place for an argument.
		if _, err := t.Tx.ExecContext(ctx, string(text)); err != nil {
			return fmt.Errorf("run migration %s: %w", file, err)
		}
		if _, err := t.NewRaw(`INSERT INTO migration (name) VALUES (?)`, name).Exec(ctx); err != nil {
			return fmt.Errorf("record migration %s: %w", file, err)
		}
	}
	for _, name := range done {
		if !known[name] {
			return errors.New("the database was used by a newer version of consilium: run that version or a newer one")
		}
	}
	return nil
}
