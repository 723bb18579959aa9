package media

import (
	"context"
	"sync"
)

// How many pictures are fetched at a time, from one host and altogether: each may take as much memory as a file may
// have bytes, and a slow host must not take everybody's turn.
const (
	turnsOfHost = 4
	turnsOfAll  = 32
)

type turns struct {
	all chan struct{}

	mu    sync.Mutex
	hosts map[string]*queue
}

// queue is those who fetch from a host or wait for it.
type queue struct {
	places chan struct{}
	length int
}

func newTurns() *turns {
	return &turns{all: make(chan struct{}, turnsOfAll), hosts: map[string]*queue{}}
}

// take waits for a turn with a host. The caller gives it back with done.
func (t *turns) take(ctx context.Context, host string) (done func(), err error) {
	q := t.join(host)
	if err := enter(ctx, q.places); err != nil {
		t.leave(host)
		return nil, err
	}
	if err := enter(ctx, t.all); err != nil {
		<-q.places
		t.leave(host)
		return nil, err
	}
	return func() {
		<-t.all
		<-q.places
		t.leave(host)
	}, nil
}

func enter(ctx context.Context, places chan struct{}) error {
	select {
	case places <- struct{}{}:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

func (t *turns) join(host string) *queue {
	t.mu.Lock()
	defer t.mu.Unlock()
	q := t.hosts[host]
	if q == nil {
		q = &queue{places: make(chan struct{}, turnsOfHost)}
		t.hosts[host] = q
	}
	q.length++
	return q
}

// leave forgets a host that nobody waits for.
func (t *turns) leave(host string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	q := t.hosts[host]
	if q.length--; q.length == 0 {
		delete(t.hosts, host)
	}
}
