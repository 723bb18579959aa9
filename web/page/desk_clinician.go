package page

import (
	"consilium/community"
	"consilium/community/credential"
)

// DeskClinicians is the page GET /desk/clinicians with the fields state
// (a credential.State, or "ending") and q.
type DeskClinicians struct {
	State  string
	Counts map[string]int
	Query  string
	List   []ClinicianRow
	Pages  Pages
}

func (v DeskClinicians) meta(p *Printer) meta { return deskMeta(p, "desk-clinicians", "clinicians") }

// States are the parts of the list.
func (v DeskClinicians) States() []string {
	return []string{"active", "ending", "suspended", "revoked", "former"}
}

// ClinicianRow is a member of whom something is said.
type ClinicianRow struct {
	ID     string // of the actor
	Person Person
	credential.Credential
	// Reason is why it was suspended, revoked or ended.
	Reason string
	// Lapsed says that its time has run out.
	Lapsed bool
}

// URL is the page at the desk.
func (r ClinicianRow) URL() string { return "/desk/clinicians/" + r.ID }

// DeskClinician is the page GET /desk/clinicians/{id}. Forms POST to
// /desk/clinicians/{id}/VERB with the fields reason and note: suspend, revoke,
// restore.
type DeskClinician struct {
	Row    ClinicianRow
	Proofs []ProofRow
	Log    []Entry
	// Application is the page of the newest application; "" for none.
	Application string
	// MayAct says that the officer may decide: it is not about themselves.
	MayAct bool
	// Verb is the form that was sent with a problem, with what was typed.
	Verb, Reason, Note string
	Problems           Problems
}

func (v DeskClinician) meta(p *Printer) meta {
	return meta{"desk-clinician", p.T("clinician.title", "name", v.Row.Person.Name), "desk"}
}

// Reasons are those of a decision.
func (v DeskClinician) Reasons() []string { return community.CredentialReasons() }

// Verbs are what can be done with the credential as it stands.
func (v DeskClinician) Verbs() []string {
	switch v.Row.State {
	case credential.Active:
		return []string{"suspend", "revoke"}
	case credential.Suspended:
		return []string{"restore", "revoke"}
	}
	return nil
}
