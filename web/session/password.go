package session

import (
	"context"
	"fmt"

	"consilium/community"
)

// hashing bounds what password checks may take together: each holds 19 MiB and a
// core for some 30 ms, and a flood of sign-ins must leave room for the rest.
type hashing struct {
	working chan struct{}
	waiting chan struct{}
	decoy   phc
}

// Two at a time, and a short queue: whoever comes after that is told to try again.
const (
	hashesAtOnce = 2
	hashesQueued = 64
)

func newHashing() *hashing {
	return &hashing{make(chan struct{}, hashesAtOnce), make(chan struct{}, hashesAtOnce+hashesQueued), decoy()}
}

// do runs work when it is its turn. It returns community.ErrUnavailable when too
// many wait already, and the context's error when it ended first.
func (h *hashing) do(ctx context.Context, work func()) error {
	select {
	case h.waiting <- struct{}{}:
		defer func() { <-h.waiting }()
	default:
		return fmt.Errorf("hash password: too many at once: %w", community.ErrUnavailable)
	}
	select {
	case h.working <- struct{}{}:
		defer func() { <-h.working }()
	case <-ctx.Done():
		return fmt.Errorf("hash password: %w", ctx.Err())
	}
	work()
	return nil
}

func (h *hashing) hash(ctx context.Context, password string) (string, error) {
	var made string
	err := h.do(ctx, func() { made = derive(password).String() })
	return made, err
}

// HashPassword hashes a password with argon2id and returns a PHC string. Whether
// the password will do is for community.CheckPassword to say first. It waits for
// its turn and returns ctx's error or community.ErrUnavailable when none comes.
func (s *Sessions) HashPassword(ctx context.Context, password string) (string, error) {
	return s.hashing.hash(ctx, password)
}

// HashPassword does the same for the command line, where there are no sessions
// and nobody to wait for. A server uses the method.
func HashPassword(ctx context.Context, password string) (string, error) {
	return newHashing().hash(ctx, password)
}

// CheckPassword says whether a password fits a PHC string. Without one ("", or
// not readable) it takes just as long and says no, so that an account that does
// not exist answers like one that does.
func (s *Sessions) CheckPassword(ctx context.Context, hash, password string) (bool, error) {
	h, readable := readPHC(hash)
	if !readable {
		h = s.hashing.decoy
	}
	var fits bool
	err := s.hashing.do(ctx, func() { fits = h.fits(password) })
	return fits && readable && len(password) <= community.MaxPassword, err
}
