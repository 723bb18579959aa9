package page

import (
	"time"

	"consilium/community"
)

// ConsentScopes are the choices of how far the consent reaches.
func (v CaseForm) ConsentScopes() []community.ConsentScope { return community.ConsentScopes() }

// ConsentScope is the chosen one, the narrowest that does for a case of this
// institution until somebody chose.
func (v CaseForm) ConsentScope() string {
	if v.Draft.ConsentScope == "" {
		return string(community.ScopeInstance)
	}
	return v.Draft.ConsentScope
}

// ConsentOpen tells whether what else is known of the consent is shown unfolded.
func (v CaseForm) ConsentOpen() bool {
	return v.Draft.Research || v.filled("consent_given", v.Draft.ConsentGiven) || v.filled("consent_pointer", v.Draft.ConsentPointer)
}

// ConsentKept is what the author, who keeps the case, and staff see of the consent on
// the page of a case. POST /p/{ID}/code shows the patient's code once, POST
// /p/{ID}/code/renew makes another.
type ConsentKept struct {
	community.ConsentRecord
	ID string // decimal, of the case
	// Code says that the case has a code, Waits that it was not shown yet; for those
	// who may have it shown.
	Code, Waits bool
}

// Correction is when an accepted answer was changed after it was accepted; zero for
// never.
type Correction struct{ At time.Time }
