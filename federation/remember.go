package federation

import (
	"context"
	"sync"
	"time"

	"consilium/storage"
)

// What is remembered of the database: for how long, since some of it depends on the
// time, and how much of each kind, in bytes.
const (
	rememberFor  = time.Second
	rememberMost = 8 << 20
)

// memory remembers what was made of the database, for as long as nothing was committed
// since: a post that goes round is read by a thousand servers within seconds. Who may
// read it is asked each time.
type memory[T any] struct {
	// weight is about how many bytes one takes.
	weight func(T) int

	mu    sync.Mutex
	known map[string]remembered[T]
	size  int
}

type remembered[T any] struct {
	value   T
	version storage.Version
	made    time.Time
}

func newMemory[T any](weight func(T) int) *memory[T] {
	return &memory[T]{weight: weight, known: map[string]remembered[T]{}}
}

// remember gives what read gives, or gave a moment ago under this name. When the
// version cannot be had, it is read.
func remember[T any](ctx context.Context, f *Federation, m *memory[T], what named[T]) (T, error) {
	version, err := f.store.Version(ctx)
	if err != nil {
		return what.read()
	}
	now := f.now()
	if kept, ok := m.recall(what.name); ok && kept.version == version && now.Sub(kept.made).Abs() < rememberFor {
		return kept.value, nil
	}
	value, err := what.read()
	if err == nil {
		m.keep(what.name, remembered[T]{value, version, now})
	}
	return value, err
}

// named is what is to be read, by a name that nothing else has.
type named[T any] struct {
	name string
	read func() (T, error)
}

func (m *memory[T]) recall(name string) (remembered[T], bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	kept, ok := m.known[name]
	return kept, ok
}

// keep forgets all when it is too much: all of it is old after a second.
func (m *memory[T]) keep(name string, r remembered[T]) {
	size := len(name) + m.weight(r.value)
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.size += size; m.size > rememberMost {
		m.known, m.size = map[string]remembered[T]{}, size
	}
	m.known[name] = r
}
