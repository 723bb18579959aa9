package storage

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
)

// pictureKeyPurpose is what the secret of picture keys is derived for.
const pictureKeyPurpose = "pictures sent to other servers"

// PictureKey is what goes with the address of a picture when a post for
// followers or for the people named in it is sent to another server. Servers
// fetch pictures without saying who they are, so whoever was sent the address
// has to be let in by what is in it. Nobody can make it up, and it opens
// nothing but this file.
func (s *Store) PictureKey(file string) (string, error) {
	secret, err := s.Secret(pictureKeyPurpose)
	if err != nil {
		return "", fmt.Errorf("picture key: %w", err)
	}
	sum := hmac.New(sha256.New, secret)
	sum.Write([]byte(file))
	return base64.RawURLEncoding.EncodeToString(sum.Sum(nil)), nil
}

// OpensPicture says whether a key is the one of a file.
func (s *Store) OpensPicture(file, key string) bool {
	right, err := s.PictureKey(file)
	return err == nil && hmac.Equal([]byte(key), []byte(right))
}
