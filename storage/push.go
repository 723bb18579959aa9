package storage

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"

	"consilium/community"
)

// KindPush is the kind of job that tells one browser or app of one notification; its
// payload is a Push as JSON, its lane the push service.
const KindPush = "push"

// Push says which browser, or which app, is told of which notification.
type Push struct {
	Subscription int64                    `json:"subscription,omitempty"`
	App          int64                    `json:"app,omitempty"`
	Notification community.NotificationID `json:"notification"`
	Topic        community.Topic          `json:"topic,omitempty"`
}

// ParsePush reads the payload of a KindPush job.
func ParsePush(payload string) (Push, error) {
	var p Push
	if err := json.Unmarshal([]byte(payload), &p); err != nil {
		return p, fmt.Errorf("read push: %w", err)
	}
	return p, nil
}

// Purposes under which what belongs to pushes is sealed.
const (
	sealPushKey  = "push key"
	sealPushAuth = "push auth"
)

const settingPushKey = "push_key"

// PushKey is the key under which browsers know this instance (RFC 8292). It is made
// when it is first asked for; without it every subscription is void.
func (s *Store) PushKey(ctx context.Context) (*ecdsa.PrivateKey, error) {
	var kept string
	err := one(ctx, s.r, &kept, `SELECT value FROM setting WHERE name = ?`, settingPushKey)
	if err == nil {
		return s.openPushKey(kept)
	}
	if !errors.Is(err, community.ErrNotFound) {
		return nil, fmt.Errorf("push key: %w", err)
	}
	return s.makePushKey(ctx)
}

func (s *Store) makePushKey(ctx context.Context) (*ecdsa.PrivateKey, error) {
	fresh, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, fmt.Errorf("make push key: %w", err)
	}
	var key *ecdsa.PrivateKey
	err = s.update(ctx, "push key", func(t *tx) error {
		text, err := t.setting(ctx, settingPushKey)
		if err == nil && text == "" {
			key = fresh
			return t.keepPushKey(ctx, fresh)
		}
		if err != nil {
			return err
		}
		key, err = s.openPushKey(text)
		return err
	})
	return key, err
}

// PushServerKey is the public half of PushKey as browsers and apps want it: base64url
// without padding of the uncompressed point (RFC 8292 3.2).
func (s *Store) PushServerKey(ctx context.Context) (string, error) {
	key, err := s.PushKey(ctx)
	if err != nil {
		return "", err
	}
	public, err := key.PublicKey.Bytes()
	if err != nil {
		return "", fmt.Errorf("write push key: %w", err)
	}
	return base64.RawURLEncoding.EncodeToString(public), nil
}

func (t *tx) keepPushKey(ctx context.Context, key *ecdsa.PrivateKey) error {
	plain, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return fmt.Errorf("encode push key: %w", err)
	}
	sealed, err := t.store.seal.close(sealPushKey, t.store.base, plain)
	if err != nil {
		return err
	}
	return t.set(ctx, settingPushKey, base64.StdEncoding.EncodeToString(sealed))
}

func (s *Store) openPushKey(text string) (*ecdsa.PrivateKey, error) {
	sealed, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		return nil, fmt.Errorf("read push key: %w", err)
	}
	plain, err := s.seal.open(sealPushKey, s.base, sealed)
	if err != nil {
		return nil, err
	}
	key, err := x509.ParsePKCS8PrivateKey(plain)
	if err != nil {
		return nil, fmt.Errorf("read push key: %w", err)
	}
	private, ok := key.(*ecdsa.PrivateKey)
	if !ok {
		return nil, errors.New("read push key: of another kind")
	}
	return private, nil
}

// AddPushSubscription remembers a browser. One that is known by its endpoint
// belongs from now on to who signed in last. ErrConflict when the member has
// community.MaxPushSubscriptions.
func (s *Store) AddPushSubscription(ctx context.Context, p community.PushSubscription) error {
	auth, err := s.seal.close(sealPushAuth, p.Endpoint, p.Auth)
	if err != nil {
		return err
	}
	return s.update(ctx, fmt.Sprintf("add push subscription of %d", p.Owner), func(t *tx) error {
		var have int
		err := one(ctx, t, &have, `SELECT COUNT(*) FROM push_subscription WHERE owner = ? AND endpoint <> ?`, p.Owner, p.Endpoint)
		if err != nil || have >= community.MaxPushSubscriptions {
			return errors.Join(err, tooMany(have))
		}
		_, err = t.do(ctx, `INSERT INTO push_subscription (id, owner, session, endpoint, public_key, sealed_auth, created)
			VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (endpoint) DO UPDATE SET owner = excluded.owner, session = excluded.session,
			public_key = excluded.public_key, sealed_auth = excluded.sealed_auth, created = excluded.created`,
			t.store.numbers.next(), p.Owner, p.Session, p.Endpoint, p.PublicKey, auth, at(t.now))
		return err
	})
}

func tooMany(have int) error {
	if have >= community.MaxPushSubscriptions {
		return community.ErrConflict
	}
	return nil
}

type pushRow struct {
	ID                    int64
	Owner                 community.ActorID
	Session               int64
	Endpoint              string
	PublicKey, SealedAuth []byte
	Created               stamp
}

const pushColumns = `x.id, x.owner, x.session, x.endpoint, x.public_key, x.sealed_auth, x.created`

func (s *Store) openPush(r pushRow) (community.PushSubscription, error) {
	auth, err := s.seal.open(sealPushAuth, r.Endpoint, r.SealedAuth)
	return community.PushSubscription{ID: r.ID, Owner: r.Owner, Session: r.Session, Endpoint: r.Endpoint, PublicKey: r.PublicKey,
		Auth: auth, Created: r.Created.Time}, err
}

// PushSubscription gives a browser; ErrNotFound when it is gone or its sign-in ended.
func (s *Store) PushSubscription(ctx context.Context, id int64) (community.PushSubscription, error) {
	var row pushRow
	err := one(ctx, s.r, &row, `SELECT `+pushColumns+` FROM push_subscription AS x JOIN session AS y ON y.id = x.session
		WHERE x.id = ? AND y.expires > ?`, id, at(s.Now()))
	if err != nil {
		return community.PushSubscription{}, fmt.Errorf("push subscription %d: %w", id, err)
	}
	return s.openPush(row)
}

// PushSessions lists the sign-ins of a member whose browsers are told.
func (s *Store) PushSessions(ctx context.Context, member community.ActorID) ([]int64, error) {
	var rows []struct{ Session int64 }
	err := many(ctx, s.r, &rows, `SELECT DISTINCT session FROM push_subscription WHERE owner = ? ORDER BY session`, member)
	sessions := make([]int64, 0, len(rows))
	for _, r := range rows {
		sessions = append(sessions, r.Session)
	}
	if err != nil {
		return nil, fmt.Errorf("push subscriptions of %d: %w", member, err)
	}
	return sessions, nil
}

// EndPush forgets the browsers of a sign-in.
func (s *Store) EndPush(ctx context.Context, member community.ActorID, session int64) error {
	return s.update(ctx, fmt.Sprintf("end push of %d", member), func(t *tx) error {
		_, err := t.do(ctx, `DELETE FROM push_subscription WHERE owner = ? AND session = ?`, member, session)
		return err
	})
}

// DropPush forgets a browser that its push service does not know any more.
func (s *Store) DropPush(ctx context.Context, id int64) error {
	return s.update(ctx, fmt.Sprintf("drop push subscription %d", id), func(t *tx) error {
		_, err := t.do(ctx, `DELETE FROM push_subscription WHERE id = ?`, id)
		return err
	})
}

// push has every browser of a member told of a notification.
func (t *tx) push(ctx context.Context, n community.Notification, topic community.Topic) error {
	var rows []struct {
		ID       int64
		Endpoint string
	}
	err := many(ctx, t, &rows, `SELECT id, endpoint FROM push_subscription WHERE owner = ? ORDER BY id`, n.Owner)
	if err != nil {
		return fmt.Errorf("push to %d: %w", n.Owner, err)
	}
	for _, r := range rows {
		payload, err := json.Marshal(Push{Subscription: r.ID, Notification: n.ID, Topic: topic})
		if err != nil {
			return fmt.Errorf("encode push: %w", err)
		}
		service, err := url.Parse(r.Endpoint)
		if err != nil {
			continue // CheckEndpoint lets none in
		}
		if err := t.enqueue(ctx, "push/"+service.Host, KindPush, string(payload)); err != nil {
			return err
		}
	}
	return nil
}
