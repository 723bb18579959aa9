package proof

import (
	"bytes"
	"crypto"
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/x509"
	"fmt"
)

// Multicodec prefixes, varint-encoded (R-KEY-2, FEP-521a).
var (
	ed25519Prefix = []byte{0xed, 0x01} // ed25519-pub
	rsaPrefix     = []byte{0x85, 0x24} // rsa-pub, PKCS#1 DER follows
)

const (
	// maxMultikey is the longest publicKeyMultibase read: RSA of 8192 bits has about
	// 1,420 characters.
	maxMultikey = 1500
	minRSABits  = 2048
	maxRSABits  = 8192 // larger ones cost too much to verify with
)

// EncodeMultikey writes a public key as publicKeyMultibase. Keys other than
// ed25519.PublicKey and *rsa.PublicKey of 2048 to 8192 bits are ErrKey.
func EncodeMultikey(key crypto.PublicKey) (string, error) {
	switch key := key.(type) {
	case ed25519.PublicKey:
		if len(key) != ed25519.PublicKeySize {
			return "", fmt.Errorf("%w: length", ErrKey)
		}
		return encodeMultibase(append(bytes.Clone(ed25519Prefix), key...)), nil
	case *rsa.PublicKey:
		if err := checkRSA(key); err != nil {
			return "", err
		}
		return encodeMultibase(append(bytes.Clone(rsaPrefix), x509.MarshalPKCS1PublicKey(key)...)), nil
	}
	return "", fmt.Errorf("%w: %T", ErrKey, key)
}

// DecodeMultikey reads publicKeyMultibase and returns an ed25519.PublicKey or an
// *rsa.PublicKey. A text that is not base58btc is ErrMalformed; a key of another
// kind or size is ErrKey.
func DecodeMultikey(text string) (crypto.PublicKey, error) {
	data, err := decodeMultibase(text, maxMultikey)
	if err != nil {
		return nil, err
	}
	if raw, found := bytes.CutPrefix(data, ed25519Prefix); found {
		if len(raw) != ed25519.PublicKeySize {
			return nil, fmt.Errorf("%w: length", ErrKey)
		}
		return ed25519.PublicKey(raw), nil
	}
	if der, found := bytes.CutPrefix(data, rsaPrefix); found {
		key, err := x509.ParsePKCS1PublicKey(der)
		if err != nil {
			return nil, fmt.Errorf("%w: not PKCS#1", ErrKey)
		}
		if err := checkRSA(key); err != nil {
			return nil, err
		}
		return key, nil
	}
	return nil, fmt.Errorf("%w: unknown kind", ErrKey)
}

func checkRSA(key *rsa.PublicKey) error {
	if key == nil || key.N == nil || key.N.BitLen() < minRSABits || key.N.BitLen() > maxRSABits {
		return fmt.Errorf("%w: RSA size", ErrKey)
	}
	if key.E < 3 || key.E%2 == 0 {
		return fmt.Errorf("%w: RSA exponent", ErrKey)
	}
	return nil
}
