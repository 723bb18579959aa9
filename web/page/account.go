package page

import "consilium/community"

// SignIn is the page GET /sign-in. POST /sign-in with the fields: name (name or
// e-mail address), password, return.
type SignIn struct {
	Name     string
	Return   string
	Passkeys bool     // there is also the page /sign-in/passkey
	SignOns  []SignOn // and the sign-on of institutions
	Problems Problems // fields "", "name", "password"
}

func (v SignIn) meta(p *Printer) meta { return meta{"sign-in", p.T("account.sign_in.title"), ""} }

// Register is the page GET /register and GET /register?invite=CODE. POST
// /register with the fields: username, email, password, reason (where approval
// is needed), agreed ("on"), language, invite.
type Register struct {
	Username    string
	Email       string
	Reason      string
	Agreed      bool
	Invite      string // code of the invitation; "" for none
	InvitedBy   string // name of who invited; "" for none
	NeedsReason bool
	Rules       []string
	Problems    Problems
}

func (v Register) meta(p *Printer) meta { return meta{"register", p.T("account.register.title"), ""} }

// MaxReason is how long the reason may be, in characters.
func (v Register) MaxReason() int { return community.MaxReason }

// SetUp is the page GET /set-up/{token} behind the link the first start prints.
// POST to URL with the fields: name, description, rules (one a line),
// contact (community.InstanceDraft), username, email, password, language.
type SetUp struct {
	URL      string
	Draft    community.InstanceDraft
	Username string
	Email    string
	Problems Problems
}

func (v SetUp) meta(p *Printer) meta { return meta{"set-up", p.T("account.set_up.title"), ""} }

// ResetRequest is the page GET /password. POST /password with the field email.
// The answer is Message "reset_sent" whether the address is known or not.
type ResetRequest struct {
	Email    string
	Problems Problems
}

func (v ResetRequest) meta(p *Printer) meta {
	return meta{"reset-request", p.T("account.reset.title"), ""}
}

// ResetPassword is the page GET /password/{token}. POST to URL with the field
// password.
type ResetPassword struct {
	URL      string
	Username string // for the password manager
	Problems Problems
}

func (v ResetPassword) meta(p *Printer) meta {
	return meta{"reset-password", p.T("account.reset.set_title"), ""}
}

// Authorize is the page GET /oauth/authorize: an app asks to act for the
// member. POST /oauth/authorize with the fields Kept and decision ("allow" or
// "deny"). The frame needs FormTargets for the app's redirect URI.
type Authorize struct {
	App     string
	Website string   // of the app; "" when not said
	Scopes  []string // as the app asked for them
	Kept    []Hidden // client_id, redirect_uri, scope, state, code_challenge …
}

func (v Authorize) meta(p *Printer) meta {
	return meta{"authorize", p.T("account.authorize.title", "app", v.App), ""}
}

// AuthorizeCode shows the code to be copied into an app that cannot be
// redirected to (urn:ietf:wg:oauth:2.0:oob).
type AuthorizeCode struct {
	App  string
	Code string
}

func (v AuthorizeCode) meta(p *Printer) meta {
	return meta{"authorize-code", p.T("account.authorize.code_title"), ""}
}
