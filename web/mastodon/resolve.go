package mastodon

import (
	"context"

	"consilium/community"
	"consilium/web/door"
)

// resolve looks elsewhere for what was named exactly. Nothing found is nothing
// at all: the post is nil and the actor zero.
func (s *API) resolve(ctx context.Context, query string) (community.Actor, *community.Post, error) {
	if s.Resolver == nil {
		return community.Actor{}, nil, nil
	}
	ctx, cancel := context.WithTimeout(ctx, door.LookupTime)
	defer cancel()
	a, p, err := s.Resolver.Resolve(ctx, query)
	if door.Elsewhere(err) {
		return community.Actor{}, nil, nil
	}
	return a, p, err
}
