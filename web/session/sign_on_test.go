package session

import (
	"errors"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"consilium/community"
	"consilium/community/credential"
	"consilium/storage"
	"consilium/storage/storagetest"
)

// campus is a house whose members sign on at a hospital.
type campus struct {
	*house
	hospital *hospital
}

// provider is the hospital as it is configured.
func (i *hospital) provider(key string) Provider {
	return Provider{Key: key, Name: "St Anna", Issuer: i.URL, ClientID: "consilium", ClientSecret: "s3cret",
		Scopes: []string{"email", "offline_access"}, EmploymentClaim: "affiliation", EmploymentValues: []string{"employee"},
		ProfessionClaim: "roles.clinical", Professions: []ProfessionValue{{"Arzt", "physician"}, {"Pflege", "nurse"}, {"PJ", "student"}},
		StrongACR: []string{"gold"}, StrongAMR: []string{"mfa"}, NewAccounts: true, EmailDomains: []string{"anna.example"}}
}

func openCampus(t *testing.T, database string, change ...func(*Provider)) *campus {
	t.Helper()
	h := build(t, database)
	i := openHospital(t, h.clock.Now)
	p := i.provider("anna")
	for _, c := range change {
		c(&p)
	}
	w := &campus{h, i}
	w.configure(p)
	return w
}

func (w *campus) configure(providers ...Provider) {
	o := w.Options
	o.SignOn = SignOnOptions{Providers: providers, HTTP: w.hospital.Client()}
	w.Sessions = New(o)
}

func eachCampus(t *testing.T, test func(t *testing.T, w *campus)) {
	t.Helper()
	storagetest.EachDatabase(t, func(t *testing.T, database string) { test(t, openCampus(t, database)) })
}

// laptop is a browser: it keeps cookies.
type laptop struct {
	*campus
	cookies map[string]*http.Cookie
}

func (w *campus) laptop() *laptop { return &laptop{w, map[string]*http.Cookie{}} }

func (l *laptop) asks(method, address string) *http.Request {
	r := httptest.NewRequestWithContext(l.t.Context(), method, address, nil)
	r.RemoteAddr = "198.51.100.1:5000"
	for _, c := range l.cookies {
		r.AddCookie(c)
	}
	return r
}

func (l *laptop) takes(w *httptest.ResponseRecorder) {
	for _, c := range w.Result().Cookies() {
		if l.cookies[c.Name] = c; c.MaxAge < 0 {
			delete(l.cookies, c.Name)
		}
	}
}

// starts gives the address of the hospital that the browser is sent to.
func (l *laptop) starts(key string, wish SignOnWish) string {
	l.t.Helper()
	w := httptest.NewRecorder()
	address, err := l.StartSignOn(w, l.asks("GET", SignOnPath(key)), key, wish)
	if err != nil {
		l.t.Fatal(err)
	}
	l.takes(w)
	return address
}

// comesBack follows the redirect of the hospital.
func (l *laptop) comesBack(key string, back *url.URL) (SignOnOutcome, error) {
	w := httptest.NewRecorder()
	out, err := l.FinishSignOn(w, l.asks("GET", back.String()), key)
	l.takes(w)
	return out, err
}

// signsOn goes all the way.
func (l *laptop) signsOn() (SignOnOutcome, error) {
	l.t.Helper()
	return l.comesBack("anna", l.hospital.visit(l.starts("anna", SignOnWish{Return: "/verification"})))
}

// is who is signed in; "" for nobody.
func (l *laptop) is() string {
	l.t.Helper()
	p, signedIn, err := l.Viewer(l.asks("GET", "/home"))
	if err != nil {
		l.t.Fatal(err)
	}
	if !signedIn {
		return ""
	}
	return p.User.Name
}

func (l *laptop) person() Person {
	l.t.Helper()
	p, signedIn, err := l.Viewer(l.asks("GET", "/home"))
	if err != nil || !signedIn {
		l.t.Fatalf("nobody is signed in: %v", err)
	}
	return p
}

// enters signs in with the password.
func (l *laptop) enters(u community.User) {
	l.t.Helper()
	w := httptest.NewRecorder()
	if _, err := l.Begin(w, l.asks("POST", "/sign-in"), u); err != nil {
		l.t.Fatal(err)
	}
	l.takes(w)
}

// linked is ana's browser once she has linked her identity at the hospital.
func (w *campus) linked() *laptop {
	w.t.Helper()
	l := w.laptop()
	l.enters(w.ana)
	if out, err := l.signsOn(); err != nil || !out.Unknown {
		w.t.Fatalf("first sign-on: %+v, %v", out, err)
	}
	if _, err := l.LinkSignOn(l.asks("POST", "/"), "anna", l.person()); err != nil {
		w.t.Fatal(err)
	}
	return l
}

func (w *campus) says(pairs ...any) {
	w.hospital.with(func(i *hospital) {
		i.said = maps.Clone(i.said)
		for n := 0; n+1 < len(pairs); n += 2 {
			if i.said[pairs[n].(string)] = pairs[n+1]; pairs[n+1] == nil {
				delete(i.said, pairs[n].(string))
			}
		}
	})
}

func clinical(role string) map[string]any { return map[string]any{"clinical": role} }

// level is what ana counts for.
func (w *campus) level() (credential.Level, storage.Credential) {
	w.t.Helper()
	c, err := w.Store.Credential(w.t.Context(), w.ana.Actor)
	if err != nil && !errors.Is(err, community.ErrNotFound) {
		w.t.Fatal(err)
	}
	if !c.InForce(w.clock.Now()) {
		return 0, c
	}
	return c.Level, c
}

// problem is what a person is told of an error.
func problem(err error) SignOnProblem {
	var e *SignOnError
	if errors.As(err, &e) {
		return e.Problem
	}
	return ""
}

// Somebody signs on for the first time, says whose account it is, and is known
// from then on; what the hospital says of them counts.
func TestSignOn(t *testing.T) {
	eachCampus(t, func(t *testing.T, w *campus) {
		w.says("roles", clinical("Arzt"))
		w.linked()
		level, c := w.level()
		if level != credential.Issued || c.Profession != "physician" || c.ConfirmedBy != "St Anna" || !c.Until.Equal(w.clock.Now().Add(35*24*time.Hour)) {
			t.Errorf("linked: %+v", c)
		}
		l := w.laptop()
		out, err := l.signsOn()
		if err != nil || out.Unknown || out.Return != "/verification" {
			t.Fatalf("signed on: %+v, %v", out, err)
		}
		if p := l.person(); p.User.Name != "ana" || p.Strong() || p.Factors.String() != "sso" {
			t.Errorf("signed on as %s by %s", p.User.Name, p.Factors)
		}
	})
}

// V5: the evidence of each kind of person.
func TestClaimsAndLevels(t *testing.T) {
	storagetest.EachDatabase(t, func(t *testing.T, database string) {
		w := openCampus(t, database)
		w.says("roles", nil)
		w.linked()
		for _, c := range []struct {
			name       string
			said       []any
			level      credential.Level
			profession credential.Profession
			reason     string
		}{
			{"TestSSOPorterGets1", []any{}, 1, "other", ""},
			{"a role nobody knows", []any{"roles", clinical("Koch")}, 1, "other", ""},
			{"a student", []any{"roles", clinical("PJ")}, 1, "student", ""},
			{"a nurse", []any{"roles", clinical("Pflege")}, 4, "nurse", ""},
			{"a physician", []any{"roles", map[string]any{"clinical": []string{"Koch", "Arzt"}}}, 4, "physician", ""},
			{"claim removed at next sign-on: the profession", []any{"roles", nil}, 0, "physician", storage.ReasonClaim},
			{"and again", []any{}, 0, "physician", storage.ReasonClaim},
			{"back", []any{"roles", clinical("Arzt")}, 4, "physician", ""},
			{"claim removed at next sign-on: the employment", []any{"affiliation", []string{"alum"}}, 0, "physician", storage.ReasonClaim},
			{"back again", []any{"affiliation", "employee"}, 4, "physician", ""},
			{"no claim at all", []any{"affiliation", nil, "roles", nil}, 0, "physician", storage.ReasonClaim},
		} {
			w.says(c.said...)
			l := w.laptop()
			if _, err := l.signsOn(); err != nil || l.is() != "ana" {
				t.Fatalf("%s: signed in as %q, %v", c.name, l.is(), err)
			}
			if level, got := w.level(); level != c.level || got.Profession != c.profession || got.Reason != c.reason {
				t.Errorf("%s: level %d, %+v", c.name, level, got)
			}
		}
	})
}

// A porter with the register's number of a physician stays below verified.
func TestSSOPorterWithANumber(t *testing.T) {
	eachCampus(t, func(t *testing.T, w *campus) {
		w.linked()
		if level, _ := w.level(); level != credential.Institutional {
			t.Fatalf("a porter is at %d", level)
		}
		_, err := w.Store.GrantCredential(t.Context(), storage.Grant{Actor: w.ana.Actor, Profession: "physician",
			Evidence: []credential.Evidence{{Kind: credential.RegisterMatch, Profession: "physician", Source: "npi"}}})
		if err != nil {
			t.Fatal(err)
		}
		for range 2 {
			if level, c := w.level(); level >= credential.Verified {
				t.Errorf("a porter is verified: %+v", c)
			}
			if _, err := w.laptop().signsOn(); err != nil {
				t.Fatal(err)
			}
		}
	})
}

// A sign-on that asserts several factors is a second factor; another is not, and
// does not spare who has one from being asked for it.
func TestStrongSignOn(t *testing.T) {
	eachCampus(t, func(t *testing.T, w *campus) {
		w.linked()
		for _, c := range []struct {
			said   []any
			strong bool
		}{
			{[]any{"amr", []string{"pwd", "mfa"}}, true}, {[]any{"amr", []string{"pwd"}}, false}, {[]any{"amr", nil, "acr", "gold"}, true},
			{[]any{"acr", "silver"}, false}, {[]any{"acr", nil}, false},
		} {
			w.says(c.said...)
			l := w.laptop()
			if _, err := l.signsOn(); err != nil || l.person().Strong() != c.strong {
				t.Errorf("%v: strong %v, %v", c.said, l.person().Strong(), err)
			}
		}
		if err := w.Store.StartSecondFactor(t.Context(), w.ana.ID, "JBSWY3DPEHPK3PXP"); err != nil {
			t.Fatal(err)
		}
		if err := w.Store.ConfirmSecondFactor(t.Context(), storage.Act{User: w.ana.ID}, 1); err != nil {
			t.Fatal(err)
		}
		l := w.laptop()
		if _, err := l.signsOn(); !errors.Is(err, ErrSecondFactor) || l.is() != "" {
			t.Errorf("the second factor was not asked for: %v", err)
		}
		w.says("acr", "gold")
		if _, err := l.signsOn(); err != nil || l.is() != "ana" {
			t.Errorf("asked for a third factor: %v", err)
		}
	})
}

// Who has to prove again to be there is sent through the hospital, and it counts
// only when the hospital really asked.
func TestProveBySignOn(t *testing.T) {
	eachCampus(t, func(t *testing.T, w *campus) {
		l := w.linked()
		for _, c := range []struct {
			name string
			ago  time.Duration
			want SignOnProblem
		}{
			{"just now", 0, ""}, {"a while ago", 6 * time.Minute, SignOnStale}, {"not said", -1, SignOnStale}, {"tomorrow", -24 * time.Hour, SignOnStale},
		} {
			w.clock.Advance(Fresh + time.Second)
			if w.says("auth_time", w.clock.Now().Add(-c.ago).Unix()); c.ago == -1 {
				w.says("auth_time", nil)
			}
			address := l.starts("anna", SignOnWish{Return: "/desk", Prove: true})
			if q, _ := url.Parse(address); q.Query().Get("prompt") != "login" || q.Query().Get("max_age") != "300" {
				t.Errorf("asked with %s", address)
			}
			_, err := l.comesBack("anna", l.hospital.visit(address))
			if problem(err) != c.want || l.IsFresh(l.person()) != (c.want == "") {
				t.Errorf("%s: %v, fresh %v", c.name, err, l.IsFresh(l.person()))
			}
		}
		w.says("sub", "somebody else", "auth_time", w.clock.Now().Unix())
		if _, err := l.comesBack("anna", l.hospital.visit(l.starts("anna", SignOnWish{Prove: true}))); problem(err) != SignOnTaken {
			t.Errorf("somebody else proved it: %v", err)
		}
	})
}

// The address the browser is sent to holds all that protects the answer.
func TestQuestion(t *testing.T) {
	inHouse(t, func(t *testing.T, h *house) {
		w := openCampus(t, "")
		w.hospital.with(func(i *hospital) { i.more = map[string]any{"scopes_supported": []string{"openid", "email"}} })
		first, second := w.laptop().starts("anna", SignOnWish{}), w.laptop().starts("anna", SignOnWish{})
		u, err := url.Parse(first)
		if err != nil {
			t.Fatal(err)
		}
		q := u.Query()
		if q.Get("redirect_uri") != storagetest.Here+"/sign-in/sso/anna/callback" || q.Get("client_id") != "consilium" || q.Get("scope") != "openid email" {
			t.Errorf("asked with %v", q)
		}
		for _, name := range []string{"state", "nonce", "code_challenge"} {
			if v := q.Get(name); len(v) < 43 || strings.Contains(second, v) {
				t.Errorf("%s is %q", name, v)
			}
		}
		if slices.Contains(q["scope"], "offline_access") || strings.Contains(first, "s3cret") {
			t.Errorf("asked with %s", first)
		}
		if _, err := w.laptop().StartSignOn(httptest.NewRecorder(), w.laptop().asks("GET", "/"), "nobody", SignOnWish{}); !errors.Is(err, community.ErrNotFound) {
			t.Errorf("an unknown provider: %v", err)
		}
	})
}

func TestProviderConfiguration(t *testing.T) {
	good := (&hospital{Server: &httptest.Server{URL: "https://login.hospital.example"}}).provider("anna")
	if err := good.Check(); err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(*Provider){
		"key":         func(p *Provider) { p.Key = "../x" },
		"issuer":      func(p *Provider) { p.Issuer = "login.hospital.example" },
		"script":      func(p *Provider) { p.Issuer = "javascript:alert(1)" },
		"client":      func(p *Provider) { p.ClientID = "" },
		"name":        func(p *Provider) { p.Name = "" },
		"professions": func(p *Provider) { p.ProfessionClaim = "" },
		"days":        func(p *Provider) { p.Days = -1 },
	} {
		p := good
		if change(&p); p.Check() == nil {
			t.Errorf("%s is taken", name)
		}
	}
	list, err := ParseProfessions([]string{"Arzt=physician", "a=b=nurse"})
	if err != nil || list[1] != (ProfessionValue{"a=b", "nurse"}) {
		t.Errorf("%+v, %v", list, err)
	}
	for _, pair := range []string{"", "=nurse", "nurse", "Arzt=wizard", "Arzt="} {
		if _, err := ParseProfessions([]string{pair}); err == nil {
			t.Errorf("%q is taken", pair)
		}
	}
}
