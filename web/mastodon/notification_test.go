package mastodon

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"consilium/community"
	"consilium/storage/storagetest"
)

// crowd are members who do something together.
func (s *site) crowd(n int) []community.Actor {
	s.Helper()
	list := make([]community.Actor, 0, n)
	for i := range n {
		_, who := storagetest.Member(s, s.store, fmt.Sprintf("member%d", i))
		list = append(list, who)
	}
	return list
}

// Likes and boosts of one post are one group; pages never repeat one, and every notification
// is in exactly one.
func TestGroupedNotifications(t *testing.T) {
	eachSite(t, func(s *site) {
		_, ana := storagetest.Member(s, s.store, "ana")
		crowd := s.crowd(3)
		var posts []community.Post
		for i := range 4 {
			posts = append(posts, storagetest.Post(s, s.store, ana, fmt.Sprintf("Post %d", i)))
		}
		for _, who := range crowd { // one after the other, so that the groups overlap
			for _, p := range posts {
				s.must(s.store.Like(s.Context(), who, p))
				s.clock.Advance(time.Second)
			}
		}
		storagetest.Reply(s, s.store, storagetest.Answer{By: crowd[0], To: posts[0], Text: "A reply"})
		c := s.as(ana)
		first := c.get("/api/v2/notifications").is(200).json()
		if n := first.at("notification_groups").size(); n != 5 {
			t.Fatalf("%d groups: %v", n, first.any)
		}
		reply, like := first.at("notification_groups", 0), first.at("notification_groups", 1)
		reply.at("type").eq("mention")
		if key := reply.at("group_key").text(); !strings.HasPrefix(key, "ungrouped-") {
			t.Errorf("a mention is in %s", key)
		}
		like.at("type").eq("favourite")
		like.at("notifications_count").eq(3)
		like.at("status_id").eq(id(posts[3].ID))
		if like.at("sample_account_ids").size() != 3 || first.at("accounts").size() != 3 || first.at("statuses").size() != 5 {
			t.Errorf("the group: %v", first.any)
		}
		// By pages of one, every group comes once.
		var keys []string
		path := "/api/v2/notifications?limit=1"
		for range 9 {
			got := c.get(path).is(200)
			for i := range got.json().at("notification_groups").size() {
				keys = append(keys, got.json().at("notification_groups", i, "group_key").text())
			}
			next, _, more := strings.Cut(got.header.Get("Link"), `>; rel="next"`)
			if !more {
				break
			}
			path = strings.TrimPrefix(strings.TrimPrefix(next, "<"), storagetest.Here)
		}
		if len(keys) != 5 || len(slices.Compact(slices.Sorted(slices.Values(keys)))) != 5 {
			t.Errorf("by pages: %v", keys)
		}
		partial := c.get("/api/v2/notifications?expand_accounts=partial_avatars&types[]=favourite&limit=1").is(200).json()
		if partial.at("accounts").size() != 1 || partial.at("partial_accounts").size() != 2 || partial.at("statuses").size() != 1 {
			t.Errorf("in part: %v", partial.any)
		}
		c.get("/api/v2/notifications?expand_accounts=some").refused(422)
		alone := c.get("/api/v2/notifications?grouped_types[]=follow").is(200).json()
		if n := alone.at("notification_groups").size(); n != 13 {
			t.Errorf("ungrouped there are %d", n)
		}
		c.get("/api/v2/notifications/unread_count").is(200).json().at("count").eq(5)
		c.get("/api/v1/notifications/unread_count").is(200).json().at("count").eq(13)
		s.groupAlone(c, like.at("group_key").text(), id(posts[3].ID))
	})
}

// groupAlone reads one group, with its people, and takes it away.
func (s *site) groupAlone(c *caller, key, post string) {
	s.Helper()
	one := c.get("/api/v2/notifications/" + key).is(200).json()
	one.at("notification_groups", 0, "group_key").eq(key)
	one.at("statuses", 0, "id").eq(post)
	if n := c.get("/api/v2/notifications/" + key + "/accounts").is(200).json().size(); n != 3 {
		s.Errorf("%d people", n)
	}
	if list := c.get("/api/v1/notifications?types[]=favourite&limit=1").is(200).json(); list.at(0, "group_key").text() != key {
		s.Errorf("v1 has another key: %v", list.any)
	}
	// S-PRIV-5: to others the group is not there.
	_, bob := storagetest.Member(s, s.store, "bob")
	other := s.as(bob)
	for _, path := range []string{"", "/accounts"} {
		other.get("/api/v2/notifications/" + key + path).refused(404)
	}
	other.post("/api/v2/notifications/" + key + "/dismiss").refused(404)
	for _, bad := range []string{"favourite-1-1", "nothing", "ungrouped-1", "favourite-" + strings.Repeat("9", 40) + "-1", "%00"} {
		if got := c.get("/api/v2/notifications/" + bad); got.status < 400 || got.status > 499 {
			s.Errorf("%q: %d", bad, got.status)
		}
	}
	c.post("/api/v2/notifications/" + key + "/dismiss").is(200)
	c.get("/api/v2/notifications/" + key).refused(404)
}

// A popular post does not push other groups off, and its count is true beyond what is read.
func TestGroupsOfManyNotifications(t *testing.T) {
	s := openSite(t, storagetest.SQLiteFile(t))
	_, ana := storagetest.Member(s, s.store, "ana")
	quiet, popular := storagetest.Post(s, s.store, ana, "Quiet"), storagetest.Post(s, s.store, ana, "Popular")
	crowd := s.crowd(45)
	s.must(s.store.Like(s.Context(), crowd[0], quiet))
	for _, who := range crowd {
		s.must(s.store.Like(s.Context(), who, popular))
	}
	c := s.as(ana)
	first := c.get("/api/v2/notifications?limit=1").is(200) // reads forty of them
	group := first.json().at("notification_groups", 0)
	group.at("notifications_count").eq(45)
	if group.at("sample_account_ids").size() != 8 {
		t.Errorf("the group: %v", group.any)
	}
	next, _, more := strings.Cut(first.header.Get("Link"), `>; rel="next"`)
	if !more {
		t.Fatalf("Link: %s", first.header.Get("Link"))
	}
	second := c.get(strings.TrimPrefix(strings.TrimPrefix(next, "<"), storagetest.Here)).is(200).json()
	second.at("notification_groups", 0, "status_id").eq(id(quiet.ID))
	if second.at("notification_groups").size() != 1 {
		t.Errorf("the next page: %v", second.any)
	}
	newer := c.get("/api/v2/notifications?since_id=" + group.at("page_max_id").text()).is(200).json()
	if newer.at("notification_groups").size() != 0 {
		t.Errorf("there is nothing newer: %v", newer.any)
	}
	if all := c.get("/api/v2/notifications?min_id=1").is(200).json(); all.at("notification_groups").size() != 2 {
		t.Errorf("from below: %v", all.any)
	}
}

// What strangers cause waits as requests; accepting brings it in, and tells the streams.
func TestNotificationRequests(t *testing.T) {
	eachSite(t, func(s *site) {
		_, ana := storagetest.Member(s, s.store, "ana")
		_, bob := storagetest.Member(s, s.store, "bob")
		_, eve := storagetest.Member(s, s.store, "eve")
		c, other := s.as(ana), s.as(eve)
		policy := c.get("/api/v2/notifications/policy").is(200).json()
		policy.at("for_private_mentions").eq("filter")
		policy.at("for_not_following").eq("accept")
		c.form("PATCH", "/api/v2/notifications/policy", "for_not_following", "never").refused(422)
		c.form("PATCH", "/api/v2/notifications/policy", "for_private_mentions", "never").refused(422)
		c.form("PATCH", "/api/v2/notifications/policy", "for_not_following", "filter").is(200).json().at("for_not_following").eq("filter")
		old := c.get("/api/v1/notifications/policy").is(200).json()
		old.at("filter_not_following").eq(true)
		old.at("filter_new_accounts").eq(false)
		post := storagetest.Post(s, s.store, ana, "Hello")
		s.must(s.store.Like(s.Context(), bob, post))
		storagetest.Reply(s, s.store, storagetest.Answer{By: eve, To: post, Text: "Me too"})
		if n := c.get("/api/v1/notifications").is(200).json().size(); n != 0 {
			t.Errorf("%d are shown", n)
		}
		if n := c.get("/api/v1/notifications?include_filtered=true").is(200).json().size(); n != 2 {
			t.Errorf("%d wait", n)
		}
		if n := c.get("/api/v1/notifications?include_filtered=true&account_id=" + id(bob.ID)).is(200).json().size(); n != 1 {
			t.Errorf("%d of bob", n)
		}
		summary := c.get("/api/v2/notifications/policy").json().at("summary")
		summary.at("pending_requests_count").eq(2)
		summary.at("pending_notifications_count").eq(2)
		list := c.get("/api/v1/notifications/requests").is(200).json()
		if list.size() != 2 {
			t.Fatalf("requests: %v", list.any)
		}
		list.at(0, "account", "acct").eq("eve")
		list.at(0, "notifications_count").eq("1")
		list.at(0, "last_status", "content").eq("<p>Me too</p>")
		one, two := list.at(0, "id").text(), list.at(1, "id").text()
		// S-PRIV-5: somebody else's request is not there.
		other.get("/api/v1/notifications/requests/" + one).refused(404)
		for _, what := range []string{"accept", "dismiss"} {
			other.post("/api/v1/notifications/requests/" + one + "/" + what).refused(404)
			other.post("/api/v1/notifications/requests/"+what, "id[]", one).refused(404)
		}
		c.get("/api/v1/notifications/requests/"+one).is(200).json().at("account", "acct").eq("eve")
		c.post("/api/v1/notifications/requests/" + one + "/accept").is(200)
		c.post("/api/v1/notifications/requests/dismiss", "id[]", two).is(200)
		c.get("/api/v1/notifications/requests/merged").is(200).json().at("merged").eq(true)
		c.get("/api/v1/notifications/requests/" + one).refused(404)
		if got := c.get("/api/v1/notifications").json(); got.size() != 1 || got.at(0, "type").text() != "mention" {
			t.Errorf("after that: %v", got.any)
		}
	})
}

// Letting somebody in tells an app that follows along on another process.
func TestMergedIsStreamed(t *testing.T) {
	storagetest.EachDatabase(t, func(t *testing.T, database string) {
		s := openSite(t, database)
		_, ana := storagetest.Member(s, s.store, "ana")
		_, bob := storagetest.Member(s, s.store, "bob")
		s.must(s.store.SetNoticePolicy(s.Context(), ana.ID, community.NoticePolicy{NotFollowing: community.NoticeFiltered, NotFollowers: community.NoticeAccepted,
			NewAccounts: community.NoticeAccepted, LimitedAccounts: community.NoticeAccepted, Messages: community.MessagesFollowed}))
		s.must(s.store.Like(s.Context(), bob, storagetest.Post(s, s.store, ana, "Hello")))
		other := storagetest.At(t, storagetest.Options{Database: database, Now: s.clock.Now})
		if !strings.HasPrefix(database, "postgres") { // one file is for one process
			other = s.store
		}
		ear := s.as(ana).events("/user/notification")
		s.must(other.AnswerMessageRequest(s.Context(), ana.ID, bob.ID, true))
		ear.hear().is(t, "notifications_merged")
	})
}

// Staff's words come without what an app may not read, and strangers' words nowhere.
func TestNotificationsOfStaff(t *testing.T) {
	eachSite(t, func(s *site) {
		_, ana := storagetest.Member(s, s.store, "ana")
		_, bob := storagetest.Member(s, s.store, "bob")
		_, mod := storagetest.Staff(s, s.store, "mod", community.Moderator)
		post := storagetest.Post(s, s.store, bob, "Bad words")
		flag, err := community.Report(ana, bob, community.FlagDraft{Category: "spam", Comment: "CANARY-4410", Posts: []community.Post{post}}, s.store.Now())
		s.must(err)
		_, err = s.store.AddFlag(s.Context(), flag)
		s.must(err)
		list := s.as(mod, "read").get("/api/v1/notifications?types[]=admin.report").is(200)
		list.json().at(0, "report", "target_account", "acct").eq("bob")
		if strings.Contains(list.body, "CANARY-4410") {
			t.Errorf("the report is told: %s", list.body)
		}
		if got := s.as(mod, "read admin:read:reports").get("/api/v1/notifications").is(200); !strings.Contains(got.body, "CANARY-4410") {
			t.Errorf("not even with the right to: %s", got.body)
		}
		got := s.as(mod).get("/api/v1/notifications?supported_types[]=mention").is(200).json()
		got.at(0, "fallback", "title")
	})
}

// Apps that say which version of a marker they saw are refused when it has moved.
func TestMarkerConflict(t *testing.T) {
	eachSite(t, func(s *site) {
		_, ana := storagetest.Member(s, s.store, "ana")
		c := s.as(ana)
		c.send("POST", "/api/v1/markers", "application/json", []byte(`{"home":{"last_read_id":"5"},"notifications":{"last_read_id":"7"}}`)).is(200).json().at("home", "version").eq(1)
		c.post("/api/v1/markers", "home[last_read_id]", "9", "home[version]", "1").is(200).json().at("home", "version").eq(2)
		c.post("/api/v1/markers", "home[last_read_id]", "8", "home[version]", "1").refused(409)
		c.post("/api/v1/markers", "home[last_read_id]", "eight").refused(422)
		s.must(s.store.ReadNotifications(s.Context(), ana.ID, 70))
		read := c.get("/api/v1/markers?timeline[]=home&timeline[]=notifications").is(200).json()
		read.at("home", "last_read_id").eq("9")
		read.at("notifications", "last_read_id").eq("70")
	})
}
