package signature

import (
	"crypto"
	"crypto/ed25519"
	"crypto/rsa"
	"fmt"
)

// Sizes of RSA keys, in bits. Below the lower one a key can be broken, above
// the upper one it is a way of burning our processor.
const (
	minRSA = 2048
	maxRSA = 8192
)

// CheckKey returns ErrKey unless key is an *rsa.PublicKey of 2048 to 8192 bits
// or an ed25519.PublicKey.
func CheckKey(key crypto.PublicKey) error {
	switch key := key.(type) {
	case *rsa.PublicKey:
		if key == nil || key.N == nil || key.N.BitLen() < minRSA || key.N.BitLen() > maxRSA {
			return fmt.Errorf("%w: size of RSA key", ErrKey)
		}
	case ed25519.PublicKey:
		if len(key) != ed25519.PublicKeySize {
			return fmt.Errorf("%w: size of Ed25519 key", ErrKey)
		}
	default:
		return fmt.Errorf("%w: kind %T", ErrKey, key)
	}
	return nil
}

// confirm checks the claim's signature over one of several possible texts.
func (c Claim) confirm(key crypto.PublicKey, bases []string) error {
	if err := CheckKey(key); err != nil {
		return err
	}
	right := c.confirmEd25519
	if _, ok := key.(*rsa.PublicKey); ok {
		right = c.confirmRSA
	}
	for _, base := range bases {
		ok, err := right(key, []byte(base))
		if ok || err != nil {
			return err
		}
	}
	return ErrInvalid
}

func (c Claim) confirmEd25519(key crypto.PublicKey, base []byte) (bool, error) {
	switch c.algorithm {
	case "", hs2019, "ed25519":
		return ed25519.Verify(key.(ed25519.PublicKey), base, c.Signature), nil
	}
	return false, fmt.Errorf("%w: Ed25519 key for another algorithm", ErrKey)
}

func (c Claim) confirmRSA(key crypto.PublicKey, base []byte) (bool, error) {
	var hashes []crypto.Hash
	switch c.algorithm {
	case "", "rsa-sha256", "rsa-v1_5-sha256":
		hashes = []crypto.Hash{crypto.SHA256}
	case "rsa-sha512":
		hashes = []crypto.Hash{crypto.SHA512}
	case hs2019: // names no algorithm: the usual one, then the other (R-SIG-C 2)
		hashes = []crypto.Hash{crypto.SHA256, crypto.SHA512}
	default:
		return false, fmt.Errorf("%w: RSA key for another algorithm", ErrKey)
	}
	for _, hash := range hashes {
		hasher := hash.New()
		hasher.Write(base)
		if rsa.VerifyPKCS1v15(key.(*rsa.PublicKey), hash, hasher.Sum(nil), c.Signature) == nil {
			return true, nil
		}
	}
	return false, nil
}
