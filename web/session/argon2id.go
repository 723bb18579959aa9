package session

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"strings"

	"golang.org/x/crypto/argon2"
)

// cost is what one hash takes. Memory is in KiB.
type cost struct {
	memory, passes uint32
	lanes          uint8
}

// today is what new hashes cost: the OWASP minimum of 19 MiB and two passes.
var today = cost{memory: 19 << 10, passes: 2, lanes: 1}

// The bounds of a hash we are willing to check: one that was imported must not
// be able to take the memory of the machine.
const (
	maxMemory = 256 << 10 // KiB
	maxPasses = 16
	maxLanes  = 4
	saltBytes = 16
	keyBytes  = 32
	maxBytes  = 64
)

// phc is an argon2id hash as the PHC string format writes it:
// $argon2id$v=19$m=19456,t=2,p=1$SALT$KEY, base64 without padding.
type phc struct {
	cost
	salt, key []byte
}

// derive makes the hash of a password with a fresh salt.
func derive(password string) phc {
	h := phc{cost: today, salt: make([]byte, saltBytes)}
	_, _ = rand.Read(h.salt) // never fails (crypto/rand)
	h.key = h.of(password, keyBytes)
	return h
}

// decoy is a hash no password fits that costs the same to check.
func decoy() phc {
	h := phc{cost: today, salt: make([]byte, saltBytes), key: make([]byte, keyBytes)}
	_, _ = rand.Read(h.key)
	return h
}

func (h phc) of(password string, bytes uint32) []byte {
	return argon2.IDKey([]byte(password), h.salt, h.passes, h.memory, h.lanes, bytes)
}

// fits says whether it is the hash of this password.
func (h phc) fits(password string) bool {
	return subtle.ConstantTimeCompare(h.of(password, uint32(len(h.key))), h.key) == 1
}

// stale says that the hash was made at another cost than today's.
func (h phc) stale() bool { return h.cost != today }

// String writes the PHC string.
func (h phc) String() string {
	b64 := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, h.memory, h.passes, h.lanes,
		b64.EncodeToString(h.salt), b64.EncodeToString(h.key))
}

// readPHC reads a PHC string; false when it is not argon2id or out of bounds.
func readPHC(s string) (phc, bool) {
	parts := strings.Split(s, "$")
	if len(s) > 512 || len(parts) != 6 || parts[0] != "" || parts[1] != "argon2id" {
		return phc{}, false
	}
	var h phc
	if parts[2] != fmt.Sprintf("v=%d", argon2.Version) || !h.cost.read(parts[3]) {
		return phc{}, false
	}
	var saltErr, keyErr error
	h.salt, saltErr = base64.RawStdEncoding.Strict().DecodeString(parts[4])
	h.key, keyErr = base64.RawStdEncoding.Strict().DecodeString(parts[5])
	within := len(h.salt) >= 8 && len(h.salt) <= maxBytes && len(h.key) >= saltBytes && len(h.key) <= maxBytes
	return h, saltErr == nil && keyErr == nil && within
}

// read reads "m=19456,t=2,p=1", nothing more and nothing less.
func (c *cost) read(s string) bool {
	if _, err := fmt.Sscanf(s, "m=%d,t=%d,p=%d", &c.memory, &c.passes, &c.lanes); err != nil {
		return false
	}
	if s != fmt.Sprintf("m=%d,t=%d,p=%d", c.memory, c.passes, c.lanes) {
		return false
	}
	// RFC 9106 3.1: at least eight blocks a lane.
	return c.lanes >= 1 && c.lanes <= maxLanes && c.passes >= 1 && c.passes <= maxPasses &&
		c.memory >= 8*uint32(c.lanes) && c.memory <= maxMemory
}
