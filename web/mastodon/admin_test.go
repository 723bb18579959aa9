package mastodon

import (
	"slices"
	"strings"
	"testing"
	"time"

	"consilium/community"
	"consilium/storage"
	"consilium/storage/storagetest"
)

const staffScopes = "admin:read admin:write"

// staff is an app of somebody with a duty, with all scopes for staff.
func (s *site) staff(name string, role community.Role) (*caller, community.Actor) {
	s.Helper()
	_, a := storagetest.Staff(s, s.store, name, role)
	return s.as(a, staffScopes), a
}

// tryStaff makes a request of an endpoint that changes nothing but by chance: the
// numbers are of nobody.
func (c *caller) tryStaff(e endpoint, account community.Actor) reply {
	c.Helper()
	c.clock.Advance(5 * time.Minute) // limits are for another test
	number := "1"
	if strings.Contains(e.path, "/accounts/") {
		number = id(account.ID)
	}
	path := strings.NewReplacer("{id:[0-9]+}", number, "{kind:tags|statuses|links}", "tags").Replace(e.path)
	if e.method == "GET" {
		return c.get(path)
	}
	return c.form(e.method, path)
}

// Every endpoint for staff: with each duty, each scope, and a token given with one
// factor. Moderators may what they may at the desk, officers and members nothing.
func TestAdminIsForStaff(t *testing.T) {
	eachSite(t, func(s *site) {
		admin, chief := s.staff("chief", community.Administrator)
		moderator, _ := s.staff("mona", community.Moderator)
		officer, _ := s.staff("otto", community.Officer)
		_, ana := storagetest.Member(s, s.store, "ana")
		_, eve := storagetest.Member(s, s.store, "eve")
		app := s.visitor()
		app.token = "app-of-nobody"
		_, err := s.store.AddToken(s.Context(), app.token, storage.AccessToken{Application: s.app.ID, Scopes: staffScopes})
		s.must(err)
		for _, e := range s.api.adminEndpoints() {
			for name, c := range map[string]*caller{"visitor": s.visitor(), "app": app} {
				if got := c.tryStaff(e, eve); got.status != 401 {
					t.Errorf("%s %s as %s: %d", e.method, e.path, name, got.status)
				}
			}
			others := strings.Join(allBut(e.scope), " ")
			if e.scope == "admin:read" || e.scope == "admin:write" {
				others = "read write follow push"
			}
			for name, c := range map[string]*caller{"member": s.as(ana, staffScopes), "officer": officer, "without scope": s.as(chief, others)} {
				if got := c.tryStaff(e, eve); got.status != 403 {
					t.Errorf("%s %s as %s: %d", e.method, e.path, name, got.status)
				}
			}
			thing, _ := strings.CutPrefix(e.scope, "admin:read:")
			thing, _ = strings.CutPrefix(thing, "admin:write:")
			may := thing == "accounts" || thing == "reports" || e.scope == "admin:read" ||
				strings.HasPrefix(e.scope, "admin:read:domain_")
			stateful := e.method == "DELETE" || slices.ContainsFunc([]string{"/approve", "/reject", "/unsuspend"},
				func(end string) bool { return strings.HasSuffix(e.path, end) && strings.Contains(e.path, "/accounts/") })
			if got := moderator.tryStaff(e, eve); (got.status == 403) == may && !stateful || got.status >= 500 {
				t.Errorf("%s %s as moderator: %d %s", e.method, e.path, got.status, got.body)
			}
			if got := admin.tryStaff(e, eve); got.status == 401 || got.status == 403 && !stateful || got.status >= 500 {
				t.Errorf("%s %s as administrator: %d %s", e.method, e.path, got.status, got.body)
			}
		}
		s.sessions.RequireSecondFactor = true
		strong := s.visitor()
		strong.token = "strong-token-of-the-chief"
		_, err = s.store.AddToken(s.Context(), strong.token, storage.AccessToken{Application: s.app.ID, Actor: chief.ID, Scopes: staffScopes, Strong: true})
		s.must(err)
		for _, e := range s.api.adminEndpoints() {
			if got := admin.tryStaff(e, eve); got.status != 403 {
				t.Errorf("%s %s with one factor: %d", e.method, e.path, got.status)
			}
		}
		strong.get("/api/v1/admin/accounts").is(200)
	})
}

// A member without a duty lets no app do what is for staff; staff do.
func TestScopesOfStaff(t *testing.T) {
	eachSite(t, func(s *site) {
		wide := "read admin:read admin:write:reports"
		app, err := s.store.AddApplication(s.Context(), storage.Application{Name: "Desk", RedirectURIs: []string{"https://app.example/desk"}, Scopes: wide}, s.secret)
		s.must(err)
		ask := func(u community.User, scope string) reply {
			browser := s.visitor().signIn(u)
			browser.header.Set("Sec-Fetch-Site", "same-origin")
			return browser.post("/oauth/authorize", "response_type", "code", "client_id", app.ClientID, "redirect_uri", "https://app.example/desk",
				"scope", scope, "decision", "allow")
		}
		given := func(r reply) string {
			_, code, _ := strings.Cut(r.header.Get("Location"), "code=")
			return s.visitor().post("/oauth/token", "grant_type", "authorization_code", "client_id", app.ClientID, "client_secret", s.secret,
				"redirect_uri", "https://app.example/desk", "code", code).is(200).json().at("scope").text()
		}
		user, _ := storagetest.Member(s, s.store, "ana")
		if got := given(ask(user, wide)); got != "read" {
			t.Errorf("a member gave %q", got)
		}
		if got := ask(user, "admin:read"); got.header.Get("Location") != "" || got.status < 400 {
			t.Errorf("only what is for staff: %d %s", got.status, got.header.Get("Location"))
		}
		chief, _ := storagetest.Staff(s, s.store, "chief", community.Administrator)
		if got := given(ask(chief, wide)); got != wide {
			t.Errorf("the administrator gave %q", got)
		}
	})
}

// deeds are what the staff log says of a subject, the newest first.
func (s *site) deeds(subject string) string {
	s.Helper()
	list, err := s.store.StaffActionsOn(s.Context(), subject)
	s.must(err)
	var words []string
	for _, a := range list {
		words = append(words, a.Action)
	}
	return strings.Join(words, " ")
}

// Staff find accounts, let people in, and decide about them, with the same words to the
// person and in the log as at the desk; never about themselves, nor their equals.
func TestAdminAccounts(t *testing.T) {
	eachSite(t, func(s *site) {
		admin, chief := s.staff("chief", community.Administrator)
		moderator, mona := s.staff("mona", community.Moderator)
		_, bob := storagetest.Member(s, s.store, "bob")
		remote := storagetest.Remote(s, s.store, "https://there.example", "eve")
		pending, _ := storagetest.Login(s, s.store, community.User{Name: "pia", State: community.UserPending, Reason: "I work here"})
		unwanted, _ := storagetest.Login(s, s.store, community.User{Name: "ugo", State: community.UserPending})
		path := func(a community.ActorID, deed string) string { return "/api/v1/admin/accounts/" + id(a) + deed }

		if got := moderator.get("/api/v2/admin/accounts?status=pending&origin=local").is(200).json(); got.size() != 2 ||
			got.at(1, "invite_request").text() != "I work here" || got.at(1, "approved").any != false {
			t.Errorf("pending: %v", got.any)
		}
		for query, want := range map[string]string{"v1/admin/accounts?remote=true": id(remote.ID), "v2/admin/accounts?permissions=staff": id(mona.ID) + " " + id(chief.ID),
			"v2/admin/accounts?by_domain=there.example": id(remote.ID), "v2/admin/accounts?role_ids[]=99": "", "v2/admin/accounts?username=bo": id(bob.ID),
			"v1/admin/accounts?local=true&username=bo&active=true": id(bob.ID), "v2/admin/accounts?invited_by=1": "", "v2/admin/accounts?by_domain=here.example&username=bob": id(bob.ID)} {
			if got := strings.Join(moderator.get("/api/"+query).is(200).json().ids(), " "); got != want {
				t.Errorf("%s: %s, want %s", query, got, want)
			}
		}
		page := moderator.get("/api/v2/admin/accounts?limit=2").is(200)
		if !strings.Contains(page.header.Get("Link"), "max_id="+page.json().at(1, "id").text()) {
			t.Errorf("links %s", page.header.Get("Link"))
		}
		moderator.get("/api/v2/admin/accounts?origin=mars").refused(422)
		moderator.get("/api/v2/admin/accounts?ip=x").refused(422)
		moderator.get(path(1, "")).refused(404)

		moderator.post(path(pending.Actor, "/approve")).is(200).json().at("approved").eq(true)
		moderator.post(path(pending.Actor, "/approve")).refused(403)
		moderator.post(path(unwanted.Actor, "/reject")).is(200).json().at("approved").eq(false)
		moderator.post(path(bob.ID, "/reject")).refused(403)
		if s.deeds("pia") != "approve" || s.deeds("ugo") != "reject" {
			t.Errorf("log: %q %q", s.deeds("pia"), s.deeds("ugo"))
		}
		for _, who := range []community.Actor{mona, chief} { // oneself, and somebody above
			for _, deed := range []string{"/enable", "/unsilence", "/unsensitive", "/unsuspend", "/action"} {
				moderator.post(path(who.ID, deed), "type", "silence", "text", "no").refused(403)
			}
		}
		moderator.post(path(bob.ID, "/action"), "type", "explode", "text", "no").refused(422)
		moderator.post(path(bob.ID, "/action"), "type", "silence").refused(422) // nobody is silenced without being told why
		for kind, c := range map[string]struct{ field, back string }{"sensitive": {"sensitized", "/unsensitive"}, "silence": {"silenced", "/unsilence"},
			"disable": {"disabled", "/enable"}} {
			moderator.post(path(bob.ID, "/action"), "type", kind, "text", "Please read the rules.").is(200)
			moderator.get(path(bob.ID, "")).is(200).json().at(c.field).eq(true)
			if list := moderator.get("/api/v2/admin/accounts?status=" + c.field).is(200).json().ids(); !slices.Contains(list, id(bob.ID)) {
				t.Errorf("%s: %v", c.field, list)
			}
			moderator.post(path(bob.ID, c.back)).is(200).json().at(c.field).eq(false)
			moderator.post(path(bob.ID, c.back)).is(200) // also when there is nothing to lift
		}
		moderator.post(path(bob.ID, "/action"), "type", "none", "text", "Please read the rules.").is(200)
		list, err := s.store.Decisions(t.Context(), bob.ID)
		if s.must(err); len(list) != 4 || list[0].Note != "Please read the rules." {
			t.Errorf("decisions %+v", list)
		}
		moderator.post(path(remote.ID, "/action"), "type", "disable", "text", "x").refused(403)
		moderator.post(path(remote.ID, "/action"), "type", "suspend", "text", "x").is(200)
		moderator.get(path(remote.ID, "")).is(200).json().at("suspended").eq(true)
		moderator.post(path(remote.ID, "/unsuspend")).is(200).json().at("suspended").eq(false)

		app := s.as(bob)
		admin.form("DELETE", path(bob.ID, "")).refused(403) // is not suspended
		moderator.post(path(bob.ID, "/unsuspend")).refused(403)
		moderator.post(path(bob.ID, "/action"), "type", "suspend", "text", "Spam").is(200)
		app.get("/api/v1/accounts/verify_credentials").refused(401)
		moderator.post(path(bob.ID, "/unsuspend")).is(200).json().at("suspended").eq(false)
		moderator.post(path(bob.ID, "/action"), "type", "suspend", "text", "Spam").is(200)
		moderator.form("DELETE", path(bob.ID, "")).refused(403)
		admin.form("DELETE", path(bob.ID, "")).is(200).json().at("username").eq("bob")
		admin.form("DELETE", path(bob.ID, "")).refused(403)
		admin.post(path(chief.ID, "/action"), "type", "suspend", "text", "me").refused(403)
		if got := s.deeds(bob.Handle.String()); !strings.HasPrefix(got, "erase suspended unsuspend suspended warned") {
			t.Errorf("log: %q", got)
		}
	})
}

// What a post shows is behind a warning while staff say so of its author, and not after.
func TestPicturesOfSomebodyVeiled(t *testing.T) {
	eachSite(t, func(s *site) {
		moderator, _ := s.staff("mona", community.Moderator)
		_, bob := storagetest.Member(s, s.store, "bob")
		app := s.as(bob)
		picture := app.upload("POST", "/api/v2/media", pngPicture(t), "", "file").is(200).json().at("id").text()
		with := app.post("/api/v1/statuses", "status", "Look", "visibility", "public", "media_ids[]", picture).is(200).json().at("id").text()
		without := app.post("/api/v1/statuses", "status", "Read", "visibility", "public").is(200).json().at("id").text()
		look := func(post string, want bool) {
			t.Helper()
			s.visitor().get("/api/v1/statuses/" + post).is(200).json().at("sensitive").eq(want)
		}
		look(with, false)
		moderator.post("/api/v1/admin/accounts/"+id(bob.ID)+"/action", "type", "sensitive", "text", "Too much blood.").is(200)
		look(with, true)
		look(without, false)
		moderator.post("/api/v1/admin/accounts/" + id(bob.ID) + "/unsensitive").is(200)
		look(with, false)
	})
}

// Reports are looked through and handled; one about oneself is not there, a case in one
// is only there for a token that may carry cases, and neither is what was said of it.
func TestAdminReports(t *testing.T) {
	eachSite(t, func(s *site) {
		admin, _ := s.staff("chief", community.Administrator)
		_, mona := storagetest.Staff(s, s.store, "mona", community.Moderator)
		moderator := s.as(mona, staffScopes)
		_, ana := storagetest.Member(s, s.store, "ana")
		_, bob := storagetest.Member(s, s.store, "bob")
		plain := storagetest.Post(s, s.store, bob, "Buy this")
		question := publishCase(s, bob, "Fever of unknown origin", community.Public)
		answer := storagetest.Reply(s, s.store, storagetest.Answer{By: ana, To: question, Text: "Think of endocarditis"})
		report := func(of, by community.Actor, category, comment string, posts ...community.Post) string {
			t.Helper()
			f := community.Flag{Reporter: by.ID, Target: of.ID, Category: community.FlagCategory(category), Comment: comment}
			for _, p := range posts {
				f.Posts = append(f.Posts, p.ID)
			}
			f, err := s.store.AddFlag(t.Context(), f)
			s.must(err)
			return id(f.ID)
		}
		spam := report(bob, ana, "spam", "Look", plain)
		clinical := report(bob, ana, "dangerous-advice", "the fever of Mr Example", question, plain)
		below := report(ana, bob, "other", "names him", answer)
		mine := report(mona, bob, "other", "the moderator")

		if got := strings.Join(moderator.get("/api/v1/admin/reports").is(200).json().ids(), " "); got != below+" "+clinical+" "+spam {
			t.Errorf("open: %s", got)
		}
		if got := strings.Join(moderator.get("/api/v1/admin/reports?target_account_id="+id(ana.ID)).is(200).json().ids(), " "); got != below {
			t.Errorf("about ana: %s", got)
		}
		if n := moderator.get("/api/v1/admin/reports?resolved=true").is(200).json().size(); n != 0 {
			t.Errorf("%d are closed", n)
		}
		path := func(report, deed string) string { return "/api/v1/admin/reports/" + report + deed }
		for _, deed := range []string{"/assign_to_self", "/unassign", "/resolve", "/reopen"} {
			moderator.post(path(mine, deed)).refused(404)
		}
		moderator.get(path(mine, "")).refused(404)
		admin.get(path(mine, "")).is(200)

		for _, secret := range []string{"Example", "Fever", "endocarditis"} {
			for _, r := range []string{clinical, below} {
				if got := moderator.get(path(r, "")).is(200); strings.Contains(got.body, secret) {
					t.Errorf("a token without cases:read is told %q: %s", secret, got.body)
				}
			}
		}
		wide := s.as(mona, staffScopes+" cases:read")
		got := wide.get(path(clinical, "")).is(200).json()
		if got.at("statuses").size() != 2 || got.at("comment").text() != "the fever of Mr Example" {
			t.Errorf("with cases:read: %v", got.any)
		}
		if got := moderator.get(path(clinical, "")).is(200).json(); got.at("statuses").size() != 1 || got.at("comment").text() != "" {
			t.Errorf("without: %v", got.any)
		}

		moderator.post(path(spam, "/assign_to_self")).is(200).json().at("assigned_account", "id").eq(id(mona.ID))
		moderator.post(path(spam, "/assign_to_self")).is(200)
		moderator.post(path(spam, "/unassign")).is(200).json().at("assigned_account").eq(nil)
		moderator.post(path(spam, "/unassign")).is(200)
		moderator.form("PUT", path(spam, ""), "category", "violation").is(200).json().at("category").eq("violation")
		moderator.form("PUT", path(spam, ""), "category", "nonsense").refused(422)
		done := moderator.post(path(spam, "/resolve")).is(200).json()
		done.at("action_taken").eq(true)
		done.at("action_taken_by_account", "id").eq(id(mona.ID))
		moderator.post(path(spam, "/resolve")).is(200)
		moderator.post(path(spam, "/reopen")).is(200).json().at("action_taken").eq(false)
		moderator.post(path(spam, "/reopen")).is(200)
		if got := s.deeds(spam); got != "reopen close classify give-back take" {
			t.Errorf("log: %q", got)
		}
		moderator.post("/api/v1/admin/accounts/"+id(ana.ID)+"/action", "type", "none", "text", "x", "report_id", spam).refused(404) // about bob
		moderator.post("/api/v1/admin/accounts/"+id(bob.ID)+"/action", "type", "none", "text", "No spam please.", "report_id", spam).is(200)
		moderator.get(path(spam, "")).is(200).json().at("action_taken").eq(true)
	})
}
