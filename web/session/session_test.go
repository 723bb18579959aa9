package session

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"

	"consilium/community"
	"consilium/storage"
	"consilium/storage/storagetest"
)

const anasPassword = "correct horse battery"

// house is an instance as far as signing in goes, with ana as a member.
type house struct {
	*Sessions
	t     *testing.T
	clock *storagetest.Clock
	ana   community.User
}

// eachHouse runs a test on both engines, where what is tested is in the store.
func eachHouse(t *testing.T, test func(t *testing.T, h *house)) {
	t.Helper()
	storagetest.EachDatabase(t, func(t *testing.T, database string) { test(t, build(t, database)) })
}

// inHouse runs a test on SQLite.
func inHouse(t *testing.T, test func(t *testing.T, h *house)) {
	t.Helper()
	test(t, build(t, ""))
}

func build(t *testing.T, database string) *house {
	t.Helper()
	clock := &storagetest.Clock{}
	store := storagetest.At(t, storagetest.Options{Database: database, Now: clock.Now})
	h := &house{t: t, clock: clock, Sessions: New(Options{
		Store: store, Secure: true, Now: clock.Now, Limits: true, TrustedProxies: []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")},
	})}
	h.ana, _ = storagetest.Member(t, store, "ana")
	h.setPassword(h.ana, anasPassword)
	h.ana = h.user("ana")
	return h
}

func (h *house) setPassword(u community.User, password string) {
	h.t.Helper()
	hash, err := h.HashPassword(h.t.Context(), password)
	if err == nil {
		err = h.Store.SetPassword(h.t.Context(), u.ID, hash, 0)
	}
	if err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) user(name string) community.User {
	h.t.Helper()
	u, err := h.Store.UserByName(h.t.Context(), name)
	if err != nil {
		h.t.Fatal(err)
	}
	return u
}

// request is one of a browser at an address, with cookies.
func (h *house) request(address string, cookies ...*http.Cookie) *http.Request {
	r := httptest.NewRequestWithContext(h.t.Context(), http.MethodPost, "/sign-in", nil)
	r.RemoteAddr = address + ":5000"
	r.Header.Set("User-Agent", "Firefox\x00 on a ward")
	for _, c := range cookies {
		r.AddCookie(c)
	}
	return r
}

// enter signs in and gives the cookie.
func (h *house) enter(name, password string) *http.Cookie {
	h.t.Helper()
	w := httptest.NewRecorder()
	if _, err := h.SignIn(w, h.request("198.51.100.1"), name, password); err != nil {
		h.t.Fatalf("%s cannot sign in: %v", name, err)
	}
	c := h.given(w, h.cookieName())
	if c == nil {
		h.t.Fatal("no cookie")
	}
	return c
}

// given is the cookie of this name in an answer; nil when there is none.
func (h *house) given(w *httptest.ResponseRecorder, name string) *http.Cookie {
	h.t.Helper()
	for _, c := range w.Result().Cookies() {
		if c.Name == name {
			return c
		}
	}
	return nil
}

// seen says whose browser has this cookie; "" for a visitor.
func (h *house) seen(c *http.Cookie) string {
	h.t.Helper()
	p, found, err := h.Viewer(h.request("198.51.100.1", c))
	if err != nil {
		h.t.Fatal(err)
	}
	if !found {
		return ""
	}
	return p.User.Name
}

// told is the key of the sentence an error holds for a person.
func told(err error) string {
	var invalid *community.Invalid
	if errors.As(err, &invalid) {
		return invalid.Problem.Key
	}
	return ""
}

func (h *house) refused(address, name, password string) string {
	h.t.Helper()
	w := httptest.NewRecorder()
	_, err := h.SignIn(w, h.request(address), name, password)
	if err == nil || len(w.Result().Cookies()) != 0 {
		h.t.Fatalf("%s got in with %q", name, password)
	}
	if told(err) == "" {
		h.t.Fatalf("%s was told nothing: %v", name, err)
	}
	return told(err)
}

// A member signs in with name or address, is known by the cookie, and signs out.
func TestSignInAndOut(t *testing.T) {
	inHouse(t, func(t *testing.T, h *house) {
		for _, name := range []string{"ana", "Ana", " ana ", "@ana", "ana@mail.example", "ANA@mail.example"} {
			c := h.enter(name, anasPassword)
			if who := h.seen(c); who != "ana" {
				t.Errorf("%q is seen as %q", name, who)
			}
			w := httptest.NewRecorder()
			if err := h.SignOut(w, h.request("198.51.100.1", c)); err != nil {
				t.Fatal(err)
			}
			if back := w.Result().Cookies()[0]; back.Name != c.Name || back.MaxAge >= 0 || back.Value != "" {
				t.Errorf("the cookie stays: %v", back)
			}
			if who := h.seen(c); who != "" {
				t.Errorf("signed out and still seen as %q", who)
			}
		}
		for _, name := range []string{"bob", "bob@mail.example", "", "@", strings.Repeat("a", 5000), "ana\x00", "%"} {
			if key := h.refused("198.51.100.2", name, anasPassword); key != "session.wrong_password" {
				t.Errorf("%.20q was told %s", name, key)
			}
		}
		if key := h.refused("198.51.100.2", "ana", "correct horse batterz"); key != "session.wrong_password" {
			t.Errorf("a wrong password was told %s", key)
		}
	})
}

// Architecture 5.7 and S-AUTH-4: what the cookie says, on https and on http.
func TestCookie(t *testing.T) {
	inHouse(t, func(t *testing.T, h *house) {
		c := h.enter("ana", anasPassword)
		if c.Name != "__Host-consilium" || !c.Secure || !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != "/" || c.Domain != "" {
			t.Errorf("on https: %v", c)
		}
		if time.Duration(c.MaxAge)*time.Second < Lifetime {
			t.Errorf("the browser drops it after %d s", c.MaxAge)
		}
		plain := *h
		plain.Sessions = New(Options{Store: h.Store, Now: h.Now, Port: "8081"})
		c = plain.enter("ana", anasPassword)
		if c.Name != "consilium_8081" || c.Secure || !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != "/" {
			t.Errorf("on http: %v", c)
		}
		if who := plain.seen(c); who != "ana" {
			t.Errorf("on http seen as %q", who)
		}
		for _, value := range []string{"", "x", c.Value + "x", NewToken(), c.Value[1:] + "A", strings.Repeat("A", tokenLength-1) + "%"} {
			if who := plain.seen(&http.Cookie{Name: c.Name, Value: value}); who != "" {
				t.Errorf("%q is seen as %q", value, who)
			}
		}
	})
}

// A session in use lasts; one that is not ends after thirty days.
func TestSessionSlides(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		c := h.enter("ana", anasPassword)
		for range 3 {
			h.clock.Advance(29 * 24 * time.Hour)
			if who := h.seen(c); who != "ana" {
				t.Fatalf("a session in use ended: %q", who)
			}
		}
		h.clock.Advance(30*24*time.Hour + time.Minute)
		if who := h.seen(c); who != "" {
			t.Errorf("an unused session still opens for %q", who)
		}
	})
}

// Not every page that is read writes to the database.
func TestReadingDoesNotWrite(t *testing.T) {
	inHouse(t, func(t *testing.T, h *house) {
		c := h.enter("ana", anasPassword)
		lastSeen := func() time.Time {
			h.seen(c)
			list, err := h.Store.Sessions(t.Context(), h.ana.ID)
			if err != nil || len(list) != 1 {
				t.Fatalf("sessions %v, %v", list, err)
			}
			return list[0].LastSeen
		}
		first := lastSeen()
		h.clock.Advance(4 * time.Minute)
		if again := lastSeen(); !again.Equal(first) {
			t.Error("written after four minutes")
		}
		h.clock.Advance(2 * time.Minute)
		if later := lastSeen(); !later.Equal(h.clock.Now()) {
			t.Errorf("after six minutes it was last seen at %v", later)
		}
	})
}

// S-PRIV-4: whoever is suspended is out at the next request.
func TestSuspendedIsOut(t *testing.T) {
	inHouse(t, func(t *testing.T, h *house) {
		c := h.enter("ana", anasPassword)
		if err := h.Store.SuspendActor(t.Context(), h.ana.Actor, 0, ""); err != nil {
			t.Fatal(err)
		}
		if who := h.seen(c); who != "" {
			t.Errorf("suspended and still seen as %q", who)
		}
	})
}

// Why somebody may not sign in is told only to whoever knows the password.
func TestStates(t *testing.T) {
	inHouse(t, func(t *testing.T, h *house) {
		for state, want := range map[community.UserState]string{
			community.UserPending: "session.pending", community.UserSuspended: "session.suspended", community.UserRejected: "session.suspended",
		} {
			u, _ := storagetest.Login(t, h.Store, community.User{Name: string(state), State: state, EmailConfirmed: h.clock.Now(), PasswordHash: h.ana.PasswordHash})
			if key := h.refused("198.51.100.1", u.Name, anasPassword); key != want {
				t.Errorf("%s was told %s", state, key)
			}
			if key := h.refused("198.51.100.1", u.Name, "a wrong password"); key != "session.wrong_password" {
				t.Errorf("%s and a wrong password was told %s", state, key)
			}
		}
		storagetest.Login(t, h.Store, community.User{Name: "ben", State: community.UserActive, PasswordHash: h.ana.PasswordHash})
		for range 2 {
			if key := h.refused("198.51.100.1", "ben", anasPassword); key != "session.unconfirmed" {
				t.Errorf("unconfirmed was told %s", key)
			}
			if n := len(h.letters()); h.Letters != (n == 1) {
				t.Errorf("%d letters, though letters are sent: %v", n, h.Letters)
			}
			h.refused("198.51.100.1", "ben", "a wrong password")
			h.Letters = true
		}
		for range 6 {
			h.refused("198.51.100.1", "ben", anasPassword)
		}
		if n := len(h.letters()); n != 5 {
			t.Errorf("%d letters in a row", n)
		}
	})
}

// Signing in again in the same browser leaves one session, and members see and
// end their own.
func TestListAndRevoke(t *testing.T) {
	inHouse(t, func(t *testing.T, h *house) {
		first := h.enter("ana", anasPassword)
		w := httptest.NewRecorder()
		person, err := h.SignIn(w, h.request("10.0.0.1", first), "ana", anasPassword)
		if err != nil {
			t.Fatal(err)
		}
		if who := h.seen(first); who != "" {
			t.Errorf("the session before is still %q's", who)
		}
		other := h.enter("ana", anasPassword)
		list, err := h.List(t.Context(), person)
		if err != nil || len(list) != 2 {
			t.Fatalf("%d sessions, %v", len(list), err)
		}
		for _, x := range list {
			if x.Agent != "Firefox on a ward" || !x.Address.IsValid() {
				t.Errorf("session %+v", x)
			}
			if x.ID == person.Session.ID {
				continue
			}
			if err := h.Revoke(t.Context(), Person{User: community.User{ID: h.ana.ID + 1}}, x.ID); !errors.Is(err, community.ErrNotFound) {
				t.Errorf("somebody else ended it: %v", err)
			}
			if err := h.Revoke(t.Context(), person, x.ID); err != nil {
				t.Error(err)
			}
		}
		if h.seen(other) != "" || h.seen(w.Result().Cookies()[0]) != "ana" {
			t.Error("not the other session ended")
		}
	})
}

// The hash of an imported or older account is renewed at the next sign-in.
func TestHashIsRenewed(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		old := phc{cost: cost{64, 1, 1}, salt: []byte("somesalt")}
		old.key = old.of(anasPassword, keyBytes)
		if err := h.Store.RenewPasswordHash(t.Context(), h.ana.ID, h.ana.PasswordHash, old.String()); err != nil {
			t.Fatal(err)
		}
		c := h.enter("ana", anasPassword)
		renewed := h.user("ana").PasswordHash
		if read, ok := readPHC(renewed); !ok || read.stale() {
			t.Errorf("the hash is still %s", renewed)
		}
		h.enter("ana", anasPassword)
		if h.user("ana").PasswordHash != renewed {
			t.Error("a fresh hash was made again")
		}
		if h.seen(c) != "ana" {
			t.Error("renewing the hash ended a session")
		}
		// A change that came meanwhile is not undone.
		if err := h.Store.RenewPasswordHash(t.Context(), h.ana.ID, old.String(), old.String()); err != nil || h.user("ana").PasswordHash != renewed {
			t.Errorf("renewed over another hash: %v", err)
		}
	})
}

// Decision 9: restricted posts come in on our pages, and in an app only with
// cases:read.
func TestViewers(t *testing.T) {
	if v := (Person{Actor: community.Actor{ID: 7}}).Viewer(); v.Actor != 7 || !v.Local || !v.ReadsCases {
		t.Errorf("on a page: %+v", v)
	}
	for scopes, reads := range map[string]bool{"read": false, "read write follow push": false, "read cases:read": true} {
		b := storage.Bearer{AccessToken: storage.AccessToken{Actor: 7, Scopes: scopes}}
		if v := AppViewer(b); v.Actor != 7 || !v.Local || v.ReadsCases != reads {
			t.Errorf("an app with %q: %+v", scopes, v)
		}
	}
	if v := AppViewer(storage.Bearer{AccessToken: storage.AccessToken{Scopes: "read cases:read"}}); v != (community.Viewer{}) {
		t.Errorf("an app alone: %+v", v)
	}
}
