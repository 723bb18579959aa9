package page

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"consilium/community"
)

// requiredFields are the names of the fields that a form of a page asks for.
func requiredFields(t *testing.T, text string) []string {
	t.Helper()
	root, err := html.Parse(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for node := range root.Descendants() {
		if node.Type == html.ElementNode && has(node, "required") && !slices.Contains(names, attribute(node, "name")) {
			names = append(names, attribute(node, "name"))
		}
	}
	return names
}

// C1: a case can be posted with six answers or fewer, in every form there is of it,
// and what is needed comes before what is not.
func TestCaseFormAsksForLittle(t *testing.T) {
	r := testRenderer(t)
	for name, view := range samples() {
		if _, is := view.(CaseForm); !is {
			continue
		}
		text := rendered(t, r, "en", name, view)
		names := requiredFields(t, text)
		for _, want := range []string{"title", "question", "age_band", "presenting_complaint", "consent"} {
			if !slices.Contains(names, want) {
				t.Errorf("%s: %s is not asked for", name, want)
			}
		}
		if len(names) > 6 {
			t.Errorf("%s asks for %d fields: %v", name, len(names), names)
		}
		if strings.LastIndex(text, " required") > strings.Index(text, "<details class=\"part\"") {
			t.Errorf("%s: something needed stands in what is folded", name)
		}
	}
}

// Every item of the CARE checklist has its place in the form, and every section its
// field; what is filled or wrong is open, the rest is folded.
func TestCaseFormHoldsAllItems(t *testing.T) {
	r := testRenderer(t)
	text := rendered(t, r, "en", "case-form-saved", samples()["case-form-saved"])
	for _, s := range new(community.Narrative).Sections() {
		if strings.Count(text, `name="`+s.Slug+`"`) != 1 {
			t.Errorf("%d fields %s", strings.Count(text, `name="`+s.Slug+`"`), s.Slug)
		}
	}
	for _, name := range []string{"title", "keywords", "certainty", "confirmed", "evidence", "consent", "draft", "draft_saved", "warning", "language"} {
		if !strings.Contains(text, `name="`+name+`"`) {
			t.Errorf("no field %s", name)
		}
	}
	for _, item := range []int{2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12} {
		if !slices.ContainsFunc(caseForm().Groups(), func(g CareGroup) bool { return g.Item == item && !g.Open }) {
			t.Errorf("no folded part for item %d", item)
		}
		if !slices.ContainsFunc(fullCaseForm().Groups(), func(g CareGroup) bool { return g.Item == item && g.Open }) {
			t.Errorf("item %d is folded although something stands in it", item)
		}
	}
	wrong := caseForm()
	wrong.Problems = problems("evidence")
	if !slices.ContainsFunc(wrong.Groups(), func(g CareGroup) bool { return g.Item == 11 && g.Open }) {
		t.Error("a problem is hidden")
	}
	if got := rendered(t, r, "en", "case-form", caseForm()); !strings.Contains(got, "Day 0") || !strings.Contains(got, "Never calendar dates") {
		t.Error("the timeline is not explained in days")
	}
}

// How much is told stands there in words, with what is missing, in the form, in the
// preview and on the page of the case.
func TestCompletenessInWords(t *testing.T) {
	r := testRenderer(t)
	for name, want := range map[string][]string{
		"case-form":         {"0 of 13 CARE items told", "Nothing yet on: Title, Keywords, Summary"},
		"case-form-saved":   {"13 of 13 CARE items told"},
		"case-preview-full": {"13 of 13 CARE items told"},
		"case":              {"3 of 13 CARE items told", "Nothing yet on: "},
	} {
		text := rendered(t, r, "en", name, samples()[name])
		for _, words := range want {
			if !strings.Contains(text, words) {
				t.Errorf("%s: no %q", name, words)
			}
		}
	}
}

// Each choice of readers has its own sentence under it without any script, and where
// nobody would read, what to do.
func TestAudienceSentences(t *testing.T) {
	r := testRenderer(t)
	text := rendered(t, r, "en", "case-form-narrow", samples()["case-form-narrow"])
	for _, want := range []string{"312 verified clinicians here. Nobody else.", "Everyone with an account at St Anna Hospital.", "Anyone"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q", want)
		}
	}
	if strings.Contains(text, "nobody but you could read") || strings.Contains(text, "<select class=\"input\" id=\"f-1\" name=\"audience\"") {
		t.Error("says that nobody reads it")
	}
	alone := rendered(t, r, "en", "case-form-nobody", samples()["case-form-nobody"])
	for _, want := range []string{"nobody but you could read the case", `href="/settings/invitations"`, `href="/verification"`, "Nobody else here is a verified clinician yet."} {
		if !strings.Contains(alone, want) {
			t.Errorf("no %q", want)
		}
	}
	for _, page := range []string{"case-form", "case-preview"} {
		text := rendered(t, r, "en", page, samples()[page])
		for _, want := range []string{"Not for emergencies", "not all. You remain responsible", "Readers can copy what they read."} {
			if !strings.Contains(text, want) {
				t.Errorf("%s: no %q", page, want)
			}
		}
	}
}

// The preview carries everything that came in, and pictures as they are kept by now.
func TestPreviewKeepsEveryField(t *testing.T) {
	v := CasePreview{Form: caseForm(), Fields: map[string][]string{"title": {"T"}, "poll_option": {"a", "b"}, "anything": {"new"}, "step": {"preview"},
		"media_3": {"7"}, "description_3": {"old"}, "remove_1": {"on"}}}
	v.Form.Pictures = []Attachment{{ID: "7", Description: "ECG"}}
	got := v.Kept()
	for _, want := range []Hidden{{"title", "T"}, {"poll_option", "a"}, {"poll_option", "b"}, {"anything", "new"}, {"media_1", "7"}, {"description_1", "ECG"}} {
		if !slices.Contains(got, want) {
			t.Errorf("%v is lost", want)
		}
	}
	for _, h := range got {
		if h.Name == "step" || h.Name == "media_3" || h.Name == "remove_1" {
			t.Errorf("%v is carried along", h)
		}
	}
}
