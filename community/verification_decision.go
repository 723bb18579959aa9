package community

import (
	"slices"
	"strings"
	"time"
)

// Reasons for a refusal; words under "verification.reason.".
var refusalReasons = []string{"papers_unreadable", "papers_insufficient", "name_differs", "not_in_register", "not_active",
	"profession_differs", "not_eligible", "no_answer", "number_taken", "not_genuine", "other"}

// RefusalReasons lists the reasons with which an application can be refused.
func RefusalReasons() []string { return slices.Clone(refusalReasons) }

// RefusalReason says whether a slug is one of them.
func RefusalReason(slug string) bool { return slices.Contains(refusalReasons, slug) }

// Disproves says whether a refusal for this reason means that the register's entry
// is not the applicant's.
func Disproves(reason string) bool {
	return slices.Contains([]string{"name_differs", "not_in_register", "not_active", "profession_differs", "number_taken", "not_genuine"}, reason)
}

// Reasons for a decision about a credential that stands; words under
// "credential_reason.".
var credentialReasons = []string{"sanction", "not_renewed", "not_genuine", "profession_changed", "misuse", "asked", "mistake", "other"}

// CredentialReasons lists the reasons with which a credential can be suspended,
// revoked or restored.
func CredentialReasons() []string { return slices.Clone(credentialReasons) }

// CredentialReason says whether a slug is one of them.
func CredentialReason(slug string) bool { return slices.Contains(credentialReasons, slug) }

// The verdicts of a register on a claim, as Verification.Verdict holds them.
const (
	VerdictMatched  = "matched"
	VerdictMismatch = "mismatch"
	VerdictUnknown  = "unknown"
	VerdictPending  = "pending"
	VerdictByHand   = "by-hand"
)

// VerificationRules are how an institution decides on applications. The zero
// value of each means its default.
type VerificationRules struct {
	// FourEyes says that two officers approve every application.
	FourEyes bool
	// TargetDays is within how many working days one is decided; 2.
	TargetDays int
	// KeepDays is how many days after the decision the papers are kept; 30.
	KeepDays int
}

// Due is when an application that was handed in at a time should be decided: so
// many days later of which none is a Saturday or a Sunday, in UTC.
func (r VerificationRules) Due(submitted time.Time) time.Time {
	due := submitted
	for days := orDefault(r.TargetDays, 2); days > 0; {
		due = due.AddDate(0, 0, 1)
		if day := due.Weekday(); day != time.Saturday && day != time.Sunday {
			days--
		}
	}
	return due
}

// Keep is how long the papers are kept after the decision.
func (r VerificationRules) Keep() time.Duration {
	return time.Duration(orDefault(r.KeepDays, 30)) * 24 * time.Hour
}

func orDefault(n, usual int) int {
	if n <= 0 {
		return usual
	}
	return n
}

// Decider is an officer who is about to act on an application.
type Decider struct {
	Actor ActorID
	Role  Role
	// Names are what the officer is called: as shown, and as proved.
	Names []string
}

// DecidesVerifications says whether a staff role decides on applications.
func DecidesVerifications(r Role) bool { return r.May(DecideVerifications) }

// Bar says why somebody may not do something to an application; words under
// "verification.bar.". The empty one is no bar.
type Bar string

// The bars.
const (
	// BarRole is of whom has no such duty.
	BarRole Bar = "role"
	// BarSelf is of the applicant.
	BarSelf Bar = "self"
	// BarRefused is of the officer who refused it before.
	BarRefused Bar = "refused"
	// BarFirst is of the officer who approved it first, where two must.
	BarFirst Bar = "first"
	// BarName is of an officer of the same family name, who cannot be the last to
	// approve.
	BarName Bar = "name"
)

// Bars says what keeps an officer from an act, "" when nothing does.
func (by Decider) Bars(v Verification, act VerificationAct) Bar {
	decides := act == ApproveVerification || act == RefuseVerification
	switch {
	case !DecidesVerifications(by.Role) || act.ByApplicant():
		return BarRole
	case by.Actor == v.Actor:
		return BarSelf
	case decides && slices.Contains(v.RefusedBy, by.Actor):
		return BarRefused
	case act == ApproveVerification && v.State == VerificationSeconded && by.Actor == v.Officer:
		return BarFirst
	case act == ApproveVerification && v.State == VerificationSeconded && by.SharesName(v.LegalName):
		return BarName
	}
	return ""
}

// MayDecide is Bars as an error: ErrForbidden when anything does.
func MayDecide(by Decider, v Verification, act VerificationAct) error {
	if by.Bars(v, act) != "" {
		return ErrForbidden
	}
	return nil
}

// SharesName says whether an officer may be a relative of the applicant: one of
// the names ends in the same family name.
func (by Decider) SharesName(legal string) bool {
	theirs := familyName(legal)
	return theirs != "" && slices.ContainsFunc(by.Names, func(n string) bool { return familyName(n) == theirs })
}

// familyName is the last word of a name, or what stands before a comma, lowered.
func familyName(name string) string {
	before, after, comma := strings.Cut(name, ",")
	if comma && strings.TrimSpace(after) != "" {
		name = before
	}
	words := strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return r == ' ' || r == '\u00a0' || r == '.' })
	for len(words) > 1 && slices.Contains([]string{"jr", "sr", "ii", "iii", "md", "phd"}, words[len(words)-1]) {
		words = words[:len(words)-1]
	}
	if len(words) == 0 {
		return ""
	}
	return words[len(words)-1]
}

// Next is Step as an institution does it: where two officers approve, the first
// leads to VerificationSeconded, and so does one of the applicant's family name.
func (r VerificationRules) Next(v Verification, act VerificationAct, by Decider) (VerificationState, error) {
	next, err := v.State.Step(act)
	if err != nil || act != ApproveVerification || v.State == VerificationSeconded {
		return next, err
	}
	if r.FourEyes || by.SharesName(v.LegalName) {
		return VerificationSeconded, nil
	}
	return next, nil
}

// MayAppeal says whether a refusal can be taken to another officer: once.
func (v Verification) MayAppeal() bool {
	return v.State == VerificationRefused && len(v.RefusedBy) == 1
}

// Live says whether the application is still to be decided, a draft too.
func (s VerificationState) Live() bool { return s == VerificationDraft || s.Open() }
