package storage

import (
	"context"
	"errors"
	"fmt"

	"consilium/community"
)

const followColumns = `f.follower, f.followed, f.iri, f.state, f.hides_announces, f.created, f.notifies, f.languages`

type followRow struct {
	Follower, Followed community.ActorID
	IRI                community.IRI
	State              community.FollowState
	HidesAnnounces     bool
	Created            stamp
	Notifies           bool
	Languages          string
}

func (r followRow) follow() community.Follow {
	return community.Follow{Follower: r.Follower, Followed: r.Followed, IRI: r.IRI, State: r.State,
		HidesAnnounces: r.HidesAnnounces, Created: r.Created.Time, Notifies: r.Notifies, Languages: languagesOf(r.Languages)}
}

// pair is the two ends of a follow, read at the beginning of a transaction.
type pair struct{ follower, followed community.Actor }

func (t *tx) pair(ctx context.Context, follower, followed community.ActorID) (pair, error) {
	var p pair
	var err error
	if p.follower, err = actorWhere(ctx, t, `a.id = ?`, follower); err != nil {
		return p, err
	}
	p.followed, err = actorWhere(ctx, t, `a.id = ?`, followed)
	return p, err
}

// inner is the Follow inside an Accept, Reject or Undo.
func (p pair) inner(iri community.IRI) *InnerActivity {
	return &InnerActivity{Verb: "Follow", ID: iri.String(), Actor: p.follower.IRI.String(), Object: p.followed.IRI.String()}
}

// answer sends an Accept or Reject to a follower on another server.
func (t *tx) answer(ctx context.Context, verb string, p pair, iri community.IRI) error {
	if p.follower.Local || !p.followed.Local {
		return nil
	}
	return t.deliver(ctx, Delivery{Verb: verb, Actor: p.followed.ID, Activity: t.store.newActivity(), Inner: p.inner(iri)}, p.follower.Inbox)
}

// Follow writes a follow of a member that community.RequestFollow allowed.
// Following again changes nothing but HidesAnnounces. A follow of somebody
// elsewhere is sent there and waits for the answer. ErrForbidden when one blocked
// the other since it was allowed.
func (s *Store) Follow(ctx context.Context, f community.Follow) (community.Follow, error) {
	var stored community.Follow
	err := s.update(ctx, fmt.Sprintf("follow %d by %d", f.Followed, f.Follower), func(t *tx) error {
		p, err := t.pair(ctx, f.Follower, f.Followed)
		if err != nil {
			return err
		}
		r, err := t.relation(ctx, f.Follower, f.Followed)
		if err != nil {
			return err
		}
		if r.Blocks || r.BlockedBy || r.BlocksDomain {
			return community.ErrForbidden
		}
		stored, err = t.beginFollow(ctx, p, f)
		return err
	})
	return stored, err
}

// beginFollow writes a follow between two who do not block one another, and
// sends it to who is followed elsewhere.
func (t *tx) beginFollow(ctx context.Context, p pair, f community.Follow) (community.Follow, error) {
	if f.IRI.IsZero() {
		f.IRI = t.store.iri("/activities/" + newToken())
	}
	if !p.followed.Local {
		f.State = community.FollowRequested // only its home can accept
	}
	fresh, err := t.addFollow(ctx, f)
	if err != nil {
		return f, err
	}
	stored, err := t.follow(ctx, f.Follower, f.Followed)
	if err != nil {
		return stored, err
	}
	if !fresh {
		if err := t.setAnnounces(ctx, &stored, f.HidesAnnounces); err != nil {
			return stored, err
		}
		err := t.setReading(ctx, &stored, f)
		return stored, err
	}
	if p.follower.Local && !p.followed.Local {
		return stored, t.deliver(ctx, Delivery{Verb: "Follow", Actor: p.follower.ID, Activity: f.IRI.String(), Object: p.followed.IRI.String()}, p.followed.Inbox)
	}
	return stored, t.begun(ctx, stored)
}

// addFollow inserts a follow, and says false when there was one.
func (t *tx) addFollow(ctx context.Context, f community.Follow) (bool, error) {
	n, err := t.do(ctx, `INSERT INTO follow (follower, followed, iri, state, hides_announces, created, notifies, languages) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (follower, followed) DO NOTHING`, f.Follower, f.Followed, f.IRI, string(f.State), f.HidesAnnounces, at(t.now),
		f.Notifies, textOfLanguages(f.Languages))
	return n == 1, err
}

func (t *tx) follow(ctx context.Context, follower, followed community.ActorID) (community.Follow, error) {
	var row followRow
	err := one(ctx, t, &row, `SELECT `+followColumns+` FROM follow AS f WHERE f.follower = ? AND f.followed = ?`, follower, followed)
	return row.follow(), err
}

// setAnnounces shows or hides the boosts of somebody who is followed already.
func (t *tx) setAnnounces(ctx context.Context, f *community.Follow, hide bool) error {
	if f.HidesAnnounces == hide {
		return nil
	}
	f.HidesAnnounces = hide
	_, err := t.do(ctx, `UPDATE follow SET hides_announces = ? WHERE follower = ? AND followed = ?`, hide, f.Follower, f.Followed)
	if err != nil || !hide {
		return err
	}
	_, err = t.do(ctx, `DELETE FROM home_entry WHERE owner = ? AND announcer = ?`, f.Follower, f.Followed)
	return err
}

// begun does what a new follow of a member brings with it.
func (t *tx) begun(ctx context.Context, f community.Follow) error {
	if f.State == community.FollowRequested {
		return t.notify(ctx, community.Notification{Owner: f.Followed, Kind: community.NotifyFollowRequest, Actor: f.Follower})
	}
	if err := t.accepted(ctx, f); err != nil {
		return err
	}
	return t.notify(ctx, community.Notification{Owner: f.Followed, Kind: community.NotifyFollow, Actor: f.Follower})
}

// accepted counts a follow that came into force and fills the follower's home.
func (t *tx) accepted(ctx context.Context, f community.Follow) error {
	if err := t.countFollow(ctx, f, 1); err != nil {
		return err
	}
	if err := t.unnotify(ctx, f.Followed, f.Follower, community.NotifyFollowRequest); err != nil {
		return err
	}
	return t.fillHome(ctx, f.Follower, f.Followed)
}

func (t *tx) countFollow(ctx context.Context, f community.Follow, by int) error {
	// The lower number first: two that follow each other at once must not wait
	// for one another.
	for _, id := range []community.ActorID{min(f.Follower, f.Followed), max(f.Follower, f.Followed)} {
		column := `follower_count = follower_count + ?`
		if id == f.Follower {
			column = `following_count = following_count + ?`
		}
		if _, err := t.do(ctx, `UPDATE actor SET `+column+` WHERE id = ?`, by, id); err != nil {
			return err
		}
	}
	return nil
}

// endFollow takes a follow away with everything it brought. There was none
// when the identifier of what it returns is zero.
func (t *tx) endFollow(ctx context.Context, follower, followed community.ActorID) (community.Follow, error) {
	var row followRow
	err := one(ctx, t, &row, `DELETE FROM follow WHERE follower = ? AND followed = ?
		RETURNING follower, followed, iri, state, hides_announces, created`, follower, followed)
	if errors.Is(err, community.ErrNotFound) {
		return community.Follow{}, nil
	}
	if err != nil {
		return community.Follow{}, err
	}
	f := row.follow()
	if f.State == community.FollowAccepted {
		if err := t.countFollow(ctx, f, -1); err != nil {
			return f, err
		}
	}
	if err := t.unnotify(ctx, followed, follower, community.NotifyFollow, community.NotifyFollowRequest); err != nil {
		return f, err
	}
	if err := t.endorseNoMore(ctx, follower, followed); err != nil {
		return f, err
	}
	return f, t.emptyHome(ctx, follower, followed)
}

// Unfollow ends a member's follow, or takes back the request. Where there is
// none nothing happens.
func (s *Store) Unfollow(ctx context.Context, follower, followed community.ActorID) error {
	return s.update(ctx, fmt.Sprintf("unfollow %d by %d", followed, follower), func(t *tx) error {
		p, err := t.pair(ctx, follower, followed)
		if err != nil {
			return err
		}
		return t.unfollow(ctx, p)
	})
}

func (t *tx) unfollow(ctx context.Context, p pair) error {
	f, err := t.endFollow(ctx, p.follower.ID, p.followed.ID)
	if err != nil || f.IRI.IsZero() || p.followed.Local || !p.follower.Local {
		return err
	}
	return t.deliver(ctx, Delivery{Verb: "Undo", Actor: p.follower.ID, Activity: t.store.newActivity(), Inner: p.inner(f.IRI)}, p.followed.Inbox)
}

// AcceptFollow lets somebody who asked follow a member. Accepting again changes
// nothing; ErrNotFound when nobody asked.
func (s *Store) AcceptFollow(ctx context.Context, followed, follower community.ActorID) error {
	return s.update(ctx, fmt.Sprintf("accept follow of %d by %d", followed, follower), func(t *tx) error {
		p, err := t.pair(ctx, follower, followed)
		if err != nil {
			return err
		}
		f, fresh, err := t.accept(ctx, follower, followed)
		if err != nil || !fresh {
			return err
		}
		return t.answer(ctx, "Accept", p, f.IRI)
	})
}

// accept puts a requested follow into force; fresh is false when it was.
func (t *tx) accept(ctx context.Context, follower, followed community.ActorID) (f community.Follow, fresh bool, err error) {
	n, err := t.do(ctx, `UPDATE follow SET state = ? WHERE follower = ? AND followed = ? AND state = ?`,
		string(community.FollowAccepted), follower, followed, string(community.FollowRequested))
	if err != nil {
		return f, false, err
	}
	if f, err = t.follow(ctx, follower, followed); err != nil || n == 0 {
		return f, false, err
	}
	return f, true, t.accepted(ctx, f)
}

// RejectFollow refuses a request to follow a member, or removes a follower.
// Where there is none nothing happens.
func (s *Store) RejectFollow(ctx context.Context, followed, follower community.ActorID) error {
	return s.update(ctx, fmt.Sprintf("reject follow of %d by %d", followed, follower), func(t *tx) error {
		p, err := t.pair(ctx, follower, followed)
		if err != nil {
			return err
		}
		return t.reject(ctx, p)
	})
}

func (t *tx) reject(ctx context.Context, p pair) error {
	f, err := t.endFollow(ctx, p.follower.ID, p.followed.ID)
	if err != nil || f.IRI.IsZero() {
		return err
	}
	return t.answer(ctx, "Reject", p, f.IRI)
}
