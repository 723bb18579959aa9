package page

import (
	"strconv"
	"time"

	"consilium/community"
)

// Decisions is the page GET /decisions, and GET /appeal/{token} for who is shut out.
// An appeal is a POST to URL + {id} + "/appeal" with the field text.
type Decisions struct {
	URL    string
	Person string // decimal actor id; not shown
	Linked bool   // by the link in the letter: nobody is signed in
	List   []Decision
	Hidden []HiddenPost
	// Asked is the decision the problems and Text belong to.
	Asked, Text string
	Problems    Problems
}

func (v Decisions) meta(p *Printer) meta { return meta{"decisions", p.T("decision.title"), ""} }

// MaxAppeal is how long an appeal may be, in characters.
func (v Decisions) MaxAppeal() int { return community.MaxAppeal }

// Decision is one decision of staff about the reader.
type Decision struct {
	community.Decision
	ID        string
	InForce   bool
	MayAppeal bool
}

// HiddenPost is a post of the reader's that is hidden, and why.
type HiddenPost struct {
	ID     string
	Reason community.FlagCategory
	Asks   bool // staff wait for an edit
	Note   string
	Since  time.Time
}

// FewReports is the least number of reports that the page on moderation tells.
const FewReports = 5

// Moderation is the page GET /moderation: what became of reports, by quarter.
type Moderation struct{ Quarters []ModerationQuarter }

func (v Moderation) meta(p *Printer) meta { return meta{"moderation", p.T("moderation.title"), ""} }

// Outcomes are the columns.
func (v Moderation) Outcomes() []community.FlagOutcome { return community.FlagOutcomes() }

// ModerationQuarter is a quarter of a year. The newest is still going on.
type ModerationQuarter struct {
	Year, Quarter int
	Rows          []ModerationRow
}

// Name is the year and the quarter, as numbers.
func (q ModerationQuarter) Name() string { return strconv.Itoa(q.Year) + "/" + strconv.Itoa(q.Quarter) }

// ModerationRow is what became of the reports of one reason.
type ModerationRow struct {
	Reason community.FlagCategory
	Counts map[community.FlagOutcome]int
}

// Few says that a number may not be told.
func (r ModerationRow) Few(o community.FlagOutcome) bool {
	return r.Counts[o] > 0 && r.Counts[o] < FewReports
}

// Messages is the page GET /messages. POST there with the field messages (a
// community.MessagePolicy); POST /messages/{id}/accept and /dismiss answer a request.
type Messages struct {
	Policy community.MessagePolicy
	List   []MessageRequest
}

func (v Messages) meta(p *Printer) meta {
	return meta{"messages", p.T("messages.title"), "notifications"}
}

// Policies are the choices.
func (v Messages) Policies() []community.MessagePolicy { return community.MessagePolicies() }

// MessageRequest is somebody who wrote to the reader without being known to them.
type MessageRequest struct {
	Who     Person
	Count   int
	When    time.Time
	Excerpt string
}

// SettingsFilters is the page GET /settings/filters; POST
// /settings/filters/{id}/remove takes one away.
type SettingsFilters struct {
	List []community.Filter
	Now  time.Time
}

func (v SettingsFilters) meta(p *Printer) meta { return settingsMeta(p, "filters") }

// Expired says that a filter works no more.
func (v SettingsFilters) Expired(f community.Filter) bool {
	return !f.Expires.IsZero() && !v.Now.Before(f.Expires)
}

// SettingsFilter is the page GET /settings/filters/new and GET /settings/filters/{id}.
// POST to URL with the fields title, keywords (one a line), whole_word ("on"), context
// (several), action, expires (days, "" for never, "keep").
type SettingsFilter struct {
	URL       string
	Filter    community.Filter
	Words     string
	WholeWord bool
	Problems  Problems
}

func (v SettingsFilter) meta(p *Printer) meta {
	return meta{"settings-filter", p.T("filter.form"), "settings"}
}

// Contexts and Actions are the choices.
func (v SettingsFilter) Contexts() []community.FilterContext { return community.FilterContexts() }

// Actions are the choices.
func (v SettingsFilter) Actions() []community.FilterAction { return community.FilterActions() }

// Ends are how long a filter can work, in days; "keep" is as it is.
func (v SettingsFilter) Ends() []string {
	if v.Filter.Expires.IsZero() {
		return []string{"1", "7", "30"}
	}
	return []string{"keep", "1", "7", "30"}
}

// Ending is the choice as it stands.
func (v SettingsFilter) Ending() string {
	if v.Filter.Expires.IsZero() {
		return ""
	}
	return "keep"
}
