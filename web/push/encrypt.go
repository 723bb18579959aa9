package push

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/ecdh"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
)

// MaxMessage is the longest message that is sent, in bytes: every message fits
// into the 4,096 that a push service has to take (RFC 8030 7.2).
const MaxMessage = 3000

// recordSize is the rs of the one record of a message (RFC 8188 2.1).
const recordSize = 4096

// padded is the length to which every message is filled up, in bytes, so that the
// size tells nothing of what happened.
const padded = 512

// Recipient is what a browser gave to be written to: its public key on P-256,
// uncompressed, and its authentication secret.
type Recipient struct {
	PublicKey []byte // 65 bytes
	Auth      []byte // 16 bytes
}

// errRecipient says that keys of a browser are none.
var errRecipient = errors.New("not the keys of a browser")

// Check says whether messages can be encrypted for the recipient.
func (r Recipient) Check() error {
	if _, err := ecdh.P256().NewPublicKey(r.PublicKey); err != nil || len(r.Auth) != 16 {
		return errRecipient
	}
	return nil
}

// entropy is what one message needs of chance.
type entropy struct {
	key  *ecdh.PrivateKey
	salt []byte // 16 bytes
}

func newEntropy() (entropy, error) {
	key, err := ecdh.P256().GenerateKey(rand.Reader)
	salt := make([]byte, 16)
	_, _ = rand.Read(salt) // never fails (crypto/rand)
	return entropy{key, salt}, err
}

// encrypt is the message as one aes128gcm record for the recipient (RFC 8291,
// RFC 8188).
func encrypt(to Recipient, message []byte) ([]byte, error) {
	if len(message) > MaxMessage {
		return nil, fmt.Errorf("a push of %d bytes", len(message))
	}
	by, err := newEntropy()
	if err != nil {
		return nil, fmt.Errorf("encrypt push: %w", err)
	}
	filling := max(0, padded-len(message))
	return encryptWith(by, to, message, filling)
}

func encryptWith(by entropy, to Recipient, message []byte, filling int) ([]byte, error) {
	browser, err := ecdh.P256().NewPublicKey(to.PublicKey)
	if err != nil || len(to.Auth) != 16 {
		return nil, errRecipient
	}
	shared, err := by.key.ECDH(browser)
	if err != nil {
		return nil, errRecipient
	}
	ours := by.key.PublicKey().Bytes()
	// RFC 8291 3.4: the authentication secret is mixed in first.
	input, err := derive(shared, to.Auth, "WebPush: info\x00"+string(to.PublicKey)+string(ours), 32)
	if err != nil {
		return nil, err
	}
	gcm, nonce, err := sealing(input, by.salt, "aes128gcm\x00", "nonce\x00")
	if err != nil {
		return nil, err
	}
	// RFC 8188 2: the last record ends with 2 and zeros.
	plain := append(append([]byte{}, message...), 2)
	plain = append(plain, make([]byte, filling)...)
	return gcm.Seal(header(by.salt, ours), nonce, plain, nil), nil
}

// header is that of RFC 8188 2.1 with our public key as the key's name (RFC 8291 4).
func header(salt, key []byte) []byte {
	out := append([]byte{}, salt...)
	out = binary.BigEndian.AppendUint32(out, recordSize)
	out = append(out, byte(len(key)))
	return append(out, key...)
}

func derive(secret, salt []byte, info string, length int) ([]byte, error) {
	key, err := hkdf.Key(sha256.New, secret, salt, info, length)
	if err != nil {
		return nil, fmt.Errorf("derive push key: %w", err)
	}
	return key, nil
}

// sealing derives key and nonce (RFC 8188 2.2 and 2.3): one record is sealed with them.
func sealing(input, salt []byte, keyInfo, nonceInfo string) (cipher.AEAD, []byte, error) {
	key, err := derive(input, salt, "Content-Encoding: "+keyInfo, 16)
	if err != nil {
		return nil, nil, err
	}
	nonce, err := derive(input, salt, "Content-Encoding: "+nonceInfo, 12)
	if err != nil {
		return nil, nil, err
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, nil, fmt.Errorf("encrypt push: %w", err)
	}
	gcm, err := cipher.NewGCM(block)
	if err != nil {
		return nil, nil, fmt.Errorf("encrypt push: %w", err)
	}
	return gcm, nonce, nil
}
