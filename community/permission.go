package community

import (
	"slices"
	"time"

	"consilium/community/credential"
)

// Action is something a person may or may not do here. Whatever is not in the
// table of permissions nobody may.
type Action string

// What members do.
const (
	WritePosts  Action = "write-posts"
	WriteReply  Action = "reply"
	MarkPosts   Action = "mark-posts"   // like, boost, bookmark
	MeetPeople  Action = "meet-people"  // follow, answer who asks to follow, block, mute
	MakeReports Action = "make-reports" // tell staff of a post or a person
	KeepAccount Action = "keep-account" // the own profile, password, sessions, apps
	MakeInvites Action = "make-invites"
	// HideAtOnce: what one reports as showing who a patient is, is hidden until staff
	// looked at it.
	HideAtOnce Action = "hide-at-once"

	OpenCase         Action = "open-case"         // for everybody of this institution
	OpenPublicCase   Action = "open-public-case"  // where the institution allows it
	AnswerCase       Action = "answer-case"       // one that everybody here may read
	GiveAnswer       Action = "give-answer"       // say what counts as advice; see ResponseKind.Clinical
	VoteDifferential Action = "vote-differential" // in the poll of a case
	SolveCase        Action = "solve-case"        // one's own: accept an answer, reopen

	// What is for verified clinicians, cases and posts alike.
	ReadClinical   Action = "read-clinical"
	WriteClinical  Action = "write-clinical"
	AnswerClinical Action = "answer-clinical"

	ApplyVerification Action = "apply-verification"
	SearchDirectory   Action = "search-directory"
	BeInDirectory     Action = "be-in-directory"
	RequestReferral   Action = "request-referral"
)

// What staff do.
const (
	EnterDesk           Action = "enter-desk"
	SeeAccounts         Action = "see-accounts"
	ApproveMembers      Action = "approve-members"
	SuspendMembers      Action = "suspend-members" // here, also people of other servers
	LabelMembers        Action = "label-members"
	SetRoles            Action = "set-roles"
	ResetPasswords      Action = "reset-passwords"
	HandleReports       Action = "handle-reports"
	HandleStaffReports  Action = "handle-staff-reports" // about somebody of no lower duty
	RemovePosts         Action = "remove-posts"
	SeeDomains          Action = "see-domains"
	KeepDomains         Action = "keep-domains"
	KeepInvitations     Action = "keep-invitations"
	EditInstance        Action = "edit-instance"
	ReadStaffLog        Action = "read-staff-log"
	SeeVerifications    Action = "see-verifications"
	DecideVerifications Action = "decide-verifications"
	SeeEvidence         Action = "see-evidence" // the papers of applicants
	KeepInstitutions    Action = "keep-institutions"
	ReviewCases         Action = "review-cases" // what the gate stopped, of others
	KeepTrust           Action = "keep-trust"   // in what other servers say of theirs
	SuspendCredentials  Action = "suspend-credentials"
	KeepGroups          Action = "keep-groups"
	KeepSignUps         Action = "keep-sign-ups" // who may not open an account, or come in
	EraseMembers        Action = "erase-members" // for good, once they are suspended
)

// permission is what an action asks of whoever wants to do it. The zero value
// asks for no more than an account.
type permission struct {
	// staff are the duties that do it; none asks for no duty. A duty never stands
	// in for being a clinician.
	staff []Role
	// unlabelled keeps out who is labelled as no clinician (V13).
	unlabelled bool
	// proved are the classes of which a proved profession must be, and level how
	// surely; none asks for no proof.
	proved []credential.Class
	level  credential.Level
}

var (
	moderators     = []Role{Moderator, Administrator}
	officers       = []Role{Officer, Administrator}
	administrators = []Role{Administrator}

	anyMember  = permission{}
	unlabelled = permission{unlabelled: true}
	clinicians = permission{unlabelled: true, proved: []credential.Class{credential.Clinical}, level: credential.Verified}
)

func duty(roles []Role) permission { return permission{staff: roles} }

// permissions is the one table of who may do what (V9).
var permissions = map[Action]permission{
	WritePosts: anyMember, WriteReply: anyMember, MarkPosts: anyMember, MeetPeople: anyMember, MakeReports: anyMember,
	KeepAccount: anyMember, MakeInvites: anyMember,

	OpenCase: unlabelled, OpenPublicCase: unlabelled, AnswerCase: unlabelled, SolveCase: anyMember,
	HideAtOnce: clinicians, ReadClinical: clinicians, WriteClinical: clinicians, AnswerClinical: clinicians, GiveAnswer: clinicians, VoteDifferential: clinicians,

	ApplyVerification: unlabelled, SearchDirectory: unlabelled, BeInDirectory: clinicians, RequestReferral: clinicians,

	EnterDesk:   duty([]Role{Moderator, Officer, Administrator}),
	SeeAccounts: duty(moderators), ApproveMembers: duty(moderators), SuspendMembers: duty(moderators),
	LabelMembers: duty([]Role{Moderator, Officer, Administrator}), SetRoles: duty(administrators), ResetPasswords: duty(administrators),
	HandleReports: duty(moderators), HandleStaffReports: duty(administrators), RemovePosts: duty(moderators),
	SeeDomains: duty(moderators), KeepDomains: duty(administrators), KeepInvitations: duty(moderators),
	EditInstance: duty(administrators), ReadStaffLog: duty(moderators),
	SeeVerifications: duty(officers), DecideVerifications: duty(officers), SeeEvidence: duty(officers), SuspendCredentials: duty(officers),
	ReviewCases:      duty([]Role{Moderator, Officer, Administrator}),
	KeepInstitutions: duty(officers), KeepTrust: duty(administrators),
	KeepGroups: duty(moderators), KeepSignUps: duty(administrators), EraseMembers: duty(administrators),
}

// Actions lists everything that somebody may do, in no order.
func Actions() []Action {
	list := make([]Action, 0, len(permissions))
	for a := range permissions {
		list = append(list, a)
	}
	return list
}

// Subject is whoever wants to do something. The zero Subject is a visitor, who
// may do nothing of the table.
type Subject struct {
	// SignedIn says that it is a member who was admitted and is not suspended.
	SignedIn bool
	Role     Role
	// Profession is the person's own word, Label what staff say of them in spite
	// of it; "" for neither.
	Profession, Label Profession
	// Standing is what was proved, as Judge said just now.
	Standing Standing
	// Sanctions are those that count now.
	Sanctions []SanctionKind
}

// Subject is a member as the table of permissions knows them, with what Judge
// says of them and the sanctions that count at that moment; who is closed, or from
// elsewhere, may do nothing here.
func (a Actor) Subject(role Role, s Standing) Subject {
	if !a.Local || !a.Active() || a.Sanctions.Has(Suspended, s.Judged) {
		return Subject{}
	}
	return Subject{SignedIn: true, Role: role, Profession: a.Profession, Label: a.Label, Standing: s,
		Sanctions: a.Sanctions.counting(s.Judged)}
}

// author is a member who writes, in no duty.
func (a Actor) author(now time.Time) Subject {
	return a.Subject(Member, Judge(a.Credential, Trust{}, time.Time{}, now))
}

// Labelled is what somebody has to be recognised as wherever they speak, since it
// is no clinician; "" for everybody else. The word of staff comes first, then what
// was proved, then the person's own.
func (s Subject) Labelled() Profession {
	for _, p := range []Profession{s.Label, s.Standing.Profession(), s.Profession} {
		if p.Class() == credential.Labelled {
			return p
		}
	}
	return ""
}

// Labelled is what an actor has to be recognised as, by what staff or they
// themselves say; "" for nothing.
func (a Actor) Labelled() Profession {
	return Subject{Profession: a.Profession, Label: a.Label}.Labelled()
}

// May says whether somebody may do something at all. Whether it can be done to
// this post or that person is asked beside it: one sees what one answers, and
// nobody decides on themselves.
func May(s Subject, a Action) bool {
	p, known := permissions[a]
	return known && s.SignedIn && !s.bars(a) && p.allows(s)
}

func (p permission) allows(s Subject) bool {
	switch {
	case len(p.staff) > 0 && !slices.Contains(p.staff, s.Role):
		return false
	case p.unlabelled && s.Labelled() != "":
		return false
	case len(p.proved) > 0 && !slices.Contains(p.proved, s.Standing.Profession().Class()):
		return false
	}
	return s.Standing.Level >= p.level
}

// Duties lists the staff roles that may do something.
func Duties(a Action) []Role { return slices.Clone(permissions[a].staff) }

// May says whether a duty of staff lets its holder do something.
func (r Role) May(a Action) bool {
	return len(permissions[a].staff) > 0 && May(Subject{SignedIn: true, Role: r}, a)
}
