package storage

import "time"

// Down is what the handler of a job returns when the whole lane cannot work
// now, such as a host that does not answer: nothing in it is tried until its
// back-off has passed, and this job counts as not tried.
type Down struct {
	// After is how long the other side asked us to wait; 0 for our own back-off.
	After time.Duration
	Err   error
}

func (d *Down) Error() string { return "lane is down: " + d.Err.Error() }

// Unwrap gives the reason.
func (d *Down) Unwrap() error { return d.Err }

// Never is what the handler of a job returns when the job can never succeed.
type Never struct{ Err error }

func (n *Never) Error() string { return "never: " + n.Err.Error() }

// Unwrap gives the reason.
func (n *Never) Unwrap() error { return n.Err }
