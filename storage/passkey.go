package storage

import (
	"context"
	"encoding/hex"
	"fmt"
	"math"
	"time"

	"consilium/community"
)

// sealPasskey is the purpose under which credential records are sealed, so that
// whoever can write to the database cannot give somebody a passkey.
const sealPasskey = "passkey"

// MaxPasskeys is how many passkeys a login may have.
const MaxPasskeys = 20

// Passkey is a WebAuthn credential of a login.
type Passkey struct {
	ID   int64
	User community.UserID
	// Credential is the credential id, unique over all logins.
	Credential []byte
	// Name is how its owner calls it.
	Name string
	// Record is what verifies its signatures, as web/session wrote it.
	Record []byte
	// SignCount is the highest signature counter seen.
	SignCount         uint32
	Created, LastUsed time.Time
	// Suspect is when its counter went back: there may be a copy, and it opens
	// nothing any more.
	Suspect time.Time
}

const passkeyColumns = `k.id, k.user_id, k.credential_id, k.name, k.sealed_record, k.sign_count, k.created, k.last_used, k.suspect`

type passkeyRow struct {
	ID                         int64
	UserID                     community.UserID
	CredentialID, SealedRecord []byte
	Name                       string
	SignCount                  int64
	Created, LastUsed, Suspect stamp
}

func passkeySubject(user community.UserID, credential []byte) string {
	return fmt.Sprintf("%d/%s", user, hex.EncodeToString(credential))
}

func (s *Store) openPasskey(r passkeyRow) (Passkey, error) {
	record, err := s.seal.open(sealPasskey, passkeySubject(r.UserID, r.CredentialID), r.SealedRecord)
	if err != nil {
		return Passkey{}, fmt.Errorf("open passkey %d: %w", r.ID, err)
	}
	count := uint32(math.MaxUint32)
	if r.SignCount >= 0 && r.SignCount < math.MaxUint32 {
		count = uint32(r.SignCount)
	}
	return Passkey{r.ID, r.UserID, r.CredentialID, r.Name, record, count, r.Created.Time, r.LastUsed.Time, r.Suspect.Time}, nil
}

// AddPasskey gives the login of the act a passkey and fills its number. If it is
// the first second factor, all other sessions end. ErrConflict when the
// credential is known already, to whomever it belongs, or there are MaxPasskeys.
func (s *Store) AddPasskey(ctx context.Context, a Act, k Passkey) (Passkey, error) {
	sealed, err := s.seal.close(sealPasskey, passkeySubject(a.User, k.Credential), k.Record)
	if err != nil {
		return k, fmt.Errorf("seal passkey of user %d: %w", a.User, err)
	}
	err = s.update(ctx, fmt.Sprintf("add passkey of user %d", a.User), func(t *tx) error {
		var have int
		if err := one(ctx, t, &have, `SELECT COUNT(*) FROM passkey WHERE user_id = ?`, a.User); err != nil {
			return err
		}
		if have >= MaxPasskeys {
			return community.ErrConflict
		}
		first, err := t.firstFactor(ctx, a.User)
		if err != nil {
			return err
		}
		k.ID, k.User, k.Created = s.numbers.next(), a.User, t.now
		_, err = t.do(ctx, `INSERT INTO passkey (id, user_id, credential_id, name, sealed_record, sign_count, created) VALUES (?, ?, ?, ?, ?, ?, ?)`,
			k.ID, k.User, k.Credential, k.Name, sealed, int64(k.SignCount), at(k.Created))
		if err != nil {
			return err
		}
		return t.factorAdded(ctx, a, addedFactor{EventPasskeyAdded, first})
	})
	return k, err
}

// Passkeys lists the passkeys of a login, the oldest first, also those that are
// locked.
func (s *Store) Passkeys(ctx context.Context, user community.UserID) ([]Passkey, error) {
	var rows []passkeyRow
	if err := many(ctx, s.r, &rows, `SELECT `+passkeyColumns+` FROM passkey AS k WHERE k.user_id = ? ORDER BY k.id`, user); err != nil {
		return nil, fmt.Errorf("passkeys of user %d: %w", user, err)
	}
	list := make([]Passkey, 0, len(rows))
	for _, r := range rows {
		k, err := s.openPasskey(r)
		if err != nil {
			return nil, err
		}
		list = append(list, k)
	}
	return list, nil
}

// PasskeyOwner says whose passkey a credential is; ErrNotFound when it is
// nobody's.
func (s *Store) PasskeyOwner(ctx context.Context, credential []byte) (community.UserID, error) {
	var owner community.UserID
	if err := one(ctx, s.r, &owner, `SELECT user_id FROM passkey WHERE credential_id = ?`, credential); err != nil {
		return 0, fmt.Errorf("owner of passkey: %w", err)
	}
	return owner, nil
}

// UsePasskey notes a signature with its counter. When the counter did not go
// forward (WebAuthn 7.2, step 22) the passkey is locked, its owner is told, and
// the answer is ErrConflict, as it is for one that was locked before.
// Authenticators that do not count always say 0.
func (s *Store) UsePasskey(ctx context.Context, a Act, id int64, count uint32) error {
	var used int64
	err := s.update(ctx, fmt.Sprintf("use passkey %d", id), func(t *tx) error {
		var err error
		used, err = t.do(ctx, `UPDATE passkey SET sign_count = ?, last_used = ? WHERE id = ? AND user_id = ? AND suspect IS NULL
			AND (sign_count < ? OR sign_count = 0 AND ? = 0)`, int64(count), at(t.now), id, a.User, int64(count), int64(count))
		if err != nil || used > 0 {
			return err
		}
		locked, err := t.do(ctx, `UPDATE passkey SET suspect = ? WHERE id = ? AND user_id = ? AND suspect IS NULL`, at(t.now), id, a.User)
		if err != nil || locked == 0 {
			return err
		}
		return t.note(ctx, a, EventPasskeySuspect)
	})
	if err == nil && used == 0 {
		return fmt.Errorf("use passkey %d: %w", id, community.ErrConflict)
	}
	return err
}

// RemovePasskey takes one of the own passkeys away; ErrNotFound when it is not
// one.
func (s *Store) RemovePasskey(ctx context.Context, a Act, id int64) error {
	return s.update(ctx, fmt.Sprintf("remove passkey %d", id), func(t *tx) error {
		n, err := t.do(ctx, `DELETE FROM passkey WHERE id = ? AND user_id = ?`, id, a.User)
		if err == nil && n == 0 {
			return community.ErrNotFound
		}
		if err != nil {
			return err
		}
		return t.factorRemoved(ctx, a, EventPasskeyRemoved)
	})
}
