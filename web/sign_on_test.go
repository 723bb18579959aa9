package web_test

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"math/big"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"consilium/community"
	"consilium/community/credential"
	"consilium/storage/storagetest"
	"consilium/web/session"
)

// institution is an OpenID provider that lets everybody in and says of them what
// the test wants.
type institution struct {
	*testing.T
	*httptest.Server
	key  *rsa.PrivateKey
	now  time.Time
	mu   sync.Mutex
	said map[string]any
	// nonces are what was asked with, by code.
	nonces map[string]string
}

func openInstitution(t *testing.T) *institution {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	i := &institution{T: t, key: key, now: new(storagetest.Clock).Now(), nonces: map[string]string{}}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /.well-known/openid-configuration", func(w http.ResponseWriter, _ *http.Request) {
		i.write(w, map[string]any{"issuer": i.URL, "authorization_endpoint": i.URL + "/authorize", "token_endpoint": i.URL + "/token", "jwks_uri": i.URL + "/keys"})
	})
	mux.HandleFunc("GET /keys", func(w http.ResponseWriter, _ *http.Request) {
		i.write(w, map[string]any{"keys": []any{map[string]any{"kty": "RSA", "kid": "1", "n": part(key.N.Bytes()), "e": part(big.NewInt(int64(key.E)).Bytes())}}})
	})
	mux.HandleFunc("POST /token", i.token)
	i.Server = httptest.NewTLSServer(mux)
	t.Cleanup(i.Close)
	return i
}

func part(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }

func (i *institution) write(w http.ResponseWriter, value any) {
	w.Header().Set("Content-Type", "application/json")
	if err := json.NewEncoder(w).Encode(value); err != nil {
		i.Error(err)
	}
}

func (i *institution) token(w http.ResponseWriter, r *http.Request) {
	i.mu.Lock()
	defer i.mu.Unlock()
	payload := map[string]any{"iss": i.URL, "aud": "consilium", "iat": i.now.Unix(), "exp": i.now.Add(time.Hour).Unix(), "nonce": i.nonces[r.FormValue("code")]}
	for name, value := range i.said {
		payload[name] = value
	}
	header, _ := json.Marshal(map[string]any{"alg": "RS256", "kid": "1"})
	body, _ := json.Marshal(payload)
	text := part(header) + "." + part(body)
	sum := sha256.Sum256([]byte(text))
	signature, err := rsa.SignPKCS1v15(rand.Reader, i.key, crypto.SHA256, sum[:])
	if err != nil {
		i.Error(err)
	}
	i.write(w, map[string]any{"access_token": "a", "token_type": "Bearer", "id_token": text + "." + part(signature)})
}

func (i *institution) says(said map[string]any) {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.said = said
}

func (i *institution) options() session.SignOnOptions {
	return session.SignOnOptions{HTTP: i.Client(), Providers: []session.Provider{{Key: "anna", Name: "St Anna", Issuer: i.URL, ClientID: "consilium",
		ClientSecret: "s", EmploymentClaim: "affiliation", EmploymentValues: []string{"employee"}, ProfessionClaim: "role",
		Professions: []session.ProfessionValue{{Value: "Arzt", Profession: "physician"}}, NewAccounts: true, EmailDomains: []string{"anna.example"}}}}
}

func physician(subject string) map[string]any {
	return map[string]any{"sub": subject, "affiliation": "employee", "role": "Arzt", "email": subject + "@anna.example", "email_verified": true}
}

// leaves follows a link to the institution, as far as the browser is sent.
func (b *browser) leaves(path string) url.Values {
	b.Helper()
	outside := *b.client
	outside.CheckRedirect = func(next *http.Request, _ []*http.Request) error { return http.ErrUseLastResponse }
	request, err := http.NewRequestWithContext(b.Context(), "GET", storagetest.Here+path, nil)
	if err != nil {
		b.Fatal(err)
	}
	answer, err := outside.Do(request)
	if err != nil {
		b.Fatal(err)
	}
	defer answer.Body.Close()
	to, err := answer.Location()
	if err != nil || answer.StatusCode != http.StatusSeeOther || to.Path != "/authorize" {
		b.Fatalf("%s leads to %v (%d)", path, to, answer.StatusCode)
	}
	return to.Query()
}

// signsOn goes to the institution by a link, and comes back.
func (b *browser) signsOn(i *institution, path string) answer {
	b.Helper()
	asked, code := b.leaves(path), rand.Text()
	i.mu.Lock()
	i.nonces[code] = asked.Get("nonce")
	i.mu.Unlock()
	return b.get("/sign-in/sso/anna/callback?" + url.Values{"code": {code}, "state": {asked.Get("state")}}.Encode())
}

func eachSignOn(t *testing.T, p plan, test func(h *house, i *institution)) {
	t.Helper()
	i := openInstitution(t)
	p.signOn = i.options()
	eachHouse(t, p, func(h *house) { test(h, i) })
}

// Somebody new signs on, makes an account without a password, and is a verified
// physician; from then on the button is enough.
func TestSignOnMakesAnAccount(t *testing.T) {
	eachSignOn(t, plan{letters: true}, func(h *house, i *institution) {
		i.says(physician("nina"))
		b := h.visitor()
		b.get("/sign-in?return=/bookmarks").is(200).has("Sign on at St Anna", "/sign-in/sso/anna?return=%2Fbookmarks")
		const here = "/sign-in/sso/anna/new"
		asks := b.signsOn(i, "/sign-in/sso/anna?return=/bookmarks").is(200).has("You are new here", "nina@anna.example", "Be kind.")
		form := asks.form(here)
		b.post(here, with(form, "username", "n", "agreed", "on")).is(http.StatusUnprocessableEntity).has("Use 2 to 30 characters.")
		b.post(here, with(form, "username", "nina", "agreed", "")).is(http.StatusUnprocessableEntity).has("if you agree to the rules")
		if end := b.post(here, with(form, "agreed", "on")).is(200).has("Welcome."); end.path != "/bookmarks" {
			t.Errorf("ended at %s", end.path)
		}
		again := h.visitor()
		if end := again.signsOn(i, "/sign-in/sso/anna?return=/search%3Fq=b").path; end != "/search?q=b" || !again.signedIn() {
			t.Errorf("ended at %s", end)
		}
		nina, err := h.store.UserByName(t.Context(), "nina")
		h.must(err)
		if c, err := h.store.Credential(t.Context(), nina.Actor); err != nil || c.Level != credential.Issued {
			t.Errorf("counts for %+v, %v", c, err)
		}
		_, refused := h.signIn("nina", "")
		refused.is(http.StatusUnprocessableEntity)
		again.get("/settings/sign-on").is(200).has("St Anna", "nina@anna.example")
		list, err := h.store.Identities(t.Context(), nina.ID)
		h.must(err)
		unlink := "/settings/sign-on/" + community.FormatID(list[0].ID) + "/unlink"
		again.post(unlink, nil).is(http.StatusConflict).has("This is your only way in")
		h.member("bob")
		h.enter("bob", password).post(unlink, nil).is(http.StatusNotFound)
	})
}

// An address that is not proved is proved by letter before the account opens.
func TestSignOnWithAnUnprovedAddress(t *testing.T) {
	eachSignOn(t, plan{letters: true}, func(h *house, i *institution) {
		i.says(physician("nina"))
		b := h.visitor()
		form := b.signsOn(i, "/sign-in/sso/anna").is(200).form("/sign-in/sso/anna/new")
		b.post("/sign-in/sso/anna/new", with(form, "username", "nina", "email", "nina@mail.example", "agreed", "on")).is(200).has("Confirm your address")
		link := h.post.letter("nina@mail.example").link()
		if b.signedIn() {
			t.Error("signed in without a proved address")
		}
		b.signsOn(i, "/sign-in/sso/anna").is(http.StatusUnprocessableEntity).has("Your e-mail address is not confirmed yet.")
		b.post(link, nil).is(200)
		if b.signsOn(i, "/sign-in/sso/anna"); !b.signedIn() {
			t.Error("not signed in with a proved address")
		}
	})
}

// S-AUTH-2: somebody with the address of a member is not taken for that member.
// The member links the two by signing in, and can undo it.
func TestSignOnLinksByPassword(t *testing.T) {
	eachSignOn(t, plan{}, func(h *house, i *institution) {
		ana, _ := h.member("ana")
		said := physician("ana")
		said["email"] = ana.Email
		i.says(said)
		b := h.visitor()
		asks := b.signsOn(i, "/sign-in/sso/anna").is(200).has("You have an account here")
		b.post("/sign-in/sso/anna/new", with(asks.form("/sign-in/sso/anna/new"), "username", "eve", "agreed", "on")).
			is(http.StatusUnprocessableEntity).has("There is an account with this address")
		if b.signedIn() {
			t.Fatal("taken over by the address")
		}
		b.post("/sign-in/sso/anna/link", nil).is(200).has("Sign in")
		form := b.get("/sign-in?return=/sign-in/sso/anna/new").form("/sign-in")
		b.post("/sign-in", with(form, "name", "ana", "password", password)).is(200).has("Link it to")
		b.post("/sign-in/sso/anna/link", nil).is(200).has("The sign-on is linked.")
		other := h.visitor()
		if other.signsOn(i, "/sign-in/sso/anna"); !other.signedIn() {
			t.Error("the link does not open the account")
		}
		list, err := h.store.Identities(t.Context(), ana.ID)
		h.must(err)
		unlink := "/settings/sign-on/" + community.FormatID(list[0].ID) + "/unlink"
		h.clock.Advance(session.Fresh + time.Second)
		if end := b.post(unlink, nil); !strings.HasPrefix(end.path, "/sign-in/again") {
			t.Errorf("unlinked at a screen left open: %s", end.path)
		}
		h.enter("ana", password).post(unlink, nil).is(200).has("The sign-on is unlinked.", "Sign on at St Anna")
		if other.signedIn() {
			t.Error("the session of the sign-on is still open")
		}
		if c, err := h.store.Credential(t.Context(), ana.Actor); err != nil || c.State != credential.Suspended {
			t.Errorf("after unlinking: %+v, %v", c, err)
		}
	})
}

// The field return leads nowhere else, wherever it is given (open redirect).
func TestSignOnOpenRedirect(t *testing.T) {
	eachSignOn(t, plan{}, func(h *house, i *institution) {
		i.says(physician("ana"))
		ana, _ := h.member("ana")
		b := h.as(ana)
		b.signsOn(i, "/sign-in/sso/anna").is(200)
		b.post("/sign-in/sso/anna/link", nil).is(200)
		for _, evil := range []string{"https://evil.example/", "//evil.example", `/\evil.example`, "javascript:alert(1)", "/%0d%0aSet-Cookie:x", "https:evil.example", "evil"} {
			v := h.visitor()
			end := v.signsOn(i, "/sign-in/sso/anna?return="+url.QueryEscape(evil))
			if strings.Contains(end.path, "evil") || end.header.Get("Location") != "" {
				t.Errorf("%s leads to %s", evil, end.path)
			}
		}
	})
}

// Every way to fail has a page in plain words, which signs nobody in and does
// not hold what came in the address.
func TestSignOnProblems(t *testing.T) {
	eachSignOn(t, plan{}, func(h *house, i *institution) {
		i.says(physician("ana"))
		b := h.visitor()
		back := func(pairs ...string) string {
			q := url.Values{"state": {b.leaves("/sign-in/sso/anna").Get("state")}}
			for n := 0; n+1 < len(pairs); n += 2 {
				q.Set(pairs[n], pairs[n+1])
			}
			return "/sign-in/sso/anna/callback?" + q.Encode()
		}
		b.get(back("error", "access_denied", "error_description", "<b>sesame")).is(http.StatusForbidden).has("The sign-on was refused", "Try again").hasNot("sesame")
		b.get(back("code", "sesame", "iss", "https://evil.example")).is(http.StatusUnprocessableEntity).has("did not work").hasNot("sesame")
		b.get(back("code", "sesame", "state", "x")).is(http.StatusGone).has("took too long").hasNot("sesame")
		h.visitor().get(back("code", "sesame")).is(http.StatusUnprocessableEntity).has("another browser").hasNot("sesame")
		b.get("/sign-in/sso/anna/new").is(http.StatusGone).has("took too long")
		b.get("/sign-in/sso/nobody").is(http.StatusNotFound)
		b.get("/sign-in/sso/nobody/callback?state=x").is(http.StatusNotFound)
		i.says(map[string]any{"sub": "visitor", "affiliation": "library-walk-in"})
		b.signsOn(i, "/sign-in/sso/anna").is(200).has("You have an account here").hasNot("You are new here")
		b.post("/sign-in/sso/anna/new", url.Values{"username": {"walkin"}, "email": {"w@mail.example"}, "agreed": {"on"}}).is(http.StatusForbidden).has("No account for this sign-on")
		if b.signedIn() {
			t.Error("somebody is signed in")
		}
	})
}

// An institution that is down leaves the password.
func TestSignOnDown(t *testing.T) {
	i := openInstitution(t)
	p := plan{signOn: i.options()}
	i.Close()
	eachHouse(t, p, func(h *house) {
		h.member("ana")
		h.visitor().get("/sign-in/sso/anna").is(http.StatusServiceUnavailable).has("Your institution does not answer")
		h.enter("ana", password).get("/settings/sign-on").is(200).has("Sign on at St Anna")
	})
}

// Who has no password proves to be there by signing on again.
func TestStepUpBySignOn(t *testing.T) {
	eachSignOn(t, plan{}, func(h *house, i *institution) {
		said := physician("nina")
		i.says(said)
		b := h.visitor()
		form := b.signsOn(i, "/sign-in/sso/anna").form("/sign-in/sso/anna/new")
		b.post("/sign-in/sso/anna/new", with(form, "username", "nina", "agreed", "on")).is(200)
		h.clock.Advance(session.Fresh + time.Second)
		link := "/sign-in/sso/anna?prove=on&return=%2Fsettings%2Fsign-on"
		b.get("/sign-in/again?return=/settings/sign-on").is(200).has(strings.ReplaceAll(link, "&", "&amp;"))
		b.signsOn(i, link).is(http.StatusUnprocessableEntity).has("Your institution did not ask you")
		said["auth_time"] = h.clock.Now().Unix()
		if end := b.signsOn(i, link); end.path != "/settings/sign-on" {
			t.Errorf("ended at %s: %s", end.path, end.words())
		}
		list, err := h.store.UserByName(t.Context(), "nina")
		h.must(err)
		if sessions, err := h.store.Sessions(t.Context(), list.ID); err != nil || !sessions[0].Proved.Equal(h.clock.Now()) {
			t.Errorf("proved %+v, %v", sessions, err)
		}
	})
}
