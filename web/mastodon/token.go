package mastodon

import (
	"errors"
	"net/http"

	"consilium/community"
	"consilium/storage"
	"consilium/web/session"
)

// oauthError is an error as RFC 6749 5.2 names it.
func oauthError(status int, code, key string) error {
	r := refuse(status, key)
	r.code = code
	return r
}

// client is the app that proved its secret, in the header or in the body
// (RFC 6749 2.3.1).
func (s *API) client(c *call) (storage.Application, error) {
	id, secret, given := c.BasicAuth()
	if !given {
		id, secret = c.fields.text("client_id"), c.fields.text("client_secret")
	}
	if !clean(id) {
		id = ""
	}
	a, err := s.store.CheckApplicationSecret(c.Context(), id, secret)
	if errors.Is(err, community.ErrNotFound) || errors.Is(err, community.ErrForbidden) {
		return a, oauthError(http.StatusUnauthorized, "invalid_client", "api.oauth.client")
	}
	return a, err
}

// createToken is POST /oauth/token.
func (s *API) createToken(c *call) (any, error) {
	a, err := s.client(c)
	if err != nil {
		return nil, err
	}
	var k storage.AccessToken
	token := session.NewToken()
	switch c.fields.text("grant_type") {
	case "authorization_code":
		if k, err = s.exchange(c, a); err == nil {
			k, err = s.store.AddTokenByCode(c.Context(), c.fields.text("code"), token, k)
		}
	case "client_credentials":
		if k, err = s.appToken(c, a); err == nil {
			k, err = s.store.AddToken(c.Context(), token, k)
		}
	default:
		err = oauthError(http.StatusBadRequest, "unsupported_grant_type", "api.oauth.grant_type")
	}
	if errors.Is(err, community.ErrGone) { // the code was shown twice at once
		err = oauthError(http.StatusBadRequest, "invalid_grant", "api.oauth.grant")
	}
	if err != nil {
		return nil, err
	}
	c.reply.Set("Cache-Control", "no-store") // RFC 6749 5.1
	return Token{AccessToken: token, TokenType: "Bearer", Scope: k.Scopes, CreatedAt: k.Created.Unix()}, nil
}

// exchange takes a code for a token. Whatever is wrong, the code is used up.
func (s *API) exchange(c *call, a storage.Application) (storage.AccessToken, error) {
	wrong := oauthError(http.StatusBadRequest, "invalid_grant", "api.oauth.grant")
	code, err := s.store.UseCode(c.Context(), c.fields.text("code"))
	if errors.Is(err, community.ErrNotFound) || errors.Is(err, community.ErrGone) {
		return storage.AccessToken{}, wrong
	}
	if err != nil {
		return storage.AccessToken{}, err
	}
	verifier := c.fields.text("code_verifier")
	proved := code.Challenge == "" && verifier == "" || code.Challenge != "" && session.CheckPKCE(code.Challenge, verifier)
	if code.Application != a.ID || code.RedirectURI != c.fields.text("redirect_uri") || !proved {
		return storage.AccessToken{}, wrong
	}
	u, err := s.store.UserOfActor(c.Context(), code.Actor)
	if err != nil {
		return storage.AccessToken{}, err
	}
	if u.State != community.UserActive {
		return storage.AccessToken{}, wrong
	}
	return storage.AccessToken{Application: a.ID, Actor: code.Actor, Scopes: code.Scopes, Strong: code.Strong}, nil
}

// appToken is a token for the app alone (RFC 6749 4.4): it opens what visitors
// see, and nothing of any member.
func (s *API) appToken(c *call, a storage.Application) (storage.AccessToken, error) {
	scopes, err := session.ParseScopes(c.fields.text("scope"))
	if err != nil || !session.Within(scopes, a.Scopes) {
		return storage.AccessToken{}, oauthError(http.StatusBadRequest, "invalid_scope", "api.wider_scope")
	}
	return storage.AccessToken{Application: a.ID, Scopes: scopes}, nil
}

// revokeToken is POST /oauth/revoke. A token that is not there, or another
// app's, is no error (RFC 7009 2.2).
func (s *API) revokeToken(c *call) (any, error) {
	a, err := s.client(c)
	if err != nil {
		return nil, err
	}
	return struct{}{}, s.store.RevokeToken(c.Context(), c.fields.text("token"), a.ID)
}

// showMetadata is GET /.well-known/oauth-authorization-server (RFC 8414).
func (s *API) showMetadata(c *call) (any, error) {
	c.reply.Set("Cache-Control", "public, max-age=3600")
	secrets := []string{"client_secret_basic", "client_secret_post"}
	return Metadata{
		Issuer: s.store.Base(), Documentation: "https://docs.joinmastodon.org/", Authorization: s.address("/oauth/authorize"),
		Token: s.address("/oauth/token"), Registration: s.address("/api/v1/apps"), Revocation: s.address("/oauth/revoke"),
		UserInfo: s.address("/oauth/userinfo"), Scopes: session.Scopes(), ResponseTypes: []string{"code"},
		ResponseModes: []string{"query"}, GrantTypes: []string{"authorization_code", "client_credentials"},
		ClientMethods: secrets, RevocationMethods: secrets, ChallengeMethods: []string{"S256"},
	}, nil
}

// showUserInfo is GET /oauth/userinfo.
func (s *API) showUserInfo(c *call) (any, error) {
	me := s.account(c, c.me())
	return UserInfo{Issuer: s.store.Base(), Subject: me.URI, Name: c.me().Name(), Username: me.Username, Profile: me.URL, Picture: me.Avatar}, nil
}
