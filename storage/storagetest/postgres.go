package storagetest

import (
	"context"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// PostgresURL returns the address of a fresh, empty PostgreSQL database that is dropped when the test ends.
// Another process may use it for as long as this one lives. It needs "postgresql" ([Need]).
func PostgresURL(tb testing.TB) string {
	tb.Helper()
	return PostgresFrom(tb, "template1", nil)
}

// PostgresFrom returns the address of a fresh database that already holds what prepare put into the template of that
// name: tables, say. Prepare runs once for each name in a test process, with the address of the template; it must close
// its connections before it returns, because a template in use cannot be copied. When it fails, so does every test that asks.
func PostgresFrom(tb testing.TB, name string, prepare func(dsn string) error) string {
	tb.Helper()
	Need(tb, "postgresql")
	s, err := shared()
	if err != nil {
		tb.Fatal(err)
	}
	if prepare != nil {
		if err := templates.of(name).make(s, prepare); err != nil {
			tb.Fatalf("prepare database %s: %v", name, err)
		}
	}
	database := "test_" + strconv.FormatInt(databases.Add(1), 10)
	// PostgreSQL copies a template for one at a time, and waits by itself only five seconds for its turn.
	copying.Lock()
	defer copying.Unlock()
	if err := s.do(tb.Context(), "CREATE DATABASE "+quote(database)+" TEMPLATE "+quote(name)); err != nil {
		tb.Fatalf("create database %s from %s: %v", database, name, err)
	}
	tb.Cleanup(func() { s.drop(tb, database) })
	return s.url(database)
}

// What follows belongs to the one server of this process, as shared does.
var (
	databases atomic.Int64
	copying   sync.Mutex
	templates = templateSet{made: map[string]*template{}}
)

type templateSet struct {
	mu   sync.Mutex
	made map[string]*template
}

func (t *templateSet) of(name string) *template {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.made[name] == nil {
		t.made[name] = &template{name: name}
	}
	return t.made[name]
}

type template struct {
	name string
	once sync.Once
	err  error
}

// make creates and prepares the template the first time, and afterwards tells how that went.
func (t *template) make(s *server, prepare func(dsn string) error) error {
	t.once.Do(func() {
		ctx, cancel := context.WithTimeout(context.Background(), patience)
		defer cancel()
		copying.Lock()
		t.err = s.do(ctx, "CREATE DATABASE "+quote(t.name))
		copying.Unlock()
		if t.err == nil {
			t.err = prepare(s.url(t.name))
		}
	})
	return t.err
}

// drop removes a test's database with whoever is still connected. A test that ended with open connections has a leak,
// but not one that should leave the disk full.
func (s *server) drop(tb testing.TB, database string) {
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	if err := s.do(ctx, "DROP DATABASE IF EXISTS "+quote(database)+" WITH (FORCE)"); err != nil {
		tb.Errorf("drop database %s: %v", database, err)
	}
}

func quote(name string) string { return pgx.Identifier{name}.Sanitize() }
