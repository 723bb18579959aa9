package client

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
)

var (
	// ErrForbiddenAddress: the host resolved only to addresses (or the URL names a
	// port) that this server does not talk to. Not worth a retry.
	ErrForbiddenAddress = errors.New("forbidden address")
	// ErrScheme: neither https nor permitted plain http to loopback.
	ErrScheme = errors.New("forbidden scheme")
	// ErrURL: not a usable absolute URL: too long, no host, userinfo, a host that
	// is neither a domain name nor an IP address in its usual notation.
	ErrURL = errors.New("unusable URL")
	// ErrTooLarge: the decompressed body passes the limit.
	ErrTooLarge = errors.New("response too large")
	// ErrTooManyRedirects: more than three redirects.
	ErrTooManyRedirects = errors.New("too many redirects")
)

// StatusError reports an answer that was not a success: for Get anything but 200,
// for Post anything outside 200–299 (redirects included, since they are not
// followed).
type StatusError struct {
	Code       int    // HTTP status code
	retryAfter string // Retry-After as received
}

func (e *StatusError) Error() string {
	return "status " + strconv.Itoa(e.Code)
}

// maxRetryAfter bounds what a stranger may ask us to wait.
const maxRetryAfter = 24 * time.Hour

// RetryAfter is how long the server asked to be left alone, counted from now:
// between 0 and a day, and 0 when it did not say or said nonsense. RFC 9110 10.2.3.
func (e *StatusError) RetryAfter(now time.Time) time.Duration {
	value := strings.TrimSpace(e.retryAfter)
	var wait time.Duration
	if seconds, err := strconv.ParseUint(value, 10, 31); err == nil {
		wait = time.Duration(seconds) * time.Second
	} else if at, err := http.ParseTime(value); err == nil {
		wait = at.Sub(now)
	}
	return min(max(wait, 0), maxRetryAfter)
}

func newStatusError(answer *http.Response) *StatusError {
	return &StatusError{Code: answer.StatusCode, retryAfter: answer.Header.Get("Retry-After")}
}

// wrap names the operation and the host. The full URL stays out of errors and so
// out of logs: its query may carry a token.
func wrap(operation, host string, err error) error {
	return fmt.Errorf("%s %s: %w", operation, host, err)
}
