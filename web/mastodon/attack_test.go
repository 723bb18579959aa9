package mastodon

import (
	"database/sql"
	"fmt"
	"strings"
	"testing"
	"time"

	"consilium/community"
	"consilium/storage/storagetest"
)

// Staff are shown what was reported also when they are not whom it was for, or when it is
// hidden already; pictures of it stay at the desk.
func TestReportedPostThatStaffMayNotReadIsShownToThem(t *testing.T) {
	storagetest.EachDatabase(t, func(t *testing.T, database string) {
		s, run := openSite(t, database), beside(t, database)
		admin, _ := s.staff("chief", community.Administrator)
		_, ana := storagetest.Member(s, s.store, "ana")
		_, bob := storagetest.Member(s, s.store, "bob")
		private := storagetest.Post(s, s.store, bob, "Among us only", community.Followers)
		open := storagetest.Post(s, s.store, bob, "Buy this")
		f, err := s.store.AddFlag(t.Context(), community.Flag{Reporter: ana.ID, Target: bob.ID, Category: "spam", Posts: []community.PostID{private.ID, open.ID}})
		s.must(err)
		run(`UPDATE post SET hidden = 1 WHERE id = %d`, open.ID)
		run(`INSERT INTO media (id, owner, post, file, created) VALUES (5, %d, %d, 'a.png', 1)`, bob.ID, private.ID)
		got := admin.get("/api/v1/admin/reports/" + id(f.ID)).is(200).json()
		if got.at("statuses").size() != 2 {
			t.Fatalf("staff are shown %d of 2 reported posts", got.at("statuses").size())
		}
		got.at("statuses", 0, "account", "id").eq(id(bob.ID))
		if n := got.at("statuses", 0, "media_attachments").size(); n != 0 {
			t.Errorf("with %d pictures", n)
		}
	})
}

// An app without cases:read takes no address of a restricted post along.
func TestBookmarksTakenAlongWithoutCasesNameNone(t *testing.T) {
	eachSite(t, func(s *site) {
		_, ana := storagetest.Member(s, s.store, "ana")
		kept := publishCase(s, ana, "Fever", community.InstanceOnly)
		open := storagetest.Post(s, s.store, ana, "Good morning")
		for _, p := range []community.Post{kept, open} {
			s.as(ana).post("/api/v1/statuses/" + id(p.ID) + "/bookmark").is(200)
		}
		for scopes, secret := range map[string]bool{"read": true, "read:bookmarks": true, "read cases:read": false} {
			got := s.as(ana, scopes).get("/api/v1/exports/bookmarks.csv").body
			if strings.Contains(got, kept.IRI.String()) == secret || !strings.Contains(got, open.IRI.String()) {
				t.Errorf("%s: %s", scopes, got)
			}
		}
	})
}

// What waits to be let in because of a restricted post is neither listed nor counted for
// an app without cases:read.
func TestRequestsAboutCasesAreNotCountedWithoutCases(t *testing.T) {
	eachSite(t, func(s *site) {
		_, ana := storagetest.Member(s, s.store, "ana")
		_, eve := storagetest.Member(s, s.store, "eve")
		_, tim := storagetest.Member(s, s.store, "tim")
		s.as(ana).form("PATCH", "/api/v2/notifications/policy", "for_not_following", "filter").is(200)
		s.as(eve).post("/api/v1/statuses", "status", "@ana restricted", "local_only", "true").is(200)
		said := s.as(tim).post("/api/v1/statuses", "status", "@ana in the open", "visibility", "public").is(200).json().at("id").text()
		s.clock.Advance(time.Minute)
		s.as(tim).post("/api/v1/statuses", "status", "@ana restricted too", "local_only", "true").is(200)

		with := s.as(ana).get("/api/v1/notifications/requests").is(200).json()
		if with.size() != 2 {
			t.Fatalf("with cases:read: %v", with.any)
		}
		app := s.as(ana, "read write")
		list := app.get("/api/v1/notifications/requests").is(200).json()
		if list.size() != 1 {
			t.Fatalf("without cases:read: %v", list.any)
		}
		list.at(0, "account", "id").eq(id(tim.ID))
		list.at(0, "notifications_count").eq("1")
		list.at(0, "last_status", "id").eq(said)
		sum := app.get("/api/v2/notifications/policy").is(200).json()
		sum.at("summary", "pending_requests_count").eq(1)
		sum.at("summary", "pending_notifications_count").eq(1)
		for i := range 2 {
			status := 404
			if with.at(i, "account", "id").text() == id(tim.ID) {
				status = 200
			}
			if got := app.get("/api/v1/notifications/requests/" + with.at(i, "id").text()); got.status != status {
				t.Errorf("request of %s: %d", with.at(i, "account", "acct").text(), got.status)
			}
		}
	})
}

// A quote within a quote does not name a post that whoever asks may not see.
func TestQuoteWithinAQuoteNamesNoHiddenPost(t *testing.T) {
	eachSite(t, func(s *site) {
		_, anaActor := storagetest.Member(s, s.store, "ana")
		_, bobActor := storagetest.Member(s, s.store, "bob")
		_, cemActor := storagetest.Member(s, s.store, "cem")
		_, eveActor := storagetest.Member(s, s.store, "eve")
		ana, bob, cem, eve := s.as(anaActor), s.as(bobActor), s.as(cemActor), s.as(eveActor)
		post := func(by *caller, fields ...string) string {
			s.Helper()
			return by.post("/api/v1/statuses", append([]string{"visibility", "public"}, fields...)...).is(200).json().at("id").text()
		}
		said := post(ana, "status", "Quote me")
		quoting := post(bob, "status", "She says", "quoted_status_id", said)
		outer := post(cem, "status", "He says she says", "quoted_status_id", quoting)
		eve.get("/api/v1/statuses/"+outer).is(200).json().at("quote", "quoted_status", "quote", "quoted_status_id").eq(said)
		ana.post("/api/v1/accounts/" + id(eveActor.ID) + "/block").is(200)
		eve.get("/api/v1/statuses/" + said).refused(404)
		if got := eve.get("/api/v1/statuses/" + outer).is(200); strings.Contains(got.body, said) {
			t.Errorf("told of %s: %s", said, got.body)
		}
	})
}

// Whoever may write to the institution, but read nothing there, is told that it was
// published: an app that hears 404 sends it again.
func TestWritingWithoutReadingCasesIsAnswered(t *testing.T) {
	eachSite(t, func(s *site) {
		_, ana := storagetest.Member(s, s.store, "ana")
		got := s.as(ana, "read write cases:write").post("/api/v1/statuses", "status", "For the ward", "local_only", "true")
		var published int
		estate, err := s.store.Estate(t.Context(), ana.User)
		s.must(err)
		for p, err := range estate.Posts(t.Context()) {
			s.must(err)
			if p.Post.ID != 0 {
				published++
			}
		}
		if (got.status == 200) != (published == 1) {
			t.Errorf("answered %d, and %d were published", got.status, published)
		}
	})
}

// What was rendered for one is not shown to another: neither what they did, nor their
// language, nor what their token reads.
func TestNothingRenderedForOneIsShownToAnother(t *testing.T) {
	storagetest.EachDatabase(t, func(t *testing.T, database string) {
		s, run := openSite(t, database), beside(t, database)
		other := storagetest.At(t, storagetest.Options{Database: database, Now: s.clock.Now})
		_, ana := storagetest.Member(s, s.store, "ana")
		bobUser, bob := storagetest.Member(s, s.store, "bob")
		post := storagetest.Post(s, s.store, ana, "Look @bob")
		closed := publishCase(s, ana, "Fever", community.InstanceOnly)
		run(`UPDATE actor SET profession = 'physician' WHERE id = %d`, ana.ID)
		run(`UPDATE user_account SET language = 'de' WHERE id = %d`, bobUser.ID)
		path := "/api/v1/statuses/" + id(post.ID)
		first, second, visitor := s.as(ana), s.as(bob), s.visitor()
		first.post(path + "/favourite").is(200).json().at("favourited").eq(true)
		second.post(path + "/bookmark").is(200).json().at("bookmarked").eq(true)
		for range 2 {
			a, b, v := first.get(path).is(200).json(), second.get(path).is(200).json(), visitor.get(path).is(200).json()
			a.at("favourited").eq(true)
			a.at("bookmarked").eq(false)
			b.at("favourited").eq(false)
			b.at("bookmarked").eq(true)
			v.at("favourited").eq(false)
			v.at("bookmarked").eq(false)
			if a.at("account", "fields", 0, "name").text() == b.at("account", "fields", 0, "name").text() {
				t.Errorf("English and German say alike %v", a.at("account", "fields").any)
			}
		}
		hidden := "/api/v1/statuses/" + id(closed.ID)
		first.get(hidden).is(200)
		s.as(ana, "read").get(hidden).refused(404)
		s.as(bob, "read write").get(hidden).refused(404)
		visitor.get(hidden).refused(404)

		// Another process, or a command beside the server.
		run(`UPDATE post SET hidden = 1 WHERE id = %d`, post.ID)
		first.get(path).is(200)
		second.get(path).refused(404)
		visitor.get(path).refused(404)
		run(`UPDATE post SET hidden = NULL WHERE id = %d`, post.ID)
		visitor.get(path).is(200)
		s.must(other.SuspendActor(t.Context(), ana.ID, bob.ID, ""))
		first.get(path).refused(401)
		visitor.get(path).refused(404)
		if got := visitor.get("/api/v1/accounts/" + id(ana.ID)); strings.Contains(got.body, `"note":"<`) {
			t.Errorf("a suspended person: %s", got.body)
		}
	})
}

// Who stands behind a token is known of this moment, whoever changed it.
func TestTokenIsReadAsItIsNow(t *testing.T) {
	storagetest.EachDatabase(t, func(t *testing.T, database string) {
		s, run := openSite(t, database), beside(t, database)
		_, mona := storagetest.Staff(s, s.store, "mona", community.Moderator)
		staff, plain := s.as(mona, staffScopes), s.as(mona, "read")
		staff.get("/api/v1/admin/reports").is(200)
		plain.get("/api/v1/timelines/home").is(200)
		run(`UPDATE user_account SET role = 'member' WHERE actor = %d`, mona.ID)
		staff.get("/api/v1/admin/reports").refused(403)
		run(`UPDATE access_token SET scopes = 'write' WHERE actor = %d AND scopes = 'read'`, mona.ID)
		plain.get("/api/v1/timelines/home").refused(403)
		run(`DELETE FROM access_token WHERE actor = %d AND scopes = 'write'`, mona.ID)
		plain.get("/api/v1/timelines/home").refused(401)
		again := s.as(mona, "read")
		again.get("/api/v1/timelines/home").is(200)
		run(`UPDATE user_account SET state = 'suspended' WHERE actor = %d`, mona.ID)
		again.get("/api/v1/timelines/home").refused(403)
		run(`UPDATE user_account SET state = 'active' WHERE actor = %d`, mona.ID)
		again.get("/api/v1/timelines/home").is(200)
		run(`UPDATE actor SET suspended = 1 WHERE id = %d`, mona.ID)
		again.get("/api/v1/timelines/home").refused(403)
	})
}

// beside changes the database as another process does.
func beside(t *testing.T, database string) func(statement string, args ...any) {
	t.Helper()
	driver, own := "sqlite3", strings.TrimPrefix(database, "sqlite:")+"?_busy_timeout=5000&_fk=1"
	if strings.HasPrefix(database, "postgres") {
		driver, own = "pgx", database
	}
	db, err := sql.Open(driver, own)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return func(statement string, args ...any) {
		t.Helper()
		if _, err := db.ExecContext(t.Context(), fmt.Sprintf(statement, args...)); err != nil {
			t.Fatal(err)
		}
	}
}

// Decision 9, beyond the words: not even the number or the address of what is restricted is
// in an answer to an app without cases:read, nor is it counted, for whomever it speaks.
func TestRestrictedPostsLeaveNoTraceWithoutCases(t *testing.T) {
	eachSite(t, func(s *site) {
		_, ana := storagetest.Member(s, s.store, "ana")
		_, bob := storagetest.Member(s, s.store, "bob")
		storagetest.Following(s, s.store, bob, ana)
		storagetest.Following(s, s.store, ana, bob)
		writer, reader := s.as(ana), s.as(bob)
		list := reader.post("/api/v1/lists", "title", "Ward").is(200).json().at("id").text()
		reader.post("/api/v1/lists/"+list+"/accounts", "account_ids[]", id(ana.ID)).is(200)
		reader.post("/api/v1/tags/ward/follow").is(200)
		kept := publishCase(s, ana, "Fever #ward", community.InstanceOnly)
		local := writer.post("/api/v1/statuses", "status", "@bob #ward", "local_only", "true").is(200).json().at("id").text()
		answer := reader.post("/api/v1/statuses", "status", "@ana #ward", "in_reply_to_id", id(kept.ID)).is(200).json().at("id").text()
		later := writer.post("/api/v1/statuses", "status", "#ward", "local_only", "true", "scheduled_at", s.in(time.Hour)).is(200).json().at("id").text()
		traces := map[string]string{id(kept.ID): "the case", local: "a post", answer: "an answer", later: "a scheduled post", kept.IRI.String(): "the address of the case"}
		for number := range traces {
			if number == later || strings.HasPrefix(number, "https:") {
				continue
			}
			for _, c := range []*caller{writer, reader} {
				for _, deed := range []string{"favourite", "bookmark", "mute"} {
					c.post("/api/v1/statuses/" + number + "/" + deed).is(200)
				}
				s.clock.Advance(time.Hour / 100)
			}
		}
		s.must(s.store.CountTrends(t.Context()))
		for who, c := range map[string]*caller{"author": s.as(ana, "read write follow push"), "named": s.as(bob, "read write follow push"), "visitor": s.visitor()} {
			for _, path := range canaryPaths(s, []string{id(kept.ID), local, answer}, []string{id(ana.ID), id(bob.ID)}, kept.IRI.String()) {
				s.clock.Advance(5 * time.Minute)
				got := c.get(path)
				for trace, what := range traces {
					if strings.Contains(got.body, trace) || strings.Contains(got.header.Get("Link"), "id="+trace) {
						t.Errorf("%s is told of %s at %s: %s %s", who, what, path, got.header.Get("Link"), got.body)
					}
				}
			}
			account := c.get("/api/v1/accounts/" + id(ana.ID)).is(200).json()
			account.at("statuses_count").eq(0)
			account.at("last_status_at").eq(nil)
			history := c.get("/api/v1/tags/ward").is(200).json().at("history", 0)
			history.at("uses").eq("0")
			if who == "visitor" {
				continue
			}
			for _, path := range []string{"/api/v1/notifications/unread_count", "/api/v2/notifications/unread_count"} {
				// Following is what is left.
				c.get(path + "?exclude_types[]=follow").is(200).json().at("count").eq(0)
			}
		}
	})
}
