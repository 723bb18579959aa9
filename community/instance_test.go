package community_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"consilium/community"
)

func TestDescribeInstance(t *testing.T) {
	old := community.Instance{Name: "Old", Rules: []string{"old"}, SetUp: true}
	var rules strings.Builder
	for n := range community.MaxRules {
		fmt.Fprintf(&rules, "Rule %d\r\n\r\n", n)
	}
	for name, tt := range map[string]struct {
		draft      community.InstanceDraft
		field, key string
	}{
		"all":                  {community.InstanceDraft{Name: " St  Mary\n", Description: "a\r\nb ", Rules: " One \r\n\n\x00\nTwo", Contact: " ward@mary.example "}, "", ""},
		"name only":            {community.InstanceDraft{Name: "St Mary"}, "", ""},
		"thirty rules":         {community.InstanceDraft{Name: "St Mary", Rules: rules.String()}, "", ""},
		"no name":              {community.InstanceDraft{Name: " \x00"}, "name", "instance.name_needed"},
		"name too long":        {community.InstanceDraft{Name: strings.Repeat("ä", 81)}, "name", "account.too_long"},
		"description too long": {community.InstanceDraft{Name: "x", Description: strings.Repeat("ä", 2001)}, "description", "account.too_long"},
		"contact":              {community.InstanceDraft{Name: "x", Contact: "call us"}, "contact", "account.email_shape"},
		"rule too long":        {community.InstanceDraft{Name: "x", Rules: "ok\n" + strings.Repeat("ä", 301)}, "rules", "instance.rules_too_long"},
		"too many rules":       {community.InstanceDraft{Name: "x", Rules: rules.String() + "one more"}, "rules", "instance.rules_too_long"},
	} {
		got, err := community.DescribeInstance(old, tt.draft)
		wantInvalid(t, err, tt.field, tt.key, name)
		if !got.SetUp || err != nil && (got.Name != "Old" || !slices.Equal(got.Rules, old.Rules)) {
			t.Errorf("%s: %+v", name, got)
		}
	}
	got, _ := community.DescribeInstance(old, community.InstanceDraft{Name: " St  Mary\n", Description: "a\r\nb ", Rules: " One \r\n\n\x00\nTwo", Contact: " ward@mary.example "})
	if got.Name != "St Mary" || got.Description != "a\nb" || !slices.Equal(got.Rules, []string{"One", "Two"}) || got.Contact != "ward@mary.example" {
		t.Errorf("%+v", got)
	}
}
