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

// browser is the browser of somebody, with its cookies.
type browser struct {
	*house
	cookies map[string]*http.Cookie
}

func (h *house) browser() *browser { return &browser{h, map[string]*http.Cookie{}} }

// request is one from this browser; do sends it and keeps the cookies.
func (b *browser) request() *http.Request {
	b.t.Helper()
	var list []*http.Cookie
	for _, c := range b.cookies {
		list = append(list, c)
	}
	return b.house.request("198.51.100.1", list...)
}

func (b *browser) do(act func(http.ResponseWriter, *http.Request) error) error {
	b.t.Helper()
	w := httptest.NewRecorder()
	err := act(w, b.request())
	for _, c := range w.Result().Cookies() {
		if c.MaxAge < 0 {
			delete(b.cookies, c.Name)
			continue
		}
		b.cookies[c.Name] = c
	}
	return err
}

func (b *browser) signIn(name string) error {
	b.t.Helper()
	return b.do(func(w http.ResponseWriter, r *http.Request) error {
		_, err := b.SignIn(w, r, name, anasPassword)
		return err
	})
}

func (b *browser) complete(code string) error {
	b.t.Helper()
	return b.do(func(w http.ResponseWriter, r *http.Request) error {
		_, err := b.Complete(w, r, code)
		return err
	})
}

// who is signed in here; the zero Person when nobody is.
func (b *browser) who() Person {
	b.t.Helper()
	p, found, err := b.Viewer(b.request())
	if err != nil {
		b.t.Fatal(err)
	}
	if !found && p.User.ID != 0 {
		b.t.Fatal("nobody is somebody")
	}
	return p
}

// in signs somebody in who has only a password.
func (h *house) in(name string) *browser {
	h.t.Helper()
	b := h.browser()
	if err := b.signIn(name); err != nil {
		h.t.Fatal(err)
	}
	return b
}

// addPasskey registers a key in a signed-in browser and gives the recovery codes.
func (b *browser) addPasskey(a *authenticator) ([]string, error) {
	b.t.Helper()
	options, err := b.AskNewPasskey(b.t.Context(), b.who())
	if err != nil {
		b.t.Fatal(err)
	}
	return b.answerNewPasskey(a.create(options))
}

func (b *browser) answerNewPasskey(answer string) (codes []string, err error) {
	b.t.Helper()
	err = b.do(func(w http.ResponseWriter, r *http.Request) error {
		codes, err = b.AddPasskey(w, r, b.who(), NewPasskey{Name: "Work phone", Answer: answer})
		return err
	})
	return codes, err
}

// withPasskey signs in with a passkey alone.
func (b *browser) withPasskey(answer string) error {
	b.t.Helper()
	return b.do(func(w http.ResponseWriter, r *http.Request) error {
		_, err := b.SignInWithPasskey(w, r, answer)
		return err
	})
}

func (b *browser) askSignIn() string {
	b.t.Helper()
	options, err := b.AskSignIn(b.t.Context())
	if err != nil {
		b.t.Fatal(err)
	}
	return options
}

func (b *browser) must(err error) {
	b.t.Helper()
	if err != nil {
		b.t.Fatal(err)
	}
}

// A passkey is registered, opens the account alone and counts as two factors,
// and is one second factor after the password.
func TestPasskeySignsIn(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		b, key := h.in("ana"), newAuthenticator(t)
		if b.who().Strong() {
			t.Error("a password is two factors")
		}
		before := b.cookies["__Host-consilium"].Value
		codes, err := b.addPasskey(key)
		b.must(err)
		if len(codes) != 10 || !b.who().Strong() || b.cookies["__Host-consilium"].Value == before {
			t.Errorf("%d codes, strong %v, new token %v", len(codes), b.who().Strong(), b.cookies["__Host-consilium"].Value != before)
		}
		second := newAuthenticator(t)
		if codes, err := b.addPasskey(second); err != nil || codes != nil {
			t.Errorf("a second passkey: %v, %v", codes, err)
		}
		for _, each := range []*authenticator{key, second} {
			alone := h.browser()
			each.count++
			b.must(alone.withPasskey(each.get(alone.askSignIn())))
			if p := alone.who(); p.User.ID != h.ana.ID || !p.Strong() || p.Factors.String() != "passkey" || !h.IsFresh(p) {
				t.Errorf("signed in as %+v", p)
			}
		}
		after := h.browser()
		if err := after.signIn("ana"); !errors.Is(err, ErrSecondFactor) || after.who().User.ID != 0 {
			t.Fatalf("the password alone: %v", err)
		}
		half, err := h.Half(after.request())
		b.must(err)
		if !half.Passkey || half.App || !half.Recovery || half.Password {
			t.Errorf("ways %+v", half.Ways)
		}
		options, err := h.AskToComplete(t.Context(), half)
		b.must(err)
		if !strings.Contains(options, b64(key.credential)) || !strings.Contains(options, `"userVerification":"required"`) {
			t.Errorf("asked %s", options)
		}
		key.count++
		b.must(after.do(func(w http.ResponseWriter, r *http.Request) error {
			_, err := h.CompleteWithPasskey(w, r, key.get(options))
			return err
		}))
		if p := after.who(); p.Factors.String() != "password passkey" {
			t.Errorf("factors %q", p.Factors)
		}
		list, err := h.Passkeys(t.Context(), b.who())
		b.must(err)
		if len(list) != 2 || list[0].Name != "Work phone" || list[0].LastUsed.IsZero() {
			t.Errorf("listed %+v", list)
		}
		b.must(h.RemovePasskey(after.request(), after.who(), list[1].ID))
		second.count++
		if err := h.browser().withPasskey(second.get(b.askSignIn())); told(err) != "session.passkey_failed" {
			t.Errorf("a removed passkey: %v", err)
		}
	})
}

// Everything an attacker can change about an answer.
func TestPasskeyAnswersThatOpenNothing(t *testing.T) {
	inHouse(t, func(t *testing.T, h *house) {
		b, good := h.in("ana"), newAuthenticator(t)
		_, err := b.addPasskey(good)
		b.must(err)
		stranger := newAuthenticator(t)
		for name, change := range map[string]func(a *authenticator){
			"wrong origin":          func(a *authenticator) { a.origin = "https://here.example.evil.example" },
			"origin with a path":    func(a *authenticator) { a.origin = "https://here.example/x" },
			"plain http":            func(a *authenticator) { a.origin = "http://here.example" },
			"another port":          func(a *authenticator) { a.origin = "https://here.example:8443" },
			"capitals":              func(a *authenticator) { a.origin = "https://HERE.example" },
			"wrong relying party":   func(a *authenticator) { a.rp = "evil.example" },
			"person not verified":   func(a *authenticator) { a.flags = userPresent },
			"person not present":    func(a *authenticator) { a.flags = userVerified },
			"unknown credential":    func(a *authenticator) { a.credential = stranger.credential },
			"another key":           func(a *authenticator) { a.key = stranger.key },
			"another user's handle": func(a *authenticator) { a.handle = make([]byte, 32) },
			"no handle":             func(a *authenticator) { a.handle = nil },
		} {
			bad := *good
			options := b.askSignIn()
			bad.challengeIn(options)
			good.count++
			bad.count = good.count
			change(&bad)
			attacker := h.browser()
			if err := attacker.withPasskey(bad.get(options)); told(err) != "session.passkey_failed" || len(attacker.cookies) != 0 {
				t.Errorf("%s: %v, cookies %v", name, err, attacker.cookies)
			}
		}
		for name, answer := range map[string]string{"nothing": "", "no JSON": "{", "a list": "[]", "too long": `{"id":"` + strings.Repeat("A", maxCredential) + `"}`,
			"registration": good.create(b.askSignIn()), "our own words": good.get(`{"challenge":"` + NewToken() + `"}`)} {
			if err := h.browser().withPasskey(answer); told(err) != "session.passkey_failed" {
				t.Errorf("%s: %v", name, err)
			}
		}
		good.count++
		b.must(h.browser().withPasskey(good.get(b.askSignIn()))) // and the honest answer still opens
	})
}

func TestPasskeyRegistrationsThatAreRefused(t *testing.T) {
	inHouse(t, func(t *testing.T, h *house) {
		storagetest.Member(t, h.Store, "ben")
		h.setPassword(h.user("ben"), anasPassword)
		b := h.in("ana")
		for name, change := range map[string]func(a *authenticator){
			"wrong origin":        func(a *authenticator) { a.origin = "https://evil.example" },
			"wrong relying party": func(a *authenticator) { a.rp = "evil.example" },
			"person not verified": func(a *authenticator) { a.flags = userPresent },
		} {
			a := newAuthenticator(t)
			change(a)
			if _, err := b.addPasskey(a); told(err) != "session.passkey_failed" {
				t.Errorf("%s: %v", name, err)
			}
		}
		key := newAuthenticator(t)
		options, err := h.AskNewPasskey(t.Context(), b.who())
		b.must(err)
		answer := key.create(options)
		ben := h.in("ben")
		if _, err := ben.answerNewPasskey(answer); told(err) != "session.passkey_failed" { // asked of ana
			t.Errorf("another user's challenge: %v", err)
		}
		if _, err := b.answerNewPasskey(answer); told(err) != "session.passkey_failed" { // and used up by that
			t.Errorf("replayed challenge: %v", err)
		}
		options, err = h.AskNewPasskey(t.Context(), b.who())
		b.must(err)
		other := h.in("ana")
		if _, err := other.answerNewPasskey(key.create(options)); told(err) != "session.passkey_failed" {
			t.Errorf("another session's challenge: %v", err)
		}
		options, err = h.AskNewPasskey(t.Context(), b.who())
		b.must(err)
		h.clock.Advance(challengeTime)
		if _, err := b.answerNewPasskey(key.create(options)); told(err) != "session.passkey_failed" {
			t.Errorf("late answer: %v", err)
		}
		if _, err := b.addPasskey(key); err != nil {
			t.Fatal(err)
		}
		if _, err := ben.addPasskey(key); told(err) != "session.passkey_failed" { // the same credential for somebody else
			t.Errorf("a credential twice: %v", err)
		}
		for _, name := range []string{"", "  ", strings.Repeat("x", 61)} {
			err := b.do(func(w http.ResponseWriter, r *http.Request) error {
				_, err := h.AddPasskey(w, r, b.who(), NewPasskey{Name: name})
				return err
			})
			if told(err) != "session.passkey_name" {
				t.Errorf("name %q: %v", name, err)
			}
		}
	})
}

// A challenge serves once, soon, and for what it was asked.
func TestPasskeyChallengeIsNotReplayed(t *testing.T) {
	inHouse(t, func(t *testing.T, h *house) {
		b, key := h.in("ana"), newAuthenticator(t)
		_, err := b.addPasskey(key)
		b.must(err)
		key.count++
		answer := key.get(b.askSignIn())
		b.must(h.browser().withPasskey(answer))
		if err := h.browser().withPasskey(answer); told(err) != "session.passkey_failed" {
			t.Errorf("replayed: %v", err)
		}
		key.count++
		late := key.get(b.askSignIn())
		h.clock.Advance(challengeTime)
		if err := h.browser().withPasskey(late); told(err) != "session.passkey_failed" {
			t.Errorf("late: %v", err)
		}
		options, err := h.AskToProve(t.Context(), b.who())
		b.must(err)
		key.count++
		if err := h.browser().withPasskey(key.get(options)); told(err) != "session.passkey_failed" {
			t.Errorf("asked for a proof, used to sign in: %v", err)
		}
		key.count++
		err = b.do(func(w http.ResponseWriter, r *http.Request) error {
			return h.ProveWithPasskey(w, r, b.who(), key.get(b.askSignIn()))
		})
		if told(err) != "session.passkey_failed" {
			t.Errorf("asked to sign in, used as a proof: %v", err)
		}
	})
}

// Ben's passkey does not complete ana's sign-in, and is no proof in her session.
func TestPasskeyOfSomebodyElse(t *testing.T) {
	inHouse(t, func(t *testing.T, h *house) {
		storagetest.Member(t, h.Store, "ben")
		h.setPassword(h.user("ben"), anasPassword)
		ana, ben, anas, bens := h.in("ana"), h.in("ben"), newAuthenticator(t), newAuthenticator(t)
		_, err := ana.addPasskey(anas)
		ana.must(err)
		_, err = ben.addPasskey(bens)
		ben.must(err)
		b := h.browser()
		if err := b.signIn("ana"); !errors.Is(err, ErrSecondFactor) {
			t.Fatal(err)
		}
		half, err := h.Half(b.request())
		b.must(err)
		options, err := h.AskToComplete(t.Context(), half)
		b.must(err)
		bens.count++
		err = b.do(func(w http.ResponseWriter, r *http.Request) error {
			_, err := h.CompleteWithPasskey(w, r, bens.get(options))
			return err
		})
		if told(err) != "session.passkey_failed" || b.who().User.ID != 0 {
			t.Errorf("completed by somebody else: %v", err)
		}
		options, err = h.AskToProve(t.Context(), ana.who())
		b.must(err)
		err = ana.do(func(w http.ResponseWriter, r *http.Request) error {
			return h.ProveWithPasskey(w, r, ana.who(), bens.get(options))
		})
		if told(err) != "session.passkey_failed" {
			t.Errorf("proved by somebody else: %v", err)
		}
	})
}

// A counter that goes back is a copy at work: the passkey opens nothing any more,
// and the password alone does not either.
func TestPasskeyCounterGoesBack(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		b, key := h.in("ana"), newAuthenticator(t)
		key.count = 7
		codes, err := b.addPasskey(key)
		b.must(err)
		copied := *key
		key.count = 9
		b.must(h.browser().withPasskey(key.get(b.askSignIn())))
		copied.count = 8
		if err := h.browser().withPasskey(copied.get(b.askSignIn())); told(err) != "session.passkey_suspect" {
			t.Errorf("the copy: %v", err)
		}
		key.count = 20
		if err := h.browser().withPasskey(key.get(b.askSignIn())); told(err) != "session.passkey_suspect" {
			t.Errorf("a locked passkey: %v", err)
		}
		after := h.browser()
		if err := after.signIn("ana"); !errors.Is(err, ErrSecondFactor) {
			t.Errorf("the password alone: %v", err)
		}
		if half, err := h.Half(after.request()); err != nil || half.Passkey || !half.Recovery {
			t.Errorf("ways %+v, %v", half.Ways, err)
		}
		b.must(after.complete(codes[0]))
		list, err := h.Passkeys(t.Context(), after.who())
		b.must(err)
		if list[0].Suspect.IsZero() {
			t.Error("nobody is told")
		}
	})
}

// A suspended member's passkey opens as little as the password.
func TestPasskeyOfSuspendedMember(t *testing.T) {
	inHouse(t, func(t *testing.T, h *house) {
		b, key := h.in("ana"), newAuthenticator(t)
		_, err := b.addPasskey(key)
		b.must(err)
		b.must(h.Store.SuspendActor(t.Context(), h.ana.Actor, 0, "rules"))
		key.count++
		if err := h.browser().withPasskey(key.get(b.askSignIn())); told(err) != "session.suspended" {
			t.Errorf("got %v", err)
		}
	})
}

// Where the address is no domain there are no passkeys, and all else works.
func TestPasskeysNeedADomain(t *testing.T) {
	for address, offered := range map[string]bool{"https://here.example": true, "http://localhost:8080": true, "http://127.0.0.1:8080": false, "https://[2001:db8::1]": false} {
		store := storagetest.At(t, storagetest.Options{URL: address})
		s := New(Options{Store: store, Now: store.Now, TrustedProxies: []netip.Prefix{}})
		if s.OffersPasskeys() != offered {
			t.Errorf("%s: %v", address, s.OffersPasskeys())
		}
		if _, err := s.AskSignIn(t.Context()); offered != (err == nil) || !offered && !errors.Is(err, community.ErrUnavailable) {
			t.Errorf("%s: %v", address, err)
		}
	}
}

// What is stored of a passkey is what its signatures need, and nothing else.
func TestPasskeyRecordIsSmall(t *testing.T) {
	inHouse(t, func(t *testing.T, h *house) {
		b, key := h.in("ana"), newAuthenticator(t)
		_, err := b.addPasskey(key)
		b.must(err)
		var list []storage.Passkey
		list, err = h.Store.Passkeys(t.Context(), h.ana.ID)
		b.must(err)
		if len(list[0].Record) > 700 || strings.Contains(string(list[0].Record), "clientDataJSON\":\"ey") {
			t.Errorf("%d bytes: %s", len(list[0].Record), list[0].Record)
		}
		if !list[0].Created.Equal(h.clock.Now().Truncate(time.Millisecond)) {
			t.Errorf("made %v", list[0].Created)
		}
	})
}
