package mastodon

import (
	"net/http"
	"strings"
	"testing"

	"consilium/community"
	"consilium/storage/storagetest"
)

// What is measured has the days that were asked for, and what is not known is left out.
func TestAdminMeasures(t *testing.T) {
	eachSite(t, func(s *site) {
		moderator, _ := s.staff("mona", community.Moderator)
		storagetest.Member(s, s.store, "ana")
		days := []string{"start_at", "2026-11-21", "end_at", "2026-11-22T23:00:00Z"}
		got := moderator.post("/api/v1/admin/measures", append(days, "keys[]", "new_users", "keys[]", "nonsense", "keys[]", "tag_uses", "keys[]", "instance_statuses",
			"instance_statuses[domain]", "there.example")...).is(200).json()
		if got.size() != 2 || got.at(0, "key").text() != "new_users" || got.at(0, "total").text() != "2" || got.at(0, "data").size() != 2 {
			t.Errorf("measures %v", got.any)
		}
		got.at(0, "data", 0, "date").eq("2026-11-21T00:00:00.000Z")
		got.at(0, "previous_total").eq("0")
		for _, pairs := range [][]string{{"keys[]", "new_users"}, {"start_at", "x", "end_at", "2026-01-01"}, {"start_at", "2026-01-02", "end_at", "2026-01-01"},
			{"start_at", "2001-01-01", "end_at", "2026-01-01"}, {"start_at", "9999-99-99", "end_at", "2026-01-01"}} {
			moderator.post("/api/v1/admin/measures", pairs...).refused(422)
		}
		parts := moderator.post("/api/v1/admin/dimensions", append(days, "keys[]", "languages", "keys[]", "software_versions", "keys[]", "space_usage", "keys[]", "nonsense")...).is(200).json()
		if parts.size() != 3 || parts.at(1, "data", 0, "key").text() != "consilium" || parts.at(2, "data", 0, "unit").text() != "bytes" {
			t.Errorf("dimensions %v", parts.any)
		}
		cohorts := moderator.post("/api/v1/admin/retention", append(days, "frequency", "day")...).is(200).json()
		if cohorts.size() != 2 || cohorts.at(1, "data", 0, "value").text() != "2" || cohorts.at(0, "data").size() != 2 {
			t.Errorf("cohorts %v", cohorts.any)
		}
		cohorts.at(1, "data", 0, "rate").eq(1)
		if got := moderator.post("/api/v1/admin/retention", append(days, "frequency", "month")...).is(200).json(); got.size() != 1 || got.at(0, "frequency").text() != "month" {
			t.Errorf("months %v", got.any)
		}
		if got := moderator.post("/api/v1/admin/retention").is(200).json(); got.size() != 0 {
			t.Errorf("without days %v", got.any)
		}
		for _, kind := range []string{"links", "statuses", "tags"} {
			moderator.get("/api/v1/admin/trends/" + kind).is(200)
		}
		admin, _ := s.staff("chief", community.Administrator)
		admin.post("/api/v1/admin/trends/tags/7/approve").refused(422)
		if answer := admin.get("/api/v1/admin/tags"); answer.status != http.StatusNotFound {
			t.Errorf("not documented: %d", answer.status)
		}
	})
}

// required are the fields that Mastodon's documentation says are always there.
var required = map[string]string{
	"admin_account": "account approved confirmed created_at disabled email id ips locale role sensitized silenced suspended username",
	"admin_report": `account action_taken category comment created_at forwarded id rules statuses target_account updated_at
		action_taken_at action_taken_by_account assigned_account`,
	"admin_domain_block":          "created_at digest domain id obfuscate reject_media reject_reports severity private_comment public_comment",
	"admin_domain_allow":          "created_at domain id",
	"admin_email_domain_block":    "created_at domain history id",
	"admin_ip_block":              "comment created_at id ip severity expires_at",
	"admin_canonical_email_block": "canonical_email_hash id",
	"admin_measure":               "data key total",
	"admin_dimension":             "data key",
	"admin_cohort":                "data frequency period",
}

// The shapes apps for staff are built for, field by field.
func TestGoldenAdmin(t *testing.T) {
	eachSite(t, func(s *site) {
		_, chief := storagetest.Staff(s, s.store, "chief", community.Administrator)
		admin := s.as(chief, staffScopes+" cases:read")
		_, ana := storagetest.Clinician(s, s.store, "ana")
		_, bob := storagetest.Member(s, s.store, "bob")
		post := storagetest.Post(s, s.store, bob, "Buy this")
		flag, err := s.store.AddFlag(t.Context(), community.Flag{Reporter: ana.ID, Target: bob.ID, Category: "spam", Comment: "Look", Posts: []community.PostID{post.ID}})
		s.must(err)
		days := []string{"start_at", "2026-11-22", "end_at", "2026-11-22"}
		first := func(r reply) reply {
			t.Helper()
			r.is(200)
			r.body = strings.TrimSuffix(strings.TrimPrefix(strings.TrimSpace(r.body), "["), "]")
			return r
		}
		for name, r := range map[string]reply{
			"admin_account":               admin.get("/api/v1/admin/accounts/" + id(ana.ID)).is(200),
			"admin_report":                admin.get("/api/v1/admin/reports/" + id(flag.ID)).is(200),
			"admin_domain_block":          admin.post("/api/v1/admin/domain_blocks", "domain", "bad.example").is(200),
			"admin_domain_allow":          admin.post("/api/v1/admin/domain_allows", "domain", "good.example").is(200),
			"admin_email_domain_block":    admin.post("/api/v1/admin/email_domain_blocks", "domain", "throwaway.example").is(200),
			"admin_ip_block":              admin.post("/api/v1/admin/ip_blocks", "ip", "192.0.2.1", "severity", "no_access").is(200),
			"admin_canonical_email_block": admin.post("/api/v1/admin/canonical_email_blocks", "email", "a@example.org").is(200),
			"admin_measure":               first(admin.post("/api/v1/admin/measures", append(days, "keys[]", "new_users")...)),
			"admin_dimension":             first(admin.post("/api/v1/admin/dimensions", append(days, "keys[]", "languages")...)),
			"admin_cohort":                first(admin.post("/api/v1/admin/retention", append(days, "frequency", "day")...)),
		} {
			r.golden(name)
			object, _ := r.json().any.(map[string]any)
			for _, field := range strings.Fields(required[name]) {
				if _, there := object[field]; !there {
					t.Errorf("%s has no %s", name, field)
				}
			}
		}
		for _, secret := range []string{"legal", "register", "number", "evidence", "claim"} {
			if got := admin.get("/api/v1/admin/accounts/" + id(ana.ID)).is(200); strings.Contains(strings.ToLower(got.body), secret) {
				t.Errorf("an account tells of %s: %s", secret, got.body)
			}
		}
	})
}
