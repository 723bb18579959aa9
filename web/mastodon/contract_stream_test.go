package mastodon

import (
	"encoding/json"
	"maps"
	"slices"
	"testing"
	"time"

	"consilium/storage/storagetest"
)

// told are the events of streams with the kinds of testdata/entities.txt that their
// payloads are; "" where there is none to read.
var told = map[string]string{"update": "Status", "status.update": "Status", "delete": "id", "notification": "Notification", "conversation": "Conversation",
	"announcement": "Announcement", "announcement.reaction": "Told", "announcement.delete": "id", "filters_changed": "", "notifications_merged": ""}

// TestContractOfStreams makes every event happen and compares its payload with what the
// documentation says of it.
func TestContractOfStreams(t *testing.T) {
	s := unlimited(t, storagetest.SQLiteFile(t))
	p := &play{site: s, contract: readContract(t), cast: map[string]*caller{}, named: map[string]string{}, driven: map[string]bool{}}
	p.entities["Told"] = []rule{readRule("Told", "name:text"), readRule("Told", "count:int"), readRule("Told", "announcement_id:id")}
	p.begin()
	ana, bob := p.cast["ana"], p.cast["bob"]
	home, direct := ana.events("/user"), ana.events("/direct")
	ana.post("/api/v1/accounts/" + p.named["bob"] + "/follow").is(200)
	post := bob.post("/api/v1/statuses", "status", "One, @ana", "visibility", "public").is(200).json().at("id").text()
	p.hear(home, "update", "notification")
	s.clock.Advance(time.Minute)
	bob.form("PUT", "/api/v1/statuses/"+post, "status", "Two, @ana").is(200)
	p.hear(home, "status.update")
	bob.form("DELETE", "/api/v1/statuses/"+post).is(200)
	p.hear(home, "delete")
	bob.post("/api/v1/statuses", "status", "Between us, @ana", "visibility", "direct").is(200)
	p.hear(home, "update", "notification")
	p.hear(direct, "conversation")
	ana.post("/api/v1/filters", "phrase", "rash", "context[]", "home").is(200)
	p.hear(home, "filters_changed")
	number := p.announce()
	p.hear(home, "announcement")
	ana.form("PUT", "/api/v1/announcements/"+p.named["announcement"]+"/reactions/%F0%9F%8E%89").is(200)
	p.hear(home, "announcement.reaction")
	p.must(p.store.WithdrawAnnouncement(p.Context(), number, p.actor("chief").ID))
	p.hear(home, "announcement.delete")
	ana.form("PATCH", "/api/v2/notifications/policy", "for_not_following", "filter").is(200)
	p.must(p.store.Like(p.Context(), p.actor("cyd"), p.post(p.actor("ana"), "Mine")))
	p.hear(home, "update")
	request := ana.get("/api/v1/notifications/requests").is(200).json().at(0, "id").text()
	ana.post("/api/v1/notifications/requests/" + request + "/accept").is(200)
	p.hear(home, "notifications_merged")
	for name := range told {
		if !p.driven[name] {
			t.Errorf("nothing was told by %s", name)
		}
	}
	for _, fault := range slices.Sorted(maps.Keys(p.faults)) {
		t.Error(fault)
	}
}

// hear hears events of these names, in any order, and compares their payloads.
func (p *play) hear(e *ear, names ...string) {
	p.Helper()
	for range names {
		got := e.hear()
		kind, known := told[got.Event]
		if !known || !slices.Contains(names, got.Event) {
			p.Fatalf("heard %q, want %q: %s", got.Event, names, got.Payload)
		}
		p.driven[got.Event] = true
		switch kind {
		case "":
		case "id": // the payload is no JSON
			p.check(got.Event, kind, got.Payload)
		default:
			var v any
			p.must(json.Unmarshal([]byte(got.Payload), &v))
			p.check(got.Event, kind, v)
		}
	}
}
