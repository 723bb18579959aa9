package mastodon

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"consilium/community"
	"consilium/storage"
	"consilium/storage/storagetest"
)

// everything is a page large enough for any test.
var everything = storage.Page{Limit: storage.MaxPage}

var linkShape = regexp.MustCompile(`<(https://here\.example/[^>]+)>; rel="(next|prev)"`)

// links reads the header by which apps page.
func (r reply) links() map[string]string {
	found := map[string]string{}
	for _, m := range linkShape.FindAllStringSubmatch(r.header.Get("Link"), -1) {
		found[m[2]] = m[1]
	}
	return found
}

// walk reads a list page by page along one relation.
func (c *caller) walk(path, rel string) (all []string) {
	c.Helper()
	for range 50 {
		r := c.get(path).is(200)
		ids := r.json().ids()
		if rel == "prev" {
			all = append(ids, all...)
		} else {
			all = append(all, ids...)
		}
		next, more := r.links()[rel]
		if !more || len(ids) == 0 {
			return all
		}
		path = next
	}
	c.Fatalf("%s never ends", path)
	return nil
}

// A list that is paged through by its links holds everything once, whichever way
// it is walked.
func TestPagingRoundTrip(t *testing.T) {
	eachSite(t, func(s *site) {
		_, actor := storagetest.Member(s, s.store, "ana")
		ana := s.as(actor)
		var want []string
		for i := range 11 {
			p := storagetest.Post(s, s.store, actor, fmt.Sprintf("Post %d #ward", i))
			want = append([]string{id(p.ID)}, want...)
			s.must(s.store.Bookmark(t.Context(), actor.ID, p.ID))
			s.must(s.store.Like(t.Context(), actor, p))
		}
		for _, path := range []string{"/api/v1/timelines/home", "/api/v1/timelines/public", "/api/v1/timelines/tag/ward",
			"/api/v1/accounts/" + id(actor.ID) + "/statuses", "/api/v1/bookmarks", "/api/v1/favourites"} {
			if got := ana.walk(path+"?limit=3&local=true", "next"); strings.Join(got, " ") != strings.Join(want, " ") {
				t.Errorf("%s forward: %v, want %v", path, got, want)
			}
			if got := ana.walk(path+"?limit=3&min_id=1", "prev"); strings.Join(got, " ") != strings.Join(want, " ") {
				t.Errorf("%s back: %v, want %v", path, got, want)
			}
			first := ana.get(path + "?limit=3&local=true").is(200)
			if next := first.links()["next"]; !strings.Contains(next, "local=true") || !strings.Contains(next, "limit=3") {
				t.Errorf("%s forgets what was asked: %s", path, next)
			}
		}
		if got := ana.get("/api/v1/timelines/home?limit=500").is(200).json().size(); got != 11 {
			t.Errorf("home has %d", got)
		}
	})
}

// Lists of people are paged as well, and capped.
func TestPagingPeople(t *testing.T) {
	eachSite(t, func(s *site) {
		_, actor := storagetest.Member(s, s.store, "ana")
		post := storagetest.Post(s, s.store, actor, "Well liked")
		for i := range 5 {
			fan := storagetest.Remote(s, s.store, "https://there.example", fmt.Sprintf("fan%d", i))
			storagetest.Following(s, s.store, fan, actor)
			s.must(s.store.ReceiveLike(t.Context(), storagetest.IRI(t, fan.IRI.String()+"/like"), fan, post))
		}
		ana := s.as(actor)
		for _, path := range []string{"/api/v1/accounts/" + id(actor.ID) + "/followers", "/api/v1/statuses/" + id(post.ID) + "/favourited_by"} {
			if got := ana.walk(path+"?limit=2", "next"); len(got) != 5 {
				t.Errorf("%s: %v", path, got)
			}
		}
		if got := ana.walk("/api/v1/notifications?limit=2", "next"); len(got) != 10 {
			t.Errorf("%d notifications", len(got))
		}
	})
}

// Home holds boosts with what they repeat; public holds none, and tells here
// from elsewhere.
func TestTimelines(t *testing.T) {
	eachSite(t, func(s *site) {
		_, anaActor := storagetest.Member(s, s.store, "ana")
		_, bobActor := storagetest.Member(s, s.store, "bob")
		remote := storagetest.Remote(s, s.store, "https://there.example", "eve")
		storagetest.Following(s, s.store, bobActor, anaActor)
		far := storagetest.RemotePost(s, s.store, remote, "From there")
		s.clock.Advance(time.Second)
		near := storagetest.Post(s, s.store, anaActor, "From here")
		boost := s.as(anaActor).post("/api/v1/statuses/" + id(far.ID) + "/reblog").is(200).json().at("id").text()
		bob := s.as(bobActor)
		home := bob.get("/api/v1/timelines/home").is(200).json()
		if got := home.ids(); strings.Join(got, " ") != boost+" "+id(near.ID) {
			t.Fatalf("home: %v", got)
		}
		home.at(0, "reblog", "account", "acct").eq("eve@there.example")
		home.at(0, "account", "acct").eq("ana")
		home.at(0, "content").eq("")
		home.at(0, "visibility").eq("public")
		for query, want := range map[string]string{"": id(near.ID) + " " + id(far.ID), "?local=true": id(near.ID), "?remote=true": id(far.ID), "?only_media=true": ""} {
			if got := s.visitor().get("/api/v1/timelines/public" + query).is(200).json().ids(); strings.Join(got, " ") != want {
				t.Errorf("public%s: %v, want %s", query, got, want)
			}
		}
		s.visitor().get("/api/v1/timelines/tag/%00").refused(404)
		s.visitor().get("/api/v1/timelines/tag/" + "k%C3%B6rper").is(200)
	})
}

// What happened is told, filtered, counted, dismissed and cleared.
func TestNotifications(t *testing.T) {
	eachSite(t, func(s *site) {
		_, anaActor := storagetest.Member(s, s.store, "ana")
		_, bobActor := storagetest.Member(s, s.store, "bob")
		ana, bob := s.as(anaActor), s.as(bobActor)
		post := storagetest.Post(s, s.store, anaActor, "Something")
		bob.post("/api/v1/accounts/" + id(anaActor.ID) + "/follow").is(200)
		bob.post("/api/v1/statuses/" + id(post.ID) + "/favourite").is(200)
		bob.post("/api/v1/statuses/" + id(post.ID) + "/reblog").is(200)
		bob.post("/api/v1/statuses", "status", "@ana yes", "visibility", "public", "in_reply_to_id", id(post.ID)).is(200)
		all := ana.get("/api/v1/notifications").is(200).json()
		for i, kind := range []string{"mention", "reblog", "favourite", "follow"} {
			all.at(i, "type").eq(kind)
			all.at(i, "account", "acct").eq("bob")
		}
		all.at(1, "status", "id").eq(id(post.ID))
		for query, want := range map[string]int{"?types[]=follow": 1, "?types[]=follow&types[]=mention": 2, "?exclude_types[]=follow": 3, "?types[]=poll": 0, "?limit=1": 1} {
			if got := ana.get("/api/v1/notifications" + query).is(200).json().size(); got != want {
				t.Errorf("%s: %d, want %d", query, got, want)
			}
		}
		ana.get("/api/v1/notifications/unread_count").is(200).json().at("count").eq(4)
		one := all.at(2, "id").text()
		ana.get("/api/v1/notifications/" + one).is(200).json().at("type").eq("favourite")
		ana.post("/api/v1/notifications/" + one + "/dismiss").is(200)
		ana.get("/api/v1/notifications/" + one).refused(404)
		ana.post("/api/v1/notifications/" + one + "/dismiss").refused(404)
		ana.post("/api/v1/notifications/clear").is(200)
		if ana.get("/api/v1/notifications").is(200).json().size() != 0 {
			t.Error("not cleared")
		}
	})
}

// A case that was solved is told as an update, and only to apps that may read
// cases.
func TestCaseNotifications(t *testing.T) {
	eachSite(t, func(s *site) {
		_, anaActor := storagetest.Member(s, s.store, "ana")
		_, bobActor := storagetest.Member(s, s.store, "bob")
		kept := publishCase(s, anaActor, "Only among us", community.InstanceOnly)
		answer := storagetest.Reply(s, s.store, storagetest.Answer{By: bobActor, To: kept, Text: "Think of it"})
		p, err := community.Accept(anaActor, kept, community.Acceptance{Answer: answer, Author: community.Responder{Founding: true}}, s.store.Now())
		s.must(err)
		_, err = s.store.Publish(t.Context(), p)
		s.must(err)
		s.as(bobActor).get("/api/v1/notifications").is(200).json().at(0, "type").eq("update")
		plain := s.as(bobActor, "read write")
		if got := plain.get("/api/v1/notifications").is(200); got.json().size() != 0 {
			t.Errorf("told without cases:read: %s", got.body)
		}
		plain.get("/api/v1/notifications/unread_count").is(200).json().at("count").eq(0)
	})
}

// S-AUTH-3: limits hold, and every answer says what is left.
func TestLimits(t *testing.T) {
	eachSite(t, func(s *site) {
		c := s.visitor()
		for range 5 {
			c.post("/api/v1/apps", "client_name", "A", "redirect_uris", "a://x").is(200)
		}
		slow := c.post("/api/v1/apps", "client_name", "A", "redirect_uris", "a://x").refused(429)
		if slow.header.Get("Retry-After") == "" || slow.header.Get("X-RateLimit-Remaining") != "0" {
			t.Errorf("headers: %v", slow.header)
		}
		_, actor := storagetest.Member(s, s.store, "ana")
		ana := s.as(actor)
		for i := range 300 {
			if got := ana.get("/api/v1/preferences"); got.status != 200 {
				t.Fatalf("request %d: %d", i, got.status)
			}
		}
		ana.get("/api/v1/preferences").refused(429)
		s.as(actor).get("/api/v1/preferences").is(200)
	})
}

// Pages of other origins may call the API, and not the page for people.
func TestCrossOrigin(t *testing.T) {
	eachSite(t, func(s *site) {
		for _, path := range []string{"/api/v1/statuses", "/oauth/token", "/oauth/revoke", "/.well-known/oauth-authorization-server"} {
			r := s.visitor().send("OPTIONS", path, "", nil)
			if r.status != http.StatusNoContent || r.header.Get("Access-Control-Allow-Origin") != "*" || !strings.Contains(r.header.Get("Access-Control-Allow-Headers"), "Authorization") {
				t.Errorf("%s: %d %v", path, r.status, r.header)
			}
		}
		if r := s.visitor().get("/oauth/authorize"); r.header.Get("Access-Control-Allow-Origin") != "" {
			t.Error("other origins may read the page")
		}
		head := s.visitor().send("HEAD", "/api/v1/instance", "", nil)
		if head.status != 200 || head.body != "" {
			t.Errorf("HEAD: %d %q", head.status, head.body)
		}
		if kept := s.visitor().get("/api/v1/timelines/public").is(200).header.Get("Cache-Control"); kept != "private, no-store" {
			t.Errorf("S-PRIV-6: %s", kept)
		}
	})
}

// What was read in one app is read in the others, and on the pages.
func TestMarkers(t *testing.T) {
	eachSite(t, func(s *site) {
		_, anaActor := storagetest.Member(s, s.store, "ana")
		_, bobActor := storagetest.Member(s, s.store, "bob")
		ana := s.as(anaActor)
		post := storagetest.Post(s, s.store, anaActor, "Something")
		s.as(bobActor).post("/api/v1/statuses/" + id(post.ID) + "/favourite").is(200)
		notice := ana.get("/api/v1/notifications").is(200).json().at(0, "id").text()
		if got := strings.TrimSpace(ana.get("/api/v1/markers?timeline[]=home&timeline[]=notifications").is(200).body); got != "{}" {
			t.Errorf("before any was set: %s", got)
		}
		set := ana.send("POST", "/api/v1/markers", "application/json",
			[]byte(`{"home":{"last_read_id":"`+id(post.ID)+`"},"notifications":{"last_read_id":"`+notice+`"}}`)).is(200).json()
		set.at("home", "version").eq(1)
		ana.post("/api/v1/markers", "home[last_read_id]", id(post.ID)).is(200).json().at("home", "version").eq(2)
		other := s.as(anaActor).get("/api/v1/markers?timeline=home&timeline[]=notifications&timeline[]=x").is(200).json()
		other.at("home", "last_read_id").eq(id(post.ID))
		other.at("notifications", "last_read_id").eq(notice)
		ana.get("/api/v1/notifications/unread_count").is(200).json().at("count").eq(0)
		if unread, err := s.store.CountUnread(t.Context(), anaActor.ID); err != nil || unread != 0 {
			t.Errorf("%d unread on the pages, %v", unread, err)
		}
		ana.post("/api/v1/markers", "home[last_read_id]", "x").refused(422)
		if s.as(bobActor).get("/api/v1/markers?timeline[]=home").is(200).json().any.(map[string]any)["home"] != nil {
			t.Error("somebody else's marker")
		}
	})
}
