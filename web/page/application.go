package page

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"consilium/community"
	"consilium/community/credential"
)

// applicationSteps are the steps of an application, in order; each has its page
// at /verification/NAME and its words under application.step.
var applicationSteps = []string{"work", "entry", "proof", "check"}

func applicationMeta(p *Printer, template, step string) meta {
	return meta{template, p.T("application.step." + step), "settings"}
}

// Wizard is where in an application a page is.
type Wizard struct{ Step string }

// Place is which step it is, counted from one, and Places how many there are.
func (w Wizard) Place() int { return slices.Index(applicationSteps, w.Step) + 1 }

// Places is how many steps there are.
func (w Wizard) Places() int { return len(applicationSteps) }

// TypedSpecialties is how many specialties the form has room for.
const TypedSpecialties = 3

// ApplicationWork is the page GET /verification/work. POST there with the fields
// profession, specialty_1 to specialty_3 (as typed, in the reader's language),
// country (ISO 3166-1). Every form of an application has the field go: "back"
// keeps what was typed and leads to the step before.
type ApplicationWork struct {
	Wizard
	Profession  string
	Specialties [TypedSpecialties]string
	Country     string
	Problems    Problems
}

func (v ApplicationWork) meta(p *Printer) meta { return applicationMeta(p, "application-work", "work") }

// Professions are those that can be proved.
func (v ApplicationWork) Professions() []credential.Profession {
	var list []credential.Profession
	for _, p := range credential.Professions() {
		if p.Class() != credential.Undeclared {
			list = append(list, p)
		}
	}
	return list
}

// AllSpecialties are the choices of the lists.
func (v ApplicationWork) AllSpecialties() []community.Specialty { return community.Specialties() }

// listed makes the field of one specialty of several, the first in its list.
func (s *set) listed(v ApplicationWork, index int) Field {
	f := s.newField(fmt.Sprintf("specialty_%d", index+1), "application.work.specialty", v.Specialties[index], v.Problems)
	f.Label = s.frame.Printer.T("application.work.specialty", "number", index+1)
	return f
}

// SpecialtyNamed finds the specialty that somebody typed: by its name in the
// reader's language or in English, whatever the capitals and accents, or by the
// beginning of one name only, or by what else one is called. It is false for what
// fits none, or several.
func (p *Printer) SpecialtyNamed(typed string) (credential.Specialty, bool) {
	typed = foldedWords(typed)
	if typed == "" {
		return "", false
	}
	var begins []credential.Specialty
	for _, slug := range credential.Specialties() {
		name := foldedWords(p.T("specialty." + string(slug)))
		switch {
		case name == typed, foldedWords(string(slug)) == typed:
			return slug, true
		case strings.HasPrefix(name, typed):
			begins = append(begins, slug)
		}
	}
	if len(begins) == 0 { // what else people call it
		begins = credential.FindSpecialty(typed, p.Language())
	}
	if len(begins) != 1 {
		return "", false
	}
	return begins[0], true
}

// foldedWords is a text without capitals, accents and stops.
func foldedWords(text string) string {
	fold := func(r rune) rune {
		switch {
		case unicode.IsLetter(r), unicode.IsDigit(r):
			return unicode.ToLower(r)
		case unicode.Is(unicode.Mn, r):
			return -1
		}
		return ' '
	}
	return strings.Join(strings.Fields(strings.Map(fold, norm.NFKD.String(text))), " ")
}

// ApplicationEntry is the page GET /verification/entry. POST there with the
// fields legal_name, register, number, region, organisation.
type ApplicationEntry struct {
	Wizard
	LegalName, Register, Number, Region, Organisation string
	Country                                           string
	// Registers are those of the country and profession; none where nobody of that
	// profession is in a register.
	Registers []RegisterChoice
	// AskRegion says that licences are a part of the country's.
	AskRegion bool
	Problems  Problems
}

// RegisterChoice is a register to choose. Name is what an operator calls their
// own; "" where the catalogues have the words, under application.register.
type RegisterChoice struct{ Key, Name string }

func (v ApplicationEntry) meta(p *Printer) meta {
	return applicationMeta(p, "application-entry", "entry")
}

// NeedsNumber says that nobody of the profession is without an entry.
func (v ApplicationEntry) NeedsNumber() bool {
	return len(v.Registers) > 0 && !slices.ContainsFunc(v.Registers, func(r RegisterChoice) bool { return r.Key == "" })
}

// registerOptions makes the choices, each with how its numbers look.
func (s *set) registerOptions(list []RegisterChoice, chosen string) []Option {
	options := make([]Option, 0, len(list))
	for _, r := range list {
		o := Option{Value: r.Key, Label: r.Name, Chosen: r.Key == chosen}
		key := r.Key
		if key == "" {
			key = "none"
		}
		if o.Label == "" {
			o.Label, o.Help = s.frame.Printer.T("application.register."+key), s.frame.Printer.T("application.register.help."+key)
		} else {
			o.Help = s.frame.Printer.T("application.register.help.own")
		}
		options = append(options, o)
	}
	return options
}

// ApplicationProof is the page GET /verification/proof. POST
// /verification/letter with the field email sends a letter; POST
// /verification/documents as multipart/form-data with the fields kind and
// photograph or picture (a file) keeps a picture, POST
// /verification/documents/{id}/remove removes one.
type ApplicationProof struct {
	Wizard
	// Mail is nil where no letters can be sent: the proof is then not offered.
	Mail *ApplicationMail
	// SignOn is where the hospital's sign-on is linked; "" where there is none.
	SignOn   string
	Papers   ApplicationPapers
	Problems Problems
}

func (v ApplicationProof) meta(p *Printer) meta {
	return applicationMeta(p, "application-proof", "proof")
}

// ApplicationMail is the address at work.
type ApplicationMail struct {
	Email string
	// Sent is when the last letter went there, Proved since when it is proved and
	// Until until when; zero when not.
	Sent, Proved, Until time.Time
}

// mailForm is the form for a letter.
type mailForm struct {
	Mail     *ApplicationMail
	Problems Problems
}

// ApplicationPapers are the pictures of papers, with the form for more.
type ApplicationPapers struct {
	List []ApplicationPaper
	// Kind is the chosen one of Kinds.
	Kind     string
	Kinds    []string
	MayAdd   bool
	Return   string
	Problems Problems
}

// ApplicationPaper is a picture that was handed in.
type ApplicationPaper struct {
	ID, Kind string
	Kilobyte int
	When     time.Time
}

// ApplicationCheck is the page GET /verification/check: all answers before they
// are sent. POST /verification/send with the field note.
type ApplicationCheck struct {
	Wizard
	Claim  community.Claim
	Claims ClaimWords
	Mail   *ApplicationMail
	Papers []ApplicationPaper
	// Days is the target for a decision in working days, Keep for how many days
	// after it the pictures are kept.
	Days, Keep int
	Problems   Problems
}

// ClaimWords are parts of a claim as they are shown.
type ClaimWords struct {
	Register RegisterChoice
	// NeedsEntry says that the profession has registers.
	NeedsEntry bool
}

func (v ApplicationCheck) meta(p *Printer) meta {
	return applicationMeta(p, "application-check", "check")
}

// Unproved says that nothing was given that only the applicant has.
func (v ApplicationCheck) Unproved() bool {
	return len(v.Papers) == 0 && (v.Mail == nil || v.Mail.Proved.IsZero())
}

// Application is the page GET /verification after an application was sent. POST
// /verification/answer with the field text (in State asked), /verification/appeal
// with the field text (where MayAppeal), /verification/withdraw,
// /verification/again.
type Application struct {
	State                   community.VerificationState
	Claim                   community.Claim
	Claims                  ClaimWords
	Submitted, Due, Decided time.Time
	Late                    bool // past the target
	Reason                  string
	Level                   credential.Level // what counts now
	Until                   time.Time
	ProfileURL              string
	Messages                []ApplicationMessage
	Papers                  ApplicationPapers
	Mail                    *ApplicationMail
	MayAppeal, MayWithdraw  bool
	MayBegin                bool
	Text                    string // of the answer or appeal, as typed
	Problems                Problems
}

func (v Application) meta(p *Printer) meta {
	return meta{"application", p.T("application.title"), "settings"}
}

// Verified says that the applicant counts as a verified clinician now.
func (v Application) Verified() bool { return v.Level >= credential.Bound }

// Adding says that something was wrong with what was to be added to the answer.
func (v Application) Adding() bool {
	_, wrong := v.Problems["email"]
	return wrong || len(v.Papers.Problems) > 0
}

// Asked says that the officer waits for the applicant.
func (v Application) Asked() bool { return v.State == community.VerificationAsked }

// ApplicationMessage is what officer and applicant wrote.
type ApplicationMessage struct {
	Officer bool
	Text    string
	When    time.Time
}

// ApplicationLink is the page GET /verification/mail/{token} behind the link in
// a letter. POST to the same address proves the mailbox.
type ApplicationLink struct {
	Email, Handle string
}

func (v ApplicationLink) meta(p *Printer) meta {
	return meta{"application-link", p.T("application.link.title"), "settings"}
}

// ApplicationLinkFailed says why a link proves nothing: "used", "expired",
// "other" (made for another account) or "taken" (the mailbox proves another).
type ApplicationLinkFailed struct{ Kind string }

func (v ApplicationLinkFailed) meta(p *Printer) meta {
	return meta{"application-link-failed", p.T("application.link." + v.Kind + ".title"), "settings"}
}
