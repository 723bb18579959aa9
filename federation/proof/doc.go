// Package proof signs JSON documents and verifies signatures that stand inside
// them: JCS (RFC 8785), Multikey (FEP-521a) and Data Integrity proofs of the suite
// eddsa-jcs-2022 (FEP-8b32).
//
// What is signed is
//
//	SHA-256(JCS(proof without proofValue)) ‖ SHA-256(JCS(document without proof))
//
// so every option of the proof is covered, known to us or not (R-OIP-1). The
// document travels as received bytes: Verify never changes it and Sign only adds
// the proof at its end.
//
// A valid proof says that the holder of a key signed the document, no more. Whether
// that key may speak for the document's actor is for the caller to judge, from the
// verification method that Verify returns (FEP-fe34, S-ORG-6).
package proof
