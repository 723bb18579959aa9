package storage

import (
	"context"
	"fmt"
	"slices"
	"time"

	"consilium/community"
)

// fieldsAgain is how long it takes until the links of a profile are looked at again.
const fieldsAgain = 7 * 24 * time.Hour

// linksDue is when the links in a profile's lines are to be looked at: now that it
// was saved, or never when there are none.
func (t *tx) linksDue(p community.Profile) stamp {
	if slices.ContainsFunc(p.Fields, func(f community.Field) bool { return !f.Link().IsZero() }) {
		return at(t.now)
	}
	return stamp{}
}

// ClaimLinks gives members in whose profiles links are to be looked at now, limit at
// most, and puts the next time off by a week: of several processes one gets each.
func (s *Store) ClaimLinks(ctx context.Context, limit int) ([]community.Actor, error) {
	var claimed []community.Actor
	err := s.update(ctx, "claim links of profiles", func(t *tx) error {
		var rows []actorRow
		err := many(ctx, t, &rows, `SELECT `+actorColumns+` FROM actor AS a WHERE a.fields_due <= ? AND a.local
			AND a.suspended IS NULL AND a.gone IS NULL ORDER BY a.fields_due LIMIT ?`, at(t.now), limit)
		if err != nil {
			return err
		}
		for _, r := range rows {
			n, err := t.do(ctx, `UPDATE actor SET fields_due = ? WHERE id = ? AND fields_due <= ?`, at(t.now.Add(fieldsAgain)), r.ID, at(t.now))
			if err != nil {
				return err
			}
			if n == 1 {
				claimed = append(claimed, r.actor())
			}
		}
		return nil
	})
	return claimed, err
}

// SetVerified notes which links of a member's profile were seen to link back just
// now: those of seen, and no others. What is no longer in the profile is left alone.
// Servers of followers are told when a line became verified, or is no longer.
func (s *Store) SetVerified(ctx context.Context, id community.ActorID, seen []community.IRI) error {
	return s.update(ctx, fmt.Sprintf("set verified links of %d", id), func(t *tx) error {
		a, err := actorWhere(ctx, t, `a.id = ? AND a.local`, id)
		if err != nil {
			return err
		}
		changed := false
		for i, f := range a.Fields {
			verified := !f.Link().IsZero() && slices.Contains(seen, f.Link())
			changed = changed || verified == f.Verified.IsZero()
			a.Fields[i].Verified = time.Time{}
			if verified {
				a.Fields[i].Verified = t.now
			}
		}
		if _, err := t.do(ctx, `UPDATE actor SET fields = ? WHERE id = ?`, textOfFields(a.Fields), id); err != nil || !changed {
			return err
		}
		if _, err := t.do(ctx, `UPDATE actor SET revision = revision + 1 WHERE id = ?`, id); err != nil {
			return err
		}
		a.Revision++
		return t.tellProfile(ctx, a)
	})
}
