package mastodon

import (
	"encoding/base64"
	"strings"
	"testing"

	"consilium/community"
	"consilium/storage/storagetest"
)

// A stolen token is no place to guess the password at: after 25 within an hour the right one does not
// help either, and the answer to both is the same.
func TestAttackGuessPasswordWithAToken(t *testing.T) {
	eachSite(t, func(s *site) {
		s.sessions.Limits = true
		password := "correct horse battery"
		hash, err := s.sessions.HashPassword(t.Context(), password)
		s.must(err)
		_, ana := storagetest.Login(s, s.store, community.User{Name: "ana", Role: community.Member, State: community.UserActive,
			EmailConfirmed: s.store.Now(), PasswordHash: hash})
		s.api.Linker = homeLinker{s}
		thief := s.as(ana)
		var last string
		for range 26 {
			last = thief.post("/api/v1/profile/aliases", "account", "nobody", "current_password", "guess").refused(422).body
		}
		if right := thief.post("/api/v1/profile/aliases", "account", "nobody", "current_password", password).refused(422).body; right != last {
			t.Errorf("the right one is told from a wrong one: %s and %s", right, last)
		}
	})
}

// What an app gives to be told is judged before anything is kept: points that are on no
// curve or at infinity, keys of any size, addresses of another scheme or with a name in
// them.
func TestAttackPushKeysAndAddresses(t *testing.T) {
	eachSite(t, func(s *site) {
		_, ana := storagetest.Member(s, s.store, "ana")
		app := s.as(ana)
		app.post("/api/v1/push/subscription", s.subscription()...).is(200)
		encode := base64.RawURLEncoding.EncodeToString
		point := make([]byte, 65)
		point[0] = 4
		for what, value := range map[string][2]string{
			"zero":             {"subscription[keys][p256dh]", encode(point)},
			"infinity":         {"subscription[keys][p256dh]", encode([]byte{0})},
			"compressed":       {"subscription[keys][p256dh]", encode(append([]byte{2}, make([]byte, 32)...))},
			"off the curve":    {"subscription[keys][p256dh]", encode(append([]byte{4}, []byte(strings.Repeat("\x01", 64))...))},
			"200 kilobytes":    {"subscription[keys][p256dh]", encode(make([]byte, 150_000))},
			"a long secret":    {"subscription[keys][auth]", encode(make([]byte, 1000))},
			"no secret":        {"subscription[keys][auth]", ""},
			"plain http":       {"subscription[endpoint]", "http://push.example/x"},
			"a file":           {"subscription[endpoint]", "file:///etc/passwd"},
			"with a password":  {"subscription[endpoint]", "https://user:pass@push.example/x"},
			"with a fragment":  {"subscription[endpoint]", "https://push.example/x#y"},
			"without a host":   {"subscription[endpoint]", "https:///x"},
			"a line in it":     {"subscription[endpoint]", "https://push.example/x\r\nX-Header: y"},
			"without an end":   {"subscription[endpoint]", "https://push.example/" + strings.Repeat("x", 100_000)},
			"nobody's opinion": {"data[policy]", "everybody"},
		} {
			if r := app.post("/api/v1/push/subscription", s.subscription(value[0], value[1])...); r.status != 422 {
				t.Errorf("%s: %d %s", what, r.status, r.body)
			}
		}
		app.get("/api/v1/push/subscription").is(200)
	})
}
