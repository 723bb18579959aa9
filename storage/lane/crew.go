package lane

import (
	"strings"
	"sync"
)

// crew bounds how many lanes are worked on at a time. Waiting for another server
// costs a seat and little else, so there are many; but a lane whose job takes long
// has to leave its seat to the next and sit with the slow, of whom only so many
// are kept. So hosts that hang are a bounded company, and those that are well find
// a seat. What comes in from a host has seats of its own, apart from what goes out.
type crew struct{ out, in bench }

// bench is one kind of seats. extra are further jobs of a lane beside the one that
// every lane may have in hand; nobody waits for one.
type bench struct{ quick, slow, extra chan struct{} }

func newBench(quick, slow int) bench {
	return bench{make(chan struct{}, quick), make(chan struct{}, slow), make(chan struct{}, mostExtra)}
}

// How many seats there are. Incoming jobs cost a processor and the memory of what
// they read; outgoing ones mostly wait.
const (
	incoming, incomingSlow = 32, 32
	outgoingSlow           = 512
	mostExtra              = 32
)

func newCrew(workers int) *crew {
	return &crew{out: newBench(workers, max(workers, outgoingSlow)), in: newBench(min(workers, incoming), incomingSlow)}
}

// seat is one lane's place.
type seat struct {
	bench bench
	mu    sync.Mutex
	place chan struct{}
}

// sit gives a lane a seat, nil when there is none. One that failed when it was
// last tried sits with the slow from the start.
func (c *crew) sit(lane string, failing bool) *seat {
	b := c.out
	if strings.HasPrefix(lane, "in/") {
		b = c.in
	}
	place := b.quick
	if failing {
		place = b.slow
	}
	select {
	case place <- struct{}{}:
		return &seat{bench: b, place: place}
	default:
		return nil
	}
}

// moveOver makes room for a quicker lane, if there is room among the slow. It
// says whether it did.
func (s *seat) moveOver() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.place != s.bench.quick {
		return false
	}
	select {
	case s.bench.slow <- struct{}{}:
		<-s.place
		s.place = s.bench.slow
		return true
	default:
		return false
	}
}

// leave gives the seat back.
func (s *seat) leave() {
	s.mu.Lock()
	defer s.mu.Unlock()
	<-s.place
	s.place = nil
}
