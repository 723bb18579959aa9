package session

import (
	"errors"
	"net/http/httptest"
	"net/netip"
	"testing"
	"time"

	"consilium/community"
	"consilium/storage"
	"consilium/storage/storagetest"
)

const newPassword = "a wholly other phrase"

var ward = netip.MustParseAddr("198.51.100.1")

// appToken lets an app act for ana.
func (h *house) appToken(scopes string) string {
	h.t.Helper()
	app, err := h.Store.AddApplication(h.t.Context(), storage.Application{Name: "Tusk", RedirectURIs: []string{"tusk://x"}, Scopes: "read write"}, NewToken())
	if err != nil {
		h.t.Fatal(err)
	}
	token := NewToken()
	if _, err := h.Store.AddToken(h.t.Context(), token, storage.AccessToken{Application: app.ID, Actor: h.ana.Actor, Scopes: scopes}); err != nil {
		h.t.Fatal(err)
	}
	return token
}

func (h *house) access(token string) (storage.Bearer, error) {
	r := h.request("198.51.100.1")
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	return h.Access(r)
}

// An app's token says who it speaks for, until it is revoked.
func TestAccess(t *testing.T) {
	inHouse(t, func(t *testing.T, h *house) {
		token := h.appToken("read")
		b, err := h.access(token)
		if err != nil || b.User.Name != "ana" || !Allows(b.Scopes, "read:statuses") || Allows(b.Scopes, "write:statuses") {
			t.Errorf("bearer %+v, %v", b, err)
		}
		if _, err := h.access(""); !errors.Is(err, ErrNoToken) {
			t.Errorf("no token: %v", err)
		}
		if _, err := h.access(NewToken()); !errors.Is(err, community.ErrNotFound) {
			t.Errorf("an unknown token: %v", err)
		}
		r := h.request("198.51.100.1")
		r.URL.RawQuery = "access_token=" + token
		if _, err := h.Access(r); !errors.Is(err, ErrNoToken) {
			t.Errorf("a token in the address: %v", err)
		}
	})
}

// S-PRIV-4: a new password ends all other sessions and all tokens.
func TestChangePasswordEndsTheRest(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		w := httptest.NewRecorder()
		ana, err := h.SignIn(w, h.request("198.51.100.1"), "ana", anasPassword)
		if err != nil {
			t.Fatal(err)
		}
		here, elsewhere, token := w.Result().Cookies()[0], h.enter("ana", anasPassword), h.appToken("read")
		h.addTicket("reset", "link", h.ana.Email, time.Hour)
		for _, c := range []struct{ old, password, key string }{
			{"wrong password", newPassword, "session.wrong_present_password"},
			{anasPassword, "short", "account.password_short"},
			{anasPassword, "ana ana ana ana", "account.password_is_name"},
		} {
			if err := h.ChangePassword(t.Context(), ana, c.old, c.password); told(err) != c.key {
				t.Errorf("%q to %q: %v", c.old, c.password, err)
			}
		}
		if h.seen(elsewhere) != "ana" {
			t.Error("a change that failed ended a session")
		}
		if err := h.ChangePassword(t.Context(), ana, anasPassword, newPassword); err != nil {
			t.Fatal(err)
		}
		if h.seen(here) != "ana" || h.seen(elsewhere) != "" {
			t.Error("not exactly the other sessions ended")
		}
		if _, err := h.access(token); !errors.Is(err, community.ErrNotFound) {
			t.Errorf("the token of an app: %v", err)
		}
		if _, err := h.ResetOwner(t.Context(), "link"); !errors.Is(err, community.ErrNotFound) {
			t.Errorf("an open reset link: %v", err)
		}
		h.refused("198.51.100.1", "ana", anasPassword)
		h.enter("ana", newPassword)
	})
}

// A stolen session does not buy endless guesses at the password.
func TestChangePasswordIsThrottled(t *testing.T) {
	inHouse(t, func(t *testing.T, h *house) {
		h.cheap()
		ana := Person{User: h.user("ana")}
		for range 25 {
			if err := h.ChangePassword(t.Context(), ana, "guess", newPassword); told(err) != "session.wrong_present_password" {
				t.Fatal(err)
			}
		}
		if err := h.ChangePassword(t.Context(), ana, anasPassword, newPassword); told(err) != "session.throttled" {
			t.Errorf("one too many: %v", err)
		}
	})
}

func (h *house) addTicket(purpose, token, email string, valid time.Duration) {
	h.t.Helper()
	err := h.Store.AddTicket(h.t.Context(), token, storage.Ticket{Purpose: purpose, User: h.ana.ID, Email: email, Expires: h.clock.Now().Add(valid)})
	if err != nil {
		h.t.Fatal(err)
	}
}

// letters are the letters waiting to be sent, oldest first.
func (h *house) letters() []storage.Letter {
	h.t.Helper()
	jobs, err := h.Store.Jobs(h.t.Context(), "mail", 100)
	if err != nil {
		h.t.Fatal(err)
	}
	var letters []storage.Letter
	for _, j := range jobs {
		l, err := storage.ParseLetter(j.Payload)
		if err != nil || j.Kind != storage.KindMail {
			h.t.Fatalf("job %+v: %v", j, err)
		}
		letters = append(letters, l)
	}
	return letters
}

// Asking for a reset does the same for an address nobody has (S-AUTH-4), and
// only so often (S-AUTH-3).
func TestAskReset(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		for _, email := range []string{"ANA@mail.example", "nobody@mail.example"} {
			if err := h.AskReset(t.Context(), ward, email); err != nil {
				t.Errorf("%s: %v", email, err)
			}
		}
		letters := h.letters()
		if len(letters) != 2 || letters[0] != (storage.Letter{Template: "reset", User: h.ana.ID}) || letters[1].User != 0 {
			t.Errorf("letters %v", letters)
		}
		if err := h.AskReset(t.Context(), ward, "no address"); told(err) != "account.email_shape" {
			t.Errorf("no address: %v", err)
		}
		for _, email := range []string{"ana@mail.example", "nobody@mail.example"} {
			for range 4 {
				if err := h.AskReset(t.Context(), ward, email); err != nil {
					t.Fatal(err)
				}
			}
			if err := h.AskReset(t.Context(), ward, email); told(err) != "session.throttled" {
				t.Errorf("a sixth time for %s: %v", email, err)
			}
		}
	})
}

// A reset link works once, for an hour, for the address it was sent to, and
// ends everything the old password opened.
func TestResetPassword(t *testing.T) {
	inHouse(t, func(t *testing.T, h *house) {
		elsewhere, token := h.enter("ana", anasPassword), h.appToken("read")
		h.addTicket("reset", "good", h.ana.Email, time.Hour)
		h.addTicket("reset", "another", h.ana.Email, time.Hour)
		h.addTicket("reset", "elsewhere", "ana@old.example", time.Hour)
		h.addTicket("reset", "late", h.ana.Email, 0)
		h.addTicket("confirm", "confirms", h.ana.Email, time.Hour)
		for link, want := range map[string]error{
			"": community.ErrNotFound, "unknown": community.ErrNotFound, "confirms": community.ErrNotFound,
			"late": community.ErrGone, "elsewhere": community.ErrGone,
		} {
			if _, err := h.ResetPassword(t.Context(), link, newPassword); !errors.Is(err, want) {
				t.Errorf("link %q: %v, want %v", link, err, want)
			}
		}
		if _, err := h.ResetPassword(t.Context(), "good", "short"); told(err) != "account.password_short" {
			t.Errorf("a short password: %v", err)
		}
		if u, err := h.ResetPassword(t.Context(), "good", newPassword); err != nil || u.Name != "ana" {
			t.Fatalf("the link is still good after a short password: %v", err)
		}
		for _, link := range []string{"good", "another"} {
			if _, err := h.ResetPassword(t.Context(), link, anasPassword); !errors.Is(err, community.ErrNotFound) {
				t.Errorf("link %q once more: %v", link, err)
			}
		}
		if _, err := h.access(token); h.seen(elsewhere) != "" || err == nil {
			t.Error("a session or token outlived the reset")
		}
		h.enter("ana", newPassword)
	})
}

// S-AUTH-2: a confirmation is bound to the address it was sent to.
func TestConfirmEmail(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		h.ana, _ = storagetest.Login(t, h.Store, community.User{Name: "ben", State: community.UserActive, PasswordHash: h.ana.PasswordHash})
		h.addTicket("confirm", "old", "ana@old.example", time.Hour)
		h.addTicket("confirm", "late", h.ana.Email, 0)
		h.addTicket("reset", "resets", h.ana.Email, time.Hour)
		h.addTicket("confirm", "good", h.ana.Email, time.Hour)
		for link, want := range map[string]error{
			"unknown": community.ErrNotFound, "resets": community.ErrNotFound, "late": community.ErrGone, "old": community.ErrGone,
		} {
			if _, err := h.Store.ConfirmEmail(t.Context(), link); !errors.Is(err, want) {
				t.Errorf("link %q: %v, want %v", link, err, want)
			}
		}
		if got, err := h.Store.ConfirmEmail(t.Context(), "good"); err != nil || !got.EmailConfirmed.Equal(h.clock.Now()) {
			t.Errorf("confirmed at %v, %v", got.EmailConfirmed, err)
		}
		if _, err := h.Store.ConfirmEmail(t.Context(), "good"); !errors.Is(err, community.ErrNotFound) {
			t.Errorf("a second time: %v", err)
		}
		h.enter("ben", anasPassword)
	})
}
