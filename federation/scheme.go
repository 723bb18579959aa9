package federation

import (
	"context"
	"strings"
	"sync"
	"time"

	"consilium/federation/signature"
	"consilium/federation/vocab"
)

// noted remembers for which hosts something was written down a short while ago,
// so that not every request writes it again. Forgetting costs one more write.
type noted struct {
	period time.Duration

	mu sync.Mutex
	at map[string]time.Time
}

// mostNoted bounds how many hosts are remembered.
const mostNoted = 10_000

func newNoted(period time.Duration) *noted {
	return &noted{period: period, at: map[string]time.Time{}}
}

// once says that it is time to write something down for a host, and takes it as
// written.
func (n *noted) once(host string, now time.Time) bool {
	n.mu.Lock()
	defer n.mu.Unlock()
	if last, found := n.at[host]; found && now.Sub(last) < n.period {
		return false
	}
	if len(n.at) >= mostNoted {
		n.at = map[string]time.Time{}
	}
	n.at[host] = now
	return true
}

// rfc9421 is how software says that it reads these signatures (FEP-844e).
const rfc9421 = "https://datatracker.ietf.org/doc/html/rfc9421"

// readsModern says whether an actor's server claims to read RFC 9421, as its
// generator, or the server's own actor, tells.
func readsModern(implements []vocab.Capability) bool {
	for _, c := range implements {
		if address, _, _ := strings.Cut(c.Href, "#"); address == rfc9421 {
			return true
		}
	}
	return false
}

// signedModern remembers that a host signed to us with RFC 9421: it will read it
// as well (R-9421-4).
func (f *Federation) signedModern(ctx context.Context, c signature.Claim, host string) error {
	if c.Scheme != signature.RFC9421 || !f.modern.once(host, f.now()) {
		return nil
	}
	return f.store.PeerIsModern(ctx, host)
}
