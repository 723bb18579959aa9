package web_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"consilium/community"
	"consilium/storage"
	"consilium/web/session"
)

// ticket makes a link's token good for an hour.
func (h *house) ticket(k storage.Ticket) string {
	h.Helper()
	token := session.NewToken()
	k.Expires = h.clock.Now().Add(time.Hour)
	h.must(h.store.AddTicket(h.Context(), token, k))
	return token
}

// The link of the first start makes the first administrator, once, whichever of
// several starts printed it.
func TestSetUp(t *testing.T) {
	eachHouse(t, plan{mode: community.RegisterClosed, empty: true}, func(h *house) {
		link := "/set-up/" + h.ticket(storage.Ticket{Purpose: "setup"})
		earlier := "/set-up/" + h.ticket(storage.Ticket{Purpose: "setup"})
		v := h.visitor()
		v.get("/set-up/" + session.NewToken()).is(http.StatusGone).has("This link no longer works")
		v.post("/set-up/"+session.NewToken(), nil).is(http.StatusGone)
		form := v.get(link).is(200).form(link)
		wrong := v.post(link, with(form, "name", "", "description", "Cases among colleagues.", "rules", "Be kind.\nBe brief.",
			"contact", "staff@here.example", "username", "a", "email", "ana@here.example", "password", "short")).is(http.StatusUnprocessableEntity)
		wrong.has("Write the name of your institution.", "Use 2 to 30 characters.", "Be brief.").hasNot(`value="short"`)
		again := wrong.form(link)
		if again.Get("username") != "a" || again.Get("email") != "ana@here.example" || again.Get("contact") != "staff@here.example" ||
			!strings.Contains(again.Get("description"), "Cases among") {
			t.Errorf("the form lost %v", again)
		}
		done := v.post(link, with(again, "name", "St Anna", "username", "ana", "password", password)).is(200).has("St Anna is ready.")
		if done.path != "/home" {
			t.Errorf("setting up ended at %s", done.path)
		}
		v.get("/desk/instance").is(200).has("Cases among colleagues.", "Be brief.")
		h.visitor().get("/about").is(200).has("St Anna", "Be kind.")
		for _, path := range []string{link, earlier} {
			h.visitor().get(path).is(http.StatusGone)
			h.visitor().post(path, with(again, "username", "eve", "password", password, "name", "Mine")).is(http.StatusGone)
		}
		if n, err := h.store.CountAdministrators(h.Context()); err != nil || n != 1 {
			t.Errorf("%d administrators, %v", n, err)
		}
		h.enter("ana", password)
	})
}
