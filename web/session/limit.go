package session

import (
	"container/list"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// Class is a kind of request that is counted together.
type Class int

// The classes, with the limits of Mastodon that apps are built for (S-AUTH-3).
// Sign-ins and password resets are counted in the database instead.
const (
	// PerUser counts all requests of a member: 1500 in 5 minutes.
	PerUser Class = iota
	// PerToken counts the requests with one access token: 300 in 5 minutes.
	PerToken
	// PerAddress counts requests of visitors: 300 in 5 minutes.
	PerAddress
	// Uploads counts pictures: 30 in 30 minutes.
	Uploads
	// Applications counts newly registered apps: 5 in 10 minutes.
	Applications
	// Registrations counts new accounts: 5 in 30 minutes.
	Registrations
	// Deletions counts deleted and unboosted posts: 30 in 30 minutes.
	Deletions
)

type allowance struct {
	requests int
	window   time.Duration
}

var allowances = map[Class]allowance{
	PerUser:       {1500, 5 * time.Minute},
	PerToken:      {300, 5 * time.Minute},
	PerAddress:    {300, 5 * time.Minute},
	Uploads:       {30, 30 * time.Minute},
	Applications:  {5, 10 * time.Minute},
	Registrations: {5, 30 * time.Minute},
	Deletions:     {30, 30 * time.Minute},
}

// Verdict is the answer to one request, as the headers X-RateLimit-Limit,
// -Remaining and -Reset carry it.
type Verdict struct {
	OK               bool
	Limit, Remaining int
	// Reset is when the whole limit is there again.
	Reset time.Time
	// RetryAfter is how long to wait for the next request; 0 when OK.
	RetryAfter time.Duration
}

// maxBuckets bounds the memory of a Limiter, at some 300 bytes each.
const maxBuckets = 20_000

// Limiter counts requests in the memory of this process: a bucket for each key
// and class that refills steadily. When it holds too many, the one unused for
// longest is forgotten.
type Limiter struct {
	enabled bool
	now     func() time.Time

	mu      sync.Mutex
	buckets map[bucketName]*list.Element
	recent  *list.List // of *bucket, last used first
}

type bucketName struct {
	class Class
	key   string
}

type bucket struct {
	name bucketName
	*rate.Limiter
}

// NewLimiter makes a limiter; one that is not enabled (limits.enabled) allows
// everything. now tells the time.
func NewLimiter(enabled bool, now func() time.Time) *Limiter {
	return &Limiter{enabled: enabled, now: now, buckets: map[bucketName]*list.Element{}, recent: list.New()}
}

// Enabled says whether anything is counted.
func (l *Limiter) Enabled() bool { return l.enabled }

// Allow counts one request. The key names who is counted: a user's or token's
// number, or AddressKey of the client.
func (l *Limiter) Allow(key string, class Class) Verdict {
	now := l.now()
	a, known := allowances[class]
	if !known {
		return Verdict{Reset: now}
	}
	if !l.enabled {
		return Verdict{OK: true, Limit: a.requests, Remaining: a.requests, Reset: now}
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	b := l.bucket(bucketName{class, key}, a)
	v := Verdict{OK: b.AllowN(now, 1), Limit: a.requests}
	left := b.TokensAt(now)
	v.Remaining = max(0, int(left))
	v.Reset = now.Add(a.refill(float64(a.requests) - left))
	if !v.OK {
		v.RetryAfter = a.refill(1 - left)
	}
	return v
}

// bucket finds the bucket or makes a full one.
func (l *Limiter) bucket(name bucketName, a allowance) *bucket {
	if e, known := l.buckets[name]; known {
		l.recent.MoveToFront(e)
		return e.Value.(*bucket)
	}
	if l.recent.Len() >= maxBuckets {
		oldest := l.recent.Remove(l.recent.Back()).(*bucket)
		delete(l.buckets, oldest.name)
	}
	b := &bucket{name, rate.NewLimiter(rate.Limit(float64(a.requests)/a.window.Seconds()), a.requests)}
	l.buckets[name] = l.recent.PushFront(b)
	return b
}

// refill is how long so many requests take to come back.
func (a allowance) refill(requests float64) time.Duration {
	return time.Duration(requests / float64(a.requests) * float64(a.window))
}
