package page

import (
	"time"

	"consilium/community"
)

// fullProfile says everything a profile can say.
func fullProfile() Profile {
	p := profile("posts")
	p.Person.Bot = true
	p.ProfileMore = ProfileMore{Header: "/media/a.png", Kind: "organization", Memorial: true, Closed: true,
		Fields: []ProfileField{
			{Name: "ORCID", Value: text("https://orcid.org/0000-0002-1825-0097"), Linked: ago(30 * time.Hour)},
			{Name: "Donaudampfschifffahrtsgesellschaftskapitänswitwe", Value: text("Station 7, Haus B, zweiter Stock, immer dem grünen Strich nach")},
		},
		Pinned: []Post{notePost()}, Tags: []ProfileTag{{"rheumatology", "/tags/rheumatology"}, {"überlappungssyndrome", "/tags/überlappungssyndrome"}}}
	return p
}

func fullSettingsProfile() SettingsProfile {
	return SettingsProfile{Person: ana, Header: "/media/a.png", Tags: "gout hands", Draft: community.ProfileDraft{DisplayName: ana.Name,
		More: &community.ProfileMore{Bot: true, AttributionDomains: "journal.example\nanna.example",
			Fields: []community.FieldDraft{{Name: "ORCID", Value: "https://orcid.org/0000-0002-1825-0097"}, {Name: "Ward", Value: "7"}}}}}
}
