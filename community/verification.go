package community

import (
	"slices"
	"time"
)

// VerificationID numbers a verification.
type VerificationID int64

// VerificationState is where an application to be verified stands.
type VerificationState string

// The states of a verification.
const (
	// VerificationDraft is being written; nobody but the applicant sees it.
	VerificationDraft VerificationState = "draft"
	// VerificationSubmitted waits for an officer.
	VerificationSubmitted VerificationState = "submitted"
	// VerificationAsked waits for the applicant, who was asked something.
	VerificationAsked VerificationState = "asked"
	// VerificationSeconded waits for a second officer (four eyes).
	VerificationSeconded VerificationState = "seconded"
	VerificationApproved VerificationState = "approved"
	VerificationRefused  VerificationState = "refused"
	// VerificationAppealed was refused and waits for another officer.
	VerificationAppealed  VerificationState = "appealed"
	VerificationWithdrawn VerificationState = "withdrawn"
)

// VerificationAct is something that is done to a verification.
type VerificationAct string

// The acts of a verification.
const (
	SubmitVerification   VerificationAct = "submit"
	AskApplicant         VerificationAct = "ask"
	AnswerOfficer        VerificationAct = "answer"
	ApproveVerification  VerificationAct = "approve"
	RefuseVerification   VerificationAct = "refuse"
	AppealVerification   VerificationAct = "appeal"
	WithdrawVerification VerificationAct = "withdraw"
)

// verificationSteps is the one transition table: from a state, by an act, to a
// state. Approving goes to VerificationSeconded first where two officers decide.
var verificationSteps = map[VerificationState]map[VerificationAct]VerificationState{
	VerificationDraft: {SubmitVerification: VerificationSubmitted, WithdrawVerification: VerificationWithdrawn},
	VerificationSubmitted: {AskApplicant: VerificationAsked, ApproveVerification: VerificationApproved,
		RefuseVerification: VerificationRefused, WithdrawVerification: VerificationWithdrawn},
	VerificationAsked: {AnswerOfficer: VerificationSubmitted, RefuseVerification: VerificationRefused, WithdrawVerification: VerificationWithdrawn},
	VerificationSeconded: {AskApplicant: VerificationAsked, ApproveVerification: VerificationApproved,
		RefuseVerification: VerificationRefused, WithdrawVerification: VerificationWithdrawn},
	VerificationRefused:  {AppealVerification: VerificationAppealed},
	VerificationAppealed: {AskApplicant: VerificationAsked, ApproveVerification: VerificationApproved, RefuseVerification: VerificationRefused},
}

// byApplicant are the acts of the applicant; all others are an officer's.
var byApplicant = []VerificationAct{SubmitVerification, AnswerOfficer, AppealVerification, WithdrawVerification}

// Step says where an act leads from a state; ErrConflict when it leads nowhere.
func (s VerificationState) Step(act VerificationAct) (VerificationState, error) {
	next, allowed := verificationSteps[s][act]
	if !allowed {
		return s, ErrConflict
	}
	return next, nil
}

// Open says whether somebody still has to do something.
func (s VerificationState) Open() bool {
	return slices.Contains([]VerificationState{VerificationSubmitted, VerificationAsked, VerificationSeconded, VerificationAppealed}, s)
}

// ByApplicant says whether the act is the applicant's own and no officer's.
func (a VerificationAct) ByApplicant() bool { return slices.Contains(byApplicant, a) }

// Claim is what an applicant says. LegalName and Number are sealed wherever they
// rest, shown to officers only, and never federated.
type Claim struct {
	LegalName    string
	Profession   Profession
	Specialties  []Specialty
	Country      string // ISO 3166-1 alpha-2
	Region       string // subdivision, where registers are a state's: "OH"
	Register     string // key of a register, see package credential
	Number       string
	Organisation string
	// Email is the institutional address; "" for none.
	Email string
	// Note is what else the officer should know.
	Note string
}

// Verification is an application to be proved a clinician.
type Verification struct {
	ID    VerificationID
	Actor ActorID
	State VerificationState
	Claim
	// Register record: when it was looked up and what came out. Verdict is "" not
	// looked up, "matched", "mismatch", "unknown" (no such entry), "pending" (the
	// register did not answer; asked again), "by-hand" (no service to ask).
	Verdict string
	Checked time.Time
	// EmailProved is when the institutional address was; zero until then.
	EmailProved time.Time
	// Officer is who decided last, or first where two decide.
	Officer ActorID
	Reason  string // slug under "verification.reason."
	// Submitted starts the clock; Due is the target for a decision.
	Created, Submitted, Due, Decided time.Time
	// Duplicate says that somebody else here claims, or claimed, the same number.
	Duplicate bool
	// RefusedBy are the officers who refused it: an appeal is not theirs to decide.
	RefusedBy []ActorID
	// Proposal is what the first of two officers approved; zero where one decides.
	Proposal Approval
	// Revision counts what happened to it, so that nobody decides on what they
	// have not seen.
	Revision int64
}
