package mastodon

import (
	"net/http"
	"strings"
	"testing"

	"consilium/community"
	"consilium/storage/storagetest"
)

// A public post that a verified clinician reports from an app as showing who a patient
// is, is in no answer to anybody but its author; from anybody else it only queues.
func TestReportedPostIsNowhere(t *testing.T) {
	eachSite(t, func(s *site) {
		_, ana := storagetest.Member(s, s.store, "ana")
		_, bob := storagetest.Member(s, s.store, "bob")
		_, vera := storagetest.Member(s, s.store, "vera")
		vera = storagetest.Prove(s, s.store, vera, storagetest.Proof{Profession: "physician", Level: 4})
		storagetest.Following(s, s.store, bob, ana)
		number := s.as(ana).post("/api/v1/statuses", "status", canary+" @bob #ward", "visibility", "public").is(200).json().at("id").text()
		for _, mark := range []string{"favourite", "bookmark", "reblog"} {
			s.as(bob).post("/api/v1/statuses/" + number + "/" + mark).is(200)
		}
		p, err := community.ParseID[community.PostID](number)
		s.must(err)
		post, err := s.store.Post(t.Context(), p)
		s.must(err)
		report := func(by community.Actor) {
			s.as(by, "write").post("/api/v1/reports", "account_id", id(ana.ID), "status_ids[]", number, "category", "patient-identifiable").is(200)
		}
		report(bob)
		s.visitor().get("/api/v1/statuses/" + number).is(200)
		report(vera)
		for who, c := range map[string]*caller{"visitor": s.visitor(), "bob": s.as(bob), "vera": s.as(vera), "bob with read": s.as(bob, "read write follow")} {
			for _, path := range canaryPaths(s, []string{number}, []string{id(ana.ID), id(bob.ID)}, post.IRI.String()) {
				s.clock.Advance(5 * 60 * 1e9)
				if got := c.get(path); strings.Contains(got.body, canary) {
					t.Errorf("%s reads it at %s", who, path)
				}
			}
			hidden, missing := c.get("/api/v1/statuses/"+number), c.get("/api/v1/statuses/12345")
			if hidden.status != http.StatusNotFound || hidden.status != missing.status || hidden.body != missing.body {
				t.Errorf("%s: hidden %d, missing %d", who, hidden.status, missing.status)
			}
		}
		for _, deed := range []string{"favourite", "unfavourite", "bookmark", "unbookmark", "reblog", "unreblog"} {
			if got := s.as(bob).post("/api/v1/statuses/" + number + "/" + deed); strings.Contains(got.body, canary) {
				t.Errorf("%s gives it", deed)
			}
		}
		s.as(ana).get("/api/v1/statuses/" + number).is(200)
	})
}
