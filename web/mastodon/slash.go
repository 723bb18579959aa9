package mastodon

import (
	"net/http"
	"strings"
)

// slashless takes a slash at the end of an address for nothing, as Mastodon does: libraries ask for
// /api/v1/instance/ before anything else.
func slashless(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/") {
			bare, address := *r, *r.URL
			address.Path, address.RawPath = strings.TrimSuffix(address.Path, "/"), strings.TrimSuffix(address.RawPath, "/")
			bare.URL = &address
			r = &bare
		}
		next.ServeHTTP(w, r)
	})
}
