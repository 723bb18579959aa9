package media

import (
	"errors"
	"fmt"
	"sync"
	"time"

	"consilium/community"
)

// failure is why a picture could not be fetched. It is one of the kinds of the community, and deliberately not the
// *community.Invalid inside of a Refusal: whoever looks at a picture filled in no form.
type failure struct {
	host string
	kind error
	// cause is for the log only.
	cause error
}

// Error names the host and the reason.
func (f *failure) Error() string {
	return fmt.Sprintf("picture at %s: %v: %v", f.host, f.kind, f.cause)
}

// Unwrap gives the kind: community.ErrUnavailable or community.ErrNotFound.
func (f *failure) Unwrap() error { return f.kind }

// How long a failure is remembered, and how many are.
const (
	unavailableFor = 5 * time.Minute
	refusedFor     = time.Hour
	mostFailures   = 4096
)

// failures remembers what could not be fetched, so that a page with a dead picture does not ask its server at each
// view.
type failures struct {
	mu    sync.Mutex
	until map[string]remembered
}

type remembered struct {
	failure *failure
	until   time.Time
}

func newFailures() *failures { return &failures{until: map[string]remembered{}} }

// recent gives the failure that is not long ago, else nil.
func (f *failures) recent(key string, now time.Time) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	r, ok := f.until[key]
	if !ok {
		return nil
	}
	if now.After(r.until) {
		delete(f.until, key)
		return nil
	}
	return r.failure
}

func (f *failures) note(key string, why *failure, now time.Time) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.until) >= mostFailures {
		clear(f.until) // a crowd of strangers' pictures: asking once more is cheaper than keeping count
	}
	keep := unavailableFor
	if errors.Is(why, community.ErrNotFound) {
		keep = refusedFor
	}
	f.until[key] = remembered{why, now.Add(keep)}
}
