package door

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"mime"
	"net/http"
	"slices"
	"strings"

	"consilium/community"
	"consilium/web/page"
)

// Show answers with a page. change, when not nil, completes the frame: the
// canonical address, alternates and preview of public pages.
func (d *Door) Show(w http.ResponseWriter, r *http.Request, v Visitor, s Sheet) error {
	frame, err := d.frame(w, r, v)
	if err != nil {
		return err
	}
	if s.Frame != nil {
		s.Frame(&frame)
	}
	status := s.Status
	if status == 0 {
		status = http.StatusOK
	}
	return d.Renderer.Render(w, status, frame, s.View)
}

// Sheet is one answer: what is on it and how.
type Sheet struct {
	// Status is 200 when 0. A form that is shown again is 422.
	Status int
	View   page.View
	// Frame completes the frame; nil leaves it as it is.
	Frame func(*page.Frame)
}

func (d *Door) frame(w http.ResponseWriter, r *http.Request, v Visitor) (page.Frame, error) {
	f := page.Frame{Printer: v.Printer, Path: r.URL.RequestURI(), Notice: d.takeNotice(w, r, v),
		Instance: page.Instance{Name: v.Instance.Name, Description: v.Instance.Description, Host: d.Store.Domain(),
			Registrations: d.Registrations, SignOn: len(d.Sessions.SignOnProviders()) > 0}}
	if v.Idle && f.Notice == nil {
		f.Notice = &page.Notice{Kind: "warn", Text: v.Printer.T(noticeIdle)}
	}
	if v.Person == nil {
		return f, nil
	}
	f.Appearance = v.Person.User.Appearance
	member, err := d.member(r, v)
	f.Member = member
	return f, err
}

// member counts what waits for the person.
func (d *Door) member(r *http.Request, v Visitor) (*page.Member, error) {
	ctx, me := r.Context(), v.Person.Actor
	m := &page.Member{Person: d.Line(ctx, me), Role: v.Person.User.Role, Departs: v.Person.User.Departs}
	var err error
	if m.Unread, err = d.Store.CountUnread(ctx, me.ID); err != nil {
		return nil, err
	}
	if m.Requests, err = d.Store.CountFollowRequests(ctx, me.ID); err != nil {
		return nil, err
	}
	m.Desk, err = d.waiting(ctx, v)
	return m, err
}

// waiting counts what waits at the desk for somebody with the visitor's duties.
func (d *Door) waiting(ctx context.Context, v Visitor) (int, error) {
	n := 0
	for _, queue := range []struct {
		action community.Action
		count  func(context.Context) (int, error)
	}{
		{community.ApproveMembers, d.pending}, {community.HandleReports, d.Store.CountOpenFlags},
		{community.DecideVerifications, d.Store.CountOpenVerifications}, {community.HandleReports, d.Store.CountOpenAppeals},
		{community.ReviewCases, func(ctx context.Context) (int, error) { return d.Store.CountReviews(ctx, v.Person.Actor.ID) }},
	} {
		if !v.May(queue.action) {
			continue
		}
		waits, err := queue.count(ctx)
		if err != nil {
			return 0, err
		}
		n += waits
	}
	return n, nil
}

func (d *Door) pending(ctx context.Context) (int, error) {
	users, err := d.Store.CountUsers(ctx)
	return users.Pending, err
}

// The notices that something was not done, or has to be done first.
const (
	noticeIdle       = "notice.idle"
	noticeSendAgain  = "notice.send_again"
	noticeNeedFactor = "notice.second_factor_needed"
	// NoticeBeginAgain is for a sign-in that took too long.
	NoticeBeginAgain = "notice.begin_again"
	// NoticeRedactedLeft says that the file of a blacked out picture is still there.
	NoticeRedactedLeft = "notice.redacted_left"
)

var cautions = []string{noticeIdle, noticeSendAgain, noticeNeedFactor, NoticeBeginAgain, NoticeRedactedLeft, "notice.too_many_pins"}

// noticeCookie carries what an action did to the page after it.
const noticeCookie = "consilium_notice"

// SeeOther sends the browser on after a form took effect. notice is a catalogue
// key under "notice." for what was done; "" says nothing.
func SeeOther(w http.ResponseWriter, r *http.Request, path, notice string) error {
	if notice != "" {
		http.SetCookie(w, &http.Cookie{Name: noticeCookie, Value: notice, Path: "/", MaxAge: 60, HttpOnly: true,
			SameSite: http.SameSiteLaxMode})
	}
	http.Redirect(w, r, path, http.StatusSeeOther)
	return nil
}

// Back is where a form said it came from, if that is here; fallback otherwise.
func Back(r *http.Request, fallback string) string {
	return page.SafeReturn(r.PostFormValue("return"), fallback)
}

func (d *Door) takeNotice(w http.ResponseWriter, r *http.Request, v Visitor) *page.Notice {
	cookie, err := r.Cookie(noticeCookie)
	if err != nil || !strings.HasPrefix(cookie.Value, "notice.") || !v.Printer.Has(cookie.Value) {
		return nil
	}
	http.SetCookie(w, &http.Cookie{Name: noticeCookie, Path: "/", MaxAge: -1})
	kind := "good"
	if slices.Contains(cautions, cookie.Value) {
		kind = "warn"
	}
	return &page.Notice{Kind: kind, Text: v.Printer.T(cookie.Value)}
}

func isMultipart(r *http.Request) bool {
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	return err == nil && kind == "multipart/form-data"
}

// fail turns an error into a page: the only place that does. What went wrong
// inside is logged under a number that the page shows, and nowhere else.
func (d *Door) fail(w http.ResponseWriter, r *http.Request, v Visitor, err error) {
	kind, status := kindOf(err)
	p := page.ErrorPage{Kind: kind}
	if status >= http.StatusInternalServerError {
		p.Reference = reference()
		d.Log.Error("page failed", "method", r.Method, "path", loggable(r.URL.Path), "reference", p.Reference, "error", err)
	}
	show := d.Show(w, r, v, Sheet{Status: status, View: p})
	if show != nil {
		d.Log.Error("error page failed", "path", loggable(r.URL.Path), "error", show)
		http.Error(w, http.StatusText(status), status)
	}
}

func kindOf(err error) (kind string, status int) {
	var tooLarge *http.MaxBytesError
	var invalid *community.Invalid
	switch {
	case errors.Is(err, community.ErrNotFound):
		return "not_found", http.StatusNotFound
	case errors.Is(err, community.ErrGone):
		return "gone", http.StatusGone
	case errors.Is(err, community.ErrForbidden):
		return "forbidden", http.StatusForbidden
	case errors.Is(err, community.ErrConflict):
		return "conflict", http.StatusConflict
	case errors.Is(err, community.ErrUnavailable):
		return "unavailable", http.StatusServiceUnavailable
	case errors.As(err, &tooLarge):
		return "too_large", http.StatusRequestEntityTooLarge
	case errors.As(err, &invalid):
		return "bad_request", http.StatusUnprocessableEntity
	}
	return "internal", http.StatusInternalServerError
}

// reference names an error so that a person can tell staff which one it was.
func reference() string {
	var b [4]byte
	_, _ = rand.Read(b[:]) // never fails (crypto/rand)
	return hex.EncodeToString(b[:])
}

// Refused is the page for a form that came from another site.
func (d *Door) Refused() http.Handler {
	return d.Anyone(func(http.ResponseWriter, *http.Request, Visitor) error { return community.ErrForbidden })
}

// loggable is a path without what opens something: the last parts of the
// one-time links, and the secret names of posts and pictures.
func loggable(path string) string {
	for _, place := range []string{"/set-up/", "/password/", "/confirm/", "/verification/mail/", "/appeal/", "/posts/", "/media/"} {
		if strings.HasPrefix(path, place) {
			return place + "…"
		}
	}
	return path
}
