package community

import "time"

// PeerState is how things stand between this server and another, in one word.
type PeerState string

// The states, in the order in which they are looked for.
const (
	// PeerWaiting did not answer and is tried again at its time.
	PeerWaiting PeerState = "waiting"
	// PeerGivenUp did not answer for so long that what waited for it was dropped.
	PeerGivenUp PeerState = "given-up"
	// PeerSlow answers, but more waits for it than it takes.
	PeerSlow PeerState = "slow"
	// PeerRefusing answered the last delivery with a refusal.
	PeerRefusing PeerState = "refusing"
	// PeerQuiet was never sent anything.
	PeerQuiet PeerState = "quiet"
	// PeerWorking took what was sent last.
	PeerWorking PeerState = "working"
)

// slowAfter is how long something may wait for a server that answers.
const slowAfter = 5 * time.Minute

// MostWaiting bounds how far what waits for a server is counted: more than that is
// "more than that".
const MostWaiting = 1000

// Peer is what is known of another server and of what goes to and fro. Times of
// success, failure and hearing are exact to ten minutes; the zero time is never.
type Peer struct {
	Host string
	// Software and Version are what its NodeInfo says, read at Asked; "" for nothing.
	Software, Version string
	Asked             time.Time
	// People counts those of the server known here.
	People int
	// LastSuccess is when it took something, LastFailure when it did not, with the
	// status it answered; 0 for no answer at all.
	LastSuccess, LastFailure time.Time
	FailureStatus            int
	// Fails counts attempts since FailingSince that it did not answer; NextTry is when
	// it is tried again.
	Fails                 int
	FailingSince, NextTry time.Time
	// GivenUp is when what waited for it too long was dropped.
	GivenUp time.Time
	// Waiting counts what is to be sent or asked there, Incoming what came from there
	// and did not take effect yet, each up to MostWaiting+1. Oldest is since when the
	// first of Waiting waits.
	Waiting, Incoming int
	Oldest            time.Time
	// Heard is when something came from there, Unknown counts what of it was of a
	// kind that is not known here.
	Heard   time.Time
	Unknown int
	// Scheme is the signature scheme that worked, "" for none yet, found out at
	// SchemeNoted; ModernRefused is when it refused RFC 9421 and took the older one.
	Scheme                     string
	SchemeNoted, ModernRefused time.Time
}

// State says how things stand at a moment.
func (p Peer) State(now time.Time) PeerState {
	switch {
	case p.Fails > 0:
		return PeerWaiting
	case p.GivenUp.After(p.LastSuccess):
		return PeerGivenUp
	case p.Waiting > 0 && now.Sub(p.Oldest) > slowAfter:
		return PeerSlow
	case p.LastFailure.After(p.LastSuccess):
		return PeerRefusing
	case p.LastSuccess.IsZero():
		return PeerQuiet
	}
	return PeerWorking
}
