package community_test

import (
	"testing"

	"consilium/community"
)

// The field for evidence takes the address of a guideline, and no other link.
func TestGuidelinesPassTheGate(t *testing.T) {
	for text, passes := range map[string]bool{
		"https://guideline.example/heart-failure/2025": true, "https://www.nice.example/guidance/ng136": true, "10.1056/NEJMoa2034577": true,
		"https://portal.example/patients/12":            false,
		"https://pacs.example/study/19990412":           false,
		"https://guideline.example/x?name=mary":         false,
		"https://mary@guideline.example/x":              false,
		"https://photos.example/user/mary-smith-cardio": false,
	} {
		i := community.Inspect([]community.Passage{{Field: "evidence", Text: text}}, community.InspectOptions{Language: "en"})
		if i.Stops() == passes {
			t.Errorf("%s: stops %v, %+v", text, i.Stops(), i.Concerns)
		}
	}
	i := community.Inspect([]community.Passage{{Field: "history", Text: "See https://guideline.example/heart-failure/2025"}}, community.InspectOptions{Language: "en"})
	if !i.Stops() {
		t.Error("a link elsewhere passes")
	}
}
