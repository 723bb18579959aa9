package push

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/ecdh"
	"crypto/rand"
	"encoding/base64"
	"testing"
)

func decode(t *testing.T, text string) []byte {
	t.Helper()
	b, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// The example of RFC 8291, appendix A.
func TestRFC8291AppendixA(t *testing.T) {
	key, err := ecdh.P256().NewPrivateKey(decode(t, "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"))
	if err != nil {
		t.Fatal(err)
	}
	to := Recipient{decode(t, "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"), decode(t, "BTBZMqHH6r4Tts7J_aSIgg")}
	got, err := encryptWith(entropy{key, decode(t, "DGv6ra1nlYgDCS1FRnbzlw")}, to, []byte("When I grow up, I want to be a watermelon"), 0)
	want := decode(t, "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN")
	if err != nil || !bytes.Equal(got, want) {
		t.Errorf("%v\n got %x\nwant %x", err, got, want)
	}
}

// browser is a recipient who can read.
type browser struct {
	key  *ecdh.PrivateKey
	auth []byte
}

func newBrowser(t *testing.T) browser {
	t.Helper()
	key, err := ecdh.P256().GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return browser{key, []byte("sixteen bytes ok")}
}

func (b browser) recipient() Recipient { return Recipient{b.key.PublicKey().Bytes(), b.auth} }

// read decrypts as a browser does.
func (b browser) read(t *testing.T, body []byte) []byte {
	t.Helper()
	salt, theirs := body[:16], body[21:21+int(body[20])]
	sender, err := ecdh.P256().NewPublicKey(theirs)
	if err != nil {
		t.Fatal(err)
	}
	shared, err := b.key.ECDH(sender)
	if err != nil {
		t.Fatal(err)
	}
	input, _ := derive(shared, b.auth, "WebPush: info\x00"+string(b.key.PublicKey().Bytes())+string(theirs), 32)
	key, _ := derive(input, salt, "Content-Encoding: aes128gcm\x00", 16)
	nonce, _ := derive(input, salt, "Content-Encoding: nonce\x00", 12)
	block, err := aes.NewCipher(key)
	if err != nil {
		t.Fatal(err)
	}
	gcm, err := cipher.NewGCM(block)
	if err != nil {
		t.Fatal(err)
	}
	plain, err := gcm.Open(nil, nonce, body[21+int(body[20]):], nil)
	if err != nil {
		t.Fatal(err)
	}
	return bytes.TrimSuffix(bytes.TrimRight(plain, "\x00"), []byte{2})
}

// Every message of the usual length has the same size, and only its browser reads it.
func TestSizeTellsNothing(t *testing.T) {
	ana := newBrowser(t)
	short, err := encrypt(ana.recipient(), []byte("a"))
	if err != nil {
		t.Fatal(err)
	}
	long, err := encrypt(ana.recipient(), bytes.Repeat([]byte("b"), padded))
	if err != nil || len(short) != len(long) {
		t.Errorf("%d and %d bytes, %v", len(short), len(long), err)
	}
	if got := ana.read(t, short); string(got) != "a" {
		t.Errorf("read %q", got)
	}
	if _, err := encrypt(ana.recipient(), make([]byte, MaxMessage+1)); err == nil {
		t.Error("a message of any length is sent")
	}
	if body, _ := encrypt(ana.recipient(), make([]byte, MaxMessage)); len(body) > 4096 {
		t.Errorf("the longest message makes %d bytes", len(body))
	}
}

func TestRecipientCheck(t *testing.T) {
	good := newBrowser(t).recipient()
	off := bytes.Clone(good.PublicKey)
	off[40] ^= 1
	for name, r := range map[string]Recipient{
		"nothing": {}, "no secret": {good.PublicKey, nil}, "long secret": {good.PublicKey, make([]byte, 17)},
		"not on the curve": {off, good.Auth}, "compressed": {good.PublicKey[:33], good.Auth},
	} {
		if r.Check() == nil {
			t.Errorf("%s passes", name)
		}
		if _, err := encrypt(r, []byte("x")); err == nil {
			t.Errorf("%s is written to", name)
		}
	}
	if err := good.Check(); err != nil {
		t.Error(err)
	}
}
