// Package vocab reads and writes Activity Vocabulary JSON as other servers
// really send it, and does nothing else.
//
// Reading has two steps. [Decode] turns bytes into a [Node] under fixed bounds
// (size, depth, length of arrays, no member given twice). Views then read a
// Node as one of the few shapes federation works with: [Node.Actor],
// [Node.Object], [Node.Activity], [Node.Collection], [Node.Keys]. A view never
// fails: what is absent, null or of an unexpected JSON type is the zero value,
// because servers differ in all of these and S-IN-9 asks that none of it
// matters. There is no JSON-LD processor behind this: terms are known by their
// usual names, by a table of usual prefixes and by their full IRIs (R-IN-5).
//
// Writing takes the same plain structs: [EncodeActor], [EncodeStub],
// [EncodeObject], [EncodeActivity], [EncodeCollection]. The outermost document
// carries one fixed @context, embedded ones carry none, and the same struct
// always becomes the same bytes. There are no fields for bto and bcc on the
// way out, so they cannot be echoed (ActivityPub 6).
//
// The package does not check who said it, and does not sanitise: that an id
// belongs to the host it came from, that the sender is the actor, that an
// address is reachable or HTML is harmless is for the callers to establish.
// It imports nothing of ours.
package vocab
