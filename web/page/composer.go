package page

import "consilium/community"

// Composer is the form for a post, on its own page, on top of home and under
// every thread.
//
// multipart/form-data to URL with the fields: text, warning, sensitive ("on"),
// audience (a community.AudienceKind), language (BCP 47), in_reply_to (decimal
// post id, only in replies), once (repeated as given, so that sending twice
// posts once), return; for N from 1 to MaxPictures: picture_N (a file),
// description_N (its alternative text), media_N (decimal media id of a picture
// kept from before), remove_N ("on": drop that one).
type Composer struct {
	URL       string // "/posts" for new posts and replies, "/p/{id}/edit" for an edit
	Text      string
	Warning   string
	Sensitive bool
	Audience  community.AudienceKind
	Audiences []community.AudienceKind       // what may be chosen, widest first; one is said, not asked
	Reach     map[community.AudienceKind]int // how many others that is at the moment, where it is known
	Narrowing Narrowing
	Language  string
	Languages []Option // names in themselves
	Limit     int      // characters of text
	Pictures  []Attachment
	ReplyID   string // decimal id of what is answered; "" for a new post
	ReplyName string // whom it answers
	// Responding is for replies under a case; nil for others.
	Responding *Responding
	Answer     bool // it answers a case: the button says so
	Editing    bool // audience and pictures stay as they are, texts change
	Once       string
	Return     string // where to go after; "" is the page the form is on
	Problems   Problems
}

// MaxPictures is how many pictures a post can have.
const MaxPictures = 4

// Attachment is a picture that was uploaded already and is kept in the form.
type Attachment struct {
	ID          string // decimal media id
	URL         string // path of the small rendition
	Description string
}

// Slot is one place for a picture in the form.
type Slot struct {
	Number int // from 1
	Kept   *Attachment
}

// Slots are the places for pictures, the kept ones first. An edit has no empty
// ones.
func (c Composer) Slots() []Slot {
	return slots(c.Pictures, c.Editing)
}

// Open tells whether the options below the text are shown unfolded.
func (c Composer) Open() bool {
	return len(c.Pictures) > 0 || c.Warning != "" || c.Sensitive || len(c.Problems) > 0
}

func slots(kept []Attachment, keptOnly bool) []Slot {
	list := make([]Slot, 0, MaxPictures)
	for number := 1; number <= MaxPictures; number++ {
		switch {
		case number <= len(kept):
			list = append(list, Slot{number, &kept[number-1]})
		case !keptOnly:
			list = append(list, Slot{Number: number})
		}
	}
	return list
}

// Compose is the page GET /compose, GET /p/{id}/edit, and the answer to a POST
// of their form that did not do.
type Compose struct {
	Composer Composer
	Parent   *Post // what is answered, shown above; nil for a new post
}

func (v Compose) meta(p *Printer) meta {
	switch {
	case v.Composer.Editing:
		return meta{"compose", p.T("post.compose.edit_title"), ""}
	case v.Composer.ReplyID != "":
		return meta{"compose", p.T("post.compose.reply_title"), ""}
	}
	return meta{"compose", p.T("post.compose.title"), ""}
}

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

// CasePreview is the case as it will be read, before it is posted: the answer
// to step "preview". It carries the whole form along in hidden fields and
// offers step "post" and step "edit".
type CasePreview struct {
	Form    CaseForm
	Author  Person
	Body    CaseBody
	Readers Readers
}

func (v CasePreview) meta(p *Printer) meta {
	return meta{"case-preview", p.T("case.preview.title"), "cases"}
}

// Kept are the fields of the form the preview carries along; audience, pictures
// and once included.
func (v CasePreview) Kept() []Hidden {
	f, d := v.Form, v.Form.Draft
	kept := []Hidden{
		{"title", d.Title}, {"age_band", d.AgeBand}, {"sex", d.Sex}, {"keywords", d.Keywords}, {"certainty", d.Certainty},
		{"confirmed", d.Confirmed}, {"consent", d.Consent}, {"audience", string(f.Audience)},
		{"language", f.Language}, {"warning", f.Warning}, {"once", f.Once},
	}
	for _, s := range d.Narrative.Sections() {
		kept = append(kept, Hidden{s.Slug, *s.Text})
	}
	for _, specialty := range d.Specialties {
		kept = append(kept, Hidden{"specialties", specialty})
	}
	for index, picture := range f.Pictures {
		number := string(rune('1' + index))
		kept = append(kept, Hidden{"media_" + number, picture.ID}, Hidden{"description_" + number, picture.Description})
	}
	return append(kept, f.Narrowing.kept()...)
}
