package storage

import (
	chain "container/list"
	"sync"
)

// Shelf keeps what was read or made for as long as its stamp is the one that is read anew with
// every answer: nothing on it is ever told to be old, it is only found or not. When it
// holds too many bytes, what was not asked for longest goes.
type Shelf[K comparable, V any] struct {
	mu     sync.Mutex
	most   int // bytes
	held   int
	places map[K]*chain.Element
	recent *chain.List // of *shelved[K, V], last asked first
}

type shelved[K comparable, V any] struct {
	key   K
	stamp int64
	size  int
	value V
}

// NewShelf makes one for at most so many bytes.
func NewShelf[K comparable, V any](most int) *Shelf[K, V] {
	return &Shelf[K, V]{most: most, places: map[K]*chain.Element{}, recent: chain.New()}
}

// Find gives what was put there with this stamp, or with a later one, which another
// answer read in the meantime.
func (s *Shelf[K, V]) Find(key K, stamp int64) (value V, found bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	e, known := s.places[key]
	if !known {
		return value, false
	}
	have := e.Value.(*shelved[K, V])
	if have.stamp < stamp {
		return value, false
	}
	s.recent.MoveToFront(e)
	return have.value, true
}

// Put keeps a value of about so many bytes. A later one stays where it is.
func (s *Shelf[K, V]) Put(key K, stamp int64, value V, size int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if e, known := s.places[key]; known {
		have := e.Value.(*shelved[K, V])
		if have.stamp >= stamp {
			return
		}
		s.held += size - have.size
		have.stamp, have.value, have.size = stamp, value, size
		s.recent.MoveToFront(e)
	} else {
		s.held += size
		s.places[key] = s.recent.PushFront(&shelved[K, V]{key, stamp, size, value})
	}
	for s.held > s.most && s.recent.Len() > 0 {
		oldest := s.recent.Remove(s.recent.Back()).(*shelved[K, V])
		delete(s.places, oldest.key)
		s.held -= oldest.size
	}
}
