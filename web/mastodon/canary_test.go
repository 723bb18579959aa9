package mastodon

import (
	"strings"
	"testing"

	"consilium/community"
	"consilium/storage/storagetest"
)

// canary is a word that is only in what most may not read.
const canary = "canary7193"

// Decision 9, S-PRIV-1: what is not open is in no answer to whom it is not for,
// whichever endpoint is asked; restricted posts and cases are in none at all
// without cases:read, also for those who may read them on the pages.
func TestCanaries(t *testing.T) {
	eachSite(t, func(s *site) {
		_, ana := storagetest.Member(s, s.store, "ana")
		_, bob := storagetest.Member(s, s.store, "bob")
		_, eve := storagetest.Member(s, s.store, "eve")
		storagetest.Following(s, s.store, bob, ana)
		storagetest.Following(s, s.store, eve, ana)
		writer := s.as(ana)
		kept := publishCase(s, ana, canary+" #ward", community.InstanceOnly)
		picture := writer.upload("POST", "/api/v2/media", pngPicture(t), "description", canary+" here", "", "file").is(200).json().at("id").text()
		local := writer.post("/api/v1/statuses", "status", canary+" @bob #ward", "local_only", "true", "media_ids[]", picture).is(200).json().at("id").text()
		direct := writer.post("/api/v1/statuses", "status", canary+"direct @bob #ward", "visibility", "direct").is(200).json().at("id").text()
		s.as(bob).post("/api/v1/statuses", "status", canary+" answer @ana", "in_reply_to_id", id(kept.ID)).is(200)
		for _, number := range []string{id(kept.ID), local} {
			s.as(bob).post("/api/v1/statuses/" + number + "/favourite").is(200)
			s.as(bob).post("/api/v1/statuses/" + number + "/bookmark").is(200)
			s.as(ana).post("/api/v1/statuses/" + number + "/bookmark").is(200)
		}
		p, err := community.ParseID[community.PostID](local)
		s.must(err)
		post, err := s.store.Post(t.Context(), p)
		s.must(err)
		readers := map[string]struct {
			c    *caller
			word string
		}{
			"visitor": {s.visitor(), canary}, "author": {s.as(ana, "read write follow"), canary + " "}, "named": {s.as(bob, "read write follow"), canary + " "},
			"other member with cases:read": {s.as(eve), canary + "direct"},
		}
		for who, reader := range readers {
			for _, path := range canaryPaths(s, []string{id(kept.ID), local, direct}, []string{id(ana.ID), id(bob.ID)}, post.IRI.String()) {
				s.clock.Advance(5 * 60 * 1e9)
				if got := reader.c.get(path); strings.Contains(got.body, reader.word) {
					t.Errorf("%s reads it at %s: %s", who, path, got.body)
				}
			}
		}
		trusted := s.as(bob)
		if got := trusted.get("/api/v1/timelines/home").is(200).body; strings.Count(got, canary) < 3 {
			t.Errorf("an app with cases:read sees too little: %s", got)
		}
		trusted.get("/api/v1/statuses/"+id(kept.ID)+"/context").is(200).json().at("descendants", 0)
	})
}

// canaryPaths are all endpoints that read, with everything their variables could
// stand for.
func canaryPaths(s *site, posts, people []string, address string) []string {
	var paths []string
	for _, e := range s.api.endpoints() {
		if e.method != "GET" || goesOn(e) {
			continue
		}
		values := posts
		if strings.Contains(e.path, "/accounts/") {
			values = people
		}
		for _, value := range values {
			path := strings.NewReplacer("{id:[0-9]+}", value, "{tag}", "ward", "{kind:tags|statuses|links}", "statuses").Replace(e.path)
			paths = append(paths, path, path+"?resolve=true&limit=40&q="+address, path+"?id[]="+value+"&min_id=1&q=ward")
		}
	}
	return paths
}
