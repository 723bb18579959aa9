package page

import (
	"slices"
	"time"

	"consilium/community"
	"consilium/community/credential"
)

func deskMeta(p *Printer, template, part string) meta {
	return meta{template, p.T("desk.tab." + part), "desk"}
}

// DeskAccounts is the page GET /desk/accounts, with a GET form of the fields
// state (a community.UserState or "remote") and q.
//
// Actions POST to /desk/accounts/{id}/VERB: approve, reject, suspend (field
// reason), unsuspend, role (field role), reset-password (shows a link once). Label: to
// /desk/clinicians/{id}/label (field label, a profession of the labelled or "").
type DeskAccounts struct {
	State  string
	Counts map[string]int // by state
	Query  string
	List   []Account
	Pages  Pages
}

func (v DeskAccounts) meta(p *Printer) meta { return deskMeta(p, "desk-accounts", "accounts") }

// States are the tabs of the list.
func (v DeskAccounts) States() []string {
	return []string{"pending", "active", "suspended", "departed", "rejected", "remote"}
}

// Account is a row of the list of accounts, and the head of its page.
type Account struct {
	ID        string // decimal actor id
	Person    Person
	Email     string // "" for people elsewhere
	Confirmed bool
	Role      community.Role
	State     community.UserState
	Created   time.Time
	Seen      time.Time // last signed in; zero when never
	Reason    string    // what the applicant wrote
	Address   string    // where the registration came from
	Reports   int       // against this account, all time
	Remote    bool
	// Departs is when the account of somebody who left the institution closes, or
	// has; zero for all others.
	Departs time.Time
}

// URL is its page at the desk.
func (a Account) URL() string { return "/desk/accounts/" + a.ID }

// DeskAccount is the page GET /desk/accounts/{id}.
type DeskAccount struct {
	Account   Account
	Posts     int
	Followers int
	Following int
	Reports   []ReportRow
	Log       []Entry // what staff did, newest first
	// ResetURL is a link to set a new password, shown once after it was made.
	ResetURL string
	// MayAct: the viewer outranks the account. MayRole: and may change roles.
	MayAct, MayRole bool
	Roles           []community.Role
	DepartureNote   string // as written when it did not do
	Why             string // what was written about closing the account, when it did not do
	// Decisions are what was decided about them; POST URL/lift/{id} takes one back.
	Decisions []Decision
	Draft     community.DecisionDraft
	AppealURL string // shown once after it was made
	Problems  Problems
	// Label is what staff say they are, since it is no clinician; "" for nothing.
	Label    community.Profession
	MayLabel bool
}

// Labels are what somebody can be labelled as.
func (v DeskAccount) Labels() []community.Profession {
	return slices.DeleteFunc(community.Professions(), func(p community.Profession) bool { return p.Class() != credential.Labelled })
}

func (v DeskAccount) meta(p *Printer) meta { return deskMeta(p, "desk-account", "accounts") }

// Entry is one line of what staff did.
type Entry struct {
	When time.Time
	Who  string
	Did  string // catalogue key under desk.did.
	Note string
}

// DeskReports is the page GET /desk/reports?state=open|closed&reason=SLUG&page=N. What
// could identify a patient comes first, then the oldest.
type DeskReports struct {
	State        string // "open" or "closed"
	Open, Closed int
	Reason       community.FlagCategory // the only one shown; "" for all
	Reasons      []ReasonCount
	List         []ReportRow
	Pages        Pages
}

func (v DeskReports) meta(p *Printer) meta { return deskMeta(p, "desk-reports", "reports") }

// ReportRow is a report in a list.
type ReportRow struct {
	ID       string
	About    Person
	From     Person // who reported, or the other server's name in Person.Server
	Category community.FlagCategory
	Hides    bool // it hid the posts at once
	Outcome  community.FlagOutcome
	Posts    int
	When     time.Time
	Closed   time.Time // zero while open
	Assigned string    // who of the staff takes care; "" for nobody
}

// URL is its page at the desk.
func (r ReportRow) URL() string { return "/desk/reports/" + r.ID }

// DeskReport is the page GET /desk/reports/{id}. Forms POST to
// /desk/reports/{id}/VERB: take (assign to oneself), decide (fields of
// community.DecisionDraft: posts, person, days, unfounded "on", reason, note), close
// (field note), reopen, remove/{post} (for the posts with May.Remove).
type DeskReport struct {
	Row  ReportRow
	Text string // what the reporter wrote
	// Reference is the guideline or publication it is said to contradict.
	Reference string
	// Found is what the rules notice in the posts.
	Found []ReportFinding
	Draft community.DecisionDraft
	// MayEdit: the author can be asked to edit.
	MayEdit bool
	Posts   []Post
	Log     []Entry
	// MayAct: the viewer outranks whom it is about. MayDecide: and may say what
	// becomes of the report.
	MayAct, MayDecide bool
	Note              string // as written when it did not do
	Problems          Problems
}

func (v DeskReport) meta(p *Printer) meta { return deskMeta(p, "desk-report", "reports") }

// DeskInvitations is the page GET /desk/invitations: everybody's invitations.
// POST there makes one, POST /desk/invitations/{code}/revoke ends one; fields
// as in SettingsInvitations.
type DeskInvitations struct {
	MayInvite bool
	List      []Invitation
	Problems  Problems
}

func (v DeskInvitations) meta(p *Printer) meta { return deskMeta(p, "desk-invitations", "invitations") }

// DeskInstance is the page GET /desk/instance. POST there with the fields of
// community.InstanceDraft: name, description, rules (one a line), contact (an
// e-mail address).
type DeskInstance struct {
	Draft community.InstanceDraft
	// PublicCases is whether a new case may be for everybody. It posts to
	// /desk/instance/cases with the field public ("on" or "").
	PublicCases bool
	Problems    Problems
}

func (v DeskInstance) meta(p *Printer) meta { return deskMeta(p, "desk-instance", "instance") }
