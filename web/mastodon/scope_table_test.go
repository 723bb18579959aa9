package mastodon

import (
	"bufio"
	"maps"
	"net/http"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"consilium/community"
	"consilium/storage"
	"consilium/storage/storagetest"
	"consilium/web/session"
)

// row is a line of testdata/scopes.txt: what the documentation asks for.
type row struct {
	method, path, scope string
	who                 who
}

func (r row) name() string { return r.method + " " + r.path }

// variable is a part of a path that stands for something: {id:[0-9]+}.
var variable = regexp.MustCompile(`\{(\w+)(:[^{}]*)?\}`)

// unpatterned is a path without the patterns of its variables.
func unpatterned(path string) string { return variable.ReplaceAllString(path, "{$1}") }

// documented reads the table.
func documented(t *testing.T) map[string]row {
	t.Helper()
	file, err := os.Open("testdata/scopes.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	kinds := map[string]who{"stranger": stranger, "anyone": anyone, "app": app, "member": member}
	rows := map[string]row{}
	for lines := bufio.NewScanner(file); lines.Scan(); {
		text, _, _ := strings.Cut(lines.Text(), "#")
		part := strings.Fields(text)
		if len(part) == 0 {
			continue
		}
		kind, known := kinds[part[2]]
		if len(part) != 4 || !known {
			t.Fatalf("testdata/scopes.txt: %q is not method, path, whose token, scope", lines.Text())
		}
		r := row{method: part[0], path: part[1], who: kind, scope: strings.TrimPrefix(part[3], "-")}
		if _, twice := rows[r.name()]; twice {
			t.Errorf("testdata/scopes.txt: %s stands there twice", r.name())
		}
		rows[r.name()] = r
	}
	return rows
}

// S-AUTH-1: the table of the documentation and the endpoints are the same.
func TestEndpointsAreAsDocumented(t *testing.T) {
	s := openSite(t, storagetest.SQLiteFile(t))
	rows, kinds := documented(t), []string{"stranger", "anyone", "app", "member"}
	for _, e := range s.api.endpoints() {
		name := e.method + " " + unpatterned(e.path)
		r, known := rows[name]
		delete(rows, name)
		if !known {
			t.Errorf("%s is in no row of testdata/scopes.txt. Look up in the documentation what it asks for and add a line in order: %s %s %s",
				name, name, kinds[e.who], max(e.scope, "-"))
			continue
		}
		if r.who != e.who || r.scope != e.scope {
			t.Errorf("%s asks for a token of %s and scope %q, documented is %s and %q", name, kinds[e.who], e.scope, kinds[r.who], r.scope)
		}
	}
	for name := range rows {
		t.Errorf("%s is documented in testdata/scopes.txt and no endpoint is there", name)
	}
}

// strange is a path whose variables name what does not exist.
func (r row) strange() string {
	return variable.ReplaceAllStringFunc(r.path, func(v string) string {
		switch strings.Trim(v, "{}") {
		case "kind":
			return "tags"
		case "tag", "name", "date", "group", "refresh":
			return "nothing"
		}
		return "1"
	})
}

// sends makes the request of a row without anything but its address.
func (c *caller) sends(r row, path string) reply {
	c.Helper()
	switch {
	case strings.HasPrefix(r.path, streaming) && r.who == member: // it would go on
		return c.send(http.MethodHead, path+"?tag=ward&list=1", "", nil)
	case r.method == http.MethodGet:
		return c.get(path)
	}
	return c.form(r.method, path)
}

// asks says that an answer refuses a token for the want of a scope, which it names, where
// there are words at all.
func (r reply) asks(scope string) bool {
	return r.status == http.StatusForbidden && scope != "" && (strings.Contains(r.body, scope) || r.body == "")
}

// unlimited is a site that counts no requests.
func unlimited(t *testing.T, database string) *site {
	t.Helper()
	s := openSite(t, database)
	s.api.Limiter = session.NewLimiter(false, s.clock.Now)
	return s
}

// S-AUTH-1 (CVE-2025-62176): every endpoint with no token, with that of an app, and with
// tokens that were good: revoked, and of somebody who was suspended.
func TestTokenWalk(t *testing.T) {
	storagetest.EachDatabase(t, func(t *testing.T, database string) {
		s := unlimited(t, database)
		_, bob := storagetest.Member(s, s.store, "bob")
		_, eve := storagetest.Member(s, s.store, "eve")
		all := strings.Join(session.Scopes(), " ")
		revoked, suspended, wrong, machine := s.as(bob, all), s.as(eve, all), s.visitor(), s.visitor()
		s.must(s.store.RevokeToken(s.Context(), revoked.token, s.app.ID))
		s.must(s.store.SuspendActor(s.Context(), eve.ID, 0, "test"))
		wrong.token, machine.token = session.NewToken(), session.NewToken()
		_, err := s.store.AddToken(s.Context(), machine.token, storage.AccessToken{Application: s.app.ID, Scopes: all})
		s.must(err)
		for _, r := range inOrder(documented(t)) {
			for name, c := range map[string]struct {
				*caller
				out bool
			}{
				"no token": {s.visitor(), r.who >= app}, "an app's token": {machine, r.who == member}, "a wrong token": {wrong, r.who != stranger},
				"a revoked token": {revoked, r.who != stranger}, "a suspended member's token": {suspended, r.who != stranger},
			} {
				got := c.sends(r, r.strange())
				if out := got.status == 401 || got.asks(r.scope); out != c.out && !ownTokenRule[r.name()] || got.status >= 500 {
					t.Errorf("%s with %s: %d %s", r.name(), name, got.status, got.body)
				}
			}
		}
	})
}

// ownTokenRule are endpoints without a scope that look at the secret or the token they
// are sent in their own way (RFC 6749 5.2: 401 says that the client is not known).
var ownTokenRule = map[string]bool{"POST /oauth/token": true, "POST /oauth/revoke": true, "POST /api/v1/emails/confirmations": true,
	"GET /api/v1/emails/check_confirmation": true}

// S-AUTH-1: every endpoint with a token of each single scope is open to those that allow
// it, to no other, and what it says to others is which scope is wanted.
func TestSingleScopeWalk(t *testing.T) {
	s := unlimited(t, storagetest.SQLiteFile(t))
	_, chief := storagetest.Staff(s, s.store, "chief", community.Administrator)
	tokens := map[string]*caller{}
	for _, scope := range session.Scopes() {
		tokens[scope] = s.as(chief, scope)
	}
	for _, r := range inOrder(documented(t)) {
		if r.who == stranger || r.scope == "" {
			continue
		}
		var wrong []string
		var last reply
		for scope, c := range tokens {
			allowed := session.Allows(scope, r.scope) || alsoDocumented[r.name()] == scope
			got := c.sends(r, r.strange())
			if got.status == 401 || got.status >= 500 || got.asks(r.scope) == allowed {
				wrong, last = append(wrong, scope), got
			}
		}
		if len(wrong) > 0 {
			t.Errorf("%s with only one of %v: %d %s", r.name(), wrong, last.status, last.body)
		}
	}
}

// alsoDocumented are the endpoints for which the documentation names a second scope.
var alsoDocumented = map[string]string{"GET /api/v1/accounts/verify_credentials": "profile", "GET /api/v1/profile": "profile"}

func inOrder(rows map[string]row) []row {
	list := make([]row, 0, len(rows))
	for _, name := range slices.Sorted(maps.Keys(rows)) {
		list = append(list, rows[name])
	}
	return list
}

// belongings are what belongs to ana alone, by the beginning of the path that leads to it.
type belongings map[string]string

// of gives the path of something of ana's; false when everybody may have it.
func (b belongings) of(r row) (string, bool) {
	longest := ""
	for beginning := range b {
		if strings.HasPrefix(r.path, beginning) && len(beginning) > len(longest) {
			longest = beginning
		}
	}
	own := b[longest]
	return variable.ReplaceAllString(r.path, own), own != ""
}

// shared are beginnings of paths that name what everybody may ask for, or what staff may;
// what is restricted there has tests of its own.
var shared = []string{"/api/v1/accounts/", "/api/v1/admin/", "/api/v1/tags/", "/api/v1/timelines/tag/", "/api/v1/announcements/", "/api/v1/instance/",
	"/api/v1/suggestions/", "/api/v1/trends/"}

// belongings makes, through the API itself, one of everything a member can have alone.
func (s *site) belongings(ana community.Actor) belongings {
	s.Helper()
	_, carl := storagetest.Member(s, s.store, "carl")
	_, dora := storagetest.Member(s, s.store, "dora")
	c, carls := s.as(ana, allScopes), s.as(carl, allScopes)
	hidden := storagetest.Post(s, s.store, ana, "Nobody's business", community.Direct)
	poll := c.post("/api/v1/statuses", "status", "Which?", "visibility", "direct", "poll[options][]", "a", "poll[options][]", "b", "poll[expires_in]", "3600").is(200).json()
	filter := c.post("/api/v2/filters", "title", "Rash", "context[]", "home", "keywords_attributes[][keyword]", "rash").is(200).json()
	number := filter.at("id").text()
	later := s.clock.Now().Add(time.Hour).UTC().Format(time.RFC3339)
	carls.post("/api/v1/statuses", "status", "@ana a word", "visibility", "direct").is(200)
	s.must(s.store.Like(s.Context(), carl, storagetest.Post(s, s.store, ana, "For all")))
	_, err := s.store.SetProfile(s.Context(), ana.ID, approving(ana))
	s.must(err)
	s.as(dora, allScopes).post("/api/v1/accounts/" + id(ana.ID) + "/follow").is(200)
	notices := c.get("/api/v2/notifications").is(200).json()
	return belongings{
		"/api/v1/statuses/": id(hidden.ID), "/api/v1/polls/": poll.at("poll", "id").text(),
		"/api/v1/filters/": filter.at("keywords", 0, "id").text(), "/api/v2/filters/": number,
		"/api/v2/filters/keywords/": filter.at("keywords", 0, "id").text(),
		"/api/v2/filters/statuses/": c.post("/api/v2/filters/"+number+"/statuses", "status_id", id(hidden.ID)).is(200).json().at("id").text(),
		"/api/v1/lists/":            c.post("/api/v1/lists", "title", "Ward").is(200).json().at("id").text(), "/api/v1/timelines/list/": c.get("/api/v1/lists").json().at(0, "id").text(),
		"/api/v1/scheduled_statuses/": c.post("/api/v1/statuses", "status", "Later", "visibility", "public", "scheduled_at", later).is(200).json().at("id").text(),
		"/api/v1/conversations/":      c.get("/api/v1/conversations").is(200).json().at(0, "id").text(),
		"/api/v1/notifications/":      c.get("/api/v1/notifications").is(200).json().at(0, "id").text(),
		"/api/v2/notifications/":      notices.at("notification_groups", 0, "group_key").text(),
		"/api/v1/featured_tags/":      c.post("/api/v1/featured_tags", "name", "ward").is(200).json().at("id").text(),
		"/api/v1/media/":              c.upload("POST", "/api/v2/media", pngPicture(s.T), "", "file").is(200).json().at("id").text(),
		"/api/v1/follow_requests/":    id(dora.ID),
		// Requests and severed relationships have numbers that nobody else could ask for either.
		"/api/v1/notifications/requests/": id(carl.ID), "/api/v1/severed_relationships/": "7", "/api/v1/imports/": "7", "/api/v1_alpha/async_refreshes/": "nothing",
	}
}

func approving(a community.Actor) community.Profile {
	p := a.Profile
	p.ApprovesFollowers = true
	return p
}

// S-PRIV-5, S-PRIV-7 (CVE-2026-23964, CVE-2026-22246): every endpoint that names something
// answers for what is another's as for what is not there: 404, with the same words.
func TestOthersThingsWalk(t *testing.T) {
	storagetest.EachDatabase(t, func(t *testing.T, database string) {
		s := unlimited(t, database)
		_, ana := storagetest.Member(s, s.store, "ana")
		_, bob := storagetest.Member(s, s.store, "bob")
		own, c := s.belongings(ana), s.as(bob, allScopes)
		for _, r := range inOrder(documented(t)) {
			if !strings.Contains(r.path, "{") || slices.ContainsFunc(shared, func(b string) bool { return strings.HasPrefix(r.path, b) }) {
				continue
			}
			path, known := own.of(r)
			if !known {
				t.Errorf("%s: say in belongings what of ana's the path leads to, or in shared that it is everybody's", r.name())
				continue
			}
			got, none := c.sends(r, path), c.sends(r, r.strange())
			if got.status != 404 && !alwaysDone[r.name()] || got.status != none.status || got.body != none.body {
				t.Errorf("%s of ana's: %d %s, of nobody: %d %s", r.name(), got.status, got.body, none.status, none.body)
			}
		}
	})
}

// alwaysDone are deeds that are done when there is nothing to do: an app may ask for them
// twice (group_key names what one was told, not a thing).
var alwaysDone = map[string]bool{}
