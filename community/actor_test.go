package community_test

import (
	"reflect"
	"strings"
	"testing"

	"consilium/community"
)

func TestDescribe(t *testing.T) {
	old := community.Profile{DisplayName: "Old", Avatar: 7, AvatarIRI: iri("https://a.example/x.png"), Discoverable: true}
	for name, tt := range map[string]struct {
		draft      community.ProfileDraft
		field, key string
	}{
		"empty":                 {community.ProfileDraft{}, "", ""},
		"full":                  {community.ProfileDraft{DisplayName: strings.Repeat("ä", 80), Pronouns: strings.Repeat("ä", 40), Summary: strings.Repeat("a\r\n", 500)}, "", ""},
		"display name too long": {community.ProfileDraft{DisplayName: strings.Repeat("ä", 81)}, "display_name", "account.too_long"},
		"pronouns too long":     {community.ProfileDraft{Pronouns: strings.Repeat("ä", 41)}, "pronouns", "account.too_long"},
		"summary too long":      {community.ProfileDraft{Summary: strings.Repeat("ä", 1001)}, "summary", "account.too_long"},
		"unknown profession":    {community.ProfileDraft{Profession: "wizard"}, "profession", "account.unknown_profession"},
		"unknown specialty":     {community.ProfileDraft{Specialty: "astrology"}, "specialty", "account.unknown_specialty"},
	} {
		got, err := community.Describe(old, tt.draft)
		wantInvalid(t, err, tt.field, tt.key, name)
		if err != nil && !reflect.DeepEqual(got, old) {
			t.Errorf("%s: the profile changed: %+v", name, got)
		}
	}
	got, err := community.Describe(old, community.ProfileDraft{DisplayName: " Dr\tAna\n", Pronouns: "she", Summary: "See <b>\r\nhttps://a.example/",
		Profession: "physician", Specialty: "urology", ApprovesFollowers: true, Indexable: true})
	if err != nil || got.DisplayName != "Dr Ana" || got.SummarySource != "See <b>\nhttps://a.example/" || got.Profession != "physician" || got.Specialty != "urology" ||
		!got.ApprovesFollowers || got.Discoverable || !got.Indexable || got.Avatar != 7 ||
		got.Summary.String() != `<p>See &lt;b&gt;<br/><a href="https://a.example/"`+rel+`>a.example/</a></p>` {
		t.Errorf("%v, %+v", err, got)
	}
	if got, _ := community.Describe(old, community.ProfileDraft{Avatar: 9}); got.Avatar != 9 {
		t.Errorf("avatar %d", got.Avatar)
	}
}

func TestActor(t *testing.T) {
	ana, bob := cast()
	ana.DisplayName = "Dr Ana"
	if ana.Name() != "Dr Ana" || bob.Name() != "bob" || !ana.Active() {
		t.Errorf("%q and %q", ana.Name(), bob.Name())
	}
	ana.Suspended, bob.Gone = at(0), at(0)
	if ana.Active() || bob.Active() {
		t.Error("a closed actor is active")
	}
}

func TestCleanText(t *testing.T) {
	if got := community.CleanText("a\x00b\r\nc\rd\xff\n"); got != "ab\nc\nd\ufffd\n" {
		t.Errorf("%q", got)
	}
}
