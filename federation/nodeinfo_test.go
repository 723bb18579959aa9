package federation

import (
	"encoding/json"
	"strings"
	"testing"
)

// An app that chooses its dialect as megalodon does (dialect, in serve_nodeinfo.go) comes
// to Mastodon's.
func TestNodeInfoNamesTheDialectOfApps(t *testing.T) {
	t.Parallel()
	onStage(t, func(t *testing.T, s *stage) {
		var found struct {
			Links []struct{ Rel, Href string }
		}
		if err := json.Unmarshal([]byte(s.do(t, asking{url: "/.well-known/nodeinfo"}).body), &found); err != nil {
			t.Fatal(err)
		}
		at := ""
		for _, l := range found.Links {
			if at == "" && (strings.HasSuffix(l.Rel, "/schema/2.0") || strings.HasSuffix(l.Rel, "/schema/2.1")) {
				at = l.Href[strings.Index(l.Href, "/nodeinfo/"):]
			}
		}
		var info struct {
			Software struct{ Name string }
			Metadata struct {
				Upstream struct{ Name string }
			}
		}
		if err := json.Unmarshal([]byte(s.do(t, asking{url: at}).body), &info); err != nil {
			t.Fatal(err)
		}
		if info.Software.Name != "consilium" || !strings.EqualFold(info.Metadata.Upstream.Name, "mastodon") {
			t.Errorf("%s: %+v", at, info)
		}
	})
}
