package push

import (
	"crypto/ecdh"
	"encoding/base64"
	"encoding/binary"
	"fmt"
)

// sealed is a message on its way with the headers that say how to read it.
type sealed struct {
	body     []byte
	encoding string
	// salt and key are those of the older form, base64url; "" in the newer, which has
	// them in the body.
	salt, key string
}

// encryptOld is the message as the fourth draft of RFC 8291 has it
// (draft-ietf-webpush-encryption-04, draft-ietf-httpbis-encryption-encoding-03): relays
// that carry notices to phones still expect it of clients that do not say "standard".
func encryptOld(to Recipient, message []byte) (sealed, error) {
	if len(message) > MaxMessage {
		return sealed{}, fmt.Errorf("a push of %d bytes", len(message))
	}
	by, err := newEntropy()
	if err != nil {
		return sealed{}, fmt.Errorf("encrypt push: %w", err)
	}
	body, err := encryptOldWith(by, to, message, max(0, padded-len(message)))
	encode := base64.RawURLEncoding.EncodeToString
	return sealed{body, "aesgcm", encode(by.salt), encode(by.key.PublicKey().Bytes())}, err
}

func encryptOldWith(by entropy, to Recipient, message []byte, filling int) ([]byte, error) {
	app, err := ecdh.P256().NewPublicKey(to.PublicKey)
	if err != nil || len(to.Auth) != 16 {
		return nil, errRecipient
	}
	shared, err := by.key.ECDH(app)
	if err != nil {
		return nil, errRecipient
	}
	input, err := derive(shared, to.Auth, "Content-Encoding: auth\x00", 32) // draft 04 3.3
	if err != nil {
		return nil, err
	}
	about := labelled("P-256", to.PublicKey, by.key.PublicKey().Bytes())
	gcm, nonce, err := sealing(input, by.salt, "aesgcm\x00"+about, "nonce\x00"+about)
	if err != nil {
		return nil, err
	}
	// A record begins with the length of its filling, then zeros.
	plain := append(binary.BigEndian.AppendUint16(nil, uint16(filling)), make([]byte, filling)...)
	return gcm.Seal(nil, nonce, append(plain, message...), nil), nil
}

// labelled is what both keys stand for, each with its length before it (draft 04 4.2).
func labelled(label string, keys ...[]byte) string {
	out := append([]byte(label), 0)
	for _, key := range keys {
		out = binary.BigEndian.AppendUint16(out, uint16(len(key)))
		out = append(out, key...)
	}
	return string(out)
}
