package mastodon

import (
	"testing"
	"time"

	"consilium/storage/storagetest"
)

// A poll is asked, voted in and closed, as apps do it.
func TestPolls(t *testing.T) {
	eachSite(t, func(s *site) {
		_, anaActor := storagetest.Member(s, s.store, "ana")
		_, bobActor := storagetest.Member(s, s.store, "bob")
		ana, bob := s.as(anaActor), s.as(bobActor)
		made := ana.send("POST", "/api/v1/statuses", "application/json", []byte(`{"status":"Which handover?","visibility":"public",
			"poll":{"options":["Bedside","Room"],"expires_in":3600,"multiple":false,"hide_totals":false}}`)).is(200)
		poll := made.json().at("poll")
		number := poll.at("id").text()
		poll.at("voted").eq(true) // Mastodon says so of one's own
		poll.at("options", 1, "title").eq("Room")
		poll.at("options", 1, "votes_count").eq(0)
		path := "/api/v1/polls/" + number
		seen := s.visitor().get(path).is(200)
		seen.json().at("expired").eq(false)
		if _, told := seen.json().any.(map[string]any)["voted"]; told {
			t.Error("a visitor is told whether they voted")
		}
		bob.get(path).is(200).json().at("voted").eq(false)
		for _, wrong := range [][]string{{}, {"choices[]", "2"}, {"choices[]", "-1"}, {"choices[]", "x"}, {"choices[]", "0", "choices[]", "1"}} {
			bob.post(path+"/votes", wrong...).refused(422)
		}
		bob.post(path+"/votes", "choices[]", "1").is(200).golden("poll")
		bob.post(path+"/votes", "choices[]", "0").refused(422)
		ana.post(path+"/votes", "choices[]", "0").refused(403)
		s.visitor().post(path+"/votes", "choices[]", "0").refused(401)
		s.as(bobActor, "read").post(path+"/votes", "choices[]", "0").refused(403)
		bob.get("/api/v1/statuses/"+made.json().at("id").text()).is(200).json().at("poll", "own_votes", 0).eq(1)

		// An edit may send the poll again, and not another one.
		edit := "/api/v1/statuses/" + made.json().at("id").text()
		ana.form("PUT", edit, "status", "Which one?", "poll[options][]", "Bedside", "poll[options][]", "Room").is(200).json().at("poll", "votes_count").eq(1)
		ana.form("PUT", edit, "status", "Which one?").is(200).json().at("poll", "votes_count").eq(1)
		ana.form("PUT", edit, "status", "Which one?", "poll[options][]", "Bedside", "poll[options][]", "Nowhere").refused(422)

		s.clock.Advance(time.Hour)
		bob.get(path).is(200).json().at("expired").eq(true)
		s.must(s.store.SettleQuestions(t.Context()))
		bob.get("/api/v1/notifications").is(200).json().at(0, "type").eq("poll")
		ana.get("/api/v1/notifications?types[]=poll").is(200).json().at(0, "status", "poll", "id").eq(number)

		plain := ana.post("/api/v1/statuses", "status", "No poll", "visibility", "public").is(200).json().at("id").text()
		bob.get("/api/v1/polls/" + plain).refused(404)
		bob.post("/api/v1/polls/"+plain+"/votes", "choices[]", "0").refused(404)
		private := ana.post("/api/v1/statuses", "status", "Few", "visibility", "private", "poll[options][]", "a", "poll[options][]", "b", "poll[expires_in]", "300").is(200).json().at("poll", "id").text()
		bob.get("/api/v1/polls/" + private).refused(404)
		bob.post("/api/v1/polls/"+private+"/votes", "choices[]", "0").refused(404)
		limits := s.visitor().get("/api/v2/instance").is(200).json().at("configuration", "polls")
		limits.at("max_options").eq(8)
		limits.at("max_characters_per_option").eq(100)
		limits.at("min_expiration").eq(300)
		limits.at("max_expiration").eq(2592000)
	})
}

// A poll that there cannot be is refused, and not left out in silence.
func TestPollRefusals(t *testing.T) {
	eachSite(t, func(s *site) {
		_, actor := storagetest.Member(s, s.store, "ana")
		ana := s.as(actor)
		for name, more := range map[string][]string{
			"one":    {"poll[options][]", "a"},
			"twice":  {"poll[options][]", "a", "poll[options][]", "A"},
			"short":  {"poll[options][]", "a", "poll[options][]", "b", "poll[expires_in]", "10"},
			"long":   {"poll[options][]", "a", "poll[options][]", "b", "poll[expires_in]", "99999999999"},
			"no end": {"poll[options][]", "a", "poll[options][]", "b", "poll[expires_in]", "soon"},
			"hidden": {"poll[options][]", "a", "poll[options][]", "b", "poll[hide_totals]", "true"},
		} {
			t.Log(name)
			ana.post("/api/v1/statuses", append([]string{"status", "x", "visibility", "public"}, more...)...).refused(422)
		}
	})
}
