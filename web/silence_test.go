package web_test

import (
	"net/http"
	"testing"

	"consilium/community"
	"consilium/storage/storagetest"
)

// A member silences a thread on its page and hears of it again; of what one cannot see
// nothing is silenced.
func TestSilenceThread(t *testing.T) {
	eachSite(t, func(s *site) {
		ana, anaActor := storagetest.Member(s, s.store, "ana")
		bob, bobActor := storagetest.Member(s, s.store, "bob")
		a, b := s.as(ana), s.as(bob)
		post := storagetest.Post(s, s.store, anaActor, "What is it?")
		path := "/p/" + community.FormatID(post.ID)
		a.get(path).is(200).has("Hear no more of this thread")
		a.post(path+"/silence", nil).is(200).has("You hear nothing of this thread.", "Hear of it again")
		storagetest.Reply(s, s.store, storagetest.Answer{By: bobActor, To: post, Text: "Surely gout"})
		a.get("/notifications").is(200).hasNot("Surely gout")
		b.get(path).is(200).has("Hear no more of this thread")
		s.visitor().get(path).is(200).hasNot("Hear no more")
		a.post(path+"/hear", nil).is(200).has("Hear no more of this thread")
		storagetest.Reply(s, s.store, storagetest.Answer{By: bobActor, To: post, Text: "Perhaps lupus"})
		a.get("/notifications").is(200).has("Perhaps lupus")
		hidden := storagetest.Post(s, s.store, anaActor, "For followers", community.Followers)
		b.post("/p/"+community.FormatID(hidden.ID)+"/silence", nil).is(http.StatusNotFound)
	})
}
