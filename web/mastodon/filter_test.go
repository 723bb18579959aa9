package mastodon

import (
	"strings"
	"testing"

	"consilium/community"
	"consilium/storage/storagetest"
)

// A filter is made, read, changed in all its parts, and taken away.
func TestFilters(t *testing.T) {
	eachSite(t, func(s *site) {
		_, anaActor := storagetest.Member(s, s.store, "ana")
		ana := s.as(anaActor)
		made := ana.send("POST", "/api/v2/filters", "application/json", []byte(`{"title":"Politics","context":["home","public"],"filter_action":"hide","expires_in":3600,
			"keywords_attributes":[{"keyword":"election","whole_word":false},{"keyword":"party"},{"keyword":"not this","_destroy":true}]}`)).is(200).json()
		made.at("title").eq("Politics")
		made.at("filter_action").eq("hide")
		made.at("expires_at").eq("2026-11-22T10:00:00.000Z")
		made.at("context", 1).eq("public")
		made.at("keywords", 0, "whole_word").eq(false)
		made.at("keywords", 1, "whole_word").eq(true)
		if made.at("keywords").size() != 2 || made.at("statuses").size() != 0 {
			t.Errorf("made %v", made.any)
		}
		path := "/api/v2/filters/" + made.at("id").text()
		first, second := made.at("keywords", 0, "id").text(), made.at("keywords", 1, "id").text()
		changed := ana.form("PUT", path, "keywords_attributes[0][id]", first, "keywords_attributes[0][keyword]", "vote", "keywords_attributes[1][id]", second,
			"keywords_attributes[1][_destroy]", "1", "keywords_attributes[2][keyword]", "poll").is(200).json()
		changed.at("title").eq("Politics")
		changed.at("keywords", 0, "id").eq(first)
		changed.at("keywords", 0, "keyword").eq("vote")
		changed.at("keywords", 1, "keyword").eq("poll")
		ana.send("PUT", path, "application/json", []byte(`{"expires_in":null,"title":"Votes"}`)).is(200).json().at("expires_at").eq(nil)
		word := ana.post(path+"/keywords", "keyword", "ballot", "whole_word", "false").is(200).json()
		word.at("keyword").eq("ballot")
		number := word.at("id").text()
		ana.get("/api/v2/filters/keywords/" + number).is(200).json().at("whole_word").eq(false)
		ana.form("PUT", "/api/v2/filters/keywords/"+number, "keyword", "ballots").is(200).json().at("keyword").eq("ballots")
		if n := ana.get(path + "/keywords").is(200).json().size(); n != 3 {
			t.Errorf("%d keywords", n)
		}
		ana.send("DELETE", "/api/v2/filters/keywords/"+number, "", nil).is(200)
		ana.get("/api/v2/filters/keywords/" + number).refused(404)
		post := storagetest.Post(s, s.store, anaActor, "x")
		named := ana.post(path+"/statuses", "status_id", id(post.ID)).is(200).json()
		named.at("status_id").eq(id(post.ID))
		ana.post(path+"/statuses", "status_id", id(post.ID)).is(200).json().at("id").eq(named.at("id").text())
		ana.get(path+"/statuses").is(200).json().at(0, "id").eq(named.at("id").text())
		ana.get("/api/v2/filters/statuses/" + named.at("id").text()).is(200).json().at("status_id").eq(id(post.ID))
		ana.get("/api/v2/filters").is(200).json().at(0, "statuses", 0, "status_id").eq(id(post.ID))
		ana.send("DELETE", "/api/v2/filters/statuses/"+named.at("id").text(), "", nil).is(200)
		ana.send("DELETE", path, "", nil).is(200)
		if ana.get("/api/v2/filters").is(200).json().size() != 0 {
			t.Error("it is still there")
		}
	})
}

// What is wrong with a filter is said.
func TestFilterRefusals(t *testing.T) {
	eachSite(t, func(s *site) {
		_, anaActor := storagetest.Member(s, s.store, "ana")
		ana := s.as(anaActor)
		post := func(pairs ...string) reply { return ana.post("/api/v2/filters", pairs...) }
		post("context[]", "home").refused(422)
		post("title", "x").refused(422)
		post("title", "x", "context[]", "everywhere").refused(422)
		post("title", "x", "context[]", "home", "filter_action", "explode").refused(422)
		post("title", "x", "context[]", "home", "expires_in", "-1").refused(422)
		post("title", "x", "context[]", "home", "expires_in", "9223372036854775807").refused(422)
		post("title", "x", "context[]", "home", "keywords_attributes[0][keyword]", "").refused(422)
		post("title", "x", "context[]", "home", "keywords_attributes[0][id]", "99", "keywords_attributes[0][keyword]", "x").refused(404)
		post("title", strings.Repeat("x", community.MaxFilterTitle+1), "context[]", "home").refused(422)
		post("title", "x\x00", "context[]", "home").refused(400)
		path := "/api/v2/filters/" + post("title", "x", "context[]", "home").is(200).json().at("id").text()
		ana.post(path + "/keywords").refused(422)
		ana.post(path+"/keywords", "keyword", strings.Repeat("x", community.MaxFilterWord+1)).refused(422)
		ana.post(path+"/statuses", "status_id", "99").refused(404)
		ana.post(path + "/statuses").refused(404)
		for i := range community.MaxFilterKeywords {
			ana.post(path+"/keywords", "keyword", strings.Repeat("x", i+1)).is(200)
		}
		ana.post(path+"/keywords", "keyword", "one more").refused(422)
	})
}

// S-PRIV-5: somebody else's filters and their parts are not there.
func TestFiltersOfOthers(t *testing.T) {
	eachSite(t, func(s *site) {
		_, anaActor := storagetest.Member(s, s.store, "ana")
		_, bobActor := storagetest.Member(s, s.store, "bob")
		post := storagetest.Post(s, s.store, anaActor, "x")
		made := s.as(anaActor).post("/api/v2/filters", "title", "Mine", "context[]", "home", "keywords_attributes[][keyword]", "mine").is(200).json()
		number := made.at("id").text()
		word := made.at("keywords", 0, "id").text()
		named := s.as(anaActor).post("/api/v2/filters/"+number+"/statuses", "status_id", id(post.ID)).is(200).json().at("id").text()
		bob := s.as(bobActor)
		for _, c := range []struct{ method, before, number, after string }{
			{"GET", "/api/v2/filters/", number, ""}, {"PUT", "/api/v2/filters/", number, ""}, {"DELETE", "/api/v2/filters/", number, ""},
			{"GET", "/api/v2/filters/", number, "/keywords"}, {"POST", "/api/v2/filters/", number, "/keywords"},
			{"GET", "/api/v2/filters/", number, "/statuses"}, {"POST", "/api/v2/filters/", number, "/statuses"},
			{"GET", "/api/v2/filters/keywords/", word, ""}, {"PUT", "/api/v2/filters/keywords/", word, ""}, {"DELETE", "/api/v2/filters/keywords/", word, ""},
			{"GET", "/api/v2/filters/statuses/", named, ""}, {"DELETE", "/api/v2/filters/statuses/", named, ""},
			{"GET", "/api/v1/filters/", word, ""}, {"PUT", "/api/v1/filters/", word, ""}, {"DELETE", "/api/v1/filters/", word, ""},
		} {
			pairs := []string{"title", "taken", "keyword", "taken", "phrase", "taken", "context[]", "home", "status_id", id(post.ID)}
			a, b := bob.form(c.method, c.before+c.number+c.after, pairs...).refused(404), bob.form(c.method, c.before+"99"+c.after, pairs...).refused(404)
			if a.body != b.body {
				t.Errorf("%s %s: %s, unknown %s", c.method, c.before, a.body, b.body)
			}
		}
		if kept, err := s.store.Filters(s.Context(), anaActor.ID); err != nil || len(kept) != 1 || kept[0].Keywords[0].Keyword != "mine" {
			t.Errorf("ana has %+v, %v", kept, err)
		}
		bob.post("/api/v2/filters", "title", "x", "context[]", "home", "keywords_attributes[0][id]", word).refused(404)
	})
}

// Apps from before groups of keywords read and write the same filters.
func TestOldFilters(t *testing.T) {
	eachSite(t, func(s *site) {
		_, anaActor := storagetest.Member(s, s.store, "ana")
		ana := s.as(anaActor)
		made := ana.post("/api/v1/filters", "phrase", "election", "context[]", "home", "context[]", "thread", "irreversible", "true", "expires_in", "60").is(200).json()
		made.at("phrase").eq("election")
		made.at("irreversible").eq(true)
		made.at("whole_word").eq(false)
		made.at("expires_at").eq("2026-11-22T09:01:00.000Z")
		path := "/api/v1/filters/" + made.at("id").text()
		changed := ana.form("PUT", path, "phrase", "vote", "context[]", "home", "irreversible", "false", "whole_word", "true").is(200).json()
		changed.at("id").eq(made.at("id").text())
		changed.at("irreversible").eq(false)
		changed.at("whole_word").eq(true)
		group := ana.get("/api/v2/filters").is(200).json()
		group.at(0, "title").eq("vote")
		group.at(0, "filter_action").eq("warn")
		ana.post("/api/v2/filters/"+group.at(0, "id").text()+"/keywords", "keyword", "ballot").is(200)
		if ana.get("/api/v1/filters").is(200).json().size() != 2 {
			t.Error("a keyword is missing")
		}
		ana.form("PUT", path, "phrase", "vote", "context[]", "public").refused(422)
		ana.form("PUT", path, "phrase", "voting", "context[]", "home").is(200).json().at("phrase").eq("voting")
		ana.form("PUT", path, "context[]", "home").refused(422)
		ana.post("/api/v1/filters", "phrase", "x").refused(422)
		ana.send("DELETE", path, "", nil).is(200)
		last := ana.get("/api/v1/filters").is(200).json()
		ana.send("DELETE", "/api/v1/filters/"+last.at(0, "id").text(), "", nil).is(200)
		if ana.get("/api/v2/filters").is(200).json().size() != 0 {
			t.Error("an empty filter is left")
		}
	})
}
