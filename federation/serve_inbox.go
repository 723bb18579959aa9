package federation

import (
	"fmt"
	"io"
	"net/http"

	"github.com/gorilla/mux"

	"consilium/federation/vocab"
)

// politeness is how much of a body is read before a request is refused without
// it, in bytes: a sender that is still writing would else see a broken
// connection in place of the status (architecture 5, decision 5).
const politeness = 256 << 10

// serveInbox takes what another server sends (ActivityPub 7). What is cheap to
// refuse is refused first; a body is only kept, and the database only asked, for
// a request that carries a signature.
func (f *Federation) serveInbox(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "no-store")
	if err := f.takeIn(r); err != nil {
		_, _ = io.CopyN(io.Discard, r.Body, politeness)
		f.fail(w, r, err)
		return
	}
	response{status: http.StatusAccepted}.write(w)
}

func (f *Federation) takeIn(r *http.Request) error {
	if !vocab.IsActivityMediaType(r.Header.Get("Content-Type")) { // R-IN-1
		return refuse(http.StatusUnsupportedMediaType, "media type")
	}
	if !signs(r) {
		return refuse(http.StatusUnauthorized, "signature missing")
	}
	if name, personal := mux.Vars(r)["name"]; personal {
		if _, err := f.member(r.Context(), name); err != nil {
			return err
		}
	}
	body, err := readActivity(r)
	if err != nil {
		return err
	}
	return f.acceptRequest(r, body)
}

// readActivity reads a body of at most 1 MiB (R-IN-1).
func readActivity(r *http.Request) ([]byte, error) {
	tooLarge := refuse(http.StatusRequestEntityTooLarge, "body too large")
	if r.ContentLength > vocab.MaxBytes {
		return nil, tooLarge
	}
	body, err := io.ReadAll(io.LimitReader(r.Body, vocab.MaxBytes+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("%w: %w", refuse(http.StatusBadRequest, "body broke off"), err)
	case len(body) > vocab.MaxBytes:
		return nil, tooLarge
	}
	return body, nil
}
