package session

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"strings"
)

// tokenLength is how long NewToken's tokens are, in characters.
const tokenLength = 43

// NewToken makes a session, access token, authorisation code, client id or
// secret: 256 random bits in base64url. It is shown once and stored as a hash.
func NewToken() string {
	var b [32]byte
	_, _ = rand.Read(b[:]) // never fails (crypto/rand)
	return base64.RawURLEncoding.EncodeToString(b[:])
}

// ValidChallenge says whether an authorisation request brings a code challenge
// we accept: S256 only, since "plain" protects nothing (S-AUTH-1).
func ValidChallenge(challenge, method string) bool {
	return method == "S256" && len(challenge) == 43 && !strings.ContainsFunc(challenge, notBase64URL)
}

// CheckPKCE says whether a code verifier is the one a challenge was made of
// (RFC 7636 4.6, method S256).
func CheckPKCE(challenge, verifier string) bool {
	// RFC 7636 4.1
	if len(verifier) < 43 || len(verifier) > 128 || strings.ContainsFunc(verifier, notUnreserved) {
		return false
	}
	sum := sha256.Sum256([]byte(verifier))
	made := base64.RawURLEncoding.EncodeToString(sum[:])
	return subtle.ConstantTimeCompare([]byte(made), []byte(challenge)) == 1
}

func notBase64URL(r rune) bool {
	return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-' || r == '_')
}

func notUnreserved(r rune) bool { return notBase64URL(r) && r != '.' && r != '~' }
