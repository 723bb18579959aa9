package mastodon

import (
	"testing"

	"consilium/storage/storagetest"
)

// Mastodon.py writes each parameter of the address, and those it has no value for as Python does: False is no reason
// to ask who is there, None no language.
func TestForceLoginFalseAsPythonWritesIt(t *testing.T) {
	s := openSite(t, "")
	user, _ := storagetest.Member(s, s.store, "ana")
	c := s.visitor().signIn(user)
	if got := c.get("/oauth/authorize?" + s.request("force_login", "False", "lang", "None").Encode()); got.status != 200 {
		t.Errorf("force_login=False gives %d %s", got.status, got.header.Get("Location"))
	}
	if got := c.get("/oauth/authorize?" + s.request("force_login", "True").Encode()); got.status != 303 {
		t.Errorf("force_login=True gives %d", got.status)
	}
}

// Mastodon.py asks for /api/v1/instance/ to learn what it may call: without an answer it takes us for a Mastodon of 2017.
func TestSlashAtTheEndIsNothing(t *testing.T) {
	s := openSite(t, "")
	_, ana := storagetest.Member(s, s.store, "ana")
	s.visitor().get("/api/v1/instance/").is(200).json().at("version").text()
	s.as(ana).get("/api/v1/accounts/verify_credentials/").is(200).json().at("username").eq("ana")
	s.visitor().get("/api/v1/accounts/verify_credentials/").refused(401)
	s.visitor().get("/api/v1/instance//").refused(404)
}

// Mastodon.py takes an empty line for the end of an event, and gives up on one that has no name: a beat is one line.
func TestBeatIsNoEvent(t *testing.T) {
	s := openSite(t, "")
	beat := s.steady()
	_, ana := storagetest.Member(s, s.store, "ana")
	e := s.as(ana).events("/user") // which reads the first beat
	beat(1)
	e.thump()
	storagetest.Post(s, s.store, ana, "Good morning")
	if line, _ := e.line(); line != "event: update" {
		t.Errorf("after a beat comes %q", line)
	}
}

// Mastodon.py reads the data of every event as JSON, also where there is nothing to say.
func TestEventWithoutPayloadIsJSON(t *testing.T) {
	s := openSite(t, "")
	s.steady()
	_, ana := storagetest.Member(s, s.store, "ana")
	c := s.as(ana)
	e := c.events("/user")
	c.post("/api/v2/filters", "title", "Sport", "context[]", "home").is(200)
	if got := e.hear(); got.Event != "filters_changed" || got.Payload != "null" {
		t.Errorf("heard %+v", got)
	}
}
