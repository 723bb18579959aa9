package federation

import (
	"context"
	"time"
)

// heardAgain is how exact it is noted when something came from a host.
const heardAgain = 10 * time.Minute

// otherKind stands for all types of activity that are not known here. They are
// acknowledged and counted (protocol 1.9).
const otherKind = "other"

// noteReceived counts an activity that was worked on, by its type and what became of
// it, and notes for staff that its host was heard. Types are those of receivers, so
// that no stranger adds to what is counted.
func (f *Federation) noteReceived(ctx context.Context, host, kind string, err error) error {
	outcome := "done"
	switch {
	case kind == otherKind:
		outcome = "unknown"
	case err != nil && settled(err):
		outcome = "refused"
	case err != nil:
		outcome = "retry"
	}
	if kind == "" { // what cannot be read has no type
		kind = otherKind
	}
	if f.received != nil {
		f.received(kind, outcome)
	}
	if unknown := outcome == "unknown"; unknown || f.heard.once(host, f.now()) {
		return f.store.HeardPeer(ctx, host, unknown)
	}
	return nil
}
