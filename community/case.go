package community

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// AgeBand is the patient's age, coarse on purpose: a slug whose words are in the
// catalogues under "age.SLUG". Everyone from ninety is one band (45 CFR
// 164.514(b)(2)(i)(C)).
type AgeBand string

var ageBands = []AgeBand{
	"neonate", "infant", "1-4", "5-9", "10-14", "15-19", "20-24", "25-29", "30-34", "35-39", "40-44", "45-49",
	"50-54", "55-59", "60-64", "65-69", "70-74", "75-79", "80-84", "85-89", "90+",
}

// Sex is the patient's, as far as it matters to the question; "" when not said.
// The values are FHIR's AdministrativeGender.
type Sex string

var sexes = []Sex{"female", "male", "other", "unknown"}

// ConsentBasis says on what ground the case may be told (CARE item 13). The
// form itself stays in the record; nothing here points at it.
type ConsentBasis string

var consentBases = []ConsentBasis{"written", "verbal", "institution", "no-patient"}

// CaseStatus is where a case stands.
type CaseStatus string

// The states of a case so far.
const (
	CaseOpen   CaseStatus = "open"
	CaseSolved CaseStatus = "solved"
)

// PatientContext is all that is said of the patient outside the narrative.
type PatientContext struct {
	AgeBand AgeBand
	Sex     Sex
}

// Case is the clinical part of a case post, in the words of the CARE checklist.
// The texts are plain text; Compose makes HTML of them.
type Case struct {
	Title   string
	Patient PatientContext
	// PresentingComplaint is CARE 5b, History 5c and d, Findings 6,
	// Investigations 8.
	PresentingComplaint string
	History             string
	Findings            string
	Investigations      string
	// Steward is the colleague who took the case over from an author who left: they
	// accept an answer and close it, but the words stay the author's. 0 for nobody.
	Steward ActorID
	// Question is what the author wants to know: the first thing a reader sees.
	Question    string
	Specialties []Specialty
	Consent     ConsentBasis
	Status      CaseStatus
	// Accepted is the answer that solved it; 0 until then.
	Accepted PostID
	// Solved is when; zero until then.
	Solved time.Time
	// FirstResponse is when somebody else first replied; zero until then.
	FirstResponse time.Time
	// Changed is when Status or Accepted last changed; zero until they do. The
	// words of the post may be as old as the post.
	Changed time.Time
}

// CaseDraft is the case form as it was filled in.
type CaseDraft struct {
	Title, AgeBand, Sex, PresentingComplaint    string
	History, Findings, Investigations, Question string
	Specialties                                 []string
	Consent                                     string
}

// Limits of a case, in characters.
const (
	MaxTitle       = 140
	MaxQuestion    = 1000
	MaxSection     = 10000
	MaxSpecialties = 5
)

// AgeBands lists the bands from youngest to oldest.
func AgeBands() []AgeBand { return append([]AgeBand(nil), ageBands...) }

// Sexes lists what may be said of the patient's sex.
func Sexes() []Sex { return append([]Sex(nil), sexes...) }

// ConsentBases lists the grounds on which a case may be told.
func ConsentBases() []ConsentBasis { return append([]ConsentBasis(nil), consentBases...) }

// Check judges a case form and returns the case it describes, open and without
// an answer. The first field that does not do is named.
func (d CaseDraft) Check() (Case, error) {
	d.clean()
	if err := d.checkChoices(); err != nil {
		return Case{}, err
	}
	if err := d.checkTexts(); err != nil {
		return Case{}, err
	}
	c := Case{
		Title: d.Title, Patient: PatientContext{AgeBand(d.AgeBand), Sex(d.Sex)},
		PresentingComplaint: d.PresentingComplaint, History: d.History, Findings: d.Findings,
		Investigations: d.Investigations, Question: d.Question, Consent: ConsentBasis(d.Consent), Status: CaseOpen,
	}
	for _, s := range d.Specialties {
		if s != "" {
			c.Specialties = append(c.Specialties, Specialty(s))
		}
	}
	return c, nil
}

func (d CaseDraft) checkChoices() error {
	switch {
	case d.AgeBand == "":
		return invalid("age_band", "case.age_needed")
	case !slices.Contains(ageBands, AgeBand(d.AgeBand)):
		return invalid("age_band", "case.unknown_choice")
	case d.Sex != "" && !slices.Contains(sexes, Sex(d.Sex)):
		return invalid("sex", "case.unknown_choice")
	case d.Consent == "":
		return invalid("consent", "case.consent_needed")
	case !slices.Contains(consentBases, ConsentBasis(d.Consent)):
		return invalid("consent", "case.unknown_choice")
	case len(d.Specialties) > MaxSpecialties:
		return invalid("specialties", "case.too_many_specialties", "limit", MaxSpecialties)
	}
	for _, s := range d.Specialties {
		if s != "" && !Specialty(s).Known() {
			return invalid("specialties", "case.unknown_choice")
		}
	}
	return nil
}

func (d CaseDraft) checkTexts() error {
	for _, f := range []struct {
		name, text string
		limit      int
		needed     string
	}{
		{"title", d.Title, MaxTitle, "case.title_needed"},
		{"presenting_complaint", d.PresentingComplaint, MaxSection, "case.complaint_needed"},
		{"history", d.History, MaxSection, ""},
		{"findings", d.Findings, MaxSection, ""},
		{"investigations", d.Investigations, MaxSection, ""},
		{"question", d.Question, MaxQuestion, "case.question_needed"},
	} {
		if f.needed != "" && f.text == "" {
			return invalid(f.name, f.needed)
		}
		if utf8.RuneCountInString(f.text) > f.limit {
			return invalid(f.name, "case.too_long", "limit", f.limit)
		}
	}
	return nil
}

// clean makes the texts what will be kept, so that this is what is measured:
// browsers count a line end as one character and send two.
func (d *CaseDraft) clean() {
	d.Title = cleanLine(d.Title)
	for _, section := range []*string{&d.PresentingComplaint, &d.History, &d.Findings, &d.Investigations, &d.Question} {
		*section = strings.TrimSpace(CleanText(*section))
	}
}
