// Package credential writes clinician credentials as signed documents and judges
// those of other servers, step by step.
//
// A document is a W3C Verifiable Credential 2.0 with a proof of the suite
// eddsa-jcs-2022, in a profile of its own (Profile): the instance that vouches
// for somebody signs with the key of its own actor, for actors of its own origin
// only, for at most 90 days, and takes back by a Bitstring Status List 1.0. There
// is no field for a number, a paper or a legal name.
//
// Terms are read by their names and nothing is ever fetched to find out what they
// mean: a document whose @context is not letter for letter the profile's is not
// one (VC Data Integrity 4.6).
//
// Verify knows neither clock nor network. It is given what was fetched, answers
// with every step it took, and fails closed: what it does not know is refused.
package credential
