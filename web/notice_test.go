package web_test

import (
	"crypto/ecdh"
	"crypto/rand"
	"encoding/base64"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"consilium/community"
	"consilium/storage/storagetest"
)

// A specialty is followed from its list; its new cases come home, and leave again.
func TestFollowASpecialty(t *testing.T) {
	eachSite(t, func(s *site) {
		ana, anaActor := storagetest.Member(s, s.store, "ana")
		_, bobActor := storagetest.Member(s, s.store, "bob")
		a := s.as(ana)
		p, err := community.Publish(bobActor, community.PostDraft{Audience: community.InstanceOnly, Case: &community.CaseDraft{Title: "A quiet heart", AgeBand: "40-44",
			Consent: "institution", Narrative: community.Narrative{PresentingComplaint: "Tired.", Question: "Why so slow?"}, Specialties: []string{"cardiology"}}},
			community.Surroundings{Now: s.clock.Now()})
		if err == nil {
			_, err = s.store.Publish(t.Context(), p)
		}
		if err != nil {
			t.Fatal(err)
		}
		s.visitor().get("/specialties").is(200).has("Cardiology").hasNot("/specialties/follow")
		a.get("/home").is(200).hasNot("Why so slow?")
		a.get("/specialties").is(200).has("Follow Cardiology", "1 open")
		a.post("/specialties/follow", url.Values{"specialty": {"cardiology"}}).is(200).has("Unfollow Cardiology")
		a.get("/home").is(200).has("Why so slow?")
		a.get("/settings/notices").is(200).has("Cardiology")
		a.post("/specialties/unfollow", url.Values{"specialty": {"cardiology"}}).is(200).has("Follow Cardiology")
		a.get("/home").is(200).hasNot("Why so slow?")
		a.post("/specialties/follow", url.Values{"specialty": {"astrology"}}).is(http.StatusNotFound)
		if list, err := s.store.FollowedSpecialties(t.Context(), anaActor.ID); err != nil || len(list) != 0 {
			t.Errorf("%v, %v", list, err)
		}
	})
}

// What is chosen about notices is kept; what cannot be chosen is said, with the rest
// of the form as it was.
func TestNoticeSettings(t *testing.T) {
	eachSite(t, func(s *site) {
		ana, anaActor := storagetest.Member(s, s.store, "ana")
		a := s.as(ana)
		choice := url.Values{"mail_cases": {"at-once"}, "push_cases": {"on"}, "mail_talk": {"never"}, "mail_people": {"daily"},
			"mail_specialties": {"never"}, "mail_account": {"never"}}
		a.post("/settings/notices", choice).is(200).has("Saved.")
		got, err := s.store.NoticePreferences(t.Context(), anaActor.ID)
		if err != nil || got[0] != (community.NoticePreference{Topic: community.AboutCases, Mail: community.AtOnce, Push: true}) || got[2].Mail != community.Never || got[2].Push {
			t.Errorf("%+v, %v", got, err)
		}
		a.post("/settings/notices", with(choice, "mail_specialties", "at-once")).is(http.StatusUnprocessableEntity)
	})
}

// A browser is told once it gave what is needed to write to it, and no other thing
// is taken for that.
func TestTellADevice(t *testing.T) {
	eachSite(t, func(s *site) {
		ana, anaActor := storagetest.Member(s, s.store, "ana")
		key, err := ecdh.P256().GenerateKey(rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		encode := base64.RawURLEncoding.EncodeToString
		good := func() url.Values {
			return url.Values{"endpoint": {"https://push.example/send/1"}, "public_key": {encode(key.PublicKey().Bytes())}, "auth": {encode(make([]byte, 16))}}
		}
		a := s.as(ana)
		for _, bad := range []url.Values{nil, with(good(), "endpoint", "http://push.example/1"), with(good(), "endpoint", "https://u:p@push.example/1"),
			with(good(), "public_key", "AAAA"), with(good(), "auth", encode(make([]byte, 15))), with(good(), "auth", "%%%")} {
			a.post("/settings/notices/devices", bad).is(200).has("gave no usable address")
		}
		if told, err := s.store.PushSessions(t.Context(), anaActor.ID); err != nil || len(told) != 0 {
			t.Fatalf("%v, %v", told, err)
		}
		a.get("/settings/notices").is(200).has(`data-push="B`)
		a.post("/settings/notices/devices", good()).is(200).has("This device is told.")
		s.as(ana).get("/settings/notices").is(200).has("One other device is told.")
		a.post("/settings/notices/devices/end", nil).is(200).hasNot("This device is told.")
	})
}

// The pages install as an app: manifest, icons and a worker at the root that asks
// for nothing and keeps nothing.
func TestInstallsAsAnApp(t *testing.T) {
	eachSite(t, func(s *site) {
		v := s.visitor()
		v.get("/manifest.webmanifest").is(200).has(`"display":"minimal-ui"`, `"start_url":"/home"`, "512x512")
		worker := v.get("/service-worker.js").is(200)
		if worker.header.Get("Cache-Control") != "no-cache" || !strings.HasPrefix(worker.header.Get("Content-Type"), "text/javascript") {
			t.Errorf("%v", worker.header)
		}
		worker.has("showNotification").hasNot("fetch(", "caches.")
	})
}
