package session

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"consilium/community"
)

// How long what a provider says of itself is good, how long it stands in for an
// answer that does not come, and how long one that did not answer is not asked.
// The keys go with it: one that was withdrawn is not believed for longer.
const (
	discoveryGood  = time.Hour
	discoveryStale = 24 * time.Hour
	discoveryPause = 30 * time.Second
)

// maxAnswer bounds what a provider may answer, in bytes; askTime how long.
const (
	maxAnswer = 1 << 20
	askTime   = 15 * time.Second
)

// signed are the algorithms an id token may be signed with: only such as need a
// key that we do not have ourselves, so never "none" and never HMAC (RFC 8725 3.1).
var signed = []string{oidc.RS256, oidc.RS384, oidc.RS512, oidc.PS256, oidc.PS384, oidc.PS512, oidc.ES256, oidc.ES384, oidc.ES512, oidc.EdDSA}

// discovered is what a provider says of itself (OpenID Connect Discovery 3).
type discovered struct {
	Issuer     string   `json:"issuer"`
	Authorize  string   `json:"authorization_endpoint"`
	Token      string   `json:"token_endpoint"`
	UserInfo   string   `json:"userinfo_endpoint"`
	Keys       string   `json:"jwks_uri"`
	Algorithms []string `json:"id_token_signing_alg_values_supported"`
	Methods    []string `json:"token_endpoint_auth_methods_supported"`
	Scopes     []string `json:"scopes_supported"`
	// NamesIssuer says that the answer names the issuer (RFC 9207 3).
	NamesIssuer bool `json:"authorization_response_iss_parameter_supported"`

	keys oidc.KeySet
}

// relying is this instance towards one provider: the relying party.
type relying struct {
	Provider
	http     *http.Client
	now      func() time.Time
	redirect string

	mu    sync.Mutex
	found *discovered
	// asked is when found came, failed when the provider last did not answer.
	asked, failed time.Time
}

func newRelying(o Options) []*relying {
	if o.SignOn.HTTP == nil {
		return nil
	}
	bounded := *o.SignOn.HTTP
	bounded.Transport = boundedTransport{o.SignOn.HTTP.Transport}
	list := make([]*relying, 0, len(o.SignOn.Providers))
	for _, p := range o.SignOn.Providers {
		list = append(list, &relying{Provider: p, http: &bounded, now: o.Now, redirect: o.Store.Base() + SignOnPath(p.Key) + "/callback"})
	}
	return list
}

// boundedTransport reads no answer beyond maxAnswer.
type boundedTransport struct{ next http.RoundTripper }

// RoundTrip implements http.RoundTripper.
func (b boundedTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	answer, err := b.next.RoundTrip(r)
	if err == nil {
		answer.Body = boundedBody{io.LimitReader(answer.Body, maxAnswer), answer.Body}
	}
	return answer, err
}

type boundedBody struct {
	io.Reader
	io.Closer
}

// provider finds a provider by its key; community.ErrNotFound.
func (s *Sessions) provider(key string) (*relying, error) {
	for _, p := range s.signOn {
		if p.Key == key {
			return p, nil
		}
	}
	return nil, fmt.Errorf("sign-on provider: %w", community.ErrNotFound)
}

// asking is a context in which the libraries ask by our client, and not for
// ever, whoever waits for it.
func (p *relying) asking(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(oidc.ClientContext(context.WithoutCancel(ctx), p.http), askTime)
}

// down is the error of a provider that did not answer as it should. The reason
// must hold nothing that it sent.
func (p *relying) down(what string, reason error) error {
	return fmt.Errorf("sign-on provider %s: %s: %w: %w", p.Key, what, community.ErrUnavailable, plain(reason))
}

// plain is an error of asking without the address that was asked, which may
// hold a secret, and without what was answered.
func plain(err error) error {
	var refused *oauth2.RetrieveError
	var address *url.Error
	switch {
	case errors.As(err, &refused) && refused.Response != nil:
		return fmt.Errorf("status %d", refused.Response.StatusCode)
	case errors.As(err, &address):
		return address.Err
	case errors.As(err, &refused):
		return errors.New("refused")
	}
	return err
}

// discover gives what the provider says of itself, asking at most once an hour.
// community.ErrUnavailable when it does not answer.
func (p *relying) discover(ctx context.Context) (*discovered, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := p.now()
	stands := p.found != nil && now.Sub(p.asked) < discoveryStale
	switch {
	case p.found != nil && now.Sub(p.asked) < discoveryGood:
		return p.found, nil
	case !p.failed.IsZero() && now.Sub(p.failed) < discoveryPause && stands:
		return p.found, nil
	case !p.failed.IsZero() && now.Sub(p.failed) < discoveryPause:
		return nil, p.down("discovery", errors.New("did not answer a moment ago"))
	}
	found, err := p.fetch(ctx)
	switch {
	case err == nil:
		p.found, p.asked, p.failed = found, now, time.Time{}
		return found, nil
	case stands:
		p.failed = now
		return p.found, nil
	}
	p.failed = now
	return nil, p.down("discovery", err)
}

func (p *relying) fetch(ctx context.Context) (*discovered, error) {
	ctx, cancel := p.asking(ctx)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, strings.TrimSuffix(p.Issuer, "/")+"/.well-known/openid-configuration", nil)
	if err != nil {
		return nil, errors.New("the issuer is no address")
	}
	request.Header.Set("Accept", "application/json")
	answer, err := p.http.Do(request)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("status %d", answer.StatusCode)
	}
	var found discovered
	if err := json.NewDecoder(answer.Body).Decode(&found); err != nil {
		return nil, errors.New("no discovery document")
	}
	found.keys = oidc.NewRemoteKeySet(oidc.ClientContext(context.WithoutCancel(ctx), p.http), found.Keys)
	return &found, found.check(p.Issuer)
}

// check refuses a document of another issuer (OpenID Connect Discovery 4.3), and
// addresses that are less safe than it.
func (d *discovered) check(issuer string) error {
	if d.Issuer != issuer {
		return errors.New("the discovery document is of another issuer")
	}
	secure := strings.HasPrefix(issuer, "https:")
	for name, address := range map[string]string{"authorization": d.Authorize, "token": d.Token, "keys": d.Keys, "userinfo": d.UserInfo} {
		u, err := url.Parse(address)
		if name == "userinfo" && address == "" {
			continue
		}
		if err != nil || u.Host == "" || u.Scheme != "https" && (secure || u.Scheme != "http") {
			return fmt.Errorf("the discovery document has no good address for %s", name)
		}
	}
	return nil
}

// oauth is the client towards the provider.
func (p *relying) oauth(d *discovered) *oauth2.Config {
	style := oauth2.AuthStyleInHeader // the default (OpenID Connect Discovery 3)
	if len(d.Methods) > 0 && !slices.Contains(d.Methods, "client_secret_basic") || p.ClientSecret == "" {
		style = oauth2.AuthStyleInParams
	}
	scopes := []string{oidc.ScopeOpenID}
	for _, scope := range p.Scopes {
		known := scope != oidc.ScopeOfflineAccess || len(d.Scopes) == 0 || slices.Contains(d.Scopes, scope)
		if known && !slices.Contains(scopes, scope) {
			scopes = append(scopes, scope)
		}
	}
	return &oauth2.Config{ClientID: p.ClientID, ClientSecret: p.ClientSecret, RedirectURL: p.redirect, Scopes: scopes,
		Endpoint: oauth2.Endpoint{AuthURL: d.Authorize, TokenURL: d.Token, AuthStyle: style}}
}

// algorithms are those the provider says it signs with and we accept.
func (d *discovered) algorithms() []string {
	if len(d.Algorithms) == 0 {
		return signed
	}
	return slices.DeleteFunc(slices.Clone(signed), func(a string) bool { return !slices.Contains(d.Algorithms, a) })
}
