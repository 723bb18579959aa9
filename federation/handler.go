package federation

import (
	"net/http"
	"strings"

	"github.com/gorilla/mux"

	"consilium/community"
	"consilium/federation/vocab"
)

// asks is a GET that anybody may send; questions is one whose answer depends on
// who asks.
type (
	asks      func(*http.Request) (response, error)
	questions func(*http.Request, asker) (response, error)
)

// Handler answers other servers. cmd mounts it for the requests that Wants
// names; the routes are
//
//	always       GET  /.well-known/webfinger, /.well-known/host-meta, /.well-known/host-meta.json,
//	                  /.well-known/nodeinfo, /nodeinfo/2.0, /nodeinfo/2.1, /actor, /actor/outbox,
//	                  /credentials/TOKEN, /credentials/lists/TOKEN
//	             POST /inbox, /actor/inbox, /users/NAME/inbox
//	with an      GET  /users/NAME, /users/NAME/outbox, /users/NAME/followers, /users/NAME/following,
//	                  /users/NAME/followers/synchronization,
//	ActivityPub       /users/NAME/collections/featured, /users/NAME/collections/tags,
//	                  /users/NAME/collections/moderators,
//	                  /posts/TOKEN, /posts/TOKEN/activity,
//	Accept            /posts/TOKEN/replies, /posts/TOKEN/quotes/TOKEN and, always 404, all else under /users/, /posts/ and /activities/
//
// HEAD goes wherever GET does.
func (f *Federation) Handler() http.Handler {
	if f.mode == community.FederationOff {
		return f.closed()
	}
	return f.router()
}

func (f *Federation) router() *mux.Router {
	m := mux.NewRouter().SkipClean(true).UseEncodedPath()
	for _, door := range []struct {
		path    string
		handler http.Handler
	}{
		{"/.well-known/webfinger", f.told(f.serveWebFinger)},
		{"/.well-known/host-meta", f.shared(f.serveHostMeta)},
		{"/.well-known/host-meta.json", f.shared(f.serveHostMetaJSON)},
		{"/.well-known/nodeinfo", f.shared(f.serveNodeInfoLinks)},
		{"/nodeinfo/{version:2\\.[01]}", f.shared(f.serveNodeInfo)},
		{"/actor", f.open(f.serveInstance)},
		{"/actor/outbox", f.open(f.serveInstanceOutbox)},
		{"/users/{name}", f.guarded(f.serveActor)},
		{"/users/{name}/outbox", f.guarded(f.serveOutbox)},
		{"/users/{name}/{list:followers|following}", f.guarded(f.serveList)},
		{"/users/{name}/followers/synchronization", f.guarded(f.serveRoll)},
		{"/users/{name}/collections/featured", f.guarded(f.serveFeatured)},
		{"/users/{name}/collections/tags", f.guarded(f.serveFeaturedTags)},
		{"/users/{name}/collections/moderators", f.guarded(f.serveModerators)},
		{"/posts/{token}", f.guarded(f.servePost)},
		{"/posts/{token}/activity", f.guarded(f.serveActivity)},
		{"/posts/{token}/replies", f.guarded(f.serveReplies)},
		{"/posts/{token}/likes", f.guarded(f.serveLikes)},
		{"/posts/{token}/shares", f.guarded(f.serveShares)},
		{"/posts/{token}/context", f.guarded(f.serveContext)},
		{"/posts/{token}/history", f.guarded(f.serveHistory)},
		{"/posts/{token}/quotes/{leave}", f.guarded(f.serveQuoteAuthorization)},
		{"/credentials/{token}", http.HandlerFunc(f.serveCredential)},
		{"/credentials/lists/{token}", http.HandlerFunc(f.serveStatusList)},
	} {
		m.Handle(door.path, door.handler).Methods(http.MethodGet, http.MethodHead)
	}
	for _, path := range []string{"/inbox", "/actor/inbox", "/users/{name}/inbox"} {
		m.Handle(path, http.HandlerFunc(f.serveInbox)).Methods(http.MethodPost)
	}
	m.NotFoundHandler = f.guarded(func(*http.Request, asker) (response, error) { return response{}, community.ErrNotFound })
	m.MethodNotAllowedHandler = http.HandlerFunc(f.refuseMethod)
	return m
}

func (f *Federation) refuseMethod(w http.ResponseWriter, r *http.Request) {
	allowed := "GET, HEAD"
	if strings.HasSuffix(r.URL.EscapedPath(), "/inbox") {
		allowed = "POST"
	}
	w.Header().Set("Allow", allowed) // RFC 9110 15.5.6
	f.fail(w, r, refuse(http.StatusMethodNotAllowed, "method"))
}

// forUs are the paths that are ours whatever the request accepts.
var forUs = map[string]bool{
	"/.well-known/webfinger": true, "/.well-known/host-meta": true, "/.well-known/host-meta.json": true,
	"/.well-known/nodeinfo": true, "/nodeinfo/2.0": true, "/nodeinfo/2.1": true,
	"/actor": true, "/actor/outbox": true, "/actor/inbox": true, "/inbox": true,
}

// Wants says whether a request is for Handler; everything else is for the pages.
func (f *Federation) Wants(r *http.Request) bool {
	path := r.URL.EscapedPath()
	if forUs[path] {
		return true
	}
	switch r.Method {
	case http.MethodPost:
		return strings.HasPrefix(path, "/users/") && strings.HasSuffix(path, "/inbox")
	case http.MethodGet, http.MethodHead:
		return strings.HasPrefix(path, "/credentials/") || bothWays(path) && acceptsActivity(r)
	}
	return false
}

// bothWays says whether an address speaks two languages.
func bothWays(path string) bool {
	return strings.HasPrefix(path, "/users/") || strings.HasPrefix(path, "/posts/") || strings.HasPrefix(path, "/activities/")
}

func acceptsActivity(r *http.Request) bool {
	return vocab.Accepts(strings.Join(r.Header.Values("Accept"), ", "))
}

// open serves what is the same for everybody and needs no signature.
func (f *Federation) open(serve asks) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Vary", "Accept")
		a, err := serve(r)
		if err != nil {
			w.Header().Set("Cache-Control", "no-store")
			f.fail(w, r, err)
			return
		}
		w.Header().Set("Cache-Control", "public, max-age=600")
		a.write(w)
	})
}

// shared is open for scripts of other origins as well (RFC 7033 5).
func (f *Federation) shared(serve asks) http.Handler {
	inner := f.open(serve)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Access-Control-Allow-Origin", "*")
		inner.ServeHTTP(w, r)
	})
}

// told is shared for what some who sign are refused: no cache keeps it (R-AF-4).
func (f *Federation) told(serve asks) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Access-Control-Allow-Origin", "*")
		w.Header().Set("Cache-Control", "private, no-store")
		w.Header().Set("Vary", "Accept, Signature, Signature-Input, Authorization, Cookie")
		a, err := serve(r)
		if err != nil {
			f.fail(w, r, err)
			return
		}
		a.write(w)
	})
}

// guarded serves what depends on who asks. Nothing of it may be kept by a cache
// between us and the asker (R-AF-4, S-PRIV-6).
func (f *Federation) guarded(serve questions) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "private, no-store")
		w.Header().Set("Vary", "Accept, Signature, Signature-Input, Authorization, Cookie")
		if !acceptsActivity(r) {
			f.fail(w, r, refuse(http.StatusNotAcceptable, "media type"))
			return
		}
		who, err := f.asker(r)
		if err != nil {
			f.fail(w, r, err)
			return
		}
		a, err := serve(r, who)
		if err != nil {
			f.fail(w, r, err)
			return
		}
		a.write(w)
	})
}
