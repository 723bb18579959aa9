// Package session finds out who is asking: it checks passwords, keeps browser
// sessions and access tokens, and slows down whoever guesses.
//
// A door (web, web/mastodon) asks three things. [Sessions.Viewer] says which
// member a browser belongs to, [Sessions.Access] which member and which scopes
// an app speaks for, and [Limiter.Allow] whether this was one request too many.
// What somebody may then see is decided by community.CanSee alone, for the
// viewer that [Person.Viewer] or [AppViewer] gives.
//
// Whoever lets somebody in comes through [Sessions.Enter]. A login that has a
// second factor and proved only a password gets a half sign-in, which is no
// session and opens nothing, until [Sessions.Complete]. A session knows its
// [Factors] and when its owner last proved to be there ([Sessions.IsFresh]).
//
// Tokens are 256 random bits; the database holds only their hashes, so that a
// stolen database signs nobody in.
//
// Forms are protected by [Sessions.CrossOrigin]. The program puts it in front of
// everything a browser reaches with a cookie, that is the pages and
// /oauth/authorize, and of nothing else: the client API and /oauth/token are
// called from other origins with a bearer token, and inboxes by servers with a
// signature. Neither looks at a cookie, so there is nothing to forge.
package session
