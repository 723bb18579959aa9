package mastodon

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"testing"
	"time"

	"consilium/community"
	"consilium/storage/storagetest"
)

var update = flag.Bool("update", false, "write the golden files anew")

// changing are the parts of an answer that differ from run to run.
var changing = []struct {
	shape *regexp.Regexp
	name  string
}{
	{regexp.MustCompile(`\b1\d{17}\b`), "ID"},
	{regexp.MustCompile(`/posts/[A-Za-z0-9_-]{20,}`), "/posts/TOKEN"},
	{regexp.MustCompile(`/static/[0-9a-f]{12}/`), "/static/FINGERPRINT/"},
	{regexp.MustCompile(`/media/[A-Z0-9]{20,}\.png`), "/media/FILE.png"},
	{regexp.MustCompile(`proof=[A-Za-z0-9_-]+`), "proof=PROOF"},
	{regexp.MustCompile(`"public_key":"[A-Za-z0-9_-]{87}"`), `"public_key":"KEY"`},
}

// golden compares an answer with the one that is kept, apart from what changes.
func (r reply) golden(name string) {
	r.Helper()
	text := []byte(r.body)
	seen := map[string]string{}
	for _, c := range changing {
		text = c.shape.ReplaceAllFunc(text, func(found []byte) []byte {
			if c.name != "ID" {
				return []byte(c.name)
			}
			if _, known := seen[string(found)]; !known {
				seen[string(found)] = fmt.Sprintf("ID%d", len(seen)+1)
			}
			return []byte(seen[string(found)])
		})
	}
	var indented bytes.Buffer
	r.must(json.Indent(&indented, text, "", "  "))
	file := filepath.Join("testdata", name+".json")
	if *update {
		r.must(os.MkdirAll("testdata", 0o755))
		r.must(os.WriteFile(file, indented.Bytes(), 0o644))
		return
	}
	want, err := os.ReadFile(file)
	r.must(err)
	if !bytes.Equal(want, indented.Bytes()) {
		r.Errorf("%s changed (write it anew with -update): %s", file, indented.String())
	}
}

// The shapes apps are built for, field by field.
func TestGolden(t *testing.T) {
	eachSite(t, func(s *site) {
		_, actor := storagetest.Member(s, s.store, "ana")
		_, bob := storagetest.Member(s, s.store, "bob")
		profile, err := community.Describe(actor.Profile, community.ProfileDraft{DisplayName: "Ana Lopez", Pronouns: "she/her", Summary: "Neurology & sleep",
			Profession: "physician", Specialty: "neurology", Discoverable: true})
		s.must(err)
		_, err = s.store.SetProfile(t.Context(), actor.ID, profile)
		s.must(err)
		ana := s.as(actor)
		ana.get("/api/v1/accounts/" + id(actor.ID)).is(200).golden("account")
		ana.get("/api/v1/accounts/verify_credentials").is(200).golden("credential_account")
		ana.get("/api/v1/accounts/relationships?id=" + id(bob.ID)).is(200).golden("relationship")
		picture := ana.upload("POST", "/api/v2/media", pngPicture(t), "description", "A rash", "", "file").is(200)
		picture.golden("attachment")
		made := ana.post("/api/v1/statuses", "status", "Look at this, @bob https://example.org/a #Ward", "visibility", "public", "language", "en",
			"spoiler_text", "Skin", "media_ids[]", picture.json().at("id").text()).is(200)
		made.golden("status")
		s.clock.Advance(time.Minute)
		s.as(bob).post("/api/v1/statuses/" + made.json().at("id").text() + "/reblog").is(200).golden("reblog")
		publishCase(s, actor, "Fever of unknown origin", community.Public)
		s.visitor().get("/api/v1/timelines/public?limit=1").is(200).golden("case")
		s.visitor().get("/api/v2/instance").is(200).golden("instance_v2")
		s.visitor().get("/api/v1/instance").is(200).golden("instance_v1")
		ana.get("/api/v1/notifications").is(200).golden("notifications")
		s.visitor().get("/.well-known/oauth-authorization-server").is(200).golden("metadata")
		s.visitor().get("/api/v1/statuses/1").is(404).golden("error")
	})
}
