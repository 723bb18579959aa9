package storage

import (
	"context"
	"crypto"
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/x509"
	"errors"
	"fmt"
	"sync"
	"time"

	"consilium/community"
)

// The algorithms of keys.
const (
	// RSA is RSA-2048, with which requests are signed.
	RSA = "rsa"
	// Ed25519 is for proofs and RFC 9421.
	Ed25519 = "ed25519"
)

// PublicKey is a key of an actor, with which what it signed is verified.
type PublicKey struct {
	IRI       community.IRI
	Actor     community.ActorID
	Algorithm string
	Key       crypto.PublicKey
	Created   time.Time
	// Signs is from when a key of ours signs, when that is not from the first: it
	// is published before, so that others know it by then (R-KEY-3).
	Signs time.Time
	// Expires is until when its owner says it is good; zero for ever (R-KEY-1).
	Expires time.Time
	// Retired is when its owner stopped signing with it; zero while in use.
	Retired time.Time
}

// SigningSince is when a key of ours began or begins to sign.
func (k PublicKey) SigningSince() time.Time {
	if k.Signs.IsZero() {
		return k.Created
	}
	return k.Signs
}

type keyRow struct {
	IRI           community.IRI
	Actor         community.ActorID
	Algorithm     string
	Public        []byte
	SealedPrivate []byte
	Created       stamp
	Signs         stamp
	Expires       stamp
	Retired       stamp
}

// publicColumns are those of keyRow that are no secret.
const publicColumns = `iri, actor, algorithm, public, created, signs, expires, retired`

func (r keyRow) key() (PublicKey, error) {
	key, err := x509.ParsePKIXPublicKey(r.Public)
	if err != nil {
		return PublicKey{}, fmt.Errorf("read key %s: %w", r.IRI, err)
	}
	return PublicKey{IRI: r.IRI, Actor: r.Actor, Algorithm: r.Algorithm, Key: key, Created: r.Created.Time,
		Signs: r.Signs.Time, Expires: r.Expires.Time, Retired: r.Retired.Time}, nil
}

// newRSA makes a request key; tests hand out ready-made ones through Options.
func newRSA() (*rsa.PrivateKey, error) { return rsa.GenerateKey(nil, 2048) }

// makeKeys makes the keys of a new local actor, sealed. It takes a while and
// therefore runs before the transaction.
func (s *Store) makeKeys(actor community.IRI) ([]keyRow, error) {
	request, err := s.newRSA()
	if err != nil {
		return nil, fmt.Errorf("make request key: %w", err)
	}
	_, proof, err := ed25519.GenerateKey(nil)
	if err != nil {
		return nil, fmt.Errorf("make proof key: %w", err)
	}
	var rows []keyRow
	for _, k := range []struct {
		fragment, algorithm string
		signer              crypto.Signer
	}{{"#main-key", RSA, request}, {"#ed25519-key", Ed25519, proof}} {
		iri, err := community.ParseIRI(actor.String() + k.fragment)
		if err != nil {
			return nil, fmt.Errorf("name key: %w", err)
		}
		row, err := s.sealKey(iri, k.algorithm, k.signer)
		if err != nil {
			return nil, err
		}
		rows = append(rows, row)
	}
	return rows, nil
}

const sealActorKey = "actor key"

func (s *Store) sealKey(iri community.IRI, algorithm string, signer crypto.Signer) (keyRow, error) {
	private, err := x509.MarshalPKCS8PrivateKey(signer)
	if err != nil {
		return keyRow{}, fmt.Errorf("encode key: %w", err)
	}
	public, err := x509.MarshalPKIXPublicKey(signer.Public())
	if err != nil {
		return keyRow{}, fmt.Errorf("encode key: %w", err)
	}
	sealed, err := s.seal.close(sealActorKey, iri.String(), private)
	if err != nil {
		return keyRow{}, err
	}
	return keyRow{IRI: iri, Algorithm: algorithm, Public: public, SealedPrivate: sealed}, nil
}

// addKeys writes keys of an actor. A key that another actor holds under the
// same identifier is only taken over by the actor whose document it lies in.
func (t *tx) addKeys(ctx context.Context, actor community.ActorID, keys []keyRow) error {
	for _, k := range keys {
		_, err := t.do(ctx, `INSERT INTO actor_key (iri, actor, algorithm, public, sealed_private, created, signs, expires)
			SELECT ?, a.id, ?, ?, ?, ?, ?, ? FROM actor AS a WHERE a.id = ?
			ON CONFLICT (iri) DO UPDATE SET actor = excluded.actor, algorithm = excluded.algorithm, public = excluded.public,
			created = excluded.created, signs = NULL, expires = excluded.expires, retired = NULL
			WHERE actor_key.sealed_private IS NULL AND (actor_key.actor = excluded.actor
			OR EXISTS (SELECT 1 FROM actor AS own WHERE own.id = excluded.actor AND own.iri = ?))`,
			k.IRI, k.Algorithm, k.Public, k.SealedPrivate, at(t.now), k.Signs, k.Expires, actor, k.IRI.WithoutFragment())
		if err != nil {
			return fmt.Errorf("add key %s: %w", k.IRI, err)
		}
	}
	return nil
}

// Key gives a public key by its identifier, a retired one too; ErrNotFound.
func (s *Store) Key(ctx context.Context, iri community.IRI) (PublicKey, error) {
	var row keyRow
	err := one(ctx, s.r, &row, `SELECT `+publicColumns+` FROM actor_key WHERE iri = ?`, iri)
	if err != nil {
		return PublicKey{}, fmt.Errorf("key %s: %w", iri, err)
	}
	return row.key()
}

// Keys gives the public keys of an actor, the newest first.
func (s *Store) Keys(ctx context.Context, actor community.ActorID) ([]PublicKey, error) {
	var rows []keyRow
	err := many(ctx, s.r, &rows, `SELECT `+publicColumns+` FROM actor_key
		WHERE actor = ? ORDER BY created DESC, iri DESC`, actor)
	if err != nil {
		return nil, fmt.Errorf("keys of actor %d: %w", actor, err)
	}
	keys := make([]PublicKey, 0, len(rows))
	for _, r := range rows {
		k, err := r.key()
		if err != nil {
			return nil, err
		}
		keys = append(keys, k)
	}
	return keys, nil
}

const selectSigningKey = `SELECT iri, sealed_private FROM actor_key
	WHERE actor = $1 AND algorithm = $2 AND retired IS NULL AND sealed_private IS NOT NULL AND COALESCE(signs, created) <= $3
	ORDER BY COALESCE(signs, created) DESC, iri DESC LIMIT 1`

// SigningKey gives the private key a local actor signs with now, and the
// identifier under which others find its public half. ErrNotFound when the
// actor has none; another error when storage.secret_file is not the one the
// key was sealed with.
func (s *Store) SigningKey(ctx context.Context, actor community.ActorID, algorithm string) (community.IRI, crypto.Signer, error) {
	var row keyRow
	err := s.hotRow(ctx, selectSigningKey, []any{int64(actor), algorithm, at(s.Now())}, &row.IRI, &row.SealedPrivate)
	if err != nil {
		return community.IRI{}, nil, fmt.Errorf("signing key of actor %d: %w", actor, err)
	}
	signer, err := s.keys.of(string(row.SealedPrivate), func() (crypto.Signer, error) { return s.openKey(row) })
	if err != nil {
		return community.IRI{}, nil, fmt.Errorf("signing key of actor %d: %w", actor, err)
	}
	return row.IRI, signer, nil
}

func (s *Store) openKey(row keyRow) (crypto.Signer, error) {
	private, err := s.seal.open(sealActorKey, row.IRI.String(), row.SealedPrivate)
	if err != nil {
		return nil, err
	}
	key, err := x509.ParsePKCS8PrivateKey(private)
	if err != nil {
		return nil, fmt.Errorf("read key %s: %w", row.IRI, err)
	}
	signer, ok := key.(crypto.Signer)
	if !ok {
		return nil, errors.New("key cannot sign")
	}
	return signer, nil
}

// keyring keeps opened keys by their sealed bytes, so that one that was
// replaced is never used again.
type keyring struct {
	mu     sync.Mutex
	opened map[string]crypto.Signer
}

// mostOpenKeys bounds the keyring; when it is full it starts anew.
const mostOpenKeys = 1000

func (k *keyring) of(sealed string, open func() (crypto.Signer, error)) (crypto.Signer, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if signer, ok := k.opened[sealed]; ok {
		return signer, nil
	}
	signer, err := open()
	if err != nil {
		return nil, err
	}
	if k.opened == nil || len(k.opened) >= mostOpenKeys {
		k.opened = map[string]crypto.Signer{}
	}
	k.opened[sealed] = signer
	return signer, nil
}
