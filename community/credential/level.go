package credential

import (
	"slices"
	"time"
)

// Level is how surely an account is a clinician's: the one scale there is (V1).
type Level int

// The levels.
const (
	// Unproved is somebody's own word.
	Unproved Level = 0
	// Institutional is somebody who controls an address at an institution, or is
	// employed there; as what is not known.
	Institutional Level = 1
	// Registered is somebody who named the entry of a register that fits them.
	// Anybody can look one up.
	Registered Level = 2
	// Bound is Registered with a proof that the public cannot have.
	Bound Level = 3
	// Issued is somebody whose employer or society itself says what they are.
	Issued Level = 4
)

// Verified is the level from which on a clinician is called verified.
const Verified = Bound

// Kind is a kind of evidence.
type Kind string

// The kinds of evidence, by what they can prove.
const (
	// Declared is somebody's own word.
	Declared Kind = "declared"
	// ORCID is control of a researcher's identifier: it says nothing of a
	// clinician.
	ORCID Kind = "orcid"
	// InstitutionMail is control of an address at an institution (V4).
	InstitutionMail Kind = "institution-mail"
	// SignOn is an institution's single sign-on: employment (V5).
	SignOn Kind = "sign-on"
	// Documents is an officer's decision on papers (V6).
	Documents Kind = "documents"
	// RegisterMatch is a register's entry that fits the person (V2).
	RegisterMatch Kind = "register"
	// RegisterMail is control of an address at the very organisation which the
	// register names for the entry.
	RegisterMail Kind = "register-mail"
	// SignOnProfession is a single sign-on that names a clinical profession.
	SignOnProfession Kind = "sign-on-profession"
	// InPerson is an officer of the employer or society who saw the person.
	InPerson Kind = "in-person"
)

// Evidence is one proof. It never holds a number, a name or a paper.
type Evidence struct {
	Kind Kind
	// Profession is what it is evidence of; "" where it says nothing of that.
	Profession Profession
	// Source says who or what proved it: a register's key, a host, an issuer.
	Source string
	// Proved is when, Until how long it is good; zero for no end of its own.
	Proved, Until time.Time
}

// good says whether the evidence counts at a time.
func (e Evidence) good(now time.Time) bool {
	return !e.Proved.After(now) && (e.Until.IsZero() || now.Before(e.Until))
}

// Assurance is what evidence comes to.
type Assurance struct {
	Level Level
	// Method is the evidence that decided, "" at level 0.
	Method Kind
	// Proved is when the last needed piece was proved, Until when the first of
	// them ends; zero for never.
	Proved, Until time.Time
}

// ladder is the table of evidence and level, the highest first. A row holds
// when all its kinds are there; Method is the last of them.
var ladder = []struct {
	needs []Kind
	level Level
}{
	{[]Kind{InPerson}, Issued},
	{[]Kind{SignOnProfession}, Issued},
	{[]Kind{RegisterMatch, SignOn}, Bound},
	{[]Kind{RegisterMatch, Documents}, Bound},
	{[]Kind{RegisterMatch, RegisterMail}, Bound},
	{[]Kind{RegisterMatch}, Registered},
	{[]Kind{SignOn}, Institutional},
	{[]Kind{RegisterMail}, Institutional},
	{[]Kind{InstitutionMail}, Institutional},
	{[]Kind{Documents}, Institutional},
}

// Assess says what evidence proves of somebody's profession at a time.
// Evidence of another profession counts for nothing; of several pieces that
// prove as much, the one that lasts longest counts.
func Assess(profession Profession, evidence []Evidence, now time.Time) Assurance {
	best := map[Kind]Evidence{}
	for _, e := range evidence {
		if !e.good(now) || e.Profession != "" && e.Profession != profession {
			continue
		}
		if have, ok := best[e.Kind]; !ok || outlasts(e, have) {
			best[e.Kind] = e
		}
	}
	for _, rung := range ladder {
		if a, ok := stand(rung.needs, best); ok {
			a.Level = rung.level
			return a
		}
	}
	return Assurance{}
}

func outlasts(a, b Evidence) bool {
	return !b.Until.IsZero() && (a.Until.IsZero() || a.Until.After(b.Until))
}

func stand(needs []Kind, have map[Kind]Evidence) (Assurance, bool) {
	if slices.ContainsFunc(needs, func(k Kind) bool { _, ok := have[k]; return !ok }) {
		return Assurance{}, false
	}
	a := Assurance{Method: needs[len(needs)-1]}
	for _, kind := range needs {
		e := have[kind]
		if e.Proved.After(a.Proved) {
			a.Proved = e.Proved
		}
		if !e.Until.IsZero() && (a.Until.IsZero() || e.Until.Before(a.Until)) {
			a.Until = e.Until
		}
	}
	return a, true
}
