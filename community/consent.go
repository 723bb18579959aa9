package community

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"consilium/community/deidentify"
)

// ConsentBasis says on what ground the case may be told (CARE item 13). The form
// itself stays where the institution keeps such things.
type ConsentBasis string

// The grounds; words under "consent.SLUG". For the last two there is no patient
// who could have been asked.
const (
	ConsentWritten      ConsentBasis = "written"
	ConsentVerbal       ConsentBasis = "verbal"      // recorded in the notes
	ConsentInstitution  ConsentBasis = "institution" // its rule for what was de-identified
	ConsentNoPatient    ConsentBasis = "no-patient"
	ConsentPublicDomain ConsentBasis = "public-domain" // published before, by others
)

var consentBases = []ConsentBasis{ConsentWritten, ConsentVerbal, ConsentInstitution, ConsentNoPatient, ConsentPublicDomain}

// Patient says whether the case is about somebody who may want it back.
func (b ConsentBasis) Patient() bool {
	return b != "" && b != ConsentNoPatient && b != ConsentPublicDomain
}

// ConsentScope is how far the consent reaches, and so the widest audience a case
// may have; words under "consent.scope.SLUG". A case from elsewhere may say none.
type ConsentScope string

// The scopes from the narrowest.
const (
	ScopeClinicians ConsentScope = "clinicians" // the verified clinicians of this server
	ScopeInstance   ConsentScope = "instance"   // everybody of this institution
	ScopePublic     ConsentScope = "public"
)

var consentScopes = []ConsentScope{ScopeClinicians, ScopeInstance, ScopePublic}

// ConsentScopes lists the scopes in the order they are offered.
func ConsentScopes() []ConsentScope { return append([]ConsentScope(nil), consentScopes...) }

// beyond says why an audience is wider than a scope; scopes and audiences that are
// not here go together. An unknown scope covers nothing.
var beyond = map[ConsentScope]map[AudienceKind]string{
	ScopeClinicians: {InstanceOnly: "consent.problem.scope_clinicians", Public: "consent.problem.scope_clinicians"},
	ScopeInstance:   {Public: "consent.problem.scope_instance"},
	ScopePublic:     {},
}

// Covers says whether a case with this scope may have the audience.
func (s ConsentScope) Covers(kind AudienceKind) bool {
	problems, known := beyond[s]
	_, wider := problems[kind]
	return known && !wider && (kind == Clinicians || kind == InstanceOnly || kind == Public)
}

// within is the problem with an audience that the scope does not cover; nil when it
// does.
func (s ConsentScope) within(field string, kind AudienceKind) error {
	if s.Covers(kind) {
		return nil
	}
	if key := beyond[s][kind]; key != "" {
		return invalid(field, key)
	}
	return invalid(field, "case.unknown_choice")
}

// ConsentRecord is what is remembered of the consent beside basis and scope. It is
// for the author and for staff who decide, never on a case, and never sent.
type ConsentRecord struct {
	Basis ConsentBasis
	Scope ConsentScope
	// Given is the day it was given; zero when nobody said.
	Given time.Time
	// Pointer says where the form is kept, without a number of the patient.
	Pointer string
	// Research says that it also covers research.
	Research bool
}

// MaxPointer is the length of ConsentRecord.Pointer in characters.
const MaxPointer = 120

// scope is how far the consent of the draft reaches. Where nobody could be asked it
// limits nothing; without a word on it, it is for this institution.
func (d CaseDraft) scope() ConsentScope {
	switch {
	case !ConsentBasis(d.Consent).Patient():
		return ScopePublic
	case d.ConsentScope == "":
		return ScopeInstance
	}
	return ConsentScope(d.ConsentScope)
}

// earliest is how far ahead of UTC a day begins somewhere (UTC+14).
const earliest = 14 * time.Hour

// consent reads what the draft says of the consent.
func (d CaseDraft) consent(now time.Time) (ConsentRecord, error) {
	r := ConsentRecord{Basis: ConsentBasis(d.Consent), Scope: d.scope(), Pointer: cleanLine(d.ConsentPointer), Research: d.Research}
	if _, known := beyond[r.Scope]; !known {
		return r, invalid("consent_scope", "case.unknown_choice")
	}
	if !r.Basis.Patient() {
		return ConsentRecord{Basis: r.Basis, Scope: r.Scope}, nil
	}
	if day := strings.TrimSpace(d.ConsentGiven); day != "" {
		var err error
		if r.Given, err = time.Parse(time.DateOnly, day); err != nil || r.Given.Year() < 1900 {
			return r, invalid("consent_given", "consent.problem.day_wrong")
		}
		if r.Given.After(now.Add(earliest)) {
			return r, invalid("consent_given", "consent.problem.day_ahead")
		}
	}
	return r, checkPointer(r.Pointer)
}

// checkPointer refuses a pointer that would lead to the patient: it says in what
// the form is kept, not under which number.
func checkPointer(pointer string) error {
	if utf8.RuneCountInString(pointer) > MaxPointer {
		return invalid("consent_pointer", "case.too_long", "limit", MaxPointer)
	}
	for _, f := range deidentify.Find(pointer, deidentify.Options{Kind: deidentify.Case}) {
		if f.Severity >= deidentify.Hold && f.Category != deidentify.Place { // a ward or a clinic is where it is kept
			return invalid("consent_pointer", "consent.problem.pointer_identifies")
		}
	}
	if numbered(pointer) {
		return invalid("consent_pointer", "consent.problem.pointer_number")
	}
	return nil
}

// mostDigits is how many digits a pointer may hold beside years: "cabinet 12,
// folder 3b" is a place, five digits are a number.
const mostDigits = 4

// numbered says whether a text holds what may be a record number, however it is
// broken up.
func numbered(text string) bool {
	digits := 0
	for _, word := range strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) }) {
		n := 0
		for _, r := range word {
			if unicode.IsNumber(r) {
				n++
			}
		}
		if isYear(word) {
			continue
		}
		digits += n
	}
	return digits > mostDigits
}

func isYear(word string) bool {
	return len(word) == 4 && (strings.HasPrefix(word, "19") || strings.HasPrefix(word, "20")) &&
		strings.Trim(word, "0123456789") == ""
}

// consent is what the draft of a case says of the consent, and whether that goes as
// far as the audience; field is what the form can change about it. Whatever widens
// the audience of a case later has to ask ConsentScope.Covers.
func (p *Post) consent(field string, d PostDraft, s Surroundings) (ConsentRecord, error) {
	if p.Case == nil {
		return ConsentRecord{}, nil
	}
	r, err := d.Case.consent(s.Now)
	if err == nil {
		err = r.Scope.within(field, p.Audience.Kind)
	}
	return r, err
}
