package mastodon

import (
	"net/url"
	"strings"
	"testing"

	"consilium/community"
	"consilium/storage/storagetest"
)

// found are the numbers of the posts a search gives.
func (c *caller) found(query string) string {
	c.Helper()
	var ids []string
	list := c.get("/api/v2/search?type=statuses&" + query).is(200).json().at("statuses")
	for i := range list.size() {
		ids = append(ids, list.at(i, "id").text())
	}
	return strings.Join(ids, " ")
}

// Part 6: posts are found by their words, with the operators, page by page.
func TestSearchStatuses(t *testing.T) {
	eachSite(t, func(s *site) {
		_, anaActor := storagetest.Member(s, s.store, "ana")
		_, bobActor := storagetest.Member(s, s.store, "bob")
		bob := s.as(bobActor)
		var own []string
		for range 5 {
			own = append([]string{id(storagetest.Post(s, s.store, bobActor, "Fever again").ID)}, own...)
		}
		hers := storagetest.Post(s, s.store, anaActor, "Fever and rash")
		hidden := storagetest.Post(s, s.store, anaActor, "Fever of a patient of mine", community.InstanceOnly)
		is := func(query, want string) {
			t.Helper()
			if got := bob.found(query); got != want {
				t.Errorf("%s finds %s, want %s", query, got, want)
			}
		}
		all := strings.Join(own, " ")
		is("q=fever", all)
		s.must(s.store.Bookmark(s.Context(), bobActor.ID, hers.ID))
		s.must(s.store.Bookmark(s.Context(), bobActor.ID, hidden.ID)) // restricted posts are no part of the index
		is("q=fever", id(hers.ID)+" "+all)
		is("q="+url.QueryEscape(`"fever and" from:@ana`), id(hers.ID))
		is("q=fever&account_id="+id(anaActor.ID), id(hers.ID))
		is("q=fever&account_id=x", "")
		is("q=fever&limit=2&offset=1", own[0]+" "+own[1])
		is("q=fever&limit=2&offset=4", own[3]+" "+own[4])
		is("q=fever&offset=999999999999", "")
		is("q=fever&limit=2&max_id="+own[0], own[1]+" "+own[2])
		is("q=fever&limit=2&min_id="+own[4], own[2]+" "+own[3])
		is("q=rash", id(hers.ID))
		is("q=has:image", "")
		if n := bob.get("/api/v2/search?q=fever").is(200).json().at("statuses").size(); n != 6 {
			t.Errorf("%d posts without a type", n)
		}
		for _, bad := range []string{"q=fever&type=posts", "q=fever&limit=x", "q=fever&offset=-1", "q=fever&max_id=x", "q=a%00b", "q=%ff", "resolve=maybe&q=x"} {
			if got := bob.get("/api/v2/search?" + bad); got.status != 422 && got.status != 400 {
				t.Errorf("%s: %d", bad, got.status)
			}
		}
		// Without a member there are people and hashtags, and nothing is skipped or resolved.
		visitor := s.visitor()
		if got := visitor.found("q=fever"); got != "" {
			t.Errorf("a visitor finds %s", got)
		}
		visitor.get("/api/v2/search?q=ana").is(200).json().at("accounts", 0, "acct").eq("ana")
		visitor.get("/api/v2/search?q=ana&resolve=true").refused(401)
		visitor.get("/api/v2/search?q=ana&type=accounts&offset=1").refused(401)
	})
}
