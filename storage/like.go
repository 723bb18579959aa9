package storage

import (
	"context"
	"fmt"

	"consilium/community"
)

// Like remembers that a member likes a post it can see, notifies the author
// and, when that is somebody elsewhere, sends the Like there. Liking again
// changes nothing.
func (s *Store) Like(ctx context.Context, actor community.Actor, post community.Post) error {
	return s.update(ctx, fmt.Sprintf("like post %d", post.ID), func(t *tx) error {
		iri := t.store.newActivity()
		fresh, err := t.addLike(ctx, iri, actor, post)
		if err != nil || !fresh {
			return err
		}
		like := Delivery{Verb: "Like", Actor: actor.ID, Activity: iri, Object: post.IRI.String()}
		if err := t.sendToAuthor(ctx, post, like); err != nil {
			return err
		}
		return t.tellGroup(ctx, post, like)
	})
}

// ReceiveLike remembers a Like from elsewhere. The caller made sure that the
// actor may see the post. It may run twice.
func (s *Store) ReceiveLike(ctx context.Context, iri community.IRI, actor community.Actor, post community.Post) error {
	return s.update(ctx, fmt.Sprintf("receive like of %d", post.ID), func(t *tx) error {
		_, err := t.addLike(ctx, iri.String(), actor, post)
		return err
	})
}

func (t *tx) addLike(ctx context.Context, iri string, actor community.Actor, post community.Post) (fresh bool, err error) {
	n, err := t.do(ctx, `INSERT INTO liking (actor, post, id, iri, created)
		SELECT ?, p.id, ?, ?, ? FROM post p WHERE p.id = ? AND p.deleted IS NULL ON CONFLICT DO NOTHING`,
		actor.ID, t.store.numbers.next(), iri, at(t.now), post.ID)
	if err != nil || n == 0 {
		return false, err
	}
	if _, err := t.do(ctx, `UPDATE post SET like_count = like_count + 1 WHERE id = ?`, post.ID); err != nil {
		return false, err
	}
	if actor.Local {
		if err := t.indexKept(ctx, post.ID); err != nil {
			return false, err
		}
	}
	return true, t.notify(ctx, community.Notification{Owner: post.Author, Kind: community.NotifyLike, Actor: actor.ID, Post: post.ID})
}

// Unlike takes a member's like back, here and where it was sent. Without a like
// it does nothing.
func (s *Store) Unlike(ctx context.Context, actor community.Actor, post community.Post) error {
	return s.update(ctx, fmt.Sprintf("unlike post %d", post.ID), func(t *tx) error {
		iri, err := t.removeLike(ctx, actor.ID, post.ID)
		if err != nil || iri == "" {
			return err
		}
		if err := t.indexKept(ctx, post.ID); err != nil {
			return err
		}
		undo := Delivery{Verb: "Undo", Actor: actor.ID, Activity: iri + "#undo",
			Inner: &InnerActivity{Verb: "Like", ID: iri, Actor: actor.IRI.String(), Object: post.IRI.String()}}
		if err := t.sendToAuthor(ctx, post, undo); err != nil {
			return err
		}
		return t.tellGroup(ctx, post, undo)
	})
}

// ReceiveUnlike takes back a Like from elsewhere.
func (s *Store) ReceiveUnlike(ctx context.Context, actor community.Actor, post community.Post) error {
	return s.update(ctx, fmt.Sprintf("receive unlike of %d", post.ID), func(t *tx) error {
		_, err := t.removeLike(ctx, actor.ID, post.ID)
		return err
	})
}

// removeLike gives the identifier the like had, "" when there was none.
func (t *tx) removeLike(ctx context.Context, actor community.ActorID, post community.PostID) (string, error) {
	var iris []string
	err := many(ctx, t, &iris, `DELETE FROM liking WHERE actor = ? AND post = ? RETURNING iri`, actor, post)
	if err != nil || len(iris) == 0 {
		return "", err
	}
	if _, err := t.do(ctx, `UPDATE post SET like_count = like_count - 1 WHERE id = ?`, post); err != nil {
		return "", err
	}
	return iris[0], t.unnotifyPost(ctx, community.NotifyLike, actor, post)
}

// unnotifyPost takes back what an actor's deed on a post had told its author.
func (t *tx) unnotifyPost(ctx context.Context, kind community.NotificationKind, actor community.ActorID, post community.PostID) error {
	_, err := t.do(ctx, `DELETE FROM notification WHERE kind = ? AND actor = ? AND post = ?`, kind, actor, post)
	return err
}

// sendToAuthor enqueues an activity about a post for its author, when that is
// somebody elsewhere. What may not federate is not spoken of either.
func (t *tx) sendToAuthor(ctx context.Context, post community.Post, out Delivery) error {
	if post.Audience.Restricted() || post.Local {
		return nil
	}
	author, err := actorWhere(ctx, t, `a.id = ?`, post.Author)
	if err != nil {
		return err
	}
	inboxes, err := t.reachable(ctx, []community.IRI{author.Inbox})
	if err != nil {
		return err
	}
	return t.deliver(ctx, out, inboxes...)
}

// Kept is a post in somebody's own list.
type Kept struct {
	// Entry is what the list is paged by.
	Entry int64
	Post  community.Post
}

// Likes gives what the viewer likes and may still see, newest like first.
func (s *Store) Likes(ctx context.Context, v community.Viewer, page Page) ([]Kept, error) {
	return s.kept(ctx, v, page, `SELECT k.id AS entry, `+postColumns+` FROM liking k JOIN post p ON p.id = k.post
		WHERE k.actor = ? AND p.deleted IS NULL AND ? ORDER BY ? LIMIT ?`)
}

// kept reads a list of the viewer's own that is called k in the statement.
func (s *Store) kept(ctx context.Context, v community.Viewer, page Page, statement string) ([]Kept, error) {
	entries, err := s.fill(ctx, page, listing{viewer: v, fetch: func(p Page) ([]entry, error) {
		var rows []entryRow
		err := many(ctx, s.r, &rows, statement, v.Actor, p.within("k.id"), p.order("k.id"), p.limit())
		entries := make([]entry, 0, len(rows))
		for i := range rows {
			entries = append(entries, entry{id: rows[i].Entry, post: rows[i].post()})
		}
		return entries, err
	}})
	list := make([]Kept, 0, len(entries))
	for _, e := range entries {
		list = append(list, Kept{e.id, e.post})
	}
	return list, err
}

// LikedBy gives who likes a post; the page goes by the numbers of the actors.
func (s *Store) LikedBy(ctx context.Context, post community.PostID, page Page) ([]community.Actor, error) {
	return s.doers(ctx, page, `SELECT `+actorColumns+` FROM liking k JOIN actor a ON a.id = k.actor
		WHERE k.post = ? AND a.suspended IS NULL AND a.gone IS NULL AND ? ORDER BY ? LIMIT ?`, post)
}

// doers reads actors called a in the statement.
func (s *Store) doers(ctx context.Context, page Page, statement string, post community.PostID) ([]community.Actor, error) {
	var rows []actorRow
	err := many(ctx, s.r, &rows, statement, post, page.within("a.id"), page.order("a.id"), page.limit())
	if err != nil {
		return nil, fmt.Errorf("actors at post %d: %w", post, err)
	}
	return s.welcome(ctx, actorsOf(newestFirst(page, rows)))
}
