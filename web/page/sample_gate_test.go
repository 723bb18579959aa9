package page

import (
	"strings"
	"testing"
	"time"

	"consilium/community"
	"consilium/community/deidentify"
)

// inspected is what the check finds in a case that should not be posted as it is.
func inspected() community.Inspection {
	return community.Inspect([]community.Passage{
		{Field: "title", Text: "Fever since 17 March 2021"},
		{Field: "history", Text: "Mr Kallio, 47, a teacher, came from Ohmstead.\nHe was seen on 14 March 2021 on ward 7B, MRN 12345678.\nNo allergies."},
		{Field: "description_2", Text: "Chest film, 20/03/2021"},
	}, community.InspectOptions{})
}

// narrow is a case without identifiers that could only be one person.
func narrow() community.Inspection {
	return community.Inspect([]community.Passage{{Field: "history", Text: "The mayor, one of triplets, was brought in last night after the plane crash."}},
		community.InspectOptions{Author: deidentify.Author{Named: true, Hospital: "St Anna"}})
}

func samplesGate() map[string]View {
	stopped := fullCaseForm()
	gate := GateOf(inspected())
	gate.Reviewers, gate.Step = true, "preview"
	stopped.Gate = &gate
	alone := fullCaseForm()
	few := GateOf(narrow())
	alone.Gate = &few
	asked := composer()
	wrong := GateOf(inspected())
	wrong.Reviewers, wrong.Words, wrong.Problems = true, "It is an eponym.", problems("gate_code")
	asked.Gate, asked.Saved = &wrong, SavedDraft{ID: "81", At: now}
	hint := composer()
	soft := GateOf(community.Inspect([]community.Passage{{Field: "text", Text: "My patient is 47 years old."}}, community.InspectOptions{}))
	hint.Gate = &soft
	clear := composer()
	clear.Gate = &Gate{Clear: true}
	row := ReviewRow{ID: "81", Kind: community.DraftOfCase, Author: bob, Audience: community.Clinicians, Held: ago(3 * time.Hour), Findings: 7}
	review := DeskReview{Row: row, Gate: ReviewOf(inspected()), Code: community.CodeTerm, Words: "Kallio is a sign.",
		Pictures: []Attachment{{ID: "5", URL: "/media/a.png", Description: "Chest film"}}}
	returned := review
	returned.Return, returned.Note, returned.Problems = true, "Please take out the ward.", problems("code", "note")
	return map[string]View{
		"gate-stopped": stopped, "gate-narrow": alone, "gate-hint": Compose{Composer: hint}, "gate-clear": Compose{Composer: clear},
		"gate-reason":  Compose{Composer: asked},
		"desk-reviews": DeskReviews{List: []ReviewRow{row}}, "desk-reviews-empty": DeskReviews{}, "desk-review": review, "desk-review-problem": returned,
	}
}

// Every reason the rules may give has its sentence in every language, and so has every
// category and every field of a form.
func TestEveryReasonHasItsSentence(t *testing.T) {
	c, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	keys := deidentify.Reasons()
	for _, code := range append(community.ReviewCodes(), community.ReturnCodes()...) {
		keys = append(keys, "gate.code."+string(code))
	}
	d := community.PostDraft{Text: "a", Warning: "b", Response: &community.ResponseDraft{Departs: "c", Evidence: "d"}}
	full := community.CaseDraft{Title: "a", Keywords: "b", Evidence: "c", ConsentPointer: "d", Poll: community.PollDraft{Options: []string{"a", "b"}}}
	for _, s := range full.Narrative.Sections() {
		*s.Text = "a"
	}
	passages := append(d.Passages([]community.Media{{Description: "a", Caption: "b"}}), community.PostDraft{Case: &full}.Passages(nil)...)
	for _, p := range passages {
		keys = append(keys, gateField(p.Field).Label)
	}
	for _, tag := range []string{"en", "de"} {
		p := c.Printer(Reader{Language: c.Choose("", tag, tag), Now: now})
		for _, key := range keys {
			if !p.Has(key) {
				t.Errorf("%s: no sentence for %s", tag, key)
			}
		}
	}
}

func TestGateMarksWhatStands(t *testing.T) {
	g := GateOf(inspected())
	whole := ""
	for _, p := range g.Passages {
		for _, line := range p.Lines {
			for _, piece := range line.Pieces {
				whole += piece.Text
				if piece.Finding != 0 && piece.Text != g.Findings[piece.Finding-1].Text {
					t.Errorf("mark %d is around %q, not %q", piece.Finding, piece.Text, g.Findings[piece.Finding-1].Text)
				}
			}
		}
	}
	if strings.Contains(whole, "No allergies") || !strings.Contains(whole, "MRN 12345678") {
		t.Errorf("the lines shown: %q", whole)
	}
	if all := ReviewOf(inspected()); len(all.Passages[1].Lines) != 3 {
		t.Errorf("a reviewer reads %d of 3 lines", len(all.Passages[1].Lines))
	}
}
