package mastodon

import (
	"strings"
	"testing"
	"time"

	"consilium/community"
	"consilium/storage/storagetest"
)

// A picture on a restricted post that waits is not there for another app of the same member:
// neither to be seen nor to be put into the open. A filter names no post it cannot see.
func TestPictureThatWaitsForFewIsNotThereForAnotherApp(t *testing.T) {
	eachSite(t, func(s *site) {
		_, ana := storagetest.Member(s, s.store, "ana")
		with, without := s.as(ana), s.as(ana, "read write follow")
		kept := publishCase(s, ana, "Fever", community.InstanceOnly)
		filter := with.post("/api/v2/filters", "title", "Seen", "context[]", "home", "filter_action", "hide").is(200).json().at("id").text()
		with.post("/api/v2/filters/"+filter+"/statuses", "status_id", id(kept.ID)).is(200)
		picture := with.upload("POST", "/api/v2/media", pngPicture(t), "", "file", "description", canary).is(200).json().at("id").text()
		later := with.post("/api/v1/statuses", "status", canary, "local_only", "true", "media_ids[]", picture, "scheduled_at", s.in(time.Hour)).is(200).json().at("id").text()
		s.clock.Advance(time.Minute)
		for _, path := range []string{"/api/v2/filters", "/api/v1/media/" + picture, "/api/v1/scheduled_statuses", "/api/v1/scheduled_statuses/" + later} {
			if got := without.get(path); strings.Contains(got.body, canary) {
				t.Errorf("%s: %s", path, got.body)
			}
		}
		without.post("/api/v2/filters/"+filter+"/statuses", "status_id", id(kept.ID)).refused(404)
		without.post("/api/v1/statuses", "status", "Look", "visibility", "public", "media_ids[]", picture).refused(422)
		without.form("PUT", "/api/v1/media/"+picture, "description", "mine").refused(404)
		without.form("DELETE", "/api/v1/media/"+picture).refused(404)
		with.get("/api/v1/media/" + picture).is(200)
		loose := without.upload("POST", "/api/v2/media", pngPicture(t), "", "file").is(200).json().at("id").text()
		without.post("/api/v1/statuses", "status", "Look", "visibility", "public", "media_ids[]", loose).is(200)
	})
}
