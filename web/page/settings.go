package page

import (
	"time"

	"consilium/community"
)

// SettingsTabs are the parts of the settings, in order; each has its page at
// /settings/NAME and its words under settings.tab.
var settingsTabs = []string{"profile", "practice", "account", "security", "sessions", "appearance", "notices", "filters", "invitations", "apps"}

func settingsMeta(p *Printer, part string) meta {
	return meta{"settings-" + part, p.T("settings.tab." + part), "settings"}
}

// SettingsProfile is the page GET /settings/profile. POST there as
// multipart/form-data with the fields of community.ProfileDraft: display_name,
// pronouns, summary, profession, specialty, approves_followers, discoverable,
// indexable ("on"), avatar (a file), remove_avatar ("on"), header (a file),
// remove_header ("on"), bot ("on"), field_name and field_value (four of each, in order),
// attribution_domains (one a line) and featured_tags (with blanks between them).
type SettingsProfile struct {
	Person Person // as it is now
	Draft  community.ProfileDraft
	// Header is the address of the header image; "" for none.
	Header string
	// Tags are the hashtags on the profile, as they are typed.
	Tags     string
	Problems Problems
}

// Lines are the lines of the profile with room for new ones.
func (v SettingsProfile) Lines() []ProfileLine {
	lines := make([]ProfileLine, community.MaxFields)
	for i := range lines {
		lines[i].Number = i + 1
		if v.Draft.More != nil && i < len(v.Draft.More.Fields) {
			lines[i].FieldDraft = v.Draft.More.Fields[i]
		}
	}
	return lines
}

// ProfileLine is one line of the form.
type ProfileLine struct {
	Number int
	community.FieldDraft
}

// MaxLine is how long the name and the value of a line may be, in characters.
func (v SettingsProfile) MaxLine() int { return community.MaxFieldName }

// More is the part of the form that may be missing.
func (v SettingsProfile) More() community.ProfileMore {
	if v.Draft.More == nil {
		return community.ProfileMore{}
	}
	return *v.Draft.More
}

func (v SettingsProfile) meta(p *Printer) meta { return settingsMeta(p, "profile") }

// Professions and Specialties are the choices of the form.
func (v SettingsProfile) Professions() []community.Profession { return community.Professions() }

// Specialties are the choices of the form.
func (v SettingsProfile) Specialties() []community.Specialty { return community.Specialties() }

// MaxSummary is how long the biography may be, in characters.
func (v SettingsProfile) MaxSummary() int { return community.MaxSummary }

// SettingsAccount is the page GET /settings/account. POST /settings/email with
// the fields email, old (the present password); POST /settings/password with
// the fields old, password (the new one); POST /settings/leave, with the field
// old, closes the account for good.
type SettingsAccount struct {
	Username string
	Email    string
	NewEmail string // asked for and not proved yet; "" for none
	Form     string // which form the problems belong to: "email", "password" or "leave"
	Problems Problems
}

// Of is the problems of one of the two forms.
func (v SettingsAccount) Of(form string) Problems {
	if v.Form == form {
		return v.Problems
	}
	return nil
}

func (v SettingsAccount) meta(p *Printer) meta { return settingsMeta(p, "account") }

// SettingsSessions is the page GET /settings/sessions. POST
// /settings/sessions/{id}/end ends one, POST /settings/sessions/end-others all
// but this one.
type SettingsSessions struct{ List []Session }

func (v SettingsSessions) meta(p *Printer) meta { return settingsMeta(p, "sessions") }

// Session is one signed-in browser.
type Session struct {
	ID       string
	Browser  string // "Firefox · Android"; "" when it cannot be told
	Address  string // network address it signed in from; "" when unknown
	SignedIn time.Time
	Seen     time.Time
	Current  bool
}

// SettingsAppearance is the page GET /settings/appearance. POST there with the
// fields language, time_zone, appearance ("", "light", "dark"), audience.
type SettingsAppearance struct {
	Language   string // "" follows the browser
	Languages  []Option
	TimeZone   string // IANA name, "" is UTC
	TimeZones  []string
	Appearance string
	Audience   community.AudienceKind
	Audiences  []community.AudienceKind
	// AppAudience is for posts of apps that do not say for whom.
	AppAudience  community.AudienceKind
	AppAudiences []community.AudienceKind
	// Quotes is who may quote what they write.
	Quotes   community.QuotePolicy
	Problems Problems
}

func (v SettingsAppearance) meta(p *Printer) meta { return settingsMeta(p, "appearance") }

// SettingsInvitations is the page GET /settings/invitations. POST there with
// the fields days (1, 7, 30) and uses (1, 5, 25) makes one; POST
// /settings/invitations/{code}/revoke ends one.
type SettingsInvitations struct {
	MayInvite bool
	List      []Invitation
	Problems  Problems
}

func (v SettingsInvitations) meta(p *Printer) meta { return settingsMeta(p, "invitations") }

// Invitation is a link that lets people register.
type Invitation struct {
	Code    string
	URL     string // absolute, to be copied
	By      string // name of who made it; "" on one's own page
	Expires time.Time
	Used    int
	Uses    int  // how often it may be used
	Ended   bool // revoked, expired or used up
}

// invitationList is the list of invitations with where its forms lead.
type invitationList struct {
	Base string
	List []Invitation
}

// SettingsApps is the page GET /settings/apps. POST /settings/apps/{id}/revoke
// takes the access of an app away.
type SettingsApps struct{ List []App }

func (v SettingsApps) meta(p *Printer) meta { return settingsMeta(p, "apps") }

// App is an app that may act for the member.
type App struct {
	ID      string
	Name    string
	Website string
	Scopes  []string
	Allowed time.Time
	Used    time.Time // zero when never
}
