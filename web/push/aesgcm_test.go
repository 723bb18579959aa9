package push

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/ecdh"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"strings"
	"testing"
)

// readOld decrypts as an app does that knows the fourth draft: with HMACs written out,
// and nothing of what encrypts.
func (b browser) readOld(t *testing.T, body, salt, dh []byte) []byte {
	t.Helper()
	sender, err := ecdh.P256().NewPublicKey(dh)
	if err != nil {
		t.Fatal(err)
	}
	shared, err := b.key.ECDH(sender)
	if err != nil {
		t.Fatal(err)
	}
	mac := func(key, text []byte) []byte {
		h := hmac.New(sha256.New, key)
		h.Write(text)
		return h.Sum(nil)
	}
	mine := b.key.PublicKey().Bytes()
	input := mac(mac(b.auth, shared), []byte("Content-Encoding: auth\x00\x01"))
	random := mac(salt, input)
	about := "P-256\x00\x00\x41" + string(mine) + "\x00\x41" + string(dh)
	key := mac(random, []byte("Content-Encoding: aesgcm\x00"+about+"\x01"))[:16]
	nonce := mac(random, []byte("Content-Encoding: nonce\x00"+about+"\x01"))[:12]
	block, err := aes.NewCipher(key)
	if err != nil {
		t.Fatal(err)
	}
	gcm, err := cipher.NewGCM(block)
	if err != nil {
		t.Fatal(err)
	}
	plain, err := gcm.Open(nil, nonce, body, nil)
	if err != nil {
		t.Fatal(err)
	}
	filling := int(binary.BigEndian.Uint16(plain))
	if strings.Trim(string(plain[2:2+filling]), "\x00") != "" {
		t.Error("the filling is not zeros")
	}
	return plain[2+filling:]
}

func TestOldEncryption(t *testing.T) {
	ana := newBrowser(t)
	message := []byte(`{"title":"Grüße"}`)
	m, err := encryptOld(ana.recipient(), message)
	if err != nil {
		t.Fatal(err)
	}
	if got := ana.readOld(t, m.body, decode(t, m.salt), decode(t, m.key)); !bytes.Equal(got, message) {
		t.Errorf("read %q", got)
	}
	again, err := encryptOld(ana.recipient(), message)
	if err != nil || again.salt == m.salt || again.key == m.key || bytes.Equal(again.body, m.body) {
		t.Errorf("two messages share their secrets, %v", err)
	}
	long, err := encryptOld(ana.recipient(), make([]byte, MaxMessage))
	if err != nil || len(long.body) > 4096 || len(m.body) != 2+padded+16 {
		t.Errorf("%d and %d bytes, %v", len(m.body), len(long.body), err)
	}
	if _, err := encryptOld(Recipient{}, message); err == nil {
		t.Error("nobody is written to")
	}
	if _, err := encryptOld(ana.recipient(), make([]byte, MaxMessage+1)); err == nil {
		t.Error("a message of any length is sent")
	}
}
