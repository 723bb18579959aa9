package community

import (
	"errors"
	"unicode/utf8"
)

// ClaimFaults is CheckClaim for a form of several pages, which shows each fault
// where it is: all of its *Invalid joined, nil when there is none.
func ClaimFaults(c Claim) error {
	var faults []error
	for _, check := range []func(Claim) error{checkTrade, checkLegalName, checkPlace, checkRegister, checkEmployer} {
		faults = append(faults, check(c))
	}
	if utf8.RuneCountInString(c.Note) > MaxClaimNote {
		faults = append(faults, invalid("note", "verification.too_long", "limit", MaxClaimNote))
	}
	return errors.Join(faults...)
}

// Days is the target for a decision, in working days.
func (r VerificationRules) Days() int { return orDefault(r.TargetDays, 2) }

// Editable says whether the applicant may change what was claimed.
func (s VerificationState) Editable() bool {
	return s == VerificationDraft || s == VerificationAsked
}
