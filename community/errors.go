package community

import (
	"errors"
	"fmt"
)

// The kinds of failure that travel through the house. Callers add operation and
// subject with %w; the doors turn the kind into a status and a page.
var (
	// ErrNotFound says the thing is not there, or not there for this viewer:
	// the two are never told apart outside.
	ErrNotFound = errors.New("not found")
	// ErrForbidden says the viewer may see the thing but not do this to it.
	ErrForbidden = errors.New("forbidden")
	// ErrConflict says the thing is already there, or has changed meanwhile.
	ErrConflict = errors.New("conflict")
	// ErrGone says the thing was here and was deleted.
	ErrGone = errors.New("gone")
	// ErrUnavailable says something outside did not answer; trying again may help.
	ErrUnavailable = errors.New("unavailable")
)

// Problem is a sentence for a person, as a key of the message catalogue with
// its arguments. No text in any language is made in Go.
type Problem struct {
	Key  string
	Args map[string]any
}

// Say makes a Problem from a catalogue key and alternating argument names and
// values: Say("post.too_long", "limit", 5000).
func Say(key string, args ...any) Problem {
	p := Problem{Key: key}
	for i := 0; i+1 < len(args); i += 2 {
		if p.Args == nil {
			p.Args = make(map[string]any, len(args)/2)
		}
		name, _ := args[i].(string)
		p.Args[name] = args[i+1]
	}
	return p
}

// Invalid tells a person which field of a form does not do, and what to do
// about it. It is the only error whose text may be shown to anybody.
type Invalid struct {
	Field   string
	Problem Problem
}

// Error is for the log: the field and the key, never the value.
func (e *Invalid) Error() string {
	return fmt.Sprintf("invalid %s: %s", e.Field, e.Problem.Key)
}

// invalid is how the rules of this package say no.
func invalid(field, key string, args ...any) *Invalid {
	return &Invalid{Field: field, Problem: Say(key, args...)}
}
