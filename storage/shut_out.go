package storage

import (
	"context"
	"fmt"

	"consilium/community"
)

// ShutOut says whether an actor's server is suspended here: nothing of it is
// shown then, whatever is still kept (S-ORG-12).
func (s *Store) ShutOut(ctx context.Context, a community.Actor) (bool, error) {
	rules, err := s.DomainRules(ctx)
	if err != nil {
		return true, fmt.Errorf("is actor %d shut out: %w", a.ID, err)
	}
	return judge{rules: rules}.suspended(standing{Actor: &a}), nil
}

// welcome leaves out the actors of servers that are suspended.
func (s *Store) welcome(ctx context.Context, actors []community.Actor) ([]community.Actor, error) {
	kept := actors[:0]
	for _, a := range actors {
		shut, err := s.ShutOut(ctx, a)
		if err != nil {
			return nil, err
		}
		if !shut {
			kept = append(kept, a)
		}
	}
	return kept, nil
}
