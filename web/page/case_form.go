package page

import (
	"slices"
	"time"

	"consilium/community"
)

// CaseForm is the page GET /cases/new, GET /cases/drafts/{id}, GET /p/{id}/edit for
// a case, and the answer to a POST of its form that did not do.
//
// multipart/form-data to URL with the fields: title, question, age_band, sex,
// specialties (repeated, up to five), the slug of every community.Section,
// keywords, certainty, confirmed, evidence, consent, audience, language, warning,
// once, draft (decimal id) and draft_saved (its version, Unix ms), the picture fields
// of Composer, and step: "preview" (show CasePreview), "similar" (look for similar
// cases), "post", or "edit" (from the preview back to the form). To /cases/drafts it
// is kept and nothing else; draft_of is the post that it edits.
type CaseForm struct {
	URL       string // "/cases", or "/p/{id}/edit"
	Draft     community.CaseDraft
	Warning   string
	Audience  community.AudienceKind
	Audiences []community.AudienceKind
	Reach     map[community.AudienceKind]int // as in Composer
	Narrowing Narrowing
	// To are the groups a public case may be posted to, as in Composer.
	To        GroupChoice
	Language  string
	Languages []Option
	Pictures  []Attachment
	Once      string
	// Saved is the draft this is written in; its ID is "" until it was saved.
	Saved SavedDraft
	// Others says that the member has unfinished drafts beside this one.
	Others  bool
	Similar SimilarCases
	Help    NobodyHelp
	Editing bool   // audience and pictures stay as they are, texts change
	Edits   string // decimal id of the case it edits; "" for a new one
	Cancel  string // where to go without saving; "" is the list of cases
	// Conflict says that the draft was saved in another window since, so that what is
	// here became a draft of its own.
	Conflict bool
	Problems Problems
	// Gate is what the check for identifiers found; nil for nothing, or not yet.
	Gate *Gate
}

// SavedDraft is what a form knows of the draft it is written in.
type SavedDraft struct {
	ID    string // decimal
	At    time.Time
	State community.DraftState
	Note  string // the reviewer's
}

// Version is what the form says it knows, in Unix milliseconds.
func (d SavedDraft) Version() int64 {
	if d.ID == "" {
		return 0
	}
	return d.At.UnixMilli()
}

// URL is where the draft is kept from now on.
func (d SavedDraft) URL() string {
	if d.ID == "" {
		return "/cases/drafts"
	}
	return "/cases/drafts/" + d.ID
}

// NobodyHelp is what a member may do where nobody else could read a case.
type NobodyHelp struct {
	Invite bool // may invite people here
	Verify bool // may ask to be verified
}

// Nobody tells whether a choice of audience reaches nobody but the author: then the
// form says what to do.
func (v CaseForm) Nobody() bool {
	return slices.ContainsFunc(v.Audiences, func(kind community.AudienceKind) bool {
		people, known := v.Reach[kind]
		if kind == community.InstanceOnly {
			people-- // the author is a member
		}
		return known && people <= 0
	})
}

// Slots are the places for pictures, the kept ones first.
func (v CaseForm) Slots() []Slot { return series(v.Pictures, v.Problems) }

func (v CaseForm) meta(p *Printer) meta {
	if v.Editing {
		return meta{"case-form", p.T("case.form.edit_title"), "cases"}
	}
	return meta{"case-form", p.T("case.form.title"), "cases"}
}

// A CareGroup is the part of the form that belongs to one item of the CARE checklist.
type CareGroup struct {
	Item   int
	Fields []CareField
	Open   bool
}

// A CareField is one section of the narrative in the form.
type CareField struct {
	Slug, Value string
	Limit, Rows int // Rows is 0 for a line
}

// Heading is the key of the field's label.
func (f CareField) Heading() string { return sectionHeading(f.Slug) }

// Groups are the sections that are not needed by item, in CARE's order, and those
// items that hold other fields; what is filled, or wrong, is shown unfolded.
func (v CaseForm) Groups() []CareGroup {
	groups := []CareGroup{{Item: 2, Open: v.filled("keywords", v.Draft.Keywords)}}
	for _, s := range v.Draft.Narrative.Sections() {
		if s.Slug == "question" || s.Slug == "presenting_complaint" {
			continue
		}
		item := max(s.Care, 5) // the setting belongs to the patient
		if s.Care > 0 {
			item = s.Care
		}
		at := slices.IndexFunc(groups, func(g CareGroup) bool { return g.Item == item })
		if at < 0 {
			at, groups = len(groups), append(groups, CareGroup{Item: item})
		}
		field := CareField{Slug: s.Slug, Value: *s.Text, Limit: s.Limit, Rows: 4}
		if s.Line {
			field.Rows = 0
		}
		groups[at].Fields = append(groups[at].Fields, field)
		groups[at].Open = groups[at].Open || v.filled(s.Slug, *s.Text)
	}
	for i := range groups {
		switch groups[i].Item {
		case 8:
			groups[i].Open = groups[i].Open || v.filled("certainty", v.Draft.Certainty) || v.filled("confirmed", v.Draft.Confirmed)
		case 11:
			groups[i].Open = groups[i].Open || v.filled("evidence", v.Draft.Evidence)
		}
	}
	slices.SortStableFunc(groups, func(a, b CareGroup) int { return a.Item - b.Item })
	return groups
}

func (v CaseForm) filled(field, value string) bool {
	_, wrong := v.Problems[field]
	return value != "" || wrong
}

// Completeness is what of the CARE checklist is told so far.
func (v CaseForm) Completeness() community.Completeness { return v.Draft.Completeness() }

// AgeBands are the choices of the patient's age.
func (v CaseForm) AgeBands() []community.AgeBand { return community.AgeBands() }

// Sexes are the choices for the patient's sex.
func (v CaseForm) Sexes() []community.Sex { return community.Sexes() }

// Specialties are the choices for whom the case concerns.
func (v CaseForm) Specialties() []community.Specialty { return community.Specialties() }

// Certainties are the choices of how sure the diagnosis is.
func (v CaseForm) Certainties() []community.Certainty { return community.Certainties() }

// Confirmations are the choices of how the diagnosis was confirmed.
func (v CaseForm) Confirmations() []community.Confirmation { return community.Confirmations() }

// Consents are the grounds on which a case may be told.
func (v CaseForm) Consents() []community.ConsentBasis { return community.ConsentBases() }
