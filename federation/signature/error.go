package signature

import "errors"

// The ways in which a signature is refused. Every error of Parse, Check and
// Verify wraps exactly one of them. ErrMalformed calls for 400, the others for
// 401 (R-SIG-C 11).
var (
	// ErrMissing: no signature, or a header it covers is not there.
	ErrMissing = errors.New("signature missing")
	// ErrMalformed: a signature, digest or date header breaks its own syntax.
	ErrMalformed = errors.New("signature malformed")
	// ErrUnsupported: an algorithm or component outside our list.
	ErrUnsupported = errors.New("signature unsupported")
	// ErrWeak: the signature leaves out something it has to cover (R-SIG-S).
	ErrWeak = errors.New("signature covers too little")
	// ErrStale: made too long ago, in the future, or expired.
	ErrStale = errors.New("signature not fresh")
	// ErrForeignHost: the request was addressed to a host that is not ours.
	ErrForeignHost = errors.New("signature for a foreign host")
	// ErrDigest: the body is not the one whose digest was sent.
	ErrDigest = errors.New("digest does not match the body")
	// ErrKey: a key of the wrong kind for the algorithm, or of a size we refuse.
	ErrKey = errors.New("signature key refused")
	// ErrInvalid: the signature is not this key's signature over this request.
	ErrInvalid = errors.New("signature invalid")
)
