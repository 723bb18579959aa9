package storage_test

import (
	"context"
	"errors"
	"runtime"
	"sync"
	"testing"

	"consilium/storage"
	"consilium/storage/storagetest"
)

// marks is a store with a table of numbers.
type marks struct {
	*testing.T
	*storage.Store
}

func newMarks(t *testing.T, s *storage.Store) marks {
	s.Run(t, `CREATE TABLE mark (n BIGINT PRIMARY KEY)`)
	return marks{t, s}
}

func (m marks) add(ctx context.Context, n int, then func(run func(string, ...any) error) error) error {
	return m.Update(ctx, func(run func(string, ...any) error) error {
		if err := run(`INSERT INTO mark (n) VALUES (?)`, n); err != nil || then == nil {
			return err
		}
		return then(run)
	})
}

func (m marks) has(n int) bool {
	m.Helper()
	return m.Number(m.T, `SELECT COUNT(*) FROM mark WHERE n = ?`, n) == 1
}

// queue lets callers come while the first has the turn, so that on SQLite all
// share one commit; it waits until they are done.
func (m marks) queue(callers ...func()) {
	var running sync.WaitGroup
	first := true // it may run twice
	err := m.add(m.Context(), 0, func(func(string, ...any) error) error {
		for _, call := range callers {
			if first {
				running.Go(call)
			}
		}
		for first && m.WaitingToWrite() < len(callers) {
			runtime.Gosched()
		}
		first = false
		return nil
	})
	if err != nil {
		m.Error(err)
	}
	running.Wait()
}

var errOwn = errors.New("a fault of one's own")

// Who shares a commit keeps what it wrote, whatever becomes of the others.
func TestSharedCommit(t *testing.T) {
	m := newMarks(t, storagetest.SQLite(t))
	gone, leave := context.WithCancel(t.Context())
	m.queue(
		func() {
			if err := m.add(m.Context(), 1, nil); err != nil {
				m.Error(err)
			}
		},
		func() {
			if err := m.add(m.Context(), 2, func(func(string, ...any) error) error { return errOwn }); !errors.Is(err, errOwn) {
				m.Errorf("got %v", err)
			}
		},
		func() {
			defer func() {
				if recover() == nil {
					m.Error("the panic of one was swallowed")
				}
			}()
			_ = m.add(m.Context(), 3, func(func(string, ...any) error) error { panic("poison") })
		},
		func() {
			// Breaking off once the statements run would take the others' with it.
			if err := m.add(gone, 4, func(func(string, ...any) error) error { leave(); return nil }); err != nil {
				m.Error(err)
			}
		},
		func() {
			if err := m.add(m.Context(), 5, func(run func(string, ...any) error) error { return run(`INSERT INTO mark (n) VALUES (0)`) }); err == nil {
				m.Error("a conflict was not told")
			}
		})
	for n, want := range []bool{true, true, false, false, true, false} {
		if m.has(n) != want {
			m.Errorf("%d is there: %v, want %v", n, !want, want)
		}
	}
}

// When one takes the whole transaction with it, the others write anew, each alone.
func TestSharedCommitIsLost(t *testing.T) {
	m := newMarks(t, storagetest.SQLite(t))
	add := func(n int) func() {
		return func() {
			if err := m.add(m.Context(), n, nil); err != nil {
				m.Error(err)
			}
		}
	}
	m.queue(add(1), func() {
		// What the engine does by itself when the disk is full.
		if err := m.add(m.Context(), 2, func(run func(string, ...any) error) error { return errors.Join(run(`ROLLBACK`), errOwn) }); !errors.Is(err, errOwn) {
			m.Errorf("got %v", err)
		}
	}, add(3))
	for n, want := range []bool{true, true, false, true} {
		if m.has(n) != want {
			m.Errorf("%d is there: %v, want %v", n, !want, want)
		}
	}
}

// Nothing of a shared transaction is seen, and no news told, before its commit.
func TestSharedCommitIsToldAfterwards(t *testing.T) {
	m := newMarks(t, storagetest.SQLite(t))
	news, stop := m.Listen()
	defer stop()
	m.queue(func() {
		err := m.add(m.Context(), 1, func(func(string, ...any) error) error {
			if n, err := m.Committed(m.Context()); err != nil || n != 0 {
				m.Errorf("%d rows are seen before the commit (%v)", n, err)
			}
			select {
			case n := <-news:
				m.Errorf("told of %v before the commit", n)
			default:
			}
			return nil
		})
		if err != nil {
			m.Error(err)
		}
	})
	if n, err := m.Committed(m.Context()); err != nil || n != 2 {
		m.Errorf("%d rows are seen after the commit (%v)", n, err)
	}
	for range 2 {
		<-news
	}
}

// On both engines many write at once, and each finds what it wrote.
func TestManyWriters(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, s *storage.Store) {
		m := newMarks(t, s)
		var running sync.WaitGroup
		for n := range 200 {
			running.Go(func() {
				err := m.add(m.Context(), n, func(func(string, ...any) error) error {
					if n%5 == 0 {
						return errOwn
					}
					return nil
				})
				if n%5 == 0 != errors.Is(err, errOwn) {
					m.Errorf("%d: %v", n, err)
				}
			})
		}
		running.Wait()
		if n := m.Number(t, `SELECT COUNT(*) FROM mark`); n != 160 {
			t.Errorf("%d rows, want 160", n)
		}
	})
}

func BenchmarkUpdate(b *testing.B) {
	s := storagetest.SQLite(b)
	s.Run(b, `CREATE TABLE mark (n BIGINT PRIMARY KEY)`)
	n := 0
	one := func(ctx context.Context, n int) {
		err := s.Update(ctx, func(run func(string, ...any) error) error { return run(`INSERT INTO mark (n) VALUES (?)`, n) })
		if err != nil {
			b.Error(err)
		}
	}
	b.Run("one after another", func(b *testing.B) {
		for b.Loop() {
			n++
			one(b.Context(), n)
		}
	})
	b.Run("32 at a time", func(b *testing.B) {
		for b.Loop() {
			var running sync.WaitGroup
			for range 32 {
				n++
				mine := n
				running.Go(func() { one(b.Context(), mine) })
			}
			running.Wait()
		}
		b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(32*b.N), "ns/update")
	})
}
