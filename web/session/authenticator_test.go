package session

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"testing"

	"github.com/go-webauthn/webauthn/protocol/webauthncbor"
)

// Flags of authenticator data (WebAuthn 6.1).
const (
	userPresent  = 0x01
	userVerified = 0x04
	attested     = 0x40
)

// authenticator is a security key in software, together with the browser before
// it: it answers like one, also where no honest one would.
type authenticator struct {
	t          *testing.T
	key        *ecdsa.PrivateKey
	credential []byte
	handle     []byte
	count      uint32
	flags      byte
	// rp and origin are what it believes to be talking to.
	rp, origin string
}

func newAuthenticator(t *testing.T) *authenticator {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	a := &authenticator{t: t, key: key, credential: make([]byte, 32), flags: userPresent | userVerified, rp: "here.example", origin: "https://here.example"}
	_, _ = rand.Read(a.credential)
	return a
}

func (a *authenticator) must(err error) {
	a.t.Helper()
	if err != nil {
		a.t.Fatal(err)
	}
}

// challengeIn is what options ask to be signed; handleIn for whom.
func (a *authenticator) challengeIn(options string) string {
	a.t.Helper()
	var o struct {
		Challenge string
		User      struct{ ID string }
	}
	a.must(json.Unmarshal([]byte(options), &o))
	if o.User.ID != "" {
		handle, err := base64.RawURLEncoding.DecodeString(o.User.ID)
		a.must(err)
		a.handle = handle
	}
	return o.Challenge
}

func (a *authenticator) client(kind, challenge string) []byte {
	a.t.Helper()
	data, err := json.Marshal(map[string]any{"type": kind, "challenge": challenge, "origin": a.origin, "crossOrigin": false})
	a.must(err)
	return data
}

// data is authenticator data (WebAuthn 6.1).
func (a *authenticator) data(flags byte) []byte {
	hash := sha256.Sum256([]byte(a.rp))
	return binary.BigEndian.AppendUint32(append(hash[:], flags), a.count)
}

func b64(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }

func (a *authenticator) answer(response map[string]any) string {
	a.t.Helper()
	text, err := json.Marshal(map[string]any{"id": b64(a.credential), "rawId": b64(a.credential), "type": "public-key",
		"response": response, "clientExtensionResults": map[string]any{}})
	a.must(err)
	return string(text)
}

// create answers navigator.credentials.create with attestation "none".
func (a *authenticator) create(options string) string {
	a.t.Helper()
	client := a.client("webauthn.create", a.challengeIn(options))
	point, err := a.key.PublicKey.Bytes() // 4, x, y
	a.must(err)
	public, err := webauthncbor.Marshal(map[int]any{1: 2, 3: -7, -1: 1, -2: point[1:33], -3: point[33:]}) // COSE: EC2, ES256, P-256
	a.must(err)
	data := append(a.data(a.flags|attested), make([]byte, 16)...) // no AAGUID
	data = binary.BigEndian.AppendUint16(data, uint16(len(a.credential)))
	data = append(append(data, a.credential...), public...)
	object, err := webauthncbor.Marshal(map[string]any{"fmt": "none", "attStmt": map[string]any{}, "authData": data})
	a.must(err)
	return a.answer(map[string]any{"clientDataJSON": b64(client), "attestationObject": b64(object), "transports": []string{"internal"}})
}

// get answers navigator.credentials.get.
func (a *authenticator) get(options string) string {
	a.t.Helper()
	client, data := a.client("webauthn.get", a.challengeIn(options)), a.data(a.flags)
	hash := sha256.Sum256(client)
	signed := sha256.Sum256(append(data[:len(data):len(data)], hash[:]...))
	signature, err := ecdsa.SignASN1(rand.Reader, a.key, signed[:])
	a.must(err)
	return a.answer(map[string]any{"clientDataJSON": b64(client), "authenticatorData": b64(data), "signature": b64(signature), "userHandle": b64(a.handle)})
}
