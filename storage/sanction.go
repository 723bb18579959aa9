package storage

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"consilium/community"
)

// sanctionText is the sanctions of an actor as they lie beside it, "KIND:UNTIL"
// between spaces, 0 for no end.
type sanctionText string

// sanctions reads them. What cannot be read counts, without an end: fail closed.
func (t sanctionText) sanctions() community.Sanctions {
	if t == "" {
		return nil
	}
	var list community.Sanctions
	for word := range strings.FieldsSeq(string(t)) {
		kind, until, _ := strings.Cut(word, ":")
		one := community.Sanction{Kind: community.SanctionKind(kind)}
		if ms, err := strconv.ParseInt(until, 10, 64); err == nil && ms > 0 {
			one.Until = time.UnixMilli(ms).UTC()
		}
		list = append(list, one)
	}
	return list
}

func sanctionsText(list community.Sanctions) string {
	words := make([]string, 0, len(list))
	for _, one := range list {
		until := int64(0)
		if !one.Until.IsZero() {
			until = one.Until.UnixMilli()
		}
		words = append(words, string(one.Kind)+":"+strconv.FormatInt(until, 10))
	}
	return strings.Join(words, " ")
}

// restate writes beside an actor the sanctions that decisions impose on it now.
func (t *tx) restate(ctx context.Context, person community.ActorID) error {
	var rows []decisionRow
	err := many(ctx, t, &rows, `SELECT `+decisionColumns+` FROM decision AS d WHERE d.person = ? AND d.lifted IS NULL ORDER BY d.id`, person)
	if err != nil {
		return fmt.Errorf("sanctions of %d: %w", person, err)
	}
	var list community.Sanctions
	for _, r := range rows {
		d := r.decision()
		kind := d.Act.Sanction()
		// One without an end that closes the account is Actor.Suspended.
		if kind != "" && d.InForce(t.now) && !(kind == community.Suspended && d.Until.IsZero()) {
			list = append(list, community.Sanction{Kind: kind, Until: d.Until})
		}
	}
	if _, err := t.do(ctx, `UPDATE actor SET sanctions = ? WHERE id = ?`, sanctionsText(list), person); err != nil {
		return fmt.Errorf("sanctions of %d: %w", person, err)
	}
	return nil
}

// TellEndedSanctions tells people that a sanction of theirs has ended, and gives how
// many it told. The end itself is by the clock, wherever it is judged.
func (s *Store) TellEndedSanctions(ctx context.Context) (int, error) {
	told := 0
	err := s.update(ctx, "tell of ended sanctions", func(t *tx) error {
		var rows []decisionRow
		err := many(ctx, t, &rows, `SELECT `+decisionColumns+` FROM decision AS d WHERE d.until <= ? AND d.told IS NULL ORDER BY d.id LIMIT 200`, at(t.now))
		if err != nil {
			return err
		}
		told = len(rows)
		for _, r := range rows {
			if _, err := t.do(ctx, `UPDATE decision SET told = ? WHERE id = ?`, at(t.now), r.ID); err != nil {
				return err
			}
			if err := t.restate(ctx, r.Person); err != nil || !r.Lifted.IsZero() {
				if err != nil {
					return err
				}
				continue
			}
			if err := t.notifyFromHouse(ctx, community.Notification{Owner: r.Person, Kind: community.NotifyDecision}); err != nil {
				return err
			}
		}
		return nil
	})
	return told, err
}
