package federation

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"golang.org/x/sync/singleflight"

	"consilium/community"
	"consilium/storage"
)

// bodies keeps the bytes of activities that go to many inboxes. They are the
// same for all, since what is meant for single people is never kept here; and
// each time it is asked first whether the post still is what they were made of.
type bodies struct {
	making singleflight.Group
	mu     sync.Mutex
	kept   map[bodyKey]encoded
}

// bodyKey is all of a delivery but its inbox.
type bodyKey struct {
	verb, activity string
	actor          community.ActorID
	post           community.PostID
	revision       int
}

// encoded is bytes and what they rest on.
type encoded struct {
	state storage.PostState
	made  time.Time
	bytes []byte
}

const (
	// mostBodies bounds how many are kept, and largeBody how large they are, in
	// bytes.
	mostBodies = 64
	largeBody  = 256 << 10
	// bodyAge bounds how long what hangs on a post, such as the name of a person it
	// mentions, may be older in the bytes than in the tables.
	bodyAge = time.Second
)

func newBodies() *bodies { return &bodies{kept: map[bodyKey]encoded{}} }

func (b *bodies) get(key bodyKey, state storage.PostState, now time.Time) ([]byte, bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	have, ok := b.kept[key]
	age := now.Sub(have.made)
	return have.bytes, ok && have.state == state && age >= 0 && age < bodyAge
}

func (b *bodies) keep(key bodyKey, made encoded) {
	if len(made.bytes) > largeBody {
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.kept) >= mostBodies {
		clear(b.kept)
	}
	b.kept[key] = made
}

// bytesOf gives the bytes of a delivery as the rows say now. Errors are those of
// compose, or *storage.Never when they cannot be encoded.
func (f *Federation) bytesOf(ctx context.Context, d storage.Delivery) ([]byte, error) {
	if d.Post == 0 || d.Vote != 0 || d.Wrap != 0 || d.Verb == "Delete" {
		return f.encodeDelivery(ctx, d)
	}
	state, err := f.store.PostState(ctx, d.Post)
	if err != nil || state.Audience == community.Direct {
		return f.encodeDelivery(ctx, d)
	}
	key := bodyKey{d.Verb, d.Activity, d.Actor, d.Post, d.Revision}
	if have, ok := f.bodies.get(key, state, f.now()); ok {
		return have, nil
	}
	made, err, _ := f.bodies.making.Do(fmt.Sprint(key, state), func() (any, error) {
		now := f.now()
		bytes, err := f.encodeDelivery(context.WithoutCancel(ctx), d)
		if err == nil {
			f.bodies.keep(key, encoded{state, now, bytes})
		}
		return bytes, err
	})
	bytes, _ := made.([]byte)
	return bytes, err
}

func (f *Federation) encodeDelivery(ctx context.Context, d storage.Delivery) ([]byte, error) {
	activity, err := f.compose(ctx, d)
	if err != nil {
		return nil, err
	}
	bytes, err := f.encodeActivity(ctx, d.Actor, activity)
	if err != nil && !errors.Is(err, errSigning) {
		err = &storage.Never{Err: fmt.Errorf("encode %s: %w", d.Verb, err)}
	}
	return bytes, err
}
