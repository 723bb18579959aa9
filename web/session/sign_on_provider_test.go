package session

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/hmac"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"maps"
	"math/big"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"
)

// hospital is an OpenID provider: it lets in whoever comes, says of them what
// the test wants, and can be made to lie.
type hospital struct {
	*testing.T
	*httptest.Server
	now func() time.Time

	mu sync.Mutex
	// said are the claims of the id token beside those every token has, info
	// those of the user information; nil for no such address.
	said, info map[string]any
	// forge changes a token before it is signed, or signs it in its own way.
	forge func(header, payload map[string]any) (signed string)
	// more is added to the discovery document, answer to the answer of a sign-on.
	more   map[string]any
	answer url.Values
	rsa    *rsa.PrivateKey
	ec     *ecdsa.PrivateKey
	kid    string
	// down makes every request fail; left has the refresh token refused.
	down, left bool
	codes      map[string]url.Values // code → what it was asked with
	refresh    int                   // how many refresh tokens were given; the last is good
	asked      map[string]int        // path → requests
}

func openHospital(t *testing.T, now func() time.Time) *hospital {
	t.Helper()
	i := &hospital{T: t, now: now, kid: "1", codes: map[string]url.Values{}, asked: map[string]int{},
		said: map[string]any{"sub": "42", "affiliation": []string{"member", "employee"}}}
	i.newKeys()
	mux := http.NewServeMux()
	mux.HandleFunc("GET /.well-known/openid-configuration", i.discovery)
	mux.HandleFunc("GET /keys", i.keys)
	mux.HandleFunc("POST /token", i.token)
	mux.HandleFunc("GET /userinfo", i.userInfo)
	i.Server = httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		i.mu.Lock()
		defer i.mu.Unlock()
		i.asked[r.URL.Path]++
		if i.down {
			http.Error(w, "closed for the night", http.StatusBadGateway)
			return
		}
		mux.ServeHTTP(w, r)
	}))
	t.Cleanup(i.Close)
	return i
}

func (i *hospital) newKeys() {
	var err error
	if i.rsa, err = rsa.GenerateKey(rand.Reader, 2048); err == nil {
		i.ec, err = ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	}
	if err != nil {
		i.Fatal(err)
	}
}

func (i *hospital) write(w http.ResponseWriter, status int, value any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	if err := json.NewEncoder(w).Encode(value); err != nil {
		i.Error(err)
	}
}

func (i *hospital) discovery(w http.ResponseWriter, _ *http.Request) {
	document := map[string]any{"issuer": i.URL, "authorization_endpoint": i.URL + "/authorize", "token_endpoint": i.URL + "/token", "jwks_uri": i.URL + "/keys"}
	if i.info != nil {
		document["userinfo_endpoint"] = i.URL + "/userinfo"
	}
	maps.Copy(document, i.more)
	i.write(w, http.StatusOK, document)
}

func inURL(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }

func (i *hospital) keys(w http.ResponseWriter, _ *http.Request) {
	x, y := make([]byte, 32), make([]byte, 32)
	point, err := i.ec.PublicKey.Bytes()
	if err != nil {
		i.Error(err)
		return
	}
	copy(x, point[1:33])
	copy(y, point[33:])
	i.write(w, http.StatusOK, map[string]any{"keys": []map[string]any{
		{"kty": "RSA", "kid": i.kid, "use": "sig", "n": inURL(i.rsa.N.Bytes()), "e": inURL(big.NewInt(int64(i.rsa.E)).Bytes())},
		{"kty": "EC", "kid": "ec" + i.kid, "crv": "P-256", "x": inURL(x), "y": inURL(y)},
	}})
}

// sign makes a token of header and payload with the key the header names.
func (i *hospital) sign(header, payload map[string]any) string {
	h, _ := json.Marshal(header)
	p, _ := json.Marshal(payload)
	text := inURL(h) + "." + inURL(p)
	sum := sha256.Sum256([]byte(text))
	switch header["alg"] {
	case "RS256":
		signature, err := rsa.SignPKCS1v15(rand.Reader, i.rsa, crypto.SHA256, sum[:])
		if err != nil {
			i.Error(err)
		}
		return text + "." + inURL(signature)
	case "ES256":
		r, s, err := ecdsa.Sign(rand.Reader, i.ec, sum[:])
		if err != nil {
			i.Error(err)
		}
		return text + "." + inURL(append(r.FillBytes(make([]byte, 32)), s.FillBytes(make([]byte, 32))...))
	case "HS256": // with what everybody can read: the public key
		public, _ := x509.MarshalPKIXPublicKey(&i.rsa.PublicKey)
		mac := hmac.New(sha256.New, public)
		mac.Write([]byte(text))
		return text + "." + inURL(mac.Sum(nil))
	}
	return text + "."
}

// idToken is a good token for a client, unless it is forged.
func (i *hospital) idToken(client, nonce string) string {
	payload := map[string]any{"iss": i.URL, "aud": client, "iat": i.now().Unix(), "exp": i.now().Add(5 * time.Minute).Unix()}
	if nonce != "" {
		payload["nonce"] = nonce
	}
	maps.Copy(payload, i.said)
	header := map[string]any{"alg": "RS256", "kid": i.kid, "typ": "JWT"}
	if i.forge != nil {
		if token := i.forge(header, payload); token != "" {
			return token
		}
	}
	return i.sign(header, payload)
}

// visit is somebody's browser at the hospital, which lets them in and sends them
// back: the address to go on to.
func (i *hospital) visit(address string) *url.URL {
	i.Helper()
	i.mu.Lock()
	defer i.mu.Unlock()
	u, err := url.Parse(address)
	if err != nil {
		i.Fatal(err)
	}
	q := u.Query()
	if q.Get("response_type") != "code" || q.Get("code_challenge_method") != "S256" || q.Get("nonce") == "" || q.Get("state") == "" {
		i.Fatalf("asked with %v", q)
	}
	code := NewToken()
	i.codes[code] = q
	back, err := url.Parse(q.Get("redirect_uri"))
	if err != nil {
		i.Fatal(err)
	}
	answer := url.Values{"code": {code}, "state": {q.Get("state")}}
	for name, values := range i.answer {
		answer[name] = values
	}
	back.RawQuery = answer.Encode()
	return back
}

func (i *hospital) token(w http.ResponseWriter, r *http.Request) {
	id, secret, _ := r.BasicAuth()
	if id != "consilium" || secret != "s3cret" {
		i.write(w, http.StatusUnauthorized, map[string]any{"error": "invalid_client"})
		return
	}
	if r.FormValue("grant_type") == "refresh_token" {
		i.again(w, r)
		return
	}
	asked, good := i.codes[r.FormValue("code")]
	delete(i.codes, r.FormValue("code"))
	challenge := sha256.Sum256([]byte(r.FormValue("code_verifier")))
	if !good || asked.Get("code_challenge") != inURL(challenge[:]) || asked.Get("redirect_uri") != r.FormValue("redirect_uri") {
		i.write(w, http.StatusBadRequest, map[string]any{"error": "invalid_grant"})
		return
	}
	i.give(w, asked)
}

func (i *hospital) give(w http.ResponseWriter, asked url.Values) {
	answer := map[string]any{"access_token": "access", "token_type": "Bearer", "expires_in": 60, "id_token": i.idToken("consilium", asked.Get("nonce"))}
	if strings.Contains(asked.Get("scope"), "offline_access") {
		i.refresh++
		answer["refresh_token"] = i.lastRefresh()
	}
	i.write(w, http.StatusOK, answer)
}

func (i *hospital) lastRefresh() string { return "refresh-" + strings.Repeat("x", i.refresh) }

func (i *hospital) again(w http.ResponseWriter, r *http.Request) {
	if i.left || r.FormValue("refresh_token") != i.lastRefresh() {
		i.write(w, http.StatusBadRequest, map[string]any{"error": "invalid_grant", "error_description": "patient zero"})
		return
	}
	i.give(w, url.Values{"scope": {"offline_access"}})
}

func (i *hospital) userInfo(w http.ResponseWriter, r *http.Request) {
	if r.Header.Get("Authorization") != "Bearer access" {
		http.Error(w, "who?", http.StatusUnauthorized)
		return
	}
	i.write(w, http.StatusOK, i.info)
}

// with changes the hospital while nobody asks it.
func (i *hospital) with(change func(i *hospital)) {
	i.mu.Lock()
	defer i.mu.Unlock()
	change(i)
}
