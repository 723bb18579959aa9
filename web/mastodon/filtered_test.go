package mastodon

import (
	"testing"

	"consilium/community"
	"consilium/storage/storagetest"
)

// What a filter finds stands in the status, in the places it is for; what is pinned,
// direct, or has one of several hashtags is found.
func TestStatusesOfAViewer(t *testing.T) {
	eachSite(t, func(s *site) {
		_, anaActor := storagetest.Member(s, s.store, "ana")
		_, bob := storagetest.Member(s, s.store, "bob")
		storagetest.Following(s, s.store, anaActor, bob)
		ana := s.as(anaActor)
		storagetest.Post(s, s.store, bob, "Rain all #day")
		sunny := storagetest.Post(s, s.store, anaActor, "Sun at #night and #day")
		ana.get("/api/v1/timelines/home").is(200).json().at(0, "filtered")
		ana.post("/api/v2/filters", "title", "Weather", "context[]", "home", "keywords_attributes[0][keyword]", "rain", "filter_action", "warn").is(200)
		home := ana.get("/api/v1/timelines/home").is(200).json()
		home.at(1, "filtered", 0, "filter", "title").eq("Weather")
		home.at(1, "filtered", 0, "keyword_matches", 0).eq("rain")
		if found := ana.get("/api/v1/timelines/public").is(200).json().at(1, "filtered"); found.size() != 0 {
			t.Errorf("a filter of the home works in public: %v", found.any)
		}
		s.must(s.store.Pin(t.Context(), anaActor, sunny))
		ana.get("/api/v1/statuses/" + id(sunny.ID)).is(200).json().at("pinned").eq(true)
		if pinned := ana.get("/api/v1/accounts/" + id(anaActor.ID) + "/statuses?pinned=true").is(200).json().ids(); len(pinned) != 1 {
			t.Errorf("pinned: %v", pinned)
		}
		if tagged := ana.get("/api/v1/accounts/" + id(anaActor.ID) + "/statuses?tagged=NIGHT").is(200).json().ids(); len(tagged) != 1 {
			t.Errorf("tagged: %v", tagged)
		}
		for query, want := range map[string]int{"day": 2, "night?any[]=day": 2, "day?all[]=night": 1, "day?none[]=night": 1, "day?only_media=true": 0, "day?remote=true": 0} {
			if found := s.visitor().get("/api/v1/timelines/tag/" + query).is(200).json().ids(); len(found) != want {
				t.Errorf("tag %s: %v, want %d", query, found, want)
			}
		}
		ana.get("/api/v1/timelines/tag/day?any[]=1&any[]=2&any[]=3&any[]=4&any[]=5").refused(422)
		ana.post("/api/v1/statuses", "status", "@bob for you", "visibility", "direct").is(200)
		storagetest.Post(s, s.store, bob, "to all", community.Public)
		if direct := s.as(bob).get("/api/v1/timelines/direct").is(200).json().ids(); len(direct) != 1 {
			t.Errorf("direct: %v", direct)
		}
		ana.get("/api/v1/timelines/link").refused(422)
		if linked := ana.get("/api/v1/timelines/link?url=https://example.org/").is(200).json(); linked.size() != 0 {
			t.Errorf("linked: %v", linked.any)
		}
	})
}
