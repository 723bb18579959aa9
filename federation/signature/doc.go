// Package signature signs HTTP requests and verifies signed ones, in the two
// schemes that fediverse servers speak: draft-cavage-http-signatures and
// RFC 9421.
//
// A receiver works in three steps, the cheap ones first:
//
//	claims, err := signature.Parse(r)                 // is there a signature, and does it cover enough?
//	err = verifier.Check(r, body, claim)              // ours, fresh, and with the right body? No key needed.
//	err = verifier.Verify(r, body, claim, key)        // Check again, then the signature itself
//
// Between the last two the caller finds the key named by claim.KeyID. Only
// ErrInvalid and ErrKey can be cured by fetching that key anew; every other
// error would come again. Parse may return up to three claims, because an
// RFC 9421 request may carry several labels: one that verifies is enough.
//
// What a nil error from Verify means: whoever holds the key signed this method,
// this target on one of our hosts, this body, within Window of now.
//
// What it does not mean, and the caller has to see to:
//
//   - that the key belongs to the actor the activity names (S-ORG-1);
//   - that the key is still in use, or that its owner is welcome here;
//   - that the request is seen for the first time: within Window a copy of it
//     verifies again. Remember (KeyID, Signature) or the activity's id (S-ORG-10);
//   - that the query was signed: draft-cavage peers may leave it out, so nothing
//     of weight may hang on the query of a cavage request;
//   - that headers outside the covered ones are the sender's.
//
// Draft-cavage requests are signed by go-fed/httpsig. They are not verified by
// it: its verifier compares (created) and (expires) with the machine's clock,
// reads Authorization, signs the decoded path, hides which headers were covered
// and writes into the request. Here verification reads the request as it came
// and never changes it, so one request may be verified by several goroutines.
package signature
