// Package client is the only outbound HTTP client of the house: guarded against
// server-side request forgery, bounded in time and in size.
//
// Every request to another server goes through it: ActivityPub fetches and
// deliveries, discovery, remote media, push, single sign-on, registers (S-NET-1).
// A test in this package reads the whole tree and fails when somebody else builds
// an HTTP client.
//
// # Where a request may go
//
// The address that is really dialled decides, at every hop and for both families
// (S-NET-2). A name that resolves to something harmless when looked at and to the
// machine itself when dialled gains nothing, since each address is judged at the
// moment its socket is made.
//
//	                          https                      http
//	public address            yes                        never
//	private address           inside PrivateNetworks     never
//	loopback                  inside PrivateNetworks     InsecureHTTP and PrivateNetworks
//
// InsecureHTTP therefore opens a scheme and PrivateNetworks opens addresses; plain
// http needs both, and a loopback address. Either alone opens nothing else.
// Ports are 443, 80 and everything from 1024 up (S-NET-3). There is no proxy: a
// proxy would dial in our place, unguarded.
//
// # How long and how much
//
// DNS 5 s, connect 5 s, TLS 5 s, first header byte 10 s, everything together 30 s;
// three redirects for GET and none for POST; 64 KiB of response headers; bodies are
// counted after decompression (R-OUT-4, S-NET-4).
//
// The package knows nothing of signatures: whoever signs passes a function, which
// is asked again at each hop.
package client
