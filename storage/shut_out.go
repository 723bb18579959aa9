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
	return judge{rules: rules}.suspended(standing{IRI: a.IRI, Host: a.Handle.Host(), Local: a.Local}), nil
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

// silenceHost removes what members were told of a host and all hosts below it.
// Reports stay: staff decide on them.
func (t *tx) silenceHost(ctx context.Context, host string) error {
	var told []community.ActorID
	err := many(ctx, t, &told, `SELECT DISTINCT n.actor FROM notification AS n JOIN actor AS a ON a.id = n.actor
		WHERE NOT a.local AND n.kind <> ?`, community.NotifyFlag)
	if err != nil {
		return err
	}
	lies := map[community.ActorID]bool{}
	for _, id := range told {
		below, err := t.liesBelow(ctx, lies, host, id)
		if err != nil {
			return err
		}
		if !below {
			continue
		}
		if _, err := t.do(ctx, `DELETE FROM notification WHERE actor = ? AND kind <> ?`, id, community.NotifyFlag); err != nil {
			return err
		}
	}
	return nil
}
