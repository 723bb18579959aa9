package proof

import (
	"bytes"
	"crypto/ed25519"
	"encoding/json"
	"fmt"
	"maps"
	"strings"
	"time"
	"unicode/utf8"
)

const (
	maxMethod = 2048      // bytes of a verification method
	maxValue  = 100       // characters of a proofValue: 64 bytes are at most 89
	maxProofs = 8         // proofs in one document
	skew      = time.Hour // how far another clock may be ahead, as for requests
)

// Statement is what a proof says of itself, once it was found right.
type Statement struct {
	// Method is the id of the key. Whether it may speak for the document's actor is
	// not judged here.
	Method string
	// Created is when it was made; zero when it does not say.
	Created time.Time
}

// Verify checks the document's proof at the time now and returns its verification
// method; it is Examine for those who ask nothing else.
func Verify(document []byte, key func(verificationMethod string) (ed25519.PublicKey, error), now time.Time) (string, error) {
	s, err := Examine(document, key, now)
	return s.Method, err
}

// Examine checks the document's proof at the time now. key is asked for the public
// key last of all, once, when everything that needs no key is in order; what it
// returns as error is wrapped.
//
// The errors are those declared in this package. On any error the document counts
// as unproven.
func Examine(document []byte, key func(verificationMethod string) (ed25519.PublicKey, error), now time.Time) (Statement, error) {
	object, err := parse(document)
	if err != nil {
		return Statement{}, err
	}
	proof, err := find(object["proof"])
	if err != nil {
		return Statement{}, err
	}
	dropLinkedDataSignature(object)
	c, err := check(proof, now)
	if err != nil {
		return Statement{}, err
	}
	digest, err := signedHash(proof, object)
	if err != nil {
		return Statement{}, err
	}
	public, err := key(c.said.Method)
	if err != nil {
		return Statement{}, fmt.Errorf("key of proof: %w", err)
	}
	if len(public) != ed25519.PublicKeySize {
		return Statement{}, fmt.Errorf("%w: length", ErrKey)
	}
	if !ed25519.Verify(public, digest, c.signature) {
		return Statement{}, ErrSignature
	}
	return c.said, nil
}

// dropLinkedDataSignature leaves out what was put into the document after the proof
// was made, for servers that know no other (FEP-8b32, backward compatibility). A
// member that has the name only is part of what was proved.
func dropLinkedDataSignature(object members) {
	var signature members
	if raw := object["signature"]; raw == nil || json.Unmarshal(raw, &signature) != nil {
		return
	}
	if signature["signatureValue"] != nil && signature["creator"] != nil {
		delete(object, "signature")
	}
}

// find picks the one proof of our suite. A document may carry others beside it, for
// example of a suite that quantum computers do not break.
func find(raw json.RawMessage) (members, error) {
	if raw == nil || string(raw) == "null" {
		return nil, ErrNoProof
	}
	var proofs []members
	if raw[0] != '[' {
		proofs = make([]members, 1)
		if json.Unmarshal(raw, &proofs[0]) != nil {
			return nil, fmt.Errorf("%w: proof", ErrMalformed)
		}
	} else if json.Unmarshal(raw, &proofs) != nil || len(proofs) > maxProofs {
		return nil, fmt.Errorf("%w: proof", ErrMalformed)
	}
	if len(proofs) == 0 {
		return nil, ErrNoProof
	}
	var ours members
	for _, proof := range proofs {
		if !proof.is("type", proofType) || !proof.is("cryptosuite", suite) {
			continue
		}
		if ours != nil {
			return nil, fmt.Errorf("%w: more than one", ErrUnsupported)
		}
		ours = proof
	}
	if ours == nil {
		return nil, ErrUnsupported
	}
	return ours, nil
}

func (m members) is(name, want string) bool {
	got, err := m.text(name)
	return err == nil && got == want
}

// checked is what remains to be tried once the options are in order.
type checked struct {
	said      Statement
	signature []byte
}

// check judges the options that need no key.
func check(proof members, now time.Time) (checked, error) {
	if !proof.is("proofPurpose", AssertionMethod) {
		return checked{}, ErrPurpose
	}
	if _, chained := proof["previousProof"]; chained {
		return checked{}, fmt.Errorf("%w: chain", ErrUnsupported)
	}
	created, err := checkTimes(proof, now)
	if err != nil {
		return checked{}, err
	}
	method, err := proof.text("verificationMethod")
	if err != nil {
		return checked{}, err
	}
	if err := checkMethod(method); err != nil {
		return checked{}, err
	}
	value, err := proof.text("proofValue")
	if err != nil {
		return checked{}, err
	}
	signature, err := decodeMultibase(value, maxValue)
	if err != nil {
		return checked{}, err
	}
	if len(signature) != ed25519.SignatureSize {
		return checked{}, fmt.Errorf("%w: proofValue", ErrMalformed)
	}
	return checked{Statement{method, created}, signature}, nil
}

func checkMethod(method string) error {
	if method == "" || len(method) > maxMethod || !utf8.ValidString(method) || strings.ContainsRune(method, 0) {
		return fmt.Errorf("%w: verificationMethod", ErrMalformed)
	}
	return nil
}

// checkTimes: a proof may leave out both times, but those it has must be readable
// and hold. It returns when the proof was made.
func checkTimes(proof members, now time.Time) (created time.Time, err error) {
	if created, err = proof.time("created"); err != nil {
		return created, err
	}
	expires, err := proof.time("expires")
	if err != nil {
		return created, err
	}
	if created.After(now.Add(skew)) {
		return created, ErrNotYetValid
	}
	if !expires.IsZero() && !now.Before(expires) {
		return created, ErrExpired
	}
	return created, nil
}

// time is a member with a dateTimeStamp of XML Schema, zone included; absent it is
// the zero time, but neither null nor empty will do.
func (m members) time(name string) (time.Time, error) {
	raw, found := m[name]
	if !found {
		return time.Time{}, nil
	}
	var at time.Time
	if err := json.Unmarshal(raw, &at); err != nil || at.IsZero() {
		return time.Time{}, fmt.Errorf("%w: %s", ErrMalformed, name)
	}
	return at, nil
}

// signedHash applies the rule about contexts before hashing: the document's must
// begin with the proof's, which then stands in for it (vc-di-eddsa 3.3.2). So a
// server may add to the context of what it passes on.
func signedHash(proof, object members) ([]byte, error) {
	context, found := proof["@context"]
	if !found {
		return hash(proof, object)
	}
	if !startsWith(list(object["@context"]), list(context)) {
		return nil, ErrContext
	}
	object = maps.Clone(object)
	object["@context"] = context
	return hash(proof, object)
}

// list reads a context as an array: a lone one is an array of one (JSON-LD 1.1 3.1).
func list(context json.RawMessage) []json.RawMessage {
	if context == nil {
		return nil
	}
	var entries []json.RawMessage
	if context[0] == '[' && json.Unmarshal(context, &entries) == nil {
		return entries
	}
	return []json.RawMessage{context}
}

// startsWith compares entries byte by byte: both stem from canonical text.
func startsWith(entries, prefix []json.RawMessage) bool {
	if len(entries) < len(prefix) {
		return false
	}
	for i := range prefix {
		if !bytes.Equal(entries[i], prefix[i]) {
			return false
		}
	}
	return true
}
