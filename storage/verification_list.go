package storage

import (
	"context"
	"fmt"
	"strings"
	"time"

	"consilium/community"
)

// VerificationFilter narrows a list of applications.
type VerificationFilter struct {
	// Open is those that wait for an officer or for the applicant; else those that
	// were decided or withdrawn. Drafts are nobody's business.
	Open bool
	// State is one state of these; "" for all.
	State community.VerificationState
	// Query is the beginning of a user name, or a part of a display name. Legal
	// names are sealed and not searched.
	Query      string
	Profession community.Profession
	Country    string
	// Duplicate and Overdue leave only those.
	Duplicate, Overdue bool
	// Newest puts the last handed in first; else the one that waits longest.
	Newest bool
}

// Verifications lists applications: open ones by when they were handed in, at most
// two hundred, whatever the page; decided ones page by page, the newest first.
func (s *Store) Verifications(ctx context.Context, f VerificationFilter, p Page) ([]community.Verification, error) {
	where, args := f.where(s.Now())
	if f.Open {
		order := "ASC"
		if f.Newest {
			order = "DESC"
		}
		where += ` ORDER BY v.submitted ` + order + `, v.id ` + order + ` LIMIT 200`
	} else {
		where += ` AND ? ORDER BY ? LIMIT ?`
		args = append(args, p.within("v.id"), p.order("v.id"), p.limit())
	}
	list, err := s.verificationsWhere(ctx, s.r, where, args...)
	if err != nil {
		return nil, fmt.Errorf("list verifications: %w", err)
	}
	if f.Open {
		return list, nil
	}
	return newestFirst(p, list), nil
}

const openVerification = `v.state IN ('submitted', 'asked', 'seconded', 'appealed')`

func (f VerificationFilter) where(now time.Time) (string, []any) {
	where, args := openVerification, []any{}
	if !f.Open {
		where = `v.state IN ('approved', 'refused', 'withdrawn') AND v.submitted IS NOT NULL`
	}
	add := func(when bool, condition string, values ...any) {
		if when {
			where, args = where+` AND `+condition, append(args, values...)
		}
	}
	add(f.State != "", `v.state = ?`, string(f.State))
	add(f.Profession != "", `v.profession = ?`, string(f.Profession))
	add(f.Country != "", `v.country = ?`, f.Country)
	add(f.Duplicate, `EXISTS (SELECT 1 FROM register_claim AS r WHERE r.hash = v.number_hash AND r.actor <> v.actor)`)
	add(f.Overdue, `v.state <> 'asked' AND v.due < ?`, at(now))
	query := strings.TrimPrefix(strings.ToLower(strings.TrimSpace(f.Query)), "@")
	add(query != "", `EXISTS (SELECT 1 FROM actor AS a WHERE a.id = v.actor
		AND (a.name_lower LIKE ? ESCAPE '!' OR LOWER(a.display_name) LIKE ? ESCAPE '!'))`, prefix(query), "%"+prefix(query))
	return where, args
}

// VerificationCounts is how much there is to do.
type VerificationCounts struct {
	// States counts the applications in each state but drafts.
	States map[community.VerificationState]int
	// Overdue wait for an officer longer than the target.
	Overdue int
}

// CountVerifications counts the applications.
func (s *Store) CountVerifications(ctx context.Context) (VerificationCounts, error) {
	var rows []struct {
		State          community.VerificationState
		Count, Overdue int
	}
	err := many(ctx, s.r, &rows, `SELECT state, COUNT(*) AS count, COALESCE(SUM(CASE WHEN due < ? THEN 1 ELSE 0 END), 0) AS overdue
		FROM verification WHERE state <> 'draft' AND submitted IS NOT NULL GROUP BY state`, at(s.Now()))
	if err != nil {
		return VerificationCounts{}, fmt.Errorf("count verifications: %w", err)
	}
	counts := VerificationCounts{States: map[community.VerificationState]int{}}
	for _, r := range rows {
		counts.States[r.State] = r.Count
		if r.State.Open() && r.State != community.VerificationAsked {
			counts.Overdue += r.Overdue
		}
	}
	return counts, nil
}

// CountOpenVerifications counts the applications that wait for an officer.
func (s *Store) CountOpenVerifications(ctx context.Context) (int, error) {
	var n int
	err := one(ctx, s.r, &n, `SELECT COUNT(*) FROM verification WHERE state IN ('submitted', 'seconded', 'appealed')`)
	if err != nil {
		return 0, fmt.Errorf("count verifications: %w", err)
	}
	return n, nil
}
