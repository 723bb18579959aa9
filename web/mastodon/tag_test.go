package mastodon

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"consilium/community"
	"consilium/storage/storagetest"
)

// A hashtag is looked at, followed and shown on the profile; what is posted with it
// comes home while it is followed, and streams there.
func TestTags(t *testing.T) {
	eachSite(t, func(s *site) {
		_, ana := storagetest.Member(s, s.store, "ana")
		_, bob := storagetest.Member(s, s.store, "bob")
		c := s.as(bob)
		strange := s.visitor().get("/api/v1/tags/Ward").is(200)
		strange.json().at("name").eq("ward")
		strange.json().at("url").eq("https://here.example/tags/ward")
		strange.json().at("history", 6, "day").eq(strconv.FormatInt(s.store.Now().Truncate(24*time.Hour).AddDate(0, 0, -6).Unix(), 10))
		strange.json().at("history", 6, "uses").eq("0")
		if strange.json().at("history").size() != 7 || strings.Contains(strange.body, "following") {
			t.Errorf("a visitor reads %s", strange.body)
		}
		seen := c.post("/api/v1/tags/Ward/follow").is(200).json()
		seen.at("name").eq("ward")
		seen.at("following").eq(true)
		seen.at("featuring").eq(false)
		c.post("/api/v1/tags/ward/follow").is(200)
		for _, wrong := range []string{"%00", "a%20b", "%ff", "123", strings.Repeat("x", 401)} {
			c.get("/api/v1/tags/" + wrong).refused(404)
			c.post("/api/v1/tags/" + wrong + "/follow").refused(404)
		}
		home := c.socket("?stream=user")
		home.settle()
		s.as(ana).post("/api/v1/statuses", "status", "Rounds #Ward", "visibility", "public").is(200)
		home.hear().is(t, "update", "user")
		if got := c.get("/api/v1/timelines/home").is(200).json().size(); got != 1 {
			t.Errorf("home holds %d", got)
		}
		followed := c.get("/api/v1/followed_tags").is(200)
		followed.json().at(0, "name").eq("ward")
		if followed.json().size() != 1 || followed.header.Get("Link") == "" {
			t.Errorf("%d followed, link %q", followed.json().size(), followed.header.Get("Link"))
		}
		c.post("/api/v1/tags/ward/unfollow").is(200).json().at("following").eq(false)
		c.post("/api/v1/tags/ward/unfollow").is(200)
		s.as(ana).post("/api/v1/statuses", "status", "More #ward", "visibility", "public").is(200)
		if got := c.get("/api/v1/timelines/home").is(200).json().size(); got != 1 {
			t.Errorf("not followed any more: home holds %d", got)
		}
		c.get("/api/v1/followed_tags").is(200).golden("empty")
	})
}

// Hashtags of a profile are added, counted, suggested and taken away, by their number
// and by their name.
func TestFeaturedTags(t *testing.T) {
	eachSite(t, func(s *site) {
		_, ana := storagetest.Member(s, s.store, "ana")
		_, bob := storagetest.Member(s, s.store, "bob")
		for _, text := range []string{"One #ward", "Two #ward #icu", "Quiet"} {
			storagetest.Post(s, s.store, ana, text)
		}
		c := s.as(ana)
		if got := c.get("/api/v1/featured_tags/suggestions").is(200).json(); got.size() != 2 || got.at(0, "name").text() != "ward" {
			t.Errorf("suggested %v", got.any)
		}
		made := c.post("/api/v1/featured_tags", "name", "#Ward").is(200).json()
		made.at("statuses_count").eq("2")
		made.at("last_status_at").eq(s.store.Now().Format(time.DateOnly))
		c.post("/api/v1/featured_tags", "name", "no tag").refused(422)
		c.post("/api/v1/tags/rare/feature").is(200).json().at("featuring").eq(true)
		shown := s.visitor().get("/api/v1/accounts/" + id(ana.ID) + "/featured_tags").is(200).json()
		if shown.size() != 2 || shown.at(1, "last_status_at").any != nil || shown.at(1, "statuses_count").text() != "0" {
			t.Errorf("shown %v", shown.any)
		}
		s.as(bob).send("DELETE", "/api/v1/featured_tags/"+made.at("id").text(), "", nil).refused(404)
		c.send("DELETE", "/api/v1/featured_tags/"+made.at("id").text(), "", nil).is(200)
		c.send("DELETE", "/api/v1/featured_tags/"+made.at("id").text(), "", nil).refused(404)
		c.post("/api/v1/tags/rare/unfeature").is(200).json().at("featuring").eq(false)
		c.get("/api/v1/featured_tags").is(200).golden("empty")
	})
}

// Trends are what was counted, in parts; nothing when the institution wants none.
func TestTrends(t *testing.T) {
	eachSite(t, func(s *site) {
		var people []community.Actor
		for _, name := range []string{"ana", "bob", "cyd"} {
			_, a := storagetest.Member(s, s.store, name)
			a.Profile.Discoverable = true
			_, err := s.store.SetProfile(s.Context(), a.ID, a.Profile)
			s.must(err)
			people = append(people, a)
		}
		post := storagetest.Post(s, s.store, people[0], "One #ward")
		storagetest.Post(s, s.store, people[1], "Two #ward")
		for _, a := range people[1:] {
			s.must(s.store.Like(s.Context(), a, post))
		}
		visitor := s.visitor()
		for _, kind := range []string{"", "/tags", "/statuses", "/links"} {
			visitor.get("/api/v1/trends" + kind).is(200).golden("empty")
			visitor.get("/api/v1/trends" + kind + "?offset=-1").refused(422)
			visitor.get("/api/v1/trends" + kind + "?limit=x").refused(422)
		}
		s.must(s.store.CountTrends(s.Context()))
		tags := visitor.get("/api/v1/trends/tags").is(200).json()
		tags.at(0, "name").eq("ward")
		day := tags.at(0, "history", 0)
		day.at("uses").eq("2")
		day.at("accounts").eq("2")
		if got := visitor.get("/api/v1/trends/statuses").is(200).json().ids(); len(got) != 1 || got[0] != id(post.ID) {
			t.Errorf("trending statuses %v", got)
		}
		visitor.get("/api/v1/trends/tags?offset=1").is(200).golden("empty")
		visitor.get("/api/v1/trends/links").is(200).golden("empty")
		s.as(people[2]).get("/api/v1/tags/ward").is(200).json().at("history", 0, "uses").eq("2")
		about, err := s.store.Instance(s.Context())
		s.must(err)
		about.HideTrends = true
		s.must(s.store.SetInstance(s.Context(), about))
		for _, kind := range []string{"", "/tags", "/statuses", "/links"} {
			visitor.get("/api/v1/trends" + kind).is(200).golden("empty")
		}
	})
}
