package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/uptrace/bun"
)

// tx is one open transaction. Its now is the time of all its rows; what it
// gathers in news is announced after the commit, and only then.
type tx struct {
	bun.Tx
	store *Store
	now   time.Time
	news  []News
	// scours says that what this transaction removed must not linger in the engine.
	scours bool
}

// attempts bounds how often a transaction that met another is run again.
const attempts = 5

// update runs one writing transaction and announces its news after the commit.
// what names operation and subject for the error.
func (s *Store) update(ctx context.Context, what string, do func(*tx) error) error {
	var err error
	for range attempts {
		t := &tx{store: s, now: s.Now()}
		err = s.transact(ctx, t, do, errors.Is(err, errBatch))
		if err == nil {
			s.bus.announce(t.news)
			if t.scours {
				s.scour(ctx)
			}
			return nil
		}
		if !repeatable(err) {
			break
		}
	}
	return fmt.Errorf("%s: %w", what, translate(err))
}

// transact runs do in a transaction and returns when it is durable. On SQLite it
// may share the commit with others, unless it is to be alone.
func (s *Store) transact(ctx context.Context, t *tx, do func(*tx) error, alone bool) error {
	if s.engine == sqlite {
		return s.writes.write(ctx, t, func() error { return do(t) }, alone)
	}
	return s.w.RunInTx(ctx, &sql.TxOptions{}, func(_ context.Context, inner bun.Tx) error {
		t.Tx = inner
		if err := do(t); err != nil {
			return err
		}
		return t.wakeOthers(ctx)
	})
}

// mostNews is as much as a listener keeps (Listen): when an actor leaves with
// all it ever wrote, telling of every post would take longer than the rest.
const mostNews = 256

// tell remembers something to announce once this transaction is committed.
func (t *tx) tell(n News) {
	if n.Topic == TopicPost && len(t.news) >= mostNews {
		return
	}
	for _, have := range t.news {
		if have == n {
			return
		}
	}
	t.news = append(t.news, n)
}

// do runs a statement and tells how many rows it touched.
func (t *tx) do(ctx context.Context, query string, args ...any) (int64, error) {
	res, err := raw(t, query, args).Exec(ctx)
	if err != nil {
		return 0, err
	}
	n, err := res.RowsAffected()
	return n, err
}

// one reads one row into dest; no row is community.ErrNotFound.
func one(ctx context.Context, db reader, dest any, query string, args ...any) error {
	return translate(raw(db, query, args).Scan(ctx, dest))
}

// many reads rows into the slice dest points at; none is no error.
func many(ctx context.Context, db reader, dest any, query string, args ...any) error {
	err := raw(db, query, args).Scan(ctx, dest)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	return translate(err)
}

// NewInsert is bun's, on a connection that no caller breaks off.
func (t *tx) NewInsert() *bun.InsertQuery {
	if t.store.engine != sqlite {
		return t.Tx.NewInsert()
	}
	return t.Tx.NewInsert().Conn(steady{t.Tx.Tx})
}
