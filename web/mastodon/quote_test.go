package mastodon

import (
	"strings"
	"testing"
	"time"

	"consilium/community"
	"consilium/storage/storagetest"
)

// Quotes as apps make, see and end them, field by field.
func TestQuotes(t *testing.T) {
	eachSite(t, func(s *site) {
		_, anaActor := storagetest.Member(s, s.store, "ana")
		_, bobActor := storagetest.Member(s, s.store, "bob")
		_, cemActor := storagetest.Member(s, s.store, "cem")
		ana, bob, cem := s.as(anaActor), s.as(bobActor), s.as(cemActor)
		post := func(by *caller, fields ...string) value {
			s.Helper()
			s.clock.Advance(time.Minute)
			return by.post("/api/v1/statuses", append([]string{"visibility", "public"}, fields...)...).is(200).json()
		}
		said := post(ana, "status", "Quote me")
		said.at("quote_approval", "automatic", 0).eq("public")
		said.at("quote_approval", "current_user").eq("automatic")
		said.at("quotes_count").eq(0)
		number := said.at("id").text()
		made := post(bob, "status", "She says", "quoted_status_id", number)
		made.at("quote", "state").eq("accepted")
		made.at("quote", "quoted_status", "id").eq(number)
		made.at("quote", "quoted_status", "quote").eq(nil)
		quoting := made.at("id").text()
		again := post(cem, "status", "He says she says", "quoted_status_id", quoting)
		again.at("quote", "quoted_status", "quote", "state").eq("accepted")
		again.at("quote", "quoted_status", "quote", "quoted_status_id").eq(number)
		ana.get("/api/v1/statuses/" + number).is(200).json().at("quotes_count").eq(1)
		ana.get("/api/v1/notifications?types[]=quote").is(200).json().at(0, "status", "id").eq(quoting)
		ana.get("/api/v1/statuses/"+number+"/quotes").is(200).json().at(0, "id").eq(quoting)
		bob.get("/api/v1/statuses/" + number + "/quotes").refused(404)

		s.clock.Advance(time.Minute)
		ana.form("PUT", "/api/v1/statuses/"+number, "status", "Quote me so").is(200)
		bob.get("/api/v1/notifications?types[]=quoted_update").is(200).json().at(0, "status", "id").eq(quoting)

		bob.post("/api/v1/statuses/" + number + "/quotes/" + quoting + "/revoke").refused(404)
		gone := ana.post("/api/v1/statuses/" + number + "/quotes/" + quoting + "/revoke").is(200).json()
		gone.at("quote", "state").eq("revoked")
		gone.at("quote", "quoted_status").eq(nil)
		ana.get("/api/v1/statuses/" + number).is(200).json().at("quotes_count").eq(0)

		closed := ana.form("PUT", "/api/v1/statuses/"+number+"/interaction_policy", "quote_approval_policy", "nobody").is(200).json()
		if closed.at("quote_approval", "automatic").size() != 0 {
			t.Error("nobody is somebody")
		}
		bob.get("/api/v1/statuses/"+number).is(200).json().at("quote_approval", "current_user").eq("denied")
		bob.post("/api/v1/statuses", "status", "Again", "visibility", "public", "quoted_status_id", number).refused(422)
		bob.form("PUT", "/api/v1/statuses/"+number+"/interaction_policy", "quote_approval_policy", "public").refused(404)
		ana.form("PUT", "/api/v1/statuses/"+number+"/interaction_policy", "quote_approval_policy", "friends").refused(422)
		few := post(ana, "status", "Followers", "quote_approval_policy", "followers")
		few.at("quote_approval", "automatic", 0).eq("followers")
		bob.get("/api/v1/statuses/"+few.at("id").text()).is(200).json().at("quote_approval", "current_user").eq("denied")
	})
}

// What is hidden from whoever asks does not come back through a quote: not of a blocked
// or closed author, and not after it was deleted. S-ORG-12, S-PRIV-7.
func TestHiddenThroughQuotes(t *testing.T) {
	eachSite(t, func(s *site) {
		_, anaActor := storagetest.Member(s, s.store, "ana")
		_, bobActor := storagetest.Member(s, s.store, "bob")
		_, cemActor := storagetest.Member(s, s.store, "cem")
		ana, bob, cem := s.as(anaActor), s.as(bobActor), s.as(cemActor)
		number := ana.post("/api/v1/statuses", "status", "Canary", "visibility", "public").is(200).json().at("id").text()
		s.clock.Advance(time.Minute)
		quoting := bob.post("/api/v1/statuses", "status", "See", "visibility", "public", "quoted_status_id", number).is(200).json().at("id").text()
		look := func(by *caller, want string) {
			s.Helper()
			got := by.get("/api/v1/statuses/" + quoting).is(200)
			got.json().at("quote", "state").eq(want)
			if want != "accepted" {
				got.json().at("quote", "quoted_status").eq(nil)
				if strings.Contains(got.body, "Canary") {
					s.Errorf("the canary lives in %s", got.body)
				}
			}
		}
		look(cem, "accepted")
		s.must(s.store.Block(t.Context(), cemActor.ID, anaActor.ID))
		look(cem, "unauthorized")
		look(s.visitor(), "accepted")
		secret := ana.post("/api/v1/statuses", "status", "For few", "visibility", "private").is(200).json().at("id").text()
		bob.post("/api/v1/statuses", "status", "See", "visibility", "public", "quoted_status_id", secret).refused(404)
		s.must(s.store.DeletePost(t.Context(), idOf(s, number), s.clock.Now()))
		look(s.visitor(), "unauthorized")
	})
}

func idOf(s *site, number string) community.PostID {
	s.Helper()
	id, err := community.ParseID[community.PostID](number)
	s.must(err)
	return id
}
