package storage

import (
	"context"
	"strconv"
	"sync"
)

// Receipts that arrive while others are being made durable wait for the next
// commit and share it: a commit costs about the same for one as for a hundred.
const (
	// mostTogether and mostBytes bound what one transaction holds.
	mostTogether = 128
	mostBytes    = 4 << 20
)

// arrival is a receipt on its way, and what became of it.
type arrival struct {
	Receipt
	fresh bool
	err   error
	done  chan struct{}
}

// receiptGroup gathers what arrives. The zero value is ready.
type receiptGroup struct {
	mu      sync.Mutex
	waiting []*arrival
	writing bool
}

// join adds an arrival, and says whether somebody has to be sent to write.
func (g *receiptGroup) join(a *arrival) (first bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.waiting = append(g.waiting, a)
	first = !g.writing
	g.writing = true
	return first
}

// next takes what the next transaction is to hold; nothing when all is written.
func (g *receiptGroup) next() []*arrival {
	g.mu.Lock()
	defer g.mu.Unlock()
	n, size := 0, 0
	for n < len(g.waiting) && n < mostTogether && (n == 0 || size+len(g.waiting[n].Body) <= mostBytes) {
		size += len(g.waiting[n].Body)
		n++
	}
	batch := g.waiting[:n:n]
	g.waiting = g.waiting[n:]
	if n == 0 {
		g.waiting, g.writing = nil, false
	}
	return batch
}

// writeReceipts makes everything that arrived durable, until nothing waits.
func (s *Store) writeReceipts(ctx context.Context) {
	for {
		batch := s.receipts.next()
		if len(batch) == 0 {
			return
		}
		err := s.update(ctx, "add receipts", func(t *tx) error { return t.addReceipts(ctx, batch) })
		for _, a := range batch {
			if err != nil && len(batch) > 1 { // one of them may be to blame: each for itself
				a.err = s.update(ctx, "add receipt", func(t *tx) error { return t.addReceipts(ctx, []*arrival{a}) })
			} else {
				a.err = err
			}
			close(a.done)
		}
	}
}

// addReceipts writes receipts with their jobs, in the order in which they came.
func (t *tx) addReceipts(ctx context.Context, batch []*arrival) error {
	var hosts []string
	jobs := map[string][]string{}
	for _, a := range batch {
		id := t.store.numbers.next()
		n, err := t.do(ctx, `INSERT INTO receipt (id, digest, signer, host, body, received) VALUES (?, ?, ?, ?, ?, ?)
			ON CONFLICT (digest) DO NOTHING`, id, a.Digest[:], a.Signer, a.Host, a.Body, at(t.now))
		if err != nil {
			return err
		}
		if a.fresh = n > 0; !a.fresh {
			continue
		}
		if _, known := jobs[a.Host]; !known {
			hosts = append(hosts, a.Host)
		}
		jobs[a.Host] = append(jobs[a.Host], strconv.FormatInt(id, 10))
	}
	for _, host := range hosts {
		if err := t.enqueue(ctx, receiveLane(host), KindReceive, jobs[host]...); err != nil {
			return err
		}
		if err := t.wakeHost(ctx, host); err != nil {
			return err
		}
	}
	return nil
}
