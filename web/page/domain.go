package page

import (
	"time"

	"consilium/community"
)

// DeskDomains is the page GET /desk/domains?q=&severity=&page=N. POST there with the
// fields of community.DomainRuleDraft (host, severity, public_comment,
// private_comment, reject_media, reject_reports, obfuscate, the last three "on")
// makes or changes a rule; POST /desk/domains/{host}/remove takes it away; POST
// /desk/domains/public with the field public ("on" or "") says whether the about page
// lists them. Rules are downloaded from /desk/domains/export.{csv,txt,json}. All that
// is changed is for administrators.
type DeskDomains struct {
	Mode  community.FederationMode
	Query string
	// Severity is the only one shown; "" for all.
	Severity string
	List     []DomainRule
	Total    int
	// Drafts waits for a decision.
	Drafts int
	// Public says that visitors can read the list.
	Public   bool
	Draft    community.DomainRuleDraft
	Problems Problems
	Pages    Pages
}

// Severities are the kinds of rule to choose from.
func (v DeskDomains) Severities() []community.DomainSeverity { return community.DomainSeverities() }

func (v DeskDomains) meta(p *Printer) meta { return deskMeta(p, "desk-domains", "domains") }

// DomainRule is what is done with another server.
type DomainRule struct {
	community.DomainRule
	ByName string // who of the staff made it
	People int    // people of that server known here
	List   string // the list it came from; "" for one that staff made
}

// DeskDomain is the page GET /desk/domains/{host}: the rule of one server, what
// stands between it and members, and what staff did. The form is that of DeskDomains.
type DeskDomain struct {
	Host string
	Mode community.FederationMode
	// Rule is the one under this very name; nil for none.
	Rule *DomainRule
	// Decides is the host of the rule that holds when it is another one; "" for none.
	Decides   string
	People    int
	Following int // of people there, by members
	Followers int // of members, by people there
	// Connection says how things stand with it; nil when it was never met.
	Connection *DeskConnection
	Draft      community.DomainRuleDraft
	Log        []Entry
	Problems   Problems
}

// Severities are the kinds of rule to choose from.
func (v DeskDomain) Severities() []community.DomainSeverity { return community.DomainSeverities() }

func (v DeskDomain) meta(p *Printer) meta { return deskMeta(p, "desk-domain", "domains") }

// DeskDomainImport is the page GET /desk/domains/import. POST there with a file, or
// the field list, and the field severity for lists that name none, leads to the
// preview.
type DeskDomainImport struct {
	List, Severity string
	Problems       Problems
}

// Severities are those a list may stand for.
func (v DeskDomainImport) Severities() []community.DomainSeverity {
	return []community.DomainSeverity{community.DomainSuspended, community.DomainLimited}
}

func (v DeskDomainImport) meta(p *Printer) meta { return deskMeta(p, "desk-domain-import", "domains") }

// DeskDomainPreview is the page GET /desk/domains/imports/{id}: what a list would
// change. POST URL/apply with the field replace ("on" to change rules that are there
// as well) does it, POST URL/drop forgets the list.
type DeskDomainPreview struct {
	URL, Name string
	Fresh     []community.DomainEntry
	Changed   []DomainChange
	Same      int
	Faults    []community.DomainFault
	// Loss is what would end if all of it were taken in.
	Loss DomainLoss
}

// Shown bounds how much of a long list the page shows.
func (v DeskDomainPreview) Shown() int { return 200 }

// FreshShown, ChangedShown and FaultsShown are the first of each.
func (v DeskDomainPreview) FreshShown() []community.DomainEntry {
	return v.Fresh[:min(len(v.Fresh), v.Shown())]
}

// ChangedShown are the first of the changed.
func (v DeskDomainPreview) ChangedShown() []DomainChange {
	return v.Changed[:min(len(v.Changed), v.Shown())]
}

// FaultsShown are the first of the faults.
func (v DeskDomainPreview) FaultsShown() []community.DomainFault {
	return v.Faults[:min(len(v.Faults), v.Shown())]
}

func (v DeskDomainPreview) meta(p *Printer) meta {
	return deskMeta(p, "desk-domain-preview", "domains")
}

// DomainChange is a rule as it is and as it would be.
type DomainChange struct {
	Old, New community.DomainRule
	// None says that there is no old one, Removes that there would be no new one.
	None, Removes bool
	// List is which list wants it, and Created since when.
	List    string
	Created time.Time
}

// DomainLoss is what would end.
type DomainLoss struct{ Following, Followers, Members int }

// Any says whether there is anything.
func (l DomainLoss) Any() bool { return l.Following+l.Followers > 0 }

// DeskSubscriptions is the page GET /desk/domains/subscriptions, with ?id=ID to change
// one. POST there with the fields of community.SubscriptionDraft (name, url, severity,
// trust, priority, excludes) and id makes or changes one; POST …/{id}/end ends it,
// POST …/{id}/read has it read again, also when it shrank.
type DeskSubscriptions struct {
	List []Subscription
	// Changing is the number of the one in the form; "" for a new one.
	Changing string
	Draft    community.SubscriptionDraft
	Problems Problems
}

// Severities are those a list may stand for.
func (v DeskSubscriptions) Severities() []community.DomainSeverity {
	return DeskDomainImport{}.Severities()
}

// Trusts are how far a list may be trusted.
func (v DeskSubscriptions) Trusts() []string { return []string{"drafts", "at-once"} }

func (v DeskSubscriptions) meta(p *Printer) meta {
	return deskMeta(p, "desk-subscriptions", "domains")
}

// Subscription is a list that is read again and again.
type Subscription struct {
	community.DomainSubscription
	Number  string
	Entries int
}

// DeskDomainDrafts is the page GET /desk/domains/drafts. POST there with the fields
// host (many) and do (approve, reject, approve-all, reject-all) decides.
type DeskDomainDrafts struct {
	List     []DomainChange
	Loss     DomainLoss
	MayAct   bool
	Problems Problems
}

func (v DeskDomainDrafts) meta(p *Printer) meta { return deskMeta(p, "desk-domain-drafts", "domains") }

// ModeratedServer is a server on the about page.
type ModeratedServer struct {
	Host     string
	Severity community.DomainSeverity
	// RejectMedia says that no pictures from there are shown.
	RejectMedia bool
	Comment     string
}

// SettingsDomains is the page GET /settings/servers: servers that the member does not
// want to meet. POST there with the field host adds one, POST
// /settings/servers/{host}/remove takes one off.
type SettingsDomains struct {
	List     []BlockedServer
	Host     string
	Problems Problems
}

func (v SettingsDomains) meta(p *Printer) meta {
	return meta{"settings-domains", p.T("domain.servers.title"), "settings"}
}

// BlockedServer is one of them.
type BlockedServer struct {
	Host    string
	Created time.Time
}

// Severed is the page GET /severed: follows that ended because a server was shut out.
// Their lists are downloaded from /severed/{id}/{following,followers}.csv.
type Severed struct {
	List  []SeveredServer
	Pages Pages
}

func (v Severed) meta(p *Printer) meta {
	return meta{"severed", p.T("domain.severed.title"), "settings"}
}

// SeveredServer is what was lost with one server.
type SeveredServer struct {
	ID, Host             string
	ByStaff              bool
	Following, Followers int
	When                 time.Time
}
