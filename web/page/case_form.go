package page

import "consilium/community"

// CaseForm is the page GET /cases/new, GET /p/{id}/edit for a case, and the
// answer to a POST of its form that did not do.
//
// multipart/form-data to URL with the fields: title, question, age_band, sex,
// specialties (repeated, up to five), presenting_complaint, history, findings,
// investigations, consent, audience, language, warning, once, the picture
// fields of Composer, and step: "preview" (show CasePreview), "post", or "edit"
// (from the preview back to the form).
type CaseForm struct {
	URL       string // "/cases", or "/p/{id}/edit"
	Draft     community.CaseDraft
	Warning   string
	Audience  community.AudienceKind
	Audiences []community.AudienceKind
	Reach     map[community.AudienceKind]int // as in Composer
	Narrowing Narrowing
	Language  string
	Languages []Option
	Pictures  []Attachment
	Once      string
	Editing   bool
	Cancel    string // where to go without saving; "" is the list of cases
	Problems  Problems
}

// Slots are the places for pictures, the kept ones first.
func (v CaseForm) Slots() []Slot { return slots(v.Pictures, v.Editing) }

func (v CaseForm) meta(p *Printer) meta {
	if v.Editing {
		return meta{"case-form", p.T("case.form.edit_title"), "cases"}
	}
	return meta{"case-form", p.T("case.form.title"), "cases"}
}

// AgeBands, Sexes, Specialties and Consents are the choices of the form.
func (v CaseForm) AgeBands() []community.AgeBand { return community.AgeBands() }

// Sexes are the choices for the patient's sex.
func (v CaseForm) Sexes() []community.Sex { return community.Sexes() }

// Specialties are the choices for whom the case concerns.
func (v CaseForm) Specialties() []community.Specialty { return community.Specialties() }

// Consents are the grounds on which a case may be told.
func (v CaseForm) Consents() []community.ConsentBasis { return community.ConsentBases() }
