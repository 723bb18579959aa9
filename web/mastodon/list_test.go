package mastodon

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"consilium/community"
	"consilium/storage/storagetest"
)

// A list is made, changed, filled in all the ways apps send people, read and deleted.
func TestLists(t *testing.T) {
	eachSite(t, func(s *site) {
		_, bob := storagetest.Member(s, s.store, "bob")
		_, ana := storagetest.Member(s, s.store, "ana")
		_, cyd := storagetest.Member(s, s.store, "cyd")
		_, dan := storagetest.Member(s, s.store, "dan")
		for _, a := range []community.Actor{ana, cyd, dan} {
			storagetest.Following(s, s.store, bob, a)
		}
		c := s.as(bob)
		c.get("/api/v1/lists").is(200).golden("empty")
		for _, title := range []string{"", strings.Repeat("x", 101)} {
			c.post("/api/v1/lists", "title", title).refused(422)
		}
		c.post("/api/v1/lists", "title", "Ward", "replies_policy", "all").refused(422)
		c.post("/api/v1/lists", "title", "Ward", "exclusive", "perhaps").refused(422)
		c.send("POST", "/api/v1/lists", "application/x-www-form-urlencoded", []byte("title=a%00b")).refused(400)
		made := c.post("/api/v1/lists", "title", "Ward 3").is(200)
		made.golden("list")
		list := "/api/v1/lists/" + made.json().at("id").text()
		changed := c.send("PUT", list, "application/json", []byte(`{"title":"Ward 4","replies_policy":"none","exclusive":true}`)).is(200).json()
		changed.at("title").eq("Ward 4")
		changed.at("replies_policy").eq("none")
		changed.at("exclusive").eq(true)
		c.form("PUT", list, "exclusive", "false").is(200).json().at("title").eq("Ward 4")
		c.get(list).is(200).json().at("exclusive").eq(false)
		c.post(list+"/accounts", "account_ids[]", id(ana.ID)).is(200)
		c.send("POST", list+"/accounts", "application/json", fmt.Appendf(nil, `{"account_ids":["%d"]}`, cyd.ID)).is(200)
		c.post(list + "/accounts?account_ids[]=" + id(dan.ID)).is(200)
		if got := c.get(list + "/accounts?limit=0").is(200).json().size(); got != 3 {
			t.Errorf("%d people", got)
		}
		first := c.get(list + "/accounts?limit=2").is(200)
		if first.json().size() != 2 || !strings.Contains(first.header.Get("Link"), `rel="next"`) {
			t.Errorf("a page of %d, link %q", first.json().size(), first.header.Get("Link"))
		}
		_, eve := storagetest.Member(s, s.store, "eve")
		for _, wrong := range []string{id(eve.ID), "17", "x", id(ana.ID)} { // not followed, nobody, no id, there already
			c.post(list+"/accounts", "account_ids[]", wrong).refused(422)
		}
		c.get("/api/v1/accounts/"+id(ana.ID)+"/lists").is(200).json().at(0, "title").eq("Ward 4")
		post := storagetest.Post(s, s.store, ana, "On the ward")
		storagetest.Post(s, s.store, eve, "Elsewhere")
		timeline := c.get("/api/v1/timelines/list/" + made.json().at("id").text()).is(200)
		if got := timeline.json().ids(); len(got) != 1 || got[0] != id(post.ID) {
			t.Errorf("the list shows %v", got)
		}
		if !strings.Contains(timeline.header.Get("Link"), "/api/v1/timelines/list/") {
			t.Errorf("link %q", timeline.header.Get("Link"))
		}
		c.form("DELETE", list+"/accounts", "account_ids[]", id(ana.ID)).is(200)
		c.send("DELETE", list+"/accounts?account_ids[]="+id(cyd.ID), "", nil).is(200)
		c.post("/api/v1/accounts/" + id(dan.ID) + "/unfollow").is(200)
		if got := c.get(list + "/accounts").is(200).json().size(); got != 0 {
			t.Errorf("%d people are left", got)
		}
		c.send("DELETE", list, "", nil).is(200)
		c.get(list).refused(404)
	})
}

// S-PRIV-5: a list of somebody else answers like one that does not exist, everywhere.
func TestListOfSomebodyElse(t *testing.T) {
	eachSite(t, func(s *site) {
		_, ana := storagetest.Member(s, s.store, "ana")
		_, bob := storagetest.Member(s, s.store, "bob")
		storagetest.Following(s, s.store, ana, bob)
		number := s.as(ana).post("/api/v1/lists", "title", "Mine").is(200).json().at("id").text()
		s.as(ana).post("/api/v1/lists/"+number+"/accounts", "account_ids[]", id(bob.ID)).is(200)
		c := s.as(bob)
		for _, other := range []string{number, "1"} {
			list := "/api/v1/lists/" + other
			for _, r := range []reply{c.get(list), c.form("PUT", list, "title", "Yours"), c.send("DELETE", list, "", nil), c.get(list + "/accounts"), c.get(list + "/accounts?limit=0"),
				c.post(list+"/accounts", "account_ids[]", id(ana.ID)), c.form("DELETE", list+"/accounts", "account_ids[]", id(bob.ID)),
				c.get("/api/v1/timelines/list/" + other)} {
				if r.refused(404).body != c.get("/api/v1/lists/1").body {
					t.Errorf("%s tells more: %s", r.what, r.body)
				}
			}
			if got := c.send("HEAD", "/api/v1/streaming/list?list="+other, "", nil); got.status != 404 {
				t.Errorf("stream of %s: %d", other, got.status)
			}
		}
		s.as(ana).get("/api/v1/lists/" + number).is(200).json().at("title").eq("Mine")
		c.get("/api/v1/accounts/" + id(bob.ID) + "/lists").is(200).golden("empty")
	})
}

// What an exclusive list shows is not in the home.
func TestExclusiveList(t *testing.T) {
	eachSite(t, func(s *site) {
		_, ana := storagetest.Member(s, s.store, "ana")
		_, bob := storagetest.Member(s, s.store, "bob")
		storagetest.Following(s, s.store, bob, ana)
		c := s.as(bob)
		list := c.post("/api/v1/lists", "title", "Apart", "exclusive", "true").is(200).json().at("id").text()
		storagetest.Post(s, s.store, ana, "Before")
		c.post("/api/v1/lists/"+list+"/accounts", "account_ids[]", id(ana.ID)).is(200)
		storagetest.Post(s, s.store, ana, "After")
		if home, there := c.get("/api/v1/timelines/home").is(200).json().size(), c.get("/api/v1/timelines/list/"+list).is(200).json().size(); home != 0 || there != 2 {
			t.Errorf("home %d, list %d", home, there)
		}
	})
}

// A list is followed along by its owner; what others post is not told, and it ends with
// the list.
func TestStreamingList(t *testing.T) {
	eachSite(t, func(s *site) {
		_, ana := storagetest.Member(s, s.store, "ana")
		_, bob := storagetest.Member(s, s.store, "bob")
		_, cyd := storagetest.Member(s, s.store, "cyd")
		storagetest.Following(s, s.store, bob, ana)
		storagetest.Following(s, s.store, bob, cyd)
		c := s.as(bob)
		list := c.post("/api/v1/lists", "title", "Ward").is(200).json().at("id").text()
		c.post("/api/v1/lists/"+list+"/accounts", "account_ids[]", id(ana.ID)).is(200)
		socket, stranger := c.socket("?stream=list&list="+list), s.as(cyd).socket("")
		stranger.say(fmt.Sprintf(`{"type":"subscribe","stream":"list","list":%q}`, list))
		if got := stranger.hear(); got.Status != http.StatusNotFound {
			t.Errorf("somebody else's list: %+v", got)
		}
		socket.settle()
		storagetest.Post(s, s.store, cyd, "Not on the list")
		s.as(ana).post("/api/v1/statuses", "status", "On the list", "visibility", "public").is(200)
		got := socket.hear().is(t, "update", "list", list)
		got.site = s
		got.at("content").eq("<p>On the list</p>")
		s.clock.Advance(time.Minute)
		c.send("DELETE", "/api/v1/lists/"+list, "", nil).is(200)
		s.as(ana).post("/api/v1/statuses", "status", "Once more", "visibility", "public").is(200)
		socket.settle() // nothing more came
	})
}
