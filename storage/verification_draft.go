package storage

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"errors"
	"fmt"

	"consilium/community"
	"consilium/community/credential"
)

// SaveVerification keeps what an applicant has written so far, and begins an
// application where none is open. It takes anything that is not longer than
// allowed; SubmitVerification asks for the rest. What the register said, and that
// the address was proved, is forgotten when it was about something else.
// ErrConflict while an officer has it.
func (s *Store) SaveVerification(ctx context.Context, actor community.ActorID, c community.Claim) (community.Verification, error) {
	var saved community.Verification
	err := s.update(ctx, fmt.Sprintf("save verification of actor %d", actor), func(t *tx) error {
		old, err := s.newestVerification(ctx, t, actor)
		if err != nil && !errors.Is(err, community.ErrNotFound) {
			return err
		}
		switch {
		case err != nil || !old.State.Live():
			old, err = t.beginVerification(ctx, actor)
		case old.State != community.VerificationDraft && old.State != community.VerificationAsked:
			err = community.ErrConflict
		}
		if err != nil {
			return err
		}
		if err := t.writeClaim(ctx, old, community.CleanClaim(c)); err != nil {
			return err
		}
		if err := t.noteMailProved(ctx, actor); err != nil {
			return err
		}
		saved, err = s.verificationWhere(ctx, t, `v.id = ?`, old.ID)
		return err
	})
	return saved, err
}

func (t *tx) beginVerification(ctx context.Context, actor community.ActorID) (community.Verification, error) {
	v := community.Verification{ID: newID[community.VerificationID](t), Actor: actor, State: community.VerificationDraft}
	_, err := t.do(ctx, `INSERT INTO verification (id, actor, state, created, changed) VALUES (?, ?, ?, ?, ?)`,
		v.ID, actor, string(v.State), at(t.now), at(t.now))
	return v, err
}

func (t *tx) writeClaim(ctx context.Context, old community.Verification, c community.Claim) error {
	sealed, err := t.store.closeClaim(old.ID, c)
	if err != nil {
		return err
	}
	if c.RegisterClaim() != old.RegisterClaim() {
		_, err := t.do(ctx, `UPDATE verification SET verdict = '', checked = NULL, sealed_record = NULL WHERE id = ?`, old.ID)
		if err != nil {
			return err
		}
	}
	if c.Email != old.Email {
		if _, err := t.do(ctx, `UPDATE verification SET email_proved = NULL WHERE id = ?`, old.ID); err != nil {
			return err
		}
	}
	_, err = t.do(ctx, `UPDATE verification SET profession = ?, specialties = ?, country = ?, region = ?, register = ?, sealed_claim = ?,
		changed = ?, revision = revision + 1 WHERE id = ?`, string(c.Profession), joinSlugs(c.Specialties), c.Country, c.Region, c.Register,
		sealed, at(t.now), old.ID)
	return err
}

// SubmitVerification hands an actor's draft to the officers and has the register
// asked. The error is what CheckClaim says when something is missing, ErrConflict
// when it was handed in already. Somebody else's claim to the same number stops
// nothing and is not told: an officer finds out whose it is.
func (s *Store) SubmitVerification(ctx context.Context, actor community.ActorID) (community.Verification, error) {
	v, err := s.VerificationDraft(ctx, actor)
	if err != nil {
		return v, err
	}
	return s.StepVerification(ctx, VerificationStep{ID: v.ID, Act: community.SubmitVerification, By: actor})
}

// handIn checks a claim and gives it to the register and the officers.
func (t *tx) handIn(ctx context.Context, v community.Verification) error {
	if err := community.CheckClaim(v.Claim); err != nil {
		return err
	}
	hash, err := t.store.numberHash(v.Claim)
	if err != nil {
		return err
	}
	if _, err := t.do(ctx, `UPDATE verification SET number_hash = ? WHERE id = ?`, hash, v.ID); err != nil || hash == nil {
		return err
	}
	if err := t.claimNumber(ctx, v.Actor, hash); err != nil || v.Verdict == community.VerdictMatched {
		return err
	}
	return t.enqueue(ctx, registerLane(v.Register), KindLookUp, community.FormatID(v.ID))
}

// numberHash is what a number is known by: without storage.secret_file nobody can
// try all numbers of a register against it. nil without a number.
func (s *Store) numberHash(c community.Claim) ([]byte, error) {
	if c.Register == "" {
		return nil, nil
	}
	register := credential.Register(c.Register)
	number, err := credential.CheckNumber(register, c.Number)
	if err != nil {
		return nil, fmt.Errorf("number of register %s: %w", register, err)
	}
	key, err := s.Secret(keyNumber)
	if err != nil {
		return nil, err
	}
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(credential.Identity(register, number))) // never fails (hash.Hash)
	return mac.Sum(nil), nil
}

// claimNumber notes who claims a number. Of two at once one becomes its holder:
// the index says which, and the other is seen beside it.
func (t *tx) claimNumber(ctx context.Context, actor community.ActorID, hash []byte) error {
	for _, holder := range []bool{true, false} {
		n, err := t.do(ctx, `INSERT INTO register_claim (hash, actor, holder, created) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING`,
			hash, actor, holder, at(t.now))
		if err != nil || n > 0 {
			return err
		}
	}
	return nil
}
