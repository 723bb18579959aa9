package web_test

import (
	"net/http"
	"net/url"
	"regexp"
	"sync"
	"testing"
	"time"

	"consilium/community"
)

// newcomerFields fills in the registration form.
func newcomerFields(form url.Values, name string) url.Values {
	return with(form, "username", name, "email", name+"@mail.example", "password", password, "agreed", "on",
		"reason", "I work on ward 4.")
}

// Who asks for an account waits until staff decide, and nobody sees them before.
func TestRegisterForApproval(t *testing.T) {
	eachHouse(t, plan{}, func(h *house) {
		mod, _ := h.staff("mod", community.Moderator)
		v, m := h.visitor(), h.as(mod)
		form := v.get("/register").is(200).has("The staff of St Anna Hospital look at each request", "Be kind.").form("/register")
		for _, c := range []struct{ field, value, says string }{
			{"username", "a", "Use 2 to 30 characters."}, {"username", "MOD", "This name is taken."}, {"username", "root", "could be taken for the staff"},
			{"email", "nonsense", "not an e-mail address"}, {"email", "Mod@mail.example", "There is an account with this address"},
			{"password", "short", "too short"}, {"password", "ana ana ana ana", "contains your username"},
			{"reason", " ", "Tell the staff who you are."}, {"agreed", "", "if you agree to the rules"},
		} {
			fields := with(newcomerFields(form, "ana"), c.field, c.value)
			again := v.post("/register", fields).is(http.StatusUnprocessableEntity).has(c.says).hasNot(password).form("/register")
			for _, kept := range []string{"username", "email", "reason", "agreed", "language"} {
				if again.Get(kept) != fields.Get(kept) {
					t.Errorf("%s %q: %s came back as %q, was %q", c.field, c.value, kept, again.Get(kept), fields.Get(kept))
				}
			}
		}
		v.post("/register", newcomerFields(form, "ana")).is(200).has("Your request is with the staff")
		h.visitor().post("/register", newcomerFields(form, "eve")).is(200).has("Your request is with the staff")
		_, refused := h.signIn("ana", password)
		refused.is(http.StatusUnprocessableEntity).has("Your account waits for approval.")
		h.visitor().get("/@ana").is(http.StatusNotFound)

		m.get("/notifications").is(200).has("/desk/accounts/")
		list := m.get("/desk/accounts").is(200).has("I work on ward 4.", "ana@mail.example", `<span class="count">2`)
		approve, reject := h.deskPath("ana")+"/approve", h.deskPath("eve")+"/reject"
		m.post(approve, list.form(approve)).is(200).has("The account is approved.", "eve@mail.example").hasNot("ana@mail.example")
		m.post(reject, list.form(reject)).is(200).has("The request is declined.")
		m.post(approve, nil).is(http.StatusConflict)
		m.post(reject, nil).is(http.StatusConflict)
		m.get(h.deskPath("ana")).is(200).has("approved", "<b>mod</b>", "127.0.0.1")
		h.enter("ana", password)
		h.visitor().get("/@ana").is(200)
		_, refused = h.signIn("eve", password)
		refused.is(http.StatusUnprocessableEntity).has("This account is closed.")
		h.visitor().get("/@eve").is(http.StatusNotFound)
	})
}

// deskPath is the page at the desk of the account with a name.
func (h *house) deskPath(name string) string {
	h.Helper()
	user, err := h.store.UserByName(h.Context(), name)
	h.must(err)
	return "/desk/accounts/" + community.FormatID(user.Actor)
}

// The other modes: everybody at once, invited people only, nobody.
func TestRegisterModes(t *testing.T) {
	eachHouse(t, plan{mode: community.RegisterOpen}, func(h *house) {
		v := h.visitor()
		form := v.get("/register").is(200).hasNot(`name="reason"`).form("/register")
		if got := v.post("/register", newcomerFields(form, "ana")).is(200).has("Welcome."); got.path != "/home" || !v.signedIn() {
			t.Errorf("registering ended at %s", got.path)
		}
		if got := v.get("/register"); got.path != "/home" {
			t.Errorf("who is signed in may register at %s", got.path)
		}
	})
	eachHouse(t, plan{mode: community.RegisterClosed}, func(h *house) {
		v := h.visitor()
		v.get("/register").is(http.StatusForbidden).has("takes no new members").hasNot("<form class")
		v.post("/register", newcomerFields(url.Values{}, "ana")).is(http.StatusForbidden)
		mod, _ := h.staff("mod", community.Moderator)
		for _, path := range []string{"/settings/invitations", "/desk/invitations"} {
			h.as(mod).get(path).is(200).has("takes no new members").hasNot(`action="` + path + `"`)
			h.as(mod).post(path, url.Values{"days": {"7"}, "uses": {"1"}}).is(http.StatusForbidden)
		}
		if _, err := h.store.UserByName(h.Context(), "ana"); err == nil {
			t.Error("somebody registered where nobody may")
		}
	})
}

var invitePath = regexp.MustCompile(`value="https://here\.example(/register\?invite=[^"]+)"`)

// invite makes an invitation with the form and gives its path.
func (b *browser) invite(days, uses string) string {
	b.Helper()
	form := b.get("/settings/invitations").is(200).form("/settings/invitations")
	made := b.post("/settings/invitations", with(form, "days", days, "uses", uses)).is(200).has("The invitation link is ready.")
	found := invitePath.FindStringSubmatch(made.body)
	if found == nil {
		b.Fatalf("no link: %s", made.words())
	}
	return found[1]
}

// An invitation lets in as many as it says, as long as it says, and spares them
// the wait.
func TestInvitations(t *testing.T) {
	eachHouse(t, plan{mode: community.RegisterInvite}, func(h *house) {
		ana, _ := h.member("ana")
		a := h.as(ana)
		h.visitor().get("/register").is(http.StatusForbidden).has("By invitation only")
		h.visitor().post("/register", newcomerFields(url.Values{}, "eve")).is(http.StatusForbidden)
		h.visitor().get("/register?invite=guess").is(http.StatusForbidden).has("This invitation no longer works")
		a.post("/settings/invitations", url.Values{"days": {"365"}, "uses": {"1"}}).is(http.StatusUnprocessableEntity).has("Choose something from the list.")

		raced := a.invite("7", "1")
		h.race(raced)
		h.visitor().get(raced).is(http.StatusForbidden)

		late := a.invite("1", "25")
		h.visitor().get(late).is(200).has("ana has invited you.")
		h.clock.Advance(24 * time.Hour)
		h.visitor().get(late).is(http.StatusForbidden).has("This invitation no longer works")

		revoked := a.invite("30", "5")
		code := revoked[len("/register?invite="):]
		bob, _ := h.member("bob")
		h.as(bob).post("/settings/invitations/"+code+"/revoke", nil).is(http.StatusNotFound) // S-PRIV-5
		h.visitor().get(revoked).is(200)
		a.post("/settings/invitations/"+code+"/revoke", nil).is(200).has("The invitation no longer works.")
		h.visitor().get(revoked).is(http.StatusForbidden)

		open := a.invite("30", "5")
		mod, _ := h.staff("mod", community.Moderator)
		h.as(mod).get("/desk/invitations").is(200).has(open, "ana")
		h.must(h.store.SuspendActor(h.Context(), ana.Actor, mod.Actor, "left"))
		h.visitor().get(open).is(http.StatusForbidden) // nobody comes in by who is out
		theirs := h.as(mod)
		path := theirs.get("/desk/invitations").is(200).form("/desk/invitations")
		made := theirs.post("/desk/invitations", path).is(200).has("The invitation link is ready.")
		code = invitePath.FindStringSubmatch(made.body)[1][len("/register?invite="):]
		theirs.post("/desk/invitations/"+code+"/revoke", nil).is(200)
		h.visitor().get("/register?invite=" + code).is(http.StatusForbidden)
	})
}

// race lets three people use the one place of an invitation at once.
func (h *house) race(path string) {
	h.Helper()
	names := []string{"cat", "dan", "eva"}
	ended := make([]answer, len(names))
	forms, browsers := make([]url.Values, len(names)), make([]*browser, len(names))
	for i, name := range names {
		browsers[i] = h.visitor()
		forms[i] = newcomerFields(browsers[i].get(path).is(200).form("/register"), name)
	}
	var racers sync.WaitGroup
	for i := range names {
		racers.Go(func() { ended[i] = browsers[i].post("/register", forms[i]) })
	}
	racers.Wait()
	in := 0
	for i, a := range ended {
		switch {
		case a.status == 200 && a.path == "/home":
			in++
		case a.status == http.StatusUnprocessableEntity:
			if form := a.has("This invitation no longer works.").form("/register"); form.Get("username") != names[i] {
				h.Errorf("the form lost %v", form)
			}
		case a.status != http.StatusForbidden:
			h.Errorf("%s was told %d: %s", names[i], a.status, a.words())
		}
	}
	if in != 1 {
		h.Errorf("%d came in by an invitation for one", in)
	}
}

// Where staff decide, an invited person need not wait.
func TestInvitedNeedNoApproval(t *testing.T) {
	eachHouse(t, plan{}, func(h *house) {
		ana, _ := h.member("ana")
		path := h.as(ana).invite("7", "1")
		v := h.visitor()
		form := v.get(path).is(200).hasNot(`name="reason"`).form("/register")
		if got := v.post("/register", newcomerFields(form, "bob")).is(200); got.path != "/home" {
			t.Errorf("registering ended at %s: %s", got.path, got.words())
		}
	})
}
