package proof

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"maps"
	"time"
)

const (
	proofType = "DataIntegrityProof"
	suite     = "eddsa-jcs-2022"

	// AssertionMethod is the purpose of a proof by which an author vouches for a
	// document; Verify takes no other.
	AssertionMethod = "assertionMethod"
)

// Options of a proof to be made.
type Options struct {
	// VerificationMethod is the id of the key, at most 2048 bytes:
	// https://host/users/ana#ed25519-key.
	VerificationMethod string
	// Created is written in UTC to the second.
	Created time.Time
	// Purpose is why the proof is made. Empty: AssertionMethod.
	Purpose string
	// Expires ends the proof's validity. Zero: never.
	Expires time.Time
	// PlainContext leaves the document's @context out of the proof. It is signed as
	// part of the document all the same; there are verifiers that cannot compare
	// the two when an entry is an object.
	PlainContext bool
}

// Sign returns the document, byte for byte as given, with a proof as its last
// member. The document's @context, if any, is repeated in the proof unless
// Options say otherwise; write it as an array, since some servers take no other shape. A document that has a proof already
// is ErrUnsupported; other errors are ErrMalformed, ErrTooLarge and ErrKey.
func Sign(document []byte, o Options, key ed25519.PrivateKey) ([]byte, error) {
	if len(key) != ed25519.PrivateKeySize {
		return nil, fmt.Errorf("%w: length", ErrKey)
	}
	object, err := parse(document)
	if err != nil {
		return nil, err
	}
	if _, found := object["proof"]; found {
		return nil, fmt.Errorf("%w: the document has one", ErrUnsupported)
	}
	proof, err := o.members(object["@context"])
	if err != nil {
		return nil, err
	}
	digest, err := hash(proof, object)
	if err != nil {
		return nil, err
	}
	proof["proofValue"] = quote(encodeMultibase(ed25519.Sign(key, digest)))
	return attach(document, len(object) == 0, proof)
}

// members are the proof's options, without the signature.
func (o Options) members(context json.RawMessage) (members, error) {
	if err := checkMethod(o.VerificationMethod); err != nil {
		return nil, err
	}
	if o.Created.IsZero() || (!o.Expires.IsZero() && !o.Expires.After(o.Created)) {
		return nil, fmt.Errorf("%w: proof times", ErrMalformed)
	}
	purpose := o.Purpose
	if purpose == "" {
		purpose = AssertionMethod
	}
	proof := members{
		"type":               quote(proofType),
		"cryptosuite":        quote(suite),
		"verificationMethod": quote(o.VerificationMethod),
		"proofPurpose":       quote(purpose),
		"created":            quote(o.Created.UTC().Format(time.RFC3339)),
	}
	if context != nil && !o.PlainContext {
		proof["@context"] = context
	}
	if !o.Expires.IsZero() {
		proof["expires"] = quote(o.Expires.UTC().Format(time.RFC3339))
	}
	return proof, nil
}

// hash is what gets signed: the hash of the proof's options before that of the
// document. vc-di-eddsa 3.3.4
func hash(proof, object members) ([]byte, error) {
	options := maps.Clone(proof)
	delete(options, "proofValue")
	plain := maps.Clone(object)
	delete(plain, "proof")
	first, err := options.canonical()
	if err != nil {
		return nil, err
	}
	second, err := plain.canonical()
	if err != nil {
		return nil, err
	}
	a, b := sha256.Sum256(first), sha256.Sum256(second)
	return append(a[:], b[:]...), nil
}

// attach writes the proof before the brace that closes the document.
func attach(document []byte, empty bool, proof members) ([]byte, error) {
	text, err := proof.canonical()
	if err != nil {
		return nil, err
	}
	body := bytes.TrimRight(document, " \t\r\n")
	signed := bytes.Clone(body[:len(body)-1])
	if !empty {
		signed = append(signed, ',')
	}
	signed = append(signed, `"proof":`...)
	signed = append(signed, text...)
	return append(signed, '}'), nil
}

// quote writes a string as JSON; a string always can be.
func quote(text string) json.RawMessage {
	quoted, _ := json.Marshal(text)
	return quoted
}
