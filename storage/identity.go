package storage

import (
	"context"
	"fmt"
	"time"

	"consilium/community"
)

// Identity is who a member is at the single sign-on of an institution. It is
// known by issuer and subject alone (OpenID Connect Core 5.7): an address may be
// given to somebody else.
type Identity struct {
	ID   int64
	User community.UserID
	// Provider is the key of the sign-on in the configuration.
	Provider        string
	Issuer, Subject string
	// Label is what the institution calls them, for the owner to recognise; "" for
	// none.
	Label        string
	Linked, Used time.Time
	// Missing is since when the institution does not say any more that they belong
	// to it; zero while it does.
	Missing time.Time
	// Refresh is the refresh token. It goes into the database sealed, and only
	// NextIdentity gives it back.
	Refresh string
}

// The security events of identities.
const (
	EventIdentityLinked   = "identity_linked"
	EventIdentityUnlinked = "identity_unlinked"
)

// checkEvery is how often an institution is asked about one person, and
// checkLease how soon again when asking was cut short.
const (
	checkEvery = 24 * time.Hour
	checkLease = time.Hour
)

const sealIdentity = "identity"

type identityRow struct {
	ID                               int64
	UserID                           community.UserID
	Provider, Issuer, Subject, Label string
	SealedRefresh                    []byte
	Linked, LastUsed, Missing        stamp
}

const identityColumns = `i.id, i.user_id, i.provider, i.issuer, i.subject, i.label, i.linked, i.last_used, i.missing`

func (r identityRow) identity() Identity {
	return Identity{ID: r.ID, User: r.UserID, Provider: r.Provider, Issuer: r.Issuer, Subject: r.Subject, Label: r.Label,
		Linked: r.Linked.Time, Used: r.LastUsed.Time, Missing: r.Missing.Time}
}

// IdentityBySubject finds whose identity it is; ErrNotFound when nobody has
// linked it.
func (s *Store) IdentityBySubject(ctx context.Context, issuer, subject string) (Identity, error) {
	var row identityRow
	err := one(ctx, s.r, &row, `SELECT `+identityColumns+` FROM identity AS i WHERE i.issuer = ? AND i.subject = ?`, issuer, subject)
	if err != nil {
		return Identity{}, fmt.Errorf("identity at %s: %w", issuer, err)
	}
	return row.identity(), nil
}

// Identities lists those of a login, the first linked first.
func (s *Store) Identities(ctx context.Context, user community.UserID) ([]Identity, error) {
	var rows []identityRow
	err := many(ctx, s.r, &rows, `SELECT `+identityColumns+` FROM identity AS i WHERE i.user_id = ? ORDER BY i.id`, user)
	if err != nil {
		return nil, fmt.Errorf("identities of user %d: %w", user, err)
	}
	list := make([]Identity, 0, len(rows))
	for _, r := range rows {
		list = append(list, r.identity())
	}
	return list, nil
}

// LinkIdentity makes an identity a way in for the login of an act. ErrConflict
// when it is somebody's already, or the login has another one of this issuer.
func (s *Store) LinkIdentity(ctx context.Context, a Act, i Identity) error {
	return s.update(ctx, fmt.Sprintf("link identity of user %d", a.User), func(t *tx) error {
		i.User = a.User
		if err := t.linkIdentity(ctx, i); err != nil {
			return err
		}
		return t.note(ctx, a, EventIdentityLinked)
	})
}

func (t *tx) linkIdentity(ctx context.Context, i Identity) error {
	sealed, checkAt, err := t.sealRefresh(i)
	if err != nil {
		return err
	}
	n, err := t.do(ctx, `INSERT INTO identity (id, user_id, provider, issuer, subject, label, sealed_refresh, linked, last_used, check_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`, t.store.numbers.next(), i.User, i.Provider, i.Issuer, i.Subject, i.Label,
		sealed, at(t.now), at(t.now), at(checkAt))
	if err == nil && n == 0 {
		return community.ErrConflict
	}
	return err
}

// sealRefresh gives the refresh token of an identity as it rests, and when it is
// to be used; neither without one.
func (t *tx) sealRefresh(i Identity) ([]byte, time.Time, error) {
	if i.Refresh == "" {
		return nil, time.Time{}, nil
	}
	sealed, err := t.store.seal.close(sealIdentity, i.Issuer+" "+i.Subject, []byte(i.Refresh))
	return sealed, t.now.Add(checkEvery), err
}

// UseIdentity notes that somebody signed on, with the refresh token that came;
// without one the last stays. Missing is kept as it is given.
func (s *Store) UseIdentity(ctx context.Context, i Identity) error {
	return s.update(ctx, fmt.Sprintf("use identity %d", i.ID), func(t *tx) error {
		sealed, checkAt, err := t.sealRefresh(i)
		if err != nil {
			return err
		}
		_, err = t.do(ctx, `UPDATE identity SET last_used = ?, label = ?, missing = ?, sealed_refresh = COALESCE(?, sealed_refresh),
			check_at = COALESCE(?, check_at) WHERE id = ?`, at(t.now), i.Label, at(i.Missing), sealed, at(checkAt), i.ID)
		return err
	})
}

// UnlinkIdentity takes a way in away from the login of an act, with what was
// proved by it and the other sessions begun through a sign-on. ErrNotFound when it is not
// theirs; ErrConflict when they would have no way in any more.
func (s *Store) UnlinkIdentity(ctx context.Context, a Act, id int64) error {
	return s.update(ctx, fmt.Sprintf("unlink identity %d", id), func(t *tx) error {
		var row identityRow
		if err := one(ctx, t, &row, `SELECT `+identityColumns+` FROM identity AS i WHERE i.id = ? AND i.user_id = ?`, id, a.User); err != nil {
			return err
		}
		if err := t.keepWayIn(ctx, row.identity()); err != nil {
			return err
		}
		if _, err := t.do(ctx, `DELETE FROM identity WHERE id = ?`, id); err != nil {
			return err
		}
		u, err := userWhere(ctx, t, `u.id = ?`, a.User)
		if err != nil {
			return err
		}
		if err := t.loseSignOn(ctx, u.Actor, row.Issuer, signOnKinds...); err != nil {
			return err
		}
		if err := t.note(ctx, a, EventIdentityUnlinked); err != nil {
			return err
		}
		return t.endSignOns(ctx, a.User, a.Session)
	})
}

// keepWayIn says ErrConflict when a login can be opened by this identity alone.
func (t *tx) keepWayIn(ctx context.Context, i Identity) error {
	var n int
	err := one(ctx, t, &n, `SELECT (SELECT COUNT(*) FROM user_account WHERE id = ? AND password_hash <> '')
		+ (SELECT COUNT(*) FROM identity WHERE user_id = ? AND id <> ?)
		+ (SELECT COUNT(*) FROM passkey WHERE user_id = ? AND suspect IS NULL)`, i.User, i.User, i.ID, i.User)
	if err == nil && n == 0 {
		return community.ErrConflict
	}
	return err
}

// endSignOns ends the sessions of a login that rest on a single sign-on, but for
// one; 0 for none.
func (t *tx) endSignOns(ctx context.Context, user community.UserID, except int64) error {
	if _, err := t.do(ctx, `DELETE FROM session WHERE user_id = ? AND id <> ? AND factors LIKE '%sso%'`, user, except); err != nil {
		return fmt.Errorf("end sessions: %w", err)
	}
	if _, err := t.do(ctx, `DELETE FROM half_sign_in WHERE user_id = ? AND factors LIKE '%sso%'`, user); err != nil {
		return fmt.Errorf("end half sign-ins: %w", err)
	}
	t.tell(News{Topic: TopicUser, ID: int64(user)})
	return nil
}

// forgetIdentities removes who a login was elsewhere.
func (t *tx) forgetIdentities(ctx context.Context, user community.UserID) error {
	if _, err := t.do(ctx, `DELETE FROM identity WHERE user_id = ?`, user); err != nil {
		return fmt.Errorf("forget identities: %w", err)
	}
	return nil
}
