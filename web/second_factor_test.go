package web_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/mux"
	"github.com/pquerna/otp/totp"

	"consilium/community"
	"consilium/storage"
	"consilium/storage/storagetest"
	"consilium/web/session"
)

// app is an authenticator app with a secret.
type app struct {
	h      *house
	secret string
}

// code is what the app shows, each time another.
func (a app) code() string {
	a.h.Helper()
	a.h.clock.Advance(60 * time.Second)
	code, err := totp.GenerateCode(a.secret, a.h.clock.Now())
	a.h.must(err)
	return code
}

var (
	secretOnPage = regexp.MustCompile(`id="secret"[^>]*>([A-Z2-7 ]+)<`)
	codeOnPage   = regexp.MustCompile(`<li>([0-9A-Z]{5}-[0-9A-Z]{5})</li>`)
)

// addApp sets an authenticator app up with the pages.
func (h *house) addApp(b *browser) (app, []string) {
	h.Helper()
	begun := b.post("/settings/security/totp", nil).is(200).has("Set up an authenticator app", `<svg class="qr"`)
	secret := secretOnPage.FindStringSubmatch(begun.body)
	if begun.path != "/settings/security/totp" || secret == nil {
		h.Fatalf("at %s: %s", begun.path, begun.words())
	}
	a := app{h, strings.ReplaceAll(secret[1], " ", "")}
	b.post("/settings/security/totp/confirm", url.Values{"code": {"000000"}}).is(http.StatusUnprocessableEntity).has("This code is not right")
	shown := b.post("/settings/security/totp/confirm", url.Values{"code": {a.code()}}).is(200).has("Recovery codes")
	var codes []string
	for _, found := range codeOnPage.FindAllStringSubmatch(shown.body, -1) {
		codes = append(codes, found[1])
	}
	if len(codes) != 10 {
		h.Fatalf("%d recovery codes: %s", len(codes), shown.words())
	}
	return a, codes
}

// The way of a member: set it up, sign in with it, lose it, take it away.
func TestSecondFactorOnPages(t *testing.T) {
	eachHouse(t, plan{letters: true}, func(h *house) {
		h.member("ana")
		a := h.enter("ana", password)
		a.get("/settings/security").is(200).has("Set up an app", "Recent sign-ins", "Signed in", "Add a passkey").hasNot("needs a second factor")
		phone, codes := h.addApp(a)
		a.get("/settings/security").has("10 codes are left", "Authenticator app set up").hasNot(phone.secret, codes[0])
		a.get("/settings/security/totp").is(200).hasNot(phone.secret[:4] + " " + phone.secret[4:8]) // shown once
		b, half := h.signIn("ana", password)
		if half.is(200).path != "/sign-in/second?return=%2Fhome" {
			t.Fatalf("the password leads to %s", half.path)
		}
		half.has("Six digits", "Use recovery code")
		form := half.form("/sign-in/second")
		b.post("/sign-in/second", with(form, "code", "123456")).is(http.StatusUnprocessableEntity).has("This code is not right")
		if done := b.post("/sign-in/second", with(form, "code", phone.code(), "return", "/settings/sessions")).is(200); done.path != "/settings/sessions" {
			t.Errorf("signed in and at %s", done.path)
		}
		lost, _ := h.signIn("ana", password)
		if done := lost.post("/sign-in/second", url.Values{"code": {codes[3]}, "return": {"//evil.example/"}}).is(200); done.path != "/home" {
			t.Errorf("signed in and at %s", done.path)
		}
		lost.get("/settings/security").has("9 codes are left", "Recovery code used")
		lost.post("/settings/security/codes", nil).is(200).has("Recovery codes")
		lost.get("/settings/security").has("10 codes are left")
		lost.post("/settings/security/totp/remove", nil).is(200).has("The authenticator app is removed.").hasNot("codes are left")
		h.enter("ana", password)
		h.visitor().post("/sign-in/second", url.Values{"code": {"1"}}).is(200).has("That took too long. Sign in again.")
	})
}

// half is a browser in which only the password of ana was given, who has a
// second factor; its half token also lies where a session's would.
func (h *house) half() (*browser, app) {
	h.Helper()
	h.staff("ana", community.Administrator)
	phone, _ := h.addApp(h.enter("ana", password))
	b, _ := h.signIn("ana", password)
	here, _ := url.Parse(storagetest.Here)
	for _, c := range b.client.Jar.Cookies(here) {
		if c.Name == "__Host-consilium-second" {
			b.client.Jar.SetCookies(here, []*http.Cookie{{Name: "__Host-consilium", Value: c.Value, Path: "/", Secure: true}})
			return b, phone
		}
	}
	h.Fatal("no half sign-in")
	return nil, phone
}

// Who has given only the password is a visitor on every page there is, of
// members and of staff, for reading and for writing.
func TestHalfSignedInOpensNothing(t *testing.T) {
	eachHouse(t, plan{}, func(h *house) {
		b, phone := h.half()
		open, walked := []string{"/sign-in", "/register", "/password", "/confirm", "/set-up", "/sign-out", "/oauth"}, 0
		for _, router := range []*mux.Router{h.web.Handler().(*mux.Router), h.desk} {
			h.must(router.Walk(func(route *mux.Route, _ *mux.Router, _ []*mux.Route) error {
				methods, err := route.GetMethods()
				template, _ := route.GetPathTemplate()
				if err != nil || slices.ContainsFunc(open, func(p string) bool { return strings.HasPrefix(template, p) && template != "/sign-in/again" }) {
					return nil
				}
				path := regexp.MustCompile(`\{handle\}`).ReplaceAllString(template, "ana")
				path = regexp.MustCompile(`\{[a-z]+(:[^}]*)?\}`).ReplaceAllString(path, "1")
				for _, method := range methods {
					kind := ""
					if method == "POST" {
						kind = "application/x-www-form-urlencoded"
					}
					got := b.do(method, path, kind, nil)
					walked++
					if strings.Contains(got.body, `class="member"`) || strings.Contains(got.body, "/sign-out") {
						t.Errorf("%s %s takes half a sign-in for a member", method, path)
					}
				}
				return nil
			}))
		}
		if walked < 60 {
			t.Errorf("only %d addresses walked", walked)
		}
		for _, path := range []string{"/home", "/settings/security", "/settings/security/totp", "/sign-in/again", "/desk/accounts", "/desk/instance"} {
			if got := b.get(path).is(200); !strings.HasPrefix(got.path, "/sign-in?") {
				t.Errorf("%s leads to %s", path, got.path)
			}
		}
		b.post("/sign-in/second", url.Values{"code": {phone.code()}}).is(200).has(`class="member"`)
	})
}

// Staff without a second factor are led to set one up, whatever they ask of the
// desk; with one they work as before, and everybody else sees no desk.
func TestStaffNeedTheSecondFactor(t *testing.T) {
	eachHouse(t, plan{factors: true}, func(h *house) {
		h.staff("root", community.Administrator)
		h.staff("mona", community.Moderator)
		h.member("ana")
		for _, name := range []string{"root", "mona"} {
			b := h.enter(name, password)
			for _, path := range []string{"/desk", "/desk/accounts", "/desk/reports", "/desk/domains"} {
				if got := b.get(path).is(200).has("For this you need a second factor"); got.path != "/settings/security" {
					t.Errorf("%s: %s leads to %s", name, path, got.path)
				}
			}
			b.post("/desk/invitations", url.Values{"days": {"1"}, "uses": {"1"}}).is(200)
			if made, err := h.store.Invitations(t.Context(), everything); err != nil || len(made) != 0 {
				t.Errorf("%s made an invitation: %v, %v", name, made, err)
			}
			b.get("/home").is(200) // nothing else is in the way
			h.addApp(b)
			b.get("/desk/accounts").is(200).has("Staff desk")
			b.get("/settings/security").has("and you have one")
		}
		h.enter("ana", password).get("/desk/accounts").is(http.StatusNotFound)
		n := h.enter("ana", password)
		n.get("/settings/security").is(200).hasNot("needs a second factor")
	})
}

// A page that changes what others rely on asks again after ten minutes, and then
// goes on to where somebody was going; a form that comes too late does nothing.
func TestStepUpOnPages(t *testing.T) {
	eachHouse(t, plan{}, func(h *house) {
		h.staff("root", community.Administrator)
		b := h.enter("root", password)
		form := b.get("/desk/instance").is(200).form("/desk/instance")
		h.clock.Advance(10*time.Minute + time.Second)
		b.get("/desk/accounts").is(200).has("Staff desk") // a list only shows
		asked := b.get("/desk/instance").is(200).has("Is it still you?", "Present password")
		if asked.path != "/sign-in/again?return=%2Fdesk%2Finstance" {
			t.Fatalf("led to %s", asked.path)
		}
		proof := asked.form("/sign-in/again")
		b.post("/sign-in/again", with(proof, "old", "wrong")).is(http.StatusUnprocessableEntity).has("This is not your present password.")
		if on := b.post("/sign-in/again", with(proof, "old", password)).is(200); on.path != "/desk/instance" {
			t.Errorf("went on to %s", on.path)
		}
		h.clock.Advance(10*time.Minute + time.Second)
		late := b.post("/desk/instance", with(form, "name", "Overwritten", "return", "/desk/instance")).is(200).has("more than ten minutes")
		if i, err := h.store.Instance(t.Context()); err != nil || i.Name == "Overwritten" {
			t.Errorf("the late form took effect: %v", err)
		}
		back := b.post("/sign-in/again", with(late.form("/sign-in/again"), "old", password)).is(200).has("the form came too late")
		if back.path != "/desk/instance" {
			t.Errorf("led back to %s", back.path)
		}
		b.post("/desk/instance", with(form, "name", "St Anna", "description", "Cases among colleagues.")).is(200).has("is saved")
		for _, path := range []string{"/settings/security/totp/remove", "/settings/security/codes", "/settings/security/passkeys", "/settings/security/passkeys/1/remove", "/settings/security/totp"} {
			h.clock.Advance(10*time.Minute + time.Second)
			if got := b.post(path, nil).is(200); !strings.HasPrefix(got.path, "/sign-in/again?") {
				t.Errorf("%s went through to %s", path, got.path)
			}
			b.post("/sign-in/again", url.Values{"old": {password}}).is(200)
		}
	})
}

// Who has a second factor is asked for it, and not for the password, also before
// address, password and leaving.
func TestStepUpAsksForTheSecondFactor(t *testing.T) {
	eachHouse(t, plan{}, func(h *house) {
		h.member("ana")
		a := h.enter("ana", password)
		h.clock.Advance(11 * time.Minute)
		a.get("/settings/account").is(200).has("Change password") // the form itself asks for the password
		a.post("/sign-in/again", url.Values{"old": {password}}).is(200)
		phone, _ := h.addApp(a)
		h.clock.Advance(11 * time.Minute)
		for _, path := range []string{"/settings/email", "/settings/password", "/settings/leave"} {
			fields := url.Values{"old": {password}, "password": {"a wholly new password"}, "email": {"eve@mail.example"}}
			if got := a.post(path, fields).is(200); !strings.HasPrefix(got.path, "/sign-in/again?") {
				t.Errorf("%s went through to %s", path, got.path)
			}
		}
		asked := a.get("/settings/account").is(200).has("Six digits").hasNot("Present password")
		form := asked.form("/sign-in/again")
		a.post("/sign-in/again", url.Values{"old": {password}}).is(http.StatusUnprocessableEntity)
		if on := a.post("/sign-in/again", with(form, "code", phone.code())).is(200); on.path != "/settings/account" {
			t.Errorf("went on to %s", on.path)
		}
	})
}

// After fifteen minutes of nothing staff are signed out, are told why, and come
// back to where they were.
func TestIdleOnPages(t *testing.T) {
	eachHouse(t, plan{idle: 15 * time.Minute}, func(h *house) {
		h.staff("mona", community.Moderator)
		b := h.enter("mona", password)
		h.clock.Advance(14*time.Minute + 59*time.Second)
		b.get("/desk/reports?state=closed").is(200).has("Staff desk")
		h.clock.Advance(15 * time.Minute)
		out := b.get("/desk/reports?state=closed").is(200).has("You were signed out because nothing was done for a while.")
		if out.path != "/sign-in?return=%2Fdesk%2Freports%3Fstate%3Dclosed" {
			t.Fatalf("led to %s", out.path)
		}
		if on := b.post("/sign-in", with(out.form("/sign-in"), "name", "mona", "password", password)).is(200); on.path != "/desk/reports?state=closed" {
			t.Errorf("came back to %s", on.path)
		}
		h.clock.Advance(15 * time.Minute)
		b.get("/about").is(200).has("You were signed out because")
		b.get("/about").is(200).hasNot("You were signed out because", `class="member"`)
		b = h.enter("mona", password)
		h.clock.Advance(15 * time.Minute)
		late := b.post("/desk/invitations", url.Values{"days": {"1"}, "uses": {"1"}, "return": {"/desk/invitations"}}).is(200).has("You were signed out because")
		if late.path != "/sign-in?return=%2Fdesk%2Finvitations" {
			t.Errorf("a form leads to %s", late.path)
		}
	})
}

// A new password by letter opens nothing that a second factor closes.
func TestResetDoesNotPassTheSecondFactor(t *testing.T) {
	eachHouse(t, plan{}, func(h *house) {
		u, _ := h.member("ana")
		phone, _ := h.addApp(h.enter("ana", password))
		waiting, _ := h.signIn("ana", password)
		link := "/password/" + h.ticket(storage.Ticket{Purpose: "reset", User: u.ID, Email: u.Email})
		v := h.visitor()
		v.post(link, url.Values{"password": {"a wholly new password"}}).is(200).has("Your password is set")
		v.get("/settings/security").is(200).has("Sign in")
		waiting.post("/sign-in/second", url.Values{"code": {phone.code()}}).is(200).has("That took too long") // begun with the old password
		b, half := h.signIn("ana", "a wholly new password")
		if !strings.HasPrefix(half.path, "/sign-in/second") {
			t.Fatalf("the new password leads to %s", half.path)
		}
		b.post("/sign-in/second", url.Values{"code": {phone.code()}}).is(200).has(`class="member"`)
	})
}

// Who lost everything gets in again by an administrator, who says why.
func TestDeskResetsFactors(t *testing.T) {
	eachHouse(t, plan{letters: true}, func(h *house) {
		h.staff("root", community.Administrator)
		h.staff("mona", community.Moderator)
		_, actor := h.member("ana")
		a := h.enter("ana", password)
		h.addApp(a)
		path := "/desk/accounts/" + community.FormatID(actor.ID)
		h.enter("mona", password).post(path+"/reset-factors", url.Values{"factors_reason": {"please"}}).is(http.StatusNotFound)
		root := h.enter("root", password)
		root.get(path).is(200).has("Reset second factors")
		root.post(path+"/reset-factors", url.Values{"factors_reason": {" "}}).is(http.StatusUnprocessableEntity)
		if _, half := h.signIn("ana", password); !strings.HasPrefix(half.path, "/sign-in/second") {
			t.Errorf("without a reason: %s", half.path)
		}
		root.post(path+"/reset-factors", url.Values{"factors_reason": {"Lost the phone, showed the badge"}}).is(200).
			has("The second factors are removed.", "reset the second factors", "Lost the phone, showed the badge")
		if a.signedIn() {
			t.Error("the old session is still open")
		}
		h.enter("ana", password).get("/settings/security").has("Second factors reset by an administrator", "Set up an app")
	})
}

// The pages with passkeys say that they need JavaScript, keep their forms hidden
// without it, and ask each time for something else.
func TestPasskeyPages(t *testing.T) {
	eachHouse(t, plan{}, func(h *house) {
		h.member("ana")
		v := h.visitor()
		v.get("/sign-in?return=%2Fcases").is(200).has(`action="/sign-in/passkey"`)
		first := v.get("/sign-in/passkey?return=/cases").is(200).has("Passkeys need JavaScript.", `data-passkey="get"`, ` hidden>`, "&#34;rpId&#34;:&#34;here.example&#34;", "&#34;userVerification&#34;:&#34;required&#34;")
		options := regexp.MustCompile(`data-options="([^"]*)"`)
		if second := v.get("/sign-in/passkey"); options.FindString(first.body) == options.FindString(second.body) {
			t.Error("the same challenge twice")
		}
		again := v.post("/sign-in/passkey", with(first.form("/sign-in/passkey"), "answer", "{}")).is(http.StatusUnprocessableEntity).has("The passkey was not accepted")
		if again.form("/sign-in/passkey").Get("return") != "/cases" {
			t.Error("where to go on is lost")
		}
		a := h.enter("ana", password)
		page := a.get("/settings/security/passkeys/new").is(200).has(`data-passkey="create"`, "&#34;residentKey&#34;:&#34;required&#34;", "&#34;attestation&#34;:&#34;none&#34;")
		kept := a.post("/settings/security/passkeys", with(page.form("/settings/security/passkeys"), "name", "Blue key", "answer", "{}")).is(http.StatusUnprocessableEntity)
		if kept.form("/settings/security/passkeys").Get("name") != "Blue key" {
			t.Error("the name is lost")
		}
		a.post("/settings/security/passkeys/1/remove", nil).is(http.StatusNotFound)
	})
}

// What the first administrator meets: signed in at once, and asked for a second
// factor at the desk.
func TestSetUpWithRequiredFactor(t *testing.T) {
	eachHouse(t, plan{mode: community.RegisterClosed, empty: true, factors: true}, func(h *house) {
		link := "/set-up/" + h.ticket(storage.Ticket{Purpose: "setup"})
		v := h.visitor()
		form := v.get(link).is(200).form(link)
		done := v.post(link, with(form, "name", "St Anna", "description", "Cases among colleagues.", "rules", "Be kind.",
			"contact", "staff@here.example", "username", "ana", "email", "ana@here.example", "password", password)).is(200)
		if done.path != "/home" {
			t.Fatalf("at %s", done.path)
		}
		if desk := v.get("/desk/instance").is(200); desk.path != "/settings/security" {
			t.Errorf("the desk leads to %s", desk.path)
		}
		h.addApp(v)
		v.get("/desk/instance").is(200).has("Cases among colleagues.")
	})
}

// The sign-in that a test makes by hand is asked for the second factor too.
func TestBeginAsks(t *testing.T) {
	eachHouse(t, plan{}, func(h *house) {
		u, _ := h.member("ana")
		h.addApp(h.enter("ana", password))
		w := httptest.NewRecorder()
		_, err := h.sessions.Begin(w, httptest.NewRequestWithContext(t.Context(), "POST", storagetest.Here+"/sign-in", nil), u)
		if !errors.Is(err, session.ErrSecondFactor) {
			t.Errorf("got %v", err)
		}
	})
}
