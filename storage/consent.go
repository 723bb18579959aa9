package storage

import (
	"context"
	"errors"
	"fmt"
	"time"

	"consilium/community"
)

// writeConsent is the effect that remembers the consent to a member's case, and
// gives a case about a patient the code by which they take it back. What an edit
// leaves empty stays.
func (t *tx) writeConsent(ctx context.Context, d deed) error {
	c := d.Consent()
	if d.post.Case == nil || !d.post.Local || c.Basis == "" {
		return nil
	}
	_, err := t.do(ctx, `INSERT INTO case_consent (post, given, pointer, research) VALUES (?, ?, ?, ?) ON CONFLICT (post) DO UPDATE SET
		given = COALESCE(excluded.given, case_consent.given), research = excluded.research,
		pointer = CASE WHEN excluded.pointer = '' THEN case_consent.pointer ELSE excluded.pointer END`,
		d.post.ID, at(c.Given), c.Pointer, c.Research)
	if err != nil || !c.Basis.Patient() {
		return err
	}
	return t.giveCode(ctx, d.post.ID)
}

// ConsentOf gives what is remembered of the consent to a member's case. It is for
// the author and for staff who decide: the caller asks who it is. ErrNotFound when
// nothing is remembered.
func (s *Store) ConsentOf(ctx context.Context, post community.PostID) (community.ConsentRecord, error) {
	var row struct {
		Consent  community.ConsentBasis
		Scope    community.ConsentScope
		Given    stamp
		Pointer  string
		Research bool
	}
	err := one(ctx, s.r, &row, `SELECT c.consent, c.consent_scope AS scope, r.given, r.pointer, r.research
		FROM case_consent r JOIN clinical_case c ON c.post = r.post WHERE r.post = ?`, post)
	if err != nil {
		return community.ConsentRecord{}, fmt.Errorf("consent to %d: %w", post, err)
	}
	return community.ConsentRecord{Basis: row.Consent, Scope: row.Scope, Given: row.Given.Time, Pointer: row.Pointer, Research: row.Research}, nil
}

// forgetConsent removes what is remembered of the consent to posts. Their codes stay
// as the hashes they are: who holds one may still ask what became of the case.
func (t *tx) forgetConsent(ctx context.Context, posts []community.PostID) error {
	for _, statement := range []string{
		`DELETE FROM case_consent WHERE post IN (?)`, `UPDATE case_code SET sealed = NULL WHERE post IN (?)`,
		`DELETE FROM destroyed_version WHERE post IN (?)`,
	} {
		if _, err := t.do(ctx, statement, in(posts)); err != nil {
			return fmt.Errorf("forget consent: %w", err)
		}
	}
	return nil
}

// destroyRevisions removes what a post said before, where that must be nowhere any
// more, and remembers that it did.
func (t *tx) destroyRevisions(ctx context.Context, post community.PostID) error {
	if _, err := t.do(ctx, `DELETE FROM post_revision WHERE post = ?`, post); err != nil {
		return fmt.Errorf("destroy versions: %w", err)
	}
	_, err := t.do(ctx, `INSERT INTO destroyed_version (post, destroyed) VALUES (?, ?)
		ON CONFLICT (post) DO UPDATE SET destroyed = excluded.destroyed`, post, at(t.now))
	return err
}

// Destroyed says when older versions of a post were last destroyed because they held
// something identifying; the zero time when none were.
func (s *Store) Destroyed(ctx context.Context, post community.PostID) (time.Time, error) {
	var when stamp
	err := one(ctx, s.r, &when, `SELECT destroyed FROM destroyed_version WHERE post = ?`, post)
	if err != nil && !errors.Is(err, community.ErrNotFound) {
		return when.Time, fmt.Errorf("destroyed versions of %d: %w", post, err)
	}
	return when.Time, nil
}
