package storage

import (
	"context"
	"fmt"

	"consilium/community"
)

// Block keeps two actors from each other: follows end both ways, home entries
// and notifications go. Nobody elsewhere is told that they were blocked, only
// that the follows ended (protocol.md 1.9). Blocking again changes nothing.
func (s *Store) Block(ctx context.Context, actor, target community.ActorID) error {
	return s.update(ctx, fmt.Sprintf("block %d by %d", target, actor), func(t *tx) error {
		if actor == target {
			return community.ErrForbidden
		}
		return t.block(ctx, actor, target)
	})
}

func (t *tx) block(ctx context.Context, actor, target community.ActorID) error {
	p, err := t.pair(ctx, actor, target)
	if err != nil {
		return err
	}
	if err := t.addBlock(ctx, t.store.iri("/activities/"+newToken()), actor, target); err != nil {
		return err
	}
	if err := t.unfollow(ctx, p); err != nil {
		return err
	}
	if err := t.reject(ctx, pair{follower: p.followed, followed: p.follower}); err != nil {
		return err
	}
	return t.part(ctx, actor, target)
}

func (t *tx) addBlock(ctx context.Context, iri community.IRI, actor, target community.ActorID) error {
	_, err := t.do(ctx, `INSERT INTO block (actor, target, iri, created) VALUES (?, ?, ?, ?) ON CONFLICT (actor, target) DO NOTHING`,
		actor, target, iri, at(t.now))
	return err
}

// part takes everything of either out of the other's home and notifications.
func (t *tx) part(ctx context.Context, a, b community.ActorID) error {
	for _, p := range []struct{ owner, other community.ActorID }{{a, b}, {b, a}} {
		_, err := t.do(ctx, `DELETE FROM home_entry WHERE owner = ? AND (announcer = ?
			OR EXISTS (SELECT 1 FROM post AS p WHERE p.id = home_entry.post AND p.author = ?))`, p.owner, p.other, p.other)
		if err != nil {
			return err
		}
		if _, err := t.do(ctx, `DELETE FROM notification WHERE owner = ? AND actor = ?`, p.owner, p.other); err != nil {
			return err
		}
	}
	return nil
}

// Unblock takes a block back. What it ended does not come back.
func (s *Store) Unblock(ctx context.Context, actor, target community.ActorID) error {
	return s.update(ctx, fmt.Sprintf("unblock %d by %d", target, actor), func(t *tx) error {
		_, err := t.do(ctx, `DELETE FROM block WHERE actor = ? AND target = ?`, actor, target)
		return err
	})
}

// ReceiveBlock writes that somebody elsewhere blocks a member. The follows end
// and nobody is told. ErrForbidden when the Block is not the actor's own.
func (s *Store) ReceiveBlock(ctx context.Context, iri community.IRI, actor, target community.ActorID) error {
	return s.update(ctx, fmt.Sprintf("receive block of %d by %d", target, actor), func(t *tx) error {
		p, err := t.pair(ctx, actor, target)
		if err != nil {
			return err
		}
		if p.follower.Local || !p.followed.Local || !iri.SameOrigin(p.follower.IRI) {
			return community.ErrForbidden
		}
		if err := t.addBlock(ctx, iri, actor, target); err != nil {
			return err
		}
		if _, err := t.endFollow(ctx, actor, target); err != nil {
			return err
		}
		if _, err := t.endFollow(ctx, target, actor); err != nil {
			return err
		}
		return t.part(ctx, actor, target)
	})
}

// ReceiveUnblock writes that somebody elsewhere took a block back.
func (s *Store) ReceiveUnblock(ctx context.Context, actor, target community.ActorID) error {
	return s.Unblock(ctx, actor, target)
}
