package page

import (
	"net/url"
	"strings"
	"time"

	"consilium/community"
)

// Frame is what every page has around its View.
type Frame struct {
	// Printer says everything on the page. Required.
	Printer *Printer
	// Instance is whose house this is.
	Instance Instance
	// Member is who is signed in; nil for a visitor.
	Member *Member
	// Path is the path and query of this page, "/cases?status=open". Forms on
	// the page carry it in the field "return", so that the handler can send
	// the person back (through SafeReturn).
	Path string
	// Appearance is the person's choice, "light" or "dark"; "" follows the device.
	Appearance string
	// Notice is what the action before this page did; nil for nothing.
	Notice *Notice
	// Canonical is the absolute URL of the page; "" leaves it out.
	Canonical string
	// Alternates are other forms of this page: its ActivityPub object, a feed.
	Alternates []Alternate
	// Preview is what other sites show when they link here; nil, always for
	// what is not public, leaves it out.
	Preview *Preview
	// Unlisted asks search engines not to list the page.
	Unlisted bool
	// FormTargets are further origins or schemes a form may lead to after its
	// redirects ("https://app.example", "myapp:"), for the OAuth page: browsers
	// apply form-action to redirects too.
	FormTargets []string
}

// Instance is the institution that runs this server.
type Instance struct {
	Name        string // "St Anna Hospital"
	Description string // one or two sentences of plain text
	Host        string // account domain, name[:port]
	// Registrations decides whether visitors are shown the way in.
	Registrations community.RegistrationMode
	// SignOn says that people can sign on at an institution.
	SignOn bool
}

// OpenToVisitors tells whether a visitor may ask for an account.
func (i Instance) OpenToVisitors() bool {
	return i.Registrations == community.RegisterOpen || i.Registrations == community.RegisterApproval
}

// Member is the signed-in person.
type Member struct {
	Person   Person
	Role     community.Role
	Departs  time.Time // when the account closes of somebody who leaves; zero for all others
	Unread   int       // notifications not yet seen
	Requests int       // follow requests that wait
	Desk     int       // accounts and reports that wait; only for staff
}

// Staff tells whether the desk is shown.
func (m Member) Staff() bool { return m.Role.May(community.EnterDesk) }

// DeskURL is the first part of the desk that is open to the person.
func (m Member) DeskURL() string {
	for _, tab := range DeskTabs(m.Role) {
		return "/desk/" + tab
	}
	return "/desk"
}

// Alternate is a link rel=alternate.
type Alternate struct {
	Type  string // media type, "application/atom+xml"
	URL   string // absolute
	Title string // for feeds: what a feed reader shows; may be ""
}

// Preview is what other sites show of a public page (OpenGraph).
type Preview struct {
	Kind        string // "article", "profile" or "website"
	Description string // plain text, at most about 200 characters
	Image       string // absolute URL, or ""
}

// SafeReturn is the path in a form's field "return" when it leads to this site,
// else fallback. It refuses whatever a browser could take for another host.
func SafeReturn(wanted, fallback string) string {
	parsed, err := url.Parse(wanted)
	switch {
	case err != nil, parsed.Scheme != "", parsed.Host != "", parsed.User != nil:
		return fallback
	case !strings.HasPrefix(wanted, "/"), strings.HasPrefix(wanted, "//"):
		return fallback
	case strings.ContainsAny(wanted, "\\\r\n\t"):
		return fallback
	}
	return wanted
}
