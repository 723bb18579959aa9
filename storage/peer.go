package storage

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"consilium/community"
)

// PeerScheme gives the signature scheme that last worked with a host; "" when
// none is known.
func (s *Store) PeerScheme(ctx context.Context, host string) (string, error) {
	var scheme string
	err := one(ctx, s.r, &scheme, `SELECT scheme FROM peer WHERE host = ?`, host)
	if err != nil && !errors.Is(err, community.ErrNotFound) {
		return "", fmt.Errorf("scheme of %s: %w", host, err)
	}
	return scheme, nil
}

// SetPeerScheme remembers the signature scheme that worked with a host.
func (s *Store) SetPeerScheme(ctx context.Context, host, scheme string) error {
	return s.update(ctx, "set scheme of "+host, func(t *tx) error {
		_, err := t.do(ctx, `INSERT INTO peer (host, scheme) VALUES (?, ?)
			ON CONFLICT (host) DO UPDATE SET scheme = excluded.scheme WHERE peer.scheme <> excluded.scheme`, host, scheme)
		return err
	})
}

// peerNoted is how exact the times of a peer are, so that not every delivery
// writes one.
const peerNoted = 10 * time.Minute

// PeerSucceeded notes that a host took what was sent to it.
func (s *Store) PeerSucceeded(ctx context.Context, host string) error {
	return s.update(ctx, "note success of "+host, func(t *tx) error {
		_, err := t.do(ctx, `INSERT INTO peer (host, last_success) VALUES (?, ?)
			ON CONFLICT (host) DO UPDATE SET last_success = excluded.last_success
			WHERE peer.last_success IS NULL OR peer.last_success < ?`, host, at(t.now), at(t.now.Add(-peerNoted)))
		return err
	})
}

// PeerFailed notes that a host did not take what was sent to it.
func (s *Store) PeerFailed(ctx context.Context, host string) error {
	return s.update(ctx, "note failure of "+host, func(t *tx) error {
		_, err := t.do(ctx, `INSERT INTO peer (host, last_failure) VALUES (?, ?)
			ON CONFLICT (host) DO UPDATE SET last_failure = excluded.last_failure
			WHERE peer.last_failure IS NULL OR peer.last_failure < ?`, host, at(t.now), at(t.now.Add(-peerNoted)))
		return err
	})
}

// Peers lists the servers this instance knows somebody on, by name.
func (s *Store) Peers(ctx context.Context) ([]string, error) {
	var hosts []string
	err := many(ctx, s.r, &hosts, `SELECT DISTINCT host FROM actor WHERE NOT local AND host <> '' ORDER BY host`)
	if err != nil {
		return nil, fmt.Errorf("list peers: %w", err)
	}
	return hosts, nil
}

// severHost ends all follows between members and a host with all hosts below
// it. Nothing is sent: a suspended host hears nothing of us.
func (t *tx) severHost(ctx context.Context, host string) error {
	var rows []followRow
	err := many(ctx, t, &rows, `SELECT `+followColumns+` FROM follow AS f JOIN actor AS a ON a.id = f.follower JOIN actor AS b ON b.id = f.followed
		WHERE NOT a.local OR NOT b.local`)
	if err != nil {
		return err
	}
	lies := map[community.ActorID]bool{}
	for _, r := range rows {
		below, err := t.liesBelow(ctx, lies, host, r.Follower, r.Followed)
		if err != nil {
			return err
		}
		if !below {
			continue
		}
		if _, err := t.endFollow(ctx, r.Follower, r.Followed); err != nil {
			return err
		}
	}
	return nil
}

// liesBelow says whether one of the actors has its identifier or its handle at
// a host or below it. known keeps the answers.
func (t *tx) liesBelow(ctx context.Context, known map[community.ActorID]bool, host string, ids ...community.ActorID) (bool, error) {
	found := false
	for _, id := range ids {
		if _, asked := known[id]; !asked {
			a, err := actorWhere(ctx, t, `a.id = ?`, id)
			if err != nil {
				return false, err
			}
			known[id] = !a.Local && (slices.Contains(community.DomainNames(a.IRI.Host()), host) || slices.Contains(community.DomainNames(a.Handle.Host()), host))
		}
		found = found || known[id]
	}
	return found, nil
}
