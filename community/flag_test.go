package community_test

import (
	"strings"
	"testing"

	"consilium/community"
)

func TestReport(t *testing.T) {
	ana, bob := cast()
	for name, tt := range map[string]struct {
		by, target community.Actor
		draft      community.FlagDraft
		field, key string
		forward    bool
	}{
		"remote, forwarded": {by: ana, target: bob, draft: community.FlagDraft{Category: "spam", Forward: true, Posts: []community.Post{post(40, bob, community.Public)}}, forward: true},
		"remote, kept here": {by: ana, target: bob, draft: community.FlagDraft{Category: "other"}},
		"local":             {by: bob, target: ana, draft: community.FlagDraft{Category: "patient-identifiable", Forward: true}},
		"long enough":       {by: ana, target: bob, draft: community.FlagDraft{Category: "rules", Comment: strings.Repeat("a\r\n", community.MaxComment/2)}},
		"oneself":           {by: ana, target: ana, draft: community.FlagDraft{Category: "spam"}, field: "target", key: "flag.self"},
		"no category":       {by: ana, target: bob, draft: community.FlagDraft{}, field: "category", key: "flag.category_needed"},
		"unknown category":  {by: ana, target: bob, draft: community.FlagDraft{Category: "boring"}, field: "category", key: "flag.category_needed"},
		"too long":          {by: ana, target: bob, draft: community.FlagDraft{Category: "spam", Comment: strings.Repeat("ä", community.MaxComment+1)}, field: "comment", key: "flag.too_long"},
		"another's post":    {by: ana, target: bob, draft: community.FlagDraft{Category: "spam", Posts: []community.Post{post(40, bob, community.Public), post(41, ana, community.Public)}}, field: "posts", key: "flag.foreign_post"},
	} {
		f, err := community.Report(tt.by, tt.target, tt.draft, at(0))
		wantInvalid(t, err, tt.field, tt.key, name)
		if err == nil && (f.Forward != tt.forward || f.Reporter != tt.by.ID || f.Target != tt.target.ID || len(f.Posts) != len(tt.draft.Posts) ||
			string(f.Category) != tt.draft.Category || strings.Contains(f.Comment, "\r") || !f.Resolved.IsZero()) {
			t.Errorf("%s: %+v", name, f)
		}
	}
	for _, c := range community.FlagCategories() {
		if _, err := community.Report(ana, bob, community.FlagDraft{Category: string(c), Comment: "Why.", Reference: "https://guideline.example/x"}, at(0)); err != nil {
			t.Errorf("%s is offered and refused: %v", c, err)
		}
	}
}
