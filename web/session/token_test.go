package session

import (
	"net/http"
	"strings"
	"testing"
)

func TestTokensAreNew(t *testing.T) {
	a, b := NewToken(), NewToken()
	if a == b || len(a) != tokenLength || strings.ContainsFunc(a, notBase64URL) {
		t.Errorf("tokens %q and %q", a, b)
	}
}

// S-AUTH-1: PKCE with S256 and nothing else. The pair is RFC 7636 appendix B.
func TestPKCE(t *testing.T) {
	const verifier, challenge = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
	if !CheckPKCE(challenge, verifier) {
		t.Error("the example of RFC 7636 does not fit")
	}
	for _, wrong := range []string{"", challenge, verifier + "x", verifier[:42], strings.Repeat("x", 129), verifier[:42] + " ", "é" + verifier[2:]} {
		if CheckPKCE(challenge, wrong) {
			t.Errorf("verifier %q fits", wrong)
		}
	}
	if CheckPKCE("", verifier) || CheckPKCE(verifier, verifier) {
		t.Error("a plain or missing challenge fits")
	}
	for _, c := range []struct {
		challenge, method string
		want              bool
	}{{challenge, "S256", true}, {challenge, "plain", false}, {challenge, "", false}, {"", "S256", false}, {challenge[:42] + "=", "S256", false}} {
		if ValidChallenge(c.challenge, c.method) != c.want {
			t.Errorf("challenge %q by %q", c.challenge, c.method)
		}
	}
}

func TestBearer(t *testing.T) {
	for header, want := range map[string]string{
		"Bearer abc-DEF_1.~": "abc-DEF_1.~", "bearer abc": "abc", "BEARER  abc": "abc",
		"": "", "abc": "", "Bearer": "", "Bearer ": "", "Basic abc": "", "Bearer a b": "", "Bearer a\"b": "", "Bearer ä": "",
		"Bearer " + strings.Repeat("x", 201): "", "Signature abc": "",
	} {
		r := &http.Request{Header: http.Header{"Authorization": {header}}}
		if got, ok := Bearer(r); got != want || ok != (want != "") {
			t.Errorf("%.30q carries %q, %v", header, got, ok)
		}
	}
}
