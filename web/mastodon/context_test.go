package mastodon

import (
	"testing"

	"consilium/storage"
	"consilium/storage/storagetest"
)

// An app that opens a conversation of another server makes it be asked for what is missing,
// once.
func TestContextSeeksReplies(t *testing.T) {
	eachSite(t, func(s *site) {
		_, anaActor := storagetest.Member(s, s.store, "ana")
		post := storagetest.RemotePost(s, s.store, storagetest.Remote(s, s.store, "https://there.example", "bob"), "From there")
		ana := s.as(anaActor)
		for range 2 {
			ana.get("/api/v1/statuses/" + id(post.ID) + "/context").is(200)
		}
		jobs, err := s.store.Jobs(t.Context(), "fetch/there.example", 10)
		if err != nil || len(jobs) != 1 || jobs[0].Kind != storage.KindConversation {
			t.Errorf("%+v, %v", jobs, err)
		}
	})
}
