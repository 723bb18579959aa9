package storagetest

import (
	"sync"
	"time"
)

// Clock is a time that only moves when a test says so. The zero Clock stands at
// a morning in November 2026.
type Clock struct {
	mu     sync.Mutex
	passed time.Duration
}

// Now is the time of the clock, in UTC.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return time.Date(2026, time.November, 22, 9, 0, 0, 0, time.UTC).Add(c.passed)
}

// Advance lets time pass.
func (c *Clock) Advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.passed += d
}
