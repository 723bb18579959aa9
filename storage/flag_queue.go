package storage

import (
	"context"
	"fmt"
	"time"

	"consilium/community"
)

// FlagQueue narrows the reports at the desk.
type FlagQueue struct {
	// Closed lists the closed ones, newest first; else open ones, what could identify
	// a patient first, then by age.
	Closed bool
	// Category is one reason; "" for all.
	Category community.FlagCategory
	// Skip passes over so many.
	Skip int
}

// QueueLength is how many reports one page of the desk shows.
const QueueLength = 40

// FlagQueue lists the reports that staff look at, QueueLength at a time.
func (s *Store) FlagQueue(ctx context.Context, q FlagQueue) ([]community.Flag, error) {
	order := `CASE WHEN g.category = 'patient-identifiable' THEN 0 ELSE 1 END, g.id`
	if q.Closed {
		order = `g.id DESC`
	}
	var rows []flagRow
	err := many(ctx, s.r, &rows, `SELECT `+flagColumns+` FROM flag AS g WHERE (g.resolved IS NOT NULL) = ? AND (? = '' OR g.category = ?)
		ORDER BY `+order+` LIMIT ? OFFSET ?`, q.Closed, string(q.Category), string(q.Category), QueueLength, max(q.Skip, 0))
	if err != nil {
		return nil, fmt.Errorf("list reports: %w", err)
	}
	flags, err := withPosts(ctx, s.r, rows)
	if err != nil {
		return nil, fmt.Errorf("list reports: %w", err)
	}
	return flags, nil
}

// CountFlags counts the open or closed reports by reason.
func (s *Store) CountFlags(ctx context.Context, closed bool) (map[community.FlagCategory]int, error) {
	var rows []struct {
		Category community.FlagCategory
		N        int
	}
	err := many(ctx, s.r, &rows, `SELECT category, COUNT(*) AS n FROM flag WHERE (resolved IS NOT NULL) = ? GROUP BY category`, closed)
	if err != nil {
		return nil, fmt.Errorf("count reports: %w", err)
	}
	counts := make(map[community.FlagCategory]int, len(rows))
	for _, r := range rows {
		counts[r.Category] += r.N
	}
	return counts, nil
}

// FlagTally is how many reports of one reason came to one outcome in a stretch of time.
type FlagTally struct {
	Category community.FlagCategory
	Outcome  community.FlagOutcome
	Count    int
}

// FlagTallies counts the reports that were closed from one moment until before
// another, by reason and outcome.
func (s *Store) FlagTallies(ctx context.Context, from, until time.Time) ([]FlagTally, error) {
	var rows []FlagTally
	err := many(ctx, s.r, &rows, `SELECT category, outcome, COUNT(*) AS count FROM flag WHERE resolved >= ? AND resolved < ?
		GROUP BY category, outcome ORDER BY category, outcome`, at(from), at(until))
	if err != nil {
		return nil, fmt.Errorf("count reports by outcome: %w", err)
	}
	return rows, nil
}

// FirstFlagClosed is when the first report was closed; zero when none was.
func (s *Store) FirstFlagClosed(ctx context.Context) (time.Time, error) {
	var first stamp
	if err := one(ctx, s.r, &first, `SELECT MIN(resolved) FROM flag`); err != nil {
		return time.Time{}, fmt.Errorf("first closed report: %w", err)
	}
	return first.Time, nil
}

// StaffLog narrows what staff did; empty fields do not.
type StaffLog struct {
	Actor           community.ActorID
	Action, Subject string
}

// StaffLog lists what staff did, newest first. The notes are left out: they are for
// the page of what they are about.
func (s *Store) StaffLog(ctx context.Context, l StaffLog, p Page) ([]StaffAction, error) {
	var rows []staffActionRow
	err := many(ctx, s.r, &rows, `SELECT x.id, x.actor, x.action, x.subject, '' AS note, x.created FROM staff_action AS x
		WHERE (? = 0 OR x.actor = ?) AND (? = '' OR x.action = ?) AND (? = '' OR x.subject = ?) AND ? ORDER BY ? LIMIT ?`,
		l.Actor, l.Actor, l.Action, l.Action, l.Subject, l.Subject, p.within("x.id"), p.order("x.id"), p.limit())
	if err != nil {
		return nil, fmt.Errorf("list staff actions: %w", err)
	}
	actions := make([]StaffAction, 0, len(rows))
	for _, r := range newestFirst(p, rows) {
		actions = append(actions, StaffAction{r.ID, r.Actor, r.Action, r.Subject, r.Note, r.Created.Time})
	}
	return actions, nil
}

// StaffDeeds lists the kinds of things staff did so far, in the order of the alphabet.
func (s *Store) StaffDeeds(ctx context.Context) ([]string, error) {
	var deeds []string
	if err := many(ctx, s.r, &deeds, `SELECT DISTINCT action FROM staff_action ORDER BY action`); err != nil {
		return nil, fmt.Errorf("list kinds of staff actions: %w", err)
	}
	return deeds, nil
}

// NewestFlags gives the newest report of each of some reporters, for staff who were told
// of it.
func (s *Store) NewestFlags(ctx context.Context, reporters []community.ActorID) (map[community.ActorID]community.Flag, error) {
	var rows []flagRow
	err := many(ctx, s.r, &rows, `SELECT `+flagColumns+` FROM flag AS g WHERE g.id IN (SELECT MAX(id) FROM flag WHERE reporter IN (?) GROUP BY reporter)`,
		in(reporters))
	if err != nil {
		return nil, fmt.Errorf("newest reports: %w", err)
	}
	flags, err := withPosts(ctx, s.r, rows)
	if err != nil {
		return nil, fmt.Errorf("newest reports: %w", err)
	}
	found := make(map[community.ActorID]community.Flag, len(flags))
	for _, f := range flags {
		found[f.Reporter] = f
	}
	return found, nil
}
