package storage

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"consilium/community"
	"consilium/community/credential"
)

// mailKinds are the kinds of evidence a mailbox can be.
var mailKinds = []credential.Kind{credential.InstitutionMail, credential.RegisterMail}

// weighMail makes the evidence of an actor say what the mailboxes proved by now
// are worth: RegisterMail where the matched record names the institution,
// InstitutionMail elsewhere.
func (t *tx) weighMail(ctx context.Context, actor community.ActorID) error {
	wanted, err := t.mailEvidence(ctx, actor)
	if err != nil {
		return err
	}
	have, err := evidenceWhere(ctx, t, `x.actor = ? AND x.kind IN (?) AND x.withdrawn IS NULL`, actor, in(mailKinds))
	if err != nil {
		return err
	}
	for _, e := range have {
		if at := slices.IndexFunc(wanted, e.same); at >= 0 {
			wanted = slices.Delete(wanted, at, at+1)
		} else if err := t.withdrawEvidence(ctx, actor, e.Kind, e.Source); err != nil {
			return err
		}
	}
	for _, e := range wanted {
		if err := t.addEvidence(ctx, actor, e); err != nil {
			return err
		}
	}
	if err := t.noteMailProved(ctx, actor); err != nil {
		return err
	}
	return t.reassess(ctx, actor)
}

// same says whether the evidence is already kept as it is.
func (e Evidence) same(other credential.Evidence) bool {
	return e.Kind == other.Kind && e.Source == other.Source && e.Proved.Equal(other.Proved) && e.Until.Equal(other.Until)
}

// mailEvidence is what the proved mailboxes of an actor are evidence of, one for
// each host.
func (t *tx) mailEvidence(ctx context.Context, actor community.ActorID) ([]credential.Evidence, error) {
	proofs, err := t.mailProofs(ctx, `m.actor = ? AND m.proved IS NOT NULL AND m.valid_until > ?`, actor, at(t.now))
	if err != nil || len(proofs) == 0 {
		return nil, err
	}
	list, err := institutions(ctx, t)
	if err != nil {
		return nil, err
	}
	record, err := t.matchedRecord(ctx, actor)
	if err != nil {
		return nil, err
	}
	var evidence []credential.Evidence
	for _, p := range proofs {
		m, d, no := community.MatchInstitution(p.Address, list)
		if no != nil {
			continue
		}
		e := credential.Evidence{Kind: credential.InstitutionMail, Source: m.Host, Proved: p.Proved, Until: p.Until}
		if record != nil && d.BindsEntry(m, *record) {
			e.Kind = credential.RegisterMail
		}
		if !slices.ContainsFunc(evidence, func(o credential.Evidence) bool { return o.Kind == e.Kind && o.Source == e.Source }) {
			evidence = append(evidence, e)
		}
	}
	return evidence, nil
}

// matchedRecord is what a register said of the application that counts; nil when
// no entry matched.
func (t *tx) matchedRecord(ctx context.Context, actor community.ActorID) (*credential.Record, error) {
	var id community.VerificationID
	err := one(ctx, t, &id, `SELECT id FROM verification WHERE actor = ? AND verdict = ? AND sealed_record IS NOT NULL AND state NOT IN (?)
		ORDER BY id DESC LIMIT 1`, actor, community.VerdictMatched,
		in([]string{string(community.VerificationRefused), string(community.VerificationWithdrawn)}))
	if errors.Is(err, community.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return t.store.recordOf(ctx, t, id)
}

// noteMailProved writes beside the application under way whether the address it
// names was proved.
func (t *tx) noteMailProved(ctx context.Context, actor community.ActorID) error {
	v, err := t.store.newestVerification(ctx, t, actor)
	if errors.Is(err, community.ErrNotFound) || err == nil && !v.State.Live() {
		return nil
	}
	if err != nil {
		return err
	}
	var row struct{ Proved stamp }
	if m, no := community.ParseMailbox(v.Email); no == nil {
		hash, err := t.store.mailboxHash(m)
		if err != nil {
			return err
		}
		err = one(ctx, t, &row, `SELECT proved FROM mail_proof WHERE actor = ? AND mailbox = ? AND valid_until > ?`, actor, hash, at(t.now))
		if err != nil && !errors.Is(err, community.ErrNotFound) {
			return err
		}
	}
	if row.Proved.Equal(v.EmailProved) {
		return nil
	}
	_, err = t.do(ctx, `UPDATE verification SET email_proved = ?, revision = revision + 1 WHERE id = ?`, row.Proved, v.ID)
	return err
}

// withdrawMail takes the proof of a mailbox back.
func (t *tx) withdrawMail(ctx context.Context, p MailProof) error {
	if _, err := t.do(ctx, `UPDATE mail_proof SET proved = NULL, valid_until = NULL WHERE id = ?`, p.ID); err != nil {
		return err
	}
	return t.weighMail(ctx, p.Actor)
}

// RefuseMail notes that a mail server will not take letters to an address of a
// login any more: a mailbox that is gone proves nothing (V4). It says whether
// that changed anything.
func (s *Store) RefuseMail(ctx context.Context, user community.UserID, address string) (bool, error) {
	m, err := community.ParseMailbox(address)
	if err != nil {
		return false, nil
	}
	hash, err := s.mailboxHash(m)
	if err != nil {
		return false, fmt.Errorf("refuse mail of user %d: %w", user, err)
	}
	refused := false
	err = s.update(ctx, fmt.Sprintf("refuse mail of user %d", user), func(t *tx) error {
		proofs, err := t.mailProofs(ctx, `m.mailbox = ? AND m.proved IS NOT NULL AND m.actor IN (SELECT a.id FROM actor AS a WHERE a.user_id = ?)`, hash, user)
		for _, p := range proofs {
			refused = true
			err = errors.Join(err, t.withdrawMail(ctx, p))
		}
		return err
	})
	return refused, err
}

// proofsKept is how long a mailbox that was named and never proved, or whose
// proof has run out, is remembered.
const proofsKept = 30 * 24 * time.Hour

// TendProofs writes to whoever has to prove a mailbox again soon, once, and
// forgets what is of no use any more. It is run every hour, and says how many
// letters it queued.
func (s *Store) TendProofs(ctx context.Context) (int, error) {
	written := 0
	err := s.update(ctx, "tend proofs", func(t *tx) error {
		var users []community.UserID
		err := many(ctx, t, &users, `UPDATE mail_proof SET reminded = ? WHERE proved IS NOT NULL AND reminded IS NULL
			AND valid_until > ? AND valid_until <= ? RETURNING (SELECT a.user_id FROM actor AS a WHERE a.id = mail_proof.actor)`,
			at(t.now), at(t.now), at(t.now.Add(community.MailProofLetter)))
		if err != nil {
			return err
		}
		slices.Sort(users)
		users = slices.Compact(users)
		for _, u := range users {
			if err := t.queueLetter(ctx, LetterProofEnds, u); err != nil {
				return err
			}
		}
		written = len(users)
		_, err = t.do(ctx, `DELETE FROM mail_proof WHERE asked < ? AND (valid_until IS NULL OR valid_until < ?)`,
			at(t.now.Add(-proofsKept)), at(t.now.Add(-proofsKept)))
		return err
	})
	return written, err
}
