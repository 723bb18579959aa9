package storage

import (
	"context"
	"fmt"
	"slices"

	"consilium/community"
	"consilium/community/credential"
)

// PaperView is an officer's look at a paper.
type PaperView struct {
	Document int64
	Viewer   community.ActorID
	// Small is for the list of papers: it is not to be read, and does not count as
	// having seen the paper.
	Small bool
}

// OpenVerificationDocument gives the bytes of a paper to an officer and writes
// down that it did: each look at the whole of it, the first small one. ErrGone
// when it was deleted, ErrForbidden for anybody but officers, and for the
// applicant, who has the original.
func (s *Store) OpenVerificationDocument(ctx context.Context, look PaperView) ([]byte, error) {
	var plain []byte
	err := s.update(ctx, fmt.Sprintf("open document %d", look.Document), func(t *tx) error {
		var row documentRow
		err := one(ctx, t, &row, `SELECT `+documentColumns+`, d.sealed_key, d.sealed FROM verification_document AS d WHERE d.id = ?`, look.Document)
		if err != nil {
			return err
		}
		by, err := s.decider(ctx, t, look.Viewer)
		if err != nil {
			return err
		}
		if !community.DecidesVerifications(by.Role) || row.Actor == look.Viewer {
			return community.ErrForbidden
		}
		if row.Sealed == nil {
			return community.ErrGone
		}
		if err := t.recordView(ctx, row, look); err != nil {
			return err
		}
		plain, err = s.openDocument(row)
		return err
	})
	return plain, err
}

func (t *tx) recordView(ctx context.Context, row documentRow, look PaperView) error {
	first, err := t.do(ctx, `INSERT INTO verification_view (document, actor, whole, created) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING`,
		row.ID, look.Viewer, !look.Small, at(t.now))
	if err != nil || look.Small && first == 0 {
		return err
	}
	a, err := actorWhere(ctx, t, `a.id = ?`, row.Actor)
	if err != nil {
		return err
	}
	return t.recordStaffAction(ctx, StaffAction{Actor: look.Viewer, Action: "view-document", Subject: a.Handle.String(), Note: community.FormatID(row.ID)})
}

// sawPapers asks that an officer who vouches for papers has looked at all there
// are.
func (t *tx) sawPapers(ctx context.Context, id community.VerificationID, officer community.ActorID) error {
	var n struct{ Papers, Seen int }
	err := one(ctx, t, &n, `SELECT COUNT(*) AS papers, COALESCE(SUM(CASE WHEN EXISTS (SELECT 1 FROM verification_view AS w
		WHERE w.document = d.id AND w.actor = ? AND w.whole) THEN 1 ELSE 0 END), 0) AS seen
		FROM verification_document AS d WHERE d.verification = ? AND d.removed IS NULL`, officer, id)
	switch {
	case err != nil:
		return err
	case n.Papers == 0:
		return &community.Invalid{Field: "evidence", Problem: community.Say("verification.papers_none")}
	case n.Seen < n.Papers:
		return &community.Invalid{Field: "evidence", Problem: community.Say("verification.papers_unseen")}
	}
	return nil
}

// VerificationFlag is something that speaks against an application; words under
// "verification.flag.".
type VerificationFlag string

// The flags.
const (
	// FlagDuplicate says that somebody else claims the number.
	FlagDuplicate VerificationFlag = "duplicate"
	// FlagReplayed says that somebody else handed in the very same picture.
	FlagReplayed VerificationFlag = "replayed"
	// FlagMismatch says that the register's entry is not the claim's, FlagUnknown
	// that there is none, FlagBarred that it does not count.
	FlagMismatch VerificationFlag = "mismatch"
	FlagUnknown  VerificationFlag = "unknown"
	FlagBarred   VerificationFlag = "barred"
	// FlagSuspended says that a credential of the applicant was suspended or revoked.
	FlagSuspended VerificationFlag = "suspended"
)

// VerificationFlags lists what speaks against an application. An officer who
// approves has to say that it was seen.
func (s *Store) VerificationFlags(ctx context.Context, v community.Verification) ([]VerificationFlag, error) {
	flags, err := s.flagsOf(ctx, s.r, v)
	if err != nil {
		return nil, fmt.Errorf("flags of verification %d: %w", v.ID, err)
	}
	return flags, nil
}

func (s *Store) flagsOf(ctx context.Context, db reader, v community.Verification) ([]VerificationFlag, error) {
	documents, err := documentsOf(ctx, db, v.ID)
	if err != nil {
		return nil, err
	}
	record, err := s.recordOf(ctx, db, v.ID)
	if err != nil {
		return nil, err
	}
	var held int
	err = one(ctx, db, &held, `SELECT COUNT(*) FROM credential WHERE actor = ? AND state IN (?, ?) AND reason NOT IN (?, ?)`, v.Actor,
		string(credential.Suspended), string(credential.Revoked), ReasonNoProof, ReasonClaim)
	var flags []VerificationFlag
	for flag, raised := range map[VerificationFlag]bool{
		FlagDuplicate: v.Duplicate,
		FlagReplayed:  slices.ContainsFunc(documents, func(d VerificationDocument) bool { return d.Replayed }),
		FlagMismatch:  v.Verdict == community.VerdictMismatch && !barred(record),
		FlagUnknown:   v.Verdict == community.VerdictUnknown,
		FlagBarred:    barred(record),
		FlagSuspended: held > 0,
	} {
		if raised {
			flags = append(flags, flag)
		}
	}
	slices.Sort(flags)
	return flags, err
}

// SeenPapers says which papers of an application an officer has looked at in full.
func (s *Store) SeenPapers(ctx context.Context, id community.VerificationID, officer community.ActorID) (map[int64]bool, error) {
	var rows []struct{ Document int64 }
	err := many(ctx, s.r, &rows, `SELECT w.document FROM verification_view AS w JOIN verification_document AS d ON d.id = w.document
		WHERE d.verification = ? AND w.actor = ? AND w.whole`, id, officer)
	if err != nil {
		return nil, fmt.Errorf("papers of verification %d seen by %d: %w", id, officer, err)
	}
	seen := make(map[int64]bool, len(rows))
	for _, r := range rows {
		seen[r.Document] = true
	}
	return seen, nil
}
