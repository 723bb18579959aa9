package storage

import (
	"context"
	"errors"
	"fmt"
	"time"

	"consilium/community"
)

// SignOnStep is where a single sign-on stands in one browser.
type SignOnStep struct {
	// Purpose keeps the one kind of step from serving as another.
	Purpose string
	// Browser is the token of the browser's cookie. The step serves no other
	// browser.
	Browser string
	// Data is for web/session to read; it is sealed in the database.
	Data    []byte
	Expires time.Time
}

type signOnRow struct {
	SealedData []byte
	Expires    stamp
}

const sealSignOn = "sign-on"

// AddSignOnStep keeps a step by its token, of which only a hash is kept, in the
// place of one with the same token. Steps that have expired go.
func (s *Store) AddSignOnStep(ctx context.Context, token string, step SignOnStep) error {
	sealed, err := s.seal.close(sealSignOn, step.Purpose, step.Data)
	if err != nil {
		return fmt.Errorf("seal sign-on: %w", err)
	}
	return s.update(ctx, "add sign-on", func(t *tx) error {
		if _, err := t.do(ctx, `DELETE FROM sign_on WHERE expires <= ? OR token_hash = ?`, at(t.now), hashOf(token)); err != nil {
			return err
		}
		_, err := t.do(ctx, `INSERT INTO sign_on (token_hash, purpose, browser_hash, sealed_data, expires) VALUES (?, ?, ?, ?, ?)`,
			hashOf(token), step.Purpose, hashOf(step.Browser), sealed, at(step.Expires))
		return err
	})
}

// SignOnStep looks at a step without using it. The errors are those of
// UseSignOnStep.
func (s *Store) SignOnStep(ctx context.Context, token string, want SignOnStep) (SignOnStep, error) {
	row, err := s.signOnRow(ctx, s.r, token, want)
	if err != nil {
		return want, fmt.Errorf("sign-on: %w", err)
	}
	return s.openStep(row, want)
}

func (s *Store) signOnRow(ctx context.Context, db reader, token string, want SignOnStep) (signOnRow, error) {
	var row signOnRow
	err := one(ctx, db, &row, `SELECT sealed_data, expires FROM sign_on WHERE token_hash = ? AND purpose = ? AND browser_hash = ?`,
		hashOf(token), want.Purpose, hashOf(want.Browser))
	if !errors.Is(err, community.ErrNotFound) {
		return row, err
	}
	var elsewhere int
	if err := one(ctx, db, &elsewhere, `SELECT COUNT(*) FROM sign_on WHERE token_hash = ? AND purpose = ?`, hashOf(token), want.Purpose); err != nil {
		return row, err
	}
	if elsewhere > 0 {
		return row, community.ErrForbidden
	}
	return row, community.ErrNotFound
}

// UseSignOnStep takes the step of a token, with the purpose and the browser of
// want: of two who use it one gets ErrNotFound. ErrForbidden when it was begun
// in another browser, where it still serves; ErrGone when it has expired.
func (s *Store) UseSignOnStep(ctx context.Context, token string, want SignOnStep) (SignOnStep, error) {
	var row signOnRow
	err := s.update(ctx, "use sign-on", func(t *tx) error {
		var err error
		if row, err = s.signOnRow(ctx, t, token, want); err != nil {
			return err
		}
		n, err := t.do(ctx, `DELETE FROM sign_on WHERE token_hash = ?`, hashOf(token))
		if err == nil && n == 0 {
			return community.ErrNotFound // somebody was quicker
		}
		return err
	})
	if err != nil {
		return want, err
	}
	return s.openStep(row, want)
}

func (s *Store) openStep(row signOnRow, want SignOnStep) (SignOnStep, error) {
	if !row.Expires.After(s.Now()) {
		return want, fmt.Errorf("sign-on: %w", community.ErrGone)
	}
	data, err := s.seal.open(sealSignOn, want.Purpose, row.SealedData)
	if err != nil {
		return want, fmt.Errorf("sign-on: %w", err)
	}
	want.Data, want.Expires = data, row.Expires.Time
	return want, nil
}
