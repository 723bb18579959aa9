package door

import (
	"context"
	"errors"
	"time"

	"consilium/community"
)

// Resolver finds what a person typed: a handle, or the address of a profile or
// post. The post is nil when it was a profile. It returns community.ErrNotFound
// when nothing is there and community.ErrUnavailable when the other server did
// not answer.
type Resolver interface {
	Resolve(ctx context.Context, query string) (community.Actor, *community.Post, error)
}

// The bounds of looking for people elsewhere while somebody waits.
const (
	// LookupTime is for all look-ups of one request together.
	LookupTime  = 5 * time.Second
	mostLookups = 5
)

// Naming is a text that may name people, and for whom it is.
type Naming struct {
	Text     string
	Audience community.AudienceKind
}

// Mentioned finds the people a text names, here or, with a resolver (nil for
// none), elsewhere. Whoever is not found stays text, except in a direct post: it
// would reach nobody else, so that is a *community.Invalid for field "text".
func (d *Door) Mentioned(ctx context.Context, n Naming, resolver Resolver) (community.MentionLinks, error) {
	outside, cancel := context.WithTimeout(ctx, LookupTime)
	defer cancel()
	links, lookups := community.MentionLinks{}, 0
	for _, h := range community.Mentions(n.Text, d.Store.Domain()) {
		a, err := d.Store.ActorByHandle(ctx, h)
		if errors.Is(err, community.ErrNotFound) && h.Host() != "" && resolver != nil && lookups < mostLookups {
			lookups++
			a, _, err = resolver.Resolve(outside, h.String())
		}
		shut := false
		if err == nil {
			shut, err = d.Store.ShutOut(ctx, a) // S-ORG-12
		}
		switch {
		case err == nil && a.Active() && !a.IsInstance() && !shut:
			links[h] = a
		case err != nil && !Elsewhere(err):
			return nil, err
		case n.Audience == community.Direct:
			return nil, &community.Invalid{Field: "text", Problem: community.Say("post.unknown_person", "handle", "@"+h.String())}
		}
	}
	return links, nil
}

// Elsewhere says that an error is about somebody who was not found or whose
// server did not answer in time, and not about us.
func Elsewhere(err error) bool {
	return errors.Is(err, community.ErrNotFound) || errors.Is(err, community.ErrUnavailable) || errors.Is(err, community.ErrGone) ||
		errors.Is(err, community.ErrForbidden) || errors.Is(err, context.DeadlineExceeded)
}
