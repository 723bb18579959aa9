package community_test

import (
	"testing"

	"consilium/community"
)

// A name turns nothing around it, and is not made of nothing (S-ORG-7).
func TestCleanName(t *testing.T) {
	for given, want := range map[string]string{
		"Ana María": "Ana María", "  Ana \n Bo ": "Ana Bo", "أنا بن": "أنا بن", "👩\u200d⚕️ Ana": "👩\u200d⚕️ Ana",
		"Ana\u202eoot": "Anaoot", "\u2067Ana\u2069": "Ana", "\u200b\u200d": "", "\u2800": "", "A\x00\xffB": "A\ufffdB",
	} {
		if got := community.CleanName(given); got != want {
			t.Errorf("%q became %q, want %q", given, got, want)
		}
	}
	profile, err := community.Describe(community.Profile{}, community.ProfileDraft{DisplayName: "Ana\u202e", Pronouns: "she\u202e"})
	if err != nil || profile.DisplayName != "Ana" || profile.Pronouns != "she" {
		t.Errorf("%q %q, %v", profile.DisplayName, profile.Pronouns, err)
	}
}
