package federation

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"golang.org/x/sync/semaphore"
	"golang.org/x/sync/singleflight"

	"consilium/community"
	"consilium/storage"
)

// keyring bounds what strangers can make us fetch by naming keys. It keeps no
// keys: those are in storage.
type keyring struct {
	asking singleflight.Group
	// room is how many keys are fetched at the same time.
	room *semaphore.Weighted

	mu    sync.Mutex
	asked map[community.IRI]askedKey
}

// askedKey remembers that a key was fetched, and how that ended.
type askedKey struct {
	at  time.Time
	err error
}

const (
	// keyRoom is the global limit of key fetches in flight.
	keyRoom = 16
	// keyRest is how long one key is not fetched again (R-SIG-C 10).
	keyRest = 5 * time.Minute
	// mostAsked bounds what is remembered of them.
	mostAsked = 10_000
	// keyTime bounds one fetch with all that belongs to it.
	keyTime = 15 * time.Second
)

func newKeyring() *keyring {
	return &keyring{room: semaphore.NewWeighted(keyRoom), asked: map[community.IRI]askedKey{}}
}

// resting says that a key was fetched a short while ago, and how it ended.
func (k *keyring) resting(iri community.IRI, now time.Time) (askedKey, bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	a, ok := k.asked[iri]
	return a, ok && now.Sub(a.at) < keyRest
}

// note remembers a fetch. When there are too many, the old ones go first, then
// any: forgetting costs one more fetch.
func (k *keyring) note(iri community.IRI, a askedKey) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if len(k.asked) >= mostAsked {
		for iri, old := range k.asked {
			if a.at.Sub(old.at) >= keyRest || len(k.asked) >= mostAsked {
				delete(k.asked, iri)
			}
		}
	}
	k.asked[iri] = a
}

// held is a key with the actor whose it is.
type held struct {
	key   storage.PublicKey
	owner community.Actor
	// fetched says that it was read from its owner just now.
	fetched bool
}

// heldWeight is about what a key and its owner take in memory, in bytes.
const heldWeight = 4 << 10

// keyFor is keyOf for a request with this body. Whoever only asks does so again and
// again, without anything changing in between; what is sent changes something each time.
func (f *Federation) keyFor(ctx context.Context, iri community.IRI, body []byte) (held, error) {
	if body != nil {
		return f.keyOf(ctx, iri)
	}
	h, err := remember(ctx, f, f.keysHeld, named[held]{iri.String(), func() (held, error) {
		h, err := f.keyOf(ctx, iri)
		h.fetched = false
		return h, err
	}})
	return h, err
}

// keyOf finds a key by its identifier: remembered, else fetched from its owner.
// Errors are those of fetch; ErrGone and ErrNotFound speak of the owner.
func (f *Federation) keyOf(ctx context.Context, iri community.IRI) (held, error) {
	key, err := f.store.Key(ctx, iri)
	if errors.Is(err, community.ErrNotFound) {
		return f.fetchKey(ctx, iri)
	}
	if err != nil {
		return held{}, err
	}
	owner, err := f.store.Actor(ctx, key.Actor)
	if err != nil {
		return held{}, err
	}
	if !owner.Gone.IsZero() || !key.Expires.IsZero() && !key.Expires.After(f.now()) {
		return f.fetchKey(ctx, iri) // it may have come back, or been prolonged (R-KEY-1)
	}
	return held{key: key, owner: owner}, nil
}

// fetchKey asks for a key once, whoever else waits for it, and not again for a
// while.
func (f *Federation) fetchKey(ctx context.Context, iri community.IRI) (held, error) {
	return f.askOnce(ctx, iri, func(ctx context.Context) (held, error) { return f.readKey(ctx, iri) })
}

// askOnce bounds what strangers make us ask for: what lies under one name is read
// once, whoever else waits for it, and not again for a while; and only so much is
// read at the same time.
func (f *Federation) askOnce(ctx context.Context, iri community.IRI, read func(context.Context) (held, error)) (held, error) {
	if a, resting := f.keys.resting(iri, f.now()); resting {
		if a.err == nil {
			return held{}, fmt.Errorf("key was fetched a short while ago: %w", community.ErrForbidden)
		}
		return held{}, a.err
	}
	found, err, _ := f.keys.asking.Do(iri.String(), func() (any, error) {
		// One caller that goes away must not fail the others.
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), keyTime)
		defer cancel()
		if err := f.keys.room.Acquire(ctx, 1); err != nil {
			return held{}, fmt.Errorf("too many keys to fetch: %w", community.ErrUnavailable)
		}
		defer f.keys.room.Release(1)
		h, err := read(ctx)
		if err == nil || isKind(err) {
			f.keys.note(iri, askedKey{f.now(), err})
		}
		return h, err
	})
	h, _ := found.(held)
	return h, err
}

// isKind says whether an error is about the other side and not a fault here.
func isKind(err error) bool {
	for _, kind := range []error{community.ErrNotFound, community.ErrGone, community.ErrForbidden, community.ErrUnavailable} {
		if errors.Is(err, kind) {
			return true
		}
	}
	return false
}

// readKey reads the document a key's identifier leads to, finds the owner, and
// believes the owner only: its document has to list the key under this very
// identifier, on the same origin (R-KEY-1, S-ORG-1, S-ORG-4).
func (f *Federation) readKey(ctx context.Context, iri community.IRI) (held, error) {
	if err := f.admitKey(ctx, iri); err != nil {
		return held{}, err
	}
	doc, err := f.fetch(ctx, iri)
	if err != nil {
		return held{}, err
	}
	if !doc.iri.SameOrigin(iri) {
		return held{}, notAcceptable("key lies at another host")
	}
	alone := doc.node.Keys()
	if !doc.node.IsActor() {
		if doc, err = f.fetchOwner(ctx, doc); err != nil {
			return held{}, err
		}
	}
	owner, keys, err := f.takeActor(ctx, doc, alone...)
	if err != nil {
		return held{}, err
	}
	for _, k := range keys {
		if k.IRI == iri {
			k.Actor = owner.ID
			return held{key: k, owner: owner, fetched: true}, nil
		}
	}
	return held{}, notAcceptable("owner does not list the key")
}

// fetchOwner reads the actor a stand-alone key names as its owner.
func (f *Federation) fetchOwner(ctx context.Context, key document) (document, error) {
	name := ""
	for _, k := range key.node.Keys() {
		name = k.Owner
	}
	owner, err := community.ParseIRI(name)
	if err != nil || !owner.SameOrigin(key.iri) {
		return key, notAcceptable("key without an owner of its origin")
	}
	doc, err := f.fetch(ctx, owner)
	if err == nil && (doc.iri != owner || !doc.node.IsActor()) {
		err = notAcceptable("owner of the key is not an actor")
	}
	return doc, err
}
