package storage

import (
	"context"
	"fmt"
	"slices"

	"consilium/community"
)

// FollowSpecialty brings the new cases of a specialty, and of everything that is
// part of it, into a member's home, and the newest there are at once. Following
// again does nothing.
func (s *Store) FollowSpecialty(ctx context.Context, member community.ActorID, specialty community.Specialty) error {
	return s.update(ctx, fmt.Sprintf("follow specialty for %d", member), func(t *tx) error {
		n, err := t.do(ctx, `INSERT INTO specialty_follow (actor, specialty, created) SELECT a.id, ?, ? FROM actor AS a
			WHERE a.id = ? AND a.local ON CONFLICT DO NOTHING`, specialty, at(t.now), member)
		if err != nil || n == 0 {
			return err
		}
		return t.fillHomeWithCases(ctx, member, specialty)
	})
}

// UnfollowSpecialty takes out of a home again what is there only because of the
// specialty.
func (s *Store) UnfollowSpecialty(ctx context.Context, member community.ActorID, specialty community.Specialty) error {
	return s.update(ctx, fmt.Sprintf("unfollow specialty for %d", member), func(t *tx) error {
		n, err := t.do(ctx, `DELETE FROM specialty_follow WHERE actor = ? AND specialty = ?`, member, specialty)
		if err != nil || n == 0 {
			return err
		}
		kept := []community.Specialty{""} // a list may not be empty
		followed, err := followedSpecialties(ctx, t, member)
		if err != nil {
			return err
		}
		for _, f := range followed {
			kept = append(kept, partsOf(f)...)
		}
		_, err = t.do(ctx, `DELETE FROM home_entry WHERE owner = ? AND announcer = 0
			AND EXISTS (SELECT 1 FROM case_specialty AS s WHERE s.post = home_entry.post AND s.specialty IN (?))
			AND NOT EXISTS (SELECT 1 FROM case_specialty AS s WHERE s.post = home_entry.post AND s.specialty IN (?))
			AND NOT EXISTS (SELECT 1 FROM post AS p WHERE p.id = home_entry.post AND (p.author = home_entry.owner
				OR EXISTS (SELECT 1 FROM follow AS f WHERE f.follower = home_entry.owner AND f.followed = p.author AND f.state = 'accepted')))`,
			member, in(partsOf(specialty)), in(kept))
		return err
	})
}

// FollowedSpecialties lists the specialties a member follows, by their slugs.
func (s *Store) FollowedSpecialties(ctx context.Context, member community.ActorID) ([]community.Specialty, error) {
	list, err := followedSpecialties(ctx, s.r, member)
	if err != nil {
		return nil, fmt.Errorf("specialties of %d: %w", member, err)
	}
	return list, nil
}

func followedSpecialties(ctx context.Context, db reader, member community.ActorID) ([]community.Specialty, error) {
	var rows []struct{ Specialty community.Specialty }
	err := many(ctx, db, &rows, `SELECT specialty FROM specialty_follow WHERE actor = ? ORDER BY specialty`, member)
	list := make([]community.Specialty, 0, len(rows))
	for _, r := range rows {
		list = append(list, r.Specialty)
	}
	return list, err
}

// fillSpecialtyHomes is the effect of a new case on the homes of those who follow
// one of its specialties and whom it is for.
func (t *tx) fillSpecialtyHomes(ctx context.Context, d deed) error {
	if d.post.Case == nil || len(d.post.Case.Specialties) == 0 {
		return nil
	}
	var line []community.Specialty
	for _, s := range d.post.Case.Specialties {
		line = append(line, s.Line()...)
	}
	narrow := ``
	if d.post.Audience.Kind == community.Clinicians {
		narrow = ` AND EXISTS (SELECT 1 FROM credential AS c WHERE c.actor = a.id AND ` + string(clinicianOf(d.post.Audience, t.now)) + `)`
	}
	slices.Sort(line)
	_, err := t.do(ctx, `INSERT INTO home_entry (owner, entry, post, announcer)
		SELECT DISTINCT a.id, ?, ?, 0 FROM specialty_follow AS f JOIN actor AS a ON a.id = f.actor
		WHERE f.specialty IN (?) AND a.local`+narrow+` ON CONFLICT DO NOTHING`, d.post.ID, d.post.ID, in(slices.Compact(line)))
	if err != nil {
		return fmt.Errorf("fill homes with a case: %w", err)
	}
	return nil
}

// fillHomeWithCases puts the newest cases of a specialty into the home of a member
// who now follows it, as far as they are for the member.
func (t *tx) fillHomeWithCases(ctx context.Context, owner community.ActorID, specialty community.Specialty) error {
	v, err := t.viewer(ctx, owner)
	if err != nil {
		return err
	}
	_, err = t.do(ctx, `INSERT INTO home_entry (owner, entry, post, announcer)
		SELECT ?, p.id, p.id, 0 FROM post AS p JOIN actor AS a ON a.id = p.author
		WHERE p.kind = 'case' AND p.deleted IS NULL AND p.hidden IS NULL AND a.suspended IS NULL AND a.gone IS NULL
		AND (p.audience = 'public' OR p.audience = 'instance' AND a.local OR ?)
		AND EXISTS (SELECT 1 FROM case_specialty AS s WHERE s.post = p.id AND s.specialty IN (?))
		ORDER BY p.id DESC LIMIT ? ON CONFLICT DO NOTHING`, owner, forClinicians(v), in(partsOf(specialty)), filled)
	if err != nil {
		return fmt.Errorf("fill home of %d with cases: %w", owner, err)
	}
	return nil
}
