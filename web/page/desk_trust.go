package page

import (
	"time"

	"consilium/community"
	"consilium/community/credential"
)

// DeskTrust is the page GET /desk/trust. POST there with the fields of
// community.TrustDraft: host, rule, min_level, note decides about a server; it is
// for those who may KeepTrust.
type DeskTrust struct {
	List     []TrustRow
	Draft    community.TrustDraft
	MayKeep  bool
	Problems Problems
}

func (v DeskTrust) meta(p *Printer) meta { return deskMeta(p, "desk-trust", "trust") }

// Rules are the rules to choose from.
func (v DeskTrust) Rules() []community.TrustRule { return community.TrustRules() }

// Levels are the lowest levels that may count.
func (v DeskTrust) Levels() []string { return []string{"3", "4", "2", "1"} }

// TrustRow is a server that issues credentials, or about which somebody decided.
type TrustRow struct {
	Host string
	// Software is name and version as the server says, "" when it was not asked.
	Software string
	// Issues says that it issues credentials in a form that is read here.
	Issues bool
	People int
	Rule   community.TrustRule
	// MinLevel is the lowest level that counts when accepted.
	MinLevel credential.Level
	Note     string
	// Checked is when it last said what it took back; zero for never.
	Checked time.Time
	// Decided is when somebody decided, ByName who; zero when nobody did.
	Decided time.Time
	ByName  string
}
