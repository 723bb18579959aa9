package mastodon

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"consilium/storage"
	"consilium/storage/storagetest"
)

const redirect = "https://app.example/back?kept=1"

func query(pairs ...string) url.Values {
	v := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		v.Set(pairs[i], pairs[i+1])
	}
	return v
}

// request is what the app of the site asks for; pairs replace parts of it, ""
// leaves one out.
func (s *site) request(pairs ...string) url.Values {
	v := query("response_type", "code", "client_id", s.app.ClientID, "redirect_uri", redirect, "scope", "read write", "state", "s t&=")
	for i := 0; i+1 < len(pairs); i += 2 {
		v.Del(pairs[i])
		if pairs[i+1] != "" {
			v.Set(pairs[i], pairs[i+1])
		}
	}
	return v
}

// allow presses the button of the page and gives the address it leads to.
func (c *caller) allow(v url.Values) *url.URL {
	c.Helper()
	c.header.Set("Sec-Fetch-Site", "same-origin")
	v.Set("decision", "allow")
	r := c.send("POST", "/oauth/authorize", "application/x-www-form-urlencoded", []byte(v.Encode()))
	if r.status != http.StatusSeeOther {
		c.Fatalf("allowing gave %d: %.300s", r.status, r.body)
	}
	to, err := url.Parse(r.header.Get("Location"))
	c.must(err)
	return to
}

func challenge(verifier string) string {
	sum := sha256.Sum256([]byte(verifier))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

var verifier = strings.Repeat("verifier.", 6)

// exchange sends a code; pairs replace parts of the form.
func (c *caller) exchange(code string, pairs ...string) reply {
	c.Helper()
	form := query("grant_type", "authorization_code", "code", code, "client_id", c.app.ClientID, "client_secret", c.secret, "redirect_uri", redirect)
	for i := 0; i+1 < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	return c.send("POST", "/oauth/token", "application/x-www-form-urlencoded", []byte(form.Encode()))
}

// An app is registered in each of the ways apps do it, asks a member, and gets
// a token that works.
func TestAuthorizationCode(t *testing.T) {
	eachSite(t, func(s *site) {
		user, ana := storagetest.Member(s, s.store, "ana")
		browser := s.visitor().signIn(user)
		asked := s.request("code_challenge", challenge(verifier), "code_challenge_method", "S256")
		shown := browser.get("/oauth/authorize?" + asked.Encode())
		for _, part := range []string{"Pocket", `name="state" value="s t&amp;="`, `name="code_challenge"`, `value="allow"`, "ana"} {
			if shown.status != 200 || !strings.Contains(shown.body, part) {
				t.Errorf("the page (%d) lacks %q", shown.status, part)
			}
		}
		if csp := shown.header.Get("Content-Security-Policy"); !strings.Contains(csp, "form-action 'self' https://app.example") {
			t.Errorf("the form cannot lead to the app: %s", csp)
		}
		to := browser.allow(asked)
		if to.Query().Get("state") != "s t&=" || to.Query().Get("kept") != "1" || to.Host != "app.example" {
			t.Errorf("it leads to %s", to)
		}
		app := s.visitor()
		got := app.exchange(to.Query().Get("code"), "code_verifier", verifier).is(200)
		if got.header.Get("Cache-Control") != "no-store" {
			t.Errorf("a token may be kept: %v", got.header)
		}
		token := got.json()
		token.at("token_type").eq("Bearer")
		token.at("scope").eq("read write")
		if _, whole := token.at("created_at").any.(float64); !whole || strings.Contains(got.body, `"created_at":"`) {
			t.Errorf("created_at is %v", token.at("created_at").any)
		}
		app.token = token.at("access_token").text()
		me := app.get("/api/v1/accounts/verify_credentials").is(200).json()
		me.at("id").eq(id(ana.ID))
		app.get("/api/v1/apps/verify_credentials").is(200).json().at("name").eq("Pocket")
		app.get("/oauth/userinfo").refused(403)

		app.post("/oauth/revoke", "client_id", s.app.ClientID, "client_secret", s.secret, "token", app.token).is(200)
		app.get("/api/v1/accounts/verify_credentials").refused(401)
	})
}

// S-AUTH-1: the request of an app is taken as it was registered, or not at all,
// and nobody is sent anywhere by one that is not right.
func TestAuthorizationRequestAttacks(t *testing.T) {
	eachSite(t, func(s *site) {
		user, _ := storagetest.Member(s, s.store, "ana")
		browser := s.visitor().signIn(user)
		browser.header.Set("Sec-Fetch-Site", "same-origin")
		for name, v := range map[string]url.Values{
			"other redirect":       s.request("redirect_uri", "https://evil.example/"),
			"longer redirect":      s.request("redirect_uri", redirect+"/more"),
			"shorter redirect":     s.request("redirect_uri", "https://app.example/back"),
			"no redirect":          s.request("redirect_uri", ""),
			"unknown app":          s.request("client_id", "nobody"),
			"plain challenge":      s.request("code_challenge", verifier, "code_challenge_method", "plain"),
			"challenge, no method": s.request("code_challenge", challenge(verifier)),
			"method, no challenge": s.request("code_challenge_method", "S256"),
			"short challenge":      s.request("code_challenge", "abc", "code_challenge_method", "S256"),
			"token response":       s.request("response_type", "token"),
			"unknown scope":        s.request("scope", "read everything"),
			"wider scope":          s.request("scope", "admin:read"),
			"endless state":        s.request("state", strings.Repeat("s", maxState+1)),
			"twice":                {"client_id": {s.app.ClientID, s.app.ClientID}, "redirect_uri": {redirect}, "response_type": {"code"}},
		} {
			if r := browser.get("/oauth/authorize?" + v.Encode()); r.status != 422 || r.header.Get("Location") != "" {
				t.Errorf("%s: asking gave %d, %s", name, r.status, r.header.Get("Location"))
			}
			v.Set("decision", "allow")
			r := browser.send("POST", "/oauth/authorize", "application/x-www-form-urlencoded", []byte(v.Encode()))
			if r.status != 422 || r.header.Get("Location") != "" {
				t.Errorf("%s: allowing gave %d, %s", name, r.status, r.header.Get("Location"))
			}
		}
		visitor := s.visitor().get("/oauth/authorize?" + s.request().Encode())
		if to := visitor.header.Get("Location"); visitor.status != 303 || !strings.HasPrefix(to, "/sign-in?return=%2Foauth%2Fauthorize%3F") {
			t.Errorf("a visitor gets %d, %s", visitor.status, to)
		}
		v := s.request()
		v.Set("decision", "allow")
		browser.header.Set("Sec-Fetch-Site", "cross-site")
		browser.header.Set("Origin", "https://evil.example")
		if r := browser.send("POST", "/oauth/authorize", "application/x-www-form-urlencoded", []byte(v.Encode())); r.status != 403 {
			t.Errorf("a forged form gives %d", r.status)
		}
	})
}

// A member who says no is believed, and the app hears of it with its state.
func TestDenied(t *testing.T) {
	eachSite(t, func(s *site) {
		user, _ := storagetest.Member(s, s.store, "ana")
		browser := s.visitor().signIn(user)
		browser.header.Set("Sec-Fetch-Site", "same-origin")
		v := s.request("redirect_uri", "pocket://back")
		v.Set("decision", "deny")
		r := browser.send("POST", "/oauth/authorize", "application/x-www-form-urlencoded", []byte(v.Encode()))
		if got := r.header.Get("Location"); got != "pocket://back?error=access_denied&state=s+t%26%3D" {
			t.Errorf("denying leads to %q", got)
		}
	})
}

// An app nobody can be sent to gets its code by hand; a custom scheme is in the
// page's policy.
func TestOutOfBandAndCustomScheme(t *testing.T) {
	eachSite(t, func(s *site) {
		user, _ := storagetest.Member(s, s.store, "ana")
		browser := s.visitor().signIn(user)
		shown := browser.get("/oauth/authorize?" + s.request("redirect_uri", "pocket://back").Encode())
		if !strings.Contains(shown.header.Get("Content-Security-Policy"), "form-action 'self' pocket:") {
			t.Errorf("policy: %s", shown.header.Get("Content-Security-Policy"))
		}
		browser.header.Set("Sec-Fetch-Site", "same-origin")
		v := s.request("redirect_uri", outOfBand)
		v.Set("decision", "allow")
		r := browser.send("POST", "/oauth/authorize", "application/x-www-form-urlencoded", []byte(v.Encode()))
		_, rest, found := strings.Cut(r.body, `id="code" value="`)
		code, _, _ := strings.Cut(rest, `"`)
		if r.status != 200 || !found {
			t.Fatalf("no code on the page (%d)", r.status)
		}
		s.visitor().exchange(code, "redirect_uri", outOfBand).is(200)
	})
}

// S-AUTH-1: a code serves the app it was given to, once, within ten minutes,
// with the address and the verifier it was asked for with.
func TestCodeAttacks(t *testing.T) {
	eachSite(t, func(s *site) {
		user, ana := storagetest.Member(s, s.store, "ana")
		browser, app := s.visitor().signIn(user), s.visitor()
		other := s.visitor().post("/api/v1/apps", "client_name", "Other", "redirect_uris", redirect, "scopes", "read write").is(200).json()
		code := func() string {
			return browser.allow(s.request("code_challenge", challenge(verifier), "code_challenge_method", "S256")).Query().Get("code")
		}
		used := code()
		app.exchange(used, "code_verifier", verifier).is(200)
		app.exchange(used, "code_verifier", verifier).refused(400).json().at("error").eq("invalid_grant")
		late := code()
		s.clock.Advance(codeTime + time.Second)
		for name, r := range map[string]reply{
			"late":              app.exchange(late, "code_verifier", verifier),
			"wrong verifier":    app.exchange(code(), "code_verifier", strings.Repeat("v", 50)),
			"no verifier":       app.exchange(code()),
			"challenge as such": app.exchange(code(), "code_verifier", challenge(verifier)),
			"other address":     app.exchange(code(), "code_verifier", verifier, "redirect_uri", "pocket://back"),
			"other app": app.exchange(code(), "code_verifier", verifier, "client_id", other.at("client_id").text(),
				"client_secret", other.at("client_secret").text()),
			"verifier nobody asked for": app.exchange(browser.allow(s.request()).Query().Get("code"), "code_verifier", verifier),
			"no code":                   app.exchange(""),
		} {
			if r.status != 400 || r.json().at("error").text() != "invalid_grant" {
				t.Errorf("%s: %d %s", name, r.status, r.body)
			}
		}
		app.exchange(code(), "client_secret", "wrong").refused(401).json().at("error").eq("invalid_client")
		app.exchange(code(), "client_id", "nobody").refused(401)
		app.exchange(code(), "grant_type", "password").refused(400).json().at("error").eq("unsupported_grant_type")
		last := code()
		s.must(s.store.SuspendActor(s.Context(), ana.ID, ana.ID, ""))
		app.exchange(last, "code_verifier", verifier).refused(400)
	})
}

// S-AUTH-1: a token of an app alone opens nothing that is a member's, and is not
// wider than the app.
func TestClientCredentials(t *testing.T) {
	eachSite(t, func(s *site) {
		app := s.visitor()
		app.header.Set("Authorization", "Basic "+base64.StdEncoding.EncodeToString([]byte(s.app.ClientID+":"+s.secret)))
		token := app.post("/oauth/token", "grant_type", "client_credentials", "scope", "read write").is(200).json().at("access_token").text()
		app.post("/oauth/token", "grant_type", "client_credentials", "scope", "admin:write").refused(400).json().at("error").eq("invalid_scope")
		app.header.Set("Authorization", "Basic "+base64.StdEncoding.EncodeToString([]byte("a\x00\xff:b")))
		app.post("/oauth/token", "grant_type", "client_credentials").refused(401)
		app.header.Del("Authorization")
		app.token = token
		app.get("/api/v1/apps/verify_credentials").is(200).json().at("redirect_uris", 1).eq("pocket://back")
		app.get("/api/v1/timelines/public").is(200)
		app.get("/api/v1/timelines/home").refused(401)
		app.post("/api/v1/statuses", "status", "hello", "visibility", "public").refused(401)
	})
}

// Apps register with forms, JSON and multipart, with and without saying which.
func TestRegisterApplication(t *testing.T) {
	eachSite(t, func(s *site) {
		c := s.visitor()
		send := func(kind, body string) reply {
			s.clock.Advance(time.Hour) // the limit is for another test
			return c.send("POST", "/api/v1/apps", kind, []byte(body))
		}
		form := "client_name=Tusky&scopes=read+write&website=https%3A%2F%2Ftusky.example&redirect_uris="
		for name, r := range map[string]reply{
			"form":       send("application/x-www-form-urlencoded", form+"tusky%3A%2F%2Fback"),
			"no type":    send("", form+"tusky%3A%2F%2Fback"),
			"json":       send("application/json; charset=utf-8", `{"client_name":"Tusky","scopes":"read write","website":null,"redirect_uris":"tusky://back"}`),
			"json, text": send("text/plain;charset=UTF-8", `{"client_name":"Tusky","scopes":"read write","redirect_uris":["tusky://back"]}`),
			"query":      c.post("/api/v1/apps?"+form+"tusky%3A%2F%2Fback", "x", "y"),
			"multipart":  c.upload("POST", "/api/v1/apps", nil, "client_name", "Tusky", "scopes", "read write", "redirect_uris", "tusky://back"),
		} {
			if r.status != 200 {
				t.Errorf("%s: %d %s", name, r.status, r.body)
				continue
			}
			made := r.json()
			made.at("redirect_uris", 0).eq("tusky://back")
			made.at("redirect_uri").eq("tusky://back")
			made.at("client_secret_expires_at").eq(0)
			made.at("scopes", 1).eq("write")
			if made.at("client_id").text() == "" || len(made.at("client_secret").text()) < 40 {
				t.Errorf("%s: %s", name, r.body)
			}
		}
		several := send("application/json", `{"client_name":"A","redirect_uris":["a.b:/x","http://localhost:8080/back"]}`).is(200).json()
		several.at("redirect_uri").eq("a.b:/x\nhttp://localhost:8080/back")
		several.at("scopes", 0).eq("read")
		send("", "client_name=A&redirect_uris=a%3A%2F%2Fx%0Aurn%3Aietf%3Awg%3Aoauth%3A2.0%3Aoob").is(200).json().at("redirect_uris", 1).eq(outOfBand)
		for _, bad := range []string{"javascript:alert(1)", "data:text/html,x", "//evil.example", "/back", "https://", "https://u:p@evil.example/",
			"https://app.example/#x", "vbscript:x", "a b", "", strings.Repeat("a", 3000) + "://x", "https://evil example/"} {
			send("", query("client_name", "A", "redirect_uris", bad).Encode()).refused(422)
		}
		send("", query("client_name", "", "redirect_uris", "a://x").Encode()).refused(422)
		send("", query("client_name", strings.Repeat("a", 61), "redirect_uris", "a://x").Encode()).refused(422)
		send("", query("client_name", "A", "website", "javascript:alert(1)", "redirect_uris", "a://x").Encode()).refused(422)
		send("", query("client_name", "A", "scopes", "read all", "redirect_uris", "a://x").Encode()).refused(422)
	})
}

// RFC 8414: an app finds its way by the metadata; userinfo is for profile only.
func TestMetadataAndUserInfo(t *testing.T) {
	eachSite(t, func(s *site) {
		m := s.visitor().get("/.well-known/oauth-authorization-server").is(200).json()
		m.at("issuer").eq(storagetest.Here)
		m.at("token_endpoint").eq(storagetest.Here + "/oauth/token")
		m.at("code_challenge_methods_supported", 0).eq("S256")
		if m.at("code_challenge_methods_supported").size() != 1 {
			t.Error("more than S256 is offered")
		}
		_, ana := storagetest.Member(s, s.store, "ana")
		info := s.as(ana, "profile").get("/oauth/userinfo").is(200).json()
		info.at("sub").eq(ana.IRI.String())
		info.at("preferred_username").eq("ana")
		s.as(ana, "profile").get("/api/v1/accounts/verify_credentials").is(200).json().at("username").eq("ana")
	})
}

// A token ends with the membership, at once.
func TestSuspendedMemberIsOut(t *testing.T) {
	eachSite(t, func(s *site) {
		_, ana := storagetest.Member(s, s.store, "ana")
		_, admin := storagetest.Staff(s, s.store, "chief", "administrator")
		app := s.as(ana)
		app.get("/api/v1/timelines/home").is(200)
		s.must(s.store.SuspendActor(s.Context(), ana.ID, admin.ID, "left"))
		if got := app.get("/api/v1/timelines/home"); got.status != 401 && got.status != 403 {
			t.Errorf("a suspended member reads: %d", got.status)
		}
		if got := app.get("/api/v1/timelines/public"); got.status != 401 && got.status != 403 {
			t.Errorf("a suspended member's token still counts: %d", got.status)
		}
	})
}

// S-AUTH-1, RFC 6749 4.1.2: a code that is shown twice ends what it gave.
func TestCodeShownTwiceEndsItsToken(t *testing.T) {
	eachSite(t, func(s *site) {
		user, _ := storagetest.Member(s, s.store, "ana")
		to := s.visitor().signIn(user).allow(s.request())
		exchange := func() reply {
			return s.visitor().post("/oauth/token", "grant_type", "authorization_code", "code", to.Query().Get("code"), "redirect_uri", redirect,
				"client_id", s.app.ClientID, "client_secret", s.secret)
		}
		c := s.visitor()
		c.token = exchange().is(200).json().at("access_token").text()
		c.get("/api/v1/timelines/home").is(200)
		exchange().refused(400)
		c.get("/api/v1/timelines/home").refused(401)
	})
}

// force_login asks who is there though somebody is; lang is the language of the page.
func TestAuthorizationPageOptions(t *testing.T) {
	eachSite(t, func(s *site) {
		user, _ := storagetest.Member(s, s.store, "ana")
		c := s.visitor().signIn(user)
		to, err := url.Parse(c.get("/oauth/authorize?" + s.request("force_login", "true").Encode()).header.Get("Location"))
		s.must(err)
		back, err := url.Parse(to.Query().Get("return"))
		s.must(err)
		if to.Path != "/sign-in" || to.Query().Get("again") == "" || back.Path != "/oauth/authorize" || back.Query().Get("state") != "s t&=" || back.Query().Has("force_login") {
			t.Errorf("force_login leads to %s", to)
		}
		if got := c.get("/oauth/authorize?" + s.request("force_login", "false").Encode()); got.status != 200 || !strings.Contains(got.body, `lang="en"`) {
			t.Errorf("without force_login: %d", got.status)
		}
		if got := c.get("/oauth/authorize?" + s.request("lang", "de").Encode()); got.status != 200 || !strings.Contains(got.body, `lang="de"`) {
			t.Errorf("in German: %d", got.status)
		}
		c.get("/oauth/authorize?" + s.request("lang", "../x").Encode())
	})
}

// S-AUTH-1: who is given another duty has to let the apps of staff in anew.
func TestRoleChangeEndsAppsOfStaff(t *testing.T) {
	eachSite(t, func(s *site) {
		user, actor := storagetest.Staff(s, s.store, "chief", "administrator")
		staff, reader := s.as(actor, "read admin:read"), s.as(actor, "read")
		staff.get("/api/v1/timelines/home").is(200)
		s.must(s.store.SetRole(s.Context(), user.ID, "moderator", actor.ID))
		staff.get("/api/v1/timelines/home").refused(401)
		reader.get("/api/v1/timelines/home").is(200)
	})
}

// Apps ask for tokens with forms, JSON and multipart, with and without saying which, and
// prove themselves in the header or in the body (RFC 6749 2.3.1); so they revoke.
func TestTokenBodies(t *testing.T) {
	eachSite(t, func(s *site) {
		values := query("grant_type", "client_credentials", "client_id", s.app.ClientID, "client_secret", s.secret, "scope", "read write")
		text, err := json.Marshal(map[string]string{"grant_type": "client_credentials", "client_id": s.app.ClientID, "client_secret": s.secret, "scope": "read write"})
		s.must(err)
		var parts []string
		for name := range values {
			parts = append(parts, name, values.Get(name))
		}
		basic := s.visitor()
		basic.header.Set("Authorization", "Basic "+base64.StdEncoding.EncodeToString([]byte(s.app.ClientID+":"+s.secret)))
		send := func(kind string, body []byte) reply { return s.visitor().send("POST", "/oauth/token", kind, body) }
		for name, r := range map[string]reply{
			"form": send("application/x-www-form-urlencoded", []byte(values.Encode())), "no type": send("", []byte(values.Encode())),
			"json": send("application/json", text), "json without a type": send("", text), "json as text": send("text/plain", text),
			"multipart": s.visitor().upload("POST", "/oauth/token", nil, parts...), "address": s.visitor().post("/oauth/token?" + values.Encode()),
			"header": basic.post("/oauth/token", "grant_type", "client_credentials", "scope", "read write"),
		} {
			if r.status != 200 || r.header.Get("Cache-Control") != "no-store" {
				t.Errorf("%s: %d %s", name, r.status, r.body)
				continue
			}
			c := s.visitor()
			c.token = r.json().at("access_token").text()
			r.json().at("scope").eq("read write")
			if _, isNumber := r.json().at("created_at").any.(float64); !isNumber {
				t.Errorf("%s: created_at is no number", name)
			}
			c.get("/api/v1/apps/verify_credentials").is(200)
			revoke, err := json.Marshal(map[string]string{"token": c.token, "client_id": s.app.ClientID, "client_secret": s.secret})
			s.must(err)
			s.visitor().send("POST", "/oauth/revoke", "", revoke).is(200)
			c.get("/api/v1/apps/verify_credentials").refused(401)
		}
		other, err := s.store.AddApplication(s.Context(), storage.Application{Name: "Other", Scopes: "read"}, "other secret")
		s.must(err)
		_, ana := storagetest.Member(s, s.store, "ana")
		c := s.as(ana)
		s.visitor().post("/oauth/revoke", "token", c.token, "client_id", other.ClientID, "client_secret", "other secret")
		c.get("/api/v1/timelines/home").is(200)
		s.visitor().post("/oauth/token", "grant_type", "client_credentials", "client_id", other.ClientID, "client_secret", "other secret", "scope", "write").refused(400)
	})
}
