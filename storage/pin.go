package storage

import (
	"context"
	"fmt"

	"consilium/community"
)

// Pin shows a post first on its author's profile, before those pinned earlier, and
// tells the servers of followers. ErrForbidden says that the post cannot be pinned
// (community.CheckPin), *community.Invalid that there are enough. One that is pinned
// stays where it is.
func (s *Store) Pin(ctx context.Context, actor community.Actor, post community.Post) error {
	return s.update(ctx, fmt.Sprintf("pin post %d", post.ID), func(t *tx) error {
		p, err := postByID(ctx, t, post.ID)
		if err != nil {
			return err
		}
		if err := community.CheckPin(actor, p); err != nil {
			return err
		}
		pinned, err := t.pins(ctx, actor.ID)
		if err != nil {
			return err
		}
		for _, id := range pinned {
			if id == post.ID {
				return nil
			}
		}
		if len(pinned) >= community.MaxPins {
			return &community.Invalid{Field: "pin", Problem: community.Say("post.too_many_pins", "limit", community.MaxPins)}
		}
		if err := t.pin(ctx, actor.ID, post.ID); err != nil {
			return err
		}
		return t.tellPin(ctx, "Add", actor, p)
	})
}

// Unpin puts a post back among the others. One that is not pinned stays as it is.
func (s *Store) Unpin(ctx context.Context, actor community.Actor, post community.Post) error {
	return s.update(ctx, fmt.Sprintf("unpin post %d", post.ID), func(t *tx) error {
		n, err := t.do(ctx, `DELETE FROM pin WHERE actor = ? AND post = ?`, actor.ID, post.ID)
		if err != nil || n == 0 || !actor.Local {
			return err
		}
		return t.tellPin(ctx, "Remove", actor, post)
	})
}

// Pinned gives the posts an actor shows first, in order, as far as they are open and
// stand; who may see them is for the caller to judge (Visible).
func (s *Store) Pinned(ctx context.Context, actor community.ActorID) ([]community.Post, error) {
	var ids []community.PostID
	err := many(ctx, s.r, &ids, `SELECT p.id FROM pin AS i JOIN open_post AS p ON p.id = i.post AND p.author = i.actor
		WHERE i.actor = ? ORDER BY i.place DESC LIMIT ?`, actor, maxRemotePins)
	if err != nil {
		return nil, fmt.Errorf("posts pinned by %d: %w", actor, err)
	}
	found, err := postsByID(ctx, s.r, ids)
	if err != nil {
		return nil, fmt.Errorf("posts pinned by %d: %w", actor, err)
	}
	byNumber, posts := byID(found), make([]community.Post, 0, len(ids))
	for _, id := range ids {
		posts = append(posts, byNumber[id])
	}
	return posts, nil
}

// IsPinned says of posts which their authors show first.
func (s *Store) IsPinned(ctx context.Context, posts []community.PostID) (map[community.PostID]bool, error) {
	pinned := make(map[community.PostID]bool)
	if len(posts) == 0 {
		return pinned, nil
	}
	var ids []community.PostID
	if err := many(ctx, s.r, &ids, `SELECT post FROM pin WHERE post IN (?)`, in(posts)); err != nil {
		return nil, fmt.Errorf("which posts are pinned: %w", err)
	}
	for _, id := range ids {
		pinned[id] = true
	}
	return pinned, nil
}

// maxRemotePins is how many pins of an actor elsewhere are kept.
const maxRemotePins = 10

// ReceivePin notes that an actor elsewhere shows a post of its own first.
func (s *Store) ReceivePin(ctx context.Context, actor community.Actor, post community.Post) error {
	if actor.Local {
		return fmt.Errorf("pin of a member: %w", community.ErrForbidden)
	}
	if err := community.CheckPin(actor, post); err != nil {
		return err
	}
	return s.update(ctx, fmt.Sprintf("receive pin of post %d", post.ID), func(t *tx) error {
		if err := t.pin(ctx, actor.ID, post.ID); err != nil {
			return err
		}
		_, err := t.do(ctx, `DELETE FROM pin WHERE actor = ? AND post NOT IN
			(SELECT i.post FROM pin AS i WHERE i.actor = ? ORDER BY i.place DESC LIMIT ?)`, actor.ID, actor.ID, maxRemotePins)
		return err
	})
}

// SetPins replaces what an actor elsewhere shows first by what its collection lists,
// in that order; what cannot be pinned is left out.
func (s *Store) SetPins(ctx context.Context, actor community.Actor, posts []community.Post) error {
	if actor.Local {
		return fmt.Errorf("pins of a member: %w", community.ErrForbidden)
	}
	return s.update(ctx, fmt.Sprintf("set pins of %d", actor.ID), func(t *tx) error {
		if _, err := t.do(ctx, `DELETE FROM pin WHERE actor = ?`, actor.ID); err != nil {
			return err
		}
		for i := min(len(posts), maxRemotePins) - 1; i >= 0; i-- {
			if community.CheckPin(actor, posts[i]) != nil {
				continue
			}
			if err := t.pin(ctx, actor.ID, posts[i].ID); err != nil {
				return err
			}
		}
		return nil
	})
}

// pins are the numbers of live posts an actor shows first.
func (t *tx) pins(ctx context.Context, actor community.ActorID) ([]community.PostID, error) {
	var ids []community.PostID
	err := many(ctx, t, &ids, `SELECT i.post FROM pin AS i JOIN post AS p ON p.id = i.post WHERE i.actor = ? AND p.deleted IS NULL`, actor)
	return ids, err
}

// pin puts a post before all others of its author.
func (t *tx) pin(ctx context.Context, actor community.ActorID, post community.PostID) error {
	_, err := t.do(ctx, `INSERT INTO pin (actor, post, place) SELECT ?, ?, COALESCE(MAX(place), 0) + 1 FROM pin WHERE actor = ?
		ON CONFLICT (actor, post) DO NOTHING`, actor, post, actor)
	return err
}

// tellPin sends an Add to, or a Remove from, the collection of what an actor shows
// first to the servers of its followers.
func (t *tx) tellPin(ctx context.Context, verb string, a community.Actor, p community.Post) error {
	inboxes, err := t.followerInboxes(ctx, a.ID)
	if err != nil {
		return err
	}
	if inboxes, err = t.reachable(ctx, inboxes); err != nil {
		return err
	}
	d := Delivery{Verb: "Remove", Actor: a.ID, Activity: t.store.newActivity(), Object: p.IRI.String()}
	if verb == "Add" {
		d = Delivery{Verb: "Add", Actor: a.ID, Activity: d.Activity, Object: d.Object, Post: p.ID}
	}
	return t.deliver(ctx, d, inboxes...)
}

// forgetPins is part of erasing posts.
func (t *tx) forgetPins(ctx context.Context, posts ...community.PostID) error {
	_, err := t.do(ctx, `DELETE FROM pin WHERE post IN (?)`, in(posts))
	return err
}

// removeFeatured is part of erasing an actor.
func (t *tx) removeFeatured(ctx context.Context, actor community.ActorID) error {
	if _, err := t.do(ctx, `DELETE FROM pin WHERE actor = ?`, actor); err != nil {
		return err
	}
	_, err := t.do(ctx, `DELETE FROM featured_tag WHERE actor = ?`, actor)
	return err
}
