package federation

import (
	"context"
	"errors"
	"fmt"
	"net"
	"sync"
	"time"

	"golang.org/x/net/publicsuffix"

	"consilium/community"
)

// UsualNewcomers is how many new actors of a registrable domain, all its hosts together,
// are got to know in an hour where nothing else is configured.
const UsualNewcomers = 300

const (
	// newcomerWindow is the time in which new actors of one domain are counted.
	newcomerWindow = time.Hour
	// mostDomains bounds what is remembered. When there are more, old ones go first,
	// then any: forgetting lets a domain in once more.
	mostDomains = 10_000
)

// newcomers counts actors that were never seen before by the domain somebody paid for
// (R-ACT-6): whoever makes up hosts under a domain of theirs, or accounts at them, does
// not fill our disk, nor make us fetch without end. Names under a public suffix, such as
// of two customers of one host, are told apart.
type newcomers struct {
	// most is how many a domain may send in a window; 0 sets no limit.
	most int

	mu   sync.Mutex
	seen map[string]arrivals
}

// arrivals are the new actors of a domain since the window began.
type arrivals struct {
	since time.Time
	count int
}

func newNewcomers(most int) *newcomers { return &newcomers{most: most, seen: map[string]arrivals{}} }

// full says whether no more may come of the domain of a host for now.
func (n *newcomers) full(host string, now time.Time) bool {
	n.mu.Lock()
	defer n.mu.Unlock()
	a := n.seen[registrable(host)]
	return n.most > 0 && a.count >= n.most && now.Sub(a.since) < newcomerWindow
}

// arrive counts one.
func (n *newcomers) arrive(host string, now time.Time) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if len(n.seen) >= mostDomains {
		n.forget(now)
	}
	domain := registrable(host)
	a, known := n.seen[domain]
	if !known || now.Sub(a.since) >= newcomerWindow {
		a = arrivals{since: now}
	}
	a.count++
	n.seen[domain] = a
}

func (n *newcomers) forget(now time.Time) {
	for domain, a := range n.seen {
		if now.Sub(a.since) >= newcomerWindow || len(n.seen) >= mostDomains {
			delete(n.seen, domain)
		}
	}
}

// registrable is the part of a host that somebody registered: one label more than the
// public suffix. An address, and a name that is a public suffix, stand for themselves.
func registrable(host string) string {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	if domain, err := publicsuffix.EffectiveTLDPlusOne(host); err == nil && net.ParseIP(host) == nil {
		return domain
	}
	return host
}

// admit refuses for now what would make us look up one more new actor of a domain that
// sent so many already. An inbox answers 503 with Retry-After, a job is put off.
func (f *Federation) admit(iri community.IRI) error {
	if f.newcomers.full(iri.Host(), f.now()) {
		return fmt.Errorf("too many new actors of %s: %w", registrable(iri.Host()), community.ErrUnavailable)
	}
	return nil
}

// admitKey is admit for a key, when it belongs to nobody we know.
func (f *Federation) admitKey(ctx context.Context, key community.IRI) error {
	refused := f.admit(key)
	if refused == nil {
		return nil
	}
	if _, err := f.store.Key(ctx, key); err == nil {
		return nil
	}
	_, err := f.store.ActorByIRI(ctx, key.WithoutFragment())
	if errors.Is(err, community.ErrNotFound) {
		return refused
	}
	return err
}
