package mastodon

import (
	"testing"

	"consilium/community"
	"consilium/storage/storagetest"
)

// Nobody answers through an app what its author does not let them answer.
func TestRepliesRefusedByPolicy(t *testing.T) {
	eachSite(t, func(s *site) {
		_, ana := storagetest.Member(s, s.store, "ana")
		uma := storagetest.Remote(s, s.store, "https://there.example", "uma")
		open, err := community.OpenAudience(community.Public)
		s.must(err)
		publication, err := community.Receive(community.RemotePost{IRI: storagetest.IRI(s, "https://there.example/notes/1"), Author: uma, Kind: community.NotePost,
			Audience: open, HTML: "Alone", Published: s.clock.Now(), Policy: community.InteractionPolicy{Reply: &community.InteractionRule{Automatic: []string{uma.IRI.String()}}}},
			nil, s.clock.Now())
		s.must(err)
		p, err := s.store.Publish(t.Context(), publication)
		s.must(err)
		s.as(ana).post("/api/v1/statuses", "status", "And I", "visibility", "public", "in_reply_to_id", id(p.ID)).refused(403)
	})
}
