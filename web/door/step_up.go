package door

import (
	"fmt"
	"net/http"
	"net/url"

	"consilium/community"
	"consilium/web/page"
)

// Secured lets a signed-in member in only with two factors, where the instance
// requires them of that member: all staff, and everybody of assurance level 3 or
// higher. Who has none is led to add one, who has one to prove it. It belongs
// around everything that a role or a level opens; Staff brings it along.
func (d *Door) Secured(h Handler) Handler {
	return func(w http.ResponseWriter, r *http.Request, v Visitor) error {
		if v.Person == nil {
			return fmt.Errorf("nobody is signed in: %w", community.ErrForbidden)
		}
		if !d.Sessions.IsTooWeak(*v.Person) {
			return h(w, r, v)
		}
		has, err := d.Store.HasSecondFactor(r.Context(), v.Person.User.ID)
		if err != nil {
			return err
		}
		if has {
			return d.proveFirst(w, r)
		}
		return SeeOther(w, r, "/settings/security", noticeNeedFactor)
	}
}

// StepUp lets a signed-in member in who proved within session.Fresh to be there,
// and asks everybody else for a passkey, a code, or without a second factor for
// the password; after that they go on. It belongs around the page of a form as
// well as around what the form does: a form that comes too late is not done, and
// leads back to its page.
func (d *Door) StepUp(h Handler) Handler {
	return func(w http.ResponseWriter, r *http.Request, v Visitor) error {
		if v.Person == nil {
			return fmt.Errorf("nobody is signed in: %w", community.ErrForbidden)
		}
		if d.Sessions.IsFresh(*v.Person) {
			return h(w, r, v)
		}
		return d.proveFirst(w, r)
	}
}

// StepUpStrong is StepUp for members with a second factor, around forms that ask
// everybody for the password anyway.
func (d *Door) StepUpStrong(h Handler) Handler {
	return func(w http.ResponseWriter, r *http.Request, v Visitor) error {
		if v.Person != nil && !v.Person.Strong() {
			return h(w, r, v)
		}
		return d.StepUp(h)(w, r, v)
	}
}

// AgainPath is the page that asks for another proof.
const AgainPath = "/sign-in/again"

func (d *Door) proveFirst(w http.ResponseWriter, r *http.Request) error {
	ask := url.Values{"return": {pageOf(r)}}
	if !reads(r) {
		ask.Set("late", "1")
	}
	return SeeOther(w, r, AgainPath+"?"+ask.Encode(), "")
}

// GoOn sends somebody on who proved to be there: to the page they came for, or
// back to the form that came too late.
func GoOn(w http.ResponseWriter, r *http.Request, late bool) error {
	notice := ""
	if late {
		notice = noticeSendAgain
	}
	return SeeOther(w, r, page.SafeReturn(r.PostFormValue("return"), "/home"), notice)
}

// pageOf is the page a request came from: itself, or for a form the page it
// stood on. Forms of other sites do not get this far.
func pageOf(r *http.Request) string {
	if reads(r) {
		return r.URL.RequestURI()
	}
	if from, err := url.Parse(r.Referer()); err == nil && from.Path != "" {
		return page.SafeReturn(from.RequestURI(), "/")
	}
	if isMultipart(r) {
		return "/" // its fields are not read here
	}
	return Back(r, "/")
}

// reads says whether a request changes nothing.
func reads(r *http.Request) bool { return r.Method == http.MethodGet || r.Method == http.MethodHead }
