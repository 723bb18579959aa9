package mastodon

import (
	"crypto/ecdh"
	"crypto/rand"
	"encoding/base64"
	"strings"
	"testing"

	"consilium/community"
	"consilium/storage/storagetest"
)

// subscription is what an app sends, with some of it changed.
func (s *site) subscription(changes ...string) []string {
	s.Helper()
	key, err := ecdh.P256().GenerateKey(rand.Reader)
	s.must(err)
	form := map[string]string{"subscription[endpoint]": "https://push.example/send/1", "subscription[keys][p256dh]": base64.URLEncoding.EncodeToString(key.PublicKey().Bytes()),
		"subscription[keys][auth]": base64.StdEncoding.EncodeToString([]byte("sixteen bytes ok")), "data[alerts][mention]": "true", "data[alerts][favourite]": "1", "data[policy]": "follower"}
	for i := 0; i+1 < len(changes); i += 2 {
		form[changes[i]] = changes[i+1]
	}
	var pairs []string
	for name, value := range form {
		pairs = append(pairs, name, value)
	}
	return pairs
}

// An app subscribes, changes its mind and leaves; each token has one subscription, and
// nobody else's (S-PRIV-5).
func TestPushSubscription(t *testing.T) {
	eachSite(t, func(s *site) {
		_, ana := storagetest.Member(s, s.store, "ana")
		c, other := s.as(ana, "push"), s.as(ana, "push")
		const path = "/api/v1/push/subscription"
		c.get(path).refused(404)
		c.form("PUT", path, "data[policy]", "all").refused(404)
		made := c.post(path, s.subscription()...).is(200).json()
		made.at("endpoint").eq("https://push.example/send/1")
		made.at("standard").eq(false)
		made.at("policy").eq("follower")
		for _, word := range community.Alerts() {
			made.at("alerts", word).eq(word == "mention" || word == "favourite")
		}
		key := made.at("server_key").text()
		if point, err := base64.RawURLEncoding.DecodeString(key); err != nil || len(point) != 65 {
			t.Errorf("server_key %q", key)
		}
		if got := s.as(ana).get("/api/v1/apps/verify_credentials").is(200).json().at("vapid_key").text(); got != key {
			t.Errorf("the app has the key %q", got)
		}
		if got := s.visitor().get("/api/v2/instance").is(200).json().at("configuration", "vapid", "public_key").text(); got != key {
			t.Errorf("the instance has the key %q", got)
		}
		other.get(path).refused(404)
		changed := c.form("PUT", path, "data[alerts][follow]", "true", "policy", "none").is(200).json()
		changed.at("alerts", "follow").eq(true)
		changed.at("alerts", "mention").eq(false)
		c.get(path).is(200).json().at("policy").eq("none")
		again := c.post(path, s.subscription("subscription[standard]", "true", "subscription[endpoint]", "https://push.example/send/2")...).is(200).json()
		again.at("standard").eq(true)
		if again.at("id").text() == made.at("id").text() {
			t.Error("what is queued for the old address would come to the new")
		}
		c.form("DELETE", path).is(200)
		c.form("DELETE", path).is(200)
		c.get(path).refused(404)
		s.as(ana, "read write").get(path).refused(403)
	})
}

// S-NET-1: an address is https, and what no key is, is refused with a sentence.
func TestPushSubscriptionRefused(t *testing.T) {
	s := openSite(t, storagetest.SQLiteFile(t))
	_, ana := storagetest.Member(s, s.store, "ana")
	c := s.as(ana)
	for _, change := range [][]string{
		{"subscription[endpoint]", ""}, {"subscription[endpoint]", "http://push.example/x"}, {"subscription[endpoint]", "https://user:secret@push.example/x"},
		{"subscription[endpoint]", "file:///etc/passwd"}, {"subscription[endpoint]", "https://push.example/" + strings.Repeat("x", 1000)},
		{"subscription[keys][p256dh]", ""}, {"subscription[keys][p256dh]", "!!"}, {"subscription[keys][p256dh]", base64.RawURLEncoding.EncodeToString(make([]byte, 65))},
		{"subscription[keys][auth]", "c2hvcnQ"}, {"data[policy]", "friends"}, {"data[alerts][mention]", "perhaps"}, {"subscription[standard]", "perhaps"},
	} {
		c.post("/api/v1/push/subscription", s.subscription(change...)...).refused(422)
	}
	c.send("POST", "/api/v1/push/subscription", "application/json", []byte(`{"subscription":"x","data":[1]}`)).refused(422)
	c.send("POST", "/api/v1/push/subscription", "application/json", []byte("{\"subscription\":{\"endpoint\":\"https://push.example/\\u0000\"}}")).refused(400)
	// JSON as apps send it.
	pairs := s.subscription()
	values := map[string]string{}
	for i := 0; i < len(pairs); i += 2 {
		values[pairs[i]] = pairs[i+1]
	}
	c.send("POST", "/api/v1/push/subscription", "application/json", []byte(`{"subscription":{"endpoint":"https://push.example/","standard":true,"keys":{"p256dh":"`+
		values["subscription[keys][p256dh]"]+`","auth":"`+values["subscription[keys][auth]"]+`"}},"data":{"policy":"all","alerts":{"admin.report":true,"status":false}}}`)).
		is(200).json().at("alerts", "admin.report").eq(true)
}
