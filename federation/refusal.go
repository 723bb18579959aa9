package federation

import (
	"errors"
	"net/http"
	"time"

	"consilium/community"
	"consilium/federation/signature"
)

// refusal is a request that is not accepted, with the status its sender is told
// (architecture 5, decision 5). The reason is for the log: it names the check
// and never repeats the sender's text.
type refusal struct {
	status int
	reason string
	// retryAfter is sent with 503; 0 for none.
	retryAfter time.Duration
}

func (r *refusal) Error() string { return "refused: " + r.reason }

func refuse(status int, reason string) *refusal { return &refusal{status: status, reason: reason} }

// unavailable refuses for now: the sender is right to come again.
func unavailable(reason string, after time.Duration) *refusal {
	return &refusal{status: http.StatusServiceUnavailable, reason: reason, retryAfter: after}
}

// refusalOf is the answer an error calls for. What is not a refusal was our own
// fault and is 500.
func refusalOf(err error) *refusal {
	var r *refusal
	switch {
	case errors.As(err, &r):
		return r
	case errors.Is(err, signature.ErrMalformed):
		return refuse(http.StatusBadRequest, "malformed signature") // R-SIG-C 11
	case errors.Is(err, community.ErrUnavailable):
		return unavailable("not available now", time.Minute)
	}
	return refuse(http.StatusInternalServerError, "internal")
}
