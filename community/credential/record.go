package credential

import (
	"errors"
	"slices"
	"strings"
	"time"
)

// ErrNoLookup says that a register cannot be asked here: the papers decide.
var ErrNoLookup = errors.New("register cannot be looked up")

// Holder is whose entry a record is.
type Holder string

// The holders of entries. A record that says neither is nobody's.
const (
	Person       Holder = "person"
	Organisation Holder = "organisation"
)

// Record is what a register says of a number. It is public knowledge about
// somebody, and says nothing of who is asking.
type Record struct {
	Register Register `json:"register"`
	// Number is as CheckNumber writes it.
	Number string `json:"number"`
	Kind   Holder `json:"kind"`
	// Names are all names of the entry, former ones too, best as "Family, Given".
	Names []string `json:"names,omitempty"`
	// Professions are our own slugs; what the register knows and we do not is not
	// among them.
	Professions []Profession `json:"professions,omitempty"`
	// Active says that the entry counts today, Sanctioned that the register
	// restricts its holder.
	Active     bool `json:"active"`
	Sanctioned bool `json:"sanctioned,omitempty"`
	// Regions are where the entry has licences, as ISO 3166-2 ("US-OH"); none when
	// the register does not say.
	Regions []string `json:"regions,omitempty"`
	// Organisations and EmailDomains are where the holder works. Control of an
	// address in one of the domains binds the entry to a person, so they come only
	// from registers whose holders cannot write them themselves.
	Organisations []string `json:"organisations,omitempty"`
	EmailDomains  []string `json:"email_domains,omitempty"`
	// ValidUntil is when the registration ends; zero when the register does not say.
	ValidUntil time.Time `json:"valid_until,omitzero"`
	// CheckedAt is when the register was asked, Evidence the SHA-256 of its raw
	// answer in hexadecimal, Adapter what read it ("nppes/1").
	CheckedAt time.Time `json:"checked_at"`
	Evidence  string    `json:"evidence"`
	Adapter   string    `json:"adapter"`
}

// Claim is what somebody says of themselves.
type Claim struct {
	Register   Register
	Number     string // as typed
	LegalName  string
	Profession Profession
	// Region is where they say they are licensed: "US-OH", "OH", or "".
	Region string
}

// Reason is why a record is not the claim's; its words are in the catalogues under
// "register.reason.SLUG".
type Reason string

// The reasons.
const (
	ReasonRegister     Reason = "register" // it has no clinicians
	ReasonNumber       Reason = "number"
	ReasonInactive     Reason = "inactive"
	ReasonSanctioned   Reason = "sanctioned"
	ReasonOrganisation Reason = "organisation"
	ReasonName         Reason = "name"
	ReasonProfession   Reason = "profession"
	ReasonRegion       Reason = "region"
)

// Verdict is whether a record is of the person whom a claim describes. The zero
// value says no.
type Verdict struct {
	Matched bool
	// Reasons say why not, in the order above.
	Reasons []Reason
	// NameScore is how alike the names are, 0 to 1.
	NameScore float64
}

// Match judges a register's record against a claim. A match is worth
// [RegisterMatch] and no more: all of it can be known to the public.
func Match(record Record, claim Claim) Verdict {
	var v Verdict
	refuse := func(reason Reason, when bool) {
		if when {
			v.Reasons = append(v.Reasons, reason)
		}
	}
	number, err := CheckNumber(claim.Register, claim.Number)
	refuse(ReasonRegister, !claim.Register.Clinical())
	refuse(ReasonNumber, err != nil || record.Register != claim.Register || record.Number != number)
	refuse(ReasonInactive, !record.Active || record.ended())
	refuse(ReasonSanctioned, record.Sanctioned)
	if record.Kind == "" && len(v.Reasons) > 0 {
		return v // an entry of which the register tells no more than that
	}
	score, alike := Similar(claim.LegalName, record.Names)
	v.NameScore = score
	refuse(ReasonOrganisation, record.Kind != Person)
	refuse(ReasonName, !alike)
	refuse(ReasonProfession, !practises(record.Professions, claim.Profession))
	refuse(ReasonRegion, !licensed(record, claim.Region))
	v.Matched = len(v.Reasons) == 0
	return v
}

// ended says whether the registration had run out when the register was asked.
func (r Record) ended() bool {
	return !r.ValidUntil.IsZero() && !r.CheckedAt.Before(r.ValidUntil)
}

// practises says whether an entry of some professions shows the claimed one. A
// resident is registered as a physician, and a nurse practitioner is a nurse;
// neither goes the other way.
func practises(registered []Profession, claimed Profession) bool {
	if class := claimed.Class(); class != Clinical && class != Trainee {
		return false
	}
	wider := map[Profession]Profession{"resident": "physician", "nurse": "nurse-practitioner"}
	return slices.Contains(registered, claimed) || wider[claimed] != "" && slices.Contains(registered, wider[claimed])
}

// licensed says whether nothing the register knows speaks against the region. A
// register of a whole country knows none.
func licensed(record Record, region string) bool {
	scope, _ := record.Register.Scope()
	region = strings.ToUpper(strings.TrimSpace(region))
	if region == "" || region == scope.Country || len(record.Regions) == 0 {
		return true
	}
	if !strings.Contains(region, "-") {
		region = scope.Country + "-" + region
	}
	return slices.Contains(record.Regions, region)
}
