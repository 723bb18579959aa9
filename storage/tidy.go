package storage

import (
	"context"
	"fmt"
	"time"
)

// How long what nobody needs any more is kept. A receipt is kept as long as
// another server may send it again, a tombstone as long as the post it
// overtook may be under way.
const (
	receiptsKept   = 30 * 24 * time.Hour
	tombstonesKept = 30 * 24 * time.Hour
	keysKept       = 24 * time.Hour
	throttlesKept  = 24 * time.Hour
	// What happened to a login is kept for its owner to look at; a browser as
	// long as its cookie.
	securityEventsKept = 90 * 24 * time.Hour
	devicesKept        = 400 * 24 * time.Hour
	// What a group passed on is tried for a week.
	wrapsKept = 8 * 24 * time.Hour
	// Blocks at the door that have ended, and what met one.
	blocksKept     = 30 * 24 * time.Hour
	keyChangesKept = 400 * 24 * time.Hour
)

// Tidy removes what has expired, and finishes what was broken off. It is run every hour.
func (s *Store) Tidy(ctx context.Context) error {
	if err := s.finishMoves(ctx); err != nil {
		return err
	}
	return s.update(ctx, "tidy", func(t *tx) error {
		for _, old := range []struct {
			statement string
			before    time.Time
		}{
			// One whose job was given up is never done, and holds what was said.
			{`DELETE FROM receipt WHERE received < ? AND (done IS NOT NULL
				OR CAST(id AS TEXT) NOT IN (SELECT payload FROM job WHERE kind = 'receive'))`, t.now.Add(-receiptsKept)},
			{`DELETE FROM tombstone WHERE created < ?`, t.now.Add(-tombstonesKept)},
			{`DELETE FROM idempotency WHERE created < ?`, t.now.Add(-keysKept)},
			{`DELETE FROM throttle WHERE started < ?`, t.now.Add(-throttlesKept)},
			{`DELETE FROM ticket WHERE expires <= ?`, t.now},
			{`DELETE FROM authorization_code WHERE expires <= ?`, t.now},
			{`DELETE FROM session WHERE expires <= ?`, t.now},
			{`DELETE FROM mute WHERE until <= ?`, t.now},
			{`DELETE FROM half_sign_in WHERE expires <= ?`, t.now},
			{`DELETE FROM challenge WHERE expires <= ?`, t.now},
			{`DELETE FROM security_event WHERE created < ?`, t.now.Add(-securityEventsKept)},
			{`DELETE FROM key_change WHERE created < ?`, t.now.Add(-keyChangesKept)},
			{`UPDATE group_wrap SET body = NULL WHERE created < ? AND body IS NOT NULL`, t.now.Add(-wrapsKept)},
			{`DELETE FROM group_ban WHERE until <= ?`, t.now},
			{`DELETE FROM address_block WHERE expires <= ?`, t.now.Add(-blocksKept)},
			{`DELETE FROM email_domain_use WHERE day < ?`, t.now.Add(-blocksKept)},
			{`DELETE FROM domain_import WHERE created < ?`, t.now.Add(-importKept)},
			{`DELETE FROM device WHERE last_seen < ?`, t.now.Add(-devicesKept)},
			{`DELETE FROM conversation_item WHERE seen < ?`, t.now.Add(-itemsKept)},
			{`DELETE FROM conversation_read WHERE asked < ?`, t.now.Add(-readsKept)},
		} {
			if _, err := t.do(ctx, old.statement, at(old.before)); err != nil {
				return fmt.Errorf("remove what expired: %w", err)
			}
		}
		if err := t.sweepText(ctx); err != nil {
			return err
		}
		return t.sweepLibrary(ctx)
	})
}
