package storage

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"consilium/community"
)

// sealer wraps the private keys of actors, and whatever else must not be read
// from a stolen database, with the key in storage.secret_file.
type sealer struct{ secret []byte }

// openSecret reads the secret and tries it on a key of the database. A secret is
// only made where nothing was sealed yet: another would be no replacement.
func (s *Store) openSecret(ctx context.Context, path string) error {
	var row keyRow
	err := one(ctx, s.w, &row, `SELECT iri, sealed_private FROM actor_key WHERE sealed_private IS NOT NULL LIMIT 1`)
	unused := errors.Is(err, community.ErrNotFound)
	if err != nil && !unused {
		return fmt.Errorf("look for a sealed key: %w", err)
	}
	if s.seal, err = openSealer(path, unused); err != nil || unused {
		return err
	}
	_, err = s.openKey(row)
	return err
}

// openSealer reads the secret, or makes one when it may.
func openSealer(path string, mayMake bool) (*sealer, error) {
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) && mayMake {
		return makeSealer(path)
	}
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("storage.secret_file %s is missing, and without it nothing can be signed: restore it from your backup", path)
	}
	if err != nil {
		return nil, fmt.Errorf("read storage.secret_file: %w", err)
	}
	secret, err := base64.StdEncoding.DecodeString(strings.TrimSpace(string(text)))
	if err != nil || len(secret) != 32 {
		return nil, fmt.Errorf("storage.secret_file %s does not hold a secret: restore it from your backup", path)
	}
	return &sealer{secret}, nil
}

func makeSealer(path string) (*sealer, error) {
	secret := make([]byte, 32)
	_, _ = rand.Read(secret) // never fails (crypto/rand)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, fmt.Errorf("make the folder of storage.secret_file: %w", err)
	}
	// Under another name first, so that a process that starts at the same time
	// finds a whole secret or none.
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".new-*") // mode 0600
	if err != nil {
		return nil, fmt.Errorf("make storage.secret_file: %w", err)
	}
	defer func() { _ = os.Remove(f.Name()) }() // it has its own name by now, or is of no use
	_, err = f.WriteString(base64.StdEncoding.EncodeToString(secret) + "\n")
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return nil, fmt.Errorf("write storage.secret_file: %w", err)
	}
	err = os.Link(f.Name(), path)
	if errors.Is(err, fs.ErrExist) {
		return openSealer(path, false) // another process was quicker
	}
	if err != nil {
		return nil, fmt.Errorf("make storage.secret_file: %w", err)
	}
	return &sealer{secret}, nil
}

// cipher derives a key of its own for each purpose (RFC 5869).
func (s *sealer) cipher(purpose string) (cipher.AEAD, error) {
	key, err := hkdf.Key(sha256.New, s.secret, nil, "consilium "+purpose, 32)
	if err != nil {
		return nil, fmt.Errorf("derive key: %w", err)
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, fmt.Errorf("derive key: %w", err)
	}
	return cipher.NewGCMWithRandomNonce(block)
}

// close seals plain for a purpose and a subject; it opens again only with both.
func (s *sealer) close(purpose, subject string, plain []byte) ([]byte, error) {
	c, err := s.cipher(purpose)
	if err != nil {
		return nil, err
	}
	return c.Seal(nil, nil, plain, []byte(subject)), nil
}

// open opens what close sealed.
func (s *sealer) open(purpose, subject string, sealed []byte) ([]byte, error) {
	c, err := s.cipher(purpose)
	if err != nil {
		return nil, err
	}
	plain, err := c.Open(nil, nil, sealed, []byte(subject))
	if err != nil {
		return nil, errors.New("storage.secret_file is not the one this database was made with: restore it from your backup")
	}
	return plain, nil
}

// key derives the secret of a purpose, for addresses that must not be made up.
func (s *sealer) key(purpose string) ([]byte, error) {
	return hkdf.Key(sha256.New, s.secret, nil, "consilium "+purpose, 32)
}

// Secret derives a secret of 32 bytes for a purpose, the same in every process.
func (s *Store) Secret(purpose string) ([]byte, error) { return s.seal.key(purpose) }
