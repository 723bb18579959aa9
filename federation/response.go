package federation

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"

	"consilium/community"
	"consilium/federation/signature"
	"consilium/federation/vocab"
)

// response is a whole response, made before anything of it is written, so that an
// error never follows half a document.
type response struct {
	status    int
	mediaType string
	body      []byte
}

// activityResponse is an ActivityPub document as an encoder made it.
func activityResponse(body []byte, err error) (response, error) {
	return response{http.StatusOK, vocab.MediaType, body}, err
}

// goneResponse is the 410 of what is deleted, with what is left of it.
func goneResponse(o vocab.Object) (response, error) {
	body, err := vocab.EncodeObject(o)
	return response{http.StatusGone, vocab.MediaType, body}, err
}

func jsonResponse(mediaType string, v any) (response, error) {
	body, err := json.Marshal(v)
	if err != nil {
		return response{}, fmt.Errorf("encode answer: %w", err)
	}
	return response{http.StatusOK, mediaType, body}, nil
}

func (a response) write(w http.ResponseWriter) {
	h := w.Header()
	if len(a.body) > 0 {
		h.Set("Content-Type", a.mediaType)
	}
	h.Set("Content-Length", strconv.Itoa(len(a.body)))
	h.Set("X-Content-Type-Options", "nosniff")
	w.WriteHeader(a.status)
	// The peer may be gone; then there is nobody to tell. For HEAD the server
	// leaves the body out.
	_, _ = w.Write(a.body)
}

// fail answers a request that is not served. There is never a body: the status
// says it all, and what is hidden looks like what does not exist (R-AF-5).
func (f *Federation) fail(w http.ResponseWriter, r *http.Request, err error) {
	refused := refusalFor(err)
	switch refused.status {
	case http.StatusUnauthorized:
		// RFC 9110 15.5.2 wants it; this is how draft-cavage asks (4.1).
		w.Header().Set("WWW-Authenticate", `Signature headers="`+wantedHeaders(r.Method)+`"`)
		signature.Ask(w.Header(), r.Method) // R-9421-5
	case http.StatusServiceUnavailable:
		if refused.retryAfter > 0 {
			w.Header().Set("Retry-After", strconv.Itoa(int(refused.retryAfter.Seconds())))
		}
	case http.StatusInternalServerError:
		f.log.ErrorContext(r.Context(), "federation failed", "method", r.Method, "error", err)
	}
	response{status: refused.status}.write(w)
}

func wantedHeaders(method string) string {
	if method == http.MethodPost {
		return "(request-target) host date digest content-type"
	}
	return "(request-target) host date"
}

// refusalFor is the refusal an error calls for, those of the community included.
func refusalFor(err error) *refusal {
	if refused, ok := errors.AsType[*refusal](err); ok {
		return refused
	}
	switch {
	case errors.Is(err, community.ErrNotFound):
		return refuse(http.StatusNotFound, "not found")
	case errors.Is(err, community.ErrGone):
		return refuse(http.StatusGone, "gone")
	case errors.Is(err, community.ErrForbidden):
		return refuse(http.StatusForbidden, "forbidden")
	}
	return refusalOf(err)
}
