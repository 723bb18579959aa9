package federation

import (
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"time"

	"consilium/community"
	"consilium/federation/proof"
)

// proofAge is how old a proof may be to speak for what is passed on. Proofs last
// for ever; what we remember of deletions and of what was taken back does not.
const proofAge = 7 * 24 * time.Hour

// proven finds out whether a document proves by itself that an actor elsewhere
// said it (FEP-8b32): its proof covers all of it, was made not long ago for the
// purpose of an assertion, and by a key that the actor's own document lists, on the
// actor's origin (R-OIP-1, S-ORG-6). It gives the actor, who is welcome here.
// Errors are those of proof and of keyOf, and errShutOut; on any the document says
// nothing about who said it.
func (f *Federation) proven(ctx context.Context, document []byte, actor community.IRI) (community.Actor, error) {
	var owner held
	var method community.IRI
	find := func(name string) (key ed25519.PublicKey, err error) {
		if method, err = f.keyIRI(ctx, name); err != nil {
			return nil, err
		}
		if !method.SameOrigin(actor) {
			return nil, notAcceptable("key of another origin than the actor")
		}
		if owner, err = f.keyOf(ctx, method); err != nil {
			return nil, err
		}
		return owner.proofKey(actor)
	}
	said, err := proof.Examine(document, find, f.now())
	if errors.Is(err, proof.ErrSignature) && !owner.fetched { // R-KEY-3, once
		said, err = proof.Examine(document, func(string) (key ed25519.PublicKey, err error) {
			if owner, err = f.fetchKey(ctx, method); err != nil {
				return nil, err
			}
			return owner.proofKey(actor)
		}, f.now())
	}
	if err != nil {
		return community.Actor{}, err
	}
	if f.now().Sub(said.Created) > proofAge {
		return community.Actor{}, fmt.Errorf("old proof: %w", proof.ErrExpired)
	}
	return owner.owner, f.welcome(ctx, owner.owner)
}

// proofKey is a key that may prove what an actor says: its own, and an Ed25519 one.
func (h held) proofKey(actor community.IRI) (ed25519.PublicKey, error) {
	key, ok := h.key.Key.(ed25519.PublicKey)
	if !ok || h.owner.IRI != actor {
		return nil, notAcceptable("key of another kind or actor")
	}
	return key, nil
}

// isProofError says that a document does not prove what it should.
func isProofError(err error) bool {
	for _, kind := range []error{proof.ErrMalformed, proof.ErrTooLarge, proof.ErrNoProof, proof.ErrUnsupported, proof.ErrPurpose,
		proof.ErrContext, proof.ErrExpired, proof.ErrNotYetValid, proof.ErrKey, proof.ErrSignature} {
		if errors.Is(err, kind) {
			return true
		}
	}
	return false
}
