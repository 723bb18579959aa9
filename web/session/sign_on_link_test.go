package session

import (
	"errors"
	"net/http/httptest"
	"testing"
	"time"

	"consilium/community"
	"consilium/storage/storagetest"
)

// S-AUTH-2: an account with the same address is never taken over, be the address
// verified or not.
func TestEmailOnlyTakeOver(t *testing.T) {
	eachCampus(t, func(t *testing.T, w *campus) {
		bob, _ := storagetest.Login(t, w.Store, community.User{Name: "bob", Email: "bob@anna.example", State: community.UserActive, EmailConfirmed: w.clock.Now()})
		for _, verified := range []any{true, "true", false} {
			w.says("email", "bob@anna.example", "email_verified", verified)
			l := w.laptop()
			if out, err := l.signsOn(); err != nil || !out.Unknown || l.is() != "" {
				t.Fatalf("verified %v: %+v, %v, signed in as %q", verified, out, err, l.is())
			}
			r := httptest.NewRecorder()
			_, err := l.JoinBySignOn(r, l.asks("POST", "/"), "anna", community.AccountDraft{Name: "mallory", Email: "bob@anna.example", AgreedToRules: true})
			if told(err) != "account.email_taken" {
				t.Errorf("verified %v: joined: %v", verified, err)
			}
			if list, _ := w.Store.Identities(t.Context(), bob.ID); len(list) != 0 {
				t.Errorf("verified %v: linked to bob", verified)
			}
		}
	})
}

// An address counts as confirmed only where the provider may prove it, says that
// it is verified, and it is the one that is used.
func TestUnverifiedEmail(t *testing.T) {
	eachCampus(t, func(t *testing.T, w *campus) {
		w.Letters = true
		for n, c := range []struct {
			verified    any
			said, typed string
			confirmed   bool
		}{
			{true, "a@anna.example", "A@anna.example", true},
			{"true", "b@anna.example", "b@anna.example", true},
			{false, "c@anna.example", "c@anna.example", false},
			{nil, "d@anna.example", "d@anna.example", false},
			{true, "e@elsewhere.example", "e@elsewhere.example", false},
			{true, "f@anna.example.evil.example", "f@anna.example.evil.example", false},
			{true, "g@anna.example", "other@mail.example", false},
		} {
			w.says("sub", c.said, "email", c.said, "email_verified", c.verified)
			l := w.laptop()
			if _, err := l.signsOn(); err != nil {
				t.Fatal(err)
			}
			r := httptest.NewRecorder()
			u, err := l.JoinBySignOn(r, l.asks("POST", "/"), "anna",
				community.AccountDraft{Name: "member" + string(rune('a'+n)), Email: c.typed, AgreedToRules: true})
			if err != nil {
				t.Fatalf("%s: %v", c.said, err)
			}
			l.takes(r)
			if !u.EmailConfirmed.IsZero() != c.confirmed || (l.is() != "") != c.confirmed {
				t.Errorf("%s said %v, typed %s: confirmed %v, signed in as %q", c.said, c.verified, c.typed, u.EmailConfirmed, l.is())
			}
		}
		if n := len(w.letters()); n != 5 {
			t.Errorf("%d letters", n)
		}
	})
}

// A new account has no password and is its owner's alone, counts at once, and is
// made only for who belongs to the institution, where that is wanted.
func TestJoinBySignOn(t *testing.T) {
	eachCampus(t, func(t *testing.T, w *campus) {
		w.says("sub", "new", "roles", clinical("Pflege"), "preferred_username", "nina@anna.example", "amr", []string{"pwd", "mfa"})
		l := w.laptop()
		if out, err := l.signsOn(); err != nil || !out.Unknown {
			t.Fatalf("%+v, %v", out, err)
		}
		offer, err := l.SignOnOffer(l.asks("GET", "/"), "anna")
		if err != nil || offer.Username != "nina" || !offer.MayJoin || offer.Return != "/verification" {
			t.Fatalf("offer %+v, %v", offer, err)
		}
		if _, err := w.laptop().SignOnOffer(w.laptop().asks("GET", "/"), "anna"); problem(err) != SignOnExpired {
			t.Errorf("the offer is there for another browser: %v", err)
		}
		draft := community.AccountDraft{Name: "nina", Email: "nina@mail.example", AgreedToRules: true}
		if _, err := l.JoinBySignOn(httptest.NewRecorder(), l.asks("POST", "/"), "anna", community.AccountDraft{Name: "nina", Email: "nina@mail.example"}); told(err) != "account.rules_not_agreed" {
			t.Errorf("without the rules: %v", err)
		}
		r := httptest.NewRecorder()
		u, err := l.JoinBySignOn(r, l.asks("POST", "/"), "anna", draft)
		if err != nil || u.PasswordHash != "" {
			t.Fatalf("joined: %+v, %v", u, err)
		}
		l.takes(r)
		if p := l.person(); p.User.Name != "nina" || !p.Strong() {
			t.Errorf("signed in as %s by %s", p.User.Name, p.Factors)
		}
		if c, err := w.Store.Credential(t.Context(), u.Actor); err != nil || c.Level != 4 || c.Profession != "nurse" {
			t.Errorf("counts for %+v, %v", c, err)
		}
		draft.Name, draft.Email = "nora", "nora@mail.example"
		if _, err := l.JoinBySignOn(httptest.NewRecorder(), l.asks("POST", "/"), "anna", draft); problem(err) != SignOnExpired {
			t.Errorf("joined twice: %v", err)
		}
		w.says("sub", "alum", "affiliation", "alum", "roles", nil)
		l = w.laptop()
		if _, err := l.signsOn(); err != nil {
			t.Fatal(err)
		}
		if _, err := l.JoinBySignOn(httptest.NewRecorder(), l.asks("POST", "/"), "anna", draft); problem(err) != SignOnStranger {
			t.Errorf("somebody who is no employee joined: %v", err)
		}
	})
}

// The same subject at another issuer is somebody else.
func TestSubjectReusedAtAnotherIssuer(t *testing.T) {
	eachCampus(t, func(t *testing.T, w *campus) {
		w.linked()
		other := openHospital(t, w.clock.Now)
		mine := w.hospital
		w.configure(mine.provider("anna"), other.provider("bertha"))
		w.Sessions.signOn[1].http = other.Client()
		l := w.laptop()
		out, err := l.comesBack("bertha", other.visit(l.starts("bertha", SignOnWish{Return: "/home"})))
		if err != nil || !out.Unknown || l.is() != "" {
			t.Errorf("subject 42 of the other hospital: %+v, %v, signed in as %q", out, err, l.is())
		}
		// Mix-up: the answer of one provider at the address of the other (RFC 9207).
		if _, err := l.comesBack("bertha", mine.visit(l.starts("anna", SignOnWish{}))); problem(err) != SignOnFailed || l.is() != "" {
			t.Errorf("mixed up: %v", err)
		}
	})
}

// An identity is linked only by who proved lately to be there, and never from
// one account to another.
func TestLinkNeedsAFreshProof(t *testing.T) {
	eachCampus(t, func(t *testing.T, w *campus) {
		l := w.laptop()
		l.enters(w.ana)
		w.clock.Advance(Fresh + time.Second)
		if out, err := l.signsOn(); err != nil || !out.Unknown {
			t.Fatalf("%+v, %v", out, err)
		}
		if _, err := l.LinkSignOn(l.asks("POST", "/"), "anna", l.person()); !errors.Is(err, ErrProveAgain) {
			t.Errorf("linked at a screen left open: %v", err)
		}
		if err := l.ProveAgain(httptest.NewRecorder(), l.asks("POST", "/"), l.person(), anasPassword); err != nil {
			t.Fatal(err)
		}
		if _, err := l.LinkSignOn(l.asks("POST", "/"), "anna", l.person()); err != nil {
			t.Errorf("with a proof: %v", err)
		}
		if _, err := l.LinkSignOn(l.asks("POST", "/"), "anna", l.person()); problem(err) != SignOnExpired {
			t.Errorf("linked twice: %v", err)
		}
		bob, _ := storagetest.Member(t, w.Store, "bob")
		other := w.laptop()
		other.enters(bob)
		if _, err := other.signsOn(); problem(err) != SignOnTaken || other.is() != "bob" {
			t.Errorf("bob signed on as ana: %v, is %q", err, other.is())
		}
		list, err := l.Identities(t.Context(), l.person())
		if err != nil || len(list) != 1 {
			t.Fatalf("%+v, %v", list, err)
		}
		w.clock.Advance(Fresh + time.Second)
		if err := l.UnlinkSignOn(l.asks("POST", "/"), l.person(), list[0].ID); !errors.Is(err, ErrProveAgain) {
			t.Errorf("unlinked at a screen left open: %v", err)
		}
	})
}
