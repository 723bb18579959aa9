package storage

import (
	"context"
	"crypto/subtle"
	"fmt"
	"strings"
	"time"

	"consilium/community"
)

// Application is a client that asks for access on people's behalf (RFC 6749 2).
type Application struct {
	ID       int64
	ClientID string
	Name     string
	// Website is an address, or "".
	Website      string
	RedirectURIs []string
	// Scopes are what it may ask for, separated by spaces.
	Scopes  string
	Created time.Time
}

const applicationColumns = `p.id, p.client_id, p.name, p.website, p.redirect_uris, p.scopes, p.created`

type applicationRow struct {
	ID           int64
	ClientID     string
	SecretHash   []byte
	Name         string
	Website      string
	RedirectURIs string `bun:"redirect_uris"`
	Scopes       string
	Created      stamp
}

func (r applicationRow) application() Application {
	return Application{r.ID, r.ClientID, r.Name, r.Website, strings.Split(r.RedirectURIs, "\n"), r.Scopes, r.Created.Time}
}

// AddApplication registers a client with its secret, of which only a hash is
// kept. A client id is made when it has none. No redirect address may hold a
// line end.
func (s *Store) AddApplication(ctx context.Context, a Application, secret string) (Application, error) {
	err := s.update(ctx, "add application", func(t *tx) error {
		a.ID, a.Created = s.numbers.next(), t.now
		if a.ClientID == "" {
			a.ClientID = newToken()
		}
		_, err := t.do(ctx, `INSERT INTO application (id, client_id, secret_hash, name, website, redirect_uris, scopes, created)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
			a.ID, a.ClientID, hashOf(secret), a.Name, a.Website, strings.Join(a.RedirectURIs, "\n"), a.Scopes, at(t.now))
		return err
	})
	return a, err
}

func (s *Store) application(ctx context.Context, clientID string) (applicationRow, error) {
	var row applicationRow
	err := one(ctx, s.r, &row, `SELECT p.secret_hash, `+applicationColumns+` FROM application AS p WHERE p.client_id = ?`, clientID)
	if err != nil {
		return row, fmt.Errorf("application: %w", err)
	}
	return row, nil
}

// ApplicationByClientID gives a client; ErrNotFound.
func (s *Store) ApplicationByClientID(ctx context.Context, clientID string) (Application, error) {
	row, err := s.application(ctx, clientID)
	if err != nil {
		return Application{}, err
	}
	return row.application(), nil
}

// CheckApplicationSecret gives a client that proved its secret; ErrNotFound
// when there is no such client, ErrForbidden when the secret is another.
func (s *Store) CheckApplicationSecret(ctx context.Context, clientID, secret string) (Application, error) {
	row, err := s.application(ctx, clientID)
	if err != nil {
		return Application{}, err
	}
	if subtle.ConstantTimeCompare(row.SecretHash, hashOf(secret)) != 1 {
		return Application{}, fmt.Errorf("secret of application %d: %w", row.ID, community.ErrForbidden)
	}
	return row.application(), nil
}

// AuthorizationCode is what a client exchanges for a token (RFC 6749 4.1).
type AuthorizationCode struct {
	Application int64
	Actor       community.ActorID
	RedirectURI string
	Scopes      string
	// Challenge is the S256 code challenge (RFC 7636), "" for none.
	Challenge string
	Expires   time.Time
	// Strong says that the member was signed in with two factors.
	Strong bool
}

type codeRow struct {
	Application                    int64
	Actor                          community.ActorID
	RedirectURI, Scopes, Challenge string
	Expires                        stamp
	Strong                         bool
}

// AddCode remembers what a member allowed a client. Only a hash of the code is
// kept.
func (s *Store) AddCode(ctx context.Context, code string, c AuthorizationCode) error {
	return s.update(ctx, "add authorization code", func(t *tx) error {
		_, err := t.do(ctx, `INSERT INTO authorization_code (code_hash, application, actor, redirect_uri, scopes, challenge, expires, strong)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?)`, hashOf(code), c.Application, c.Actor, c.RedirectURI, c.Scopes, c.Challenge, at(c.Expires), c.Strong)
		return err
	})
}

// UseCode takes a code, which serves once: ErrNotFound when it was used or
// never was, ErrGone when it has expired.
func (s *Store) UseCode(ctx context.Context, code string) (AuthorizationCode, error) {
	var row codeRow
	err := s.update(ctx, "use authorization code", func(t *tx) error {
		return one(ctx, t, &row, `DELETE FROM authorization_code WHERE code_hash = ?
			RETURNING application, actor, redirect_uri, scopes, challenge, expires, strong`, hashOf(code))
	})
	if err != nil {
		return AuthorizationCode{}, err
	}
	c := AuthorizationCode{row.Application, row.Actor, row.RedirectURI, row.Scopes, row.Challenge, row.Expires.Time, row.Strong}
	if !c.Expires.After(s.Now()) {
		return AuthorizationCode{}, fmt.Errorf("use authorization code: %w", community.ErrGone)
	}
	return c, nil
}
