package mastodon

import (
	"strings"
	"testing"
	"time"

	"consilium/community"
	"consilium/storage/storagetest"
)

// Who was not let in yet is nobody to apps, whichever way one asks.
func TestWhoWaitsToBeLetInIsNobody(t *testing.T) {
	eachSite(t, func(s *site) {
		_, ana := storagetest.Member(s, s.store, "ana")
		_, waiting := storagetest.Login(s, s.store, community.User{Name: "secretapplicant", State: community.UserPending})
		c := s.as(ana)
		for _, path := range []string{"/api/v1/accounts/" + id(waiting.ID), "/api/v1/accounts/lookup?acct=secretapplicant", "/api/v1/accounts/" + id(waiting.ID) + "/statuses",
			"/api/v1/accounts/" + id(waiting.ID) + "/featured_tags", "/api/v1/accounts/" + id(waiting.ID) + "/followers"} {
			c.get(path).refused(404)
		}
		for _, path := range []string{"/api/v1/accounts?id[]=" + id(waiting.ID), "/api/v1/accounts/relationships?id[]=" + id(waiting.ID), "/api/v1/accounts/search?q=secretapplicant",
			"/api/v1/directory?order=new", "/api/v1/suggestions", "/api/v1/accounts/familiar_followers?id[]=" + id(waiting.ID)} {
			if got := c.get(path).is(200); strings.Contains(got.body, "secretapplicant") {
				t.Errorf("%s: %s", path, got.body)
			}
		}
		c.post("/api/v1/accounts/" + id(waiting.ID) + "/follow").refused(404)
		c.post("/api/v1/accounts/"+id(waiting.ID)+"/note", "comment", "x").refused(404)
	})
}

// Whoever is blocked, blocks, or was suspended is named in no group of notifications, and in
// no list of suggestions, nor do their posts come by a list, a hashtag or the trends.
func TestWhoIsKeptOutIsNamedInNoList(t *testing.T) {
	eachSite(t, func(s *site) {
		_, ana := storagetest.Member(s, s.store, "ana")
		var all []community.Actor
		for _, name := range []string{"blocked", "blocking", "suspended", "friend"} {
			_, a := storagetest.Member(s, s.store, name)
			a.Discoverable, a.Indexable = true, true
			a, err := s.store.SetProfile(t.Context(), a.ID, a.Profile)
			s.must(err)
			all = append(all, a)
			storagetest.Following(s, s.store, ana, a)
		}
		blocked, blocking, suspended, friend := all[0], all[1], all[2], all[3]
		c := s.as(ana)
		list := c.post("/api/v1/lists", "title", "All").is(200).json().at("id").text()
		c.post("/api/v1/tags/ward/follow").is(200)
		own := storagetest.Post(s, s.store, ana, "Mine")
		for _, a := range all {
			c.post("/api/v1/lists/"+list+"/accounts", "account_ids[]", id(a.ID)).is(200)
			s.must(s.store.Like(t.Context(), a, own))
			post := storagetest.Post(s, s.store, a, "From "+a.Handle.Name()+" #ward")
			for _, fan := range all {
				s.must(s.store.Like(t.Context(), fan, post))
			}
			storagetest.Following(s, s.store, friend, a)
			s.clock.Advance(time.Minute)
		}
		s.must(s.store.CountTrends(t.Context()))
		s.must(s.store.Block(t.Context(), ana.ID, blocked.ID))
		s.must(s.store.Block(t.Context(), blocking.ID, ana.ID))
		s.must(s.store.SuspendActor(t.Context(), suspended.ID, ana.ID, ""))
		groups := c.get("/api/v2/notifications").is(200).json()
		group := groups.at("notification_groups", 0)
		group.at("notifications_count").eq(1)
		group.at("sample_account_ids", 0).eq(id(friend.ID))
		key := group.at("group_key").text()
		for _, path := range []string{"/api/v2/notifications", "/api/v2/notifications/" + key, "/api/v2/notifications/" + key + "/accounts", "/api/v1/notifications",
			"/api/v1/timelines/list/" + list, "/api/v1/timelines/home", "/api/v1/timelines/tag/ward", "/api/v1/timelines/public", "/api/v1/trends/statuses", "/api/v1/lists/" + list + "/accounts",
			"/api/v2/suggestions", "/api/v1/directory?order=new", "/api/v2/search?q=from&type=statuses", "/api/v2/search?q=from:blocking&type=statuses", "/api/v1/accounts/search?q=block",
			"/api/v1/accounts/search?q=suspended", "/api/v1/statuses/" + id(own.ID) + "/favourited_by",
			"/api/v1/accounts/" + id(friend.ID) + "/following", "/api/v1/accounts/familiar_followers?id[]=" + id(friend.ID)} {
			got := c.get(path).is(200)
			for _, a := range all[:3] {
				if strings.Contains(got.body, id(a.ID)) {
					t.Errorf("%s names %s: %s", path, a.Handle, got.body)
				}
			}
		}
	})
}

// What somebody hides of whom they know is told by no way around.
func TestHiddenCollectionsAreToldNowhere(t *testing.T) {
	eachSite(t, func(s *site) {
		_, ana := storagetest.Member(s, s.store, "ana")
		_, shy := storagetest.Member(s, s.store, "shy")
		_, known := storagetest.Member(s, s.store, "known")
		for _, a := range []*community.Actor{&shy, &known} {
			a.Discoverable, a.HidesCollections = true, a.ID == shy.ID
			_, err := s.store.SetProfile(t.Context(), a.ID, a.Profile)
			s.must(err)
		}
		storagetest.Following(s, s.store, ana, shy)
		storagetest.Following(s, s.store, shy, known)
		storagetest.Following(s, s.store, known, shy)
		c := s.as(ana)
		for _, path := range []string{"/api/v1/accounts/" + id(shy.ID) + "/followers", "/api/v1/accounts/" + id(shy.ID) + "/following", "/api/v2/suggestions", "/api/v1/suggestions"} {
			if got := c.get(path).is(200); strings.Contains(got.body, `"known"`) {
				t.Errorf("%s: %s", path, got.body)
			}
		}
		for _, who := range []community.Actor{shy, known} {
			if got := c.get("/api/v1/accounts/familiar_followers?id[]=" + id(who.ID)).is(200).json(); got.at(0, "accounts").size() != 0 {
				t.Errorf("familiar followers of %s: %v", who.Handle, got.any)
			}
		}
	})
}

// Who no longer consents to be discovered, or was silenced, is in the trends no longer, though
// these are counted only now and then.
func TestTrendsForgetAtOnceWhoTookConsentBack(t *testing.T) {
	eachSite(t, func(s *site) {
		_, ana := storagetest.Member(s, s.store, "ana")
		ana.Discoverable = true
		ana, err := s.store.SetProfile(t.Context(), ana.ID, ana.Profile)
		s.must(err)
		post := storagetest.Post(s, s.store, ana, "Everybody likes it")
		for _, fan := range s.crowd(5) {
			s.must(s.store.Like(t.Context(), fan, post))
		}
		s.must(s.store.CountTrends(t.Context()))
		s.visitor().get("/api/v1/trends/statuses").is(200).json().at(0, "id").eq(id(post.ID))
		ana.Discoverable = false
		_, err = s.store.SetProfile(t.Context(), ana.ID, ana.Profile)
		s.must(err)
		if n := s.visitor().get("/api/v1/trends/statuses").is(200).json().size(); n != 0 {
			t.Error("it trends without consent")
		}
	})
}
