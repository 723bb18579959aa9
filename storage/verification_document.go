package storage

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"
	"time"

	"consilium/community"
)

// Bounds of the papers of an application: how many at a time, and how many bytes
// each.
const (
	MaxPapers     = 6
	MaxPaperBytes = 10 << 20
)

// documentKinds are what a paper can be; words under "verification.document.".
var documentKinds = []string{"licence", "certificate", "diploma", "badge", "student", "other"}

// DocumentKinds lists what a paper can be.
func DocumentKinds() []string { return slices.Clone(documentKinds) }

// NewDocument is a picture of a paper to keep. Bytes are what media.Scrubber made
// of it, never what was uploaded.
type NewDocument struct {
	Verification community.VerificationID
	Actor        community.ActorID
	// Kind is one of DocumentKinds, Type the media type.
	Kind, Type string
	Bytes      []byte
}

// VerificationDocument is a paper that was handed in, without its bytes.
type VerificationDocument struct {
	ID           int64
	Verification community.VerificationID
	Kind, Type   string
	Size         int
	SHA256       [32]byte
	Created      time.Time
	// Removed is when its bytes went; zero while they are there.
	Removed time.Time
	// Replayed says that somebody else handed in the very same picture.
	Replayed bool
}

type documentRow struct {
	ID               int64
	Verification     community.VerificationID
	Actor            community.ActorID
	Kind, Type       string
	Size             int
	Hash             []byte
	SealedKey        []byte
	Sealed           []byte
	Created, Removed stamp
	Replayed         bool
}

const documentColumns = `d.id, d.verification, d.actor, d.kind, d.type, d.size, d.sha256 AS hash, d.created, d.removed,
	EXISTS (SELECT 1 FROM verification_document AS o WHERE o.sha256 = d.sha256 AND o.actor <> d.actor) AS replayed`

func (r documentRow) document() VerificationDocument {
	d := VerificationDocument{ID: r.ID, Verification: r.Verification, Kind: r.Kind, Type: r.Type, Size: r.Size,
		Created: r.Created.Time, Removed: r.Removed.Time, Replayed: r.Replayed}
	copy(d.SHA256[:], r.Hash)
	return d
}

// AddVerificationDocument keeps a paper of the applicant, encrypted with a key of
// its own which is sealed. ErrNotFound when the application is not the actor's,
// ErrConflict when nothing can be added now; *Invalid for too many, too much, or
// the same one twice.
func (s *Store) AddVerificationDocument(ctx context.Context, n NewDocument) (VerificationDocument, error) {
	row := documentRow{ID: s.numbers.next(), Verification: n.Verification, Actor: n.Actor, Kind: n.Kind, Type: n.Type, Size: len(n.Bytes)}
	if err := checkDocument(n); err != nil {
		return row.document(), fmt.Errorf("add document to verification %d: %w", n.Verification, err)
	}
	if err := s.sealDocument(&row, n.Bytes); err != nil {
		return row.document(), fmt.Errorf("add document to verification %d: %w", n.Verification, err)
	}
	var added VerificationDocument
	err := s.update(ctx, fmt.Sprintf("add document to verification %d", n.Verification), func(t *tx) error {
		if err := t.mayAddDocument(ctx, row); err != nil {
			return err
		}
		_, err := t.do(ctx, `INSERT INTO verification_document (id, verification, actor, kind, type, size, sha256, sealed_key, sealed, created)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, row.ID, row.Verification, row.Actor, row.Kind, row.Type, row.Size, row.Hash,
			row.SealedKey, row.Sealed, at(t.now))
		if err != nil {
			return err
		}
		var kept documentRow
		err = one(ctx, t, &kept, `SELECT `+documentColumns+` FROM verification_document AS d WHERE d.id = ?`, row.ID)
		added = kept.document()
		return err
	})
	return added, err
}

func checkDocument(n NewDocument) error {
	switch {
	case !slices.Contains(documentKinds, n.Kind):
		return &community.Invalid{Field: "kind", Problem: community.Say("settings.unknown_choice")}
	case n.Type != "image/jpeg" && n.Type != "image/png":
		return &community.Invalid{Field: "document", Problem: community.Say("verification.document_type")}
	case len(n.Bytes) == 0 || len(n.Bytes) > MaxPaperBytes:
		return &community.Invalid{Field: "document", Problem: community.Say("media.too_large", "limit", MaxPaperBytes>>20)}
	}
	return nil
}

// sealDocument encrypts the bytes with a random key, which is sealed in turn: when
// the row's key is gone so is the paper, wherever a copy of the rest may lie.
func (s *Store) sealDocument(row *documentRow, plain []byte) error {
	hash := sha256.Sum256(plain)
	row.Hash = hash[:]
	key := make([]byte, 32)
	_, _ = rand.Read(key) // never fails (crypto/rand)
	lock, err := paperCipher(key)
	if err != nil {
		return err
	}
	subject := community.FormatID(row.ID)
	row.Sealed = lock.Seal(nil, nil, plain, []byte(subject))
	row.SealedKey, err = s.seal.close(sealPaperKey, subject, key)
	return err
}

func paperCipher(key []byte) (cipher.AEAD, error) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, fmt.Errorf("document key: %w", err)
	}
	return cipher.NewGCMWithRandomNonce(block)
}

func (s *Store) openDocument(row documentRow) ([]byte, error) {
	subject := community.FormatID(row.ID)
	key, err := s.seal.open(sealPaperKey, subject, row.SealedKey)
	if err != nil {
		return nil, err
	}
	lock, err := paperCipher(key)
	if err != nil {
		return nil, err
	}
	plain, err := lock.Open(nil, nil, row.Sealed, []byte(subject))
	if err != nil {
		return nil, errors.New("document does not open")
	}
	return plain, nil
}

// mayAddDocument bounds what an applicant hands in. Changing the application takes
// hold of it, so that of two uploads at once the second sees the first.
func (t *tx) mayAddDocument(ctx context.Context, row documentRow) error {
	if err := t.ownDraft(ctx, row.Verification, row.Actor); err != nil {
		return err
	}
	var have struct{ All, Same int }
	err := one(ctx, t, &have, `SELECT COUNT(*) AS "all", COALESCE(SUM(CASE WHEN sha256 = ? THEN 1 ELSE 0 END), 0) AS same
		FROM verification_document WHERE verification = ? AND removed IS NULL`, row.Hash, row.Verification)
	switch {
	case err != nil:
		return err
	case have.Same > 0:
		return &community.Invalid{Field: "document", Problem: community.Say("verification.document_twice")}
	case have.All >= MaxPapers:
		return &community.Invalid{Field: "document", Problem: community.Say("verification.documents_many", "limit", MaxPapers)}
	}
	return nil
}

// ownDraft takes hold of an application in which its applicant may change things.
func (t *tx) ownDraft(ctx context.Context, id community.VerificationID, actor community.ActorID) error {
	n, err := t.do(ctx, `UPDATE verification SET changed = ?, revision = revision + 1 WHERE id = ? AND actor = ? AND state IN ('draft', 'asked')`,
		at(t.now), id, actor)
	if err != nil || n > 0 {
		return err
	}
	if err := one(ctx, t, new(int64), `SELECT id FROM verification WHERE id = ? AND actor = ?`, id, actor); err != nil {
		return err
	}
	return community.ErrConflict
}

// VerificationDocuments lists the papers of an application, those that are gone
// too, the oldest first.
func (s *Store) VerificationDocuments(ctx context.Context, id community.VerificationID) ([]VerificationDocument, error) {
	list, err := documentsOf(ctx, s.r, id)
	if err != nil {
		return nil, fmt.Errorf("documents of verification %d: %w", id, err)
	}
	return list, nil
}

func documentsOf(ctx context.Context, db reader, id community.VerificationID) ([]VerificationDocument, error) {
	var rows []documentRow
	err := many(ctx, db, &rows, `SELECT `+documentColumns+` FROM verification_document AS d WHERE d.verification = ? ORDER BY d.id`, id)
	list := make([]VerificationDocument, 0, len(rows))
	for _, r := range rows {
		list = append(list, r.document())
	}
	return list, err
}

// RemoveVerificationDocument deletes a paper for its applicant, before it is
// handed in or while something is asked; its hash stays.
func (s *Store) RemoveVerificationDocument(ctx context.Context, actor community.ActorID, id int64) error {
	return s.update(ctx, fmt.Sprintf("remove document %d", id), func(t *tx) error {
		var row struct{ Verification community.VerificationID }
		if err := one(ctx, t, &row, `SELECT verification FROM verification_document WHERE id = ? AND removed IS NULL`, id); err != nil {
			return err
		}
		if err := t.ownDraft(ctx, row.Verification, actor); err != nil {
			return err
		}
		return t.shredDocuments(ctx, `id = ?`, id)
	})
}

// shredDocuments makes papers unreadable; what they were is remembered by hash.
func (t *tx) shredDocuments(ctx context.Context, where string, args ...any) error {
	_, err := t.do(ctx, `UPDATE verification_document SET sealed = NULL, sealed_key = NULL, removed = ? WHERE removed IS NULL AND `+where,
		append([]any{at(t.now)}, args...)...)
	return err
}
