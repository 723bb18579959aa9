package federation

import (
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/gorilla/mux"

	"consilium/community"
	"consilium/federation/signature"
	"consilium/storage/storagetest"
)

// askers are who may ask, by name; the zero actor does not sign.
func (s *stage) askers() map[string]community.Actor {
	return map[string]community.Actor{"unsigned": {}, "known": s.bob, "follower": s.fay, "closed": s.zoe, "shut out": s.eve}
}

// posts makes one post of ana's for every audience there is.
func (s *stage) posts(t *testing.T) map[community.AudienceKind]community.Post {
	t.Helper()
	made := map[community.AudienceKind]community.Post{}
	for _, kind := range []community.AudienceKind{community.Public, community.Unlisted, community.Followers, community.InstanceOnly} {
		made[kind] = s.publish(t, s.ana, community.PostDraft{Text: "Hello", Audience: kind}, community.Surroundings{})
	}
	made[community.Direct] = s.publish(t, s.ana, community.PostDraft{Text: "@ben hello", Audience: community.Direct},
		community.Surroundings{Mentioned: community.MentionLinks{s.ben.Handle: s.ben}})
	return made
}

// R-AF-1, R-AF-2, R-AF-3, R-AF-4: what each route answers to each asker. The table must
// name every route there is.
func TestRoutesByAsker(t *testing.T) {
	t.Parallel()
	onStage(t, func(t *testing.T, s *stage) {
		posts := s.posts(t)
		open := map[string]int{"unsigned": 200, "known": 200, "follower": 200, "closed": 200, "shut out": 200}
		finger := maps.Clone(open)
		finger["shut out"] = 403
		guarded := map[string]int{"unsigned": 401, "known": 200, "follower": 200, "closed": 403, "shut out": 403}
		hidden := map[string]int{"unsigned": 401, "known": 404, "follower": 404, "closed": 404, "shut out": 404}
		followers := maps.Clone(hidden)
		followers["follower"] = 200
		stub := maps.Clone(guarded)
		stub["unsigned"] = 200
		signers := map[string]int{"unsigned": 404, "known": 200, "follower": 200, "closed": 404, "shut out": 404}
		unbarred := maps.Clone(signers)
		unbarred["unsigned"] = 200
		nobody := map[string]int{"unsigned": 404, "known": 404, "follower": 404, "closed": 404, "shut out": 404}
		public := s.path(posts[community.Public])
		absent := map[string]int{"unsigned": 401, "known": 404, "follower": 404, "closed": 403, "shut out": 403}
		table := map[string]map[string]int{
			"/.well-known/webfinger?resource=acct:ana@here.example": finger, "/.well-known/host-meta": open,
			"/.well-known/host-meta.json": open, "/.well-known/nodeinfo": open, "/nodeinfo/2.0": open, "/nodeinfo/2.1": open,
			"/actor": open, "/actor/outbox": open,
			"/users/ana": stub, "/users/ana/outbox": guarded, "/users/ana/outbox?page=first": guarded,
			"/users/ana/followers": guarded, "/users/ana/following": guarded, "/users/ana/collections/featured": guarded,
			"/users/ana/collections/tags": guarded, "/users/ana/followers/synchronization": guarded,
			public: guarded, public + "/activity": guarded, public + "/replies": guarded, public + "/replies?page=first": guarded,
			public + "/likes": guarded, public + "/shares": guarded, public + "/context": guarded, public + "/context?page=first": guarded,
			public + "/history": guarded, public + "/history?page=first": guarded, s.path(posts[community.Followers]) + "/context": hidden,
			s.path(posts[community.Followers]) + "/likes":      hidden,
			s.path(posts[community.Unlisted]):                  guarded,
			s.path(posts[community.Followers]):                 followers,
			s.path(posts[community.Followers]) + "/activity":   followers,
			s.path(posts[community.Followers]) + "/replies":    followers,
			s.path(posts[community.Direct]):                    hidden,
			s.path(posts[community.InstanceOnly]):              hidden,
			s.path(posts[community.InstanceOnly]) + "/replies": hidden,
			"/posts/AAAAAAAAAAAAAAAAAAAAAAAAAA":                hidden,
			s.leave(t, s.ben, posts[community.Public]):         guarded,
			public + "/quotes/AAAAAAAAAAAAAAAAAAAAAAAAAA":      absent,
			s.vouch(t, s.ana, false):                           signers, s.vouch(t, s.ben, true): unbarred,
			s.lookedAfter(t, s.ana): guarded, "/users/ana/collections/moderators": absent,
			"/credentials/AAAAAAAAAAAAAAAAAAAAAAAAAA": nobody, s.ownList(t): open, "/credentials/lists/AAAAAAAAAAAAAAAAAAAAAAAAAA": nobody,
		}
		s.checkCovered(t, slices.Collect(maps.Keys(table)))
		for url, want := range table {
			for name, by := range s.askers() {
				s.checkRoute(t, url, name, by, want[name])
			}
			s.checkCaches(t, url, want)
		}
	})
}

// lookedAfter is the address at which a group names its moderators.
func (s *stage) lookedAfter(t *testing.T, by community.Actor) string {
	t.Helper()
	g, err := community.DescribeGroup(community.LocalGroup{}, community.GroupDraft{Name: "lungs", Title: "Lungs", Purpose: "other", Posting: "everybody", State: "open"})
	if err != nil {
		t.Fatal(err)
	}
	if g, err = s.store.CreateGroup(t.Context(), "lungs", g, by.ID); err != nil {
		t.Fatal(err)
	}
	return strings.TrimPrefix(g.Actor.Moderators.String(), s.store.Base())
}

func (s *stage) checkRoute(t *testing.T, url, name string, by community.Actor, want int) {
	t.Helper()
	got := s.do(t, asking{url: url, by: by, scheme: signature.RFC9421})
	if got.status != want {
		t.Errorf("%s, %s: %d, want %d", url, name, got.status, want)
	}
	if !strings.Contains(got.header.Get("Vary"), "Accept") {
		t.Errorf("%s, %s: Vary %q", url, name, got.header.Get("Vary"))
	}
	if want != 200 && got.body != "" {
		t.Errorf("%s, %s: refused with a body: %s", url, name, got.body)
	}
	head := s.do(t, asking{method: http.MethodHead, url: url, by: by})
	if head.status != want || head.body != "" || head.header.Get("Content-Type") != got.header.Get("Content-Type") {
		t.Errorf("HEAD %s, %s: %d %v", url, name, head.status, head.header)
	}
}

// checkCaches makes sure that what depends on who asks is in no cache, nor any refusal,
// and that a cache is told of every header that decides (R-AF-4).
func (s *stage) checkCaches(t *testing.T, url string, want map[string]int) {
	t.Helper()
	depends := false
	for _, status := range want {
		depends = depends || status != want["unsigned"]
	}
	for name, by := range s.askers() {
		got := s.do(t, asking{url: url, by: by, scheme: signature.Cavage})
		control := got.header.Get("Cache-Control")
		if !strings.Contains(control, "no-store") && (depends || got.status != http.StatusOK) || control == "" {
			t.Errorf("%s, %s: Cache-Control %q", url, name, control)
		}
		for _, header := range []string{"Signature", "Signature-Input", "Authorization", "Cookie"} {
			if depends && !strings.Contains(got.header.Get("Vary"), header) {
				t.Errorf("%s, %s: Vary %q", url, name, got.header.Get("Vary"))
				break
			}
		}
	}
}

// checkCovered fails for a route for GET that no address leads to.
func (s *stage) checkCovered(t *testing.T, urls []string) {
	t.Helper()
	router, reached := s.f.router(), map[*mux.Route]bool{}
	for _, url := range urls {
		var m mux.RouteMatch
		if r := httptest.NewRequest(http.MethodGet, url, nil); router.Match(r, &m) {
			reached[m.Route] = true
		}
	}
	err := router.Walk(func(route *mux.Route, _ *mux.Router, _ []*mux.Route) error {
		methods, err := route.GetMethods()
		if err == nil && slices.Contains(methods, http.MethodGet) && !reached[route] {
			path, _ := route.GetPathTemplate()
			t.Errorf("no address of the table leads to %s", path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// R-AF-4, S-PRIV-6: what depends on who asks is never kept by a cache; a browser
// that got here by mistake gets no document.
func TestGuardedHeaders(t *testing.T) {
	t.Parallel()
	s := newStage(t, storagetest.SQLiteFile(t), Options{})
	for _, by := range s.askers() {
		for _, url := range []string{"/users/ana", "/users/nobody", "/users/ana/outbox", "/posts/X", "/activities/X"} {
			got := s.get(t, url, by)
			if got.header.Get("Cache-Control") != "private, no-store" ||
				got.header.Get("Vary") != "Accept, Signature, Signature-Input, Authorization, Cookie" {
				t.Errorf("%s: %v", url, got.header)
			}
		}
	}
	if got := s.do(t, asking{url: "/users/ana", accept: "text/html"}); got.status != 406 || got.body != "" {
		t.Errorf("HTML: %d %s", got.status, got.body)
	}
	if got := s.do(t, asking{method: http.MethodGet, url: "/inbox"}); got.status != 405 || got.header.Get("Allow") != "POST" {
		t.Errorf("GET /inbox: %d %v", got.status, got.header)
	}
	got := s.get(t, "/users/ana/outbox", community.Actor{})
	if !strings.Contains(got.header.Get("Accept-Signature"), `"@target-uri"`) || got.header.Get("Www-Authenticate") == "" {
		t.Errorf("401 does not say how to sign: %v", got.header)
	}
}

// A signature that is wrong is refused even where none is needed, so that its
// sender hears of it (R-SIG-C 11).
func TestWrongSignatureOfGet(t *testing.T) {
	t.Parallel()
	s := newStage(t, storagetest.SQLiteFile(t), Options{})
	post := s.publish(t, s.ana, community.PostDraft{Text: "Hello", Audience: community.Public}, community.Surroundings{})
	for name, c := range map[string]struct {
		asking asking
		want   int
	}{
		"moved to another path": {asking{url: "/users/ben", by: s.mia, change: func(r *http.Request) { r.URL.Path = "/users/ana" }}, 401},
		"stale":                 {asking{url: "/users/ana", at: s.clock.Now().Add(-signature.Window * 2)}, 401},
		"for another host":      {asking{url: "https://evil.example" + s.path(post)}, 401},
		"malformed":             {asking{url: "/users/ana", change: func(r *http.Request) { r.Header.Set("Signature", "keyId=") }}, 400},
		"key out of reach":      {asking{url: "/users/ana", keyID: "https://dead.example/actor#main-key"}, 503},
		"our own key":           {asking{url: "/users/ana", keyID: s.ana.IRI.String() + "#main-key"}, 401},
	} {
		if c.asking.keyID == "" && c.asking.by.ID == 0 {
			c.asking.by = s.bob
		}
		if got := s.do(t, c.asking); got.status != c.want || got.body != "" {
			t.Errorf("%s: %d, want %d (%s)", name, got.status, c.want, got.body)
		}
	}
}

// R-AF-6: public posts and actors without a signature, and nothing else.
func TestLooseFetch(t *testing.T) {
	t.Parallel()
	s := newStage(t, storagetest.SQLiteFile(t), Options{LooseFetch: true})
	posts := s.posts(t)
	for url, want := range map[string]int{
		"/users/ana": 200, "/users/ana/outbox": 200, "/users/ana/followers": 200, "/users/nobody": 404,
		s.path(posts[community.Public]): 200, s.path(posts[community.Unlisted]): 200,
		s.path(posts[community.Followers]): 404, s.path(posts[community.Direct]): 404, s.path(posts[community.InstanceOnly]): 404,
	} {
		if got := s.get(t, url, community.Actor{}); got.status != want {
			t.Errorf("%s: %d, want %d", url, got.status, want)
		}
	}
	if got := s.get(t, "/users/ana", community.Actor{}); !strings.Contains(got.body, `"outbox"`) {
		t.Errorf("only a stub: %s", got.body)
	}
	if got := s.get(t, "/users/ana", s.eve); got.status != 403 {
		t.Errorf("shut out: %d", got.status)
	}
}

// S-PRIV-9: whom a member blocked sees as much as somebody who did not sign.
func TestBlockedAsker(t *testing.T) {
	t.Parallel()
	onStage(t, func(t *testing.T, s *stage) {
		public := s.posts(t)[community.Public]
		if err := s.store.Block(t.Context(), s.ana.ID, s.bob.ID); err != nil {
			t.Fatal(err)
		}
		for _, url := range []string{"/users/ana/outbox", "/users/ana/followers", s.path(public), s.path(public) + "/replies"} {
			if got := s.get(t, url, s.bob); got.status != 404 {
				t.Errorf("%s: %d", url, got.status)
			}
		}
		got := s.get(t, "/users/ana", s.bob)
		if got.status != 200 || got.body != s.get(t, "/users/ana", community.Actor{}).body {
			t.Errorf("not the stub: %d %s", got.status, got.body)
		}
	})
}

// Members who wait to be let in, were closed or left are not shown anywhere.
func TestAbsentMembers(t *testing.T) {
	t.Parallel()
	onStage(t, func(t *testing.T, s *stage) {
		_, left := storagetest.Member(t, s.store, "left")
		storagetest.Member(t, s.store, "waits")
		_, closed := storagetest.Member(t, s.store, "closed")
		s.exec(t, "UPDATE actor SET gone = 1 WHERE iri = '"+left.IRI.String()+"'")
		s.exec(t, "UPDATE user_account SET state = 'pending' WHERE name = 'waits'")
		s.exec(t, "UPDATE actor SET suspended = 1 WHERE iri = '"+closed.IRI.String()+"'")
		for name, want := range map[string]int{"left": 410, "waits": 404, "closed": 404} {
			for _, url := range []string{"/users/" + name, "/users/" + name + "/outbox", "/users/" + name + "/collections/featured",
				"/.well-known/webfinger?resource=acct:" + name + "@here.example"} {
				if got := s.get(t, url, s.bob); got.status != want {
					t.Errorf("%s: %d, want %d", url, got.status, want)
				}
			}
			in := s.do(t, asking{method: http.MethodPost, url: "/users/" + name + "/inbox", by: s.bob,
				contentType: "application/activity+json", body: []byte("{}")})
			if in.status != want {
				t.Errorf("inbox of %s: %d, want %d", name, in.status, want)
			}
		}
		if got := s.get(t, "/users/left", community.Actor{}); !strings.Contains(got.body, `"Tombstone"`) {
			t.Errorf("left: %s", got.body)
		}
	})
}

func TestWants(t *testing.T) {
	t.Parallel()
	s := newStage(t, storagetest.SQLiteFile(t), Options{})
	const activity, html = "application/activity+json", "text/html,*/*;q=0.8"
	for _, c := range []struct {
		method, url, accept string
		want                bool
	}{
		{"GET", "/.well-known/webfinger?resource=x", html, true},
		{"GET", "/.well-known/host-meta.json", html, true},
		{"GET", "/nodeinfo/2.1", html, true},
		{"GET", "/actor", html, true},
		{"POST", "/inbox", "", true},
		{"POST", "/actor/inbox", "", true},
		{"POST", "/users/ana/inbox", "", true},
		{"POST", "/users/ana", activity, false},
		{"GET", "/users/ana", activity, true},
		{"HEAD", "/posts/X", `application/ld+json; profile="https://www.w3.org/ns/activitystreams"`, true},
		{"GET", "/activities/X", activity, true},
		{"GET", "/users/ana", html, false},
		{"GET", "/posts/X", "", false},
		{"GET", "/posts/X", "application/json", false},
		{"GET", "/@ana", activity, false},
		{"GET", "/", activity, false},
		{"PUT", "/users/ana", activity, false},
		{"GET", "/.well-known/oauth-authorization-server", html, false},
	} {
		r := httptest.NewRequest(c.method, c.url, nil)
		r.Header.Set("Accept", c.accept)
		if got := s.f.Wants(r); got != c.want {
			t.Errorf("%s %s (%s): %v", c.method, c.url, c.accept, got)
		}
	}
}
