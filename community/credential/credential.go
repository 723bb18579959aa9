package credential

import "time"

// State is what has become of a credential.
type State string

// The states of a credential. That one has lapsed is said by its dates.
const (
	Active State = "active"
	// Suspended waits for a decision: a register's sanction, a claim that is
	// missing.
	Suspended State = "suspended"
	// Revoked was taken back for good.
	Revoked State = "revoked"
	// Former was somebody of this institution, who has left it.
	Former State = "former"
)

// Credential is what an instance says of one of its own: what they are, how
// surely, who confirmed it, how, when and until when.
type Credential struct {
	Profession  Profession  `json:"profession"`
	Specialties []Specialty `json:"specialties,omitempty"`
	Level       Level       `json:"level"`
	// Method is the kind of evidence that decided.
	Method Kind `json:"method"`
	// Jurisdiction is where the profession is exercised by law: ISO 3166-1
	// alpha-2, with the subdivision where a register is one's ("US-OH"); "" when
	// unknown.
	Jurisdiction string `json:"jurisdiction,omitempty"`
	// Issuer is the host of the instance that says so; "" for this one.
	Issuer string `json:"issuer,omitempty"`
	// ConfirmedBy is the name of the institution that confirmed it.
	ConfirmedBy string    `json:"confirmed_by"`
	Confirmed   time.Time `json:"confirmed"`
	Until       time.Time `json:"until"`
	State       State     `json:"state"`
	// StatusList is the address of the list in which the issuer takes credentials
	// back; "" for our own, whose state is known here.
	StatusList string `json:"status_list,omitempty"`
}

// InForce says whether it counts at a time. It fails closed: without an end it
// never does.
func (c Credential) InForce(now time.Time) bool {
	return c.State == Active && !c.Confirmed.IsZero() && !now.Before(c.Confirmed) && now.Before(c.Until)
}

// Lapsed says whether its time has run out.
func (c Credential) Lapsed(now time.Time) bool {
	return c.State == Active && !now.Before(c.Until)
}
