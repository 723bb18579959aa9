package signature

import (
	"crypto/sha256"
	"crypto/sha512"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"net/http"
	"strings"

	"github.com/dunglas/httpsfv"
)

// checkBody compares every digest the signature covers with the body. A body
// that no covered digest speaks for is refused whatever the method.
func (c Claim) checkBody(header http.Header, body []byte) error {
	bound := false
	for _, one := range []struct {
		name string
		read func([]string) (map[string][]byte, error)
	}{{"digest", readDigest}, {"content-digest", readContentDigest}} {
		if !c.Covers(one.name) {
			continue
		}
		lines := header.Values(one.name)
		if len(lines) == 0 {
			return fmt.Errorf("%w: header %s", ErrMissing, one.name)
		}
		sums, err := one.read(lines)
		if err != nil {
			return err
		}
		if err := compare(sums, body); err != nil {
			return err
		}
		bound = true
	}
	if !bound && len(body) > 0 {
		return fmt.Errorf("%w: body", ErrWeak)
	}
	return nil
}

// sum hashes a body with an algorithm we know; nil for any other.
func sum(algorithm string, body []byte) []byte {
	switch algorithm {
	case "sha-256":
		hashed := sha256.Sum256(body)
		return hashed[:]
	case "sha-512":
		hashed := sha512.Sum512(body)
		return hashed[:]
	}
	return nil
}

// compare wants at least one digest we know, and each of those to be right.
func compare(sums map[string][]byte, body []byte) error {
	known := 0
	for algorithm, sent := range sums {
		own := sum(algorithm, body)
		if own == nil {
			continue
		}
		if len(sent) != len(own) { // R-SIG-C 6
			return fmt.Errorf("%w: length of %s", ErrMalformed, algorithm)
		}
		if subtle.ConstantTimeCompare(sent, own) != 1 {
			return ErrDigest
		}
		known++
	}
	if known == 0 {
		return fmt.Errorf("%w: digest algorithm", ErrUnsupported)
	}
	return nil
}

// readDigest reads the Digest header of RFC 3230, for instance
// "SHA-256=…,SHA-512=…".
func readDigest(lines []string) (map[string][]byte, error) {
	sums := map[string][]byte{}
	text := strings.Join(lines, ",")
	if len(text) > maxHeader {
		return nil, fmt.Errorf("%w: Digest too long", ErrMalformed)
	}
	for part := range strings.SplitSeq(text, ",") {
		name, value, ok := strings.Cut(strings.Trim(part, blank), "=")
		name = strings.ToLower(name)
		if _, twice := sums[name]; !ok || name == "" || twice {
			return nil, fmt.Errorf("%w: Digest", ErrMalformed)
		}
		if name != "sha-256" && name != "sha-512" {
			sums[name] = nil // unknown ones may write their value in their own way
			continue
		}
		decoded, err := base64.StdEncoding.Strict().DecodeString(value)
		if err != nil {
			return nil, fmt.Errorf("%w: Digest", ErrMalformed)
		}
		sums[name] = decoded
	}
	return sums, nil
}

// readContentDigest reads the Content-Digest header of RFC 9530.
func readContentDigest(lines []string) (map[string][]byte, error) {
	read, err := dictionary(lines)
	if err != nil {
		return nil, err
	}
	sums := map[string][]byte{}
	for _, name := range read.Names() {
		member, _ := read.Get(name)
		item, _ := member.(httpsfv.Item)
		bytes, ok := item.Value.([]byte)
		if !ok {
			return nil, fmt.Errorf("%w: Content-Digest", ErrMalformed)
		}
		sums[name] = bytes
	}
	return sums, nil
}

// contentDigest writes the Content-Digest header for a body (RFC 9530 2).
func contentDigest(body []byte) string {
	return "sha-256=:" + base64.StdEncoding.EncodeToString(sum("sha-256", body)) + ":"
}
