package storage

import (
	"context"
	"fmt"
	"time"

	"consilium/community"
)

// mostMeasured bounds how many cases are measured at once, the newest first: a few
// dozen megabytes of numbers.
const mostMeasured = 200_000

// CaseTimes gives what is measured of the cases of members that a viewer may read and
// that were posted since a moment; the zero time for all. Who may read more counts
// more: the figures tell nobody that a case is there which is not for them.
func (s *Store) CaseTimes(ctx context.Context, v community.Viewer, since time.Time) ([]community.CaseTime, error) {
	if since.IsZero() {
		since = time.UnixMilli(0)
	}
	var rows []struct {
		ID                                         community.PostID
		Published, FirstResponse, Solved, Accepted stamp
		Management                                 community.Management
		Responses                                  int
	}
	// What Countable says, in SQL: a reply is for those who see the case.
	err := many(ctx, s.r, &rows, `SELECT p.id, p.published, c.first_response, c.solved, c.management,
		(SELECT MAX(e.created) FROM case_event e WHERE e.post = p.id AND e.act = ? AND e.answer = c.accepted AND c.accepted <> 0) AS accepted,
		(SELECT COUNT(*) FROM post r WHERE r.root = p.id AND r.author <> p.author AND r.deleted IS NULL AND r.hidden IS NULL
			AND (r.audience IN ('public', 'unlisted') OR r.audience = p.audience AND r.audience_rest = p.audience_rest)) AS responses
		FROM `+casesFor(v)+` AND p.local AND p.published >= ? ORDER BY p.id DESC LIMIT ?`, string(community.ActAccept), at(since), mostMeasured)
	if err != nil {
		return nil, fmt.Errorf("measure cases: %w", err)
	}
	list, place := make([]community.CaseTime, 0, len(rows)), make(map[community.PostID]int, len(rows))
	for _, r := range rows {
		place[r.ID] = len(list)
		list = append(list, community.CaseTime{Posted: r.Published.Time, FirstResponse: r.FirstResponse.Time, Accepted: r.Accepted.Time,
			Responses: r.Responses, Solved: !r.Solved.IsZero(), Management: r.Management})
	}
	return list, s.addSpecialties(ctx, list, measured{v, since, place})
}

// measured are the cases to which specialties are added: where each stands.
type measured struct {
	viewer community.Viewer
	since  time.Time
	place  map[community.PostID]int
}

func (s *Store) addSpecialties(ctx context.Context, list []community.CaseTime, m measured) error {
	var rows []struct {
		Post      community.PostID
		Specialty community.Specialty
	}
	err := many(ctx, s.r, &rows, `SELECT s.post, s.specialty FROM case_specialty s WHERE s.post IN
		(SELECT p.id FROM `+casesFor(m.viewer)+` AND p.local AND p.published >= ?) ORDER BY s.post, s.position`, at(m.since))
	if err != nil {
		return fmt.Errorf("measure cases: %w", err)
	}
	for _, r := range rows {
		if i, known := m.place[r.Post]; known {
			list[i].Specialties = append(list[i].Specialties, r.Specialty)
		}
	}
	return nil
}
