package door_test

import (
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"consilium/community"
	"consilium/storage"
	"consilium/storage/storagetest"
	"consilium/web/door"
	"consilium/web/page"
	"consilium/web/session"
)

func openDoor(t *testing.T, clock *storagetest.Clock) *door.Door {
	t.Helper()
	store := storagetest.At(t, storagetest.Options{Now: clock.Now})
	renderer, err := page.New()
	if err != nil {
		t.Fatal(err)
	}
	return &door.Door{Store: store, Renderer: renderer, Language: "en", Log: slog.New(slog.NewTextHandler(t.Output(), nil)),
		Sessions: session.New(session.Options{Store: store, Secure: true, Now: clock.Now, RequireSecondFactor: true})}
}

// asked runs a handler for a person and says where the answer leads; "in" when
// the person got in.
func asked(t *testing.T, h func(door.Handler) door.Handler, r *http.Request, p *session.Person) string {
	t.Helper()
	w, in := httptest.NewRecorder(), false
	err := h(func(http.ResponseWriter, *http.Request, door.Visitor) error { in = true; return nil })(w, r, door.Visitor{Person: p})
	switch {
	case errors.Is(err, community.ErrForbidden):
		return "forbidden"
	case err != nil:
		t.Fatal(err)
	case in:
		return "in"
	}
	return w.Header().Get("Location")
}

// A verified clinician without a second factor is led to set one up before what
// the level opens, one with it to prove it, and others get in.
func TestSecuredClinician(t *testing.T) {
	clock := &storagetest.Clock{}
	d := openDoor(t, clock)
	plain, _ := storagetest.Member(t, d.Store, "ana")
	factored, _ := storagetest.Member(t, d.Store, "ben")
	if err := d.Store.StartSecondFactor(t.Context(), factored.ID, "SECRET"); err != nil {
		t.Fatal(err)
	}
	if err := d.Store.ConfirmSecondFactor(t.Context(), storage.Act{User: factored.ID}, 1); err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequestWithContext(t.Context(), "GET", "/cases/new?for=clinicians", nil)
	verified := community.Standing{Level: 3}
	for _, c := range []struct {
		who   string
		p     *session.Person
		leads string
	}{
		{"visitor", nil, "forbidden"},
		{"member", &session.Person{User: plain}, "in"},
		{"level 2", &session.Person{User: plain, Standing: community.Standing{Level: 2}}, "in"},
		{"verified", &session.Person{User: plain, Standing: verified}, "/settings/security"},
		{"verified, has not proved it", &session.Person{User: factored, Standing: verified}, "/sign-in/again?return=%2Fcases%2Fnew%3Ffor%3Dclinicians"},
		{"verified by hospital", &session.Person{User: plain, Standing: verified, Factors: session.Factors{session.BySSOStrong}}, "in"},
		{"verified by hospital, weakly", &session.Person{User: plain, Standing: verified, Factors: session.Factors{session.BySSO}}, "/settings/security"},
		{"verified and proved", &session.Person{User: factored, Standing: verified, Factors: session.Factors{session.ByPasskey}}, "in"},
	} {
		if leads := asked(t, d.Secured, r, c.p); leads != c.leads {
			t.Errorf("%s: %s, want %s", c.who, leads, c.leads)
		}
	}
}

// A fresh proof holds for ten minutes; a form that comes after that leads back to
// the page it stood on, and never to another site.
func TestStepUpExpires(t *testing.T) {
	clock := &storagetest.Clock{}
	d := openDoor(t, clock)
	p := &session.Person{ProvedAt: clock.Now(), Factors: session.Factors{session.ByTOTP}}
	get := httptest.NewRequestWithContext(t.Context(), "GET", "/desk/instance", nil)
	clock.Advance(10 * time.Minute)
	if leads := asked(t, d.StepUp, get, p); leads != "in" {
		t.Errorf("after ten minutes: %s", leads)
	}
	clock.Advance(time.Millisecond)
	if leads := asked(t, d.StepUp, get, p); leads != "/sign-in/again?return=%2Fdesk%2Finstance" {
		t.Errorf("after more: %s", leads)
	}
	if leads := asked(t, d.StepUp, get, &session.Person{}); !strings.HasPrefix(leads, "/sign-in/again") {
		t.Errorf("never proved: %s", leads)
	}
	if leads := asked(t, d.StepUp, get, nil); leads != "forbidden" {
		t.Errorf("nobody: %s", leads)
	}
	if leads := asked(t, d.StepUpStrong, get, &session.Person{Factors: session.Factors{session.ByPassword}}); leads != "in" {
		t.Errorf("without a second factor: %s", leads)
	}
	for _, c := range []struct{ referer, returns, leads string }{
		{"https://here.example/desk/accounts/7?x=1", "", "/desk/accounts/7?x=1"},
		{"", "/desk/reports/3", "/desk/reports/3"},
		{"https://here.example//evil.example/", "", "/"},
		{"", "https://evil.example/", "/"},
		{"", "//evil.example", "/"},
		{"", "", "/"},
	} {
		form := httptest.NewRequestWithContext(t.Context(), "POST", "/desk/accounts/7/suspend", strings.NewReader(url.Values{"return": {c.returns}}.Encode()))
		form.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		form.Header.Set("Referer", c.referer)
		want := "/sign-in/again?" + url.Values{"late": {"1"}, "return": {c.leads}}.Encode()
		if leads := asked(t, d.StepUp, form, p); leads != want {
			t.Errorf("from %q, %q: %s, want %s", c.referer, c.returns, leads, want)
		}
	}
}
