package session

import (
	"errors"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"consilium/community"
)

// An id token that is not good in every way signs nobody in, and is told as one
// sentence; what was wrong is for the log.
func TestForgedIDTokens(t *testing.T) {
	eachCampus(t, func(t *testing.T, w *campus) {
		w.linked()
		other := openHospital(t, w.clock.Now)
		now := w.clock.Now().Unix()
		for name, forge := range map[string]func(header, payload map[string]any) string{
			"unsigned (alg none)": func(h, p map[string]any) string {
				h["alg"] = "none"
				return w.hospital.sign(h, p)
			},
			"unsigned, as alg NONE": func(h, p map[string]any) string {
				h["alg"] = "NONE"
				return w.hospital.sign(h, p)
			},
			"HS256 with the public key": func(h, p map[string]any) string {
				h["alg"] = "HS256"
				return w.hospital.sign(h, p)
			},
			"signature cut off": func(h, p map[string]any) string {
				signed := w.hospital.sign(h, p)
				return signed[:strings.LastIndex(signed, ".")+1]
			},
			"key of another": func(h, p map[string]any) string { return other.sign(h, p) },
			"unknown key": func(h, p map[string]any) string {
				h["kid"] = "7"
				return other.sign(h, p)
			},
			"expired":             func(_, p map[string]any) string { p["exp"] = now - 1; return "" },
			"without an end":      func(_, p map[string]any) string { delete(p, "exp"); return "" },
			"not yet good":        func(_, p map[string]any) string { p["nbf"] = now + 3600; return "" },
			"iat in the future":   func(_, p map[string]any) string { p["iat"] = now + 600; return "" },
			"without an iat":      func(_, p map[string]any) string { delete(p, "iat"); return "" },
			"wrong audience":      func(_, p map[string]any) string { p["aud"] = "another"; return "" },
			"audience not alone":  func(_, p map[string]any) string { p["aud"] = []string{"consilium", "another"}; return "" },
			"for another party":   func(_, p map[string]any) string { p["azp"] = "another"; return "" },
			"azp is no name":      func(_, p map[string]any) string { p["azp"] = []string{"consilium"}; return "" },
			"wrong issuer":        func(_, p map[string]any) string { p["iss"] = other.URL; return "" },
			"issuer with a slash": func(_, p map[string]any) string { p["iss"] = w.hospital.URL + "/"; return "" },
			"nonce mismatch":      func(_, p map[string]any) string { p["nonce"] = NewToken(); return "" },
			"without a nonce":     func(_, p map[string]any) string { delete(p, "nonce"); return "" },
			"nobody":              func(_, p map[string]any) string { p["sub"] = ""; return "" },
			"a subject too long":  func(_, p map[string]any) string { p["sub"] = strings.Repeat("4", 256); return "" },
			"another access token": func(_, p map[string]any) string {
				p["at_hash"] = "AAAAAAAAAAAAAAAAAAAAAA"
				return ""
			},
			"no token": func(_, _ map[string]any) string { return "x" },
		} {
			w.hospital.with(func(i *hospital) { i.forge = forge })
			l := w.laptop()
			out, err := l.signsOn()
			if problem(err) != SignOnFailed || out.Unknown || l.is() != "" {
				t.Errorf("%s: %+v, %v, signed in as %q", name, out, err, l.is())
			}
			if err != nil && strings.Contains(err.Error(), "eyJ") {
				t.Errorf("%s: the log gets the token: %v", name, err)
			}
		}
		w.hospital.with(func(i *hospital) {
			i.forge = func(h, p map[string]any) string { // a good one, and not by the usual key
				h["alg"], h["kid"] = "ES256", "ec1"
				p["azp"] = "consilium"
				return i.sign(h, p)
			}
		})
		if l := w.laptop(); l.must(l.signsOn()).is() != "ana" {
			t.Error("a good token signs nobody in")
		}
	})
}

func (l *laptop) must(_ SignOnOutcome, err error) *laptop {
	l.t.Helper()
	if err != nil {
		l.t.Fatal(err)
	}
	return l
}

// A whole token of an earlier sign-on does not answer a later question.
func TestNonceReplay(t *testing.T) {
	eachCampus(t, func(t *testing.T, w *campus) {
		w.linked()
		var kept string
		w.hospital.with(func(i *hospital) {
			i.forge = func(h, p map[string]any) string { kept = i.sign(h, p); return kept }
		})
		w.laptop().must(w.laptop().signsOn())
		w.hospital.with(func(i *hospital) { i.forge = func(_, _ map[string]any) string { return kept } })
		if l := w.laptop(); problem(second(l.signsOn())) != SignOnFailed || l.is() != "" {
			t.Errorf("a token was taken twice: signed in as %q", l.is())
		}
	})
}

func second(_ SignOnOutcome, err error) error { return err }

// The answer must be to a question of this very browser, asked a short while
// ago, and is taken once.
func TestState(t *testing.T) {
	eachCampus(t, func(t *testing.T, w *campus) {
		w.linked()
		l := w.laptop()
		back := w.hospital.visit(l.starts("anna", SignOnWish{}))
		l.must(l.comesBack("anna", back))
		try := func(name string, who *laptop, answer *url.URL, want SignOnProblem) {
			t.Helper()
			if _, err := who.comesBack("anna", answer); problem(err) != want || who.is() != "" {
				t.Errorf("%s: %v, signed in as %q", name, err, who.is())
			}
		}
		fresh := w.laptop()
		fresh.cookies["__Host-consilium-sign-on"] = l.cookies["__Host-consilium-sign-on"]
		try("state replay", fresh, back, SignOnExpired)

		back = w.hospital.visit(fresh.starts("anna", SignOnWish{}))
		other := w.laptop()
		try("state in a browser without a cookie", other, back, SignOnBrowser)
		other.starts("anna", SignOnWish{})
		try("state of another browser", other, back, SignOnBrowser)

		for name, state := range map[string]string{"mismatch": NewToken(), "none": "", "nonsense": "\x00%"} {
			wrong := *back
			q := wrong.Query()
			q.Set("state", state)
			wrong.RawQuery = q.Encode()
			try("state "+name, fresh, &wrong, SignOnExpired)
		}
		w.clock.Advance(requestTime)
		try("state that is too old", fresh, back, SignOnExpired)

		back = w.hospital.visit(fresh.starts("anna", SignOnWish{}))
		fresh.must(fresh.comesBack("anna", back))
		if fresh.is() != "ana" {
			t.Error("a good answer signs nobody in")
		}
	})
}

// A code serves once, and only whoever asked for it: it is worth nothing without
// the verifier (RFC 7636).
func TestCodeReplay(t *testing.T) {
	eachCampus(t, func(t *testing.T, w *campus) {
		w.linked()
		victim := w.laptop()
		stolen := w.hospital.visit(victim.starts("anna", SignOnWish{}))
		attacker := w.laptop()
		mine := w.hospital.visit(attacker.starts("anna", SignOnWish{}))
		q := mine.Query()
		q.Set("code", stolen.Query().Get("code"))
		mine.RawQuery = q.Encode()
		if _, err := attacker.comesBack("anna", mine); problem(err) != SignOnFailed || attacker.is() != "" {
			t.Errorf("with a stolen code: %v, signed in as %q", err, attacker.is())
		}
		again := w.hospital.visit(victim.starts("anna", SignOnWish{}))
		q = again.Query()
		q.Set("code", stolen.Query().Get("code"))
		again.RawQuery = q.Encode()
		if _, err := victim.comesBack("anna", again); problem(err) != SignOnFailed {
			t.Errorf("with a used code: %v", err)
		}
	})
}

// What the hospital answers instead of a code.
func TestAnswersWithoutACode(t *testing.T) {
	eachCampus(t, func(t *testing.T, w *campus) {
		for name, c := range map[string]struct {
			answer url.Values
			more   map[string]any
			want   SignOnProblem
		}{
			"denied":                   {url.Values{"error": {"access_denied"}, "code": nil}, nil, SignOnDenied},
			"an error":                 {url.Values{"error": {"server_error"}, "code": nil}, nil, SignOnFailed},
			"nothing":                  {url.Values{"code": nil}, nil, SignOnFailed},
			"of another issuer":        {url.Values{"iss": {"https://evil.example"}}, nil, SignOnFailed},
			"of no issuer, though one": {url.Values{}, map[string]any{"authorization_response_iss_parameter_supported": true}, SignOnFailed},
			"of its own issuer":        {url.Values{"iss": {w.hospital.URL}}, map[string]any{"authorization_response_iss_parameter_supported": true}, ""},
		} {
			w.configure(w.hospital.provider("anna")) // forgets what it discovered
			w.hospital.with(func(i *hospital) { i.answer, i.more = c.answer, c.more })
			if _, err := w.laptop().signsOn(); problem(err) != c.want {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

// New keys are found when the first token comes that is signed with them, and
// the old ones are believed no longer than an hour.
func TestKeyRotation(t *testing.T) {
	eachCampus(t, func(t *testing.T, w *campus) {
		w.linked()
		old := w.hospital.rsa
		w.hospital.with(func(i *hospital) {
			i.newKeys()
			i.kid = "2"
		})
		if l := w.laptop(); l.must(l.signsOn()).is() != "ana" {
			t.Error("the new key is not taken")
		}
		w.hospital.with(func(i *hospital) {
			i.forge = func(h, p map[string]any) string {
				current := i.rsa
				defer func() { i.rsa = current }()
				h["kid"], i.rsa = "1", old
				return i.sign(h, p)
			}
		})
		w.clock.Advance(discoveryGood)
		if l := w.laptop(); problem(second(l.signsOn())) != SignOnFailed || l.is() != "" {
			t.Error("a key that was withdrawn is taken")
		}
	})
}

// A hospital that is down when the program starts stops nothing but signing on
// there, is not asked by everybody at once, and is found when it is back.
func TestProviderDownAtStart(t *testing.T) {
	eachCampus(t, func(t *testing.T, w *campus) {
		w.hospital.with(func(i *hospital) { i.down = true })
		w.configure(w.hospital.provider("anna"))
		l := w.laptop()
		for range 3 {
			_, err := l.StartSignOn(httptest.NewRecorder(), l.asks("GET", "/"), "anna", SignOnWish{})
			if !errors.Is(err, community.ErrUnavailable) {
				t.Errorf("down: %v", err)
			}
			if strings.Contains(err.Error(), "closed for the night") {
				t.Errorf("the log gets what it answered: %v", err)
			}
		}
		if n := w.hospital.asked["/.well-known/openid-configuration"]; n != 1 {
			t.Errorf("asked %d times", n)
		}
		if c := w.enter("ana", anasPassword); w.seen(c) != "ana" {
			t.Error("the password does not open the account")
		}
		w.hospital.with(func(i *hospital) { i.down = false })
		w.clock.Advance(discoveryPause)
		if out, err := l.signsOn(); err != nil || !out.Unknown {
			t.Errorf("back: %+v, %v", out, err)
		}
		// What is known stands in for a while.
		address := l.starts("anna", SignOnWish{})
		w.hospital.with(func(i *hospital) { i.down = true })
		w.clock.Advance(discoveryGood)
		l.starts("anna", SignOnWish{})
		if _, err := l.comesBack("anna", w.hospital.visit(address)); problem(err) != SignOnExpired {
			t.Errorf("after an hour: %v", err)
		}
		if _, err := l.signsOn(); !errors.Is(err, community.ErrUnavailable) || l.is() != "" {
			t.Errorf("without tokens: %v", err)
		}
		w.clock.Advance(discoveryStale)
		if _, err := l.StartSignOn(httptest.NewRecorder(), l.asks("GET", "/"), "anna", SignOnWish{}); !errors.Is(err, community.ErrUnavailable) {
			t.Errorf("after a day: %v", err)
		}
	})
}

// A discovery document of somebody else, or with unsafe addresses, is none.
func TestDiscoveryIsChecked(t *testing.T) {
	w := openCampus(t, "")
	for name, more := range map[string]map[string]any{
		"issuer": {"issuer": "https://evil.example"}, "slash": {"issuer": w.hospital.URL + "/"},
		"script": {"authorization_endpoint": "javascript:alert(1)"}, "plain": {"token_endpoint": "http://login.hospital.example/token"},
		"keys": {"jwks_uri": ""}, "length": {"padding": strings.Repeat("x", maxAnswer)},
	} {
		w.hospital.with(func(i *hospital) { i.more = more })
		w.configure(w.hospital.provider("anna"))
		l := w.laptop()
		if _, err := l.StartSignOn(httptest.NewRecorder(), l.asks("GET", "/"), "anna", SignOnWish{}); !errors.Is(err, community.ErrUnavailable) {
			t.Errorf("%s is taken: %v", name, err)
		}
	}
}

// Claims that are not in the id token are asked for, of the same person only;
// and an answer that does not come takes nothing away.
func TestUserInfo(t *testing.T) {
	eachCampus(t, func(t *testing.T, w *campus) {
		w.hospital.with(func(i *hospital) {
			i.said = map[string]any{"sub": "42"}
			i.info = map[string]any{"sub": "42", "affiliation": "employee", "roles": clinical("Arzt"), "acr": "gold", "iss": "x"}
		})
		w.linked()
		if level, _ := w.level(); level != 4 {
			t.Errorf("level %d", level)
		}
		if l := w.laptop(); l.must(l.signsOn()).person().Strong() {
			t.Error("how somebody signed in was taken from the user information")
		}
		w.hospital.with(func(i *hospital) { i.info["sub"] = "43" })
		if l := w.laptop(); !errors.Is(second(l.signsOn()), community.ErrUnavailable) || l.is() != "" {
			t.Error("the claims of somebody else were taken")
		}
		if level, _ := w.level(); level != 4 {
			t.Errorf("level %d without an answer", level)
		}
	})
}

// night lets a day pass and runs the check.
func (w *campus) night() error {
	w.clock.Advance(24 * time.Hour)
	return w.CheckIdentities(w.t.Context())
}

// A claim removed at the nightly check suspends, and ends the sessions that came
// by the hospital and no others; when it is back, so is the level.
func TestClaimRemovedAtTheNightlyCheck(t *testing.T) {
	eachCampus(t, func(t *testing.T, w *campus) {
		w.says("roles", clinical("Arzt"))
		byPassword := w.linked()
		bySignOn := w.laptop()
		bySignOn.must(bySignOn.signsOn())
		check := func(name string, said []any, want int, reason string, signedIn bool) {
			t.Helper()
			w.says(said...)
			if err := w.night(); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			level, c := w.level()
			if int(level) != want || c.Reason != reason || (bySignOn.is() != "") != signedIn || byPassword.is() != "ana" {
				t.Errorf("%s: level %d, %+v, signed in %q", name, level, c, bySignOn.is())
			}
		}
		check("all is well", nil, 4, "", true)
		check("claim removed", []any{"affiliation", "alum"}, 0, "claim_missing", false)
		if i := w.identity(); i.Missing.IsZero() {
			t.Error("it is not noted since when")
		}
		bySignOn.must(bySignOn.signsOn())
		check("still", nil, 0, "claim_missing", false)
		check("back", []any{"affiliation", "employee"}, 4, "", false)
		check("the profession", []any{"roles", nil}, 0, "claim_missing", false)
		if w.hospital.refresh < 6 {
			t.Errorf("asked %d times", w.hospital.refresh)
		}
		asked := w.hospital.asked["/token"]
		if err := w.CheckIdentities(t.Context()); err != nil || w.hospital.asked["/token"] != asked {
			t.Errorf("asked twice in a day: %v", err)
		}
	})
}

func (w *campus) identity() (i struct{ Missing time.Time }) {
	w.t.Helper()
	list, err := w.Store.Identities(w.t.Context(), w.ana.ID)
	if err != nil || len(list) != 1 {
		w.t.Fatalf("%+v, %v", list, err)
	}
	i.Missing = list[0].Missing
	return i
}

// An account that the hospital closed is refused its refresh token.
func TestRefreshRefused(t *testing.T) {
	eachCampus(t, func(t *testing.T, w *campus) {
		w.says("roles", clinical("Arzt"))
		w.linked()
		bySignOn := w.laptop()
		bySignOn.must(bySignOn.signsOn())
		w.hospital.with(func(i *hospital) { i.left = true })
		if err := w.night(); err != nil {
			t.Fatal(err)
		}
		if level, c := w.level(); level != 0 || c.Reason != "claim_missing" || bySignOn.is() != "" {
			t.Errorf("level %d, %+v, signed in %q", level, c, bySignOn.is())
		}
		asked := w.hospital.asked["/token"]
		if err := w.night(); err != nil || w.hospital.asked["/token"] != asked {
			t.Errorf("asked again with what was refused: %v", err)
		}
	})
}

// A hospital that is down changes nothing, until what it said has run out.
func TestProviderDownAtTheNightlyCheck(t *testing.T) {
	eachCampus(t, func(t *testing.T, w *campus) {
		w.says("roles", clinical("Arzt"))
		w.linked()
		bySignOn := w.laptop()
		bySignOn.must(bySignOn.signsOn())
		w.hospital.with(func(i *hospital) { i.down = true })
		err := w.night()
		if !errors.Is(err, community.ErrUnavailable) || strings.Contains(err.Error(), "closed for the night") {
			t.Errorf("told as %v", err)
		}
		if level, _ := w.level(); level != 4 || bySignOn.is() != "ana" {
			t.Errorf("level %d, signed in %q", level, bySignOn.is())
		}
		asked := w.hospital.asked["/token"]
		w.clock.Advance(time.Minute)
		if err := w.CheckIdentities(t.Context()); err != nil || w.hospital.asked["/token"] != asked {
			t.Errorf("asked again at once: %v", err)
		}
		w.clock.Advance(34 * 24 * time.Hour)
		_ = w.CheckIdentities(t.Context()) // still down
		if level, _ := w.level(); level != 0 {
			t.Errorf("level %d though it ran out", level)
		}
		w.hospital.with(func(i *hospital) { i.down = false })
		if err := w.night(); err != nil {
			t.Fatal(err)
		}
		if level, _ := w.level(); level != 4 {
			t.Errorf("level %d once it is back", level)
		}
	})
}
