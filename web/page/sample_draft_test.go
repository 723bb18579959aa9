package page

import (
	"time"

	"consilium/community"
)

func samplesDrafts() map[string]View {
	lines := []DraftLine{
		{ID: "81", Title: "Fever and rising transaminases two weeks after starting a new anticonvulsant", Kind: community.DraftOfCase, State: community.DraftOpen, Saved: ago(3 * time.Minute)},
		{ID: "80", Kind: community.DraftOfReply, State: community.DraftReturned, Saved: ago(49 * time.Hour), Note: "Please take out the ward."},
		{ID: "79", Title: "A rash", Kind: community.DraftOfEdit, State: community.DraftHeld, Saved: ago(99 * time.Hour)},
		{ID: "78", Title: "A rare tumour", Kind: community.DraftOfCase, State: community.DraftReleased, Saved: ago(99 * time.Hour)},
	}
	saved := fullCaseForm()
	saved.Saved = SavedDraft{ID: "81", At: ago(3 * time.Minute), State: community.DraftReturned, Note: "Please take out the ward."}
	saved.Conflict, saved.Others = true, true
	held := caseForm()
	held.Saved, held.Problems = SavedDraft{ID: "79", At: now, State: community.DraftHeld}, problems("")
	alone := clinicianCaseForm()
	alone.Reach = map[community.AudienceKind]int{community.Clinicians: 0, community.InstanceOnly: 1}
	alone.Help = NobodyHelp{Invite: true, Verify: true}
	editing := fullCaseForm()
	editing.URL, editing.Editing, editing.Edits, editing.Cancel = "/p/3001/edit", true, "3001", "/posts/C4se"
	preview := CasePreview{Form: fullCaseForm(), Author: ana, Body: caseBody(), Readers: Readers{Audience: community.Clinicians, People: 312}, Similar: similarCases(),
		Fields: map[string][]string{"title": {"Fever"}, "specialties": {"neurology", ""}, "step": {"preview"}, "description_1": {"lost"}}}
	preview.Body.Keywords, preview.Body.Certainty, preview.Body.Confirmed = []string{"DRESS", "liver"}, "almost-certain", "course"
	preview.Body.Citations = sampleCitations()
	return map[string]View{
		"drafts":           Drafts{List: lines, Pages: Pages{Older: "?max=78"}},
		"drafts-empty":     Drafts{},
		"drafts-scheduled": Drafts{Scheduled: []ScheduledLine{{ID: "91", Text: "Grand round on Friday", Due: now.Add(26 * time.Hour)}, {ID: "90", Due: ago(time.Hour), Failed: true}}},
		"scheduled-post": ScheduledPost{ID: "91", Lines: []string{"Grand round on Friday", "Bring your cases"}, Warning: "Skin", Language: "en", Audience: community.InstanceOnly,
			Due: now.Add(26 * time.Hour), Moment: "2026-11-23T09:00", Pictures: 2, Options: []string{"Yes", "No"}, Answers: "/posts/C4se"},
		"scheduled-post-refused": ScheduledPost{ID: "90", Lines: []string{"Late"}, Audience: community.Public, Due: ago(time.Hour), Moment: "2026-11-23T09:00",
			Failed: ago(time.Hour), Why: community.Say("scheduled.gone"), Problems: problems("scheduled_at")},
		"draft-delete":          DraftDelete{Draft: lines[0], Pictures: 2},
		"draft-delete-untitled": DraftDelete{Draft: lines[1]},
		"case-form-saved":       saved,
		"case-form-held":        held,
		"case-form-nobody":      alone,
		"case-form-edit":        editing,
		"case-form-similar":     func() View { f := caseForm(); f.Similar.Asked = true; return f }(),
		"case-preview-full":     preview,
	}
}

func similarCases() SimilarCases {
	return SimilarCases{Asked: true, Cases: []SimilarCase{
		{URL: "/posts/C5", Title: "Rash and fever after lamotrigine", Patient: community.PatientContext{AgeBand: "30-34"}, State: CaseSolved, Responses: 7},
		{URL: "/posts/C6", Title: "Eosinophilia of unknown cause", Patient: community.PatientContext{AgeBand: "60-64", Sex: "male"}, State: CaseOpen},
	}}
}

// fullCaseForm is a form with something in every field.
func fullCaseForm() CaseForm {
	f := clinicianCaseForm()
	f.Draft = community.CaseDraft{Title: "Fever and rash", AgeBand: "45-49", Sex: "female", Keywords: "DRESS, liver", Certainty: "probable", Confirmed: "course",
		Evidence: "10.1000/182", Specialties: []string{"neurology", "dermatology", "gastroenterology", "cardiology", "stroke"}, Consent: "written"}
	for _, s := range f.Draft.Narrative.Sections() {
		*s.Text = "Day 0: fever."
	}
	f.Pictures, f.Similar = []Attachment{{ID: "9", URL: "/media/a.png", Description: "ECG"}}, similarCases()
	return f
}
