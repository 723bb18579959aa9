package door

import (
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"time"

	"consilium/community"
	"consilium/storage"
	"consilium/web/page"
	"consilium/web/session"
)

// Door holds what all pages need.
type Door struct {
	Store    *storage.Store
	Renderer *page.Renderer
	Sessions *session.Sessions
	// Limiter slows down who asks for too many pages; nil does not.
	Limiter *session.Limiter
	// Registrations decides whether visitors are shown the way in.
	Registrations community.RegistrationMode
	// Name is the instance's name before it was set up; its host when "".
	Name string
	// Language is for browsers that ask for none of ours.
	Language string
	Log      *slog.Logger
}

// MayInvite says whether invitations let anybody in.
func (d *Door) MayInvite() bool { return d.Registrations != community.RegisterClosed }

// Visitor is who asks for a page.
type Visitor struct {
	// Person is who is signed in; nil for a stranger.
	Person *session.Person
	// Printer says things in the visitor's language and time zone.
	Printer *page.Printer
	// Instance is whose house this is.
	Instance community.Instance
	// Idle says that the visitor was signed out just now for doing nothing.
	Idle bool
}

// Viewer is the visitor as the judge of visibility knows them. Our own pages
// show restricted posts to members.
func (v Visitor) Viewer() community.Viewer {
	if v.Person == nil {
		return community.Viewer{}
	}
	return v.Person.Viewer()
}

// Subject is the visitor as the table of permissions knows them.
func (v Visitor) Subject() community.Subject {
	if v.Person == nil {
		return community.Subject{}
	}
	return v.Person.Subject()
}

// May says whether the visitor may do something at all.
func (v Visitor) May(a community.Action) bool { return community.May(v.Subject(), a) }

// Handler answers a visitor who may or may not be signed in.
type Handler func(w http.ResponseWriter, r *http.Request, v Visitor) error

// MaxForm bounds the body of a form without files, in bytes.
const MaxForm = 1 << 20

// Anyone lets everybody in who does not ask for too much (S-AUTH-3).
func (d *Door) Anyone(h Handler) http.Handler {
	return d.File(func(w http.ResponseWriter, r *http.Request, v Visitor) error {
		if wait := d.slow(r, v); wait > 0 {
			return d.TooMany(w, r, v, wait)
		}
		return h(w, r, v)
	})
}

// File is Anyone for the pictures of a page. They are not counted: one page may
// hold dozens, and browsers keep them.
func (d *Door) File(h Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost && r.Header.Get("Content-Type") != "" && !isMultipart(r) {
			r.Body = http.MaxBytesReader(w, r.Body, MaxForm)
		}
		v, err := d.visitor(r)
		if err == nil {
			err = h(w, r, v)
		}
		if err != nil {
			d.fail(w, r, v, err)
		}
	})
}

// Member lets in who is signed in, and sends everybody else to sign in first.
func (d *Door) Member(h Handler) http.Handler {
	return d.Anyone(func(w http.ResponseWriter, r *http.Request, v Visitor) error {
		if v.Person != nil {
			return h(w, r, v)
		}
		notice := ""
		if v.Idle {
			notice = noticeIdle
		}
		return SeeOther(w, r, "/sign-in?return="+url.QueryEscape(pageOf(r)), notice)
	})
}

// Allowed lets in who may do what the page is for, and tells all others that they
// may not.
func Allowed(a community.Action, h Handler) Handler {
	return func(w http.ResponseWriter, r *http.Request, v Visitor) error {
		if !v.May(a) {
			return fmt.Errorf("%s: %w", a, community.ErrForbidden)
		}
		return h(w, r, v)
	}
}

// Staff lets in members who may do what the page is for, once they are signed in
// with two factors where that is required. For all others it is not there. A
// form takes effect only for somebody who proved a short while ago to be there.
func (d *Door) Staff(a community.Action, h Handler) http.Handler {
	return d.Member(func(w http.ResponseWriter, r *http.Request, v Visitor) error {
		if !v.May(a) {
			return fmt.Errorf("staff page: %w", community.ErrNotFound)
		}
		if reads(r) {
			return d.Secured(h)(w, r, v)
		}
		return d.Secured(d.StepUp(h))(w, r, v)
	})
}

// visitor finds out who asks. Even when it fails the visitor can be shown an
// error page.
func (d *Door) visitor(r *http.Request) (Visitor, error) {
	v := Visitor{Printer: d.printer(r, community.User{}, d.Name)}
	instance, err := d.Store.Instance(r.Context())
	if err != nil {
		return v, err
	}
	v.Instance = instance
	if v.Instance.Name == "" {
		v.Instance.Name = d.Name
	}
	person, signedIn, err := d.Sessions.Viewer(r)
	if err != nil {
		return v, err
	}
	user := community.User{}
	v.Idle = person.Idle
	if signedIn {
		v.Person, user = &person, person.User
	}
	v.Printer = d.printer(r, user, v.Instance.Name)
	return v, nil
}

// Speaking gives the visitor a page in another language, if there is one.
func (d *Door) Speaking(r *http.Request, v Visitor, language string) Visitor {
	if !d.Renderer.Catalogue().Offers(language) {
		return v
	}
	var u community.User
	if v.Person != nil {
		u = v.Person.User
	}
	u.Language = language
	v.Printer = d.printer(r, u, v.Instance.Name)
	return v
}

// Zone is where a member's days begin; UTC for who did not say.
func Zone(u community.User) *time.Location {
	zone, err := time.LoadLocation(u.TimeZone)
	if err != nil {
		return time.UTC
	}
	return zone
}

func (d *Door) printer(r *http.Request, u community.User, instance string) *page.Printer {
	c := d.Renderer.Catalogue()
	return c.Printer(page.Reader{
		Language: c.Choose(u.Language, r.Header.Get("Accept-Language"), d.Language),
		Zone:     Zone(u), Now: d.Store.Now(), Instance: instance,
	})
}
