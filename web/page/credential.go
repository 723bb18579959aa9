package page

import (
	"time"

	"consilium/community"
	"consilium/community/credential"
)

// CredentialPanel is on a profile what was proved of somebody, or what their
// server says was: what, by whom, how, when, until when, and what that means. The
// zero CredentialPanel says nothing.
//
// The holder's own has a form that POSTs to /settings/credential with the field
// public ("on" or nothing) and return.
type CredentialPanel struct {
	Standing Standing
	credential.Credential
	// Reason is a slug under "credential_reason.", for the holder's eyes only.
	Reason string
	// Checked is when another server was last asked whether it still stands; zero
	// for our own.
	Checked time.Time
	// Document is where the signed document can be read by everybody; "" when it
	// cannot.
	Document string
	// Own says that the reader is the holder; Public that the holder lets everybody
	// read the document.
	Own, Public bool
	Profile     string // path of the profile
}

// Means is the key of what the standing means, under "credential.means.".
func (c CredentialPanel) Means() string { return c.Standing.word() }

// IsZero tells whether there is nothing to say.
func (c CredentialPanel) IsZero() bool { return c.Standing.Word == "" }

// Counts says whether it is worth something now, so that level and end matter.
func (c CredentialPanel) Counts() bool {
	switch c.Standing.Word {
	case community.StandingVerified, community.StandingPartly, community.StandingClaimed, community.StandingUnchecked:
		return true
	}
	return false
}

// Renewable says that the holder can do something about it.
func (c CredentialPanel) Renewable() bool { return c.Own && !c.Counts() }
