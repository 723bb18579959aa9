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

// Certainty is how sure the author is of the diagnosis; "" when not said. Words
// under "certainty.SLUG".
type Certainty string

var certainties = []Certainty{"possible", "probable", "almost-certain", "certain"}

// Confirmation is how the diagnosis was confirmed; "" when it was not, or not yet.
// Words under "confirmation.SLUG".
type Confirmation string

var confirmations = []Confirmation{
	"histology", "culture", "laboratory", "genetics", "imaging", "operation", "course", "autopsy", "expert",
}

// CaseStatus is where a case stands once it was posted; words under
// "case.state.SLUG".
type CaseStatus string

// The states of a case (C5). A withdrawn case is a tombstone.
const (
	CaseOpen              CaseStatus = "open"
	CaseInformationWanted CaseStatus = "information-requested"
	CaseSolved            CaseStatus = "solved"
	CaseFollowedUp        CaseStatus = "followed-up"
	CaseArchived          CaseStatus = "archived"
	CaseWithdrawn         CaseStatus = "withdrawn"
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
	Narrative
	// Keywords are CARE 2: a few words under which it is found, without marks.
	Keywords []string
	// Certainty is how sure the author is of Narrative.Diagnosis, Confirmed how it was
	// confirmed.
	Certainty Certainty
	Confirmed Confirmation
	// Steward is the colleague who took the case over from an author who left: they
	// accept an answer and close it, but the words stay the author's. 0 for nobody.
	Steward     ActorID
	Specialties []Specialty
	Consent     ConsentBasis
	// Scope is how far the consent reaches; "" for a case from elsewhere that says
	// nothing of it.
	Scope  ConsentScope
	Status CaseStatus
	// Accepted is the answer that solved it, the first of AcceptedAnswers; 0 until
	// then. AlsoAccepted are the others.
	Accepted     PostID
	AlsoAccepted []PostID
	// Solved is when; zero until then.
	Solved time.Time
	// FirstResponse is when somebody else first replied; zero until then.
	FirstResponse time.Time
	// Changed is when Status or Accepted last changed; zero until they do. The
	// words of the post may be as old as the post.
	Changed time.Time
	// OutcomeAsked is when the author was asked how it ended, FollowedUp when they
	// first said; zero until then. Management is whether it changed what they did.
	OutcomeAsked, FollowedUp time.Time
	Management               Management
}

// CaseDraft is the case form as it was filled in.
type CaseDraft struct {
	Title, AgeBand, Sex string
	Narrative
	// Keywords are one or more, with commas between them.
	Keywords             string
	Certainty, Confirmed string
	// Evidence are references: see CheckCitations.
	Evidence    string
	Specialties []string
	Consent     string
	// ConsentScope is how far the consent reaches; ConsentGiven the day it was given
	// ("2026-03-01"), ConsentPointer where the form is kept; see ConsentRecord.
	ConsentScope, ConsentGiven, ConsentPointer string
	Research                                   bool
	// Poll asks readers for their leading diagnosis; only a new case has one.
	Poll PollDraft
}

// Limits of a case, in characters.
const (
	MaxTitle       = 140
	MaxQuestion    = 1000
	MaxSection     = 10000
	MaxSpecialties = 5
	MaxDiagnosis   = 200
	// CARE asks for two to five keywords.
	MaxKeywords = 5
	MaxKeyword  = 40
)

// AgeBands lists the bands from youngest to oldest.
func AgeBands() []AgeBand { return append([]AgeBand(nil), ageBands...) }

// Sexes lists what may be said of the patient's sex.
func Sexes() []Sex { return append([]Sex(nil), sexes...) }

// ConsentBases lists the grounds on which a case may be told.
func ConsentBases() []ConsentBasis { return append([]ConsentBasis(nil), consentBases...) }

// Certainties lists how sure one may be of a diagnosis, the least first.
func Certainties() []Certainty { return append([]Certainty(nil), certainties...) }

// Confirmations lists how a diagnosis may be confirmed.
func Confirmations() []Confirmation { return append([]Confirmation(nil), confirmations...) }

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
		Title: d.Title, Patient: PatientContext{AgeBand(d.AgeBand), Sex(d.Sex)}, Narrative: d.Narrative,
		Keywords: keywords(d.Keywords), Certainty: Certainty(d.Certainty), Confirmed: Confirmation(d.Confirmed),
		Consent: ConsentBasis(d.Consent), Scope: d.scope(), Status: CaseOpen,
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
	case d.Certainty != "" && !slices.Contains(certainties, Certainty(d.Certainty)):
		return invalid("certainty", "case.unknown_choice")
	case d.Confirmed != "" && !slices.Contains(confirmations, Confirmation(d.Confirmed)):
		return invalid("confirmed", "case.unknown_choice")
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
	switch {
	case d.Title == "":
		return invalid("title", "case.title_needed")
	case utf8.RuneCountInString(d.Title) > MaxTitle:
		return invalid("title", "case.too_long", "limit", MaxTitle)
	}
	for _, s := range d.Narrative.Sections() {
		if s.needed != "" && *s.Text == "" {
			return invalid(s.Slug, s.needed)
		}
		if utf8.RuneCountInString(*s.Text) > s.Limit {
			return invalid(s.Slug, "case.too_long", "limit", s.Limit)
		}
	}
	words := keywords(d.Keywords)
	if len(words) > MaxKeywords {
		return invalid("keywords", "case.too_many_keywords", "limit", MaxKeywords)
	}
	for _, word := range words {
		if utf8.RuneCountInString(word) > MaxKeyword {
			return invalid("keywords", "case.too_long", "limit", MaxKeyword)
		}
	}
	return nil
}

// keywords are the words of the form's line, each once.
func keywords(line string) []string {
	var words []string
	for word := range strings.SplitSeq(line, ",") {
		word = strings.TrimSpace(strings.TrimLeft(cleanLine(word), "#"))
		if word != "" && !slices.ContainsFunc(words, func(w string) bool { return strings.EqualFold(w, word) }) {
			words = append(words, word)
		}
	}
	return words
}

// clean makes the texts what will be kept, so that this is what is measured:
// browsers count a line end as one character and send two.
func (d *CaseDraft) clean() {
	d.Title = cleanLine(d.Title)
	for _, s := range d.Narrative.Sections() {
		*s.Text = strings.TrimSpace(strings.Map(withoutControls, CleanText(*s.Text)))
		if s.Line {
			*s.Text = cleanLine(*s.Text)
		}
	}
}
