package mastodon

import (
	"context"
	"errors"

	"consilium/community"
)

// mostLookups bounds how many strangers are looked for while an app waits.
const mostLookups = 5

// mentioned finds the people a text names. In a direct post everybody named must
// be found: it would reach nobody else.
func (s *API) mentioned(ctx context.Context, d community.PostDraft) (community.MentionLinks, error) {
	outside, cancel := context.WithTimeout(ctx, lookupTime)
	defer cancel()
	links, lookups := community.MentionLinks{}, 0
	for _, h := range community.Mentions(d.Text, s.store.Domain()) {
		a, err := s.store.ActorByHandle(ctx, h)
		if errors.Is(err, community.ErrNotFound) && h.Host() != "" && s.Resolver != nil && lookups < mostLookups {
			lookups++
			a, _, err = s.Resolver.Resolve(outside, h.String())
		}
		switch {
		case err == nil && a.Active() && isSomebody(a) == nil:
			links[h] = a
		case err != nil && !elsewhere(err):
			return nil, err
		case d.Audience == community.Direct:
			return nil, invalid("status", "post.unknown_person", "handle", "@"+h.String())
		}
	}
	return links, nil
}
