package web_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/gorilla/mux"

	"consilium/community"
	"consilium/storage"
	"consilium/storage/storagetest"
)

// route is one route of the desk with something that is there in place of its
// variables.
type route struct{ method, path string }

func (h *house) deskRoutes(account, report, post string) []route {
	h.Helper()
	var routes []route
	h.must(h.desk.Walk(func(r *mux.Route, _ *mux.Router, _ []*mux.Route) error {
		template, err := r.GetPathTemplate()
		h.must(err)
		methods, err := r.GetMethods()
		h.must(err)
		id := account
		if strings.HasPrefix(template, "/desk/reports") {
			id = report
		}
		path := strings.NewReplacer("{id}", id, "{post}", post, "{host}", "bad.example", "{code}", "code").Replace(template)
		for _, method := range methods {
			if method != http.MethodHead {
				routes = append(routes, route{method, path})
			}
		}
		return nil
	}))
	if len(routes) < 20 {
		h.Fatalf("only %d routes: %v", len(routes), routes)
	}
	return routes
}

func (b *browser) ask(r route) answer {
	b.Helper()
	if r.method == http.MethodPost {
		return b.post(r.path, url.Values{"reason": {"x"}, "role": {"member"}, "name": {"Mine"}, "days": {"1"}, "uses": {"1"}})
	}
	return b.get(r.path)
}

// For who is not staff nothing of the desk is there, to the last byte
// (S-PRIV-3); what is for administrators is not there for moderators.
func TestDeskIsForStaff(t *testing.T) {
	eachHouse(t, plan{}, func(h *house) {
		ana, actor := h.member("ana")
		bob, bobActor := h.member("bob")
		officer, _ := h.staff("olga", community.Officer)
		mod, _ := h.staff("mod", community.Moderator)
		post := storagetest.Post(h, h.store, actor, "Reported")
		flag := h.flag(bobActor, actor, post)
		routes := h.deskRoutes(community.FormatID(actor.ID), community.FormatID(flag.ID), community.FormatID(post.ID))
		for _, user := range []community.User{ana, bob, officer} {
			b := h.as(user)
			b.get("/home").is(200).hasNot(`href="/desk/accounts`)
			for _, r := range routes {
				if user.ID == officer.ID && forOfficers(r.path) {
					continue
				}
				missing := route{r.method, "/desk/nothing/here"}
				if got, want := b.ask(r).is(http.StatusNotFound).comparable(r.path), b.ask(missing).comparable(missing.path); got != want {
					t.Errorf("%s: %s %s answers\n%s\nand nothing\n%s", user.Name, r.method, r.path, got, want)
				}
			}
		}
		for _, r := range routes {
			if got := h.visitor().ask(r).is(200); !strings.HasPrefix(got.path, "/sign-in") {
				t.Errorf("%s %s sends a visitor to %s", r.method, r.path, got.path)
			}
		}
		m := h.as(mod)
		m.get("/home").is(200).has(`href="/desk/accounts"`)
		m.get("/desk").is(200).hasNot(`href="/desk/instance"`)
		m.get("/desk/domains").is(200).hasNot(`method="post" action="/desk/domains"`)
		for _, r := range []route{
			{"GET", "/desk/instance"}, {"POST", "/desk/instance"}, {"POST", "/desk/domains"}, {"POST", "/desk/domains/bad.example/remove"},
			{"POST", "/desk/accounts/" + community.FormatID(actor.ID) + "/role"},
			{"POST", "/desk/accounts/" + community.FormatID(actor.ID) + "/reset-password"},
		} {
			m.ask(r).is(http.StatusNotFound)
		}
		h.unchanged(ana)
		if i, err := h.store.Instance(h.Context()); err != nil || i.Name != "St Anna Hospital" {
			t.Errorf("the instance is %+v, %v", i, err)
		}
	})
}

// forOfficers says whether a page of the desk is for verification officers.
func forOfficers(path string) bool {
	_, part, _ := strings.Cut(strings.TrimPrefix(path, "/desk"), "/")
	part, _, _ = strings.Cut(part, "/")
	return slices.Contains([]string{"", "verifications", "clinicians", "institutions", "trust", "review"}, part)
}

// unchanged makes sure that a login is as it was.
func (h *house) unchanged(u community.User) {
	h.Helper()
	if now, err := h.store.User(h.Context(), u.ID); err != nil || now.State != u.State || now.Role != u.Role {
		h.Errorf("%s is now %s and %s, %v", u.Name, now.State, now.Role, err)
	}
}

// Staff act on those of a lower duty, never on equals and never on themselves.
func TestDuties(t *testing.T) {
	eachHouse(t, plan{}, func(h *house) {
		people := map[string]community.User{}
		for name, role := range map[string]community.Role{"ana": community.Member, "mod": community.Moderator, "mia": community.Moderator,
			"olga": community.Officer, "rosa": community.Administrator, "rita": community.Administrator} {
			people[name], _ = h.staff(name, role)
		}
		for _, c := range []struct {
			who, whom string
			may       bool
		}{
			{"mod", "ana", true}, {"mod", "mod", false}, {"mod", "mia", false}, {"mod", "olga", false}, {"mod", "rosa", false},
			{"rosa", "ana", true}, {"rosa", "mia", true}, {"rosa", "olga", true}, {"rosa", "rosa", false}, {"rosa", "rita", false},
		} {
			b, path := h.as(people[c.who]), h.deskPath(c.whom)
			page := b.get(path).is(200)
			if strings.Contains(page.body, path+"/suspend") != c.may {
				t.Errorf("%s is shown the form to close %s: %v", c.who, c.whom, !c.may)
			}
			if c.may {
				b.post(path+"/suspend", url.Values{"reason": {"a test"}}).is(200).has("The account is closed.")
				b.post(path+"/suspend", url.Values{"reason": {"again"}}).is(http.StatusConflict)
				b.post(path+"/unsuspend", nil).is(200).has("The account is open again.")
				b.post(path+"/unsuspend", nil).is(http.StatusConflict)
				continue
			}
			for _, verb := range []string{"suspend", "unsuspend", "approve", "reject"} {
				b.post(path+"/"+verb, url.Values{"reason": {"a test"}}).is(http.StatusForbidden)
			}
			if people[c.who].Role == community.Administrator {
				b.post(path+"/role", url.Values{"role": {"member"}}).is(http.StatusForbidden)
				b.post(path+"/reset-password", nil).is(http.StatusForbidden)
			}
			h.unchanged(people[c.whom])
		}
	})
}

// Another duty takes effect at the next page.
func TestRoles(t *testing.T) {
	eachHouse(t, plan{}, func(h *house) {
		ana, _ := h.member("ana")
		root, _ := h.staff("rosa", community.Administrator)
		r, a, path := h.as(root), h.as(ana), h.deskPath("ana")
		r.post(path+"/role", url.Values{"role": {"emperor"}}).is(http.StatusUnprocessableEntity).has("Choose something from the list.")
		a.get("/desk/accounts").is(http.StatusNotFound)
		r.post(path+"/role", with(r.get(path).form(path+"/role"), "role", "moderator")).is(200).has("The duty is changed.", "changed the duty")
		a.get("/desk/accounts").is(200)
		r.post(path+"/role", url.Values{"role": {"member"}}).is(200)
		a.get("/desk/accounts").is(http.StatusNotFound)
		remote := storagetest.Remote(h, h.store, "https://there.example", "zoe")
		r.post("/desk/accounts/"+community.FormatID(remote.ID)+"/role", url.Values{"role": {"moderator"}}).is(http.StatusConflict)
	})
}

// Who is closed is out everywhere at once, with everything they wrote, until
// staff open the account again (S-PRIV-4).
func TestSuspend(t *testing.T) {
	eachHouse(t, plan{}, func(h *house) {
		_, actor := h.member("ana")
		mod, _ := h.staff("mod", community.Moderator)
		post := storagetest.Post(h, h.store, actor, "Written before")
		address := strings.TrimPrefix(post.IRI.String(), storagetest.Here)
		browser, path := h.enter("ana", password), h.deskPath("ana")
		h.app(actor, "token")
		h.visitor().get(address).is(200).has("Written before")
		m := h.as(mod)
		form := m.get(path).is(200).has("Last signed in").form(path + "/suspend")
		m.post(path+"/suspend", with(form, "reason", "  ")).is(http.StatusUnprocessableEntity).has("Say why.")
		long := strings.Repeat("why ", 200)
		again := m.post(path+"/suspend", with(form, "reason", long)).is(http.StatusUnprocessableEntity).has("at most 500 characters").form(path + "/suspend")
		if again.Get("reason") != strings.TrimSpace(long) {
			t.Errorf("the form lost %q", again.Get("reason"))
		}
		if !browser.signedIn() {
			t.Error("a form that did not do closed the account")
		}
		m.post(path+"/suspend", with(form, "reason", "Names patients.")).is(200).has("The account is closed.", "closed the account", "Names patients.")
		if browser.signedIn() {
			t.Error("still signed in")
		}
		if _, err := h.store.TokenBearer(h.Context(), "token"); err == nil {
			t.Error("an app outlived the account")
		}
		_, refused := h.signIn("ana", password)
		refused.is(http.StatusUnprocessableEntity).has("This account is closed.")
		h.visitor().get(address).is(http.StatusNotFound)
		h.visitor().get("/@ana").is(200).has("closed by the staff").hasNot("Written before")
		m.get("/desk/accounts?state=suspended").is(200).has("ana@mail.example")
		m.post(path+"/unsuspend", m.get(path).form(path+"/unsuspend")).is(200).has("The account is open again.")
		h.visitor().get(address).is(200).has("Written before")
		h.enter("ana", password)
	})
}

// People elsewhere are found, closed here and opened again.
func TestRemoteAccounts(t *testing.T) {
	eachHouse(t, plan{}, func(h *house) {
		mod, _ := h.staff("mod", community.Moderator)
		remote := storagetest.Remote(h, h.store, "https://there.example", "zoe")
		storagetest.Remote(h, h.store, "https://else.example", "max")
		m := h.as(mod)
		m.get("/desk/accounts?state=remote").is(200).has("zoe@there.example", "max@else.example", "Elsewhere 2")
		m.get("/desk/accounts?state=remote&q=there").is(200).has("zoe@there.example").hasNot("max@else.example")
		m.get("/desk/accounts?state=active&q=mo").is(200).has("mod@mail.example")
		m.get("/desk/accounts?state=nonsense").is(200).has("mod@mail.example")
		path := "/desk/accounts/" + community.FormatID(remote.ID)
		m.post(path+"/suspend", url.Values{"reason": {"Spam"}}).is(200).has("The account is closed.", "Open account again")
		m.post(path+"/unsuspend", nil).is(200).has("The account is open again.")
		m.post(path+"/approve", nil).is(http.StatusConflict)
		for _, id := range []string{"1", "nobody", "0", "-1"} {
			m.get("/desk/accounts/" + id).is(http.StatusNotFound)
		}
	})
}

// Rules for other servers are made, changed and taken away, and written down.
func TestDomainRules(t *testing.T) {
	eachHouse(t, plan{}, func(h *house) {
		root, _ := h.staff("rosa", community.Administrator)
		storagetest.Remote(h, h.store, "https://bad.example", "zoe")
		r := h.as(root)
		const path = "/desk/domains"
		good := with(r.get(path).is(200).form(path), "host", "Bad.Example", "severity", "suspend", "public_comment", "Advertising <b>",
			"private_comment", "Three reports")
		for _, c := range []struct{ field, value, says string }{
			{"host", "no host", "not the name of a server"}, {"host", "here.example", "This is your own server."}, {"severity", "annihilate", "Choose what should happen"},
		} {
			wrong := url.Values{}
			for name, values := range good {
				wrong[name] = values
			}
			wrong.Set(c.field, c.value)
			kept := r.post(path, wrong).is(http.StatusUnprocessableEntity).has(c.says).form(path)
			if kept.Get("public_comment") != "Advertising <b>" || kept.Get("private_comment") != "Three reports" || kept.Get("host") != wrong.Get("host") {
				t.Errorf("%s %q: the form came back as %v", c.field, c.value, kept)
			}
		}
		r.post(path, good).is(200).has("The rule is saved.", "<b>bad.example</b>", "Advertising &lt;b&gt;", "Three reports", "Blocked")
		r.post(path, with(good, "severity", "limit")).is(200).has("Limited")
		r.post(path, with(good, "host", "[2001:db8::1]:8443", "severity", "allow")).is(200).has("[2001:db8::1]:8443")
		for _, action := range []string{"/desk/domains/bad.example/remove", "/desk/domains/[2001:db8::1]:8443/remove"} {
			r.post(action, r.get(path).form(action)).is(200).has("The rule is removed.")
			r.post(action, nil).is(http.StatusNotFound)
		}
		rules, err := h.store.DomainRules(h.Context())
		if err != nil || len(rules) != 0 {
			t.Errorf("rules %v, %v", rules, err)
		}
		actions, err := h.store.StaffActionsOn(h.Context(), "bad.example")
		if err != nil || len(actions) != 3 || actions[0].Action != "rule-removed" || actions[0].Actor != root.Actor || actions[2].Note != "suspend" {
			t.Errorf("written down: %+v, %v", actions, err)
		}
	})
}

// What the institution says about itself is edited and shown.
func TestInstanceEdit(t *testing.T) {
	eachHouse(t, plan{}, func(h *house) {
		root, _ := h.staff("rosa", community.Administrator)
		r := h.as(root)
		const path = "/desk/instance"
		form := with(r.get(path).is(200).form(path), "name", "St Anna", "description", "A hospital & more.", "rules", "One.\n\n Two. ", "contact", "nonsense")
		kept := r.post(path, form).is(http.StatusUnprocessableEntity).has("not an e-mail address").form(path)
		if kept.Get("rules") != form.Get("rules") || kept.Get("description") != form.Get("description") || kept.Get("name") != "St Anna" {
			t.Errorf("the form came back as %v", kept)
		}
		r.post(path, with(form, "contact", "staff@here.example")).is(200).has("The institution’s page is saved.")
		h.visitor().get("/about").is(200).has("St Anna", "A hospital &amp; more.", "Two.", "staff@here.example")
		actions, err := h.store.StaffActions(h.Context(), storage.Page{})
		if err != nil || len(actions) != 1 || actions[0].Action != "instance" || actions[0].Actor != root.Actor {
			t.Errorf("written down: %+v, %v", actions, err)
		}
	})
}
