package storage_test

import (
	"net/netip"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"consilium/community"
	"consilium/storage"
	"consilium/storage/storagetest"
)

func TestSessionLives(t *testing.T) {
	storagetest.EachDatabase(t, func(t *testing.T, database string) {
		var clock storagetest.Clock
		s := storagetest.At(t, storagetest.Options{Database: database, Now: clock.Now})
		ctx := t.Context()
		u, _ := storagetest.Member(t, s, "ana")
		other, _ := storagetest.Member(t, s, "ben")
		made := must(s.AddSession(ctx, "one", storage.Session{User: u.ID, Agent: "Browser", Address: netip.MustParseAddr("192.0.2.1"), Expires: clock.Now().Add(time.Hour)}))(t)
		if d := cmp.Diff(made, must(s.SessionByToken(ctx, "one"))(t), cmp.Comparer(func(a, b netip.Addr) bool { return a == b })); d != "" {
			t.Error(d)
		}
		clock.Advance(5 * time.Minute)
		ok(t, s.KeepSession(ctx, made.ID, clock.Now().Add(2*time.Hour)))
		if x := must(s.SessionByToken(ctx, "one"))(t); !x.LastSeen.Equal(clock.Now()) || !x.Expires.Equal(clock.Now().Add(2*time.Hour)) {
			t.Errorf("a session that is used is %+v", x)
		}
		second := must(s.AddSession(ctx, "two", storage.Session{User: u.ID, Expires: clock.Now().Add(time.Hour)}))(t)
		wantErr(t, s.EndSession(ctx, other.ID, second.ID), community.ErrNotFound)
		ok(t, s.EndSessions(ctx, u.ID, second.ID))
		_, err := s.SessionByToken(ctx, "one")
		wantErr(t, err, community.ErrNotFound)
		if list := must(s.Sessions(ctx, u.ID))(t); len(list) != 1 || list[0].ID != second.ID {
			t.Errorf("got %+v", list)
		}
		clock.Advance(time.Hour)
		_, err = s.SessionByToken(ctx, "two")
		wantErr(t, err, community.ErrNotFound)
	})
}

// Suspension reaches every way in at once, and restoring opens none of them by
// itself.
func TestSuspensionSignsOut(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, s *storage.Store) {
		ctx := t.Context()
		_, mod := storagetest.Staff(t, s, "mona", community.Moderator)
		u, ana := storagetest.Member(t, s, "ana")
		later := s.Now().Add(time.Hour)
		must(s.AddSession(ctx, "cookie", storage.Session{User: u.ID, Expires: later}))(t)
		app := must(s.AddApplication(ctx, storage.Application{Name: "App", Scopes: "read"}, "secret"))(t)
		must(s.AddToken(ctx, "bearer", storage.AccessToken{Application: app.ID, Actor: ana.ID, Scopes: "read"}))(t)
		ok(t, s.AddTicket(ctx, "link", storage.Ticket{Purpose: "reset", User: u.ID, Expires: later}))
		ok(t, s.AddCode(ctx, "code", storage.AuthorizationCode{Application: app.ID, Actor: ana.ID, Expires: later}))
		ok(t, s.SuspendActor(ctx, ana.ID, mod.ID, "rules"))
		for _, when := range []string{"suspended", "restored"} {
			_, err := s.SessionByToken(ctx, "cookie")
			wantErr(t, err, community.ErrNotFound)
			_, err = s.TokenBearer(ctx, "bearer")
			wantErr(t, err, community.ErrNotFound)
			_, err = s.UseTicket(ctx, "link", "reset")
			wantErr(t, err, community.ErrNotFound)
			_, err = s.UseCode(ctx, "code")
			wantErr(t, err, community.ErrNotFound)
			if when == "restored" {
				break
			}
			if got := must(s.User(ctx, u.ID))(t); got.State != community.UserSuspended || must(s.Actor(ctx, ana.ID))(t).Active() {
				t.Errorf("got %+v", got)
			}
			ok(t, s.RestoreActor(ctx, ana.ID, mod.ID, "talked"))
			if got := must(s.User(ctx, u.ID))(t); got.State != community.UserActive || !must(s.Actor(ctx, ana.ID))(t).Active() {
				t.Errorf("got %+v", got)
			}
		}
		if done := must(s.StaffActions(ctx, storage.Page{}))(t); len(done) != 2 || done[1].Action != "suspend" || done[1].Note != "rules" {
			t.Errorf("recorded %+v", done)
		}
	})
}

func TestTicketServesOnce(t *testing.T) {
	storagetest.EachDatabase(t, func(t *testing.T, database string) {
		var clock storagetest.Clock
		s := storagetest.At(t, storagetest.Options{Database: database, Now: clock.Now})
		ctx := t.Context()
		want := storage.Ticket{Purpose: "confirm", User: 3, Email: "a@b.example", Expires: clock.Now().Add(time.Hour)}
		ok(t, s.AddTicket(ctx, "link", want))
		_, err := s.UseTicket(ctx, "link", "reset")
		wantErr(t, err, community.ErrNotFound)
		if got := must(s.Ticket(ctx, "link", "confirm"))(t); got != want {
			t.Errorf("got %+v", got)
		}
		var all sync.WaitGroup
		var served atomic.Int32
		for range 4 {
			all.Go(func() {
				if got, err := s.UseTicket(ctx, "link", "confirm"); err == nil && got == want {
					served.Add(1)
				}
			})
		}
		all.Wait()
		if served.Load() != 1 {
			t.Errorf("served %d times", served.Load())
		}
		ok(t, s.AddTicket(ctx, "late", want))
		clock.Advance(time.Hour)
		_, err = s.Ticket(ctx, "late", "confirm")
		wantErr(t, err, community.ErrGone)
		_, err = s.UseTicket(ctx, "late", "confirm")
		wantErr(t, err, community.ErrGone)
	})
}

func TestThrottleWindow(t *testing.T) {
	storagetest.EachDatabase(t, func(t *testing.T, database string) {
		var clock storagetest.Clock
		s := storagetest.At(t, storagetest.Options{Database: database, Now: clock.Now})
		try := func(name string, want bool, wait time.Duration) {
			t.Helper()
			allowed, after, err := s.Attempt(t.Context(), name, 10*time.Minute, 2)
			ok(t, err)
			if allowed != want || after != wait {
				t.Errorf("%s: allowed %v, retry after %s, want %v and %s", name, allowed, after, want, wait)
			}
		}
		try("ana", true, 0)
		clock.Advance(4 * time.Minute)
		try("ana", true, 0)
		try("ana", false, 6*time.Minute)
		try("ben", true, 0)
		clock.Advance(6 * time.Minute)
		try("ana", true, 0) // a new window
		try("ana", true, 0)
		try("ana", false, 10*time.Minute)
		ok(t, s.Forgive(t.Context(), "ana"))
		try("ana", true, 0)
	})
}

func TestThrottleCountsEveryAttempt(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, s *storage.Store) {
		var all sync.WaitGroup
		var let atomic.Int32
		for range 20 {
			all.Go(func() {
				allowed, _, err := s.Attempt(t.Context(), "sign in", time.Hour, 5)
				if err != nil {
					t.Error(err)
				}
				if allowed {
					let.Add(1)
				}
			})
		}
		all.Wait()
		if let.Load() != 5 {
			t.Errorf("%d of 20 attempts were let through, want 5", let.Load())
		}
	})
}

func TestTokens(t *testing.T) {
	storagetest.EachDatabase(t, func(t *testing.T, database string) {
		var clock storagetest.Clock
		s := storagetest.At(t, storagetest.Options{Database: database, Now: clock.Now})
		ctx := t.Context()
		u, ana := storagetest.Member(t, s, "ana")
		app := must(s.AddApplication(ctx, storage.Application{Name: "App ?", Website: "https://app.example",
			RedirectURIs: []string{"app://a", "urn:ietf:wg:oauth:2.0:oob"}, Scopes: "read write"}, "secret"))(t)
		_, err := s.CheckApplicationSecret(ctx, app.ClientID, "guess")
		wantErr(t, err, community.ErrForbidden)
		_, err = s.CheckApplicationSecret(ctx, "nobody", "secret")
		wantErr(t, err, community.ErrNotFound)
		if d := cmp.Diff(app, must(s.CheckApplicationSecret(ctx, app.ClientID, "secret"))(t)); d != "" {
			t.Error(d)
		}
		token := must(s.AddToken(ctx, "bearer", storage.AccessToken{Application: app.ID, Actor: ana.ID, Scopes: "read"}))(t)
		must(s.AddToken(ctx, "machine", storage.AccessToken{Application: app.ID, Scopes: "write"}))(t)
		want := storage.Bearer{AccessToken: token, Application: app, User: u, Actor: ana, Standing: community.Standing{Judged: s.Now()}}
		addresses := cmp.Comparer(func(a, b netip.Addr) bool { return a == b })
		if d := cmp.Diff(want, must(s.TokenBearer(ctx, "bearer"))(t), sealedTypes, addresses); d != "" {
			t.Error(d)
		}
		if b := must(s.TokenBearer(ctx, "machine"))(t); b.Actor.ID != 0 || b.User.ID != 0 || b.Application.ID != app.ID || b.Scopes != "write" {
			t.Errorf("got %+v", b)
		}
		if given := must(s.Tokens(ctx, ana.ID))(t); len(given) != 1 || given[0].Application.Name != "App ?" || !given[0].LastUsed.Equal(clock.Now()) {
			t.Errorf("got %+v", given)
		}
		_, waiting := storagetest.Login(t, s, community.User{Name: "ben", State: community.UserPending})
		must(s.AddToken(ctx, "early", storage.AccessToken{Application: app.ID, Actor: waiting.ID}))(t)
		_, err = s.TokenBearer(ctx, "early")
		wantErr(t, err, community.ErrForbidden)
		ok(t, s.RevokeToken(ctx, "machine", app.ID+1))
		must(s.TokenBearer(ctx, "machine"))(t)
		ok(t, s.RevokeToken(ctx, "machine", app.ID))
		_, err = s.TokenBearer(ctx, "machine")
		wantErr(t, err, community.ErrNotFound)
		wantErr(t, s.RevokeTokenByID(ctx, ana.ID+1, token.ID), community.ErrNotFound)
		ok(t, s.RevokeTokenByID(ctx, ana.ID, token.ID))
		wantErr(t, s.RevokeTokenByID(ctx, ana.ID, token.ID), community.ErrNotFound)
	})
}

// A token of somebody who was suspended beside it, by whatever way, is refused.
func TestTokenOfSuspendedActor(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, s *storage.Store) {
		_, ana := storagetest.Member(t, s, "ana")
		app := must(s.AddApplication(t.Context(), storage.Application{Name: "App"}, "secret"))(t)
		ok(t, s.SuspendActor(t.Context(), ana.ID, 0, ""))
		must(s.AddToken(t.Context(), "bearer", storage.AccessToken{Application: app.ID, Actor: ana.ID}))(t)
		_, err := s.TokenBearer(t.Context(), "bearer")
		wantErr(t, err, community.ErrForbidden)
	})
}

func TestCodeServesOnce(t *testing.T) {
	storagetest.EachDatabase(t, func(t *testing.T, database string) {
		var clock storagetest.Clock
		s := storagetest.At(t, storagetest.Options{Database: database, Now: clock.Now})
		ctx := t.Context()
		app := must(s.AddApplication(ctx, storage.Application{Name: "App"}, "secret"))(t)
		want := storage.AuthorizationCode{Application: app.ID, Actor: 4, RedirectURI: "app://a", Scopes: "read", Challenge: "x", Expires: clock.Now().Add(time.Minute)}
		ok(t, s.AddCode(ctx, "code", want))
		ok(t, s.AddCode(ctx, "late", want))
		if got := must(s.UseCode(ctx, "code"))(t); got != want {
			t.Errorf("got %+v", got)
		}
		k := must(s.AddTokenByCode(ctx, "code", "bearer", storage.AccessToken{Application: app.ID, Scopes: "read"}))(t)
		if b := must(s.TokenBearer(ctx, "bearer"))(t); b.ID != k.ID {
			t.Errorf("the token of the code is %d, want %d", b.ID, k.ID)
		}
		_, err := s.UseCode(ctx, "code")
		wantErr(t, err, community.ErrNotFound)
		// RFC 6749 4.1.2: shown twice, it ends what it gave, and gives nothing any more.
		_, err = s.TokenBearer(ctx, "bearer")
		wantErr(t, err, community.ErrNotFound)
		_, err = s.AddTokenByCode(ctx, "code", "other", storage.AccessToken{Application: app.ID, Scopes: "read"})
		wantErr(t, err, community.ErrGone)
		clock.Advance(time.Minute)
		_, err = s.UseCode(ctx, "late")
		wantErr(t, err, community.ErrGone)
	})
}
