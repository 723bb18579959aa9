package storage

import (
	"context"
	"time"
)

// Software is what a peer's NodeInfo says it runs. Both are its own words, for people
// to read: nothing is decided by them (FEP-0151).
type Software struct{ Name, Version string }

// nodeInfoAgain is how long what a peer says it runs is taken to be so.
const nodeInfoAgain = 24 * time.Hour

// ClaimPeers gives hosts we know somebody on whose NodeInfo was not read within a
// day, limit at most, and notes that it is read now: of several processes one gets
// each.
func (s *Store) ClaimPeers(ctx context.Context, limit int) ([]string, error) {
	var hosts []string
	err := s.update(ctx, "claim peers", func(t *tx) error {
		var due []string
		// The identifier's host, which is where NodeInfo lies, not the handle's.
		err := many(ctx, t, &due, `SELECT host FROM peer WHERE nodeinfo_read IS NULL OR nodeinfo_read < ?
			ORDER BY nodeinfo_read LIMIT ?`, at(t.now.Add(-nodeInfoAgain)), limit)
		if err != nil {
			return err
		}
		for _, host := range due {
			n, err := t.do(ctx, `UPDATE peer SET nodeinfo_read = ? WHERE host = ? AND (nodeinfo_read IS NULL OR nodeinfo_read < ?)`,
				at(t.now), host, at(t.now.Add(-nodeInfoAgain)))
			if err != nil {
				return err
			}
			if n == 1 {
				hosts = append(hosts, host)
			}
		}
		return nil
	})
	return hosts, err
}

// MeetPeer notes that there is a host; its NodeInfo is then read in time. Noting it
// again writes nothing.
func (s *Store) MeetPeer(ctx context.Context, host string) error {
	var known int
	if err := one(ctx, s.r, &known, `SELECT COUNT(*) FROM peer WHERE host = ?`, host); err != nil || known > 0 {
		return err
	}
	return s.update(ctx, "meet "+host, func(t *tx) error {
		_, err := t.do(ctx, `INSERT INTO peer (host) VALUES (?) ON CONFLICT DO NOTHING`, host)
		return err
	})
}

// SetSoftware remembers what a peer says it runs.
func (s *Store) SetSoftware(ctx context.Context, host string, w Software) error {
	return s.update(ctx, "set software of "+host, func(t *tx) error {
		_, err := t.do(ctx, `UPDATE peer SET software = ?, software_version = ? WHERE host = ?`, w.Name, w.Version, host)
		return err
	})
}
