package federation

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"

	"consilium/community"
	"consilium/federation/signature"
	"consilium/federation/vocab"
)

// verified is a request whose signature is right: signer sent these bytes to
// us, a short while ago. It can only be had from confirm.
type verified struct {
	signer community.Actor
	// host is where the signer lives.
	host string
	// body is what was signed; nil for GET.
	body []byte
	// node is the body decoded, when that was done; else nil.
	node *vocab.Node
	// signature tells a request that is sent again from one that is copied.
	signature []byte
	// passedOn says that the signer passes on what somebody else said, and nothing
	// proves that they did: of the body only identifiers are used.
	passedOn bool
	// synchronization is what the signer says of its followers here, if that is signed.
	synchronization string
}

// saidBy is the same request, whose body was proved by itself to be what somebody
// else said; see proven.
func (v verified) saidBy(actor community.Actor) verified {
	v.signer = actor
	return v
}

// verify judges a signed request whose body was read in full and bounded. It
// returns a *refusal: 400 for broken headers, 401 for a signature that is
// missing, wrong, stale or of somebody closed, 403 for a host shut out, and 503
// when the key cannot be had now.
func (f *Federation) verify(r *http.Request, body []byte) (verified, error) {
	claims, err := f.claims(r, body)
	if err != nil {
		return verified{}, err
	}
	return f.confirm(r, body, claims)
}

// claims parses the signatures and makes every check that needs no key.
func (f *Federation) claims(r *http.Request, body []byte) ([]signature.Claim, error) {
	parsed, err := signature.ParseFor(r, f.mild)
	if err != nil {
		return nil, refuseSignature(err)
	}
	var claims []signature.Claim
	for _, c := range parsed {
		if failed := f.verifier.Check(r, body, c); failed != nil {
			err = failed
			continue
		}
		claims = append(claims, c)
	}
	if len(claims) == 0 {
		return nil, refuseSignature(err)
	}
	return claims, nil
}

// mild says whether a peer may sign less than we ask, because staff listed it in
// federation.legacy_signature_peers. Every signature that does is counted, and every
// host logged once in an hour (R-SIG-S).
func (f *Federation) mild(keyID string) bool {
	iri, err := community.ParseIRI(keyID)
	if err != nil {
		return false
	}
	taken := slices.Contains(f.legacy, iri.Host())
	if f.weakly.once(iri.Host(), f.now()) {
		f.log.Info("signature covers less than it should", "host", iri.Host(), "taken", taken)
	}
	if f.weak != nil {
		f.weak(taken)
	}
	return taken
}

// confirm verifies one of the claims with its key.
func (f *Federation) confirm(r *http.Request, body []byte, claims []signature.Claim) (verified, error) {
	var err error
	for _, c := range claims {
		var signer community.Actor
		if signer, err = f.signerOf(r, body, c); err != nil {
			continue
		}
		if err = f.welcome(r.Context(), signer); err != nil {
			return verified{}, refuseKey(err)
		}
		if err = f.signedModern(r.Context(), c, signer.IRI.Host()); err != nil {
			return verified{}, err
		}
		return verified{signer: signer, host: signer.IRI.Host(), body: body, signature: c.Signature, synchronization: signedRoll(r, c)}, nil
	}
	return verified{}, refuseKey(err)
}

// signerOf is the actor whose key made the signature. A remembered key that
// does not fit is fetched anew, once (R-SIG-C 10, R-KEY-3).
func (f *Federation) signerOf(r *http.Request, body []byte, c signature.Claim) (community.Actor, error) {
	ctx := r.Context()
	iri, err := f.keyIRI(ctx, c.KeyID)
	if err != nil {
		return community.Actor{}, err
	}
	h, err := f.keyFor(ctx, iri, body)
	if err != nil {
		return community.Actor{}, err
	}
	err = f.verifier.Verify(r, body, c, h.key.Key)
	if h.fetched || !errors.Is(err, signature.ErrInvalid) && !errors.Is(err, signature.ErrKey) {
		return h.owner, err
	}
	fresh, failed := f.fetchKey(ctx, iri)
	if failed != nil {
		if errors.Is(failed, community.ErrForbidden) {
			return h.owner, err
		}
		return h.owner, failed
	}
	return fresh.owner, f.verifier.Verify(r, body, c, fresh.key.Key)
}

// keyIRI reads the identifier of a key and asks the domain policy before
// anything is fetched. Ours sign nothing that comes in.
func (f *Federation) keyIRI(ctx context.Context, keyID string) (community.IRI, error) {
	if handle, found := strings.CutPrefix(keyID, "acct:"); found {
		return f.keyOfHandle(ctx, handle)
	}
	iri, err := community.ParseIRI(keyID)
	if err != nil || f.ours(iri) {
		return iri, refuse(http.StatusUnauthorized, "key id is not an address elsewhere")
	}
	return iri, f.mayFederate(ctx, iri.Host())
}

// refuseSignature is the answer to a signature that is wrong in itself.
func refuseSignature(err error) error {
	if errors.Is(err, signature.ErrMalformed) {
		return refuse(http.StatusBadRequest, err.Error())
	}
	return refuse(http.StatusUnauthorized, err.Error())
}

// errKeyGone says that the owner of a key no longer exists.
var errKeyGone = refuse(http.StatusUnauthorized, "owner of the key is gone")

// refuseKey is the answer when a key could not be had or does not fit: told
// apart are what is wrong, what is shut out, who is gone and what may work
// later.
func refuseKey(err error) error {
	if refused, ok := errors.AsType[*refusal](err); ok {
		return refused
	}
	switch {
	case errors.Is(err, community.ErrGone), errors.Is(err, community.ErrNotFound):
		return errKeyGone
	case errors.Is(err, community.ErrUnavailable), errors.Is(err, context.DeadlineExceeded):
		return unavailable("key cannot be fetched", keyRest) // R-SIG-C 11
	case errors.Is(err, errShutOut):
		return refuse(http.StatusForbidden, "not welcome here")
	case errors.Is(err, community.ErrForbidden):
		return refuse(http.StatusUnauthorized, "key is not acceptable")
	case isSignatureError(err):
		return refuseSignature(err)
	}
	return err
}

func isSignatureError(err error) bool {
	for _, kind := range []error{signature.ErrMissing, signature.ErrMalformed, signature.ErrUnsupported, signature.ErrWeak,
		signature.ErrStale, signature.ErrForeignHost, signature.ErrDigest, signature.ErrKey, signature.ErrInvalid} {
		if errors.Is(err, kind) {
			return true
		}
	}
	return false
}
