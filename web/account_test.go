package web_test

import (
	"net/http"
	"strings"
	"testing"

	"consilium/community"
	"consilium/storage"
	"consilium/web/session"
)

// Where letters are sent an address is proved first. Opening the link proves
// nothing yet: programs that look into mail do that.
func TestConfirmByLetter(t *testing.T) {
	eachHouse(t, plan{letters: true}, func(h *house) {
		v := h.visitor()
		form := newcomerFields(v.get("/register").is(200).form("/register"), "ana")
		v.post("/register", form).is(200).has("Open the link in the letter we sent.", "ana@mail.example")
		link := h.post.letter("ana@mail.example").link()
		for range 2 {
			h.visitor().get(link).is(200).has("Press the button", "ana@mail.example")
		}
		h.visitor().post(link, nil).is(200).has("Your request is with the staff")
		h.visitor().get(link).is(http.StatusGone).has("This link no longer works")
		h.visitor().post(link, nil).is(http.StatusGone)
		h.visitor().get("/confirm/" + session.NewToken()).is(http.StatusGone).has("This link no longer works")

		mod, _ := h.staff("mod", community.Moderator)
		h.as(mod).post(h.deskPath("ana")+"/approve", nil).is(200).has("The account is approved.")
		if l := h.post.letter("ana@mail.example"); l.link() != "/sign-in" {
			t.Errorf("the letter of approval leads to %q: %s", l.link(), l.text)
		}
		h.enter("ana", password)
	})
}

// Who lost the letter gets another one by signing in, and cannot sign in
// without it.
func TestSignInWithoutConfirming(t *testing.T) {
	eachHouse(t, plan{letters: true, mode: community.RegisterOpen}, func(h *house) {
		v := h.visitor()
		v.post("/register", newcomerFields(v.get("/register").form("/register"), "ana")).is(200).has("we sent")
		if v.signedIn() {
			t.Error("signed in without a proved address")
		}
		h.post.letter("ana@mail.example")
		_, refused := h.signIn("ana", password)
		refused.is(http.StatusUnprocessableEntity).has("Your e-mail address is not confirmed yet.")
		h.visitor().post(h.post.letter("ana@mail.example").link(), nil).is(200).has("Your address is confirmed")
		h.enter("ana", password)
	})
}

// A forgotten password is set with a letter's link, once; everything that was
// open before ends, and nobody learns who has an account (S-AUTH-4, S-PRIV-4).
func TestResetByLetter(t *testing.T) {
	eachHouse(t, plan{letters: true}, func(h *house) {
		ana, _ := h.member("ana")
		before := h.enter("ana", password)
		v := h.visitor()
		form := v.get("/password").is(200).form("/password")
		v.post("/password", with(form, "email", "nonsense")).is(http.StatusUnprocessableEntity).has(`value="nonsense"`, "not an e-mail address")
		unknown := v.post("/password", with(form, "email", "eve@mail.example")).is(200)
		known := v.post("/password", with(form, "email", "ANA@mail.example")).is(200).has("If there is an account with this address")
		if got, want := strings.ReplaceAll(known.body, "ANA@", "eve@"), unknown.body; got != want {
			t.Errorf("the page tells who has an account:\n%s\n%s", got, want)
		}
		link := h.post.letter(ana.Email).link()
		page := v.get(link).is(200)
		again := v.post(link, with(page.form(link), "password", "short")).is(http.StatusUnprocessableEntity).has("too short")
		v.post(link, with(again.form(link), "password", "a wholly other phrase")).is(200).has("Your password is set")
		for _, a := range []answer{v.get(link), v.post(link, page.form(link)), v.get("/password/" + session.NewToken())} {
			a.is(http.StatusGone).has("This link no longer works")
		}
		if before.signedIn() {
			t.Error("a session outlived the reset")
		}
		_, refused := h.signIn("ana", password)
		refused.is(http.StatusUnprocessableEntity).has("do not fit together")
		h.enter("ana", "a wholly other phrase")
		h.post.tells(ana.Email)
		h.post.empty()
	})
}

// Without a mail server an administrator hands over the link.
func TestResetByStaff(t *testing.T) {
	eachHouse(t, plan{}, func(h *house) {
		h.visitor().get("/password").is(200).has("Ask the staff")
		h.visitor().post("/password", nil).is(200).has("Ask the staff")
		_, actor := h.member("ana")
		before := h.enter("ana", password)
		root, _ := h.staff("rosa", community.Administrator)
		mod, _ := h.staff("mod", community.Moderator)
		path := "/desk/accounts/" + community.FormatID(actor.ID)
		h.as(mod).get(path).is(200).hasNot("reset-password")
		h.as(mod).post(path+"/reset-password", nil).is(http.StatusNotFound)
		made := h.as(root).post(path+"/reset-password", nil).is(200).has("Link to set a new password")
		link := linkInLetter.FindStringSubmatch(strings.ReplaceAll(made.body[strings.Index(made.body, `id="reset-link"`):], `"`, " "))[1]
		if cache := made.header.Get("Cache-Control"); !strings.Contains(cache, "no-store") {
			t.Errorf("the page with the link may be kept: %q", cache)
		}
		h.as(root).get(path).is(200).hasNot(link).has("made a password link")
		v := h.visitor()
		v.post(link, with(v.get(link).is(200).form(link), "password", "a wholly other phrase")).is(200)
		if before.signedIn() {
			t.Error("a session outlived the reset")
		}
		h.enter("ana", "a wholly other phrase")
	})
}

// S-AUTH-2: a new address counts when it is proved, and not before.
func TestChangeEmailByLetter(t *testing.T) {
	eachHouse(t, plan{letters: true}, func(h *house) {
		ana, _ := h.member("ana")
		h.member("bob")
		a := h.as(ana)
		form := a.get("/settings/account").is(200).form("/settings/email")
		for _, c := range []struct{ email, old, says string }{
			{"new@mail.example", "a wrong one", "This is not your present password."},
			{"nonsense", password, "not an e-mail address"},
			{"Bob@mail.example", password, "There is an account with this address"},
		} {
			again := a.post("/settings/email", with(form, "email", c.email, "old", c.old)).is(http.StatusUnprocessableEntity).has(c.says)
			if kept := again.form("/settings/email"); kept.Get("email") != c.email || kept.Get("old") != "" {
				t.Errorf("the form came back as %v", kept)
			}
		}
		a.post("/settings/email", with(form, "email", "slip@mail.example", "old", password)).is(200).
			has("Open the link in the letter to slip@mail.example.")
		slip := h.post.letter("slip@mail.example").link()
		a.post("/settings/email", with(form, "email", "new@mail.example", "old", password)).is(200).has("letter to new@mail.example")
		link := h.post.letter("new@mail.example").link()
		h.visitor().post(slip, nil).is(http.StatusGone)
		h.visitor().post("/password", with(form, "email", "new@mail.example")).is(200)
		h.enter(ana.Email, password) // the old one counts until then
		h.post.tells(ana.Email)
		h.visitor().post(link, nil).is(200).has("Your address is confirmed")
		_, refused := h.signIn(ana.Email, password)
		refused.is(http.StatusUnprocessableEntity)
		h.enter("new@mail.example", password)
		h.post.tells("new@mail.example")
		a.get("/settings/account").is(200).has(`value="new@mail.example"`).hasNot("Open the link")
		h.post.empty()
	})
}

// Without letters an address changes at once.
func TestChangeEmailWithoutLetters(t *testing.T) {
	eachHouse(t, plan{}, func(h *house) {
		ana, _ := h.member("ana")
		h.member("bob")
		a := h.as(ana)
		form := with(a.get("/settings/account").is(200).form("/settings/email"), "old", password)
		a.post("/settings/email", with(form, "email", "bob@mail.example")).is(http.StatusUnprocessableEntity).has("There is an account with this address")
		a.post("/settings/email", with(form, "email", "new@mail.example")).is(200).has("Your address is changed.", `value="new@mail.example"`)
		h.enter("new@mail.example", password)
	})
}

// S-PRIV-4: a new password ends every other session and every app.
func TestChangePassword(t *testing.T) {
	eachHouse(t, plan{}, func(h *house) {
		_, actor := h.member("ana")
		here, there := h.enter("ana", password), h.enter("ana", password)
		h.app(actor, "token")
		form := here.get("/settings/account").is(200).form("/settings/password")
		here.post("/settings/password", with(form, "old", "a wrong one", "password", "a wholly other phrase")).
			is(http.StatusUnprocessableEntity).has("This is not your present password.").hasNot("a wholly other phrase")
		here.post("/settings/password", with(form, "old", password, "password", "short")).is(http.StatusUnprocessableEntity).has("too short")
		if !there.signedIn() {
			t.Error("a change that failed ended a session")
		}
		here.post("/settings/password", with(form, "old", password, "password", "a wholly other phrase")).is(200).has("Your password is changed.")
		if !here.signedIn() || there.signedIn() {
			t.Error("not exactly the other session ended")
		}
		if _, err := h.store.TokenBearer(h.Context(), "token"); err == nil {
			t.Error("an app outlived the password")
		}
		h.enter("ana", "a wholly other phrase")
	})
}

// app lets an app act for somebody.
func (h *house) app(actor community.Actor, token string) storage.AccessToken {
	h.Helper()
	app, err := h.store.AddApplication(h.Context(), storage.Application{Name: "Tusk <b>", Website: "https://tusk.example", Scopes: "read write"}, "secret")
	h.must(err)
	given, err := h.store.AddToken(h.Context(), token, storage.AccessToken{Application: app.ID, Actor: actor.ID,
		Scopes: "read:statuses read:accounts write follow cases:read"})
	h.must(err)
	return given
}
