package storage_test

import (
	"errors"
	"testing"
	"time"

	"consilium/community"
	"consilium/community/credential"
	"consilium/storage"
	"consilium/storage/storagetest"
)

const (
	hospital = "https://login.hospital.example"
	clinic   = "https://login.clinic.example"
)

func link(t *testing.T, s *storage.Store, u community.User, i storage.Identity) storage.Identity {
	t.Helper()
	if err := s.LinkIdentity(t.Context(), storage.Act{User: u.ID}, i); err != nil {
		t.Fatal(err)
	}
	return identity(t, s, i)
}

func identity(t *testing.T, s *storage.Store, i storage.Identity) storage.Identity {
	t.Helper()
	found, err := s.IdentityBySubject(t.Context(), i.Issuer, i.Subject)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// One identity is one person's, and a subject means nothing without its issuer.
func TestIdentityBelongsToOne(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, s *storage.Store) {
		ana, _ := storagetest.Member(t, s, "ana")
		bob, _ := storagetest.Member(t, s, "bob")
		first := link(t, s, ana, storage.Identity{Provider: "h", Issuer: hospital, Subject: "42"})
		second := link(t, s, bob, storage.Identity{Provider: "c", Issuer: clinic, Subject: "42"})
		if first.User != ana.ID || second.User != bob.ID {
			t.Fatalf("identities of %d and %d", first.User, second.User)
		}
		for name, c := range map[string]struct {
			user community.User
			i    storage.Identity
		}{
			"somebody else's": {bob, storage.Identity{Provider: "h", Issuer: hospital, Subject: "42"}},
			"one's own again": {ana, storage.Identity{Provider: "h", Issuer: hospital, Subject: "42"}},
			"another there":   {ana, storage.Identity{Provider: "h", Issuer: hospital, Subject: "43"}},
		} {
			if err := s.LinkIdentity(t.Context(), storage.Act{User: c.user.ID}, c.i); !errors.Is(err, community.ErrConflict) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if err := s.UnlinkIdentity(t.Context(), storage.Act{User: bob.ID}, first.ID); !errors.Is(err, community.ErrNotFound) {
			t.Errorf("bob unlinked ana's: %v", err)
		}
		if err := s.Leave(t.Context(), ana.ID); err != nil {
			t.Fatal(err)
		}
		if _, err := s.IdentityBySubject(t.Context(), hospital, "42"); !errors.Is(err, community.ErrNotFound) {
			t.Errorf("the identity outlived the account: %v", err)
		}
	})
}

// Nobody unlinks the only way into the account, and what was proved goes with
// the link: otherwise who is about to leave would keep it.
func TestUnlinkKeepsAWayIn(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, s *storage.Store) {
		ana, actor := storagetest.Member(t, s, "ana")
		i := link(t, s, ana, storage.Identity{Provider: "h", Issuer: hospital, Subject: "42"})
		if err := s.UnlinkIdentity(t.Context(), storage.Act{User: ana.ID}, i.ID); !errors.Is(err, community.ErrConflict) {
			t.Fatalf("the last way in was unlinked: %v", err)
		}
		prove(t, s, storage.SignOnProof{Actor: actor.ID, Issuer: hospital, Profession: "physician"})
		link(t, s, ana, storage.Identity{Provider: "c", Issuer: clinic, Subject: "7"})
		if err := s.UnlinkIdentity(t.Context(), storage.Act{User: ana.ID}, i.ID); err != nil {
			t.Fatal(err)
		}
		if got := standing(t, s, actor); got.Level != 0 || got.Word != community.StandingSuspended {
			t.Errorf("after unlinking: %+v", got)
		}
	})
}

func prove(t *testing.T, s *storage.Store, p storage.SignOnProof) storage.Credential {
	t.Helper()
	if p.Length == 0 {
		p.Length = 35 * 24 * time.Hour
	}
	if p.ConfirmedBy == "" {
		p.ConfirmedBy = "St Anna Hospital"
	}
	if err := s.ProveSignOn(t.Context(), p); err != nil {
		t.Fatal(err)
	}
	c, err := s.Credential(t.Context(), p.Actor)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func lose(t *testing.T, s *storage.Store, a community.Actor, issuer string) {
	t.Helper()
	if err := s.LoseSignOn(t.Context(), a.ID, issuer, true); err != nil {
		t.Fatal(err)
	}
}

// V5: employment alone is level 1, a clinical profession 4; and a porter who
// names the number of a physician stays below verified.
func TestWhatSignOnProves(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, s *storage.Store) {
		_, porter := storagetest.Member(t, s, "porter")
		_, ana := storagetest.Member(t, s, "ana")
		if c := prove(t, s, storage.SignOnProof{Actor: porter.ID, Issuer: hospital}); c.Level != 1 || c.Profession.Class() == credential.Clinical {
			t.Errorf("a porter is %+v", c)
		}
		if c := grant(t, s, porter, credential.RegisterMatch); c.Level != credential.Registered {
			t.Errorf("with a physician's number a porter is at %d", c.Level)
		}
		if c := prove(t, s, storage.SignOnProof{Actor: porter.ID, Issuer: hospital}); c.Level != credential.Registered {
			t.Errorf("signing on again, a porter is at %d", c.Level)
		}
		c := prove(t, s, storage.SignOnProof{Actor: ana.ID, Issuer: hospital, Profession: "physician"})
		if c.Level != credential.Issued || c.Profession != "physician" || c.ConfirmedBy != "St Anna Hospital" || c.Method != credential.SignOnProfession {
			t.Errorf("a physician is %+v", c)
		}
		_, student := storagetest.Member(t, s, "student")
		if c := prove(t, s, storage.SignOnProof{Actor: student.ID, Issuer: hospital, Profession: "student"}); c.Level != 1 || c.Profession != "student" {
			t.Errorf("a student is %+v", c)
		}
	})
}

// What somebody was proved by papers is not undone by an institution that knows
// them as something else.
func TestSignOnDoesNotReplacePapers(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, s *storage.Store) {
		_, ana := storagetest.Member(t, s, "ana")
		grant(t, s, ana, credential.RegisterMatch, credential.Documents)
		for _, profession := range []credential.Profession{"", "nurse"} {
			c := prove(t, s, storage.SignOnProof{Actor: ana.ID, Issuer: hospital, Profession: profession})
			if c.Profession != "physician" || c.Level != credential.Bound || c.Specialties[0] != "cardiology" {
				t.Errorf("as %q: %+v", profession, c)
			}
		}
		lose(t, s, ana, hospital)
		if c := standing(t, s, ana); c.Level != credential.Bound {
			t.Errorf("lost what rests on papers: %+v", c)
		}
		c := prove(t, s, storage.SignOnProof{Actor: ana.ID, Issuer: hospital, Profession: "physician"})
		if c.Level != credential.Issued || c.Specialties[0] != "cardiology" || c.Jurisdiction != "DE" {
			t.Errorf("the same profession: %+v", c)
		}
	})
}

// A claim that is gone suspends what rested on it, until it is there again.
func TestLoseSignOn(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, s *storage.Store) {
		user, ana := storagetest.Member(t, s, "ana")
		session(t, s, user, "password")
		session(t, s, user, "sso")
		prove(t, s, storage.SignOnProof{Actor: ana.ID, Issuer: hospital, Profession: "physician"})
		for range 2 {
			lose(t, s, ana, hospital)
			if c, _ := s.Credential(t.Context(), ana.ID); c.State != credential.Suspended || c.Reason != storage.ReasonClaim {
				t.Fatalf("left: %+v", c)
			}
		}
		if left, _ := s.Sessions(t.Context(), user.ID); len(left) != 1 || left[0].Factors != "password" {
			t.Errorf("sessions left: %+v", left)
		}
		if c := prove(t, s, storage.SignOnProof{Actor: ana.ID, Issuer: hospital, Profession: "physician"}); c.State != credential.Active || c.Level != 4 {
			t.Errorf("back: %+v", c)
		}
		// Employed still, and a clinician no more.
		for range 2 {
			if c := prove(t, s, storage.SignOnProof{Actor: ana.ID, Issuer: hospital}); c.State != credential.Suspended || c.Reason != storage.ReasonClaim {
				t.Errorf("no profession any more: %+v", c)
			}
		}
	})
}

func session(t *testing.T, s *storage.Store, u community.User, factors string) {
	t.Helper()
	_, err := s.AddSession(t.Context(), "token of "+factors, storage.Session{User: u.ID, Factors: factors, Expires: s.Now().Add(time.Hour)})
	if err != nil {
		t.Fatal(err)
	}
}

// Losing the claim and getting it back must not lift what somebody decided.
func TestClaimDoesNotLiftASanction(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, s *storage.Store) {
		for name, d := range map[string]storage.StateChange{
			"sanctioned": {State: credential.Suspended, Reason: "sanction"},
			"departed":   {State: credential.Former, Reason: "left"},
			"revoked":    {State: credential.Revoked, Reason: "fraud"},
		} {
			_, a := storagetest.Member(t, s, name)
			physician := storage.SignOnProof{Actor: a.ID, Issuer: hospital, Profession: "physician"}
			prove(t, s, physician)
			d.Actor = a.ID
			if err := s.ChangeCredential(t.Context(), d); err != nil {
				t.Fatal(err)
			}
			for range 2 {
				lose(t, s, a, hospital)
				if c := prove(t, s, physician); c.State != d.State || c.Reason != d.Reason {
					t.Errorf("%s came back as %s (%s)", name, c.State, c.Reason)
				}
			}
			if err := s.WithdrawEvidence(t.Context(), a.ID, credential.SignOnProfession, ""); err != nil {
				t.Fatal(err)
			}
			if c := prove(t, s, physician); c.State != d.State {
				t.Errorf("%s came back as %s", name, c.State)
			}
		}
	})
}

// Two institutions that say the same: one of them may stop.
func TestTwoInstitutions(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, s *storage.Store) {
		_, ana := storagetest.Member(t, s, "ana")
		for _, issuer := range []string{hospital, clinic} {
			prove(t, s, storage.SignOnProof{Actor: ana.ID, Issuer: issuer, Profession: "physician"})
		}
		lose(t, s, ana, hospital)
		if got := standing(t, s, ana); got.Level != 4 {
			t.Errorf("after one: %+v", got)
		}
		lose(t, s, ana, clinic)
		if got := standing(t, s, ana); got.Word != community.StandingSuspended {
			t.Errorf("after both: %+v", got)
		}
	})
}

// Signing on every day is not told to every server every day; who does not come
// back lapses.
func TestSignOnIsRenewedSparingly(t *testing.T) {
	storagetest.EachDatabase(t, func(t *testing.T, database string) {
		var clock storagetest.Clock
		s := storagetest.At(t, storagetest.Options{Database: database, Now: clock.Now})
		_, ana := storagetest.Member(t, s, "ana")
		physician := storage.SignOnProof{Actor: ana.ID, Issuer: hospital, Profession: "physician"}
		first := prove(t, s, physician)
		clock.Advance(6 * 24 * time.Hour)
		if c := prove(t, s, physician); !c.Changed.Equal(first.Changed) {
			t.Error("told again after six days")
		}
		clock.Advance(24 * time.Hour)
		if c := prove(t, s, physician); !c.Until.Equal(clock.Now().Add(35 * 24 * time.Hour)) {
			t.Errorf("after a week it is good until %s", c.Until)
		}
		clock.Advance(35 * 24 * time.Hour)
		if got := standing(t, s, ana); got.Word != community.StandingLapsed || got.Level != 0 {
			t.Errorf("never came back: %+v", got)
		}
		if prove(t, s, physician); standing(t, s, ana).Level != 4 {
			t.Error("came back, and it does not count")
		}
	})
}

// A step of a sign-on serves once, in one browser, for one purpose and a while.
func TestSignOnStep(t *testing.T) {
	storagetest.EachDatabase(t, func(t *testing.T, database string) {
		var clock storagetest.Clock
		s := storagetest.At(t, storagetest.Options{Database: database, Now: clock.Now})
		add := func(token string) storage.SignOnStep {
			step := storage.SignOnStep{Purpose: "request", Browser: "browser", Data: []byte("data"), Expires: clock.Now().Add(10 * time.Minute)}
			if err := s.AddSignOnStep(t.Context(), token, step); err != nil {
				t.Fatal(err)
			}
			step.Data = nil
			return step
		}
		mine := add("state")
		other := mine
		other.Browser = "another"
		if _, err := s.UseSignOnStep(t.Context(), "state", other); !errors.Is(err, community.ErrForbidden) {
			t.Errorf("another browser: %v", err)
		}
		wrong := mine
		wrong.Purpose = "offer"
		if _, err := s.UseSignOnStep(t.Context(), "state", wrong); !errors.Is(err, community.ErrNotFound) {
			t.Errorf("another purpose: %v", err)
		}
		if seen, err := s.SignOnStep(t.Context(), "state", mine); err != nil || string(seen.Data) != "data" {
			t.Errorf("looked at: %q, %v", seen.Data, err)
		}
		if used, err := s.UseSignOnStep(t.Context(), "state", mine); err != nil || string(used.Data) != "data" {
			t.Errorf("used: %q, %v", used.Data, err)
		}
		if _, err := s.UseSignOnStep(t.Context(), "state", mine); !errors.Is(err, community.ErrNotFound) {
			t.Errorf("used twice: %v", err)
		}
		mine = add("late")
		clock.Advance(10 * time.Minute)
		if _, err := s.UseSignOnStep(t.Context(), "late", mine); !errors.Is(err, community.ErrGone) {
			t.Errorf("too late: %v", err)
		}
	})
}

// Each identity is checked once a day, by one process, and its refresh token is
// not to be read in the database.
func TestNextIdentity(t *testing.T) {
	storagetest.EachDatabase(t, func(t *testing.T, database string) {
		var clock storagetest.Clock
		s := storagetest.At(t, storagetest.Options{Database: database, Now: clock.Now})
		ana, _ := storagetest.Member(t, s, "ana")
		bob, _ := storagetest.Member(t, s, "bob")
		link(t, s, ana, storage.Identity{Provider: "h", Issuer: hospital, Subject: "42", Refresh: "sesame"})
		link(t, s, bob, storage.Identity{Provider: "h", Issuer: hospital, Subject: "43"}) // gave no leave
		next := func(providers ...string) string {
			t.Helper()
			i, err := s.NextIdentity(t.Context(), providers)
			if errors.Is(err, community.ErrNotFound) {
				return ""
			}
			if err != nil {
				t.Fatal(err)
			}
			return i.Subject + " " + i.Refresh
		}
		if got := next("h"); got != "" {
			t.Errorf("asked at once: %q", got)
		}
		clock.Advance(24 * time.Hour)
		if got := next("c") + next(); got != "" {
			t.Errorf("another provider: %q", got)
		}
		if got := next("h"); got != "42 sesame" {
			t.Errorf("due: %q", got)
		}
		if got := next("h"); got != "" {
			t.Errorf("two at once: %q", got)
		}
		clock.Advance(time.Hour)
		if got := next("h"); got != "42 sesame" {
			t.Errorf("after it was cut short: %q", got)
		}
		i := identity(t, s, storage.Identity{Issuer: hospital, Subject: "42"})
		i.Refresh = "another"
		if err := s.KeepIdentity(t.Context(), i); err != nil {
			t.Fatal(err)
		}
		clock.Advance(24 * time.Hour)
		if got := next("h"); got != "42 another" {
			t.Errorf("rotated: %q", got)
		}
		i.Refresh = ""
		if err := s.KeepIdentity(t.Context(), i); err != nil {
			t.Fatal(err)
		}
		clock.Advance(48 * time.Hour)
		if got := next("h"); got != "" {
			t.Errorf("without a token: %q", got)
		}
		if err := s.UseIdentity(t.Context(), storage.Identity{ID: i.ID, Issuer: hospital, Subject: "42", Refresh: "fresh"}); err != nil {
			t.Fatal(err)
		}
		clock.Advance(24 * time.Hour)
		if err := s.SuspendActor(t.Context(), ana.Actor, 0, ""); err != nil {
			t.Fatal(err)
		}
		if got := next("h"); got != "" {
			t.Errorf("of a closed account: %q", got)
		}
	})
}
