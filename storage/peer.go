package storage

import (
	"context"
	"errors"
	"fmt"
	"time"

	"consilium/community"
)

const (
	// schemeKept is how long what is known of a host's signature scheme counts: a
	// proxy that drops headers comes and goes (R-9421-4).
	schemeKept = 14 * 24 * time.Hour
	// schemeRenewed is when it is noted again that a scheme works.
	schemeRenewed = 24 * time.Hour
)

// schemeModern is what federation/signature calls RFC 9421.
const schemeModern = "rfc9421"

// PeerScheme gives the signature scheme that is to be tried first with a host;
// "" when none is known, or none was noted in the last 14 days.
func (s *Store) PeerScheme(ctx context.Context, host string) (string, error) {
	var scheme string
	err := one(ctx, s.r, &scheme, `SELECT scheme FROM peer WHERE host = ? AND scheme_noted > ?`, host, at(s.Now().Add(-schemeKept)))
	if err != nil && !errors.Is(err, community.ErrNotFound) {
		return "", fmt.Errorf("scheme of %s: %w", host, err)
	}
	return scheme, nil
}

// SetPeerScheme remembers the signature scheme that worked with a host, and
// whether it refused RFC 9421 just before.
func (s *Store) SetPeerScheme(ctx context.Context, host, scheme string, refused bool) error {
	return s.update(ctx, "set scheme of "+host, func(t *tx) error {
		since := stamp{}
		if refused {
			since = at(t.now)
		}
		_, err := t.do(ctx, `INSERT INTO peer (host, scheme, scheme_noted, modern_refused) VALUES (?, ?, ?, ?)
			ON CONFLICT (host) DO UPDATE SET scheme = excluded.scheme, scheme_noted = excluded.scheme_noted,
				modern_refused = CASE WHEN excluded.scheme = ? THEN NULL ELSE COALESCE(excluded.modern_refused, peer.modern_refused) END
			WHERE peer.scheme <> excluded.scheme OR peer.scheme_noted IS NULL OR peer.scheme_noted < ? OR excluded.modern_refused IS NOT NULL`,
			host, scheme, at(t.now), since, schemeModern, at(t.now.Add(-schemeRenewed)))
		return err
	})
}

// PeerIsModern remembers that a host signs with RFC 9421 or says that it reads
// it. A refusal in the last 14 days counts for more than what a host says.
func (s *Store) PeerIsModern(ctx context.Context, host string) error {
	return s.update(ctx, "note that "+host+" is modern", func(t *tx) error {
		_, err := t.do(ctx, `INSERT INTO peer (host, scheme, scheme_noted) VALUES (?, ?, ?)
			ON CONFLICT (host) DO UPDATE SET scheme = excluded.scheme, scheme_noted = excluded.scheme_noted
			WHERE (peer.modern_refused IS NULL OR peer.modern_refused < ?)
				AND (peer.scheme <> excluded.scheme OR peer.scheme_noted IS NULL OR peer.scheme_noted < ?)`,
			host, schemeModern, at(t.now), at(t.now.Add(-schemeKept)), at(t.now.Add(-schemeRenewed)))
		return err
	})
}

// peerNoted is how exact the times of a peer are, so that not every delivery
// writes one.
const peerNoted = 10 * time.Minute

// peerSucceeded notes that a host took what was sent to it.
func (t *tx) peerSucceeded(ctx context.Context, host string) error {
	_, err := t.do(ctx, `INSERT INTO peer (host, last_success) VALUES (?, ?)
		ON CONFLICT (host) DO UPDATE SET last_success = excluded.last_success
		WHERE peer.last_success IS NULL OR peer.last_success < ? OR peer.last_failure >= peer.last_success`,
		host, at(t.now), at(t.now.Add(-peerNoted)))
	if err != nil {
		return fmt.Errorf("note success of %s: %w", host, err)
	}
	return nil
}

// PeerFailed notes that a host did not take what was sent to it, and the status it
// answered with; 0 when it did not answer.
func (s *Store) PeerFailed(ctx context.Context, host string, status int) error {
	return s.update(ctx, "note failure of "+host, func(t *tx) error {
		_, err := t.do(ctx, `INSERT INTO peer (host, last_failure, failure_status) VALUES (?, ?, ?)
			ON CONFLICT (host) DO UPDATE SET last_failure = excluded.last_failure, failure_status = excluded.failure_status
			WHERE peer.last_failure IS NULL OR peer.last_failure < ? OR peer.last_success >= peer.last_failure
				OR peer.failure_status <> excluded.failure_status`, host, at(t.now), status, at(t.now.Add(-peerNoted)))
		return err
	})
}

// peerGivenUp notes that jobs of a lane that stayed down were dropped. Lanes that are
// not those of a host have no row.
func (t *tx) peerGivenUp(ctx context.Context, lane string) error {
	_, err := t.do(ctx, `UPDATE peer SET given_up = ? WHERE host = ?`, at(t.now), lane)
	return err
}

// HeardPeer notes that something came from a host, and, with unknown, that it was of a
// kind that is not known here.
func (s *Store) HeardPeer(ctx context.Context, host string, unknown bool) error {
	more := 0
	if unknown {
		more = 1
	}
	return s.update(ctx, "note that "+host+" was heard", func(t *tx) error {
		_, err := t.do(ctx, `INSERT INTO peer (host, heard, unknown_count) VALUES (?, ?, ?)
			ON CONFLICT (host) DO UPDATE SET heard = excluded.heard, unknown_count = peer.unknown_count + excluded.unknown_count`,
			host, at(t.now), more)
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
