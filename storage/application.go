package storage

import (
	"context"
	"crypto/subtle"
	"errors"
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
// never was, ErrGone when it has expired. Whoever shows it once more ends the token that
// was made with it (RFC 6749 4.1.2).
func (s *Store) UseCode(ctx context.Context, code string) (AuthorizationCode, error) {
	var row codeRow
	used := false
	err := s.update(ctx, "use authorization code", func(t *tx) error {
		err := one(ctx, t, &row, `UPDATE authorization_code SET used = ? WHERE code_hash = ? AND used IS NULL
			RETURNING application, actor, redirect_uri, scopes, challenge, expires, strong`, at(t.now), hashOf(code))
		if used = errors.Is(err, community.ErrNotFound); used {
			return t.endCode(ctx, code)
		}
		return err
	})
	if err != nil {
		return AuthorizationCode{}, err
	}
	if used {
		return AuthorizationCode{}, fmt.Errorf("use authorization code: %w", community.ErrNotFound)
	}
	c := AuthorizationCode{row.Application, row.Actor, row.RedirectURI, row.Scopes, row.Challenge, row.Expires.Time, row.Strong}
	if !c.Expires.After(s.Now()) {
		return AuthorizationCode{}, fmt.Errorf("use authorization code: %w", community.ErrGone)
	}
	return c, nil
}

// noToken stands for the token of a code that was shown twice.
const noToken = -1

// endCode ends what a used code gave, also what it is about to give.
func (t *tx) endCode(ctx context.Context, code string) error {
	var owners []community.ActorID
	err := many(ctx, t, &owners, `DELETE FROM access_token WHERE id IN (SELECT token FROM authorization_code WHERE code_hash = ?) RETURNING actor`, hashOf(code))
	if err != nil {
		return err
	}
	for _, actor := range owners {
		if err := t.tellOwner(ctx, actor); err != nil {
			return err
		}
	}
	_, err = t.do(ctx, `UPDATE authorization_code SET token = ? WHERE code_hash = ?`, noToken, hashOf(code))
	return err
}

// AddTokenByCode is AddToken for a code that was just used; ErrGone when it was shown once
// more meanwhile.
func (s *Store) AddTokenByCode(ctx context.Context, code, token string, k AccessToken) (AccessToken, error) {
	err := s.update(ctx, "add access token by code", func(t *tx) error {
		var err error
		if k, err = t.addToken(ctx, token, k); err != nil {
			return err
		}
		n, err := t.do(ctx, `UPDATE authorization_code SET token = ? WHERE code_hash = ? AND token = 0`, k.ID, hashOf(code))
		if err == nil && n == 0 {
			err = community.ErrGone
		}
		return err
	})
	return k, err
}
