package federation

import (
	"io"
	"net/http"

	"consilium/community"
)

// closed answers other servers while federation is off: an inbox takes nothing, and
// everything else, discovery and the instance actor with it, is not there.
func (f *Federation) closed() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "no-store")
		if r.Method == http.MethodPost {
			_, _ = io.CopyN(io.Discard, r.Body, politeness)
			f.fail(w, r, refuse(http.StatusForbidden, "federation is off"))
			return
		}
		f.fail(w, r, community.ErrNotFound)
	})
}
