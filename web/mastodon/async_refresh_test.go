package mastodon

import (
	"strings"
	"testing"
	"time"

	"consilium/community"
	"consilium/storage/storagetest"
)

// While answers are looked for elsewhere the app is told where to ask for the end of it;
// who cannot see the post finds no search.
func TestAsyncRefresh(t *testing.T) {
	eachSite(t, func(s *site) {
		_, anaActor := storagetest.Member(s, s.store, "ana")
		ana := s.as(anaActor)
		far := storagetest.RemotePost(s, s.store, storagetest.Remote(s, s.store, "https://there.example", "eve"), "From far away")
		mine := storagetest.Post(s, s.store, anaActor, "From here")
		if got := ana.get("/api/v1/statuses/" + id(mine.ID) + "/context").is(200).header.Get("Mastodon-Async-Refresh"); got != "" {
			t.Errorf("nothing is looked for: %s", got)
		}
		ana.get("/api/v1_alpha/async_refreshes/context." + id(far.ID)).refused(404)
		head := ana.get("/api/v1/statuses/" + id(far.ID) + "/context").is(200).header.Get("Mastodon-Async-Refresh")
		name, rest, _ := strings.Cut(strings.TrimPrefix(head, `id="`), `"`)
		if name != "context."+id(far.ID) || rest != ", retry=3" {
			t.Fatalf("the header is %s", head)
		}
		path := "/api/v1_alpha/async_refreshes/" + name
		running := ana.get(path).is(200).json()
		running.at("async_refresh", "id").eq(name)
		running.at("async_refresh", "status").eq("running")
		running.at("async_refresh", "result_count").eq(nil)
		s.clock.Advance(time.Second)
		s.must(s.store.AnswersSought(s.Context(), far.ID))
		ana.get(path).is(200).json().at("async_refresh", "status").eq("finished")
		if got := ana.get("/api/v1/statuses/" + id(far.ID) + "/context").is(200).header.Get("Mastodon-Async-Refresh"); got != "" {
			t.Errorf("it is over: %s", got)
		}
		hidden := storagetest.RemotePost(s, s.store, storagetest.Remote(s, s.store, "https://there.example", "zoe"), "For followers", community.Followers)
		for _, wrong := range []string{"context." + id(hidden.ID), "context.99", "context.", "other.1", "x", "%00", strings.Repeat("9", 300)} {
			ana.get("/api/v1_alpha/async_refreshes/" + wrong).refused(404)
		}
	})
}
