package storage

import (
	"context"
	"fmt"

	"consilium/community"
)

const flagColumns = `g.id, g.iri, g.reporter, g.target, g.category, g.comment, g.forward, g.created, g.resolved, g.resolved_by,
	g.reference, g.hides, g.outcome`

type flagRow struct {
	ID               community.FlagID
	IRI              community.IRI
	Reporter, Target community.ActorID
	Category         community.FlagCategory
	Comment          string
	Forward          bool
	Created          stamp
	Resolved         stamp
	ResolvedBy       community.ActorID
	Reference        string
	Hides            bool
	Outcome          community.FlagOutcome
}

func (r flagRow) flag() community.Flag {
	return community.Flag{ID: r.ID, IRI: r.IRI, Reporter: r.Reporter, Target: r.Target, Category: r.Category, Comment: r.Comment,
		Forward: r.Forward, Created: r.Created.Time, Resolved: r.Resolved.Time, ResolvedBy: r.ResolvedBy,
		Reference: r.Reference, Hides: r.Hides, Outcome: r.Outcome}
}

// AddFlag writes a report and tells the moderators, except whom it is about: the
// reporter's name is kept from them. One to forward is sent to
// the server of the reported actor, in the name of the instance and not of the
// member (protocol.md 1.9). A report that came before is given as it stands.
func (s *Store) AddFlag(ctx context.Context, f community.Flag) (community.Flag, error) {
	var stored community.Flag
	err := s.update(ctx, fmt.Sprintf("report actor %d", f.Target), func(t *tx) error {
		f.ID = newID[community.FlagID](t)
		if err := t.weighFlag(ctx, &f); err != nil {
			return err
		}
		if f.IRI.IsZero() {
			f.IRI = s.iri("/activities/" + newToken())
		}
		fresh, err := t.addFlag(ctx, f)
		if err != nil {
			return err
		}
		if stored, err = flagWhere(ctx, t, `g.iri = ?`, f.IRI); err != nil || !fresh {
			return err
		}
		if err := t.hideFlagged(ctx, stored); err != nil {
			return err
		}
		if err := t.notifyStaff(ctx, community.NotifyFlag, f.Reporter, f.Target); err != nil {
			return err
		}
		return t.forwardFlag(ctx, stored)
	})
	return stored, err
}

func (t *tx) addFlag(ctx context.Context, f community.Flag) (bool, error) {
	n, err := t.do(ctx, `INSERT INTO flag (id, iri, reporter, target, category, comment, forward, created, reference, hides)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (iri) DO NOTHING`, f.ID, f.IRI, f.Reporter, f.Target, string(f.Category), f.Comment, f.Forward, at(t.now), f.Reference, f.Hides)
	if err != nil || n == 0 {
		return false, err
	}
	for _, post := range f.Posts {
		_, err := t.do(ctx, `INSERT INTO flag_post (flag, post) VALUES (?, ?) ON CONFLICT (flag, post) DO NOTHING`, f.ID, post)
		if err != nil {
			return false, err
		}
	}
	return true, nil
}

// forwardFlag sends a report of ours to the server of the reported actor.
func (t *tx) forwardFlag(ctx context.Context, f community.Flag) error {
	p, err := t.pair(ctx, f.Reporter, f.Target)
	if err != nil || !f.Forward || !p.follower.Local || p.followed.Local {
		return err
	}
	instance, err := actorWhere(ctx, t, `a.iri = ?`, t.store.iri("/actor"))
	if err != nil {
		return err
	}
	inbox := p.followed.SharedInbox
	if inbox.IsZero() {
		inbox = p.followed.Inbox
	}
	return t.deliver(ctx, Delivery{Verb: "Flag", Actor: instance.ID, Activity: f.IRI.String(), Flag: f.ID, Object: p.followed.IRI.String()}, inbox)
}

// flagWhere reads the one report that a condition on table g names.
func flagWhere(ctx context.Context, db reader, where string, args ...any) (community.Flag, error) {
	var row flagRow
	if err := one(ctx, db, &row, `SELECT `+flagColumns+` FROM flag AS g WHERE `+where, args...); err != nil {
		return community.Flag{}, err
	}
	flags, err := withPosts(ctx, db, []flagRow{row})
	if err != nil {
		return community.Flag{}, err
	}
	return flags[0], nil
}

// withPosts gives reports with the posts they are about, in one statement.
func withPosts(ctx context.Context, db reader, rows []flagRow) ([]community.Flag, error) {
	flags := make([]community.Flag, 0, len(rows))
	place := make(map[community.FlagID]int, len(rows))
	ids := make([]community.FlagID, 0, len(rows))
	for i, r := range rows {
		flags, ids, place[r.ID] = append(flags, r.flag()), append(ids, r.ID), i
	}
	var posts []struct {
		Flag community.FlagID
		Post community.PostID
	}
	err := many(ctx, db, &posts, `SELECT flag, post FROM flag_post WHERE flag IN (?) ORDER BY flag, post`, in(ids))
	for _, p := range posts {
		f := &flags[place[p.Flag]]
		f.Posts = append(f.Posts, p.Post)
	}
	return flags, err
}

// Flag gives a report; ErrNotFound.
func (s *Store) Flag(ctx context.Context, id community.FlagID) (community.Flag, error) {
	f, err := flagWhere(ctx, s.r, `g.id = ?`, id)
	if err != nil {
		return f, fmt.Errorf("report %d: %w", id, err)
	}
	return f, nil
}

// Flags lists reports, open or resolved ones, the newest first.
func (s *Store) Flags(ctx context.Context, open bool, p Page) ([]community.Flag, error) {
	var rows []flagRow
	err := many(ctx, s.r, &rows, `SELECT `+flagColumns+` FROM flag AS g WHERE (g.resolved IS NULL) = ? AND ? ORDER BY ? LIMIT ?`,
		open, p.within("g.id"), p.order("g.id"), p.limit())
	if err != nil {
		return nil, fmt.Errorf("list reports: %w", err)
	}
	flags, err := withPosts(ctx, s.r, newestFirst(p, rows))
	if err != nil {
		return nil, fmt.Errorf("list reports: %w", err)
	}
	return flags, nil
}

// CountOpenFlags counts the reports that wait for staff.
func (s *Store) CountOpenFlags(ctx context.Context) (int, error) {
	var n int
	if err := one(ctx, s.r, &n, `SELECT COUNT(*) FROM flag WHERE resolved IS NULL`); err != nil {
		return 0, fmt.Errorf("count reports: %w", err)
	}
	return n, nil
}

// ResolveFlag closes a report without a decision against anybody, with a note for the
// log: what it hid is shown again. ErrNotFound when it is not open.
func (s *Store) ResolveFlag(ctx context.Context, id community.FlagID, by community.ActorID, note string) error {
	return s.update(ctx, fmt.Sprintf("resolve report %d", id), func(t *tx) error {
		if err := t.closeFlag(ctx, id, by, community.OutcomeNone); err != nil {
			return err
		}
		return t.recordStaffAction(ctx, StaffAction{Actor: by, Action: "close", Subject: community.FormatID(id), Note: note})
	})
}
