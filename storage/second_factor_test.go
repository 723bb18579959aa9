package storage_test

import (
	"net/netip"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"consilium/community"
	"consilium/storage"
	"consilium/storage/storagetest"
)

// kinds are what happened to a login, the newest first.
func kinds(tb testing.TB, s *storage.Store, user community.UserID) string {
	tb.Helper()
	line := ""
	for _, e := range must(s.SecurityEvents(tb.Context(), user, 50))(tb) {
		line += e.Kind + " "
	}
	return line
}

func TestSecondFactorLives(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, s *storage.Store) {
		ctx := t.Context()
		u, _ := storagetest.Member(t, s, "ana")
		has := func(want bool) {
			t.Helper()
			if got := must(s.HasSecondFactor(ctx, u.ID))(t); got != want {
				t.Errorf("has a second factor: %v", got)
			}
		}
		here := must(s.AddSession(ctx, "here", storage.Session{User: u.ID, Expires: s.Now().Add(time.Hour), Factors: "password totp"}))(t)
		must(s.AddSession(ctx, "there", storage.Session{User: u.ID, Expires: s.Now().Add(time.Hour)}))(t)
		ok(t, s.AddHalfSignIn(ctx, "half", storage.HalfSignIn{User: u.ID, Factors: "password", Expires: s.Now().Add(time.Hour)}))
		act := storage.Act{User: u.ID, Session: here.ID}
		wantErr(t, s.ConfirmSecondFactor(ctx, act, 1), community.ErrNotFound)
		ok(t, s.StartSecondFactor(ctx, u.ID, "FIRST"))
		ok(t, s.StartSecondFactor(ctx, u.ID, "SECOND"))
		has(false)
		wantErr(t, s.UseStep(ctx, u.ID, 7), community.ErrConflict) // not confirmed
		wantErr(t, s.SetRecoveryCodes(ctx, act, []string{"A"}), community.ErrForbidden)
		ok(t, s.ConfirmSecondFactor(ctx, act, 6))
		has(true)
		if f := must(s.SecondFactor(ctx, u.ID))(t); f.Secret != "SECOND" || f.LastStep != 6 || f.Confirmed.IsZero() {
			t.Errorf("got %+v", f)
		}
		wantErr(t, s.StartSecondFactor(ctx, u.ID, "THIRD"), community.ErrConflict)
		must(s.SessionByToken(ctx, "here"))(t)
		_, err := s.SessionByToken(ctx, "there")
		wantErr(t, err, community.ErrNotFound)
		_, err = s.HalfSignIn(ctx, "half")
		wantErr(t, err, community.ErrNotFound)
		ok(t, s.SetRecoveryCodes(ctx, act, []string{"A", "B"}))
		ok(t, s.RemoveSecondFactor(ctx, act))
		has(false)
		if n := must(s.RecoveryCodesLeft(ctx, u.ID))(t); n != 0 {
			t.Errorf("%d recovery codes outlive the last second factor", n)
		}
		if x := must(s.SessionByToken(ctx, "here"))(t); x.Factors != "password" {
			t.Errorf("a session stays %q", x.Factors)
		}
		wantErr(t, s.RemoveSecondFactor(ctx, act), community.ErrNotFound)
		if got := kinds(t, s, u.ID); got != "totp_removed codes_renewed totp_added " {
			t.Errorf("noted %s", got)
		}
	})
}

// The secret of one login, put into the row of another, opens nothing: it is
// sealed for its owner.
func TestSecondFactorIsSealedForItsOwner(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, s *storage.Store) {
		ana, _ := storagetest.Member(t, s, "ana")
		ben, _ := storagetest.Member(t, s, "ben")
		ok(t, s.StartSecondFactor(t.Context(), ana.ID, "KNOWNTOANA"))
		ok(t, s.StartSecondFactor(t.Context(), ben.ID, "KNOWNTOBEN"))
		s.Run(t, `UPDATE second_factor SET sealed_secret = (SELECT sealed_secret FROM second_factor WHERE user_id = ?) WHERE user_id = ?`, ana.ID, ben.ID)
		if f, err := s.SecondFactor(t.Context(), ben.ID); err == nil {
			t.Errorf("opened %+v", f)
		}
		_, err := s.AddPasskey(t.Context(), storage.Act{User: ana.ID}, storage.Passkey{Credential: []byte("key"), Name: "Phone", Record: []byte("record")})
		ok(t, err)
		s.Run(t, `UPDATE passkey SET user_id = ?`, ben.ID)
		if keys, err := s.Passkeys(t.Context(), ben.ID); err == nil {
			t.Errorf("opened %+v", keys)
		}
	})
}

func TestStepServesOnce(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, s *storage.Store) {
		u, _ := storagetest.Member(t, s, "ana")
		ok(t, s.StartSecondFactor(t.Context(), u.ID, "SECRET"))
		ok(t, s.ConfirmSecondFactor(t.Context(), storage.Act{User: u.ID}, 10))
		var all sync.WaitGroup
		var served atomic.Int32
		for range 4 {
			all.Go(func() {
				if s.UseStep(t.Context(), u.ID, 11) == nil {
					served.Add(1)
				}
			})
		}
		all.Wait()
		if served.Load() != 1 {
			t.Errorf("served %d times", served.Load())
		}
		wantErr(t, s.UseStep(t.Context(), u.ID, 10), community.ErrConflict)
	})
}

func TestRecoveryCodeServesOnceAndItsOwner(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, s *storage.Store) {
		ctx := t.Context()
		ana, _ := storagetest.Member(t, s, "ana")
		ben, _ := storagetest.Member(t, s, "ben")
		for _, u := range []community.User{ana, ben} {
			ok(t, s.StartSecondFactor(ctx, u.ID, "SECRET"))
			ok(t, s.ConfirmSecondFactor(ctx, storage.Act{User: u.ID}, 1))
		}
		ok(t, s.SetRecoveryCodes(ctx, storage.Act{User: ana.ID}, []string{"AAAA", "BBBB"}))
		wantErr(t, s.UseRecoveryCode(ctx, storage.Act{User: ben.ID}, "AAAA"), community.ErrNotFound)
		var all sync.WaitGroup
		var served atomic.Int32
		for range 4 {
			all.Go(func() {
				if s.UseRecoveryCode(ctx, storage.Act{User: ana.ID, Letter: true}, "AAAA") == nil {
					served.Add(1)
				}
			})
		}
		all.Wait()
		if n := must(s.RecoveryCodesLeft(ctx, ana.ID))(t); served.Load() != 1 || n != 1 {
			t.Errorf("served %d times, %d left", served.Load(), n)
		}
		ok(t, s.SetRecoveryCodes(ctx, storage.Act{User: ana.ID}, []string{"CCCC"}))
		wantErr(t, s.UseRecoveryCode(ctx, storage.Act{User: ana.ID}, "BBBB"), community.ErrNotFound)
		if n := s.Number(t, `SELECT COUNT(*) FROM job WHERE kind = ? AND payload LIKE '%"recovery"%'`, storage.KindMail); n != 1 {
			t.Errorf("%d letters about one code", n)
		}
	})
}

func TestPasskeyCounts(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, s *storage.Store) {
		ctx := t.Context()
		ana, _ := storagetest.Member(t, s, "ana")
		ben, _ := storagetest.Member(t, s, "ben")
		act := storage.Act{User: ana.ID, Letter: true}
		k := must(s.AddPasskey(ctx, act, storage.Passkey{Credential: []byte{0, 1}, Name: "Phone", Record: []byte("record"), SignCount: 4}))(t)
		_, err := s.AddPasskey(ctx, storage.Act{User: ben.ID}, storage.Passkey{Credential: []byte{0, 1}, Name: "Copy", Record: []byte("record")})
		wantErr(t, err, community.ErrConflict)
		if owner := must(s.PasskeyOwner(ctx, []byte{0, 1}))(t); owner != ana.ID {
			t.Errorf("owner %d", owner)
		}
		ok(t, s.UsePasskey(ctx, act, k.ID, 5))
		wantErr(t, s.UsePasskey(ctx, storage.Act{User: ben.ID}, k.ID, 9), community.ErrConflict) // somebody else's
		ok(t, s.UsePasskey(ctx, act, k.ID, 6))
		wantErr(t, s.UsePasskey(ctx, act, k.ID, 6), community.ErrConflict)
		wantErr(t, s.UsePasskey(ctx, act, k.ID, 7), community.ErrConflict) // locked by now
		got := must(s.Passkeys(ctx, ana.ID))(t)
		if len(got) != 1 || got[0].Suspect.IsZero() || got[0].SignCount != 6 || string(got[0].Record) != "record" || got[0].Name != "Phone" {
			t.Errorf("got %+v", got)
		}
		if !must(s.HasSecondFactor(ctx, ana.ID))(t) {
			t.Error("locking the only passkey leaves the password alone to open the account")
		}
		zero := must(s.AddPasskey(ctx, act, storage.Passkey{Credential: []byte{2}, Name: "Key", Record: []byte("r")}))(t)
		ok(t, s.UsePasskey(ctx, act, zero.ID, 0))
		ok(t, s.UsePasskey(ctx, act, zero.ID, 0))
		wantErr(t, s.RemovePasskey(ctx, storage.Act{User: ben.ID}, zero.ID), community.ErrNotFound)
		ok(t, s.RemovePasskey(ctx, act, zero.ID))
		if got := kinds(t, s, ana.ID); got != "passkey_removed passkey_added passkey_suspect passkey_added " {
			t.Errorf("noted %s", got)
		}
		for i := range storage.MaxPasskeys {
			_, err = s.AddPasskey(ctx, storage.Act{User: ben.ID}, storage.Passkey{Credential: []byte{9, byte(i)}, Name: "One of many", Record: []byte("r")})
			ok(t, err)
		}
		_, err = s.AddPasskey(ctx, storage.Act{User: ben.ID}, storage.Passkey{Credential: []byte{8}, Name: "One too many", Record: []byte("r")})
		wantErr(t, err, community.ErrConflict)
	})
}

func TestChallengeServesOnce(t *testing.T) {
	storagetest.EachDatabase(t, func(t *testing.T, database string) {
		var clock storagetest.Clock
		s := storagetest.At(t, storagetest.Options{Database: database, Now: clock.Now})
		ctx := t.Context()
		add := func(value string) {
			ok(t, s.AddChallenge(ctx, value, storage.Challenge{Purpose: "again", User: 3, Session: 4, Data: []byte(`{"a":1}`), Expires: clock.Now().Add(5 * time.Minute)}))
		}
		add("one")
		_, err := s.UseChallenge(ctx, "one", "sign-in")
		wantErr(t, err, community.ErrNotFound)
		if c := must(s.UseChallenge(ctx, "one", "again"))(t); c.User != 3 || c.Session != 4 || string(c.Data) != `{"a":1}` {
			t.Errorf("got %+v", c)
		}
		_, err = s.UseChallenge(ctx, "one", "again")
		wantErr(t, err, community.ErrNotFound)
		add("late")
		clock.Advance(5 * time.Minute)
		_, err = s.UseChallenge(ctx, "late", "again")
		wantErr(t, err, community.ErrGone)
		add("old")
		ok(t, s.AddHalfSignIn(ctx, "half", storage.HalfSignIn{User: must(s.User(ctx, first(t, s)))(t).ID, Factors: "password", Expires: clock.Now().Add(time.Minute)}))
		clock.Advance(time.Hour)
		_, err = s.HalfSignIn(ctx, "half")
		wantErr(t, err, community.ErrNotFound)
		ok(t, s.Tidy(ctx))
		if n := s.Number(t, `SELECT (SELECT COUNT(*) FROM challenge) + (SELECT COUNT(*) FROM half_sign_in)`); n != 0 {
			t.Errorf("%d rows are never removed", n)
		}
	})
}

func first(tb testing.TB, s *storage.Store) community.UserID {
	tb.Helper()
	u, _ := storagetest.Member(tb, s, "ana")
	return u.ID
}

// A new browser is news, the very first one is not, and neither is one that
// comes back.
func TestNewDeviceIsNoted(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, s *storage.Store) {
		u, _ := storagetest.Member(t, s, "ana")
		act := storage.Act{User: u.ID, Agent: "Firefox", Address: netip.MustParseAddr("192.0.2.1"), Letter: true}
		for _, device := range []string{"phone", "phone", "desk", "phone", "desk"} {
			ok(t, s.MeetDevice(t.Context(), act, device))
		}
		if got := kinds(t, s, u.ID); got != "sign_in sign_in new_device sign_in sign_in " {
			t.Errorf("noted %s", got)
		}
		if n := s.Number(t, `SELECT COUNT(*) FROM job WHERE kind = ?`, storage.KindMail); n != 1 {
			t.Errorf("%d letters", n)
		}
		if e := must(s.SecurityEvents(t.Context(), u.ID, 1))(t); e[0].Agent != "Firefox" || e[0].Address != act.Address {
			t.Errorf("got %+v", e)
		}
	})
}

// Somebody who lost everything gets a clean account from staff, with a reason
// that is kept; what was open is closed.
func TestResetFactors(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, s *storage.Store) {
		ctx := t.Context()
		_, admin := storagetest.Staff(t, s, "root", community.Administrator)
		u, _ := storagetest.Member(t, s, "ana")
		act := storage.Act{User: u.ID}
		ok(t, s.StartSecondFactor(ctx, u.ID, "SECRET"))
		ok(t, s.ConfirmSecondFactor(ctx, act, 1))
		must(s.AddPasskey(ctx, act, storage.Passkey{Credential: []byte{1}, Name: "Phone", Record: []byte("r")}))(t)
		ok(t, s.SetRecoveryCodes(ctx, act, []string{"A"}))
		must(s.AddSession(ctx, "open", storage.Session{User: u.ID, Expires: s.Now().Add(time.Hour)}))(t)
		wantInvalid(t, s.ResetFactors(ctx, u.ID, admin.ID, ""), "reason")
		wantErr(t, s.ResetFactors(ctx, 1, admin.ID, "lost phone"), community.ErrNotFound)
		ok(t, s.ResetFactors(ctx, u.ID, admin.ID, "lost phone, showed badge"))
		if must(s.HasSecondFactor(ctx, u.ID))(t) || must(s.RecoveryCodesLeft(ctx, u.ID))(t) != 0 {
			t.Error("something is left")
		}
		_, err := s.SessionByToken(ctx, "open")
		wantErr(t, err, community.ErrNotFound)
		done := must(s.StaffActions(ctx, storage.Page{}))(t)
		if len(done) != 1 || done[0].Action != "reset-factors" || done[0].Note != "lost phone, showed badge" || done[0].Actor != admin.ID {
			t.Errorf("recorded %+v", done)
		}
	})
}

// A new password and a suspension end a sign-in that is half done, and leaving
// forgets how somebody signed in.
func TestHalfSignInEndsWithThePassword(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, s *storage.Store) {
		ctx := t.Context()
		for name, end := range map[string]func(community.User) error{
			"ana": func(u community.User) error { return s.SetPassword(ctx, u.ID, "other", 0) },
			"ben": func(u community.User) error { return s.SuspendActor(ctx, u.Actor, 0, "") },
			"eve": func(u community.User) error { return s.Leave(ctx, u.ID) },
		} {
			u, _ := storagetest.Member(t, s, name)
			ok(t, s.AddHalfSignIn(ctx, name, storage.HalfSignIn{User: u.ID, Factors: "password", Expires: s.Now().Add(time.Hour)}))
			ok(t, s.MeetDevice(ctx, storage.Act{User: u.ID}, "phone"))
			must(s.HalfSignIn(ctx, name))(t)
			ok(t, end(u))
			_, err := s.HalfSignIn(ctx, name)
			wantErr(t, err, community.ErrNotFound)
			if name == "eve" && (kinds(t, s, u.ID) != "" || s.Number(t, `SELECT COUNT(*) FROM device WHERE user_id = ?`, u.ID) != 0) {
				t.Error("what is known of eve's sign-ins stays")
			}
		}
		u, _ := storagetest.Member(t, s, "once")
		ok(t, s.AddHalfSignIn(ctx, "once", storage.HalfSignIn{User: u.ID, Factors: "password", Expires: s.Now().Add(time.Hour)}))
		ok(t, s.EndHalfSignIn(ctx, "once"))
		wantErr(t, s.EndHalfSignIn(ctx, "once"), community.ErrNotFound)
	})
}
