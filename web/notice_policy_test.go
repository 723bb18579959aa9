package web_test

import (
	"net/http"
	"net/url"
	"testing"

	"consilium/community"
	"consilium/storage/storagetest"
)

// What becomes of notices that strangers cause is set beside the others, and who waits
// is found and let in on the page of messages.
func TestNoticePolicySettings(t *testing.T) {
	eachSite(t, func(s *site) {
		ana, anaActor := storagetest.Member(s, s.store, "ana")
		_, bobActor := storagetest.Member(s, s.store, "bob")
		a := s.as(ana)
		choice := url.Values{"for_not_following": {"filter"}, "for_not_followers": {"accept"}, "for_new_accounts": {"accept"}, "for_limited_accounts": {"drop"}}
		a.post("/settings/notices/policy", choice).is(200).has("Saved.")
		p, err := s.store.NoticePolicy(t.Context(), anaActor.ID)
		if err != nil || p.NotFollowing != community.NoticeFiltered || p.LimitedAccounts != community.NoticeDropped || p.Messages != community.MessagesFollowed {
			t.Errorf("%+v, %v", p, err)
		}
		a.post("/settings/notices/policy", with(choice, "for_new_accounts", "perhaps")).is(http.StatusUnprocessableEntity)
		if err := s.store.Like(t.Context(), bobActor, storagetest.Post(t, s.store, anaActor, "Hello")); err != nil {
			t.Fatal(err)
		}
		a.get("/notifications").is(200).has("1 person you do not know").hasNot("likes your post")
		a.get("/messages").is(200).has("bob", "1 message or notice")
		a.post("/messages/"+community.FormatID(bobActor.ID)+"/accept", nil).is(200)
		a.get("/notifications").is(200).has("likes your post")
	})
}
