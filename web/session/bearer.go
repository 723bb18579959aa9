package session

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"consilium/community"
	"consilium/storage"
)

// ErrNoToken says that a request came without an access token.
var ErrNoToken = errors.New("no access token")

// maxToken bounds an access token, in bytes; ours are shorter.
const maxToken = 200

// Bearer reads the access token of a request from its Authorization header
// (RFC 6750 2.1). A token in the address is never accepted.
func Bearer(r *http.Request) (token string, ok bool) {
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	token = strings.TrimSpace(token)
	if !strings.EqualFold(scheme, "Bearer") || token == "" || len(token) > maxToken || strings.ContainsFunc(token, notInToken) {
		return "", false
	}
	return token, true
}

// notInToken is what RFC 6750 2.1 does not allow in a token.
func notInToken(r rune) bool { return notUnreserved(r) && r != '+' && r != '/' && r != '=' }

// Access finds out which app, and which member if any, a request speaks for. It
// returns ErrNoToken when there is no token, community.ErrNotFound for one that
// is unknown or revoked, and community.ErrForbidden when its member may not act
// now. The caller still asks Allows about the scope.
func (s *Sessions) Access(r *http.Request) (storage.Bearer, error) {
	token, ok := Bearer(r)
	if !ok {
		return storage.Bearer{}, ErrNoToken
	}
	return s.bearer(s.Store.TokenBearer(r.Context(), token))
}

// AccessByID is Access for the number of a token, with which a link was made that
// its app was given.
func (s *Sessions) AccessByID(ctx context.Context, id int64) (storage.Bearer, error) {
	return s.bearer(s.Store.TokenBearerByID(ctx, id))
}

// bearer takes from an app what was proved of its member where that asks for two
// factors and whoever let the app in had shown fewer: it opens nothing then, as in
// a browser (Person.Weak).
func (s *Sessions) bearer(b storage.Bearer, err error) (storage.Bearer, error) {
	if err != nil {
		return storage.Bearer{}, fmt.Errorf("read access token: %w", err)
	}
	if s.RequireSecondFactor && !b.Strong {
		b.Standing = community.Standing{Judged: b.Standing.Judged}
	}
	return b, nil
}

// AppViewer is the member behind an access token as community.CanSee judges
// them. Restricted posts come into an app only with the scope cases:read; a
// token of an app alone is a visitor's.
func AppViewer(b storage.Bearer) community.Viewer {
	if b.AccessToken.Actor == 0 {
		return community.Viewer{}
	}
	return AppSubject(b).Viewer(b.AccessToken.Actor, Allows(b.AccessToken.Scopes, CasesRead))
}

// AppSubject is the member behind an access token as the table of permissions
// knows them; a token of an app alone is a visitor's.
func AppSubject(b storage.Bearer) community.Subject {
	if b.AccessToken.Actor == 0 {
		return community.Subject{}
	}
	return b.Actor.Subject(b.User.Role, b.Standing)
}
