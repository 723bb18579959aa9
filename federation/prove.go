package federation

import (
	"context"
	"crypto/ed25519"
	"fmt"
	"slices"
	"time"

	"consilium/community"
	"consilium/federation/proof"
	"consilium/federation/vocab"
	"consilium/storage"
)

// provable are the verbs whose activities carry a proof of their actor when they
// are for everybody (R-OIP-1): whoever got them may pass them on, and who gets
// them from there need not ask us. What is for few, or between two, carries none:
// its reader shall not be able to show it around with our word for it.
var provable = map[string]bool{"Create": true, "Update": true, "Delete": true, "Announce": true, "Add": true, "Remove": true}

// encodeActivity writes an activity of a local actor as it is sent, with the
// actor's proof where it is for everybody (FEP-8b32). The time in the proof is
// that of the deed, so the bytes are the same as long as the rows are. It is the
// one place where activities that leave become bytes.
func (f *Federation) encodeActivity(ctx context.Context, by community.ActorID, a vocab.Activity) ([]byte, error) {
	body, err := vocab.EncodeActivity(a)
	if err != nil || !provable[a.Type] || !forAll(a.Addresses) {
		return body, err
	}
	return f.prove(ctx, by, a, body)
}

// proveActivity is encodeActivity for what a group passes on of its moderators, whatever
// its type: nobody else vouches for it.
func (f *Federation) proveActivity(ctx context.Context, by community.ActorID, a vocab.Activity) ([]byte, error) {
	body, err := vocab.EncodeActivity(a)
	if err != nil {
		return nil, err
	}
	return f.prove(ctx, by, a, body)
}

func (f *Federation) prove(ctx context.Context, by community.ActorID, a vocab.Activity, body []byte) ([]byte, error) {
	iri, key, err := f.store.SigningKey(ctx, by, storage.Ed25519)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errSigning, err)
	}
	secret, ok := key.(ed25519.PrivateKey)
	if !ok {
		return nil, fmt.Errorf("%w: proof key of another kind", errSigning)
	}
	return proof.Sign(body, proof.Options{VerificationMethod: iri.String(), Created: f.doneAt(a)}, secret)
}

// doneAt is the time of what an activity tells of; now when it says none.
func (f *Federation) doneAt(a vocab.Activity) time.Time {
	for _, at := range []time.Time{a.Done, a.Updated, a.Published} {
		if !at.IsZero() {
			return at
		}
	}
	return f.now()
}

// forAll says whether everybody is addressed.
func forAll(a vocab.Addresses) bool {
	return slices.Contains(a.To, vocab.Public) || slices.Contains(a.Cc, vocab.Public)
}
