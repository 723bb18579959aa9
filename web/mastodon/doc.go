// Package mastodon speaks the client API that Mastodon apps speak, and OAuth.
//
// It is the only place where Mastodon's words stand for ours: a Status is a
// post, a reblog an announce, a favourite a like, and visibility an audience.
// Entities are in entity_*.go, and convert.go is the only way from a post to a
// Status. route.go lists every address with who may ask for it and with which
// scope; what somebody then sees comes from storage's Visible functions alone.
//
// Restricted posts, among them cases, are in an answer only when the token has
// the scope cases:read, and are written only with cases:write. A restricted
// audience is shown as visibility "private" with local_only true; a client asks
// for it with local_only=true, or by answering a post that has it.
//
// Every answer is JSON, errors too, and carries X-RateLimit headers. Only the
// page /oauth/authorize is for people; it goes through the door of the pages.
// Trends are counted from what members share in public, and empty when nothing is.
package mastodon
