package mastodon

import (
	"strings"
	"testing"

	"consilium/community"
)

// Servers are limited, suspended and let in as at the desk.
func TestAdminDomains(t *testing.T) {
	eachSite(t, func(s *site) {
		admin, _ := s.staff("chief", community.Administrator)
		moderator, _ := s.staff("mona", community.Moderator)
		made := admin.post("/api/v1/admin/domain_blocks", "domain", "Bad.Example", "severity", "suspend", "public_comment", "Advertising", "obfuscate", "true").is(200).json()
		made.at("domain").eq("bad.example")
		path := "/api/v1/admin/domain_blocks/" + made.at("id").text()
		moderator.get(path).is(200).json().at("severity").eq("suspend")
		moderator.form("PUT", path, "severity", "noop").refused(403)
		changed := admin.form("PUT", path, "severity", "silence", "reject_media", "true").is(200).json()
		changed.at("severity").eq("silence")
		changed.at("public_comment").eq("Advertising")
		changed.at("obfuscate").eq(true)
		rules, err := s.store.DomainRules(t.Context())
		if s.must(err); !community.Limited("www.bad.example", rules) || !community.RejectsMedia("bad.example", rules) {
			t.Errorf("rules %+v", rules)
		}
		admin.form("PUT", path, "severity", "worst").refused(422)
		for _, domain := range []string{"", "not a host", "here.example", "bad.example"} {
			admin.post("/api/v1/admin/domain_blocks", "domain", domain).refused(422)
		}
		allow := admin.post("/api/v1/admin/domain_allows", "domain", "good.example").is(200).json().at("id").text()
		admin.post("/api/v1/admin/domain_allows", "domain", "good.example").is(200).json().at("id").eq(allow)
		if got := admin.get("/api/v1/admin/domain_allows").is(200).json().ids(); len(got) != 1 || got[0] != allow {
			t.Errorf("allowed %v", got)
		}
		if got := admin.get("/api/v1/admin/domain_blocks?limit=1").is(200); got.json().size() != 1 || !strings.Contains(got.header.Get("Link"), "max_id=") {
			t.Errorf("blocked %s %s", got.body, got.header.Get("Link"))
		}
		admin.get("/api/v1/admin/domain_blocks/" + allow).refused(404) // is no block
		admin.get("/api/v1/admin/domain_allows/" + allow).is(200)
		admin.form("DELETE", "/api/v1/admin/domain_allows/"+allow).is(200)
		admin.form("DELETE", path).is(200)
		admin.form("DELETE", path).refused(404)
		if s.deeds("bad.example") != "rule-removed rule rule" || s.deeds("good.example") != "rule-removed rule" {
			t.Errorf("log: %q %q", s.deeds("bad.example"), s.deeds("good.example"))
		}
	})
}

// Addresses, e-mail domains and e-mail addresses are blocked and let in again.
func TestAdminBlocks(t *testing.T) {
	eachSite(t, func(s *site) {
		admin, _ := s.staff("chief", community.Administrator)
		made := admin.post("/api/v1/admin/ip_blocks", "ip", "198.51.100.9/24", "severity", "sign_up_block", "comment", "Bots", "expires_in", "3600").is(200).json()
		made.at("ip").eq("198.51.100.0/24")
		path := "/api/v1/admin/ip_blocks/" + made.at("id").text()
		changed := admin.form("PUT", path, "severity", "no_access").is(200).json()
		changed.at("comment").eq("Bots")
		changed.at("severity").eq("no_access")
		if changed.at("expires_at").text() != made.at("expires_at").text() || made.at("expires_at").text() == "" {
			t.Errorf("ends %v", changed.any)
		}
		for _, pairs := range [][]string{{"ip", "198.51.100.0/24", "severity", "no_access"}, {"ip", "1.2.3.4"}, {"ip", "0.0.0.0/0", "severity", "no_access"},
			{"ip", "x", "severity", "no_access"}, {"ip", "1.2.3.4", "severity", "sign_up_block", "expires_in", "9223372036854775807"},
			{"ip", "1.2.3.4", "severity", "sign_up_block", "expires_in", "-1"}, {"ip", "1.2.3.4", "severity", "x"}} {
			admin.post("/api/v1/admin/ip_blocks", pairs...).refused(422)
		}
		admin.get(path).is(200)
		if got := admin.get("/api/v1/admin/ip_blocks").is(200).json(); got.size() != 1 {
			t.Errorf("blocks %v", got.any)
		}
		admin.form("DELETE", path).is(200)
		admin.get(path).refused(404)
		admin.form("PUT", path, "severity", "no_access").refused(404)

		domain := admin.post("/api/v1/admin/email_domain_blocks", "domain", "@Throwaway.example").is(200).json()
		if domain.at("domain").text() != "throwaway.example" || domain.at("history").size() != 7 {
			t.Errorf("domain %v", domain.any)
		}
		for _, bad := range []string{"", "throwaway.example", "nodots", "192.0.2.1", "a b.example"} {
			admin.post("/api/v1/admin/email_domain_blocks", "domain", bad).refused(422)
		}
		path = "/api/v1/admin/email_domain_blocks/" + domain.at("id").text()
		admin.get(path).is(200)
		admin.form("DELETE", path).is(200)
		admin.form("DELETE", path).refused(404)

		hash := admin.post("/api/v1/admin/canonical_email_blocks", "email", "Bad.Guy+1@example.org").is(200).json()
		admin.post("/api/v1/admin/canonical_email_blocks", "canonical_email_hash", hash.at("canonical_email_hash").text()).refused(422)
		admin.post("/api/v1/admin/canonical_email_blocks").refused(422)
		admin.post("/api/v1/admin/canonical_email_blocks", "canonical_email_hash", "abc").refused(422)
		if got := admin.post("/api/v1/admin/canonical_email_blocks/test", "email", "badguy@EXAMPLE.org").is(200).json().ids(); len(got) != 1 {
			t.Errorf("test %v", got)
		}
		if got := admin.post("/api/v1/admin/canonical_email_blocks/test", "email", "good@example.org").is(200).json(); got.size() != 0 {
			t.Errorf("test %v", got.any)
		}
		admin.post("/api/v1/admin/canonical_email_blocks/test").refused(422)
		path = "/api/v1/admin/canonical_email_blocks/" + hash.at("id").text()
		admin.get(path).is(200)
		admin.form("DELETE", path).is(200)
		admin.form("DELETE", path).refused(404)
		if s.deeds("198.51.100.0/24") != "address-unblock address-block address-block" || s.deeds("throwaway.example") != "email-domain-unblock email-domain-block" {
			t.Errorf("log: %q", s.deeds("198.51.100.0/24"))
		}
	})
}

// From an address without access no app is answered, signed in or not, and nobody signs
// in; nobody shuts themselves out, and an address is what trusted proxies say.
func TestNoAccess(t *testing.T) {
	eachSite(t, func(s *site) {
		admin, chief := s.staff("chief", community.Administrator)
		admin.post("/api/v1/admin/ip_blocks", "ip", "127.0.0.0/8", "severity", "no_access").refused(422)
		b, err := community.MakeAddressBlock(community.AddressBlockDraft{Range: "127.0.0.1", Severity: "no-access"}, chief.ID, s.store.Now())
		s.must(err)
		visitor := s.visitor()
		visitor.header.Set("X-Forwarded-For", "203.0.113.5") // of nobody we trust
		visitor.get("/api/v2/instance").is(200)
		b, err = s.store.AddAddressBlock(t.Context(), b)
		s.must(err)
		for _, c := range []*caller{admin, visitor} {
			c.get("/api/v2/instance").refused(403)
			c.get("/api/v1/admin/accounts").refused(403)
			c.post("/oauth/token").refused(403)
			c.get("/api/v1/streaming/user").refused(403)
		}
		s.must(s.store.RemoveAddressBlock(t.Context(), b.ID, chief.ID))
		visitor.get("/api/v2/instance").is(200)
	})
}
