package storage_test

import (
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"consilium/community"
	"consilium/storage"
	"consilium/storage/storagetest"
)

// Every identifier holds the address: a start with another one stops and says
// what to do (R-WF-2).
func TestAddressIsFrozen(t *testing.T) {
	storagetest.EachDatabase(t, func(t *testing.T, database string) {
		s, err := storagetest.Open(t, storagetest.Options{Database: database})
		ok(t, err)
		ok(t, s.Close())
		for _, o := range []storagetest.Options{
			{Database: database, URL: "https://other.example"},
			{Database: database, AccountDomain: "example"},
		} {
			if _, err := storagetest.Open(t, o); err == nil || !strings.Contains(err.Error(), "server.url") {
				t.Errorf("%+v: got error %v", o, err)
			}
		}
		s, err = storagetest.Open(t, storagetest.Options{Database: database}) // migrated already
		ok(t, err)
		ok(t, s.Close())
	})
}

// Several processes may start at once on an empty database.
func TestMigrationsRunOnce(t *testing.T) {
	for name, database := range map[string]func(testing.TB) string{"sqlite": storagetest.SQLiteFile, "postgres": storagetest.PostgresURL} {
		t.Run(name, func(t *testing.T) {
			o := storagetest.Options{Database: database(t), SecretFile: filepath.Join(t.TempDir(), "secret")}
			var all sync.WaitGroup
			for range 4 {
				all.Go(func() {
					s, err := storagetest.Open(t, o)
					if err != nil {
						t.Error(err)
						return
					}
					if err := s.Close(); err != nil {
						t.Error(err)
					}
				})
			}
			all.Wait()
		})
	}
}

func TestNewerDatabaseIsRefused(t *testing.T) {
	storagetest.EachDatabase(t, func(t *testing.T, database string) {
		s := storagetest.At(t, storagetest.Options{Database: database})
		s.Run(t, `INSERT INTO migration (name) VALUES ('999912312359_future')`)
		if _, err := storagetest.Open(t, storagetest.Options{Database: database}); err == nil || !strings.Contains(err.Error(), "newer version") {
			t.Errorf("got error %v", err)
		}
	})
}

func TestSecretFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "keys", "secret")
	database := storagetest.SQLiteFile(t)
	s := storagetest.At(t, storagetest.Options{Database: database, SecretFile: path})
	if info := must(os.Stat(path))(t); info.Mode().Perm() != 0o600 {
		t.Errorf("the secret is open to others: %v", info.Mode())
	}
	again := storagetest.At(t, storagetest.Options{Database: database, SecretFile: path})
	a, b := must(s.Secret("links"))(t), must(again.Secret("links"))(t)
	other := must(s.Secret("others"))(t)
	if string(a) != string(b) || string(a) == string(other) || len(a) != 32 {
		t.Error("a purpose has one secret of its own, the same in every process")
	}
	ok(t, os.WriteFile(path, []byte("not a secret"), 0o600))
	if _, err := storagetest.Open(t, storagetest.Options{Database: database, SecretFile: path}); err == nil || !strings.Contains(err.Error(), "backup") {
		t.Errorf("got error %v", err)
	}
}

// Two stores on one database never give the same number, even when both ask in
// the same millisecond and the clock stands still.
func TestNumbersAreUnique(t *testing.T) {
	storagetest.EachDatabase(t, func(t *testing.T, database string) {
		var clock storagetest.Clock
		a := storagetest.At(t, storagetest.Options{Database: database, Now: clock.Now})
		b := storagetest.At(t, storagetest.Options{Database: database, Now: clock.Now})
		var mu sync.Mutex
		seen := map[int64]bool{}
		var all sync.WaitGroup
		for _, s := range []*storage.Store{a, a, b, b} {
			all.Go(func() {
				last := int64(0)
				for range 1000 {
					n := s.NextNumber()
					mu.Lock()
					if seen[n] || n <= last {
						t.Errorf("%d was given before", n)
					}
					seen[n], last = true, n
					mu.Unlock()
				}
			})
		}
		all.Wait()
	})
}

// A restart goes on above what was given, even when the clock was set back.
func TestNumbersGoOnAfterRestart(t *testing.T) {
	storagetest.EachDatabase(t, func(t *testing.T, database string) {
		var clock storagetest.Clock
		o := storagetest.Options{Database: database, Now: clock.Now, SecretFile: filepath.Join(t.TempDir(), "secret")}
		highest := int64(0)
		for range 3 {
			s, err := storagetest.Open(t, o)
			ok(t, err)
			for range 300 { // more than fit into a millisecond
				n := s.NextNumber()
				if n <= highest {
					t.Fatalf("%d after %d", n, highest)
				}
				highest = n
			}
			ok(t, s.Close())
			clock.Advance(-time.Hour)
		}
	})
}

// A process that stood still until another took its slot goes on in a new one.
func TestLostSlotIsReplaced(t *testing.T) {
	storagetest.EachDatabase(t, func(t *testing.T, database string) {
		var clock storagetest.Clock
		asleep := storagetest.At(t, storagetest.Options{Database: database, Now: clock.Now})
		before := asleep.NextNumber()
		clock.Advance(time.Minute)
		awake := storagetest.At(t, storagetest.Options{Database: database, Now: clock.Now})
		slot := func(n int64) int64 { return n >> 8 & 0xff }
		if slot(before) != slot(awake.NextNumber()) {
			t.Fatal("the slot that ran out was not taken")
		}
		ok(t, awake.RenewSlot(t.Context()))
		ok(t, asleep.RenewSlot(t.Context()))
		n := asleep.NextNumber()
		if slot(n) == slot(awake.NextNumber()) || n <= before {
			t.Errorf("the slots are %d and %d", slot(n), slot(awake.NextNumber()))
		}
	})
}

// News reach the listeners of this process after the commit, and of others on
// PostgreSQL; what was rolled back is no news.
func TestNews(t *testing.T) {
	storagetest.EachDatabase(t, func(t *testing.T, database string) {
		s := storagetest.At(t, storagetest.Options{Database: database})
		p := people(t, s)
		listeners := []*storage.Store{s}
		if strings.HasPrefix(database, "postgres") {
			listeners = append(listeners, storagetest.At(t, storagetest.Options{Database: database}))
		}
		var heard []<-chan storage.News
		for _, l := range listeners {
			news, stop := l.Listen()
			defer stop()
			heard = append(heard, news)
		}
		_, err := s.Follow(t.Context(), community.Follow{Follower: p.ana.ID, Followed: 4})
		wantErr(t, err, community.ErrNotFound)
		for i, news := range heard {
			// The listener of another process may still be connecting: follow until it hears.
			deadline := time.After(20 * time.Second)
			for told := false; !told; {
				ok(t, s.Unfollow(t.Context(), p.ana.ID, p.ben.ID))
				storagetest.Following(t, s, p.ana, p.ben)
				again := time.After(200 * time.Millisecond)
				for wait := true; wait && !told; {
					select {
					case n := <-news:
						told = n.Topic == storage.TopicNotification && n.Owner == int64(p.ben.ID)
					case <-again:
						wait = false
					case <-deadline:
						t.Fatalf("listener %d heard nothing", i)
					}
				}
			}
		}
	})
}

func TestTidyRemovesWhatExpired(t *testing.T) {
	storagetest.EachDatabase(t, func(t *testing.T, database string) {
		var clock storagetest.Clock
		s := storagetest.At(t, storagetest.Options{Database: database, Now: clock.Now})
		ctx := t.Context()
		u, ana := storagetest.Member(t, s, "ana")
		app := must(s.AddApplication(ctx, storage.Application{Name: "App"}, "x"))(t)
		bob := storagetest.Remote(t, s, there, "bob")
		fill := func(name string, life time.Duration) {
			end := clock.Now().Add(life)
			must(s.AddSession(ctx, name, storage.Session{User: u.ID, Expires: end}))(t)
			ok(t, s.AddTicket(ctx, name, storage.Ticket{Purpose: "reset", Expires: end}))
			ok(t, s.AddCode(ctx, name, storage.AuthorizationCode{Application: app.ID, Expires: end}))
		}
		fill("short", time.Hour)
		fill("long", 1000*time.Hour)
		ok(t, s.Mute(ctx, storage.Mute{Actor: ana.ID, Target: bob.ID, Until: clock.Now().Add(time.Hour)}))
		_, _, err := s.Attempt(ctx, "sign in", time.Hour, 5)
		ok(t, err)
		ok(t, s.ReceiveDelete(ctx, storagetest.IRI(t, there+"/p/1"), bob))
		left := func(table string) int { return s.Number(t, `SELECT COUNT(*) FROM `+table) }
		want := func(when string, tables map[string]int) {
			t.Helper()
			ok(t, s.Tidy(ctx))
			for table, n := range tables {
				if got := left(table); got != n {
					t.Errorf("%s: %d rows in %s, want %d", when, got, table, n)
				}
			}
		}
		want("at once", map[string]int{"session": 2, "ticket": 2, "authorization_code": 2, "mute": 1, "throttle": 1, "tombstone": 1})
		clock.Advance(time.Hour)
		want("an hour later", map[string]int{"session": 1, "ticket": 1, "authorization_code": 1, "mute": 0, "throttle": 1, "tombstone": 1})
		clock.Advance(25 * time.Hour)
		want("a day later", map[string]int{"session": 1, "throttle": 0, "tombstone": 1})
		clock.Advance(30 * 24 * time.Hour)
		want("a month later", map[string]int{"session": 1, "tombstone": 0})
	})
}
