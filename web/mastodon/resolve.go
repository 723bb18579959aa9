package mastodon

import (
	"context"
	"errors"
	"time"

	"consilium/community"
)

// lookupTime bounds looking for somebody elsewhere while an app waits.
const lookupTime = 5 * time.Second

// resolve looks elsewhere for what was named exactly. Nothing found is nothing
// at all: the post is nil and the actor zero.
func (s *API) resolve(ctx context.Context, query string) (community.Actor, *community.Post, error) {
	if s.Resolver == nil {
		return community.Actor{}, nil, nil
	}
	ctx, cancel := context.WithTimeout(ctx, lookupTime)
	defer cancel()
	a, p, err := s.Resolver.Resolve(ctx, query)
	if elsewhere(err) {
		return community.Actor{}, nil, nil
	}
	return a, p, err
}

// elsewhere says that an error is about somebody who was not found or whose
// server did not answer in time, and not about us.
func elsewhere(err error) bool {
	return errors.Is(err, community.ErrNotFound) || errors.Is(err, community.ErrUnavailable) || errors.Is(err, community.ErrGone) ||
		errors.Is(err, community.ErrForbidden) || errors.Is(err, context.DeadlineExceeded)
}
