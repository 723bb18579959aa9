package storagetest

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"encoding/base64"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"consilium/community"
	"consilium/storage"
)

// Here is the address of the instance that stores of tests belong to.
const Here = "https://here.example"

// Options say how a store of a test differs from the others.
type Options struct {
	// URL is the base address; Here when "". AccountDomain is its host when "".
	URL, AccountDomain string
	// Database is as in storage.Options; a fresh SQLite file when "".
	Database string
	// SecretFile is as in storage.Options; one with the same secret as all others
	// of tests when "", so that a database can be opened twice.
	SecretFile string
	// Now tells the time; the real time when nil.
	Now func() time.Time
	// Verification is how officers decide on applications.
	Verification community.VerificationRules
	// Asked is as in storage.Options.
	Asked func()
}

// Each runs a test on a fresh store of either engine.
func Each(t *testing.T, test func(t *testing.T, s *storage.Store)) {
	t.Helper()
	EachDatabase(t, func(t *testing.T, database string) { test(t, At(t, Options{Database: database})) })
}

// EachDatabase runs a test with the address of a fresh database of either
// engine, for tests that open their stores themselves.
func EachDatabase(t *testing.T, test func(t *testing.T, database string)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { test(t, SQLiteFile(t)) })
	t.Run("postgres", func(t *testing.T) { test(t, PostgresDatabase(t)) })
}

// SQLite gives a fresh store in a SQLite file.
func SQLite(tb testing.TB) *storage.Store {
	tb.Helper()
	return At(tb, Options{})
}

// Postgres gives a fresh store in PostgreSQL, which it needs ([Need]).
func Postgres(tb testing.TB) *storage.Store {
	tb.Helper()
	return At(tb, Options{Database: PostgresDatabase(tb)})
}

// SQLiteFile names a SQLite file that does not exist yet.
func SQLiteFile(tb testing.TB) string {
	tb.Helper()
	return "sqlite:" + filepath.Join(tb.TempDir(), "consilium.db")
}

// PostgresDatabase gives the address of a fresh PostgreSQL database that has
// the tables and belongs to no instance yet.
func PostgresDatabase(tb testing.TB) string {
	tb.Helper()
	secret := filepath.Join(tb.TempDir(), "template-secret")
	return PostgresFrom(tb, "consilium", func(dsn string) error { return migrated(dsn, secret) })
}

// migrated makes the tables in an empty database.
func migrated(dsn, secret string) error {
	ctx := context.Background()
	s, err := storage.Open(ctx, storage.Options{Database: dsn, SecretFile: secret, URL: Here, Now: utc, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		return err
	}
	if err := s.Close(); err != nil {
		return err
	}
	conn, err := pgx.Connect(ctx, dsn)
	if err != nil {
		return err
	}
	_, err = conn.Exec(ctx, "DELETE FROM setting; DELETE FROM node")
	return errors.Join(err, conn.Close(ctx))
}

func utc() time.Time { return time.Now().UTC() }

// At opens a store that has its instance actor, and closes it when the test
// ends.
func At(tb testing.TB, o Options) *storage.Store {
	tb.Helper()
	s, err := Open(tb, o)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := s.Close(); err != nil {
			tb.Errorf("close store: %v", err)
		}
	})
	if _, err := s.EnsureInstanceActor(tb.Context()); err != nil {
		tb.Fatal(err)
	}
	return s
}

// Open opens a store as At does, but leaves failing, closing and the instance
// actor to the test.
func Open(tb testing.TB, o Options) (*storage.Store, error) {
	tb.Helper()
	if o.URL == "" {
		o.URL = Here
	}
	if o.Database == "" {
		o.Database = SQLiteFile(tb)
	}
	if o.SecretFile == "" {
		o.SecretFile = secretFile(tb)
	}
	if o.Now == nil {
		o.Now = utc
	}
	return storage.Open(tb.Context(), storage.Options{Database: o.Database, SecretFile: o.SecretFile, URL: o.URL,
		AccountDomain: o.AccountDomain, Now: o.Now, NewRSA: requestKeys.next, Verification: o.Verification, Asked: o.Asked, Log: slog.New(slog.NewTextHandler(tb.Output(), nil))})
}

// secretFile keeps a secret that is none.
func secretFile(tb testing.TB) string {
	tb.Helper()
	file := filepath.Join(tb.TempDir(), "secret")
	if err := os.WriteFile(file, []byte(base64.StdEncoding.EncodeToString(make([]byte, 32))), 0o600); err != nil {
		tb.Fatal(err)
	}
	return file
}

// keyRing hands out a few request keys in turn: making one for every actor of
// every test would take longer than the tests.
type keyRing struct {
	mu   sync.Mutex
	made []*rsa.PrivateKey
	turn int
}

const differentKeys = 8

// requestKeys belongs to the process, as shared does.
var requestKeys keyRing

func (k *keyRing) next() (*rsa.PrivateKey, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if len(k.made) < differentKeys {
		key, err := rsa.GenerateKey(rand.Reader, 2048)
		if err != nil {
			return nil, err
		}
		k.made = append(k.made, key)
		return key, nil
	}
	k.turn++
	return k.made[k.turn%differentKeys], nil
}
