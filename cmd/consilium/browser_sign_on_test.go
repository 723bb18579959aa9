package main

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"html/template"
	"maps"
	"math/big"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"consilium/community"
)

// TestSignOnInBrowser is single sign-on at an OpenID provider with a page of its
// own to log in at: somebody new, somebody who has an account, and what both are
// verified as after it.
func TestSignOnInBrowser(t *testing.T) {
	chromium := openChromium(t)
	for _, c := range []struct {
		name string
		how  look
	}{{"phone", phone}, {"desktop without scripts", look{width: 1280, scriptless: true}}} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w := emptyTown(t, chromium)
			directory := w.openDirectory()
			w.hospital = w.start("St Anna Hospital", func(config *Config) {
				o := &config.SignOn
				o.Issuer, o.ClientID, o.ClientSecret, o.Name, o.NewAccounts = directory.URL, clientID, clientSecret, "St Anna", true
				o.EmploymentClaim, o.EmploymentValues = "affiliation", []string{"employee"}
				o.ProfessionClaim, o.Professions, o.EmailDomains = "role", []string{"Physician=physician"}, []string{"anna.example"}
			})
			w.joinBySignOn(c.how)
			w.linkSignOn(c.how)
		})
	}
}

// joinBySignOn: a physician who never was here before signs on, chooses a name,
// and is verified by what the hospital says.
func (w *town) joinBySignOn(how look) {
	b := w.visit(w.hospital, how)
	b.open("/sign-in").follow("link", "Sign on at St Anna").has("Staff login")
	b.fill("Staff number", "unknown").follow("button", "Log in").has("There is no such number")
	b.fill("Staff number", "nina").follow("button", "Log in").has("You are new here", "nina@anna.example", "You need no password")
	b.fill("Username", "nina").press("checkbox", "I keep to these rules").follow("button", "Make account").has("Welcome.")
	b.open("/@nina").has("Verified: Physician", "confirmed by St Anna", "4 of 4", "Sign-on of the institution, which names the profession").hasNot("nina@anna.example")
	b.open("/settings/sign-on").has("St Anna", "nina@anna.example")
	b.signOut()
	b.open("/sign-in?return=/bookmarks").follow("link", "Sign on at St Anna").fill("Staff number", "nina").follow("button", "Log in")
	if b.path() != "/bookmarks" {
		b.Errorf("signed on to %s", b.path())
	}
}

// linkSignOn: a member is let in by the hospital under a name nobody is linked to,
// signs in with the password and links the two. The level comes with it, and for
// who is no clinician in the hospital's words, only that they work there.
func (w *town) linkSignOn(how look) {
	b, ben := w.visit(w.hospital, how), w.memberWithPassword("ben")
	b.open("/sign-in").follow("link", "Sign on at St Anna").fill("Staff number", "porter").follow("button", "Log in").has("You have an account here")
	b.follow("link", "Sign in and link").fill("Username or e-mail address", ben.Name).fill("Password", passwordInBrowser).follow("button", "Sign in")
	b.has("You are signed in as Ben").follow("button", "Link it to Ben").has("The sign-on is linked.")
	b.open("/@ben").has("Belongs to St Anna", "profession not proved", "1 of 4").hasNot("Verified:")
	b.open("/verification").open("/settings/sign-on").has("linked").follow("button", "Unlink St Anna").has("The sign-on is unlinked.", "Sign on at St Anna")
}

const passwordInBrowser = "correct horse"

// memberWithPassword makes a member who can sign in by the page.
func (w *town) memberWithPassword(name string) community.User {
	w.Helper()
	u := w.member(w.hospital, name, community.Member)
	hash, err := w.hospital.sessions.HashPassword(w.Context(), passwordInBrowser)
	if err == nil {
		err = w.hospital.store.SetPassword(w.Context(), u.ID, hash, 0)
	}
	if err != nil {
		w.Fatal(err)
	}
	return u
}

// signOut leaves by the menu.
func (b *tab) signOut() {
	b.Helper()
	b.open("/home").press("DisclosureTriangle", "Your menu").follow("button", "Sign out").has("You are signed out")
}

const clientID, clientSecret = "consilium", "s3cret"

// directory is the OpenID provider of a hospital.
type directory struct {
	*testing.T
	*httptest.Server
	key    *rsa.PrivateKey
	now    func() time.Time
	staff  map[string]map[string]any
	mu     sync.Mutex
	logins map[string]login // by code
}

// login is who logged in, and what was asked with.
type login struct {
	number string
	asked  url.Values
}

// openDirectory runs the provider; it goes by the town's clock.
func (w *town) openDirectory() *directory {
	w.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		w.Fatal(err)
	}
	d := &directory{T: w.T, key: key, now: w.now, logins: map[string]login{}, staff: map[string]map[string]any{
		"nina":   {"affiliation": "employee", "role": "Physician", "email": "nina@anna.example", "email_verified": true},
		"porter": {"affiliation": "employee", "role": "Porter", "email": "porter@anna.example", "email_verified": true},
	}}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /.well-known/openid-configuration", d.describe)
	mux.HandleFunc("GET /keys", d.keys)
	mux.HandleFunc("GET /authorize", d.ask)
	mux.HandleFunc("POST /authorize", d.logIn)
	mux.HandleFunc("POST /token", d.token)
	d.Server = httptest.NewServer(mux)
	d.URL = strings.Replace(d.URL, "127.0.0.1", "localhost", 1)
	w.Cleanup(d.Close)
	return d
}

func (d *directory) write(w http.ResponseWriter, value any) {
	w.Header().Set("Content-Type", "application/json")
	if err := json.NewEncoder(w).Encode(value); err != nil {
		d.Error(err)
	}
}

func (d *directory) describe(w http.ResponseWriter, _ *http.Request) {
	d.write(w, map[string]any{"issuer": d.URL, "authorization_endpoint": d.URL + "/authorize", "token_endpoint": d.URL + "/token", "jwks_uri": d.URL + "/keys"})
}

func (d *directory) keys(w http.ResponseWriter, _ *http.Request) {
	d.write(w, map[string]any{"keys": []any{map[string]any{"kty": "RSA", "kid": "1", "use": "sig", "n": inBase64(d.key.N.Bytes()),
		"e": inBase64(big.NewInt(int64(d.key.E)).Bytes())}}})
}

func inBase64(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }

var logInPage = template.Must(template.New("").Parse(`<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Staff login</title><link rel="icon" href="data:,"><header></header><main><h1>Staff login</h1><form method="post">
{{if .}}<p role="alert">There is no such number</p>{{end}}<p><label>Staff number <input name="number"></label> <button>Log in</button></p></form></main><footer></footer></html>`))

func (d *directory) ask(w http.ResponseWriter, r *http.Request) { d.page(w, r, false) }

func (d *directory) page(w http.ResponseWriter, _ *http.Request, wrong bool) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	if err := logInPage.Execute(w, wrong); err != nil {
		d.Error(err)
	}
}

// logIn sends whoever works here back with a code.
func (d *directory) logIn(w http.ResponseWriter, r *http.Request) {
	number, asked, code := r.PostFormValue("number"), r.URL.Query(), rand.Text()
	if d.staff[number] == nil {
		d.page(w, r, true)
		return
	}
	d.mu.Lock()
	d.logins[code] = login{number, asked}
	d.mu.Unlock()
	back := url.Values{"code": {code}, "state": {asked.Get("state")}}
	http.Redirect(w, r, asked.Get("redirect_uri")+"?"+back.Encode(), http.StatusSeeOther)
}

// token gives for a code, once, what is known of who logged in.
func (d *directory) token(w http.ResponseWriter, r *http.Request) {
	id, secret, _ := r.BasicAuth()
	d.mu.Lock()
	defer d.mu.Unlock()
	found, good := d.logins[r.FormValue("code")]
	delete(d.logins, r.FormValue("code"))
	challenge := sha256.Sum256([]byte(r.FormValue("code_verifier")))
	if !good || id != clientID || secret != clientSecret || found.asked.Get("code_challenge") != inBase64(challenge[:]) {
		http.Error(w, `{"error":"invalid_grant"}`, http.StatusBadRequest)
		return
	}
	token, err := d.idToken(found)
	if err != nil {
		d.Error(err)
	}
	d.write(w, map[string]any{"access_token": "access", "token_type": "Bearer", "expires_in": 60, "id_token": token})
}

func (d *directory) idToken(l login) (string, error) {
	claims := map[string]any{"iss": d.URL, "aud": clientID, "sub": "id-" + l.number, "nonce": l.asked.Get("nonce"),
		"iat": d.now().Unix(), "exp": d.now().Add(5 * time.Minute).Unix()}
	maps.Copy(claims, d.staff[l.number])
	payload, err := json.Marshal(claims)
	if err != nil {
		return "", fmt.Errorf("write the id token: %w", err)
	}
	text := inBase64([]byte(`{"alg":"RS256","kid":"1","typ":"JWT"}`)) + "." + inBase64(payload)
	sum := sha256.Sum256([]byte(text))
	signature, err := rsa.SignPKCS1v15(rand.Reader, d.key, crypto.SHA256, sum[:])
	return text + "." + inBase64(signature), err
}
