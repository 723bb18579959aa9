package mastodon

import (
	"strings"
	"testing"
	"time"

	"consilium/community"
	"consilium/storage"
	"consilium/storage/storagetest"
)

// A post is written, answered, liked, boosted, bookmarked, edited and deleted.
func TestStatusJourney(t *testing.T) {
	eachSite(t, func(s *site) {
		_, anaActor := storagetest.Member(s, s.store, "ana")
		_, bobActor := storagetest.Member(s, s.store, "bob")
		ana, bob := s.as(anaActor), s.as(bobActor)
		made := ana.post("/api/v1/statuses", "status", "Score first, @bob <b> #Ward", "visibility", "public", "spoiler_text", "Blood",
			"language", "de", "in_reply_to_id", "").is(200).json()
		number := made.at("id").text()
		made.at("visibility").eq("public")
		made.at("local_only").eq(false)
		made.at("spoiler_text").eq("Blood")
		made.at("sensitive").eq(true)
		made.at("language").eq("de")
		made.at("mentions", 0, "acct").eq("bob")
		made.at("mentions", 0, "id").eq(id(bobActor.ID))
		made.at("tags", 0, "url").eq("https://here.example/tags/ward")
		made.at("created_at").eq("2026-11-22T09:00:00.000Z")
		for _, name := range []string{"in_reply_to_id", "in_reply_to_account_id", "edited_at", "reblog", "card", "poll", "application", "quote"} {
			made.at(name).eq(nil)
		}
		if content := made.at("content").text(); !strings.Contains(content, "&lt;b&gt;") || !strings.Contains(content, `class="u-url mention"`) {
			t.Errorf("content is %s", content)
		}
		s.clock.Advance(time.Minute)
		answer := bob.send("POST", "/api/v1/statuses", "application/json",
			[]byte(`{"status":"Agreed","visibility":"unlisted","in_reply_to_id":"`+number+`","media_ids":[],"sensitive":false,"poll":null}`)).is(200).json()
		answer.at("in_reply_to_id").eq(number)
		answer.at("in_reply_to_account_id").eq(id(anaActor.ID))
		for _, deed := range []struct{ verb, field, count string }{{"favourite", "favourited", "favourites_count"}, {"bookmark", "bookmarked", ""}} {
			done := bob.post("/api/v1/statuses/" + number + "/" + deed.verb).is(200).json()
			done.at(deed.field).eq(true)
			if deed.count != "" {
				done.at(deed.count).eq(1)
			}
		}
		boost := bob.post("/api/v1/statuses/"+number+"/reblog", "visibility", "private").is(200).json()
		boost.at("reblog", "id").eq(number)
		boost.at("reblog", "reblogged").eq(true)
		boost.at("visibility").eq("private")
		boost.at("account", "acct").eq("bob")
		bob.post("/api/v1/statuses/" + number + "/reblog").is(200).json().at("id").eq(boost.at("id").text())
		// A boost stands for what it repeats.
		bob.post("/api/v1/statuses/" + boost.at("id").text() + "/favourite").is(200).json().at("id").eq(number)

		shown := ana.get("/api/v1/statuses/" + number).is(200).json()
		shown.at("replies_count").eq(1)
		shown.at("favourites_count").eq(1)
		ana.get("/api/v1/statuses/"+number+"/favourited_by").is(200).json().at(0, "acct").eq("bob")
		ana.get("/api/v1/statuses/" + number + "/reblogged_by").is(200)
		thread := ana.get("/api/v1/statuses/" + answer.at("id").text() + "/context").is(200).json()
		thread.at("ancestors", 0, "id").eq(number)
		ana.get("/api/v1/statuses/"+number+"/context").is(200).json().at("descendants", 0, "id").eq(answer.at("id").text())
		bob.get("/api/v1/bookmarks").is(200).json().at(0, "id").eq(number)
		bob.get("/api/v1/favourites").is(200).json().at(0, "id").eq(number)
		for _, verb := range []string{"unfavourite", "unbookmark", "unreblog"} {
			undone := bob.post("/api/v1/statuses/" + number + "/" + verb).is(200).json()
			undone.at(map[string]string{"unfavourite": "favourited", "unbookmark": "bookmarked", "unreblog": "reblogged"}[verb]).eq(false)
		}

		s.clock.Advance(time.Hour)
		edited := ana.form("PUT", "/api/v1/statuses/"+number, "status", "Test first").is(200).json()
		edited.at("edited_at").eq("2026-11-22T10:01:00.000Z")
		edited.at("spoiler_text").eq("")
		edited.at("language").eq("de")
		history := ana.get("/api/v1/statuses/" + number + "/history").is(200).json()
		if history.size() != 2 {
			t.Fatalf("history: %v", history.any)
		}
		history.at(0, "spoiler_text").eq("Blood")
		history.at(1, "content").eq("<p>Test first</p>")
		history.at(1, "created_at").eq("2026-11-22T10:01:00.000Z")
		source := ana.get("/api/v1/statuses/" + number + "/source").is(200).json()
		source.at("text").eq("Test first")

		gone := ana.send("DELETE", "/api/v1/statuses/"+number, "", nil).is(200).json()
		gone.at("text").eq("Test first")
		gone.at("id").eq(number)
		ana.get("/api/v1/statuses/" + number).refused(404)
		ana.send("DELETE", "/api/v1/statuses/"+number, "", nil).refused(404)
		bulk := bob.get("/api/v1/statuses?id[]=" + number + "&id[]=" + answer.at("id").text() + "&id[]=x").is(200).json()
		if got := bulk.ids(); len(got) != 1 || got[0] != answer.at("id").text() {
			t.Errorf("bulk: %v", got)
		}
	})
}

// Sending the same request again posts once, also with a picture, which belongs
// to the post by then; another app's key is another key.
func TestIdempotency(t *testing.T) {
	eachSite(t, func(s *site) {
		_, actor := storagetest.Member(s, s.store, "ana")
		ana := s.as(actor)
		picture := ana.upload("POST", "/api/v2/media", pngPicture(t), "", "file").is(200).json().at("id").text()
		ana.header.Set("Idempotency-Key", "b7f2")
		var first string
		for range 3 {
			made := ana.post("/api/v1/statuses", "status", "Once", "visibility", "public", "media_ids[]", picture).is(200).json()
			if first == "" {
				first = made.at("id").text()
			}
			made.at("id").eq(first)
			made.at("media_attachments", 0, "id").eq(picture)
		}
		ana.header.Set("Idempotency-Key", strings.Repeat("long ", 100))
		if next := ana.post("/api/v1/statuses", "status", "Once", "visibility", "public").is(200).json().at("id").text(); next == first {
			t.Error("another key gave the same post")
		}
		posts, err := s.store.Outbox(s.Context(), actor.ID, storage.Page{})
		if err != nil || len(posts) != 2 {
			t.Errorf("%d posts, %v", len(posts), err)
		}
	})
}

// Visibility and audience are the same thing in two languages. A restricted
// audience needs the scope for it; an app that does not say gets the preset for apps.
func TestVisibility(t *testing.T) {
	eachSite(t, func(s *site) {
		_, actor := storagetest.Member(s, s.store, "ana")
		_, bobActor := storagetest.Member(s, s.store, "bob")
		all, plain := s.as(actor), s.as(actor, "read write")
		for visibility, kind := range map[string]community.AudienceKind{"public": community.Public, "unlisted": community.Unlisted,
			"private": community.Followers, "direct": community.Direct} {
			made := plain.post("/api/v1/statuses", "status", "For @bob "+visibility, "visibility", visibility).is(200).json()
			made.at("visibility").eq(visibility)
			number, _ := community.ParseID[community.PostID](made.at("id").text())
			post, err := s.store.Post(s.Context(), number)
			if err != nil || post.Audience.Kind != kind {
				t.Errorf("%s became %s, %v", visibility, post.Audience.Kind, err)
			}
		}
		plain.post("/api/v1/statuses", "status", "x", "visibility", "everyone").refused(422)
		plain.post("/api/v1/statuses", "status", "x", "visibility", "instance").refused(422)
		plain.post("/api/v1/statuses", "status", "x", "visibility", "private", "local_only", "true").refused(403)
		plain.post("/api/v1/statuses", "status", "no visibility").is(200).json().at("visibility").eq("public")

		local := all.post("/api/v1/statuses", "status", "Among us", "local_only", "true").is(200).json()
		local.at("visibility").eq("private")
		local.at("local_only").eq(true)
		number := local.at("id").text()
		plain.get("/api/v1/statuses/" + number).refused(404)
		plain.send("DELETE", "/api/v1/statuses/"+number, "", nil).refused(404)
		reader := s.as(actor, "read write cases:read")
		reader.get("/api/v1/statuses/" + number).is(200)
		reader.send("DELETE", "/api/v1/statuses/"+number, "", nil).refused(403)
		reader.form("PUT", "/api/v1/statuses/"+number, "status", "x").refused(403)

		bob := s.as(bobActor)
		answer := bob.post("/api/v1/statuses", "status", "Shown as private", "visibility", "private", "in_reply_to_id", number).is(200).json()
		answer.at("local_only").eq(true)
		bob.post("/api/v1/statuses", "status", "As the question", "in_reply_to_id", number).is(200).json().at("local_only").eq(true)
		bob.post("/api/v1/statuses", "status", "Wider", "visibility", "public", "in_reply_to_id", number).refused(422)
		s.as(bobActor, "read write cases:read").post("/api/v1/statuses", "status", "x", "visibility", "private", "in_reply_to_id", number).refused(403)
		bob.post("/api/v1/statuses/" + number + "/reblog").refused(403)
	})
}

// What a post cannot have is refused, and not left out in silence.
func TestStatusRefusals(t *testing.T) {
	eachSite(t, func(s *site) {
		_, actor := storagetest.Member(s, s.store, "ana")
		ana := s.as(actor)
		post := func(pairs ...string) reply {
			return ana.post("/api/v1/statuses", append([]string{"visibility", "public"}, pairs...)...)
		}
		post("status", "").refused(422)
		post("status", strings.Repeat("a", community.MaxPost+1)).refused(422).json().at("details", "status", 0, "description")
		post("status", "x", "scheduled_at", "1999-01-01T00:00:00Z").refused(422)
		post("status", "x", "quoted_status_id", "1").refused(404)
		post("status", "x", "language", "not a language!").refused(422).json().at("details", "language", 0, "description")
		post("status", "x", "language", "qqq").is(200)
		post("status", "x", "media_ids[]", "99").refused(422)
		post("status", "x", "media_ids[]", "not a number").refused(422)
		post("status", "x", "in_reply_to_id", "99").refused(404)
		post("status", "x", "sensitive", "perhaps").refused(422)
		ana.post("/api/v1/statuses", "status", "@nobody@there.example hello", "visibility", "direct").refused(422)
		ana.send("POST", "/api/v1/statuses", "application/json", []byte(`{"status":{"text":"x"},"visibility":"public"}`)).refused(422)
		ana.send("POST", "/api/v1/statuses", "application/json", []byte(`{"status":["x"],"visibility":"public"}`)).refused(422)
	})
}

// Strangers a post names are looked for elsewhere.
func TestMentionsAreResolved(t *testing.T) {
	eachSite(t, func(s *site) {
		_, actor := storagetest.Member(s, s.store, "ana")
		s.elsewhere = func(query string) (community.Actor, *community.Post, error) {
			if query != "eve@there.example" {
				return community.Actor{}, nil, community.ErrUnavailable
			}
			return storagetest.Remote(s, s.store, "https://there.example", "eve"), nil, nil
		}
		made := s.as(actor).post("/api/v1/statuses", "status", "Hello @eve@there.example and @x@down.example", "visibility", "public").is(200).json()
		made.at("mentions", 0, "acct").eq("eve@there.example")
		made.at("mentions", 0, "url").eq("https://there.example/@eve")
		if made.at("mentions").size() != 1 {
			t.Errorf("mentions: %v", made.at("mentions").any)
		}
	})
}

// A case is a Status with its composed text, for apps that may see it.
func TestCaseIsStatus(t *testing.T) {
	eachSite(t, func(s *site) {
		_, actor := storagetest.Member(s, s.store, "ana")
		open := publishCase(s, actor, "Fever of unknown origin", community.Public)
		kept := publishCase(s, actor, "Only among us", community.InstanceOnly)
		shown := s.visitor().get("/api/v1/statuses/" + id(open.ID)).is(200).json()
		if content := shown.at("content").text(); !strings.Contains(content, "Fever of unknown origin") || !strings.Contains(content, "What is it?") {
			t.Errorf("content is %s", content)
		}
		s.as(actor, "read").get("/api/v1/statuses/" + id(kept.ID)).refused(404)
		s.as(actor, "read cases:read").get("/api/v1/statuses/" + id(kept.ID)).is(200).json().at("local_only").eq(true)
		ana := s.as(actor)
		ana.form("PUT", "/api/v1/statuses/"+id(open.ID), "status", "no case").refused(422)
		ana.send("DELETE", "/api/v1/statuses/"+id(kept.ID), "", nil).is(200)
	})
}
