package session

import (
	"errors"
	"net/http"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/hotp"

	"consilium/community"
	"consilium/storage"
	"consilium/storage/storagetest"
)

// codeAt is what an app shows so many steps from now.
func (b *browser) codeAt(secret string, steps int64) string {
	b.t.Helper()
	code, err := hotp.GenerateCodeCustom(secret, uint64(b.clock.Now().Unix()/stepSeconds+steps), hotp.ValidateOpts{Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1})
	b.must(err)
	return code
}

func (b *browser) startTOTP() string {
	b.t.Helper()
	b.must(b.StartTOTP(b.t.Context(), b.who()))
	setup, err := b.TOTPSetup(b.t.Context(), b.who())
	b.must(err)
	return setup.Secret
}

func (b *browser) confirm(code string) (codes []string, err error) {
	b.t.Helper()
	err = b.do(func(w http.ResponseWriter, r *http.Request) error {
		codes, err = b.ConfirmTOTP(w, r, b.who(), code)
		return err
	})
	return codes, err
}

// addTOTP sets an app up and lets its first code grow old.
func (b *browser) addTOTP() (secret string, codes []string) {
	b.t.Helper()
	secret = b.startTOTP()
	codes, err := b.confirm(b.codeAt(secret, 0))
	b.must(err)
	b.clock.Advance(2 * stepSeconds * time.Second)
	return secret, codes
}

// half signs in with the password where that is not enough.
func (h *house) half(name string) *browser {
	h.t.Helper()
	b := h.browser()
	if err := b.signIn(name); !errors.Is(err, ErrSecondFactor) {
		h.t.Fatalf("the password alone: %v", err)
	}
	return b
}

// RFC 6238, appendix B: the vectors for SHA-1, cut to six digits.
func TestTOTPVectors(t *testing.T) {
	secret := base32Secret.EncodeToString([]byte("12345678901234567890"))
	for moment, code := range map[int64]string{59: "287082", 1111111109: "081804", 1111111111: "050471", 1234567890: "005924", 2000000000: "279037", 20000000000: "353130"} {
		if step, matched := matchStep(secret, code, time.Unix(moment, 0), 0); !matched || step != moment/stepSeconds {
			t.Errorf("%d: step %d, %v", moment, step, matched)
		}
		if _, matched := matchStep(secret, code, time.Unix(moment, 0), moment/stepSeconds); matched {
			t.Errorf("%d: taken although the step is used", moment)
		}
	}
}

// A secret counts once a code proved it; the session then has another token,
// which is the only one left.
func TestTOTPIsConfirmed(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		b, elsewhere := h.in("ana"), h.in("ana")
		planted := b.cookies["__Host-consilium"]
		secret := b.startTOTP()
		if len(secret) != 32 || b.who().Strong() {
			t.Errorf("secret %s, strong %v", secret, b.who().Strong())
		}
		b.must(h.browser().signIn("ana")) // not confirmed: the password is enough
		if _, err := b.confirm("000000"); told(err) != "session.wrong_code" {
			t.Errorf("a wrong code: %v", err)
		}
		codes, err := b.confirm(" " + b.codeAt(secret, 0)[:3] + " " + b.codeAt(secret, 0)[3:])
		b.must(err)
		if len(codes) != 10 || !b.who().Strong() {
			t.Errorf("%d codes, strong %v", len(codes), b.who().Strong())
		}
		if elsewhere.who().User.ID != 0 || h.seen(planted) != "" {
			t.Error("a session begun with less, or its old token, is still good")
		}
		if _, err := b.confirm(b.codeAt(secret, 1)); !errors.Is(err, community.ErrNotFound) {
			t.Errorf("confirmed twice: %v", err)
		}
		if _, err := h.TOTPSetup(t.Context(), b.who()); !errors.Is(err, community.ErrNotFound) {
			t.Errorf("the secret is shown again: %v", err)
		}
		if err := h.StartTOTP(t.Context(), b.who()); !errors.Is(err, community.ErrConflict) {
			t.Errorf("a second app: %v", err)
		}
	})
}

func TestTOTPSecretWaitsHalfAnHour(t *testing.T) {
	inHouse(t, func(t *testing.T, h *house) {
		b := h.in("ana")
		secret := b.startTOTP()
		h.clock.Advance(startTime + time.Second)
		if _, err := b.confirm(b.codeAt(secret, 0)); !errors.Is(err, community.ErrNotFound) {
			t.Errorf("confirmed late: %v", err)
		}
	})
}

// RFC 6238 5.2: a code serves once, also in two browsers, and one step of skew
// is allowed and no more.
func TestTOTPReplayAndSkew(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		b := h.in("ana")
		secret, _ := b.addTOTP()
		for _, steps := range []int64{-2, 2, 10, -10} {
			if err := h.half("ana").complete(b.codeAt(secret, steps)); told(err) != "session.wrong_code" {
				t.Errorf("a code %d steps away: %v", steps, err)
			}
		}
		first := b.codeAt(secret, -1)
		b.must(h.half("ana").complete(first))
		if err := h.half("ana").complete(first); told(err) != "session.wrong_code" {
			t.Errorf("replayed: %v", err)
		}
		b.must(h.half("ana").complete(b.codeAt(secret, 1)))
		if err := h.half("ana").complete(b.codeAt(secret, 0)); told(err) != "session.wrong_code" {
			t.Errorf("an earlier code after a later one: %v", err)
		}
		for _, code := range []string{"", "1", "12345", "1234567", "abcdef", "١٢٣٤٥٦", strings.Repeat("1", 5000)} {
			if err := h.half("ana").complete(code); told(err) != "session.wrong_code" && told(err) != "session.throttled" {
				t.Errorf("%.10q: %v", code, err)
			}
		}
	})
}

// Whoever has the password has ten guesses an hour, in however many browsers.
func TestSecondFactorIsThrottled(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		b := h.in("ana")
		secret, _ := b.addTOTP()
		for range secondsPerAccount.limit {
			if err := h.half("ana").complete("000000"); told(err) != "session.wrong_code" {
				t.Fatalf("got %v", err)
			}
		}
		if err := h.half("ana").complete(b.codeAt(secret, 0)); told(err) != "session.throttled" {
			t.Errorf("the eleventh, and right: %v", err)
		}
		h.clock.Advance(secondsPerAccount.window)
		b.must(h.half("ana").complete(b.codeAt(secret, 0)))
	})
}

func TestRecoveryCodes(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		h.Letters = true
		b := h.in("ana")
		_, codes := b.addTOTP()
		alone := h.half("ana")
		b.must(alone.complete(strings.ToLower(strings.ReplaceAll(codes[0], "-", " "))))
		if p := alone.who(); p.Factors.String() != "password recovery" || !p.Strong() {
			t.Errorf("factors %q", p.Factors)
		}
		if err := h.half("ana").complete(codes[0]); told(err) != "session.wrong_code" {
			t.Errorf("used twice: %v", err)
		}
		events, err := h.Store.SecurityEvents(t.Context(), h.ana.ID, 20)
		b.must(err)
		used := 0
		for _, e := range events {
			if e.Kind == storage.EventRecoveryUsed {
				used++
			}
		}
		if used != 1 {
			t.Errorf("noted %d times", used)
		}
		renewed, err := h.RenewRecoveryCodes(alone.request(), alone.who())
		b.must(err)
		if err := h.half("ana").complete(codes[1]); told(err) != "session.wrong_code" {
			t.Errorf("an old code: %v", err)
		}
		b.must(h.half("ana").complete(renewed[1]))
		storagetest.Member(t, h.Store, "ben")
		ben, _, _ := h.Viewer(b.request())
		ben.User = h.user("ben")
		if _, err := h.RenewRecoveryCodes(b.request(), ben); !errors.Is(err, community.ErrForbidden) {
			t.Errorf("codes without a second factor: %v", err)
		}
	})
}

// The halves of a sign-in have different tokens, the first opens nothing, and an
// end of one is an end: session fixation and a stolen half come to nothing.
func TestHalfSignInIsNoSession(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		b := h.in("ana")
		secret, _ := b.addTOTP()
		half := h.half("ana")
		token := half.cookies["__Host-consilium-second"]
		if len(half.cookies) != 1 || token == nil || token.MaxAge != 600 || !token.HttpOnly || !token.Secure {
			t.Fatalf("cookies %v", half.cookies)
		}
		asSession := *token
		asSession.Name = "__Host-consilium"
		if who := h.seen(&asSession); who != "" {
			t.Errorf("half signed in and seen as %s", who)
		}
		b.must(half.complete(b.codeAt(secret, 0)))
		if session := half.cookies["__Host-consilium"]; session == nil || session.Value == token.Value || half.cookies[token.Name] != nil {
			t.Errorf("cookies after the second step: %v", half.cookies)
		}
		half.cookies[token.Name] = token
		if err := half.complete(b.codeAt(secret, 1)); !errors.Is(err, community.ErrNotFound) {
			t.Errorf("completed twice: %v", err)
		}
		late := h.half("ana")
		h.clock.Advance(halfTime)
		if err := late.complete(b.codeAt(secret, 0)); !errors.Is(err, community.ErrNotFound) {
			t.Errorf("completed late: %v", err)
		}
	})
}

// Every way in asks: Begin after a registration, weak single sign-on, a password
// set by letter. Only what asserts two factors does not.
func TestNobodyComesInBesideTheSecondFactor(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		b := h.in("ana")
		b.addTOTP()
		for name, enter := range map[string]func(http.ResponseWriter, *http.Request) (Person, error){
			"begin": func(w http.ResponseWriter, r *http.Request) (Person, error) { return h.Begin(w, r, h.user("ana")) },
			"sso": func(w http.ResponseWriter, r *http.Request) (Person, error) {
				return h.Enter(w, r, h.user("ana"), Factors{BySSO})
			},
			"nothing": func(w http.ResponseWriter, r *http.Request) (Person, error) { return h.Enter(w, r, h.user("ana"), nil) },
			"made up": func(w http.ResponseWriter, r *http.Request) (Person, error) {
				return h.Enter(w, r, h.user("ana"), Factors{"god"})
			},
			"made up 2x": func(w http.ResponseWriter, r *http.Request) (Person, error) {
				return h.Enter(w, r, h.user("ana"), ParseFactors("god sso"))
			},
		} {
			v := h.browser()
			err := v.do(func(w http.ResponseWriter, r *http.Request) error { _, err := enter(w, r); return err })
			if !errors.Is(err, ErrSecondFactor) || v.who().User.ID != 0 {
				t.Errorf("%s: %v", name, err)
			}
		}
		h.setPassword(h.user("ana"), "another battery horse")
		v := h.browser()
		err := v.do(func(w http.ResponseWriter, r *http.Request) error {
			_, err := h.SignIn(w, r, "ana", "another battery horse")
			return err
		})
		if !errors.Is(err, ErrSecondFactor) {
			t.Errorf("after a reset: %v", err)
		}
		err = v.do(func(w http.ResponseWriter, r *http.Request) error {
			_, err := h.Enter(w, r, h.user("ana"), Factors{BySSOStrong})
			return err
		})
		if err != nil || !v.who().Strong() {
			t.Errorf("single sign-on with two factors: %v", err)
		}
	})
}

func TestNeedsSecondFactor(t *testing.T) {
	strong := Factors{ByPassword, ByTOTP}
	verified := community.Standing{Level: 3}
	for _, c := range []struct {
		required bool
		p        Person
		weak     bool
	}{
		{true, Person{User: community.User{Role: community.Member}}, false},
		{true, Person{User: community.User{Role: community.Member}, Standing: community.Standing{Level: 2}}, false},
		{true, Person{User: community.User{Role: community.Member}, Standing: verified}, true},
		{true, Person{User: community.User{Role: community.Moderator}}, true},
		{true, Person{User: community.User{Role: community.Officer}}, true},
		{true, Person{User: community.User{Role: community.Administrator}}, true},
		{true, Person{User: community.User{Role: community.Administrator}, Factors: strong}, false},
		{true, Person{User: community.User{Role: community.Administrator}, Factors: Factors{BySSO}}, true},
		{true, Person{User: community.User{Role: community.Administrator}, Factors: Factors{BySSOStrong}}, false},
		{true, Person{User: community.User{Role: community.Member}, Standing: verified, Factors: strong}, false},
		{false, Person{User: community.User{Role: community.Administrator}, Standing: verified}, false},
	} {
		s := &Sessions{Options: Options{RequireSecondFactor: c.required}}
		if s.IsTooWeak(c.p) != c.weak {
			t.Errorf("%+v, required %v: too weak %v", c.p, c.required, !c.weak)
		}
	}
}

// A proof is fresh for ten minutes, is renewed by the second factor of who has
// one, and by the password of who has none.
func TestStepUp(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		b := h.in("ana")
		again := func(given string) error {
			return b.do(func(w http.ResponseWriter, r *http.Request) error { return h.ProveAgain(w, r, b.who(), given) })
		}
		fresh := func(want bool) {
			t.Helper()
			if got := h.IsFresh(b.who()); got != want {
				t.Errorf("fresh: %v", got)
			}
		}
		fresh(true)
		h.clock.Advance(Fresh)
		fresh(true)
		h.clock.Advance(time.Second)
		fresh(false)
		if err := again("wrong"); told(err) != "session.wrong_present_password" {
			t.Errorf("a wrong password: %v", err)
		}
		fresh(false)
		b.must(again(anasPassword))
		fresh(true)
		secret, _ := b.addTOTP()
		h.clock.Advance(Fresh)
		fresh(false)
		if err := again(anasPassword); told(err) != "session.wrong_code" {
			t.Errorf("the password of who has a second factor: %v", err)
		}
		fresh(false)
		b.must(again(b.codeAt(secret, 0)))
		fresh(true)
		h.clock.Advance(Fresh + time.Second)
		if err := again(b.codeAt(secret, -30)); told(err) != "session.wrong_code" {
			t.Errorf("an old code: %v", err)
		}
		b.must(h.Store.RemoveSecondFactor(t.Context(), storage.Act{User: h.ana.ID}))
		if b.who().Strong() {
			t.Error("strong without a second factor")
		}
		if Person.Strong(Person{}) || h.IsFresh(Person{}) {
			t.Error("nobody is strong and fresh")
		}
	})
}

// 45 CFR 164.312 (a)(2)(iii): fifteen minutes of nothing, counted by the server.
func TestIdleSignOut(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		h.IdleStaff = 15 * time.Minute
		storagetest.Staff(t, h.Store, "mona", community.Moderator)
		h.setPassword(h.user("mona"), anasPassword)
		staff, member := h.in("mona"), h.in("ana")
		h.clock.Advance(14*time.Minute + 59*time.Second)
		if staff.who().User.Name != "mona" {
			t.Fatal("signed out after 14:59")
		}
		h.clock.Advance(14*time.Minute + 59*time.Second)
		if staff.who().User.Name != "mona" {
			t.Fatal("what was done in between does not count")
		}
		h.clock.Advance(20 * time.Second)
		staff.who() // within the exactness of the note
		h.clock.Advance(14*time.Minute + 40*time.Second)
		if p := staff.who(); p.User.ID != 0 || !p.Idle {
			t.Fatalf("15:00 after the last note: %+v", p)
		}
		if p := staff.who(); p.User.ID != 0 || p.Idle {
			t.Errorf("an ended session is %+v", p)
		}
		if member.who().User.Name != "ana" {
			t.Error("a member is signed out, for whom there is no limit")
		}
		staff = h.in("mona")
		h.clock.Advance(15 * time.Minute)
		if p := staff.who(); p.User.ID != 0 || !p.Idle {
			t.Errorf("after 15:00: %+v", p)
		}
		h.IdleMembers = time.Hour
		member = h.in("ana")
		h.clock.Advance(time.Hour)
		if p := member.who(); !p.Idle {
			t.Errorf("a member after an hour: %+v", p)
		}
	})
}

// Whoever clicks every half minute is never signed out, and every click does not
// write.
func TestIdleIsNotedOftenEnough(t *testing.T) {
	inHouse(t, func(t *testing.T, h *house) {
		h.IdleStaff = 15 * time.Minute
		storagetest.Staff(t, h.Store, "mona", community.Moderator)
		h.setPassword(h.user("mona"), anasPassword)
		b := h.in("mona")
		for range 60 {
			h.clock.Advance(29 * time.Second)
			seen := b.who()
			if seen.User.ID == 0 {
				t.Fatal("signed out while at work")
			}
			if behind := h.clock.Now().Sub(seen.Session.LastSeen); behind > 60*time.Second {
				t.Fatalf("the note is %v old", behind)
			}
		}
	})
}

// A browser keeps its own cookie over sessions and people; a new one is told to
// the owner by letter, where letters are sent.
func TestNewDeviceIsTold(t *testing.T) {
	inHouse(t, func(t *testing.T, h *house) {
		h.Letters = true
		letters := func() int {
			jobs, err := h.Store.Jobs(t.Context(), "mail", 50)
			if err != nil {
				t.Fatal(err)
			}
			return len(jobs)
		}
		phone := h.in("ana")
		device := phone.cookies["__Host-consilium-device"]
		if device == nil || !device.HttpOnly || !device.Secure || letters() != 0 {
			t.Fatalf("device %v, %d letters", device, letters())
		}
		phone.must(phone.do(h.SignOut))
		phone.must(phone.signIn("ana"))
		if letters() != 0 || phone.cookies[device.Name].Value != device.Value {
			t.Errorf("%d letters about a known browser", letters())
		}
		h.in("ana")
		if letters() != 1 {
			t.Errorf("%d letters about a new browser", letters())
		}
		forged := h.browser()
		forged.cookies[device.Name] = &http.Cookie{Name: device.Name, Value: "phone"}
		forged.must(forged.signIn("ana"))
		if letters() != 2 {
			t.Errorf("%d letters: a made-up cookie is known", letters())
		}
		events, err := h.Store.SecurityEvents(t.Context(), h.ana.ID, 20)
		phone.must(err)
		if len(events) != 4 || events[0].Kind != storage.EventNewDevice || events[3].Kind != storage.EventSignIn ||
			events[0].Address != netip.MustParseAddr("198.51.100.1") || events[0].Agent != "Firefox on a ward" {
			t.Errorf("noted %+v", events)
		}
	})
}

// The QR code holds the address that apps read: as many modules as it says, dark
// in its three corners.
func TestQRCode(t *testing.T) {
	inHouse(t, func(t *testing.T, h *house) {
		b := h.in("ana")
		b.must(h.Store.SetInstance(t.Context(), community.Instance{Name: "St Anna: Klinik für Kinder & Jugendliche", SetUp: true}))
		b.startTOTP()
		setup, err := h.TOTPSetup(t.Context(), b.who())
		b.must(err)
		if setup.QR.Size < smallestQR || (setup.QR.Size-smallestQR)%nextQR != 0 || !strings.HasPrefix(setup.QR.Path, "M0 0h7v1h-7z") {
			t.Errorf("size %d, path %.40s", setup.QR.Size, setup.QR.Path)
		}
		if strings.Trim(setup.QR.Path, "Mhvz0123456789- ") != "" {
			t.Errorf("strange path %s", setup.QR.Path)
		}
	})
}
