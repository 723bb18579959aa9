package storage

import (
	"context"
	"time"

	"consilium/community"
	"consilium/community/credential"
)

// draftsKept is how long an application is kept that nobody hands in.
const draftsKept = 90 * 24 * time.Hour

// TidyVerifications deletes the papers and letters of applications that were
// decided long enough ago (community.VerificationRules.Keep), leaving the hashes
// of the papers and the decision; what was claimed goes too, but for those who are
// verified by it. Drafts that were left lying go whole. It is run every hour.
func (s *Store) TidyVerifications(ctx context.Context) error {
	return s.update(ctx, "tidy verifications", func(t *tx) error {
		_, err := t.do(ctx, `DELETE FROM verification WHERE state = 'draft' AND changed < ?`, at(t.now.Add(-draftsKept)))
		if err != nil {
			return err
		}
		var rows []struct{ ID community.VerificationID }
		err = many(ctx, t, &rows, `SELECT v.id FROM verification AS v WHERE v.cleared IS NULL AND v.decided < ?
			AND v.state IN ('approved', 'refused', 'withdrawn')`, at(t.now.Add(-s.rules.Keep())))
		if err != nil {
			return err
		}
		for _, r := range rows {
			if err := t.clearVerification(ctx, r.ID); err != nil {
				return err
			}
		}
		return t.clearClaims(ctx)
	})
}

// clearClaims removes the claims of those who were approved, once nothing rests on
// them: there is a newer one, or the credential was taken back or ended.
func (t *tx) clearClaims(ctx context.Context) error {
	_, err := t.do(ctx, `UPDATE verification SET sealed_claim = NULL, sealed_record = NULL
		WHERE state = 'approved' AND cleared IS NOT NULL AND sealed_claim IS NOT NULL
		AND (NOT EXISTS (SELECT 1 FROM credential AS c WHERE c.actor = verification.actor AND c.state IN (?, ?))
		OR EXISTS (SELECT 1 FROM verification AS n WHERE n.actor = verification.actor AND n.state = 'approved' AND n.id > verification.id))`,
		string(credential.Active), string(credential.Suspended))
	return err
}

// clearVerification removes what must not be kept of an application that is done.
// The claim of one that was approved stays: the register is asked about it again.
func (t *tx) clearVerification(ctx context.Context, id community.VerificationID) error {
	if err := t.shredDocuments(ctx, `verification = ?`, id); err != nil {
		return err
	}
	for _, statement := range []string{
		`DELETE FROM verification_message WHERE verification = ?`,
		`UPDATE verification SET sealed_claim = NULL, sealed_record = NULL WHERE state <> 'approved' AND id = ?`,
	} {
		if _, err := t.do(ctx, statement, id); err != nil {
			return err
		}
	}
	_, err := t.do(ctx, `UPDATE verification SET cleared = ? WHERE id = ?`, at(t.now), id)
	return err
}

// removeVerifications forgets what somebody who is gone applied with. What was
// decided stays, and the hashes of the papers.
func (t *tx) removeVerifications(ctx context.Context, actor community.ActorID) error {
	if err := t.shredDocuments(ctx, `actor = ?`, actor); err != nil {
		return err
	}
	for _, statement := range []string{
		`DELETE FROM verification_message WHERE verification IN (SELECT id FROM verification WHERE actor = ?)`,
		`UPDATE verification SET sealed_claim = NULL, sealed_record = NULL, number_hash = NULL, country = '', region = '', register = '',
			specialties = '' WHERE actor = ?`,
		`UPDATE verification SET state = 'withdrawn' WHERE state IN ('draft', 'submitted', 'asked', 'seconded', 'appealed') AND actor = ?`,
		`DELETE FROM register_claim WHERE actor = ?`,
		`DELETE FROM mail_proof WHERE actor = ?`,
	} {
		if _, err := t.do(ctx, statement, actor); err != nil {
			return err
		}
	}
	_, err := t.do(ctx, `UPDATE verification SET decided = COALESCE(decided, ?), cleared = COALESCE(cleared, ?) WHERE actor = ?`,
		at(t.now), at(t.now), actor)
	return err
}
