package page

import (
	"time"

	"consilium/community"
	"consilium/community/credential"
)

// DeskVerifications is the page GET /desk/verifications with the fields state
// ("open" or a community.VerificationState), q, profession, country, duplicate
// ("on"), overdue ("on") and sort ("newest").
type DeskVerifications struct {
	State   string
	Counts  map[string]int // by state, and "open"
	Overdue int            // of all open ones
	Query   string
	// Profession and Country narrow the list; "" for all.
	Profession              community.Profession
	Country                 string
	OnlyDuplicate, OnlyLate bool
	Sort                    string // "oldest" or "newest"
	List                    []VerificationRow
	Pages                   Pages
}

func (v DeskVerifications) meta(p *Printer) meta {
	return deskMeta(p, "desk-verifications", "verifications")
}

// States are the parts of the list.
func (v DeskVerifications) States() []string {
	return []string{"open", "submitted", "seconded", "appealed", "asked", "approved", "refused", "withdrawn"}
}

// OrderMatters says that the list is of those that wait.
func (v DeskVerifications) OrderMatters() bool {
	return v.State == "open" || community.VerificationState(v.State).Open()
}

// Filtered says that some are left out.
func (v DeskVerifications) Filtered() bool {
	return v.Query != "" || v.Profession != "" || v.Country != "" || v.OnlyDuplicate || v.OnlyLate
}

// Sorts are the orders of the open ones.
func (v DeskVerifications) Sorts() []string { return []string{"oldest", "newest"} }

// Professions are the choices of the filter.
func (v DeskVerifications) Professions() []community.Profession { return provable() }

// provable are the professions that can be proved.
func provable() []community.Profession {
	var list []community.Profession
	for _, p := range community.Professions() {
		if p.Class() != credential.Undeclared {
			list = append(list, p)
		}
	}
	return list
}

// VerificationRow is an application in the list, and the head of its page.
type VerificationRow struct {
	ID         string
	Person     Person
	State      community.VerificationState
	Profession community.Profession
	Country    string
	Submitted  time.Time
	// Due is the target; Late says that it has passed, and an officer is waited for.
	Due       time.Time
	Late      bool
	Duplicate bool
	Decided   time.Time // zero while open
	Reason    string    // of a refusal
	// Own says that it is the officer's own, which others decide.
	Own bool
}

// URL is its page at the desk.
func (r VerificationRow) URL() string { return "/desk/verifications/" + r.ID }

// Waiting says that the target counts: an officer has to do something.
func (r VerificationRow) Waiting() bool {
	return r.State.Open() && r.State != community.VerificationAsked
}

// DeskVerification is the page GET /desk/verifications/{id}. Its forms POST to
// /desk/verifications/{id}/VERB and carry revision: ask (field text), refuse
// (fields reason, text), approve (fields evidence, source, profession, specialty,
// another, until, seen_flags; with preview it is only shown again).
type DeskVerification struct {
	Row      VerificationRow
	Revision int64
	// Changed says that a form was not done, since something happened meanwhile.
	Changed bool
	Claim   community.Claim
	// Compared is what the applicant says beside what the register says.
	Compared []ComparedField
	Register RegisterAnswer
	Flags    []string // slugs under verification.flag.
	Proofs   []ProofRow
	// Level is what those are worth now.
	Level    credential.Level
	Papers   []PaperRow
	Messages []VerificationLine
	History  []Entry
	// Bars say why the officer may not do something, by act; words under
	// verification.bar.
	Bars map[community.VerificationAct]community.Bar
	// May are the acts that lead somewhere from here.
	May map[community.VerificationAct]bool
	// Second says that the officer approves what another approved: ByFirst.
	Second  bool
	ByFirst string
	// Seconds says that approving leads to a second officer first.
	Seconds bool
	Approve ApproveForm
	Ask     string
	Refuse  RefuseForm
	// Problems are those of the form that was sent: its fields have names of their
	// own on this page.
	Problems Problems
}

func (v DeskVerification) meta(p *Printer) meta {
	return meta{"desk-verification", p.T("verification.desk.title", "name", v.Row.Person.Name), "desk"}
}

// Barred is why the officer may not decide at all; "" when something may be done.
func (v DeskVerification) Barred() community.Bar {
	for _, act := range []community.VerificationAct{community.AskApplicant, community.ApproveVerification, community.RefuseVerification} {
		if v.May[act] && v.Bars[act] == "" {
			return ""
		}
	}
	return v.Bars[community.ApproveVerification]
}

// Can says whether the officer may do something now.
func (v DeskVerification) Can(act community.VerificationAct) bool {
	return v.May[act] && v.Bars[act] == ""
}

// CanAsk is Can for a question.
func (v DeskVerification) CanAsk() bool { return v.Can(community.AskApplicant) }

// CanApprove is Can for an approval.
func (v DeskVerification) CanApprove() bool { return v.Can(community.ApproveVerification) }

// CanRefuse is Can for a refusal.
func (v DeskVerification) CanRefuse() bool { return v.Can(community.RefuseVerification) }

// NoApproval is why the officer may not approve although it would lead somewhere.
func (v DeskVerification) NoApproval() community.Bar {
	if !v.May[community.ApproveVerification] {
		return ""
	}
	return v.Bars[community.ApproveVerification]
}

// Reasons are those of a refusal.
func (v DeskVerification) Reasons() []string { return community.RefusalReasons() }

// ComparedField is one thing that the applicant and the register both speak of.
type ComparedField struct {
	// Name is a slug under verification.desk.field.
	Name string
	// Claimed and Registered are what is said, in the reader's language.
	Claimed, Registered []string
	// Word is "agrees", "differs", "sound", "unsound" or "unsaid", under verification.desk.word.
	Word string
}

// RegisterAnswer is what came of asking the register.
type RegisterAnswer struct {
	// Key is the register's, Name its name; "" for none.
	Key, Name string
	// Verdict is one of community's, "" for not asked yet.
	Verdict string
	Checked time.Time
	// Reasons say why it is no match; words under register.reason.
	Reasons []credential.Reason
}

// ProofRow is evidence that was kept.
type ProofRow struct {
	Kind             credential.Kind
	Source           string
	Proved, Until    time.Time
	Withdrawn, Ended bool
}

// PaperRow is a picture of a paper. URL is where it is shown, marked with who
// looks; "" once it is gone.
type PaperRow struct {
	ID, Kind, URL string
	When, Removed time.Time
	Replayed      bool
	// Seen says that the officer has looked at the whole of it.
	Seen bool
	Hash string // SHA-256 in hexadecimal
}

// Thumbnail is a small picture of it.
func (r PaperRow) Thumbnail() string { return r.URL + "?small=1" }

// VerificationLine is what officer and applicant wrote to each other.
type VerificationLine struct {
	// Who is the name; Officer says that it was written at the desk.
	Who     string
	Officer bool
	Text    string
	When    time.Time
}

// ApproveForm is the form of an approval as it was last sent, or proposed.
type ApproveForm struct {
	Choices     []ApproveChoice
	Source      string
	Profession  community.Profession
	Claimed     []community.Specialty // what can be ticked
	Specialties []community.Specialty // what is ticked
	Another     string                // one more; "" for none
	Until       string                // yyyy-mm-dd
	SeenFlags   bool
}

// Professions are the choices.
func (f ApproveForm) Professions() []community.Profession { return provable() }

// AllSpecialties are the choices of the one more.
func (f ApproveForm) AllSpecialties() []community.Specialty { return community.Specialties() }

// ApproveChoice is what an officer may vouch for, with what it comes to.
type ApproveChoice struct {
	// Value is kinds of evidence joined by "+"; "" for nothing further. Word is a
	// slug under verification.desk.choice.
	Value, Word string
	Level       credential.Level
	// Enough says that it can be approved with that.
	Enough, Chosen bool
}

// RefuseForm is the form of a refusal as it was last sent.
type RefuseForm struct{ Reason, Text string }
