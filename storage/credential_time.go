package storage

import (
	"context"
	"fmt"
	"time"

	"consilium/community"
	"consilium/community/credential"
)

// reminders are the days before its end on which the holder of a credential is
// told (V7), the last first.
var reminders = []int{1, 7, 30, 60}

// endTold marks, in place of days, that the holder was told it has ended.
const endTold = -1

// reminderDue says what the holder of a credential that has so long to go should
// have been told by now: days of the list, endTold, or 0 for nothing yet.
func reminderDue(left time.Duration) int {
	if left <= 0 {
		return endTold
	}
	for _, days := range reminders {
		if left <= time.Duration(days)*24*time.Hour {
			return days
		}
	}
	return 0
}

// RemindHolders tells members whose credential ends in 60, 30, 7 or 1 days, and
// those whose credential has ended, each once. It is run every minute. Somebody
// who was proved for less than that is told of the nearest only.
func (s *Store) RemindHolders(ctx context.Context) error {
	return s.update(ctx, "remind holders of credentials", func(t *tx) error {
		var rows []struct {
			Actor      community.ActorID
			ValidUntil stamp
			Reminded   int
		}
		err := many(ctx, t, &rows, `SELECT actor, valid_until, reminded FROM credential
			WHERE issuer = '' AND state = ? AND reminded <> ? AND valid_until <= ? ORDER BY valid_until LIMIT 500`,
			string(credential.Active), endTold, at(t.now.Add(60*24*time.Hour)))
		if err != nil {
			return err
		}
		for _, r := range rows {
			due := reminderDue(r.ValidUntil.Sub(t.now))
			if due == r.Reminded {
				continue
			}
			if err := t.remindHolder(ctx, r.Actor, due); err != nil {
				return fmt.Errorf("actor %d: %w", r.Actor, err)
			}
		}
		return nil
	})
}

func (t *tx) remindHolder(ctx context.Context, actor community.ActorID, due int) error {
	if _, err := t.do(ctx, `UPDATE credential SET reminded = ? WHERE actor = ?`, due, actor); err != nil {
		return err
	}
	letter := LetterCredentialEnds
	if due == endTold {
		letter = LetterCredentialEnded
	}
	return t.tellHolder(ctx, actor, letter)
}

// tellHolder tells a member that something is the matter with their credential:
// a notice, and a letter where there is one. Neither says what, or of whom.
func (t *tx) tellHolder(ctx context.Context, actor community.ActorID, letter string) error {
	a, err := actorWhere(ctx, t, `a.id = ?`, actor)
	if err != nil || a.User == 0 {
		return err
	}
	us, err := actorWhere(ctx, t, `a.iri = ?`, t.store.base+"/actor")
	if err != nil {
		return err
	}
	if err := t.unnotify(ctx, actor, us.ID, community.NotifyCredential); err != nil {
		return err
	}
	if err := t.notify(ctx, community.Notification{Owner: actor, Kind: community.NotifyCredential, Actor: us.ID}); err != nil || letter == "" {
		return err
	}
	return t.queueLetter(ctx, letter, a.User)
}
