package page

import "time"

// SettingsSecurity is the page GET /settings/security. POST
// /settings/security/totp begins with an authenticator app and
// /settings/security/totp/remove takes it away, /settings/security/codes makes
// new recovery codes, /settings/security/passkeys/{id}/remove takes a passkey
// away.
type SettingsSecurity struct {
	// Needed says that the person has to have a second factor.
	Needed bool
	// App is since when there is an authenticator app; zero for none.
	App      time.Time
	Passkeys []Passkey
	// Offered says that passkeys work at this address; More that another one may
	// be added.
	Offered, More bool
	// Codes is how many recovery codes are left.
	Codes  int
	Events []SecurityEvent
}

func (v SettingsSecurity) meta(p *Printer) meta { return settingsMeta(p, "security") }

// Has says whether there is a second factor.
func (v SettingsSecurity) Has() bool { return !v.App.IsZero() || len(v.Passkeys) > 0 }

// Passkey is one in a list.
type Passkey struct {
	ID      string
	Name    string
	Created time.Time
	Used    time.Time // zero when never
	Suspect bool      // it may have been copied, and opens nothing any more
}

// SecurityEvent is something the owner of an account should know of.
type SecurityEvent struct {
	Kind    string // catalogue key under settings.security.event.
	Browser string // "Firefox · Android"; "" when it cannot be told
	Address string // network address; "" when unknown
	When    time.Time
}

// SettingsTOTP is the page GET /settings/security/totp. POST
// /settings/security/totp/confirm with the field code.
type SettingsTOTP struct {
	Secret   string // base32, in groups
	Size     int    // of the QR code, in modules
	Path     string // of the QR code, as SVG
	Problems Problems
}

// Frame is the width of the picture: the code with the quiet zone of four
// modules that scanners need (ISO/IEC 18004, 6.3.8).
func (v SettingsTOTP) Frame() int { return v.Size + 8 }

func (v SettingsTOTP) meta(p *Printer) meta {
	return meta{"settings-totp", p.T("settings.security.totp.title"), "settings"}
}

// NewPasskey is the page GET /settings/security/passkeys/new. POST
// /settings/security/passkeys with the fields name and answer.
type NewPasskey struct {
	Name     string
	Options  string // for navigator.credentials.create, JSON
	Problems Problems
}

func (v NewPasskey) meta(p *Printer) meta {
	return meta{"new-passkey", p.T("settings.security.passkeys.new"), "settings"}
}

// RecoveryCodes shows new recovery codes, once.
type RecoveryCodes struct{ Codes []string }

func (v RecoveryCodes) meta(p *Printer) meta {
	return meta{"recovery-codes", p.T("settings.security.codes.title"), "settings"}
}

// Proof is how somebody can prove who they are. Its forms lead to URL with the
// field code (of an app, or a recovery code) or old (the password), and to
// URL/passkey with the field answer; all with return.
type Proof struct {
	URL string
	// App, Passkey, Recovery and Password are the ways that are open.
	App, Passkey, Recovery, Password bool
	Options                          string // for navigator.credentials.get, JSON; "" for none
	Return                           string
	Late                             bool // a form came too late, and has to be sent again
	Username                         string
	// SignOns are the institutions at which it can be proved.
	SignOns  []SignOn
	Problems Problems
}

// None says that there is no way at all.
func (v Proof) None() bool {
	return !v.App && !v.Passkey && !v.Recovery && !v.Password && len(v.SignOns) == 0
}

// SecondStep is the page GET /sign-in/second, after the password.
type SecondStep struct{ Proof }

func (v SecondStep) meta(p *Printer) meta {
	return meta{"second-step", p.T("account.second.title"), ""}
}

// StepUp is the page GET /sign-in/again: the person is signed in and proves once
// more to be there.
type StepUp struct{ Proof }

func (v StepUp) meta(p *Printer) meta { return meta{"step-up", p.T("account.again.title"), ""} }

// PasskeySignIn is the page GET /sign-in/passkey. POST there with the fields
// answer and return.
type PasskeySignIn struct {
	Options  string // for navigator.credentials.get, JSON
	Return   string
	Problems Problems
}

func (v PasskeySignIn) meta(p *Printer) meta {
	return meta{"passkey-sign-in", p.T("account.passkey.title"), ""}
}
