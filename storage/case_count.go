package storage

import (
	"context"
	"fmt"

	"consilium/community"
)

// CaseCounts is how many cases of members there are.
type CaseCounts struct{ Open, Solved int }

// CountCases counts the cases of members that a viewer may read: visitors the
// public ones, members also those of this institution and, as far as they
// are proved, those for clinicians.
func (s *Store) CountCases(ctx context.Context, v community.Viewer, specialty community.Specialty) (CaseCounts, error) {
	from := `open_post p JOIN clinical_case c ON c.post = p.id WHERE p.audience = 'public'`
	if v.Local && v.Actor != 0 && v.ReadsCases {
		from = `post p JOIN clinical_case c ON c.post = p.id JOIN actor a ON a.id = p.author
			WHERE (p.audience IN ('public', 'instance') OR ` + string(forClinicians(v)) + `)
			AND p.deleted IS NULL AND a.suspended IS NULL AND a.gone IS NULL`
	}
	var n CaseCounts
	err := one(ctx, s.r, &n, `SELECT COALESCE(SUM(CASE WHEN c.status = 'solved' THEN 0 ELSE 1 END), 0) AS open,
		COALESCE(SUM(CASE WHEN c.status = 'solved' THEN 1 ELSE 0 END), 0) AS solved FROM `+from+` AND p.local
		AND (? = '' OR EXISTS (SELECT 1 FROM case_specialty s WHERE s.post = p.id AND s.specialty IN (?)))`, specialty, in(partsOf(specialty)))
	if err != nil {
		return n, fmt.Errorf("count cases: %w", err)
	}
	return n, nil
}
