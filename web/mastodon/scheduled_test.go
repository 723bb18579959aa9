package mastodon

import (
	"strings"
	"testing"
	"time"

	"consilium/community"
	"consilium/storage"
	"consilium/storage/storagetest"
	"consilium/web/door"
)

func (s *site) scheduler() door.Scheduler {
	return door.Scheduler{Door: s.api.door, Resolver: s, Openness: s.api.Openness}
}

func (s *site) in(d time.Duration) string { return s.clock.Now().Add(d).Format(time.RFC3339) }

// A post waits with everything it is to be, is moved, and is posted once at its moment.
func TestScheduledStatus(t *testing.T) {
	eachSite(t, func(s *site) {
		_, anaActor := storagetest.Member(s, s.store, "ana")
		_, bobActor := storagetest.Member(s, s.store, "bob")
		ana, bob := s.as(anaActor), s.as(bobActor)
		picture := ana.upload("POST", "/api/v2/media", pngPicture(t), "", "file", "description", "A rash").is(200).json().at("id").text()
		asked := storagetest.Post(s, s.store, bobActor, "What is it?")
		ana.header.Set("Idempotency-Key", "b7f2")
		write := func() value {
			return ana.post("/api/v1/statuses", "status", "Good morning #ward", "visibility", "unlisted", "spoiler_text", "Skin", "language", "de",
				"media_ids[]", picture, "in_reply_to_id", id(asked.ID), "quote_approval_policy", "nobody", "scheduled_at", s.in(time.Hour)).is(200).json()
		}
		made := write()
		number := made.at("id").text()
		if write().at("id").text() != number {
			t.Error("the same key scheduled twice")
		}
		ana.header.Del("Idempotency-Key")
		made.at("scheduled_at").eq("2026-11-22T10:00:00.000Z")
		made.at("params", "text").eq("Good morning #ward")
		made.at("params", "visibility").eq("unlisted")
		made.at("params", "spoiler_text").eq("Skin")
		made.at("params", "language").eq("de")
		made.at("params", "media_ids", 0).eq(picture)
		made.at("params", "in_reply_to_id").eq(float64(asked.ID))
		made.at("params", "quote_approval_policy").eq("nobody")
		made.at("params", "poll").eq(nil)
		made.at("params", "with_rate_limit").eq(false)
		made.at("media_attachments", 0, "description").eq("A rash")
		ana.get("/api/v1/scheduled_statuses").is(200).json().at(0, "id").eq(number)
		for _, method := range []string{"GET", "PUT", "DELETE"} { // S-PRIV-5
			bob.form(method, "/api/v1/scheduled_statuses/"+number, "scheduled_at", s.in(3*time.Hour)).refused(404)
		}
		if bob.get("/api/v1/scheduled_statuses").is(200).json().size() != 0 {
			t.Error("bob reads what ana scheduled")
		}
		ana.form("PUT", "/api/v1/scheduled_statuses/"+number, "scheduled_at", s.in(time.Minute)).refused(422)
		ana.form("PUT", "/api/v1/scheduled_statuses/"+number, "scheduled_at", s.in(2*time.Hour)).is(200).json().at("scheduled_at").eq("2026-11-22T11:00:00.000Z")

		s.clock.Advance(time.Hour)
		s.must(s.scheduler().PublishDue(s.Context()))
		if ana.get("/api/v1/scheduled_statuses").is(200).json().size() != 1 {
			t.Fatal("it was posted before its moment")
		}
		s.clock.Advance(time.Hour)
		for range 2 { // at least once
			s.must(s.scheduler().PublishDue(s.Context()))
		}
		if ana.get("/api/v1/scheduled_statuses").is(200).json().size() != 0 {
			t.Error("it still waits")
		}
		ana.get("/api/v1/scheduled_statuses/" + number).refused(404)
		posts := ana.get("/api/v1/accounts/" + id(anaActor.ID) + "/statuses").is(200).json()
		if posts.size() != 1 {
			t.Fatalf("%d posts", posts.size())
		}
		posts.at(0, "visibility").eq("unlisted")
		posts.at(0, "in_reply_to_id").eq(id(asked.ID))
		posts.at(0, "media_attachments", 0, "description").eq("A rash")
		posts.at(0, "created_at").eq("2026-11-22T11:00:00.000Z")
		posts.at(0, "spoiler_text").eq("Skin")
		ana.header.Set("Idempotency-Key", "b7f2")
		write().at("id").eq(posts.at(0, "id").text())
	})
}

// What cannot be scheduled is said at once, and nothing of it is kept.
func TestScheduledRefusals(t *testing.T) {
	eachSite(t, func(s *site) {
		_, actor := storagetest.Member(s, s.store, "ana")
		ana := s.as(actor)
		schedule := func(pairs ...string) reply {
			return ana.post("/api/v1/statuses", append([]string{"visibility", "public"}, pairs...)...)
		}
		soon := s.in(time.Hour)
		schedule("status", "x", "scheduled_at", s.in(4*time.Minute)).refused(422).json().at("details", "scheduled_at", 0, "description")
		schedule("status", "x", "scheduled_at", s.in(-time.Hour)).refused(422)
		schedule("status", "x", "scheduled_at", "tomorrow").refused(422)
		schedule("status", "x", "scheduled_at", "9999999999999999999").refused(422)
		schedule("status", "", "scheduled_at", soon).refused(422)
		schedule("status", "x", "scheduled_at", soon, "media_ids[]", "99").refused(422)
		schedule("status", "x", "scheduled_at", soon, "in_reply_to_id", "99").refused(404)
		ana.post("/api/v1/statuses", "status", "x", "scheduled_at", soon, "visibility", "everyone").refused(422)
		schedule("status", strings.Repeat("a", community.MaxPost+1), "scheduled_at", soon).refused(422)
		kept := publishCase(s, actor, "Fever", community.Public)
		schedule("status", "She is called Ann, ann@example.org", "scheduled_at", soon, "in_reply_to_id", id(kept.ID)).refused(422)
		ana.get("/api/v1/scheduled_statuses/99").refused(404)
		ana.send("DELETE", "/api/v1/scheduled_statuses/99", "", nil).refused(404)
		if n := ana.get("/api/v1/scheduled_statuses").is(200).json().size(); n != 0 {
			t.Errorf("%d are kept", n)
		}
	})
}

// The rules are asked again at the moment: what they refuse then stays with the reason,
// its author is told, and nothing is posted.
func TestScheduledIsJudgedAgain(t *testing.T) {
	eachSite(t, func(s *site) {
		_, anaActor := storagetest.Member(s, s.store, "ana")
		_, bobActor := storagetest.Member(s, s.store, "bob")
		ana := s.as(anaActor)
		asked := storagetest.Post(s, s.store, bobActor, "What is it?")
		number := ana.post("/api/v1/statuses", "status", "Gout", "visibility", "public", "in_reply_to_id", id(asked.ID), "scheduled_at", s.in(time.Hour)).is(200).json().at("id").text()
		s.must(s.store.Block(s.Context(), bobActor.ID, anaActor.ID))
		s.clock.Advance(time.Hour)
		for range 2 {
			s.must(s.scheduler().PublishDue(s.Context()))
		}
		later, err := community.ParseID[community.ScheduledID](number)
		s.must(err)
		w, err := s.store.ScheduledPost(s.Context(), anaActor.ID, later)
		s.must(err)
		if w.Failed.IsZero() || w.Problem.Key != "scheduled.gone" || w.Draft.Text != "Gout" {
			t.Errorf("it stays as %+v", w)
		}
		told, err := s.store.Notifications(s.Context(), anaActor.ID, storage.NotificationFilter{Kinds: []community.NotificationKind{community.NotifyUnposted}}, storage.Page{})
		if err != nil || len(told) != 1 {
			t.Errorf("told %d times, %v", len(told), err)
		}
		s.must(s.store.Unblock(s.Context(), bobActor.ID, anaActor.ID))
		ana.form("PUT", "/api/v1/scheduled_statuses/"+number, "scheduled_at", s.in(time.Hour)).is(200)
		s.clock.Advance(time.Hour)
		s.must(s.scheduler().PublishDue(s.Context()))
		if n := ana.get("/api/v1/accounts/" + id(anaActor.ID) + "/statuses").is(200).json().size(); n != 1 {
			t.Errorf("%d posts", n)
		}
	})
}

// What is for people of the institution is scheduled, seen and changed with the scopes for
// it only.
func TestScheduledRestricted(t *testing.T) {
	eachSite(t, func(s *site) {
		_, actor := storagetest.Member(s, s.store, "ana")
		all, plain, reads := s.as(actor), s.as(actor, "read write"), s.as(actor, "read write cases:read")
		body := []string{"status", "Among us", "local_only", "true", "scheduled_at", s.in(time.Hour)}
		plain.post("/api/v1/statuses", body...).refused(403)
		reads.post("/api/v1/statuses", body...).refused(403)
		number := all.post("/api/v1/statuses", body...).is(200).json().at("id").text()
		if plain.get("/api/v1/scheduled_statuses").is(200).json().size() != 0 {
			t.Error("it is listed without cases:read")
		}
		plain.get("/api/v1/scheduled_statuses/" + number).refused(404)
		plain.send("DELETE", "/api/v1/scheduled_statuses/"+number, "", nil).refused(404)
		reads.get("/api/v1/scheduled_statuses/"+number).is(200).json().at("params", "local_only").eq(true)
		reads.send("DELETE", "/api/v1/scheduled_statuses/"+number, "", nil).refused(403)
		s.clock.Advance(time.Hour)
		s.must(s.scheduler().PublishDue(s.Context()))
		posts, err := s.store.Home(s.Context(), storagetest.Viewer(s, s.store, actor.ID), storage.Page{})
		if err != nil || len(posts) != 1 || posts[0].Post.Audience.Kind != community.InstanceOnly {
			t.Errorf("posted %v, %v", posts, err)
		}
	})
}

// A poll that waits is open from the moment it is posted.
func TestScheduledPoll(t *testing.T) {
	eachSite(t, func(s *site) {
		_, actor := storagetest.Member(s, s.store, "ana")
		ana := s.as(actor)
		made := ana.send("POST", "/api/v1/statuses", "application/json", []byte(`{"status":"Which?","visibility":"public","scheduled_at":"`+s.in(time.Hour)+`",
			"poll":{"options":["A","B"],"expires_in":3600,"multiple":true}}`)).is(200).json()
		made.at("params", "poll", "options", 1).eq("B")
		made.at("params", "poll", "expires_in").eq(3600)
		made.at("params", "poll", "multiple").eq(true)
		made.at("params", "poll", "hide_totals").eq(false)
		s.clock.Advance(90 * time.Minute)
		s.must(s.scheduler().PublishDue(s.Context()))
		poll := ana.get("/api/v1/accounts/"+id(actor.ID)+"/statuses").is(200).json().at(0, "poll")
		poll.at("expires_at").eq("2026-11-22T11:30:00.000Z")
		poll.at("multiple").eq(true)
	})
}

// What is deleted to be written anew keeps its pictures for that, unless the app says
// otherwise; those in the thread of a case go at once.
func TestDeleteAndRedraft(t *testing.T) {
	eachSite(t, func(s *site) {
		_, actor := storagetest.Member(s, s.store, "ana")
		ana := s.as(actor)
		asked := publishCase(s, actor, "Fever", community.Public)
		for name, c := range map[string]struct {
			delete, parent string
			again          int
		}{"to redraft": {"", "", 200}, "said so": {"false", "", 200}, "with its pictures": {"true", "", 422}, "of a case": {"", id(asked.ID), 422}} {
			picture := ana.upload("POST", "/api/v2/media", pngPicture(t), "", "file", "description", "A rash").is(200).json().at("id").text()
			made := ana.post("/api/v1/statuses", "status", "Look", "visibility", "public", "media_ids[]", picture, "in_reply_to_id", c.parent).is(200).json()
			gone := ana.form("DELETE", "/api/v1/statuses/"+made.at("id").text(), "delete_media", c.delete).is(200).json()
			gone.at("text").eq("Look")
			gone.at("media_attachments", 0, "id").eq(picture)
			again := ana.post("/api/v1/statuses", "status", "Look again", "visibility", "public", "media_ids[]", picture)
			if again.status != c.again {
				t.Errorf("%s: %d %s", name, again.status, again.body)
			}
		}
	})
}

// Every version of a post says what it asks and quotes.
func TestHistoryOfPoll(t *testing.T) {
	eachSite(t, func(s *site) {
		_, actor := storagetest.Member(s, s.store, "ana")
		ana := s.as(actor)
		made := ana.post("/api/v1/statuses", "status", "Which?", "visibility", "public", "poll[options][]", "A", "poll[options][]", "B", "poll[expires_in]", "3600").is(200).json()
		path := "/api/v1/statuses/" + made.at("id").text()
		ana.form("PUT", path, "status", "Which one?", "poll[options][]", "A", "poll[options][]", "B", "poll[expires_in]", "3600").is(200)
		ana.form("PUT", path, "status", "Which one?", "poll[options][]", "A", "poll[options][]", "C", "poll[expires_in]", "3600").refused(422)
		history := ana.get(path + "/history").is(200).json()
		for i := range 2 {
			history.at(i, "poll", "options", 1, "title").eq("B")
			history.at(i, "quote").eq(nil)
		}
	})
}
