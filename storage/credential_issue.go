package storage

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"math/big"
	"time"

	"consilium/community"
	"consilium/community/credential"
)

// CredentialDocument is a member's credential as it is signed for others: the
// facts, and where it and the list lie by which it can be taken back.
type CredentialDocument struct {
	Credential
	Holder community.IRI
	// IRI is its address, List the list's, Index its entry there.
	IRI, List community.IRI
	Index     int
	// Text is what was signed, Until until when that stands; "" when it is to be
	// signed.
	Text  string
	Until time.Time
}

type signedRow struct {
	credentialRow
	Holder, IRI, List community.IRI
	Document          string
	DocumentUntil     stamp
	StatusIndex       int64
}

func (r signedRow) document() CredentialDocument {
	return CredentialDocument{Credential: r.credential(), Holder: r.Holder, IRI: r.IRI, List: r.List, Index: int(r.StatusIndex % ListEntries),
		Text: r.Document, Until: r.DocumentUntil.Time}
}

// reading is where something is read, and when.
type reading struct {
	db reader
	at time.Time
}

// documentWhere reads the one document that a condition names. Only what is in
// force is told to others: ErrNotFound for all else.
func documentWhere(ctx context.Context, now reading, where string, args ...any) (CredentialDocument, error) {
	var row signedRow
	err := one(ctx, now.db, &row, `SELECT `+credentialColumns+`, a.iri AS holder, c.iri, c.document, c.document_until, c.status_index, l.iri AS list
		FROM credential AS c JOIN actor AS a ON a.id = c.actor LEFT JOIN own_status_list AS l ON l.number = c.status_index / `+listEntries+`
		WHERE c.issuer = '' AND a.local AND a.suspended IS NULL AND a.gone IS NULL AND c.level > 0 AND `+where, args...)
	d := row.document()
	if err == nil && !d.InForce(now.at) {
		err = community.ErrNotFound
	}
	return d, err
}

// CredentialDocument gives what is to be signed, or was, of a member.
// ErrNotFound when nothing is in force.
func (s *Store) CredentialDocument(ctx context.Context, actor community.ActorID) (CredentialDocument, error) {
	d, err := documentWhere(ctx, reading{s.r, s.Now()}, `c.actor = ?`, actor)
	if err != nil {
		return d, fmt.Errorf("credential of actor %d: %w", actor, err)
	}
	return d, nil
}

// CredentialDocumentAt is CredentialDocument by the document's address.
func (s *Store) CredentialDocumentAt(ctx context.Context, iri community.IRI) (CredentialDocument, error) {
	d, err := documentWhere(ctx, reading{s.r, s.Now()}, `c.iri = ?`, iri)
	if err != nil {
		return d, fmt.Errorf("credential at an address: %w", err)
	}
	return d, nil
}

// ReserveCredential gives a member's credential its address and its entry of a
// list, unless it has them. ErrNotFound when nothing is in force.
func (s *Store) ReserveCredential(ctx context.Context, actor community.ActorID) (CredentialDocument, error) {
	var d CredentialDocument
	err := s.update(ctx, fmt.Sprintf("reserve credential of actor %d", actor), func(t *tx) error {
		var err error
		if d, err = documentWhere(ctx, reading{t, t.now}, `c.actor = ?`, actor); err != nil || !d.IRI.IsZero() {
			return err
		}
		// Taken first: whoever comes at the same moment finds it done.
		n, err := t.do(ctx, `UPDATE credential SET iri = ? WHERE actor = ? AND iri IS NULL AND state = ?`,
			t.store.iri("/credentials/"+newToken()), actor, string(credential.Active))
		if err != nil {
			return err
		}
		if n == 1 {
			if err := t.takeEntry(ctx, actor); err != nil {
				return err
			}
		}
		d, err = documentWhere(ctx, reading{t, t.now}, `c.actor = ?`, actor)
		return err
	})
	return d, err
}

// ListEntries is how many entries a status list has: the fewest that hide who is
// meant (Bitstring Status List 1.0, 2.2 and 5.1).
const ListEntries = 131_072

// listEntries is ListEntries in statements.
const listEntries = `131072`

// listFull is from when on another list is begun: in one that is nearly full a
// free entry is found by few throws no more.
const listFull = 100_000

// takeEntry gives a credential a free entry by chance, which says nothing of
// order or number.
func (t *tx) takeEntry(ctx context.Context, actor community.ActorID) error {
	number, _, err := t.ownList(ctx)
	if err != nil {
		return err
	}
	for range 100 {
		drawn, err := rand.Int(rand.Reader, big.NewInt(ListEntries))
		if err != nil {
			return fmt.Errorf("draw a status entry: %w", err)
		}
		entry := number*ListEntries + drawn.Int64()
		n, err := t.do(ctx, `INSERT INTO status_entry (entry, actor, issued) VALUES (?, ?, ?) ON CONFLICT DO NOTHING`, entry, actor, at(t.now))
		if err != nil {
			return err
		}
		if n == 1 {
			_, err = t.do(ctx, `UPDATE credential SET status_index = ? WHERE actor = ?`, entry, actor)
			return err
		}
	}
	return errors.New("no free status entry")
}

// ownList is the list that new entries are taken from, made when it is not there.
func (t *tx) ownList(ctx context.Context) (number int64, iri community.IRI, err error) {
	if err = one(ctx, t, &number, `SELECT COUNT(*) FROM status_entry`); err != nil {
		return 0, iri, err
	}
	number /= listFull
	_, err = t.do(ctx, `INSERT INTO own_status_list (number, iri) VALUES (?, ?) ON CONFLICT DO NOTHING`, number,
		t.store.iri("/credentials/lists/"+newToken()))
	if err != nil {
		return number, iri, err
	}
	err = one(ctx, t, &iri, `SELECT iri FROM own_status_list WHERE number = ?`, number)
	return number, iri, err
}

// KeepCredentialDocument keeps what was signed. ErrConflict when the credential
// has changed since it was read. again says that another document was given out
// before: other servers are then told that there is a newer one.
func (s *Store) KeepCredentialDocument(ctx context.Context, d CredentialDocument, again bool) error {
	return s.update(ctx, fmt.Sprintf("keep document of actor %d", d.Actor), func(t *tx) error {
		n, err := t.do(ctx, `UPDATE credential SET document = ?, document_until = ? WHERE actor = ? AND iri = ? AND changed = ? AND state = ?`,
			d.Text, at(d.Until), d.Actor, d.IRI, at(d.Changed), string(credential.Active))
		if err == nil && n == 0 {
			return community.ErrConflict
		}
		if err != nil || !again {
			return err
		}
		return t.setStanding(ctx, d.Actor, &d.Credential.Credential)
	})
}

// CredentialsToSign lists members whose credential is in force, and not signed,
// not with this key, or only for less than so long.
func (s *Store) CredentialsToSign(ctx context.Context, key community.IRI, left time.Duration) ([]community.ActorID, error) {
	var ids []community.ActorID
	err := many(ctx, s.r, &ids, `SELECT c.actor FROM credential AS c JOIN actor AS a ON a.id = c.actor
		WHERE c.issuer = '' AND a.local AND a.suspended IS NULL AND a.gone IS NULL AND c.level > 0 AND c.state = ? AND c.valid_until > ?
		AND (c.document = '' OR c.document NOT LIKE ? OR c.document_until < ? AND c.document_until + 1000 <= c.valid_until)
		ORDER BY c.document_until, c.actor LIMIT 500`, // a document ends with a whole second
		string(credential.Active), at(s.Now()), `%"`+key.String()+`"%`, at(s.Now().Add(left)))
	if err != nil {
		return nil, fmt.Errorf("credentials to sign: %w", err)
	}
	return ids, nil
}

// EndCredentials takes back what was signed for members whose credential has
// ended, and tells other servers once, so that none shows a stale word. That it
// counts for nothing needs no telling: its dates say so.
func (s *Store) EndCredentials(ctx context.Context) error {
	const ended = `SELECT actor FROM credential WHERE issuer = '' AND state = ? AND valid_until <= ? AND iri IS NOT NULL ORDER BY valid_until LIMIT 500`
	var ids []community.ActorID
	if err := many(ctx, s.r, &ids, ended, string(credential.Active), at(s.Now())); err != nil || len(ids) == 0 {
		return err
	}
	return s.update(ctx, "end credentials", func(t *tx) error {
		var ids []community.ActorID
		if err := many(ctx, t, &ids, ended, string(credential.Active), at(t.now)); err != nil {
			return err
		}
		for _, id := range ids {
			c, err := credentialOf(ctx, t, id)
			if err != nil {
				return err
			}
			if err := t.takeBack(ctx, id); err != nil {
				return err
			}
			if err := t.setStanding(ctx, id, &c.Credential); err != nil {
				return err
			}
		}
		return nil
	})
}

// SetCredentialPublic is the holder's choice whether everybody may read the
// signed document, or only servers that sign their requests. ErrNotFound when
// there is no credential.
func (s *Store) SetCredentialPublic(ctx context.Context, actor community.ActorID, public bool) error {
	return s.update(ctx, fmt.Sprintf("publish credential of actor %d", actor), func(t *tx) error {
		c, err := credentialOf(ctx, t, actor)
		if err != nil {
			return err
		}
		if c.Issuer != "" {
			return community.ErrForbidden
		}
		if _, err := t.do(ctx, `UPDATE credential SET public = ? WHERE actor = ?`, public, actor); err != nil || c.Public == public {
			return err
		}
		return t.setStanding(ctx, actor, &c.Credential)
	})
}
