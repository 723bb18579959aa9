package session

import (
	"context"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"consilium/community"
)

// skew is how far the provider's clock may be ahead of ours.
const skew = 2 * time.Minute

// maxSubject bounds a subject (OpenID Connect Core 2), in bytes.
const maxSubject = 255

// errToken says that an id token is not good. Why is for the log, never for a
// person.
var errToken = errors.New("the id token is not good")

// wanted is what an id token has to answer: a question, or a refresh, which has
// none (OpenID Connect Core 12.2).
type wanted struct {
	// Nonce is what was asked with.
	Nonce string
	// Subject is who a refreshed token must be of; "" for a question.
	Subject string
}

// judgedKeys keeps what the library says of keys from a log, and remembers when
// they could not be fetched.
type judgedKeys struct {
	keys oidc.KeySet
	down error
}

// VerifySignature implements oidc.KeySet.
func (k *judgedKeys) VerifySignature(ctx context.Context, token string) ([]byte, error) {
	payload, err := k.keys.VerifySignature(ctx, token)
	if err == nil {
		return payload, nil
	}
	if strings.HasPrefix(err.Error(), "fetching keys") {
		k.down = errors.New("the keys could not be fetched")
	}
	return nil, errors.New("the signature is not of a key of the provider")
}

// verify checks an id token in all that OpenID Connect Core 3.1.3.7 asks for.
func (p *relying) verify(ctx context.Context, d *discovered, raw string, want wanted) (*oidc.IDToken, claims, error) {
	keys := &judgedKeys{keys: d.keys}
	verifier := oidc.NewVerifier(p.Issuer, keys, &oidc.Config{ClientID: p.ClientID, SupportedSigningAlgs: d.algorithms(), Now: p.now})
	token, err := verifier.Verify(ctx, raw)
	if keys.down != nil {
		return nil, nil, p.down("keys", keys.down)
	}
	if err != nil {
		return nil, nil, p.bad(err.Error())
	}
	var said claims
	if err := token.Claims(&said); err != nil {
		return nil, nil, p.bad("no claims")
	}
	return token, said, p.judge(token, said, want)
}

func (p *relying) bad(why string) error {
	return fmt.Errorf("sign-on provider %s: %w: %s", p.Key, errToken, community.CleanText(why[:min(len(why), 200)]))
}

// judge checks what the library leaves to its caller.
func (p *relying) judge(token *oidc.IDToken, said claims, want wanted) error {
	party, _ := said["azp"].(string)
	switch {
	case token.Issuer != p.Issuer:
		return p.bad("another issuer")
	case len(token.Audience) != 1 || token.Audience[0] != p.ClientID:
		return p.bad("for others as well") // 3.1.3.7 (3): we trust no other audience
	case said["azp"] != nil && party != p.ClientID:
		return p.bad("for another party") // 3.1.3.7 (5)
	case token.IssuedAt.Unix() <= 0 || token.IssuedAt.After(p.now().Add(skew)):
		return p.bad("issued in the future, or never")
	case want.Subject == "" && (want.Nonce == "" || subtle.ConstantTimeCompare([]byte(token.Nonce), []byte(want.Nonce)) != 1):
		return p.bad("of another sign-on") // 3.1.3.7 (11)
	case token.Subject == "" || len(token.Subject) > maxSubject || token.Subject != community.CleanText(token.Subject):
		return p.bad("of nobody")
	case want.Subject != "" && token.Subject != want.Subject:
		return p.bad("of somebody else")
	}
	return nil
}

// redeem exchanges a code for tokens. A code that is not good is errToken.
func (p *relying) redeem(ctx context.Context, d *discovered, code, verifier string) (*oauth2.Token, error) {
	token, err := p.oauth(d).Exchange(ctx, code, oauth2.VerifierOption(verifier))
	var refused *oauth2.RetrieveError
	switch {
	case err == nil:
		return token, nil
	case errors.As(err, &refused) && refused.ErrorCode == "invalid_grant":
		return nil, p.bad("the code is not good")
	}
	return nil, p.down("token", err)
}

// userInfo asks for further claims of a subject (OpenID Connect Core 5.3).
func (p *relying) userInfo(ctx context.Context, d *discovered, token *oauth2.Token, subject string) (claims, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, d.UserInfo, nil)
	if err != nil {
		return nil, p.down("userinfo", errors.New("no address"))
	}
	token.SetAuthHeader(request)
	request.Header.Set("Accept", "application/json")
	answer, err := p.http.Do(request)
	if err != nil {
		return nil, p.down("userinfo", err)
	}
	defer answer.Body.Close()
	var said claims
	if answer.StatusCode != http.StatusOK {
		return nil, p.down("userinfo", fmt.Errorf("status %d", answer.StatusCode))
	}
	if err := json.NewDecoder(answer.Body).Decode(&said); err != nil {
		return nil, p.down("userinfo", errors.New("no claims"))
	}
	// 5.3.2: an answer about somebody else must not be used.
	if who, _ := said["sub"].(string); who != subject {
		return nil, p.down("userinfo", errors.New("of somebody else"))
	}
	// How somebody signed in just now is in the id token or nowhere.
	for _, name := range []string{"acr", "amr", "auth_time"} {
		delete(said, name)
	}
	return said, nil
}
