package community

import (
	"errors"
	"testing"
)

// Nothing goes on a case, or to where it is spoken of, that nobody can check for what
// identifies a patient.
func TestNoClipsOnCases(t *testing.T) {
	for _, mediaType := range []string{"video/mp4", "audio/mpeg"} {
		clip := []Media{{ID: 1, Type: mediaType, File: "x", Consented: true}}
		refused := func(name string, err error) {
			t.Helper()
			bad, is := errors.AsType[*Invalid](err)
			if !is || bad.Problem.Key != "media.not_on_cases" {
				t.Errorf("%s %s: %v", mediaType, name, err)
			}
		}
		open := Audience{Kind: Public}
		about := &Post{Case: &Case{}, Audience: open}
		refused("on a case", checkWords(PostDraft{Case: &CaseDraft{}}, Surroundings{Media: clip}))
		refused("under a public case", checkWords(PostDraft{Text: "x", Audience: Public}, Surroundings{Media: clip, Parent: about}))
		refused("deep in its thread", checkWords(PostDraft{Text: "x", Audience: Public}, Surroundings{Media: clip, Parent: &Post{Audience: open}, Thread: about}))
		refused("to clinicians", checkWords(PostDraft{Text: "x", Audience: Clinicians}, Surroundings{Media: clip}))
		if err := checkWords(PostDraft{Text: "x", Audience: Public}, Surroundings{Media: clip}); err != nil {
			t.Errorf("%s on a post: %v", mediaType, err)
		}
	}
}
