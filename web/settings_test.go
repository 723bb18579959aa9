package web_test

import (
	"bytes"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"consilium/community"
	"consilium/storage"
)

// Sessions are listed and ended; whoever had one is out at the next page. Those
// of others are not there (S-PRIV-5).
func TestSessions(t *testing.T) {
	eachHouse(t, plan{}, func(h *house) {
		h.member("ana")
		h.member("eve")
		here, phone, ward := h.enter("ana", password), h.enter("ana", password), h.enter("ana", password)
		eve := h.enter("eve", password)
		here.get("/settings/sessions").is(200).has("Go-http-client", "127.0.0.1", "this one", "End all others")
		ana, err := h.store.UserByName(h.Context(), "ana")
		h.must(err)
		sessions, err := h.store.Sessions(h.Context(), ana.ID)
		h.must(err)
		if len(sessions) != 3 {
			t.Fatalf("%d sessions", len(sessions))
		}
		middle := "/settings/sessions/" + community.FormatID(numbered(sessions[1].ID)) + "/end"
		missing := "/settings/sessions/" + community.FormatID(numbered(sessions[1].ID+1)) + "/end"
		if got, want := eve.post(middle, nil).is(http.StatusNotFound).comparable(middle), eve.post(missing, nil).comparable(missing); got != want {
			t.Errorf("somebody else's session answers\n%s\nand none\n%s", got, want)
		}
		here.post(middle, nil).is(200).has("The session is ended.")
		if phone.signedIn() || !ward.signedIn() || !here.signedIn() {
			t.Error("not exactly the one session ended")
		}
		here.post("/settings/sessions/end-others", nil).is(200).has("All other sessions are ended.")
		if ward.signedIn() || !here.signedIn() || !eve.signedIn() {
			t.Error("not exactly the other sessions ended")
		}
		here.post("/sign-out", nil).is(200).has("You are signed out")
		if here.signedIn() {
			t.Error("signed in after signing out")
		}
	})
}

type numbered int64

// Apps are listed in words and lose their access at once; listeners hear of it,
// so that open streams close (S-PRIV-4, S-PRIV-5).
func TestApps(t *testing.T) {
	eachHouse(t, plan{}, func(h *house) {
		ana, actor := h.member("ana")
		eve, _ := h.member("eve")
		token := h.app(actor, "token")
		a := h.as(ana)
		a.get("/settings/apps").is(200).has("Tusk &lt;b&gt;", "Read some of what your account can read", "Post, change and delete in your name",
			"Read cases meant only for St Anna Hospital", "never used").hasNot("account.scope")
		path := "/settings/apps/" + community.FormatID(numbered(token.ID)) + "/revoke"
		h.as(eve).get("/settings/apps").is(200).hasNot("Tusk")
		h.as(eve).post(path, nil).is(http.StatusNotFound)
		news, stop := h.store.Listen()
		defer stop()
		a.post(path, nil).is(200).has("The app can no longer use your account.").hasNot("Tusk")
		if _, err := h.store.TokenBearer(h.Context(), "token"); err == nil {
			t.Error("the token still works")
		}
		for told := range news {
			if told.Topic == storage.TopicUser && told.ID == int64(ana.ID) {
				break
			}
		}
		a.post(path, nil).is(http.StatusNotFound)
	})
}

// What a member says of themselves is kept as typed when it does not do, and a
// picture is scrubbed first.
func TestSettingsProfile(t *testing.T) {
	eachHouse(t, plan{}, func(h *house) {
		ana, actor := h.member("ana")
		a := h.as(ana)
		const path = "/settings/profile"
		form := a.get("/settings").is(200).form(path)
		good := with(form, "display_name", "Ana Müller", "pronouns", "she", "summary", "Nephrology <script> & more",
			"profession", "physician", "specialty", "nephrology", "approves_followers", "on", "indexable", "on")
		for _, c := range []struct{ field, value, says string }{
			{"display_name", strings.Repeat("x", 200), "too long"}, {"summary", strings.Repeat("x", 9000), "too long"},
			{"profession", "wizard", "Choose a profession"}, {"specialty", "wizardry", "Choose a specialty"},
		} {
			wrong := url.Values{}
			for name, values := range good {
				wrong[name] = values
			}
			wrong.Set(c.field, c.value)
			kept := a.submit(path, wrong, nil).is(http.StatusUnprocessableEntity).has(c.says).form(path)
			for _, name := range []string{"display_name", "pronouns", "summary", "approves_followers", "indexable"} {
				if kept.Get(name) != wrong.Get(name) {
					t.Errorf("%s: %s came back as %q", c.field, name, kept.Get(name))
				}
			}
		}
		a.submit(path, good, map[string][]byte{"avatar": []byte("not a picture at all")}).is(http.StatusUnprocessableEntity).
			has(`value="Ana Müller"`, "class=\"problem\"")
		a.submit(path, good, map[string][]byte{"avatar": bytes.Repeat([]byte("x"), 35<<20)}).is(http.StatusRequestEntityTooLarge)
		a.post(path, good).is(http.StatusUnprocessableEntity).has("could not be understood") // no multipart form
		a.submit(path, good, map[string][]byte{"avatar": pngPicture(h.site)}).is(200).has("Your profile is saved.", "remove_avatar")
		h.visitor().get("/@ana").is(200).has("Ana Müller", "Nephrology &lt;script&gt; &amp; more", "Physician", "/media/avatar/"+community.FormatID(actor.ID))
		h.visitor().get("/media/avatar/" + community.FormatID(actor.ID)).is(200)
		a.submit(path, with(good, "remove_avatar", "on"), nil).is(200).hasNot("remove_avatar")
		h.visitor().get("/media/avatar/" + community.FormatID(actor.ID)).is(http.StatusNotFound)
	})
}

// Preferences take effect on the next page, and change nothing else of a login.
func TestSettingsAppearance(t *testing.T) {
	eachHouse(t, plan{}, func(h *house) {
		ana, _ := h.member("ana")
		a := h.as(ana)
		const path = "/settings/appearance"
		good := with(a.get(path).is(200).form(path), "language", "de", "time_zone", "Asia/Tokyo", "appearance", "dark", "audience", "followers")
		for _, field := range []string{"language", "time_zone", "appearance", "audience"} {
			wrong := url.Values{}
			for name, values := range good {
				wrong[name] = values
			}
			wrong.Set(field, "nonsense")
			kept := a.post(path, wrong).is(http.StatusUnprocessableEntity).form(path)
			for name := range good {
				if name != field && kept.Get(name) != good.Get(name) {
					t.Errorf("a wrong %s: %s came back as %q", field, name, kept.Get(name))
				}
			}
		}
		a.post(path, good).is(200).has(`lang="de"`, "Einstellungen", `value="Asia/Tokyo" selected`)
		a.get("/compose").is(200).has(`value="followers" selected`)
		after, err := h.store.User(h.Context(), ana.ID)
		h.must(err)
		if after.PasswordHash != ana.PasswordHash || after.Email != ana.Email || after.State != ana.State || after.Appearance != "dark" {
			t.Errorf("the login is now %+v", after)
		}
	})
}
