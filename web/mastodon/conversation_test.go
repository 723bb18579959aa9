package mastodon

import (
	"testing"

	"consilium/community"
	"consilium/storage/storagetest"
)

// Direct posts are conversations of those who read them, the newest first; strangers'
// come in when they are accepted.
func TestConversations(t *testing.T) {
	eachSite(t, func(s *site) {
		_, anaActor := storagetest.Member(s, s.store, "ana")
		_, bobActor := storagetest.Member(s, s.store, "bob")
		_, eveActor := storagetest.Member(s, s.store, "eve")
		storagetest.Following(s, s.store, bobActor, anaActor)
		ana, bob, eve := s.as(anaActor), s.as(bobActor), s.as(eveActor)
		say := func(c *caller, text, to string) string {
			return c.post("/api/v1/statuses", "status", text, "visibility", "direct", "in_reply_to_id", to).is(200).json().at("id").text()
		}
		first := say(ana, "@bob hello", "")
		say(eve, "@bob buy this", "")
		list := bob.get("/api/v1/conversations").is(200).json()
		if list.size() != 1 {
			t.Fatalf("bob has %v", list.any)
		}
		list.at(0, "unread").eq(true)
		list.at(0, "accounts", 0, "acct").eq("ana")
		list.at(0, "last_status", "id").eq(first)
		if list.at(0, "accounts").size() != 1 {
			t.Errorf("accounts %v", list.at(0, "accounts").any)
		}
		answer := say(bob, "@ana good day", first)
		second := say(ana, "@bob something else", "")
		mine := ana.get("/api/v1/conversations?limit=1").is(200)
		mine.json().at(0, "last_status", "id").eq(second)
		if link := mine.header.Get("Link"); link == "" {
			t.Error("no next page")
		}
		rest := ana.get("/api/v1/conversations?max_id=" + second).is(200).json()
		rest.at(0, "last_status", "id").eq(answer)
		rest.at(0, "unread").eq(true)
		number := rest.at(0, "id").text()
		for _, c := range []struct{ method, path string }{{"DELETE", ""}, {"POST", "/read"}, {"POST", "/unread"}} { // S-PRIV-5
			bob.form(c.method, "/api/v1/conversations/"+number+c.path).refused(404)
			ana.form(c.method, "/api/v1/conversations/99"+c.path).refused(404)
		}
		ana.post("/api/v1/conversations/" + number + "/read").is(200).json().at("unread").eq(false)
		ana.post("/api/v1/conversations/" + number + "/unread").is(200).json().at("unread").eq(true) // as masto does
		ana.send("DELETE", "/api/v1/conversations/"+number, "", nil).is(200)
		if n := ana.get("/api/v1/conversations").is(200).json().size(); n != 1 {
			t.Errorf("ana has %d", n)
		}
		ana.get("/api/v1/statuses/" + first).is(200)
		s.must(s.store.AnswerMessageRequest(s.Context(), bobActor.ID, eveActor.ID, true))
		if n := bob.get("/api/v1/conversations").is(200).json().size(); n != 3 {
			t.Errorf("bob has %d", n)
		}
		s.must(s.store.Block(s.Context(), bobActor.ID, eveActor.ID))
		if n := bob.get("/api/v1/conversations").is(200).json().size(); n != 2 {
			t.Errorf("after blocking bob has %d", n)
		}
		say(ana, "note to myself", "")
		ana.get("/api/v1/conversations").is(200).json().at(0, "accounts", 0, "acct").eq("ana")
	})
}

// A thread is silenced and heard again; a post is pinned and not any more.
func TestMuteAndPin(t *testing.T) {
	eachSite(t, func(s *site) {
		_, anaActor := storagetest.Member(s, s.store, "ana")
		_, bobActor := storagetest.Member(s, s.store, "bob")
		ana, bob := s.as(anaActor), s.as(bobActor)
		post := storagetest.Post(s, s.store, anaActor, "What is it?")
		hidden := storagetest.Post(s, s.store, anaActor, "For followers", community.Followers)
		path := "/api/v1/statuses/" + id(post.ID)
		ana.post(path + "/mute").is(200).json().at("id").eq(id(post.ID))
		storagetest.Reply(s, s.store, storagetest.Answer{By: bobActor, To: post, Text: "Gout"})
		if n := ana.get("/api/v1/notifications").is(200).json().size(); n != 0 {
			t.Errorf("%d notifications", n)
		}
		ana.post(path + "/unmute").is(200)
		bob.post(path + "/favourite").is(200)
		if n := ana.get("/api/v1/notifications").is(200).json().size(); n != 1 {
			t.Errorf("%d notifications", n)
		}
		ana.post(path + "/pin").is(200)
		if pinned, err := s.store.Pinned(s.Context(), anaActor.ID); err != nil || len(pinned) != 1 {
			t.Errorf("%d pinned, %v", len(pinned), err)
		}
		ana.post(path + "/unpin").is(200)
		ana.post("/api/v1/statuses/" + id(hidden.ID) + "/pin").refused(422)
		for range community.MaxPins {
			ana.post("/api/v1/statuses/" + id(storagetest.Post(s, s.store, anaActor, "x").ID) + "/pin").is(200)
		}
		ana.post(path + "/pin").refused(422)
		bob.post(path + "/pin").refused(404)
		for _, deed := range []string{"mute", "unmute", "pin", "unpin", "translate"} { // S-PRIV-7
			a, b := bob.post("/api/v1/statuses/"+id(hidden.ID)+"/"+deed).refused(404), bob.post("/api/v1/statuses/99/"+deed).refused(404)
			if a.body != b.body {
				t.Errorf("%s: hidden %s, unknown %s", deed, a.body, b.body)
			}
		}
		bob.post(path + "/translate").refused(404)
	})
}

// What another node of the same database changes is heard here: a direct post as a
// conversation, a filter as a reason to read them anew.
func TestStreamingFromAnotherNode(t *testing.T) {
	database := storagetest.PostgresDatabase(t)
	s := openSite(t, database)
	other := storagetest.At(t, storagetest.Options{Database: database, Now: s.clock.Now})
	_, anaActor := storagetest.Member(s, s.store, "ana")
	_, bobActor := storagetest.Member(s, s.store, "bob")
	storagetest.Following(s, s.store, bobActor, anaActor)
	direct, home := s.as(bobActor).socket("?stream=direct"), s.as(bobActor).socket("?stream=user")
	direct.settle()
	home.settle()
	_, err := other.SaveFilter(s.Context(), community.Filter{Owner: bobActor.ID, Title: "x", Contexts: community.FilterContexts(), Action: community.FilterHide})
	s.must(err)
	if got := home.hear(); got.Event != "filters_changed" || got.Payload != "" {
		t.Fatalf("changed filters are told as %+v", got)
	}
	_, err = other.SaveFilter(s.Context(), community.Filter{Owner: anaActor.ID, Title: "not bob's", Contexts: community.FilterContexts(), Action: community.FilterHide})
	s.must(err)
	p, err := community.Publish(anaActor, community.PostDraft{Text: "@bob hello", Audience: community.Direct},
		community.Surroundings{Now: other.Now(), Mentioned: community.MentionLinks{bobActor.Handle: bobActor}, Openness: s.api.Openness})
	s.must(err)
	post, err := other.Publish(s.Context(), p)
	s.must(err)
	got := direct.hear().is(t, "conversation", "direct")
	got.site = s
	got.at("last_status", "id").eq(id(post.ID))
	got.at("unread").eq(true)
	heard := home.hear()
	if heard.Event == "notification" { // that he is named is told as well, before or after
		heard = home.hear()
	}
	heard.is(t, "update", "user")
}
