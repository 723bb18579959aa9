package community

import (
	"fmt"
	"slices"
	"testing"
)

func TestCompleteness(t *testing.T) {
	all := CaseDraft{Title: "t", Keywords: "k", Consent: "written", Narrative: Narrative{Question: "q", Abstract: "a", Introduction: "i",
		PresentingComplaint: "p", Findings: "f", Timeline: "Day 0", Investigations: "i", Intervention: "i", Outcome: "o", Discussion: "d", Perspective: "p"}}
	if c := all.Completeness(); len(c.Told) != CareItems || len(c.Missing) != 0 {
		t.Errorf("the full form tells %v, misses %v", c.Told, c.Missing)
	}
	for _, c := range []struct {
		name  string
		draft CaseDraft
		told  []int
	}{
		{"nothing", CaseDraft{}, nil},
		{"white space", CaseDraft{Title: " \n", Keywords: " , #", Narrative: Narrative{Timeline: "  "}}, nil},
		{"the question is no item", CaseDraft{Narrative: Narrative{Question: "Why?", Setting: "A ward of ten"}}, nil},
		{"what is needed", CaseDraft{Title: "t", AgeBand: "40-44", Consent: "verbal", Narrative: Narrative{Question: "q", PresentingComplaint: "p"}}, []int{1, 5, 13}},
		{"age alone", CaseDraft{AgeBand: "90+"}, []int{5}},
		{"history alone", CaseDraft{Narrative: Narrative{History: "h"}}, []int{5}},
		{"keywords", CaseDraft{Keywords: "#fever, rash"}, []int{2}},
		{"differential", CaseDraft{Narrative: Narrative{Differential: "d"}}, []int{8}},
		{"diagnosis", CaseDraft{Narrative: Narrative{Diagnosis: "d"}}, []int{8}},
		{"certainty", CaseDraft{Certainty: "possible"}, []int{8}},
		{"teaching points", CaseDraft{Narrative: Narrative{TeachingPoints: "One"}}, []int{11}},
	} {
		got := c.draft.Completeness()
		if !slices.Equal(got.Told, c.told) || len(got.Told)+len(got.Missing) != CareItems {
			t.Errorf("%s: told %v, missing %v", c.name, got.Told, got.Missing)
		}
	}
}

// A case says the same of itself as its form did.
func TestCompletenessOfCase(t *testing.T) {
	for i, s := range (&Narrative{}).Sections() {
		draft := CaseDraft{Title: "t", AgeBand: "40-44", Consent: "written", Keywords: "a, b", Narrative: Narrative{Question: "q", PresentingComplaint: "p"}}
		*draft.Narrative.Sections()[i].Text = "something"
		c, err := draft.Check()
		if err != nil {
			t.Fatal(err)
		}
		if got, want := fmt.Sprint(c.Completeness()), fmt.Sprint(draft.Completeness()); got != want {
			t.Errorf("%s: the case %s, the form %s", s.Slug, got, want)
		}
	}
}
