package storage

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"

	"github.com/uptrace/bun"
)

// SQLite has one writer, and making a commit durable costs it about as much as
// all else in a small transaction. So those who come to write while others write
// share their commit: each writes within a savepoint of its own, one after
// another, and goes on when the commit they share is on the disk. What one of
// them undoes is undone for it alone.

// commitGroup is the queue for the writer. The zero value is ready.
type commitGroup struct {
	// waiting is how many want the turn; each of them will have it.
	waiting atomic.Int64
	turn    sync.Mutex
	// open is what was begun and not committed; it belongs to who has the turn.
	open *batch
}

// batch is one transaction of the engine with the work of several callers in it.
type batch struct {
	bun.Tx
	writes int
	done   chan struct{}
	err    error
}

// mostWrites bounds how much shares a commit, and by that how long the first in
// it waits.
const mostWrites = 64

// errBatch says that what shared a transaction was undone, whoever was to blame.
var errBatch = errors.New("the transaction shared with others was undone")

// write runs do in a transaction that it shares with others, or alone, and
// returns when that is durable, also with an error: what it rests on may be what
// another wrote a moment ago. errBatch means that nothing was written, and that
// running it alone will show whose fault it was.
func (g *commitGroup) write(ctx context.Context, t *tx, do func() error, alone bool) error {
	g.waiting.Add(1)
	b, err := g.takeTurn(ctx, t, do, alone)
	if b == nil {
		return err
	}
	<-b.done
	if b.err != nil && (err == nil || !alone) {
		return b.err
	}
	return err
}

// takeTurn waits for one's turn and uses it. Who has it when nobody waits commits
// for all, whatever became of its own work.
func (g *commitGroup) takeTurn(ctx context.Context, t *tx, do func() error, alone bool) (*batch, error) {
	g.turn.Lock()
	defer g.turn.Unlock()
	g.waiting.Add(-1)
	defer func() {
		if alone || g.waiting.Load() == 0 || g.open != nil && g.open.writes >= mostWrites {
			g.commit()
		}
	}()
	if ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	if alone {
		g.commit()
	}
	if g.open == nil {
		inner, err := t.store.w.BeginTx(context.WithoutCancel(ctx), nil)
		if err != nil {
			return nil, err
		}
		g.open = &batch{Tx: inner, done: make(chan struct{})}
	}
	b := g.open
	return b, b.add(ctx, t, do)
}

// add runs do within a savepoint. When that cannot be undone or kept by itself the
// engine has undone everything, and the batch fails with it.
func (b *batch) add(ctx context.Context, t *tx, do func() error) (err error) {
	if b.err != nil {
		return b.err
	}
	ctx = context.WithoutCancel(ctx)
	if err := b.say(ctx, "SAVEPOINT one"); err != nil {
		return err
	}
	kept := false
	defer func() { // also when do panics
		if !kept && b.say(ctx, "ROLLBACK TO one") == nil {
			_ = b.say(ctx, "RELEASE one") // the batch remembers
		}
	}()
	t.Tx = b.Tx
	if err := do(); err != nil {
		return err
	}
	kept = true
	b.writes++
	return b.say(ctx, "RELEASE one")
}

// say runs one of the batch's own statements.
func (b *batch) say(ctx context.Context, statement string) error {
	_, err := b.Tx.Tx.ExecContext(ctx, statement)
	if err != nil {
		b.err = errors.Join(errBatch, err)
		return b.err
	}
	return nil
}

// commit ends the open batch and tells all who wrote in it.
func (g *commitGroup) commit() {
	b := g.open
	if b == nil {
		return
	}
	g.open = nil
	defer close(b.done)
	if b.err != nil || b.writes == 0 {
		_ = b.Tx.Rollback() // nothing is left in it
		return
	}
	if err := b.Tx.Commit(); err != nil {
		b.err = errors.Join(errBatch, err)
	}
}
