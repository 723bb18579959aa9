package storage

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"consilium/community"
	"consilium/community/credential"
)

// KindLookUp is the kind of job that asks a register; its payload is the number
// of a verification and its lane registerLane. Its handler reads the verification,
// asks, hands the answer to RecordLookUp, and returns Down when the register did
// not answer.
const KindLookUp = "look-up"

// registerLane is where questions to a register wait, so that one that does not
// answer holds up nobody who is in another.
func registerLane(register string) string { return "register/" + register }

// RecordLookUp keeps what a register said of an application. verdict is one of the
// Verdict constants; with a record only the record counts, held against the claim
// as it stands now. A match proves the entry (level 2) and no more, unless
// somebody else claims the same number. Of an application that has changed or was
// decided meanwhile nothing is kept.
func (s *Store) RecordLookUp(ctx context.Context, id community.VerificationID, verdict string, record *credential.Record) error {
	return s.update(ctx, fmt.Sprintf("record look-up of verification %d", id), func(t *tx) error {
		v, err := s.verificationWhere(ctx, t, `v.id = ?`, id)
		if err != nil {
			return err
		}
		if !v.State.Open() || record != nil && !sameEntry(*record, v.Claim) {
			return nil
		}
		if record != nil {
			verdict = judgeRecord(*record, v.Claim)
		} else if verdict == community.VerdictMatched {
			verdict = community.VerdictPending // nothing was seen that matches
		}
		if err := t.keepRecord(ctx, v, verdict, record); err != nil || verdict != community.VerdictMatched || v.Duplicate {
			return err
		}
		return t.proveEntry(ctx, v, *record)
	})
}

func sameEntry(record credential.Record, c community.Claim) bool {
	number, err := credential.CheckNumber(credential.Register(c.Register), c.Number)
	return err == nil && record.Register == credential.Register(c.Register) && record.Number == number
}

func judgeRecord(record credential.Record, c community.Claim) string {
	if credential.Match(record, c.RegisterClaim()).Matched {
		return community.VerdictMatched
	}
	return community.VerdictMismatch
}

// keepRecord writes down what a register said. An officer who has the page open
// has not seen it.
func (t *tx) keepRecord(ctx context.Context, v community.Verification, verdict string, record *credential.Record) error {
	if record == nil && verdict == v.Verdict {
		_, err := t.do(ctx, `UPDATE verification SET checked = ? WHERE id = ?`, at(t.now), v.ID)
		return err
	}
	var sealed []byte
	if record != nil {
		plain, err := json.Marshal(record)
		if err != nil {
			return fmt.Errorf("encode record: %w", err)
		}
		if sealed, err = t.store.seal.close(sealRecord, community.FormatID(v.ID), plain); err != nil {
			return err
		}
	}
	_, err := t.do(ctx, `UPDATE verification SET verdict = ?, sealed_record = ?, checked = ?, revision = revision + 1 WHERE id = ?`,
		verdict, sealed, at(t.now), v.ID)
	if err != nil {
		return err
	}
	return t.weighMail(ctx, v.Actor) // the record may name where a mailbox was proved
}

// proveEntry counts a match. It changes nothing for who was proved more, or
// something else, before: then an officer decides.
func (t *tx) proveEntry(ctx context.Context, v community.Verification, record credential.Record) error {
	old, err := credentialOf(ctx, t, v.Actor)
	if err != nil && !errors.Is(err, community.ErrNotFound) {
		return err
	}
	if err == nil && old.Level > credential.Unproved && old.Profession != v.Profession {
		return nil
	}
	until := t.now.Add(Validity)
	if !record.ValidUntil.IsZero() && record.ValidUntil.Before(until) {
		until = record.ValidUntil
	}
	return t.grant(ctx, Grant{Actor: v.Actor, Profession: v.Profession, Specialties: old.Specialties, Jurisdiction: v.Jurisdiction(),
		Evidence: []credential.Evidence{{Kind: credential.RegisterMatch, Profession: v.Profession, Source: v.Register,
			Proved: t.now, Until: until}}})
}

// VerificationRecord gives what the register said of an application; nil when it
// said nothing.
func (s *Store) VerificationRecord(ctx context.Context, id community.VerificationID) (*credential.Record, error) {
	r, err := s.recordOf(ctx, s.r, id)
	if err != nil {
		return nil, fmt.Errorf("record of verification %d: %w", id, err)
	}
	return r, nil
}

func (s *Store) recordOf(ctx context.Context, db reader, id community.VerificationID) (*credential.Record, error) {
	var row struct{ SealedRecord []byte }
	if err := one(ctx, db, &row, `SELECT sealed_record FROM verification WHERE id = ?`, id); err != nil || row.SealedRecord == nil {
		return nil, err
	}
	plain, err := s.seal.open(sealRecord, community.FormatID(id), row.SealedRecord)
	if err != nil {
		return nil, err
	}
	var record credential.Record
	if err := json.Unmarshal(plain, &record); err != nil {
		return nil, fmt.Errorf("read record: %w", err)
	}
	return &record, nil
}

// recheckEvery is how often the entry of a clinician is looked at again, a little
// less than the day between two nights.
const recheckEvery = 20 * time.Hour

// DueRegisterChecks lists the approved applications whose entry counts for a
// credential that is in force, and was not looked at since last night; also those
// that still wait for an officer while a mailbox or a sign-on made more of a match.
// At most five hundred; the longest unseen first.
func (s *Store) DueRegisterChecks(ctx context.Context) ([]community.Verification, error) {
	list, err := s.verificationsWhere(ctx, s.r, `v.register <> '' AND v.sealed_claim IS NOT NULL
		AND (v.state = 'approved' OR v.verdict = 'matched' AND v.state IN ('submitted', 'asked', 'seconded', 'appealed'))
		AND (v.checked IS NULL OR v.checked < ?)
		AND v.id = (SELECT MAX(n.id) FROM verification AS n WHERE n.actor = v.actor AND n.state = v.state)
		AND EXISTS (SELECT 1 FROM credential AS c WHERE c.actor = v.actor AND c.issuer = '' AND c.state = ?
			AND c.level >= CASE WHEN v.state = 'approved' THEN ? ELSE ? END)
		ORDER BY v.checked, v.id LIMIT 500`, at(s.Now().Add(-recheckEvery)),
		string(credential.Active), int(credential.Registered), int(credential.Verified))
	if err != nil {
		return nil, fmt.Errorf("list register checks: %w", err)
	}
	return list, nil
}

// ReasonSanction is why a credential is suspended at once: the register restricts
// its holder, or the entry counts no more.
const ReasonSanction = "sanction"

// RecordRecheck keeps what a register says of somebody whose entry counts. An entry
// that is inactive or sanctioned suspends the credential at once and calls an
// officer; one that is gone or is another person's only calls an officer, since a
// register that is being repaired must not suspend a hospital. verdict is as in
// RecordLookUp; of a register that did not answer only the time is kept.
func (s *Store) RecordRecheck(ctx context.Context, id community.VerificationID, verdict string, record *credential.Record) error {
	return s.update(ctx, fmt.Sprintf("record check of verification %d", id), func(t *tx) error {
		v, err := s.verificationWhere(ctx, t, `v.id = ?`, id)
		if err != nil {
			return err
		}
		if v.State != community.VerificationApproved && !v.State.Open() || record != nil && !sameEntry(*record, v.Claim) {
			return nil
		}
		if record == nil && verdict != community.VerdictUnknown {
			_, err := t.do(ctx, `UPDATE verification SET checked = ? WHERE id = ?`, at(t.now), id)
			return err
		}
		return t.recheck(ctx, v, verdict, record)
	})
}

// recheck acts on what is new: an officer who restored a credential although the
// register says no is not asked again every night.
func (t *tx) recheck(ctx context.Context, v community.Verification, verdict string, record *credential.Record) error {
	before, err := t.store.recordOf(ctx, t, v.ID)
	if err != nil {
		return err
	}
	if record != nil {
		verdict = judgeRecord(*record, v.Claim)
	}
	if err := t.keepRecord(ctx, v, verdict, record); err != nil {
		return err
	}
	fell := barred(record) && !barred(before)
	if fell {
		err := t.changeCredential(ctx, StateChange{Actor: v.Actor, State: credential.Suspended, Reason: ReasonSanction})
		if err != nil && !errors.Is(err, community.ErrNotFound) && !errors.Is(err, community.ErrConflict) {
			return err
		}
	}
	if fell || verdict != v.Verdict && verdict != community.VerdictMatched {
		return t.callOfficers(ctx, community.NotifyRegisterCheck, v.Actor)
	}
	return nil
}

// barred says whether a register says that its entry does not count.
func barred(r *credential.Record) bool { return r != nil && (r.Sanctioned || !r.Active) }
