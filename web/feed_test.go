package web_test

import (
	"encoding/xml"
	"net/http"
	"testing"
	"time"

	"consilium/community"
	"consilium/storage/storagetest"
)

// A feed holds what is public, as RFC 4287 and RSS 2.0 write it, and can be
// asked for again cheaply.
func TestFeeds(t *testing.T) {
	eachSite(t, func(s *site) {
		ana, actor := storagetest.Member(s, s.store, "ana")
		storagetest.Post(s, s.store, actor, "Score first & test")
		s.clock.Advance(time.Hour)
		for _, audience := range []community.AudienceKind{community.Unlisted, community.Followers, community.InstanceOnly, community.Direct} {
			storagetest.Post(s, s.store, actor, canary, audience)
		}
		a, v := s.as(ana), s.visitor()
		a.submit("/posts", with(a.get("/compose").form("/posts"), "text", canary, "warning", "Surgical images", "audience", "public"), nil).is(200)

		atom := a.get("/@ana/feed.atom").is(200).hasNot(canary)
		var feed struct {
			Title   string `xml:"title"`
			Entries []struct {
				ID      string `xml:"id"`
				Title   string `xml:"title"`
				Content string `xml:"content"`
			} `xml:"entry"`
		}
		if err := xml.Unmarshal([]byte(atom.body), &feed); err != nil {
			t.Fatal(err)
		}
		if len(feed.Entries) != 2 || feed.Entries[0].Title != "Surgical images" || feed.Entries[0].Content != "" ||
			feed.Entries[1].Content != "<p>Score first &amp; test</p>" {
			t.Errorf("the feed holds %+v", feed)
		}
		var rss struct {
			Items []struct {
				GUID string `xml:"guid"`
			} `xml:"channel>item"`
		}
		if err := xml.Unmarshal([]byte(v.get("/@ana/feed.rss").is(200).hasNot(canary).body), &rss); err != nil || len(rss.Items) != 2 {
			t.Errorf("the feed holds %+v, %v", rss, err)
		}
		request, err := http.NewRequestWithContext(s.Context(), "GET", storagetest.Here+"/@ana/feed.atom", nil)
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("If-Modified-Since", atom.header.Get("Last-Modified"))
		v.send(request).is(http.StatusNotModified)
		v.get("/@ana").is(200).has(`href="https://here.example/@ana/feed.atom"`)
		v.get("/@nobody/feed.atom").is(http.StatusNotFound)
	})
}

// What stands around the pages: rules and contact, the manifest, what crawlers
// are asked, methods and addresses that are not there.
func TestAround(t *testing.T) {
	eachSite(t, func(s *site) {
		ana, actor := storagetest.Member(s, s.store, "ana")
		v := s.visitor()
		v.get("/").is(200).has("St Anna Hospital", "Cases among colleagues.", "1 member")
		v.get("/about").is(200).has("Be kind.", "mailto:staff@here.example")
		v.get("/manifest.webmanifest").is(200).has("St Anna Hospital")
		v.get("/robots.txt").is(200).has("User-agent: *")
		v.get("/nothing/here").is(http.StatusNotFound).has("This page is not here")
		v.do("DELETE", "/about", "text/plain", nil).is(http.StatusMethodNotAllowed)
		if got := v.do("HEAD", "/about", "", nil).is(200); got.body != "" {
			t.Errorf("HEAD has a body: %q", got.body)
		}
		if got := v.get("/users/ana").is(200); got.path != "/@ana" {
			t.Errorf("the identifier of a member leads to %s", got.path)
		}
		if got := s.as(ana).get("/").is(200); got.path != "/home" {
			t.Errorf("a member starts at %s", got.path)
		}
		if err := s.store.SuspendActor(s.Context(), actor.ID, 0, "test"); err != nil {
			t.Fatal(err)
		}
		v.get("/@ana").is(200).has("closed").hasNot("og:")
		v.get("/@ana/feed.atom").is(http.StatusNotFound)
	})
}
