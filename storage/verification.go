package storage

import (
	"context"
	"encoding/json"
	"fmt"

	"consilium/community"
	"consilium/community/credential"
)

type verificationRow struct {
	ID                                                 community.VerificationID
	Actor                                              community.ActorID
	State                                              community.VerificationState
	Revision                                           int64
	Profession, Specialties, Country, Region           string
	Register, Verdict, Reason, Proposal                string
	SealedClaim, NumberHash                            []byte
	Checked, EmailProved                               stamp
	Officer                                            community.ActorID
	Created, Changed, Submitted, Due, Decided, Cleared stamp
	Duplicate                                          bool
}

const verificationColumns = `v.id, v.actor, v.state, v.revision, v.profession, v.specialties, v.country, v.region, v.register, v.verdict,
	v.reason, v.proposal, v.sealed_claim, v.number_hash, v.checked, v.email_proved, v.officer, v.created, v.changed, v.submitted, v.due,
	v.decided, v.cleared,
	EXISTS (SELECT 1 FROM register_claim AS r WHERE r.hash = v.number_hash AND r.actor <> v.actor) AS duplicate`

// sealedClaim is the part of a claim that says who somebody is.
type sealedClaim struct {
	LegalName    string `json:"legal_name,omitempty"`
	Number       string `json:"number,omitempty"`
	Organisation string `json:"organisation,omitempty"`
	Email        string `json:"email,omitempty"`
	Note         string `json:"note,omitempty"`
}

// The purposes for which parts of an application are sealed.
const (
	sealClaim    = "verification claim"
	sealRecord   = "verification record"
	sealMessage  = "verification message"
	sealPaperKey = "verification document"
	keyNumber    = "register claim"
)

func (s *Store) closeClaim(id community.VerificationID, c community.Claim) ([]byte, error) {
	plain, err := json.Marshal(sealedClaim{c.LegalName, c.Number, c.Organisation, c.Email, c.Note})
	if err != nil {
		return nil, fmt.Errorf("encode claim: %w", err)
	}
	return s.seal.close(sealClaim, community.FormatID(id), plain)
}

// verification opens a row. One that was cleared has no claim any more.
func (s *Store) verification(r verificationRow) (community.Verification, error) {
	v := community.Verification{ID: r.ID, Actor: r.Actor, State: r.State, Revision: r.Revision, Verdict: r.Verdict,
		Checked: r.Checked.Time, EmailProved: r.EmailProved.Time, Officer: r.Officer, Reason: r.Reason, Created: r.Created.Time,
		Submitted: r.Submitted.Time, Due: r.Due.Time, Decided: r.Decided.Time, Duplicate: r.Duplicate,
		Claim: community.Claim{Profession: credential.Profession(r.Profession), Specialties: splitSlugs(r.Specialties),
			Country: r.Country, Region: r.Region, Register: r.Register}}
	if r.Proposal != "" {
		if err := json.Unmarshal([]byte(r.Proposal), &v.Proposal); err != nil {
			return v, fmt.Errorf("read proposal: %w", err)
		}
	}
	if r.SealedClaim == nil {
		return v, nil
	}
	plain, err := s.seal.open(sealClaim, community.FormatID(r.ID), r.SealedClaim)
	if err != nil {
		return v, err
	}
	var c sealedClaim
	if err := json.Unmarshal(plain, &c); err != nil {
		return v, fmt.Errorf("read claim: %w", err)
	}
	v.LegalName, v.Number, v.Organisation, v.Email, v.Note = c.LegalName, c.Number, c.Organisation, c.Email, c.Note
	return v, nil
}

// verificationsWhere reads the applications that a condition on table v names,
// with who refused them, in two statements.
func (s *Store) verificationsWhere(ctx context.Context, db reader, where string, args ...any) ([]community.Verification, error) {
	var rows []verificationRow
	if err := many(ctx, db, &rows, `SELECT `+verificationColumns+` FROM verification AS v WHERE `+where, args...); err != nil {
		return nil, err
	}
	list := make([]community.Verification, 0, len(rows))
	place := make(map[community.VerificationID]int, len(rows))
	ids := make([]community.VerificationID, 0, len(rows))
	for i, r := range rows {
		v, err := s.verification(r)
		if err != nil {
			return nil, err
		}
		list, ids, place[r.ID] = append(list, v), append(ids, r.ID), i
	}
	var refusals []struct {
		Verification community.VerificationID
		Actor        community.ActorID
	}
	err := many(ctx, db, &refusals, `SELECT verification, actor FROM verification_step WHERE act = ? AND verification IN (?) ORDER BY id`,
		string(community.RefuseVerification), in(ids))
	for _, r := range refusals {
		v := &list[place[r.Verification]]
		v.RefusedBy = append(v.RefusedBy, r.Actor)
	}
	return list, err
}

func (s *Store) verificationWhere(ctx context.Context, db reader, where string, args ...any) (community.Verification, error) {
	list, err := s.verificationsWhere(ctx, db, where, args...)
	if err != nil {
		return community.Verification{}, err
	}
	if len(list) == 0 {
		return community.Verification{}, community.ErrNotFound
	}
	return list[0], nil
}

// Verification gives an application; ErrNotFound. It is for officers and for
// the applicant, and nobody else: the caller sees to that.
func (s *Store) Verification(ctx context.Context, id community.VerificationID) (community.Verification, error) {
	v, err := s.verificationWhere(ctx, s.r, `v.id = ?`, id)
	if err != nil {
		return v, fmt.Errorf("verification %d: %w", id, err)
	}
	return v, nil
}

// VerificationDraft gives the application of an actor that is not decided yet,
// else the newest; ErrNotFound when there never was one.
func (s *Store) VerificationDraft(ctx context.Context, actor community.ActorID) (community.Verification, error) {
	v, err := s.newestVerification(ctx, s.r, actor)
	if err != nil {
		return v, fmt.Errorf("verification of actor %d: %w", actor, err)
	}
	return v, nil
}

func (s *Store) newestVerification(ctx context.Context, db reader, actor community.ActorID) (community.Verification, error) {
	return s.verificationWhere(ctx, db, `v.actor = ? ORDER BY CASE WHEN v.state IN ('draft', 'submitted', 'asked', 'seconded', 'appealed')
		THEN 0 ELSE 1 END, v.id DESC LIMIT 1`, actor)
}
