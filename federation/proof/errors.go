package proof

import "errors"

var (
	// ErrMalformed: not a JSON object as JCS wants it (duplicate keys, lone
	// surrogates, numbers beyond a double), or a proof whose parts cannot be read.
	ErrMalformed = errors.New("malformed document")
	// ErrTooLarge: more bytes, depth or values than are read from a stranger.
	ErrTooLarge = errors.New("document too large")
	// ErrNoProof: the document carries no proof.
	ErrNoProof = errors.New("no proof")
	// ErrUnsupported: proofs, but none, or more than one, of type DataIntegrityProof
	// and suite eddsa-jcs-2022; or one that builds upon another proof.
	ErrUnsupported = errors.New("unsupported proof")
	// ErrPurpose: made for something else than an assertion.
	ErrPurpose = errors.New("wrong proof purpose")
	// ErrContext: the document's @context does not begin with the proof's.
	ErrContext = errors.New("document context differs from proof context")
	// ErrExpired: the proof's time is over.
	ErrExpired = errors.New("proof expired")
	// ErrNotYetValid: the proof was created in the future.
	ErrNotYetValid = errors.New("proof not yet valid")
	// ErrKey: not a usable key, or not one this package reads.
	ErrKey = errors.New("unusable key")
	// ErrSignature: the signature does not fit document, proof and key.
	ErrSignature = errors.New("wrong proof signature")
)
