package mastodon

import (
	"testing"

	"consilium/storage/storagetest"
)

// A thumbnail is a picture that has to be made: it is counted as one, also when it comes
// again and again for the same thing.
func TestAttackThumbnailsWithoutEnd(t *testing.T) {
	eachSite(t, func(s *site) {
		_, actor := storagetest.Member(s, s.store, "ana")
		ana := s.as(actor)
		path := "/api/v1/media/" + ana.upload("POST", "/api/v1/media", waveSound(), "", "file").is(200).json().at("id").text()
		refused := 0
		for range 40 {
			if r := ana.upload("PUT", path, pngPicture(t), "", "thumbnail"); r.status == 429 {
				refused++
			} else {
				r.is(200)
			}
		}
		if refused != 11 {
			t.Errorf("%d of 40 were refused", refused)
		}
		ana.upload("PUT", path, nil, "description", "Heart sounds").is(200)
	})
}

// What somebody else sent is not there, finished or not: neither to be looked at nor to be
// changed, posted or removed.
func TestAttackMediaOfOthers(t *testing.T) {
	eachSite(t, func(s *site) {
		_, owner := storagetest.Member(s, s.store, "ana")
		_, other := storagetest.Member(s, s.store, "eve")
		ana, eve := s.as(owner), s.as(other)
		made := ana.upload("POST", "/api/v2/media", waveSound(), "", "file").is(202).json().at("id").text()
		for range 2 {
			for _, id := range []string{made, "99"} { // as one that nobody has
				eve.get("/api/v1/media/" + id).refused(404)
				eve.form("PUT", "/api/v1/media/"+id, "description", "mine").refused(404)
				eve.form("DELETE", "/api/v1/media/"+id).refused(404)
				eve.post("/api/v1/statuses", "status", "Look", "media_ids[]", id).refused(422)
			}
			s.process(made)
		}
		ana.get("/api/v1/media/" + made).is(200).json().at("description").eq(nil)
	})
}
