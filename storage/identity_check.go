package storage

import (
	"context"
	"fmt"
	"time"

	"consilium/community"
)

// NextIdentity takes an identity whose institution is to be asked again, of one
// of these sign-ons; no other process gets it for an hour. ErrNotFound when none
// is due.
func (s *Store) NextIdentity(ctx context.Context, providers []string) (Identity, error) {
	var row identityRow
	err := s.update(ctx, "next identity", func(t *tx) error {
		return one(ctx, t, &row, `UPDATE identity AS i SET check_at = ? WHERE i.check_at <= ? AND i.id = (SELECT d.id FROM identity AS d
			JOIN user_account AS u ON u.id = d.user_id WHERE d.check_at <= ? AND d.sealed_refresh IS NOT NULL AND d.provider IN (?) AND u.state = ?
			ORDER BY d.check_at LIMIT 1) RETURNING `+returned+`, sealed_refresh`,
			at(t.now.Add(checkLease)), at(t.now), at(t.now), in(providers), string(community.UserActive))
	})
	if err != nil {
		return Identity{}, err
	}
	i := row.identity()
	refresh, err := s.seal.open(sealIdentity, i.Issuer+" "+i.Subject, row.SealedRefresh)
	if err != nil {
		return i, fmt.Errorf("identity %d: %w", i.ID, err)
	}
	i.Refresh = string(refresh)
	return i, nil
}

// returned is identityColumns where no alias may stand.
const returned = `id, user_id, provider, issuer, subject, label, linked, last_used, missing`

// KeepIdentity notes that an institution was asked, with the refresh token that
// came instead of the last, and when it first said no; without a refresh token
// it is not asked again until the person signs on.
func (s *Store) KeepIdentity(ctx context.Context, i Identity) error {
	return s.update(ctx, fmt.Sprintf("keep identity %d", i.ID), func(t *tx) error {
		sealed, checkAt, err := t.sealRefresh(i)
		if err != nil {
			return err
		}
		_, err = t.do(ctx, `UPDATE identity SET sealed_refresh = ?, check_at = ?, missing = ? WHERE id = ?`, sealed, at(checkAt), at(i.Missing), i.ID)
		return err
	})
}

// PostponeCheck has an institution that did not answer asked again later.
func (s *Store) PostponeCheck(ctx context.Context, id int64, after time.Duration) error {
	return s.update(ctx, fmt.Sprintf("postpone check of identity %d", id), func(t *tx) error {
		_, err := t.do(ctx, `UPDATE identity SET check_at = ? WHERE id = ? AND check_at IS NOT NULL`, at(t.now.Add(after)), id)
		return err
	})
}
