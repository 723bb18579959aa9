package storage

import (
	"context"
	"database/sql"

	"consilium/community"
)

// acquaintance is what says whether an actor is still the one that was read before, and
// what is between it and a viewer.
type acquaintance struct {
	id    community.ActorID
	stamp int64
	bonds int
}

// The bonds, as the statement adds them up.
const (
	bondFollows = 1 << iota
	bondBlocked
	bondFollowed
)

// bondsWithActor is what is between the viewer $1 and an actor.
const bondsWithActor = `CASE WHEN EXISTS (SELECT 1 FROM follow f WHERE f.follower = $1 AND f.followed = a.id AND f.state = 'accepted') THEN 1 ELSE 0 END
	+ CASE WHEN EXISTS (SELECT 1 FROM block b WHERE b.actor = $1 AND b.target = a.id)
		OR EXISTS (SELECT 1 FROM block b WHERE b.actor = a.id AND b.target = $1)
		OR NOT a.local AND EXISTS (SELECT 1 FROM user_domain_block d WHERE d.actor = $1 AND ` + ofServer + `) THEN 2 ELSE 0 END
	+ CASE WHEN EXISTS (SELECT 1 FROM follow f WHERE f.follower = a.id AND f.followed = $1 AND f.state = 'accepted') THEN 4 ELSE 0 END`

// acquaintanceStatements are those of visitors and of members, by engine.
var acquaintanceStatements = map[engine][2]string{
	sqlite:   {acquaintancesBy(sqliteNumbers, noDeeds), acquaintancesBy(sqliteNumbers, bondsWithActor)},
	postgres: {acquaintancesBy(postgresNumbers, noDeeds), acquaintancesBy(postgresNumbers, bondsWithActor)},
}

func acquaintancesBy(l numberList, bonds string) string {
	from := l.from
	return `SELECT a.id, a.stamp, ` + bonds + ` FROM ` + from + ` actor a ON a.id = n.value`
}

// acquainted gives actors with what is between them and a viewer, those that changed
// read anew.
func (s *Store) acquainted(ctx context.Context, viewer community.ActorID, ids []community.ActorID) (map[community.ActorID]standing, error) {
	met, err := s.meetings(ctx, viewer, ids)
	if err != nil {
		return nil, err
	}
	found := make(map[community.ActorID]standing, len(met))
	actors, err := s.actorsMet(ctx, met)
	for _, one := range met {
		if a, known := actors[one.id]; known {
			found[one.id] = standing{Actor: a, Follows: one.bonds&bondFollows != 0, Blocked: one.bonds&bondBlocked != 0, Followed: one.bonds&bondFollowed != 0}
		}
	}
	return found, err
}

// meetings reads what says whether actors are who they were.
func (s *Store) meetings(ctx context.Context, viewer community.ActorID, ids []community.ActorID) ([]acquaintance, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	statement, args := acquaintanceStatements[s.engine][0], []any{int64(viewer), textOfNumbers(s.engine.numbers(), ids)}
	if viewer != 0 {
		statement = acquaintanceStatements[s.engine][1]
	}
	met := make([]acquaintance, 0, len(ids))
	err := s.hotRows(ctx, statement, args, func(rows *sql.Rows) error {
		var one acquaintance
		err := rows.Scan((*int64)(&one.id), &one.stamp, &one.bonds)
		met = append(met, one)
		return err
	})
	return met, err
}

func (s *Store) actorsMet(ctx context.Context, met []acquaintance) (map[community.ActorID]*community.Actor, error) {
	found := make(map[community.ActorID]*community.Actor, len(met))
	var missing []community.ActorID
	for _, one := range met {
		if a, kept := s.actors.Find(one.id, one.stamp); kept {
			found[one.id] = a
		} else {
			missing = append(missing, one.id)
		}
	}
	read, err := s.readActors(ctx, missing)
	for _, one := range read {
		a := new(one) // by itself: what is kept of one must not keep the others
		found[a.ID] = a
		s.actors.Put(a.ID, a.Stamp, a, 2500+len(a.Summary.String())+len(a.SummarySource)+400*len(a.Fields))
	}
	return found, err
}
