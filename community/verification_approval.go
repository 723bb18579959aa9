package community

import (
	"slices"
	"time"

	"consilium/community/credential"
)

// Approval is what an officer approves: as what, on which proof, until when.
type Approval struct {
	// Evidence is what the officer vouches for, beside what was proved before: one
	// of Attestations.
	Evidence []credential.Kind `json:"evidence,omitempty"`
	// Source says in which register the officer looked, where one was looked up by
	// hand.
	Source      string                 `json:"source,omitempty"`
	Profession  Profession             `json:"profession"`
	Specialties []credential.Specialty `json:"specialties,omitempty"`
	// Until is when it ends: after now, within MaxApproval.
	Until time.Time `json:"until,omitzero"`
}

// MaxApproval is how long an approval is good at most, MaxSource how long the
// name of a register may be.
const (
	MaxApproval = 366 * 24 * time.Hour
	MaxSource   = 200
)

// SourceOfficer is the source of evidence that an officer vouched for.
const SourceOfficer = "officer"

// attestations are what an officer may vouch for: papers, the register looked up
// by hand, both, or that the person was seen by the employer or society.
var attestations = [][]credential.Kind{
	{credential.Documents},
	{credential.RegisterMatch},
	{credential.RegisterMatch, credential.Documents},
	{credential.InPerson},
}

// Attestations lists the combinations of evidence an officer may vouch for, an
// empty one first: what was proved already is enough.
func Attestations() [][]credential.Kind {
	return append([][]credential.Kind{nil}, attestations...)
}

// Attests says whether the officer vouches for a kind of evidence.
func (a Approval) Attests(kind credential.Kind) bool { return slices.Contains(a.Evidence, kind) }

// Proofs gives what the officer vouches for as evidence, beginning now.
func (a Approval) Proofs(now time.Time) []credential.Evidence {
	var list []credential.Evidence
	for _, kind := range a.Evidence {
		e := credential.Evidence{Kind: kind, Profession: a.Profession, Source: SourceOfficer, Proved: now, Until: a.Until}
		list = append(list, e)
	}
	return list
}

// Needed is the level that an approval has to reach: whoever treats patients, or
// learns to, is verified or not; others are confirmed to belong somewhere.
func Needed(p Profession) credential.Level {
	if class := p.Class(); class == credential.Clinical || class == credential.Trainee {
		return credential.Verified
	}
	return credential.Institutional
}

// Reaches says what an approval comes to beside what was proved before.
func (a Approval) Reaches(proved []credential.Evidence, now time.Time) credential.Assurance {
	return credential.Assess(a.Profession, slices.Concat(proved, a.Proofs(now)), now)
}

// CheckApproval says whether an officer may approve it: knowing a number is never
// enough (V3), and nothing is good for ever. proved is what counts already. The
// fields of its *Invalid: profession, specialties, evidence, source, until.
func CheckApproval(a Approval, proved []credential.Evidence, now time.Time) error {
	known := func(kinds []credential.Kind) bool { return slices.Equal(kinds, a.Evidence) }
	switch {
	case a.Profession.Class() == credential.Undeclared:
		return invalid("profession", "verification.profession_unprovable")
	case len(a.Specialties) > MaxClaimSpecialties:
		return invalid("specialties", "verification.specialties_many", "limit", MaxClaimSpecialties)
	case slices.ContainsFunc(a.Specialties, func(s Specialty) bool { return !s.Known() }):
		return invalid("specialties", "settings.unknown_choice")
	case !slices.ContainsFunc(Attestations(), known):
		return invalid("evidence", "settings.unknown_choice")
	case a.Attests(credential.RegisterMatch) && a.Source == "":
		return invalid("source", "verification.source_missing")
	case len(a.Source) > MaxSource:
		return invalid("source", "verification.too_long", "limit", MaxSource)
	case !a.Until.After(now):
		return invalid("until", "verification.until_past")
	case a.Until.After(now.Add(MaxApproval)):
		return invalid("until", "verification.until_far")
	case a.Reaches(proved, now).Level < Needed(a.Profession):
		return invalid("evidence", "verification.evidence_short")
	}
	return nil
}
