package mastodon

import (
	"encoding/base64"
	"strings"
	"testing"
	"time"

	"consilium/community"
	"consilium/storage/storagetest"
)

// The profile can be written in every way in which apps write it, and what cannot be
// is refused as a whole.
func TestProfileInEveryBody(t *testing.T) {
	eachSite(t, func(s *site) {
		_, actor := storagetest.Member(s, s.store, "ana")
		a := s.as(actor)
		const update, profile = "/api/v1/accounts/update_credentials", "/api/v1/profile"
		got := a.form("PATCH", update, "display_name", "Ana", "note", "Neurology", "bot", "true", "locked", "1", "hide_collections", "on",
			"fields_attributes[3][name]", "Web", "fields_attributes[3][value]", "https://ana.example", "fields_attributes[1][name]", "Ward",
			"fields_attributes[1][value]", "3 <b>", "attribution_domains[]", "https://www.news.example/x", "attribution_domains[]", "paper.example",
			"source[privacy]", "unlisted", "source[sensitive]", "true", "source[language]", "de-CH", "source[quote_policy]", "followers").is(200).json()
		got.at("bot").eq(true)
		got.at("locked").eq(true)
		got.at("hide_collections").eq(true)
		got.at("fields", 0, "name").eq("Ward")
		got.at("fields", 0, "value").eq("3 &lt;b&gt;")
		got.at("fields", 1, "verified_at").eq(nil)
		got.at("source", "fields", 1, "value").eq("https://ana.example")
		got.at("source", "privacy").eq("unlisted")
		got.at("source", "sensitive").eq(true)
		got.at("source", "language").eq("de")
		got.at("source", "quote_policy").eq("followers")
		got.at("source", "attribution_domains", 0).eq("www.news.example")
		got.at("source", "attribution_domains", 1).eq("paper.example")
		p := a.get("/api/v1/preferences").is(200).json()
		p.at("posting:default:visibility").eq("unlisted")
		p.at("posting:default:sensitive").eq(true)
		p.at("posting:default:language").eq("de")
		preset := a.post("/api/v1/statuses", "status", "Wie immer").is(200).json()
		preset.at("sensitive").eq(true)
		preset.at("language").eq("de")
		preset.at("visibility").eq("unlisted")

		json := a.send("PATCH", profile, "application/json", []byte(`{"display_name":"Ana L","bot":false,"fields_attributes":{"0":{"name":"Ward","value":"4"}},"attribution_domains":[]}`)).is(200).json()
		json.at("display_name").eq("Ana L")
		json.at("bot").eq(false)
		if json.at("fields").size() != 1 || json.at("fields", 0, "value").text() != "4" {
			t.Errorf("%v", json.at("fields").any)
		}
		json.at("avatar").eq(nil)
		json.at("hide_collections").eq(true) // what was not sent stays
		list := a.send("PATCH", profile, "application/json", []byte(`{"fields_attributes":[{"name":"A","value":"1"},{"name":"B","value":"2"}]}`)).is(200).json()
		if list.at("fields").size() != 2 {
			t.Errorf("%v", list.at("fields").any)
		}
		both := a.upload("PATCH", update, pngPicture(t), "note", "With a picture", "", "header").is(200).json()
		if at := both.at("header").text(); !strings.Contains(at, "/media/header/") {
			t.Error(at)
		}
		inline := "data:image/png;base64," + base64.StdEncoding.EncodeToString(pngPicture(t))
		if a.form("PATCH", profile, "avatar", inline).is(200).json().at("avatar").text() == "" {
			t.Error("no picture")
		}
		a.form("DELETE", "/api/v1/profile/avatar").is(200)
		a.form("DELETE", "/api/v1/profile/header").is(200)
		bare := a.get(profile).is(200).json()
		bare.at("avatar").eq(nil)
		bare.at("header").eq(nil)
		for _, bad := range [][2]string{{"bot", "perhaps"}, {"source[privacy]", "direct"}, {"source[privacy]", "odd"}, {"source[language]", "x1"},
			{"source[quote_policy]", "odd"}, {"attribution_domains[]", "no site"}, {"note", strings.Repeat("x", 2000)}, {"fields_attributes[0][name]", "half"},
			{"avatar", "data:image/png;base64,AAAA"}} {
			if got := a.form("PATCH", update, "display_name", "Not kept", bad[0], bad[1]); got.status != 422 {
				t.Errorf("%s=%s: %d %s", bad[0], bad[1], got.status, got.body)
			}
		}
		a.get(profile).json().at("display_name").eq("Ana L")
	})
}

// What is shown of an account: its kind, whether it is limited, when it wrote last.
func TestAccountIsComplete(t *testing.T) {
	eachSite(t, func(s *site) {
		_, ana := storagetest.Member(s, s.store, "ana")
		path := "/api/v1/accounts/" + id(ana.ID)
		before := s.visitor().get(path).is(200).json()
		before.at("last_status_at").eq(nil)
		before.at("limited").eq(false)
		before.at("hide_collections").eq(false)
		storagetest.Post(s, s.store, ana, "For followers", community.Followers)
		s.visitor().get(path).json().at("last_status_at").eq(nil)
		storagetest.Post(s, s.store, ana, "For all")
		s.visitor().get(path).json().at("last_status_at").eq(s.clock.Now().Format(time.DateOnly))
	})
}

// The institution says everything that apps ask about it, and no number that tells of
// one person.
func TestInstanceIsComplete(t *testing.T) {
	eachSite(t, func(s *site) {
		v := s.visitor()
		_, ana := storagetest.Member(s, s.store, "ana")
		storagetest.Post(s, s.store, ana, "One")
		got := v.get("/api/v2/instance").is(200).json()
		got.at("api_versions", "mastodon").eq(7)
		if len(got.at("configuration", "vapid", "public_key").text()) != 87 {
			t.Error("no key for push messages")
		}
		got.at("configuration", "accounts", "max_profile_fields").eq(community.MaxFields)
		got.at("configuration", "accounts", "max_pinned_statuses").eq(community.MaxPins)
		got.at("configuration", "urls", "privacy_policy").eq(nil)
		got.at("registrations", "min_age").eq(nil)
		got.at("usage", "users", "active_month").eq(0)
		v.get("/api/v1/instance").is(200).json().at("stats", "status_count").eq(0)
		v.get("/api/v1/instance/extended_description").is(200).json().at("content").eq("<p>Cases among colleagues.</p>")
		v.get("/api/v1/instance/privacy_policy").refused(404)
		v.get("/api/v1/instance/terms_of_service").refused(404)
		v.get("/api/v1/instance/domain_blocks").refused(404)
		if got := v.get("/api/v1/instance/translation_languages").is(200).body; strings.TrimSpace(got) != "{}" {
			t.Error("something is translated")
		}
		if v.get("/api/v1/instance/languages").is(200).json().at(0, "code").text() == "" {
			t.Error("no languages")
		}
		weeks := v.get("/api/v1/instance/activity").is(200).json()
		if weeks.size() != 12 || weeks.at(0, "statuses").text() != "0" {
			t.Errorf("%v", weeks.any)
		}
		for _, path := range []string{"/health", "/api/v1/streaming/health"} {
			if got := v.get(path); got.status != 200 || got.body != "OK" {
				t.Errorf("%s: %d %s", path, got.status, got.body)
			}
		}
		i, err := s.store.Instance(t.Context())
		s.must(err)
		i.Privacy, i.Terms, i.ShowDomains, i.HideCounts = "We keep little.", "Be fair.", true, true
		s.must(s.store.SetInstance(t.Context(), i))
		s.must(s.store.SetDomainRule(t.Context(), community.DomainRule{Host: "bad.example", Severity: community.DomainSuspended, PublicComment: "Spam", Obfuscate: true}))
		v.get("/api/v1/instance/privacy_policy").is(200).json().at("content").eq("<p>We keep little.</p>")
		day := v.get("/api/v1/instance/terms_of_service").is(200).json().at("effective_date").text()
		v.get("/api/v1/instance/terms_of_service/" + day).is(200)
		v.get("/api/v1/instance/terms_of_service/2020-01-01").refused(404)
		v.get("/api/v1/instance/terms_of_service/%00").refused(404)
		blocks := v.get("/api/v1/instance/domain_blocks").is(200).json()
		blocks.at(0, "severity").eq("suspend")
		if host := blocks.at(0, "domain").text(); host == "bad.example" || host == "" {
			t.Error(host)
		}
		v.get("/api/v1/instance/activity").refused(404)
		v.get("/api/v2/instance").is(200).json().at("configuration", "urls", "privacy_policy").eq("https://here.example/about#privacy")
	})
}

// Announcements in apps: read, put aside, answered with emoji, and told as they happen.
func TestAnnouncementsInApps(t *testing.T) {
	eachSite(t, func(s *site) {
		_, ana := storagetest.Member(s, s.store, "ana")
		_, bob := storagetest.Member(s, s.store, "bob")
		a := s.as(ana)
		stream := s.as(bob).events("/user")
		draft, err := community.DescribeAnnouncement(community.Announcement{}, community.AnnouncementDraft{Text: "The library is closed", Ends: s.store.Now().Add(time.Hour)}, "")
		s.must(err)
		number, err := s.store.SaveAnnouncement(t.Context(), draft, ana.ID)
		s.must(err)
		path := "/api/v1/announcements/" + id(number)
		a.post(path + "/dismiss").refused(404) // not published
		s.must(s.store.PublishAnnouncement(t.Context(), number, ana.ID))
		if got := stream.hear(); got.Event != "announcement" || !strings.Contains(got.Payload, "The library is closed") {
			t.Errorf("%+v", got)
		}
		a.form("PUT", path+"/reactions/%F0%9F%8E%89").is(200)
		if got := stream.hear(); got.Event != "announcement.reaction" || got.Payload != `{"announcement_id":"`+id(number)+`","count":1,"name":"🎉"}` {
			t.Errorf("%+v", got)
		}
		got := a.get("/api/v1/announcements").is(200)
		got.golden("announcements")
		got.json().at(0, "reactions", 0, "me").eq(true)
		s.as(bob).get("/api/v1/announcements").is(200).json().at(0, "reactions", 0, "me").eq(false)
		for _, name := range []string{"word", "%00", "%ff", "a%20b", strings.Repeat("x", 300)} {
			if got := a.form("PUT", path+"/reactions/"+name); got.status/100 != 4 {
				t.Errorf("%s: %d", name, got.status)
			}
		}
		a.form("PUT", "/api/v1/announcements/7/reactions/%F0%9F%8E%89").refused(404)
		a.form("DELETE", path+"/reactions/%F0%9F%8E%89").is(200)
		stream.hear()
		a.post(path + "/dismiss").is(200)
		if n := a.get("/api/v1/announcements").is(200).json().size(); n != 0 {
			t.Error("it was put aside")
		}
		a.get("/api/v1/announcements?with_dismissed=true").is(200).json().at(0, "read").eq(true)
		s.must(s.store.WithdrawAnnouncement(t.Context(), number, ana.ID))
		if got := stream.hear(); got.Event != "announcement.delete" || got.Payload != id(number) {
			t.Errorf("%+v", got)
		}
		s.visitor().get("/api/v1/announcements").refused(401)
	})
}
