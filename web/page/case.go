package page

import (
	"time"

	"consilium/community"
)

// CaseCard is a case in a list.
type CaseCard struct {
	Title       string
	Question    string // plain text, cut by the caller at about 280 characters
	Patient     community.PatientContext
	Specialties []community.Specialty
	State       CaseState
	Responses   int
	First       time.Duration // from posting to the first response; 0 while there is none
	Pictures    int
	Picture     *Picture // the first one; nil for none, and for those that are folded
}

// CaseState is where a case stands, in the words of the pages.
type CaseState string

// The states of a case on pages. CaseAnswered is an open case that has at
// least one response.
const (
	CaseOpen              CaseState = "open"
	CaseAnswered          CaseState = "answered"
	CaseInformationWanted CaseState = "information-requested"
	CaseSolved            CaseState = "solved"
	CaseFollowedUp        CaseState = "followed-up"
	CaseArchived          CaseState = "archived"
)

// StateOf puts the state of a case into the words of the pages.
func StateOf(status community.CaseStatus, responses int) CaseState {
	switch known, _ := community.ParseCaseStatus(string(status)); {
	case known != community.CaseOpen && known != "":
		return CaseState(known)
	case responses > 0:
		return CaseAnswered
	}
	return CaseOpen
}

// Done tells whether it was solved and is shown so.
func (s CaseState) Done() bool { return s == CaseSolved || s == CaseFollowedUp }

// CaseBody is a case in full, in the order of the CARE checklist. Only what was
// filled in is shown.
type CaseBody struct {
	Title       string
	Question    community.SafeHTML
	Patient     community.PatientContext
	Specialties []community.Specialty
	Keywords    []string
	// Sections are the filled ones in CARE's order, without the question.
	Sections  []Section
	Certainty community.Certainty
	Confirmed community.Confirmation
	Consent   community.ConsentBasis
	State     CaseState
	Solved    time.Time // zero until then
	Language  string    // BCP 47, "" when unknown
	Warning   string
	Pictures  []Picture
	Citations []community.Citation
	// Completeness is what of the CARE checklist is told.
	Completeness community.Completeness
}

// A Section is one part of a case under its heading.
type Section struct {
	Slug string // community.Section.Slug
	Text community.SafeHTML
}

// Heading is the key of the words above it.
func (s Section) Heading() string { return sectionHeading(s.Slug) }

// Readers says who can read something and where it has gone. It is always
// visible on a case.
type Readers struct {
	Audience community.AudienceKind
	People   int      // members here who can read it; 0 says no number
	Servers  []string // other servers it was sent to, by name
	// Which of the verified clinicians: none and 0 for all.
	Professions []community.Profession
	Specialties []community.Specialty
	Level       int
}

// Narrowed tells whether it is for some of the verified clinicians only.
func (r Readers) Narrowed() bool { return len(r.Professions)+len(r.Specialties)+r.Level > 0 }

// MayTravel tells whether it could be sent to another server at all.
func (r Readers) MayTravel() bool {
	return !community.Audience{Kind: r.Audience}.Restricted()
}
