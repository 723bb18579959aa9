package push

import (
	"crypto/ecdsa"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/url"
	"time"
)

// tokenFor is how long a signed statement of who we are is good; at most 24 hours
// (RFC 8292 2).
const tokenFor = 12 * time.Hour

// Key is the public key under which browsers know this server
// (applicationServerKey), as they want it: base64url without padding of the
// uncompressed point (RFC 8292 3.2).
func Key(private *ecdsa.PrivateKey) (string, error) {
	public, err := private.PublicKey.Bytes()
	if err != nil {
		return "", fmt.Errorf("write push key: %w", err)
	}
	return base64.RawURLEncoding.EncodeToString(public), nil
}

// authorization is the header that says who sends (RFC 8292 3). contact is an
// https or mailto address under which the push service finds us.
func authorization(private *ecdsa.PrivateKey, endpoint *url.URL, contact string, now time.Time) (string, error) {
	token, err := statement(private, endpoint, contact, now)
	if err != nil {
		return "", err
	}
	key, err := Key(private)
	if err != nil {
		return "", err
	}
	return "vapid t=" + token + ", k=" + key, nil
}

// statement is a signed token that says who sends (RFC 8292 2).
func statement(private *ecdsa.PrivateKey, endpoint *url.URL, contact string, now time.Time) (string, error) {
	claims, err := json.Marshal(map[string]any{
		"aud": endpoint.Scheme + "://" + endpoint.Host, "exp": now.Add(tokenFor).Unix(), "sub": contact,
	})
	if err != nil {
		return "", fmt.Errorf("write push claims: %w", err)
	}
	encode := base64.RawURLEncoding.EncodeToString
	signed := encode([]byte(`{"typ":"JWT","alg":"ES256"}`)) + "." + encode(claims)
	digest := sha256.Sum256([]byte(signed))
	r, s, err := ecdsa.Sign(rand.Reader, private, digest[:])
	if err != nil {
		return "", fmt.Errorf("sign push: %w", err)
	}
	signature := make([]byte, 64) // RFC 7518 3.4
	r.FillBytes(signature[:32])
	s.FillBytes(signature[32:])
	return signed + "." + encode(signature), nil
}
