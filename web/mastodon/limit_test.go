package mastodon

import (
	"fmt"
	"net/http"
	"net/netip"
	"strconv"
	"strings"
	"testing"
	"time"

	"consilium/storage/storagetest"
)

// limited checks the headers of S-AUTH-3 and gives what is left.
func (r reply) limited(limit int) int {
	r.Helper()
	left, err := strconv.Atoi(r.header.Get("X-RateLimit-Remaining"))
	if err != nil || r.header.Get("X-RateLimit-Limit") != strconv.Itoa(limit) {
		r.Errorf("%s: limit %q, remaining %q", r.what, r.header.Get("X-RateLimit-Limit"), r.header.Get("X-RateLimit-Remaining"))
	}
	reset, err := time.Parse("2006-01-02T15:04:05.000Z", r.header.Get("X-RateLimit-Reset"))
	if err != nil || reset.Before(r.clock.Now().Add(-time.Second)) {
		r.Errorf("%s: reset %q", r.what, r.header.Get("X-RateLimit-Reset"))
	}
	return left
}

// Part 7: the headers stand on every reply, whatever it is.
func TestLimitsAreOnEveryReply(t *testing.T) {
	s := openSite(t, storagetest.SQLiteFile(t))
	_, ana := storagetest.Member(s, s.store, "ana")
	visitor, c, narrow, wrong := s.visitor(), s.as(ana), s.as(ana, "read:lists"), s.visitor()
	wrong.token = "nobody's"
	for what, r := range map[string]reply{
		"an answer": c.get("/api/v1/timelines/home"), "a visitor's": visitor.get("/api/v1/timelines/public"), "not there": visitor.get("/api/v1/nothing"),
		"no method": visitor.send("PUT", "/api/v1/instance", "", nil), "no token": visitor.get("/api/v1/timelines/home"), "a wrong token": wrong.get("/api/v1/timelines/home"),
		"no scope": narrow.get("/api/v1/timelines/home"), "unknown post": c.get("/api/v1/statuses/1"), "wrong": c.get("/api/v1/timelines/home?limit=x"),
		"malformed": c.send("POST", "/api/v1/statuses", "application/json", []byte("{")), "metadata": visitor.get("/.well-known/oauth-authorization-server"),
		"a stream": c.send("HEAD", "/api/v1/streaming/user", "", nil), "a stream without a token": visitor.send("HEAD", "/api/v1/streaming/user", "", nil),
		"health": visitor.get("/api/v1/streaming/health"), "no such picture": visitor.get("/api/v1/media/1/full"), "a token": visitor.post("/oauth/token"),
	} {
		if left := r.limited(300); left < 1 || left > 299 {
			t.Errorf("%s: %d are left", what, left)
		}
	}
}

// spent makes requests until one is too many, which the limit has to be; it gives that one.
func (s *site) spent(limit int, one func(n int) reply) reply {
	s.Helper()
	for n := range limit {
		if r := one(n); r.status == http.StatusTooManyRequests {
			s.Fatalf("%s: number %d of %d was too many", r.what, n+1, limit)
		}
	}
	r := one(limit).refused(http.StatusTooManyRequests)
	if r.limited(limit) != 0 {
		s.Errorf("%s: some are left", r.what)
	}
	return r
}

// comesBack waits as long as the refusal says.
func (s *site) comesBack(r reply, one func(n int) reply) {
	s.Helper()
	wait, err := strconv.Atoi(r.header.Get("Retry-After"))
	if err != nil || wait < 1 {
		s.Fatalf("%s: Retry-After %q", r.what, r.header.Get("Retry-After"))
	}
	s.clock.Advance(time.Duration(wait) * time.Second)
	if r := one(1 << 20); r.status == http.StatusTooManyRequests {
		s.Errorf("%s: still too many after %d seconds", r.what, wait)
	}
}

// S-AUTH-3: every limit, over real requests and with a time of our own.
func TestLimitsOfRequests(t *testing.T) {
	s := openSite(t, storagetest.SQLiteFile(t))
	_, ana := storagetest.Member(s, s.store, "ana")
	_, bob := storagetest.Member(s, s.store, "bob")
	visitor, c := s.visitor(), s.as(ana)
	machine := s.visitor()
	machine.token = s.visitor().post("/oauth/token", "grant_type", "client_credentials", "client_id", s.app.ClientID, "client_secret", s.secret, "scope", "write").is(200).json().at("access_token").text()
	s.clock.Advance(time.Hour)
	picture := pngPicture(s.T)
	for _, l := range []struct {
		name  string
		limit int
		one   func(n int) reply
	}{
		{"apps", 5, func(int) reply { return visitor.post("/api/v1/apps", "client_name", "A", "redirect_uris", "a://b") }},
		{"pictures", 30, func(int) reply { return c.upload("POST", "/api/v2/media", picture, "", "file") }},
		{"deletions", 30, func(int) reply {
			return c.send("DELETE", "/api/v1/statuses/"+id(storagetest.Post(s, s.store, ana, "Away").ID), "", nil)
		}},
		{"sign-ups", 5, func(n int) reply {
			return machine.post("/api/v1/accounts", "username", fmt.Sprint("new", n), "email", fmt.Sprint("n", n, "@mail.example"),
				"password", "correct horse battery", "agreement", "true", "locale", "en", "reason", "I work here")
		}},
		{"a visitor", 300, func(int) reply { return visitor.get("/api/v1/instance/rules") }},
		{"a token", 300, func(int) reply { return c.get("/api/v1/preferences") }},
	} {
		s.clock.Advance(time.Hour)
		s.comesBack(s.spent(l.limit, l.one), l.one)
	}
	s.clock.Advance(time.Hour)
	var apps []*caller
	for range 6 {
		apps = append(apps, s.as(bob))
	}
	one := func(n int) reply { return apps[n%len(apps)].get("/api/v1/preferences") }
	for n := range 1500 {
		one(n).is(200)
	}
	over := one(0).refused(http.StatusTooManyRequests)
	if over.limited(1500) != 0 {
		t.Error("a member with many apps has no limit")
	}
	s.comesBack(over, one)
	c.get("/api/v1/preferences").is(200) // others are not slowed down
}

// S-AUTH-3 (CVE-2023-49952): who is counted is who connects, or whom a trusted proxy names;
// nobody chooses an address, and a network of IPv6 is one.
func TestLimitsCannotBeEvaded(t *testing.T) {
	s := openSite(t, storagetest.SQLiteFile(t))
	visitor := s.visitor()
	from := func(addresses ...string) int {
		visitor.header["X-Forwarded-For"] = []string{strings.Join(addresses, ", ")}
		visitor.header["X-Real-Ip"], visitor.header["Forwarded"] = []string{addresses[0]}, []string{"for=" + addresses[0]}
		return visitor.get("/api/v1/instance/rules").is(200).limited(300)
	}
	if first, second := from("198.51.100.1"), from("198.51.100.2"); second >= first {
		t.Errorf("a header of anybody's is believed: %d, %d", first, second)
	}
	s.sessions.TrustedProxies = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("10.0.0.0/8")}
	for _, c := range []struct {
		name      string
		addresses []string
		left      int
	}{
		{"behind the proxy", []string{"198.51.100.1"}, 299}, {"again", []string{"198.51.100.1"}, 298}, {"another", []string{"198.51.100.2"}, 299},
		{"one that pretends", []string{"192.0.2.9", "198.51.100.1"}, 297}, {"behind two proxies", []string{"198.51.100.1", "10.1.2.3"}, 296},
		{"a network", []string{"2001:db8:1:2::1"}, 299}, {"the same", []string{"2001:db8:1:2:ffff::9"}, 298}, {"another network", []string{"2001:db8:1:3::1"}, 299},
		{"mapped", []string{"::ffff:198.51.100.1"}, 295},
	} {
		if left := from(c.addresses...); left != c.left {
			t.Errorf("%s: %d are left, want %d", c.name, left, c.left)
		}
	}
}
