// Package federation speaks ActivityPub to other servers: it answers their
// questions, takes what they send, and sends what was published here. It
// decides nothing about people or posts; community does, and storage remembers.
//
// # What comes in
//
//	POST → acceptRequest: signature parsed and checked without a key (verify.go)
//	     → a stranger's farewell ends here with 202 (accept.go, R-IN-2)
//	     → key: remembered, else fetched from its owner (keys.go)
//	     → verified, which only verify.go can make
//	     → accept: domain policy, signer is the actor, id of the actor's origin
//	     → receipt and job in one transaction, 202
//	later → Receive: one table from type to method (receive.go), a file each
//
// A receipt is only ever written for a verified request, and Receive believes
// nothing but this: the signer said these bytes. Objects of the signer's own
// origin may be taken from the bytes; of anything else only the identifier is
// used, and the object fetched from where it lives (FEP-fe34).
//
// # What goes out
//
// storage leaves a delivery (verb, numbers, identifiers) in the lane of a host
// when something is committed. Deliver makes the activity from the rows as they
// are then, so it may run twice and never sends what was deleted or is not open:
// the encoders take community.OpenKind, which a restricted post does not have.
//
// # What is asked
//
// All fetches pass fetch.go: never to ourselves, domain policy at every hop,
// signed by the instance actor, and a document speaks only for the address it
// was finally read from (R-FETCH, S-ORG-2). Handles are believed when WebFinger
// points back at the actor (R-WF-3).
//
// # What is answered
//
//	GET → open: discovery, NodeInfo and the instance actor, the same for all
//	    → guarded: who asks (asker.go), unsigned askers get the stub of an actor
//	      and else 401 → what they may see, judged by storage with CanSee
//	    → a document (document_*.go), which takes an OpenKind → the response
//
// What is hidden and what never was answer alike: same questions to storage,
// same status and headers, no body (R-AF-5). Guarded answers are never cached.
//
// # Where what is checked
//
//	signature, digest, host, time      federation/signature, called by verify.go
//	key belongs to actor, same origin  keys.go        R-KEY-1, S-ORG-1, S-ORG-4
//	signer is activity.actor           accept.go      R-IN-3
//	domain policy                      policy.go; again at Receive, Deliver, each hop
//	address may be dialled             federation/client
//	document's id is its address       fetch.go       S-ORG-2, S-ORG-3
//	handle belongs to actor            webfinger.go   S-ORG-7
//	may see, repeat, answer            community      S-PRIV-7, S-ORG-12
//	signed, not shut out, not blocked  asker.go       R-AF-1, R-AF-3, S-PRIV-9
//
// LD signatures are neither trusted nor made (R-LD-1). Types that are not in
// the table are acknowledged and forgotten.
package federation
