package web_test

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/mux"

	"consilium/community"
	"consilium/storage/storagetest"
	"consilium/web"
	"consilium/web/desk"
	"consilium/web/door"
	"consilium/web/page"
	"consilium/web/session"
)

// house is a site with its desk, as the program mounts both.
type house struct {
	*site
	desk *mux.Router
	// post is where letters arrive; nil when none are sent.
	post *postbox
	hash string
}

// plan says how a house differs from one that asks staff about every account,
// sends no letters and is set up.
type plan struct {
	mode    community.RegistrationMode
	letters bool
	// limits slows people down.
	limits bool
	// empty is a house at its first start.
	empty bool
	// factors requires a second factor of staff, and idle signs staff out.
	factors bool
	idle    time.Duration
	// signOn are the institutions to sign on at.
	signOn session.SignOnOptions
	// verification is how officers decide on applications.
	verification community.VerificationRules
}

const password = "correct horse battery"

// eachHouse runs a test in a house over either engine.
func eachHouse(t *testing.T, p plan, test func(h *house)) {
	t.Helper()
	storagetest.EachDatabase(t, func(t *testing.T, database string) { test(openHouse(t, database, p)) })
}

func openHouse(t *testing.T, database string, p plan) *house {
	t.Helper()
	clock := &storagetest.Clock{}
	store := storagetest.At(t, storagetest.Options{Database: database, Now: clock.Now, Verification: p.verification})
	h := &house{site: &site{T: t, store: store, clock: clock}}
	if !p.empty {
		h.must(store.SetInstance(t.Context(), community.Instance{Name: "St Anna Hospital", Rules: []string{"Be kind."}, SetUp: true}))
	}
	renderer, err := page.New()
	h.must(err)
	if p.letters {
		h.post = openPostbox(h, renderer.Catalogue())
	}
	h.sessions = session.New(session.Options{Store: store, Secure: true, Now: clock.Now, Limits: p.limits, Letters: p.letters,
		RequireSecondFactor: p.factors, IdleStaff: p.idle, SignOn: p.signOn})
	h.hash, err = h.sessions.HashPassword(t.Context(), password)
	h.must(err)
	if p.mode == "" {
		p.mode = community.RegisterApproval
	}
	limiter := session.NewLimiter(p.limits, clock.Now)
	d := &door.Door{Store: store, Renderer: renderer, Sessions: h.sessions, Limiter: limiter, Registrations: p.mode,
		Name: "here.example", Language: "en", Log: slog.New(slog.NewTextHandler(t.Output(), nil))}
	h.library = h.openLibrary()
	h.web = web.New(web.Options{Door: d, Library: h.library, Limiter: limiter, Version: "test",
		AccountOptions: web.AccountOptions{Sessions: h.sessions, Letters: p.letters, Avatars: h.library}})
	h.desk = desk.New(desk.Options{Door: d, Mode: community.FederationOpen, Letters: p.letters, Pictures: h.library}).Handler().(*mux.Router)
	h.serve(d)
	return h
}

// serve mounts pages and desk behind the check of origins.
func (h *house) serve(d *door.Door) {
	guard, err := h.sessions.CrossOrigin(d.Refused())
	h.must(err)
	pages, staff := guard(h.web.Handler()), guard(h.desk)
	h.server = httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/desk" || strings.HasPrefix(r.URL.Path, "/desk/") {
			staff.ServeHTTP(w, r)
			return
		}
		pages.ServeHTTP(w, r)
	}))
	h.Cleanup(h.server.Close)
}

func (h *house) must(err error) {
	h.Helper()
	if err != nil {
		h.Fatal(err)
	}
}

// member makes a member who can sign in with the password.
func (h *house) member(name string) (community.User, community.Actor) {
	h.Helper()
	return h.staff(name, community.Member)
}

func (h *house) staff(name string, role community.Role) (community.User, community.Actor) {
	h.Helper()
	return storagetest.Login(h, h.store, community.User{Name: name, Role: role, State: community.UserActive,
		EmailConfirmed: h.clock.Now(), PasswordHash: h.hash})
}

// signIn opens a browser and signs in with the form.
func (h *house) signIn(name, password string) (*browser, answer) {
	h.Helper()
	b := h.visitor()
	form := b.get("/sign-in").is(200).form("/sign-in")
	return b, b.post("/sign-in", with(form, "name", name, "password", password))
}

// enter is signIn that must succeed.
func (h *house) enter(name, password string) *browser {
	h.Helper()
	b, a := h.signIn(name, password)
	if a.is(200).path != "/home" {
		h.Fatalf("%s signed in and ended at %s: %s", name, a.path, a.words())
	}
	return b
}

// signedIn says whether the browser still has a session.
func (b *browser) signedIn() bool {
	b.Helper()
	return b.get("/home").is(200).path == "/home"
}
