package mastodon

import (
	"bytes"
	"encoding/json"
	"mime/multipart"
	"net/url"
	"strings"
	"sync"
	"testing"

	"consilium/community"
	"consilium/storage"
	"consilium/storage/storagetest"
	"consilium/web/session"
)

// No app can register an address that a browser would run, open here, or read in another
// way than we do.
func TestAttackRedirectAddresses(t *testing.T) {
	eachSite(t, func(s *site) {
		for _, address := range []string{
			"javascript:alert(1)", "JavaScript:alert(1)", "java\tscript:alert(1)", "\x01javascript:alert(1)", "data:text/html,x", "vbscript:x",
			"view-source:https://app.example", "blob:https://app.example/x", "filesystem:https://app.example/x", "about:blank", "file:///etc/passwd",
			"https://user@app.example/back", "https://app.example:pass@evil.example/", "https://app.example/back#x", "pocket://back#x", "//app.example/back",
			"/back", "back", "https://", "https:///back", "https:app.example", "https://app.example\\@evil.example/", "http://[::1", "urn:ietf:wg:oauth:2.0:oob:auto",
			"intent://x/#Intent;end", "intent://x", "jar:https://app.example!/", "https://app.example/" + strings.Repeat("x", 3000),
		} {
			r := s.visitor().send("POST", "/api/v1/apps", "application/json", must(json.Marshal(map[string]any{"client_name": "x", "redirect_uris": []string{address}})))
			if r.status != 422 && r.status != 400 {
				t.Errorf("%q: %d %s", address, r.status, r.body)
			}
			s.clock.Advance(2 * 60 * 1e9)
		}
	})
}

func must(b []byte, err error) []byte {
	if err != nil {
		panic(err)
	}
	return b
}

// An address of an app counts letter by letter: nothing that a path or host is made of
// may be written otherwise, and no port is another.
func TestAttackRedirectIsExact(t *testing.T) {
	eachSite(t, func(s *site) {
		user, _ := storagetest.Member(s, s.store, "ana")
		browser := s.visitor().signIn(user)
		for _, address := range []string{
			"https://app.example/back", "https://app.example/back?kept=1&x", "https://app.example/back?kept=1#x", "https://APP.example/back?kept=1", "https://app.example:443/back?kept=1",
			"https://app.example/./back?kept=1", "https://app.example/x/../back?kept=1", "https://app.example//back?kept=1", "https://app.example/back?kept=1%20", " https://app.example/back?kept=1",
			"https://user@app.example/back?kept=1", "http://app.example/back?kept=1", "pocket://Back", "pocket://back/", "POCKET://back", "urn:ietf:wg:oauth:2.0:oob ", "",
		} {
			v := s.request()
			v.Set("redirect_uri", address)
			r := browser.get("/oauth/authorize?" + v.Encode())
			if r.status < 400 || r.header.Get("Location") != "" {
				t.Errorf("%q: %d", address, r.status)
			}
		}
		for _, twice := range []string{"redirect_uri", "client_id", "state", "scope", "code_challenge"} {
			v := s.request()
			v.Add(twice, s.request().Get(twice))
			v.Add(twice, "https://evil.example")
			if r := browser.get("/oauth/authorize?" + v.Encode()); r.status < 400 {
				t.Errorf("%s twice: %d", twice, r.status)
			}
		}
	})
}

// The page on which a member lets an app in cannot be framed, is not kept, and writes
// nothing of a request as markup.
func TestAttackAuthorizePage(t *testing.T) {
	eachSite(t, func(s *site) {
		user, _ := storagetest.Member(s, s.store, "ana")
		browser := s.visitor().signIn(user)
		r := browser.get("/oauth/authorize?" + s.request("state", `"><script>alert(1)</script>`).Encode())
		policy := r.header.Get("Content-Security-Policy")
		if r.status != 200 || strings.Contains(r.body, "<script>alert") || !strings.Contains(policy, "frame-ancestors 'none'") {
			t.Errorf("%d, %q", r.status, policy)
		}
		for _, site := range []string{"cross-site", "same-site"} {
			browser.header.Set("Sec-Fetch-Site", site)
			v := s.request()
			v.Set("decision", "allow")
			if r := browser.send("POST", "/oauth/authorize", "application/x-www-form-urlencoded", []byte(v.Encode())); r.status != 403 {
				t.Errorf("sent from elsewhere (%s): %d", site, r.status)
			}
		}
	})
}

// A code is good once, also when it is shown many times at once; it is of one app and one
// address, and with a challenge only who has the answer to it.
func TestAttackCodes(t *testing.T) {
	eachSite(t, func(s *site) {
		user, _ := storagetest.Member(s, s.store, "ana")
		browser := s.visitor().signIn(user)
		code := func(pairs ...string) string { return browser.allow(s.request(pairs...)).Query().Get("code") }
		exchange := func(pairs ...string) reply {
			given := query("grant_type", "authorization_code", "client_id", s.app.ClientID, "client_secret", s.secret, "redirect_uri", redirect)
			for i := 0; i+1 < len(pairs); i += 2 {
				given.Set(pairs[i], pairs[i+1])
			}
			return s.visitor().send("POST", "/oauth/token", "application/x-www-form-urlencoded", []byte(given.Encode()))
		}
		hard := []string{"code_challenge", challenge(verifier), "code_challenge_method", "S256"}
		for name, r := range map[string]reply{
			"no verifier":             exchange("code", code(hard...)),
			"an empty verifier":       exchange("code", code(hard...), "code_verifier", ""),
			"the challenge itself":    exchange("code", code(hard...), "code_verifier", challenge(verifier)),
			"a verifier nobody asked": exchange("code", code(), "code_verifier", verifier),
			"another address":         exchange("code", code(), "redirect_uri", "pocket://back"),
			"no address":              exchange("code", code(), "redirect_uri", ""),
			"a code of nobody":        exchange("code", "x"),
			"no code":                 exchange(),
			"NUL in it":               exchange("code", code()+"\x00"),
		} {
			if r.status != 400 {
				t.Errorf("%s: %d %s", name, r.status, r.body)
			}
		}
		for _, method := range []string{"plain", "s256", ""} {
			v := s.request("code_challenge", challenge(verifier))
			v.Set("code_challenge_method", method)
			if r := browser.get("/oauth/authorize?" + v.Encode()); r.status < 400 {
				t.Errorf("method %q is taken", method)
			}
		}
		other := s.secret + "x"
		thief, err := s.store.AddApplication(t.Context(), storage.Application{Name: "Thief", RedirectURIs: []string{redirect}, Scopes: allScopes}, other)
		s.must(err)
		if r := exchange("code", code(), "client_id", thief.ClientID, "client_secret", other); r.status != 400 {
			t.Errorf("another app: %d", r.status)
		}
		race(s, code())
	})
}

// race shows one code many times at once: at most one token comes of it, and since the
// code was shown twice not even that is good (RFC 6749 4.1.2).
func race(s *site, code string) {
	var lock sync.Mutex
	var all sync.WaitGroup
	var tokens []string
	for range 8 {
		all.Go(func() {
			v := query("grant_type", "authorization_code", "client_id", s.app.ClientID, "client_secret", s.secret, "redirect_uri", redirect, "code", code)
			r := s.visitor().send("POST", "/oauth/token", "application/x-www-form-urlencoded", []byte(v.Encode()))
			var token Token
			_ = json.Unmarshal([]byte(r.body), &token)
			lock.Lock()
			defer lock.Unlock()
			if r.status == 200 {
				tokens = append(tokens, token.AccessToken)
			} else if r.status != 400 {
				s.Errorf("shown at once: %d %s", r.status, r.body)
			}
		})
	}
	all.Wait()
	if len(tokens) > 1 {
		s.Errorf("%d tokens of one code", len(tokens))
	}
	for _, token := range tokens {
		c := s.visitor()
		c.token = token
		if r := c.get("/api/v1/accounts/verify_credentials"); r.status != 401 {
			s.Errorf("a token of a code shown twice: %d", r.status)
		}
	}
}

// Tokens are asked for by form, JSON and multipart; an app that cannot prove itself gets
// none in any of them, and neither does one that names two.
func TestAttackTokenOfAnotherApp(t *testing.T) {
	eachSite(t, func(s *site) {
		given := map[string]string{"grant_type": "client_credentials", "client_id": s.app.ClientID, "client_secret": "wrong", "scope": "read"}
		form, parts := url.Values{}, &bytes.Buffer{}
		w := multipart.NewWriter(parts)
		for name, v := range given {
			form.Set(name, v)
			s.must(w.WriteField(name, v))
		}
		s.must(w.Close())
		for kind, body := range map[string][]byte{"application/x-www-form-urlencoded": []byte(form.Encode()), "application/json": must(json.Marshal(given)), w.FormDataContentType(): parts.Bytes()} {
			if r := s.visitor().send("POST", "/oauth/token", kind, body); r.status != 401 || !strings.Contains(r.body, "invalid_client") {
				t.Errorf("%s: %d %s", kind, r.status, r.body)
			}
		}
		for _, grant := range []string{"password", "refresh_token", "urn:ietf:params:oauth:grant-type:device_code", "implicit", ""} {
			r := s.visitor().post("/oauth/token", "grant_type", grant, "client_id", s.app.ClientID, "client_secret", s.secret, "username", "ana@here.example", "password", "x")
			if r.status != 400 || !strings.Contains(r.body, "unsupported_grant_type") {
				t.Errorf("%q: %d %s", grant, r.status, r.body)
			}
		}
	})
}

// An app that registers somebody gets no more than what it could not misuse: nobody was
// asked on our page whether it may see cases, and there is no duty.
func TestAttackScopesByRegistration(t *testing.T) {
	eachSite(t, func(s *site) {
		s.api.door.Registrations = community.RegisterOpen
		app := s.visitor()
		app.token = session.NewToken()
		scopes := "read write follow cases:read cases:write admin:read admin:write"
		mighty, err := s.store.AddApplication(t.Context(), storage.Application{Name: "Mighty", RedirectURIs: []string{redirect}, Scopes: scopes}, session.NewToken())
		s.must(err)
		_, err = s.store.AddToken(t.Context(), app.token, storage.AccessToken{Application: mighty.ID, Scopes: scopes})
		s.must(err)
		r := app.post("/api/v1/accounts", "username", "carla", "email", "carla@mail.example", "password", "correct horse battery", "agreement", "true", "locale", "en")
		r.is(200)
		if scope := r.json().at("scope").text(); scope != "read write follow" {
			t.Errorf("the token is good for %q", scope)
		}
	})
}

// Where people come in by an invitation, or not at all, no app registers anybody.
func TestAttackRegisterPastTheDoor(t *testing.T) {
	eachSite(t, func(s *site) {
		app := s.visitor()
		app.token = session.NewToken()
		_, err := s.store.AddToken(t.Context(), app.token, storage.AccessToken{Application: s.app.ID, Scopes: "read write"})
		s.must(err)
		for _, mode := range []community.RegistrationMode{community.RegisterInvite, community.RegisterClosed, ""} {
			s.api.door.Registrations = mode
			app.post("/api/v1/accounts", "username", "carla", "email", "carla@mail.example", "password", "correct horse battery", "agreement", "true").refused(422)
		}
		s.api.door.Registrations = community.RegisterOpen
		refused := 0
		for i := range 8 {
			if r := app.post("/api/v1/accounts", "username", "carla"+string(rune('a'+i)), "email", string(rune('a'+i))+"@mail.example", "password", "correct horse battery", "agreement", "true"); r.status == 429 {
				refused++
			}
		}
		if refused < 3 {
			t.Errorf("%d of 8 accounts in a moment were refused", refused)
		}
	})
}
