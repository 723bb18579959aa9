package storage

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"time"

	"consilium/community"
)

// What one app is told at most in a while; what is beyond that is found in the list.
const (
	mostPushes = 120
	pushWindow = time.Hour
	// mostAppPushes bounds how many apps of one member are told: otherwise one thing that
	// happens is told a thousand times to whoever a member points at.
	mostAppPushes = 25
)

// SaveAppPush remembers an app that wants to be told, instead of what its token had
// before. Of more than 25 apps of a member the one that came first is told no more. ErrNotFound when the token is gone, or is not the member's.
func (s *Store) SaveAppPush(ctx context.Context, p community.AppPush) (community.AppPush, error) {
	auth, err := s.seal.close(sealPushAuth, p.Endpoint, p.Auth)
	if err != nil {
		return p, err
	}
	err = s.update(ctx, fmt.Sprintf("save push of token %d", p.Token), func(t *tx) error {
		// Subscribing again begins anew, under a number of its own: what is still queued
		// for the old address is dropped.
		if _, err := t.do(ctx, `DELETE FROM app_push WHERE token = ?`, p.Token); err != nil {
			return err
		}
		p.ID = s.numbers.next()
		n, err := t.do(ctx, `INSERT INTO app_push (id, token, owner, endpoint, public_key, sealed_auth, standard, alerts, policy, created)
			SELECT ?, k.id, k.actor, ?, ?, ?, ?, ?, ?, ? FROM access_token AS k WHERE k.id = ? AND k.actor = ?`,
			p.ID, p.Endpoint, p.PublicKey, auth, p.Standard, strings.Join(p.Alerts, " "), string(p.Policy), at(t.now), p.Token, p.Owner)
		if err == nil {
			err = missing(n)
		}
		if err != nil {
			return err
		}
		_, err = t.do(ctx, `DELETE FROM app_push WHERE owner = ? AND id NOT IN (SELECT id FROM app_push WHERE owner = ? ORDER BY id DESC LIMIT ?)`, p.Owner, p.Owner, mostAppPushes)
		return err
	})
	return p, err
}

// ChangeAppPush changes of what an app wants to be told; ErrNotFound when its token has
// no subscription.
func (s *Store) ChangeAppPush(ctx context.Context, p community.AppPush) error {
	return s.update(ctx, fmt.Sprintf("change push of token %d", p.Token), func(t *tx) error {
		n, err := t.do(ctx, `UPDATE app_push SET alerts = ?, policy = ? WHERE token = ?`, strings.Join(p.Alerts, " "), string(p.Policy), p.Token)
		if err == nil {
			err = missing(n)
		}
		return err
	})
}

// EndAppPush forgets what an app gave; nothing is no error.
func (s *Store) EndAppPush(ctx context.Context, token int64) error {
	return s.update(ctx, fmt.Sprintf("end push of token %d", token), func(t *tx) error {
		_, err := t.do(ctx, `DELETE FROM app_push WHERE token = ?`, token)
		return err
	})
}

// DropAppPush forgets a subscription that its push service does not know any more.
func (s *Store) DropAppPush(ctx context.Context, id int64) error {
	return s.update(ctx, fmt.Sprintf("drop push %d", id), func(t *tx) error {
		_, err := t.do(ctx, `DELETE FROM app_push WHERE id = ?`, id)
		return err
	})
}

type appPushRow struct {
	ID, Token             int64
	Owner                 community.ActorID
	Endpoint              string
	PublicKey, SealedAuth []byte
	Standard              bool
	Alerts                string
	Policy                community.PushPolicy
}

const appPushColumns = `x.id, x.token, x.owner, x.endpoint, x.public_key, x.sealed_auth, x.standard, x.alerts, x.policy`

func (r appPushRow) push() community.AppPush {
	return community.AppPush{ID: r.ID, Token: r.Token, Owner: r.Owner, Endpoint: r.Endpoint, PublicKey: r.PublicKey, Standard: r.Standard,
		Alerts: strings.Fields(r.Alerts), Policy: r.Policy}
}

// AppPush gives what the app with a token gave; ErrNotFound when nothing.
func (s *Store) AppPush(ctx context.Context, token int64) (community.AppPush, error) {
	return s.appPush(ctx, `x.token = ?`, token)
}

// AppPushByID gives a subscription; ErrNotFound when it is gone, as it is with its token.
func (s *Store) AppPushByID(ctx context.Context, id int64) (community.AppPush, error) {
	return s.appPush(ctx, `x.id = ?`, id)
}

func (s *Store) appPush(ctx context.Context, where string, id int64) (community.AppPush, error) {
	var row appPushRow
	if err := one(ctx, s.r, &row, `SELECT `+appPushColumns+` FROM app_push AS x WHERE `+where, id); err != nil {
		return community.AppPush{}, fmt.Errorf("push subscription: %w", err)
	}
	p := row.push()
	var err error
	p.Auth, err = s.seal.open(sealPushAuth, row.Endpoint, row.SealedAuth)
	return p, err
}

// pushApps has the apps of a member told of a notification, each as it asked.
func (t *tx) pushApps(ctx context.Context, n community.Notification) error {
	var rows []struct {
		appPushRow
		Follows, Followed bool
	}
	err := many(ctx, t, &rows, `SELECT `+appPushColumns+`,
		EXISTS (SELECT 1 FROM follow AS f WHERE f.follower = x.owner AND f.followed = ? AND f.state = 'accepted') AS follows,
		EXISTS (SELECT 1 FROM follow AS f WHERE f.follower = ? AND f.followed = x.owner AND f.state = 'accepted') AS followed
		FROM app_push AS x WHERE x.owner = ? ORDER BY x.id`, n.Actor, n.Actor, n.Owner)
	if err != nil {
		return fmt.Errorf("push to apps of %d: %w", n.Owner, err)
	}
	for _, r := range rows {
		if !r.push().Wants(n.Kind, r.Follows, r.Followed) {
			continue
		}
		if err := t.pushApp(ctx, r.push(), n); err != nil {
			return err
		}
	}
	return nil
}

// pushApp queues one notice for one app, unless it had too many lately.
func (t *tx) pushApp(ctx context.Context, p community.AppPush, n community.Notification) error {
	began := at(t.now.Add(-pushWindow))
	within, err := t.do(ctx, `UPDATE app_push SET sent = CASE WHEN counted < ? THEN 1 ELSE sent + 1 END,
		counted = CASE WHEN counted < ? THEN ? ELSE counted END WHERE id = ? AND (counted < ? OR sent < ?)`,
		began, began, at(t.now), p.ID, began, mostPushes)
	if err != nil || within == 0 {
		return err
	}
	service, err := url.Parse(p.Endpoint)
	if err != nil {
		return nil // CheckEndpoint lets none in
	}
	payload, err := json.Marshal(Push{App: p.ID, Notification: n.ID})
	if err != nil {
		return fmt.Errorf("encode push: %w", err)
	}
	return t.enqueue(ctx, "push/"+service.Host, KindPush, string(payload))
}

// UnderCase says whether a post is a case or stands below one.
func (s *Store) UnderCase(ctx context.Context, post community.PostID) (bool, error) {
	var under bool
	err := one(ctx, s.r, &under, `SELECT EXISTS (SELECT 1 FROM post AS p JOIN clinical_case AS c ON c.post = p.root WHERE p.id = ?)`, post)
	if err != nil {
		return false, fmt.Errorf("where post %d stands: %w", post, err)
	}
	return under, nil
}
