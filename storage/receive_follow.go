package storage

import (
	"cmp"
	"context"
	"errors"
	"fmt"

	"consilium/community"
)

// ReceiveFollow writes a Follow of a member by somebody elsewhere and answers
// it, as community.RequestFollow decides. A Follow that comes again is accepted
// again, under its new identifier: the other side has lost the answer.
// ErrForbidden when one of the two blocks the other, or the Follow is not the
// follower's own.
func (s *Store) ReceiveFollow(ctx context.Context, iri community.IRI, follower, followed community.Actor) (community.Follow, error) {
	var f community.Follow
	err := s.update(ctx, fmt.Sprintf("receive follow of %d by %d", followed.ID, follower.ID), func(t *tx) error {
		p, err := t.pair(ctx, follower.ID, followed.ID)
		if err != nil {
			return err
		}
		if p.follower.Local || !p.followed.Local || !iri.SameOrigin(p.follower.IRI) {
			return community.ErrForbidden
		}
		f, err = t.receiveFollow(ctx, iri, p)
		return err
	})
	return f, err
}

func (t *tx) receiveFollow(ctx context.Context, iri community.IRI, p pair) (community.Follow, error) {
	r, err := t.relation(ctx, p.follower.ID, p.followed.ID)
	if err != nil {
		return community.Follow{}, err
	}
	if shuns, err := t.shuns(ctx, p.followed.ID, p.follower); err != nil || shuns {
		return community.Follow{}, cmp.Or(err, community.ErrForbidden)
	}
	f, err := community.RequestFollow(p.follower, p.followed, r, t.now)
	if err != nil {
		return f, err
	}
	f.IRI = iri
	if err := t.holdBack(ctx, p, &f); err != nil {
		return f, err
	}
	fresh, err := t.addFollow(ctx, f)
	if err != nil {
		return f, err
	}
	if fresh {
		err = t.begun(ctx, f)
	} else {
		f, err = t.again(ctx, f)
	}
	if err != nil || f.State != community.FollowAccepted {
		return f, err
	}
	return f, t.answer(ctx, "Accept", p, iri)
}

// again takes over the identifier of a Follow that came once more, and accepts
// one that waited if nobody needs to be asked any longer.
func (t *tx) again(ctx context.Context, wish community.Follow) (community.Follow, error) {
	_, err := t.do(ctx, `UPDATE follow SET iri = ? WHERE follower = ? AND followed = ?`, wish.IRI, wish.Follower, wish.Followed)
	if err != nil {
		return wish, err
	}
	if wish.State == community.FollowAccepted {
		f, _, err := t.accept(ctx, wish.Follower, wish.Followed)
		return f, err
	}
	return t.follow(ctx, wish.Follower, wish.Followed)
}

// ReceiveUnfollow ends the follow of somebody elsewhere. Where there is none
// nothing happens.
func (s *Store) ReceiveUnfollow(ctx context.Context, follower, followed community.ActorID) error {
	return s.update(ctx, fmt.Sprintf("receive unfollow of %d by %d", followed, follower), func(t *tx) error {
		_, err := t.endFollow(ctx, follower, followed)
		return err
	})
}

// ConfirmFollow puts a member's follow into force: followed, who sent the
// Accept, agreed. The follow is named by follower, or by its identifier when
// follower is 0. ErrNotFound when nobody here asked.
func (s *Store) ConfirmFollow(ctx context.Context, iri community.IRI, follower, followed community.ActorID) error {
	return s.update(ctx, fmt.Sprintf("confirm follow of %d", followed), func(t *tx) error {
		f, err := t.named(ctx, iri, follower, followed)
		if err != nil {
			return err
		}
		_, _, err = t.accept(ctx, f.Follower, f.Followed)
		return err
	})
}

// DenyFollow ends a member's follow: followed, who sent the Reject, refused or
// no longer wants it. Named as in ConfirmFollow; where there is none nothing
// happens.
func (s *Store) DenyFollow(ctx context.Context, iri community.IRI, follower, followed community.ActorID) error {
	return s.update(ctx, fmt.Sprintf("deny follow of %d", followed), func(t *tx) error {
		f, err := t.named(ctx, iri, follower, followed)
		if errors.Is(err, community.ErrNotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		_, err = t.endFollow(ctx, f.Follower, f.Followed)
		return err
	})
}

// named finds the follow of a member that an answer from elsewhere is about.
func (t *tx) named(ctx context.Context, iri community.IRI, follower, followed community.ActorID) (community.Follow, error) {
	var row followRow
	err := one(ctx, t, &row, `SELECT `+followColumns+` FROM follow AS f JOIN actor AS a ON a.id = f.follower
		WHERE a.local AND f.followed = ? AND (f.follower = ? OR ? = 0 AND f.iri = ?)`, followed, follower, follower, iri.String())
	return row.follow(), err
}
