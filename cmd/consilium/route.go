package main

import (
	"net/http"
	"strings"
)

// handler mounts the doors under one address. Federation comes first for what
// other servers ask; the same addresses answer people with pages.
func (i *instance) handler() http.Handler {
	federation := i.measured("federation", i.federation.Handler())
	api := i.measured("mastodon", i.api)
	pages := i.measured("web", i.pages)
	desk := i.measured("desk", i.desk)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if i.encrypted() {
			w.Header().Set("Strict-Transport-Security", "max-age=31536000")
		}
		switch path := r.URL.Path; {
		case path == "/healthz":
			i.healthz(w, r)
		case path == "/readyz":
			i.readyz(w, r)
		case i.federated() && i.federation.Wants(r):
			federation.ServeHTTP(w, r)
		case under(path, "/api"), under(path, "/oauth"), path == "/.well-known/oauth-authorization-server", path == "/health":
			api.ServeHTTP(w, r)
		case under(path, "/desk"):
			desk.ServeHTTP(w, r)
		default:
			pages.ServeHTTP(w, r)
		}
	})
}

// encrypted says whether people reach this instance by https.
func (i *instance) encrypted() bool { return strings.HasPrefix(i.store.Base(), "https:") }

func under(path, prefix string) bool {
	return path == prefix || strings.HasPrefix(path, prefix+"/")
}
