package storage

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"strings"

	"consilium/community"
)

// CaseCounts is how many cases of members there are: Solved those that were, whatever
// became of them since, Open all others, and ByState how many stand where.
type CaseCounts struct {
	Open, Solved int
	ByState      map[community.CaseStatus]int
	// More says that there may be more than CaseFilter.Most, and that only the newest
	// were counted.
	More bool
}

// CountCases counts the cases that Cases lists for a viewer and a filter, whatever
// its Status: nobody learns by a number of a case that they may not read.
func (s *Store) CountCases(ctx context.Context, v community.Viewer, f CaseFilter) (CaseCounts, error) {
	f.Status = ""
	where, args := f.where(s.engine)
	var rows []struct {
		Status    community.CaseStatus
		N, Solved int
	}
	err := many(ctx, s.r, &rows, `SELECT status, COUNT(*) AS n, COUNT(solved) AS solved FROM (SELECT c.status, c.solved FROM `+casesFor(v)+` AND `+where+notMuted+notBlocked+`
		ORDER BY c.post DESC LIMIT ?) AS newest GROUP BY status`, append(args, v.Actor, at(s.Now()), v.Actor, v.Actor, cmp.Or(f.Most, math.MaxInt32))...)
	if err != nil {
		return CaseCounts{}, fmt.Errorf("count cases: %w", err)
	}
	n := CaseCounts{ByState: map[community.CaseStatus]int{}}
	for _, r := range rows {
		n.ByState[r.Status] = r.N
		n.Open, n.Solved = n.Open+r.N-r.Solved, n.Solved+r.Solved
	}
	n.More = f.Most > 0 && n.Open+n.Solved >= f.Most
	return n, nil
}

// notBlocked keeps away authors whom the viewer blocked or who blocked the viewer.
const notBlocked = ` AND NOT EXISTS (SELECT 1 FROM block b WHERE b.actor = ? AND b.target = p.author)
	AND NOT EXISTS (SELECT 1 FROM block b WHERE b.actor = p.author AND b.target = ?)`

// casesFor are the cases c, with their posts p, that a viewer may read: visitors the
// public ones, members also those of this institution and those for clinicians as far
// as they are proved.
// The '+' keeps SQLite from going through the cases author by author.
func casesFor(v community.Viewer) string {
	if v.Local && v.Actor != 0 && v.ReadsCases {
		return `post p JOIN clinical_case c ON c.post = p.id JOIN actor a ON a.id = +p.author
			WHERE (p.audience IN ('public', 'instance') OR ` + string(forClinicians(v)) + `)
			AND p.deleted IS NULL AND p.hidden IS NULL AND a.suspended IS NULL AND a.gone IS NULL`
	}
	return `open_post p JOIN clinical_case c ON c.post = p.id WHERE p.audience = 'public'`
}

// CountCasesBySpecialty counts the cases of members that a viewer may read by their
// specialties; a case of a part counts once for the whole too.
func (s *Store) CountCasesBySpecialty(ctx context.Context, v community.Viewer) (map[community.Specialty]CaseCounts, error) {
	var rows []struct {
		Whole     community.Specialty
		N, Solved int
	}
	err := many(ctx, s.r, &rows, `WITH part (specialty, whole) AS (VALUES `+partsTable()+`)
		SELECT part.whole, COUNT(DISTINCT p.id) AS n, COUNT(DISTINCT CASE WHEN c.solved IS NULL THEN NULL ELSE p.id END) AS solved
		FROM part JOIN case_specialty s ON s.specialty = part.specialty JOIN `+countable(v)+` AND p.local GROUP BY part.whole`)
	if err != nil {
		return nil, fmt.Errorf("count cases by specialty: %w", err)
	}
	counts := map[community.Specialty]CaseCounts{}
	for _, r := range rows {
		counts[r.Whole] = CaseCounts{Open: r.N - r.Solved, Solved: r.Solved}
	}
	return counts, nil
}

// partsTable is every specialty beside itself and each whole it is part of, as rows
// of SQL: slugs of our own list, nothing of a stranger's.
func partsTable() string {
	var rows []string
	for _, part := range community.Specialties() {
		for _, whole := range part.Line() {
			rows = append(rows, fmt.Sprintf("('%s', '%s')", part, whole))
		}
	}
	return strings.Join(rows, ", ")
}

// countable is where the cases come from that a viewer may read.
func countable(v community.Viewer) string {
	if v.Local && v.Actor != 0 && v.ReadsCases {
		return `post p ON p.id = s.post JOIN clinical_case c ON c.post = p.id JOIN actor a ON a.id = p.author
			WHERE (p.audience IN ('public', 'instance') OR ` + string(forClinicians(v)) + `)
			AND p.deleted IS NULL AND p.hidden IS NULL AND a.suspended IS NULL AND a.gone IS NULL`
	}
	return `open_post p ON p.id = s.post JOIN clinical_case c ON c.post = p.id WHERE p.audience = 'public'`
}
