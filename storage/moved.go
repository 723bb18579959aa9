package storage

import (
	"context"
	"fmt"

	"consilium/community"
)

// ActorsAt gives those of the actors with these identifiers that are known here, in one
// statement.
func (s *Store) ActorsAt(ctx context.Context, iris []community.IRI) (map[community.IRI]community.Actor, error) {
	found := make(map[community.IRI]community.Actor, len(iris))
	if len(iris) == 0 {
		return found, nil
	}
	texts := make([]string, 0, len(iris))
	for _, iri := range iris {
		texts = append(texts, iri.String())
	}
	var rows []actorRow
	if err := many(ctx, s.r, &rows, `SELECT `+actorColumns+` FROM actor AS a WHERE a.iri IN (?)`, in(texts)); err != nil {
		return nil, fmt.Errorf("read %d actors by identifier: %w", len(iris), err)
	}
	for _, a := range actorsOf(rows) {
		if a.Admitted() {
			found[a.IRI] = a
		}
	}
	return found, nil
}

// Moved gives where actors went that moved, by identifier, as far as it is known here.
// Where none moved nothing is asked.
func (s *Store) Moved(ctx context.Context, actors []community.Actor) (map[community.IRI]community.Actor, error) {
	var to []community.IRI
	for _, a := range actors {
		if !a.MovedTo.IsZero() {
			to = append(to, a.MovedTo)
		}
	}
	return s.ActorsAt(ctx, to)
}

// Silenced says whether what somebody writes is kept from who does not follow them: by a
// sanction, or by what is done with their server.
func (s *Store) Silenced(ctx context.Context, a community.Actor) (bool, error) {
	rules, err := s.DomainRules(ctx)
	return err != nil || isLimited(rules, a) || a.Sanctions.Limited(s.Now()), err
}
