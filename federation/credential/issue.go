package credential

import (
	"crypto/ed25519"
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"consilium/community"
	"consilium/federation/proof"
	"consilium/storage"
)

// Issuer is an instance that vouches for its own.
type Issuer struct {
	// IRI is the instance's actor, Method the id of its Ed25519 key.
	IRI, Method community.IRI
	Key         ed25519.PrivateKey
}

// claimWire is all that a credential says. What has no field here is not told.
type claimWire struct {
	Context json.RawMessage `json:"@context"`
	ID      string          `json:"id"`
	Type    []string        `json:"type"`
	Issuer  string          `json:"issuer"`
	From    string          `json:"validFrom"`
	Until   string          `json:"validUntil"`
	Subject subjectWire     `json:"credentialSubject"`
	Status  entryWire       `json:"credentialStatus"`
}

type subjectWire struct {
	ID           string   `json:"id"`
	Profession   string   `json:"profession"`
	Specialties  []string `json:"specialties,omitempty"`
	Level        int      `json:"level"`
	Jurisdiction string   `json:"jurisdiction,omitempty"`
	Method       string   `json:"method"`
	ConfirmedBy  string   `json:"confirmedBy"`
	CheckedAt    string   `json:"checkedAt"`
}

type entryWire struct {
	Type    string `json:"type"`
	Purpose string `json:"statusPurpose"`
	Index   string `json:"statusListIndex"`
	List    string `json:"statusListCredential"`
}

// Sign writes a member's credential and signs it, to stand from now for Lifetime
// or as long as what is said, whichever is less. It returns the text and until
// when it stands.
func (i Issuer) Sign(d storage.CredentialDocument, now time.Time) (text []byte, until time.Time, err error) {
	until = now.Add(Lifetime)
	if d.Credential.Until.Before(until) {
		until = d.Credential.Until
	}
	until = until.Truncate(time.Second) // as it is written
	wire := claimWire{
		Context: json.RawMessage(clinicianContext), ID: d.IRI.String(), Type: []string{vcType, clinicianType}, Issuer: i.IRI.String(),
		From: date(now), Until: date(until),
		Subject: subjectWire{ID: d.Holder.String(), Profession: string(d.Profession), Level: int(d.Level), Jurisdiction: d.Jurisdiction,
			Method: string(d.Method), ConfirmedBy: d.ConfirmedBy, CheckedAt: date(d.Confirmed)},
		Status: entryWire{Type: entryType, Purpose: revocation, Index: strconv.Itoa(d.Index), List: d.List.String()},
	}
	for _, s := range d.Specialties[:min(len(d.Specialties), maxSpecialties)] {
		wire.Subject.Specialties = append(wire.Subject.Specialties, string(s))
	}
	text, err = i.sign(wire, now)
	return text, until, err
}

// sign adds the proof. The contexts stay out of it: they are covered as part of
// the document, and some verifiers cannot compare one that is an object.
func (i Issuer) sign(wire any, now time.Time) ([]byte, error) {
	plain, err := json.Marshal(wire)
	if err != nil {
		return nil, fmt.Errorf("encode credential: %w", err)
	}
	if plain, err = proof.Canonical(plain); err != nil {
		return nil, fmt.Errorf("encode credential: %w", err)
	}
	text, err := proof.Sign(plain, proof.Options{VerificationMethod: i.Method.String(), Created: now, PlainContext: true}, i.Key)
	if err != nil {
		return nil, fmt.Errorf("sign credential: %w", err)
	}
	return text, nil
}

// date is a dateTimeStamp in UTC, to the second (VC 2.0, 4.9).
func date(t time.Time) string { return t.UTC().Format(time.RFC3339) }
