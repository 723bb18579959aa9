package storage

import (
	"context"
	"sync/atomic"
	"testing"

	"github.com/uptrace/bun"
)

// Run runs a statement as it stands, for tests that fill or break tables.
func (s *Store) Run(tb testing.TB, query string, args ...any) {
	tb.Helper()
	if _, err := s.w.NewRaw(query, args...).Exec(tb.Context()); err != nil {
		tb.Fatal(err)
	}
}

// Number reads one number.
func (s *Store) Number(tb testing.TB, query string, args ...any) int {
	tb.Helper()
	var n int
	if err := one(tb.Context(), s.w, &n, query, args...); err != nil {
		tb.Fatal(err)
	}
	return n
}

// CountStatements makes the store count what it asks its databases.
func (s *Store) CountStatements() *atomic.Int64 {
	counter := &statementCounter{}
	s.asked = func() { counter.n.Add(1) }
	if s.r == s.w {
		s.w = s.w.WithQueryHook(counter)
		s.r = s.w
		return &counter.n
	}
	s.r = s.r.WithQueryHook(counter)
	return &counter.n
}

type statementCounter struct{ n atomic.Int64 }

func (c *statementCounter) BeforeQuery(ctx context.Context, _ *bun.QueryEvent) context.Context {
	c.n.Add(1)
	return ctx
}

func (c *statementCounter) AfterQuery(context.Context, *bun.QueryEvent) {}
