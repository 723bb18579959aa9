package storage

import (
	"context"
	"fmt"
	"strings"
	"time"

	"consilium/community"
)

// StaffActionsOn lists what staff did to a subject: an account by its handle, a
// report by its number. The newest fifty, newest first.
func (s *Store) StaffActionsOn(ctx context.Context, subject string) ([]StaffAction, error) {
	var rows []staffActionRow
	err := many(ctx, s.r, &rows, `SELECT id, actor, action, subject, note, created FROM staff_action
		WHERE subject = ? ORDER BY id DESC LIMIT 50`, subject)
	if err != nil {
		return nil, fmt.Errorf("staff actions on %s: %w", subject, err)
	}
	actions := make([]StaffAction, 0, len(rows))
	for _, r := range rows {
		actions = append(actions, StaffAction{r.ID, r.Actor, r.Action, r.Subject, r.Note, r.Created.Time})
	}
	return actions, nil
}

// RecordStaffAction remembers something staff did that changed no other row,
// such as making a password link.
func (s *Store) RecordStaffAction(ctx context.Context, a StaffAction) error {
	return s.update(ctx, "record staff action", func(t *tx) error { return t.recordStaffAction(ctx, a) })
}

// FlagsAbout lists the newest fifty reports about an actor.
func (s *Store) FlagsAbout(ctx context.Context, target community.ActorID) ([]community.Flag, error) {
	var rows []flagRow
	err := many(ctx, s.r, &rows, `SELECT `+flagColumns+` FROM flag AS g WHERE g.target = ? ORDER BY g.id DESC LIMIT 50`, target)
	if err != nil {
		return nil, fmt.Errorf("reports about %d: %w", target, err)
	}
	flags, err := withPosts(ctx, s.r, rows)
	if err != nil {
		return nil, fmt.Errorf("reports about %d: %w", target, err)
	}
	return flags, nil
}

// CountClosedFlags counts the reports that were dealt with.
func (s *Store) CountClosedFlags(ctx context.Context) (int, error) {
	var n int
	if err := one(ctx, s.r, &n, `SELECT COUNT(*) FROM flag WHERE resolved IS NOT NULL`); err != nil {
		return 0, fmt.Errorf("count closed reports: %w", err)
	}
	return n, nil
}

// ReopenFlag opens a closed report again; ErrNotFound when it is not closed.
func (s *Store) ReopenFlag(ctx context.Context, id community.FlagID, by community.ActorID) error {
	return s.update(ctx, fmt.Sprintf("reopen report %d", id), func(t *tx) error {
		n, err := t.do(ctx, `UPDATE flag SET resolved = NULL, resolved_by = 0, outcome = '' WHERE id = ? AND resolved IS NOT NULL`, id)
		if err != nil {
			return err
		}
		if n == 0 {
			return community.ErrNotFound
		}
		return t.recordStaffAction(ctx, StaffAction{Actor: by, Action: "reopen", Subject: community.FormatID(id)})
	})
}

// LastSeen is when somebody last used a session; zero when there is none.
func (s *Store) LastSeen(ctx context.Context, user community.UserID) (time.Time, error) {
	var last stamp
	if err := one(ctx, s.r, &last, `SELECT MAX(last_seen) FROM session WHERE user_id = ?`, user); err != nil {
		return time.Time{}, fmt.Errorf("last seen of %d: %w", user, err)
	}
	return last.Time, nil
}

// CountUserStates counts the logins in each state.
func (s *Store) CountUserStates(ctx context.Context) (map[community.UserState]int, error) {
	var rows []struct {
		State community.UserState
		Count int
	}
	err := many(ctx, s.r, &rows, `SELECT state, COUNT(*) AS count FROM user_account GROUP BY state`)
	if err != nil {
		return nil, fmt.Errorf("count user states: %w", err)
	}
	counts := make(map[community.UserState]int, len(rows))
	for _, r := range rows {
		counts[r.State] = r.Count
	}
	return counts, nil
}

// RemoteActors lists the actors of other servers that are known here, whose
// handle or display name holds the query, newest first.
func (s *Store) RemoteActors(ctx context.Context, query string, p Page) ([]community.Actor, error) {
	like := "%" + prefix(strings.ToLower(query))
	var rows []actorRow
	err := many(ctx, s.r, &rows, `SELECT `+actorColumns+` FROM actor AS a WHERE NOT a.local AND a.kind <> 'Application'
		AND (a.name_lower LIKE ? ESCAPE '!' OR a.host LIKE ? ESCAPE '!' OR LOWER(a.display_name) LIKE ? ESCAPE '!')
		AND ? ORDER BY ? LIMIT ?`, like, like, like, p.within("a.id"), p.order("a.id"), p.limit())
	if err != nil {
		return nil, fmt.Errorf("list remote actors: %w", err)
	}
	actors := make([]community.Actor, 0, len(rows))
	for _, r := range newestFirst(p, rows) {
		actors = append(actors, r.actor())
	}
	return actors, nil
}

// CountRemoteActors counts the actors that RemoteActors lists.
func (s *Store) CountRemoteActors(ctx context.Context) (int, error) {
	var n int
	if err := one(ctx, s.r, &n, `SELECT COUNT(*) FROM actor WHERE NOT local AND kind <> 'Application'`); err != nil {
		return 0, fmt.Errorf("count remote actors: %w", err)
	}
	return n, nil
}

// PeopleOf counts the actors known of each host.
func (s *Store) PeopleOf(ctx context.Context, hosts []string) (map[string]int, error) {
	var rows []struct {
		Host  string
		Count int
	}
	err := many(ctx, s.r, &rows, `SELECT host, COUNT(*) AS count FROM actor WHERE host IN (?) GROUP BY host`, in(hosts))
	if err != nil {
		return nil, fmt.Errorf("count people of hosts: %w", err)
	}
	counts := make(map[string]int, len(rows))
	for _, r := range rows {
		counts[r.Host] = r.Count
	}
	return counts, nil
}

// TakenBy says who of the staff last took care of each report; reports nobody
// takes care of are left out.
func (s *Store) TakenBy(ctx context.Context, flags []community.FlagID) (map[community.FlagID]community.ActorID, error) {
	subjects := make([]string, 0, len(flags))
	for _, id := range flags {
		subjects = append(subjects, community.FormatID(id))
	}
	var rows []staffActionRow
	err := many(ctx, s.r, &rows, `SELECT id, actor, action, subject FROM staff_action WHERE action IN ('take', 'give-back') AND subject IN (?)
		ORDER BY id`, in(subjects))
	if err != nil {
		return nil, fmt.Errorf("who takes care of reports: %w", err)
	}
	taken := make(map[community.FlagID]community.ActorID, len(rows))
	for _, r := range rows {
		id, err := community.ParseID[community.FlagID](r.Subject)
		if err != nil {
			return nil, fmt.Errorf("who takes care of report %q: %w", r.Subject, err)
		}
		if r.Action == "give-back" {
			delete(taken, id)
			continue
		}
		taken[id] = r.Actor
	}
	return taken, nil
}

// TakeFlag writes down who takes care of an open report; ErrConflict when it is
// closed.
func (s *Store) TakeFlag(ctx context.Context, id community.FlagID, by community.ActorID) error {
	return s.update(ctx, fmt.Sprintf("take report %d", id), func(t *tx) error {
		f, err := flagWhere(ctx, t, `g.id = ?`, id)
		if err != nil {
			return err
		}
		if !f.Resolved.IsZero() {
			return community.ErrConflict
		}
		return t.recordStaffAction(ctx, StaffAction{Actor: by, Action: "take", Subject: community.FormatID(id)})
	})
}
