package session

import (
	"strconv"
	"testing"
	"time"
)

// clock is a time the test sets.
type clock struct{ now time.Time }

func (c *clock) Now() time.Time { return c.now }

func newClock() *clock { return &clock{time.Date(2026, 11, 22, 8, 0, 0, 0, time.UTC)} }

// S-AUTH-3: every class has its limit, and what was used comes back with time.
func TestLimits(t *testing.T) {
	for class, want := range map[Class]struct {
		requests int
		window   time.Duration
	}{
		PerUser: {1500, 5 * time.Minute}, PerToken: {300, 5 * time.Minute}, PerAddress: {300, 5 * time.Minute}, Uploads: {30, 30 * time.Minute},
		Applications: {5, 10 * time.Minute}, Registrations: {5, 30 * time.Minute}, Deletions: {30, 30 * time.Minute},
	} {
		c := newClock()
		l := NewLimiter(true, c.Now)
		for i := range want.requests {
			if v := l.Allow("ana", class); !v.OK || v.Limit != want.requests || v.Remaining != want.requests-i-1 {
				t.Fatalf("class %d, request %d: %+v", class, i+1, v)
			}
		}
		v := l.Allow("ana", class)
		if v.OK || v.Remaining != 0 || v.RetryAfter <= 0 {
			t.Errorf("class %d, one too many: %+v", class, v)
		}
		if full := v.Reset.Sub(c.now); full != want.window {
			t.Errorf("class %d is full again in %v, want %v", class, full, want.window)
		}
		if v := l.Allow("bob", class); !v.OK {
			t.Errorf("class %d: bob pays for ana", class)
		}
		c.now = c.now.Add(v.RetryAfter + time.Millisecond)
		if v := l.Allow("ana", class); !v.OK {
			t.Errorf("class %d: nothing came back after %v", class, v.RetryAfter)
		}
	}
}

func TestClassesAreApart(t *testing.T) {
	l := NewLimiter(true, newClock().Now)
	for range 5 {
		l.Allow("198.51.100.1", Registrations)
	}
	if l.Allow("198.51.100.1", Registrations).OK || !l.Allow("198.51.100.1", Applications).OK {
		t.Error("two classes share a bucket")
	}
	if l.Allow("ana", Class(99)).OK {
		t.Error("a class nobody knows lets everything through")
	}
}

func TestLimitsOff(t *testing.T) {
	l := NewLimiter(false, newClock().Now)
	for range 20 {
		if v := l.Allow("ana", Registrations); !v.OK || v.Remaining != 5 {
			t.Fatalf("limits are off: %+v", v)
		}
	}
}

// Strangers cannot fill the memory, and who is active is not forgotten.
func TestLimiterIsBounded(t *testing.T) {
	l := NewLimiter(true, newClock().Now)
	for range 5 {
		l.Allow("ana", Registrations)
	}
	for i := range maxBuckets + 100 {
		l.Allow(strconv.Itoa(i), PerAddress)
		if i%1000 == 0 {
			l.Allow("ana", Registrations)
		}
	}
	if len(l.buckets) > maxBuckets || l.recent.Len() != len(l.buckets) {
		t.Errorf("%d buckets, %d in order", len(l.buckets), l.recent.Len())
	}
	if l.Allow("ana", Registrations).OK {
		t.Error("a busy bucket was forgotten")
	}
}
