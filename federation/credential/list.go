package credential

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"consilium/community"
	"consilium/storage"
)

type listWire struct {
	Context json.RawMessage `json:"@context"`
	ID      string          `json:"id"`
	Type    []string        `json:"type"`
	Issuer  string          `json:"issuer"`
	From    string          `json:"validFrom"`
	Until   string          `json:"validUntil"`
	Subject bitsWire        `json:"credentialSubject"`
}

type bitsWire struct {
	ID      string `json:"id"`
	Type    string `json:"type"`
	Purpose string `json:"statusPurpose"`
	Encoded string `json:"encodedList"`
	TTL     int    `json:"ttl"`
}

// SignList writes the list of what was taken back and signs it, from the
// beginning of the ListEvery in which now lies: several processes then write the
// same text.
func (i Issuer) SignList(list community.IRI, entries []int, now time.Time) ([]byte, error) {
	encoded, err := packBits(entries)
	if err != nil {
		return nil, err
	}
	from := now.Truncate(ListEvery)
	return i.sign(listWire{
		Context: json.RawMessage(listContext), ID: list.String(), Type: []string{vcType, listVCType}, Issuer: i.IRI.String(),
		From: date(from), Until: date(from.Add(ListLifetime)),
		Subject: bitsWire{ID: list.String() + "#list", Type: listType, Purpose: revocation, Encoded: encoded, TTL: listTimeToLive},
	}, from)
}

// packBits sets a bit for each entry, the first entry being the left-most bit,
// and writes them as gzip in multibase base64url (Bitstring Status List 1.0, 3.3).
func packBits(entries []int) (string, error) {
	bits := make([]byte, storage.ListEntries/8)
	for _, e := range entries {
		if e < 0 || e >= storage.ListEntries {
			return "", fmt.Errorf("status entry %d is not in the list", e)
		}
		bits[e/8] |= 0x80 >> (e % 8)
	}
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	_, err := z.Write(bits)
	if err := errors.Join(err, z.Close()); err != nil {
		return "", fmt.Errorf("pack status list: %w", err)
	}
	return "u" + base64.RawURLEncoding.EncodeToString(packed.Bytes()), nil
}

// unpackBits reads what packBits wrote, and refuses lists that are too short to
// hide anybody in or unfold beyond MaxBits.
func unpackBits(encoded string) ([]byte, bool) {
	if len(encoded) < 2 || encoded[0] != 'u' {
		return nil, false
	}
	packed, err := base64.RawURLEncoding.Strict().DecodeString(encoded[1:])
	if err != nil {
		return nil, false
	}
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, false
	}
	bits, err := io.ReadAll(io.LimitReader(z, MaxBits+1))
	return bits, err == nil && len(bits) >= MinBits && len(bits) <= MaxBits
}
