package storage

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"consilium/community"
)

// AccessToken is what a client shows at every request. Actor is 0 for a token
// that acts for the client alone.
type AccessToken struct {
	ID          int64
	Application int64
	Actor       community.ActorID
	// Scopes are what it allows, separated by spaces.
	Scopes  string
	Created time.Time
	// LastUsed is exact to a day; zero when never.
	LastUsed time.Time
	// Strong says that who let the client in was signed in with two factors.
	Strong bool
}

// Bearer is who stands behind a token. User and Actor are zero for a token that
// acts for the client alone.
type Bearer struct {
	AccessToken
	Application Application
	User        community.User
	Actor       community.Actor
	// Standing is what was proved of the actor, found out for this request.
	Standing community.Standing
	// Filters says that the member has some.
	Filters bool
}

const tokenColumns = `k.id, k.application, k.actor, k.scopes, k.created, k.last_used, k.strong`

type tokenRow struct {
	ID, Application   int64
	Actor             community.ActorID
	Scopes            string
	Created, LastUsed stamp
	Strong            bool
}

func (r tokenRow) token() AccessToken {
	return AccessToken{r.ID, r.Application, r.Actor, r.Scopes, r.Created.Time, r.LastUsed.Time, r.Strong}
}

// AddToken makes a token good. Only a hash of it is kept.
func (s *Store) AddToken(ctx context.Context, token string, k AccessToken) (AccessToken, error) {
	err := s.update(ctx, "add access token", func(t *tx) error {
		var err error
		k, err = t.addToken(ctx, token, k)
		return err
	})
	return k, err
}

func (t *tx) addToken(ctx context.Context, token string, k AccessToken) (AccessToken, error) {
	k.ID, k.Created = t.store.numbers.next(), t.now
	_, err := t.do(ctx, `INSERT INTO access_token (id, token_hash, application, actor, scopes, created, strong) VALUES (?, ?, ?, ?, ?, ?, ?)`,
		k.ID, hashOf(token), k.Application, k.Actor, k.Scopes, at(t.now), k.Strong)
	return k, err
}

type bearerRow struct {
	bun.BaseModel `bun:"table:access_token"`

	Application applicationRow `bun:"embed:application_"`
	User        userRow        `bun:"embed:user_"`
	Actor       actorRow       `bun:"embed:actor_"`
}

// bearerQuery reads everybody behind a token, with the sum of their stamps.
var bearerQuery = `SELECT ` + named("application_", applicationColumns) + `, ` +
	named("user_", userColumns) + `, ` + named("actor_", actorColumns) + `,
	p.stamp + COALESCE(u.stamp, 0) + COALESCE(a.stamp, 0) AS stamps` + bearerTables

// named gives each of a list of columns a name that begins with the prefix, so
// that several tables fit into one row.
func named(prefix, columns string) string {
	var list []string
	for column := range strings.SplitSeq(columns, ",") {
		column = strings.TrimSpace(column)
		_, name, _ := strings.Cut(column, ".")
		list = append(list, column+" AS "+prefix+name)
	}
	return strings.Join(list, ", ")
}

// TokenBearer says who stands behind a token: ErrNotFound when nobody does,
// ErrForbidden when the login is not active or the actor suspended.
func (s *Store) TokenBearer(ctx context.Context, token string) (Bearer, error) {
	return s.bearer(ctx, proofByToken, hashOf(token))
}

// TokenBearerByID is TokenBearer for a token of which only the number is known:
// for links that were given to its client.
func (s *Store) TokenBearerByID(ctx context.Context, id int64) (Bearer, error) {
	return s.bearer(ctx, proofByID, id)
}

// proofColumns are all that is read of a token that was shown before: the token, and
// whether its client, login and actor are what they were.
const proofColumns = tokenColumns + `, p.stamp, COALESCE(u.id, 0), COALESCE(u.stamp, 0) + COALESCE(a.stamp, 0),
	EXISTS (SELECT 1 FROM filter f WHERE f.owner = k.actor)`

const bearerTables = ` FROM access_token AS k JOIN application AS p ON p.id = k.application
	LEFT JOIN actor AS a ON a.id = k.actor LEFT JOIN user_account AS u ON u.id = a.user_id WHERE `

const proofByToken, proofByID = `SELECT ` + proofColumns + bearerTables + `k.token_hash = $1`, `SELECT ` + proofColumns + bearerTables + `k.id = $1`

// bearerKey names who stands behind a token; their stamps say whether they changed.
type bearerKey struct {
	application int64
	actor       community.ActorID
	user        community.UserID
}

// bearerShelf is how many bytes are kept of those who stand behind tokens.
const bearerShelf = 4 << 20

func (s *Store) bearer(ctx context.Context, query string, which any) (Bearer, error) {
	var k tokenRow
	var key bearerKey
	var client, person int64
	var filters bool
	err := s.hotRow(ctx, query, []any{which}, &k.ID, &k.Application, (*int64)(&k.Actor), &k.Scopes, &k.Created, &k.LastUsed, &k.Strong,
		&client, (*int64)(&key.user), &person, &filters)
	if err != nil {
		return Bearer{}, fmt.Errorf("access token: %w", err)
	}
	key.application, key.actor = k.Application, k.Actor
	b, kept := s.bearers.Find(key, client+person)
	if !kept {
		if b, err = s.readBearer(ctx, key, k.ID); err != nil {
			return Bearer{}, err
		}
	}
	b.AccessToken, b.Filters = k.token(), filters
	if b.AccessToken.Actor != 0 {
		if b.User.State != community.UserActive || b.User.EmailConfirmed.IsZero() || !b.Actor.Active() || b.Actor.ShutOut(s.Now()) {
			return Bearer{}, fmt.Errorf("access token %d: %w", b.ID, community.ErrForbidden)
		}
		b.Standing = s.Standing(ctx, b.Actor)
	}
	return b, s.touchToken(ctx, b.AccessToken)
}

// readBearer reads who stands behind a token, and keeps it as it was read.
func (s *Store) readBearer(ctx context.Context, key bearerKey, token int64) (Bearer, error) {
	var row struct {
		bearerRow
		Stamps int64
	}
	err := one(ctx, s.r, &row, bearerQuery+`k.id = ?`, token)
	if err != nil {
		return Bearer{}, fmt.Errorf("access token: %w", err)
	}
	b := Bearer{Application: row.Application.application()}
	if key.actor != 0 {
		b.User, b.Actor = row.User.user(), row.Actor.actor()
	}
	s.bearers.Put(key, row.Stamps, b, 6000+len(b.Actor.Summary.String()))
	return b, nil
}

// touchToken notes once a day that a token is in use.
func (s *Store) touchToken(ctx context.Context, k AccessToken) error {
	if s.Now().Sub(k.LastUsed) < 24*time.Hour {
		return nil
	}
	return s.update(ctx, fmt.Sprintf("touch access token %d", k.ID), func(t *tx) error {
		_, err := t.do(ctx, `UPDATE access_token SET last_used = ? WHERE id = ?`, at(t.now), k.ID)
		return err
	})
}

// RevokeToken ends a token at the wish of the client it was given to. One that
// is not its own, or not there, is left alone (RFC 7009 2.2).
func (s *Store) RevokeToken(ctx context.Context, token string, application int64) error {
	return s.update(ctx, "revoke access token", func(t *tx) error {
		var actor community.ActorID
		err := one(ctx, t, &actor, `DELETE FROM access_token WHERE token_hash = ? AND application = ? RETURNING actor`, hashOf(token), application)
		if errors.Is(err, community.ErrNotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		return t.tellOwner(ctx, actor)
	})
}

// GivenToken is a token with the client that has it.
type GivenToken struct {
	AccessToken
	Application Application
}

// Tokens lists the clients a member let in, the newest first.
func (s *Store) Tokens(ctx context.Context, actor community.ActorID) ([]GivenToken, error) {
	var rows []struct {
		Token       tokenRow       `bun:"embed:token_"`
		Application applicationRow `bun:"embed:application_"`
	}
	err := many(ctx, s.r, &rows, `SELECT `+named("token_", tokenColumns)+`, `+named("application_", applicationColumns)+`
		FROM access_token AS k JOIN application AS p ON p.id = k.application WHERE k.actor = ? ORDER BY k.id DESC`, actor)
	if err != nil {
		return nil, fmt.Errorf("access tokens of actor %d: %w", actor, err)
	}
	tokens := make([]GivenToken, 0, len(rows))
	for _, r := range rows {
		tokens = append(tokens, GivenToken{r.Token.token(), r.Application.application()})
	}
	return tokens, nil
}

// RevokeTokenByID ends a token at the wish of the member; ErrNotFound when it
// is not one of its own.
func (s *Store) RevokeTokenByID(ctx context.Context, actor community.ActorID, id int64) error {
	return s.update(ctx, fmt.Sprintf("revoke access token %d", id), func(t *tx) error {
		n, err := t.do(ctx, `DELETE FROM access_token WHERE id = ? AND actor = ?`, id, actor)
		if err == nil && n == 0 {
			return community.ErrNotFound
		}
		if err != nil {
			return err
		}
		return t.tellOwner(ctx, actor)
	})
}

// tellOwner announces a change to the login that an actor belongs to, if any.
func (t *tx) tellOwner(ctx context.Context, actor community.ActorID) error {
	var owners []community.UserID
	if err := many(ctx, t, &owners, `SELECT user_id FROM actor WHERE id = ? AND user_id IS NOT NULL`, actor); err != nil {
		return fmt.Errorf("owner of actor %d: %w", actor, err)
	}
	for _, user := range owners {
		t.tell(News{Topic: TopicUser, ID: int64(user)})
	}
	return nil
}
