package storage

import (
	"context"
	"fmt"

	"consilium/community"
)

// Relations says what stands between an actor and each of the others, in a
// fixed number of statements. Every target has an entry.
func (s *Store) Relations(ctx context.Context, viewer community.ActorID, targets []community.ActorID) (map[community.ActorID]community.Relation, error) {
	relations, err := relations(ctx, s.r, at(s.Now()), viewer, targets...)
	if err != nil {
		return nil, fmt.Errorf("relations of actor %d: %w", viewer, err)
	}
	return relations, nil
}

func (t *tx) relation(ctx context.Context, viewer, target community.ActorID) (community.Relation, error) {
	found, err := relations(ctx, t, at(t.now), viewer, target)
	return found[target], err
}

// gathering collects relations from several tables.
type gathering struct {
	viewer community.ActorID
	found  map[community.ActorID]community.Relation
}

// change edits the relation to the one of two actors that is not the viewer;
// forth says that the viewer is the first.
func (g gathering) change(from, to community.ActorID, edit func(r *community.Relation, forth bool)) {
	other, forth := to, true
	if to == g.viewer {
		other, forth = from, false
	}
	r := g.found[other]
	edit(&r, forth)
	g.found[other] = r
}

func relations(ctx context.Context, db reader, now stamp, viewer community.ActorID, targets ...community.ActorID) (map[community.ActorID]community.Relation, error) {
	g := gathering{viewer, make(map[community.ActorID]community.Relation, len(targets))}
	for _, id := range targets {
		g.found[id] = community.Relation{Actor: id}
	}
	if viewer == 0 || len(targets) == 0 {
		return g.found, nil
	}
	if err := g.follows(ctx, db, targets); err != nil {
		return nil, err
	}
	if err := g.blocks(ctx, db, targets); err != nil {
		return nil, err
	}
	if err := g.domains(ctx, db, targets); err != nil {
		return nil, err
	}
	return g.found, g.mutes(ctx, db, now, targets)
}

func (g gathering) follows(ctx context.Context, db reader, targets []community.ActorID) error {
	var rows []followRow
	err := many(ctx, db, &rows, `SELECT `+followColumns+` FROM follow AS f WHERE f.follower = ? AND f.followed IN (?)
		UNION ALL SELECT `+followColumns+` FROM follow AS f WHERE f.followed = ? AND f.follower IN (?)`,
		g.viewer, in(targets), g.viewer, in(targets))
	for _, f := range rows {
		accepted := f.State == community.FollowAccepted
		g.change(f.Follower, f.Followed, func(r *community.Relation, forth bool) {
			if forth {
				r.Follows, r.Requested, r.HidesAnnounces = accepted, !accepted, f.HidesAnnounces
				r.Notifies, r.Languages = f.Notifies, languagesOf(f.Languages)
			} else {
				r.FollowedBy, r.RequestedBy = accepted, !accepted
			}
		})
	}
	return err
}

func (g gathering) blocks(ctx context.Context, db reader, targets []community.ActorID) error {
	var rows []struct{ Actor, Target community.ActorID }
	err := many(ctx, db, &rows, `SELECT b.actor, b.target FROM block AS b WHERE b.actor = ? AND b.target IN (?)
		UNION ALL SELECT b.actor, b.target FROM block AS b WHERE b.target = ? AND b.actor IN (?)`,
		g.viewer, in(targets), g.viewer, in(targets))
	for _, b := range rows {
		g.change(b.Actor, b.Target, func(r *community.Relation, forth bool) {
			r.Blocks, r.BlockedBy = r.Blocks || forth, r.BlockedBy || !forth
		})
	}
	return err
}

// domains says whose server the viewer blocks.
func (g gathering) domains(ctx context.Context, db reader, targets []community.ActorID) error {
	hosts, err := blockedHosts(ctx, db, g.viewer)
	if err != nil || len(hosts) == 0 {
		return err
	}
	var rows []struct {
		ID   community.ActorID
		IRI  community.IRI
		Host string
	}
	err = many(ctx, db, &rows, `SELECT id, iri, host FROM actor WHERE NOT local AND id IN (?)`, in(targets))
	for _, a := range rows {
		if away(hosts, a.IRI, a.Host) {
			g.change(g.viewer, a.ID, func(r *community.Relation, _ bool) { r.BlocksDomain = true })
		}
	}
	return err
}

func (g gathering) mutes(ctx context.Context, db reader, now stamp, targets []community.ActorID) error {
	var rows []struct {
		Target        community.ActorID
		Notifications bool
		Until         stamp
	}
	err := many(ctx, db, &rows, `SELECT m.target, m.notifications, m.until FROM mute AS m
		WHERE m.actor = ? AND m.target IN (?) AND (m.until IS NULL OR m.until > ?)`, g.viewer, in(targets), now)
	for _, m := range rows {
		g.change(g.viewer, m.Target, func(r *community.Relation, _ bool) {
			r.Mutes, r.MutesNotifications, r.MutedUntil = true, m.Notifications, m.Until.Time
		})
	}
	return err
}

// related lists the actors at the other end of a relation. from is the rest of
// a statement in which a is that actor, up to its WHERE.
func (s *Store) related(ctx context.Context, p Page, from string, args ...any) ([]community.Actor, error) {
	var rows []actorRow
	args = append(args, p.within("a.id"), p.order("a.id"), p.limit())
	err := many(ctx, s.r, &rows, `SELECT `+actorColumns+` FROM `+from+` AND a.gone IS NULL AND ? ORDER BY ? LIMIT ?`, args...)
	if err != nil {
		return nil, fmt.Errorf("list related actors: %w", err)
	}
	return actorsOf(newestFirst(p, rows)), nil
}

// FollowersOf lists who follows an actor. The page's numbers are those of the
// actors it returns, here and in the lists below.
func (s *Store) FollowersOf(ctx context.Context, actor community.ActorID, p Page) ([]community.Actor, error) {
	return s.related(ctx, p, `follow AS f JOIN actor AS a ON a.id = f.follower
		WHERE f.followed = ? AND f.state = ? AND a.suspended IS NULL`, actor, string(community.FollowAccepted))
}

// FollowingOf lists whom an actor follows.
func (s *Store) FollowingOf(ctx context.Context, actor community.ActorID, p Page) ([]community.Actor, error) {
	return s.related(ctx, p, `follow AS f JOIN actor AS a ON a.id = f.followed
		WHERE f.follower = ? AND f.state = ? AND a.suspended IS NULL`, actor, string(community.FollowAccepted))
}

// FollowRequests lists who waits to follow a member.
func (s *Store) FollowRequests(ctx context.Context, owner community.ActorID, p Page) ([]community.Actor, error) {
	return s.related(ctx, p, `follow AS f JOIN actor AS a ON a.id = f.follower
		WHERE f.followed = ? AND f.state = ? AND a.suspended IS NULL`, owner, string(community.FollowRequested))
}

// CountFollowRequests counts who waits to follow a member.
func (s *Store) CountFollowRequests(ctx context.Context, owner community.ActorID) (int, error) {
	var n int
	err := one(ctx, s.r, &n, `SELECT COUNT(*) FROM follow AS f JOIN actor AS a ON a.id = f.follower
		WHERE f.followed = ? AND f.state = ? AND a.suspended IS NULL AND a.gone IS NULL`, owner, string(community.FollowRequested))
	if err != nil {
		return 0, fmt.Errorf("count follow requests of %d: %w", owner, err)
	}
	return n, nil
}

// Blocks lists whom a member blocks.
func (s *Store) Blocks(ctx context.Context, actor community.ActorID, p Page) ([]community.Actor, error) {
	return s.related(ctx, p, `block AS b JOIN actor AS a ON a.id = b.target WHERE b.actor = ?`, actor)
}

// Mutes lists whom a member mutes now.
func (s *Store) Mutes(ctx context.Context, actor community.ActorID, p Page) ([]community.Actor, error) {
	return s.related(ctx, p, `mute AS m JOIN actor AS a ON a.id = m.target
		WHERE m.actor = ? AND (m.until IS NULL OR m.until > ?)`, actor, at(s.Now()))
}
