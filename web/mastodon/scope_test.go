package mastodon

import (
	"strings"
	"testing"

	"consilium/community"
	"consilium/storage"
	"consilium/storage/storagetest"
	"consilium/web/session"
)

// things are what the variables of the routes can stand for: something of ana's,
// as she and as others may see it.
type things struct {
	ana, bob     community.Actor
	post         community.Post
	picture      community.Media
	notification community.NotificationID
}

func (s *site) things() things {
	s.Helper()
	var x things
	_, x.ana = storagetest.Member(s, s.store, "ana")
	_, x.bob = storagetest.Member(s, s.store, "bob")
	x.post = storagetest.Post(s, s.store, x.ana, "For all to read #ward")
	s.must(s.store.Like(s.Context(), x.bob, x.post))
	var err error
	x.picture, err = s.api.Library.Upload(s.Context(), x.ana.ID, strings.NewReader(string(pngPicture(s.T))), "")
	s.must(err)
	list, err := s.store.Notifications(s.Context(), x.ana.ID, storage.NotificationFilter{}, storage.Page{})
	s.must(err)
	x.notification = list[0].ID
	return x
}

// path fills the variables of a route with what is ana's.
func (x things) path(template string) string {
	number := id(x.post.ID)
	switch {
	case strings.Contains(template, "/accounts/"), strings.Contains(template, "/follow_requests/"):
		number = id(x.ana.ID)
	case strings.Contains(template, "/media/"):
		number = id(x.picture.ID)
	case strings.Contains(template, "/notifications/"):
		number = id(x.notification)
	}
	return strings.NewReplacer("{id:[0-9]+}", number, "{group}", "ungrouped-"+id(x.notification), "{refresh}", refreshOf+number, "{quoting:[0-9]+}", number, "{tag}", "ward", "{name}", "ward", "{kind:tags|statuses|links}", "tags").Replace(template)
}

func (c *caller) try(e endpoint, x things) reply {
	c.Helper()
	c.clock.Advance(5 * 60 * 1e9) // limits are for another test
	path := x.path(e.path)
	if goesOn(e) {
		return c.send("HEAD", path+"?tag=ward", "", nil) // a stream would go on
	}
	if e.method == "GET" {
		return c.get(path + "?q=ana&acct=ana&id[]=" + id(x.ana.ID))
	}
	return c.form(e.method, path, "status", "Words", "visibility", "public", "account_id", id(x.ana.ID), "display_name", "Name")
}

// goesOn says whether an answer has no end; these have tests of their own.
func goesOn(e endpoint) bool { return strings.HasPrefix(e.path, streaming+"/") && e.who == member }

// forStaff says whether an endpoint has a table of its own (TestAdminIsForStaff).
func forStaff(e endpoint) bool { return strings.HasPrefix(e.scope, "admin:") }

// allBut are all scopes that do not allow one.
func allBut(wanted string) []string {
	var scopes []string
	for _, scope := range session.Scopes() {
		if !session.Allows(scope, wanted) {
			scopes = append(scopes, scope)
		}
	}
	return scopes
}

// Reading is not writing: with the wide scope read nothing changes, and with
// write nothing is read.
func TestReadAndWriteAreApart(t *testing.T) {
	eachSite(t, func(s *site) {
		x := s.things()
		reads, writes := s.as(x.ana, "read"), s.as(x.ana, "write")
		for _, e := range s.api.endpoints() {
			if e.who == stranger || e.scope == "" || e.scope == "profile" || e.scope == "push" || forStaff(e) {
				continue
			}
			c, other := reads, writes
			if strings.HasPrefix(e.scope, "write") {
				c, other = writes, reads
			}
			if got := other.try(e, x); got.status != 403 {
				t.Errorf("%s %s with the other scope: %d", e.method, e.path, got.status)
			}
			if got := c.try(e, x); got.status == 403 && !strings.HasSuffix(e.path, "/block") && !strings.HasSuffix(e.path, "/mute") {
				t.Errorf("%s %s with its scope: %d %s", e.method, e.path, got.status, got.body)
			}
		}
	})
}

// What is somebody else's is not there to be changed, and not read when private.
func TestOtherMembersThings(t *testing.T) {
	eachSite(t, func(s *site) {
		x := s.things()
		hidden := storagetest.Post(s, s.store, x.ana, "Only for those who follow", community.Followers)
		bob := s.as(x.bob)
		for _, c := range []struct{ method, path string }{
			{"DELETE", "/api/v1/statuses/" + id(x.post.ID)}, {"PUT", "/api/v1/statuses/" + id(x.post.ID)},
			{"PUT", "/api/v1/media/" + id(x.picture.ID)}, {"GET", "/api/v1/media/" + id(x.picture.ID)},
			{"GET", "/api/v1/notifications/" + id(x.notification)}, {"POST", "/api/v1/notifications/" + id(x.notification) + "/dismiss"},
			{"POST", "/api/v1/follow_requests/" + id(x.ana.ID) + "/authorize"},
		} {
			bob.form(c.method, c.path, "status", "mine now", "description", "mine now").refused(404)
		}
		bob.post("/api/v1/statuses", "status", "with her picture", "visibility", "public", "media_ids[]", id(x.picture.ID)).refused(422)
		// S-PRIV-7: no deed touches what one cannot see, and a thing that does not
		// exist answers the same.
		for _, deed := range []string{"favourite", "unfavourite", "bookmark", "unbookmark", "reblog", "unreblog"} {
			a := bob.post("/api/v1/statuses/" + id(hidden.ID) + "/" + deed).refused(404)
			b := bob.post("/api/v1/statuses/" + id(hidden.ID+1) + "/" + deed).refused(404)
			if a.body != b.body {
				t.Errorf("%s: hidden %s, unknown %s", deed, a.body, b.body)
			}
		}
		for _, part := range []string{"", "/context", "/history", "/source", "/reblogged_by", "/favourited_by"} {
			bob.get("/api/v1/statuses/" + id(hidden.ID) + part).refused(404)
		}
		bob.post("/api/v1/statuses", "status", "answer", "visibility", "public", "in_reply_to_id", id(hidden.ID)).refused(404)
		bob.post("/api/v1/reports", "account_id", id(x.ana.ID), "status_ids[]", id(hidden.ID)).refused(404)
		s.as(x.ana).get("/api/v1/statuses/" + id(x.post.ID)).is(200).json().at("content").eq(x.post.Content.String())
	})
}
