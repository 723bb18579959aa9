package storage

import (
	"context"
	"crypto/sha256"
	"fmt"
	"net/netip"
	"time"

	"consilium/community"
)

// hashOf is how a secret token is stored: it has 128 random bits or more, so
// that a plain hash is as good as a slow one.
func hashOf(token string) []byte {
	sum := sha256.Sum256([]byte(token))
	return sum[:]
}

// Session is a signed-in browser.
type Session struct {
	ID   int64
	User community.UserID
	// Agent is what the browser calls itself; Address where it last signed in
	// from.
	Agent                      string
	Address                    netip.Addr
	Created, LastSeen, Expires time.Time
	// Factors is what it was begun with, as web/session writes it; Proved when
	// its owner last proved to be there, zero for never.
	Factors string
	Proved  time.Time
}

const sessionColumns = `x.id, x.user_id, x.agent, x.address, x.created, x.last_seen, x.expires, x.factors, x.proved`

type sessionRow struct {
	ID                         int64
	UserID                     community.UserID
	Agent, Address, Factors    string
	Created, LastSeen, Expires stamp
	Proved                     stamp
}

func (r sessionRow) session() Session {
	address, _ := netip.ParseAddr(r.Address) // "" is no address
	return Session{ID: r.ID, User: r.UserID, Agent: r.Agent, Address: address, Created: r.Created.Time,
		LastSeen: r.LastSeen.Time, Expires: r.Expires.Time, Factors: r.Factors, Proved: r.Proved.Time}
}

// AddSession signs a browser in under a token, of which only a hash is kept.
func (s *Store) AddSession(ctx context.Context, token string, x Session) (Session, error) {
	err := s.update(ctx, fmt.Sprintf("add session of user %d", x.User), func(t *tx) error {
		x.ID, x.Created, x.LastSeen = s.numbers.next(), t.now, t.now
		_, err := t.do(ctx, `INSERT INTO session (id, user_id, token_hash, agent, address, created, last_seen, expires, factors, proved)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, x.ID, x.User, hashOf(token), x.Agent, addressText(x.Address), at(t.now), at(t.now), at(x.Expires),
			x.Factors, at(x.Proved))
		return err
	})
	return x, err
}

// SessionByToken gives the session of a token; ErrNotFound when there is none,
// it has expired, or the login is not active.
func (s *Store) SessionByToken(ctx context.Context, token string) (Session, error) {
	var row sessionRow
	err := one(ctx, s.r, &row, `SELECT `+sessionColumns+` FROM session AS x JOIN user_account AS u ON u.id = x.user_id
		WHERE x.token_hash = ? AND x.expires > ? AND u.state = ?`, hashOf(token), at(s.Now()), string(community.UserActive))
	if err != nil {
		return Session{}, fmt.Errorf("session: %w", err)
	}
	return row.session(), nil
}

// Sessions lists where a login is signed in, the last used first.
func (s *Store) Sessions(ctx context.Context, user community.UserID) ([]Session, error) {
	var rows []sessionRow
	err := many(ctx, s.r, &rows, `SELECT `+sessionColumns+` FROM session AS x WHERE x.user_id = ? AND x.expires > ?
		ORDER BY x.last_seen DESC, x.id DESC`, user, at(s.Now()))
	if err != nil {
		return nil, fmt.Errorf("sessions of user %d: %w", user, err)
	}
	sessions := make([]Session, 0, len(rows))
	for _, r := range rows {
		sessions = append(sessions, r.session())
	}
	return sessions, nil
}

// EndSession signs one browser of a login out; ErrNotFound when it is not one
// of its own.
func (s *Store) EndSession(ctx context.Context, user community.UserID, id int64) error {
	return s.update(ctx, fmt.Sprintf("end session %d", id), func(t *tx) error {
		n, err := t.do(ctx, `DELETE FROM session WHERE id = ? AND user_id = ?`, id, user)
		if err == nil && n == 0 {
			return community.ErrNotFound
		}
		t.tell(News{Topic: TopicUser, ID: int64(user)})
		return err
	})
}

// EndSessions signs a login out everywhere but in one session; 0 for none.
func (s *Store) EndSessions(ctx context.Context, user community.UserID, except int64) error {
	return s.update(ctx, fmt.Sprintf("end sessions of user %d", user), func(t *tx) error {
		_, err := t.do(ctx, `DELETE FROM session WHERE user_id = ? AND id <> ?`, user, except)
		t.tell(News{Topic: TopicUser, ID: int64(user)})
		return err
	})
}

// signOut ends all sessions, tokens and one-time links of a login.
func (t *tx) signOut(ctx context.Context, user community.UserID) error {
	for _, statement := range []string{
		`DELETE FROM session WHERE user_id = ?`,
		`DELETE FROM half_sign_in WHERE user_id = ?`,
		`DELETE FROM ticket WHERE user_id = ?`,
		`DELETE FROM access_token WHERE actor IN (SELECT a.id FROM actor AS a WHERE a.user_id = ?)`,
		`DELETE FROM authorization_code WHERE actor IN (SELECT a.id FROM actor AS a WHERE a.user_id = ?)`,
	} {
		if _, err := t.do(ctx, statement, user); err != nil {
			return fmt.Errorf("sign out user %d: %w", user, err)
		}
	}
	return nil
}
