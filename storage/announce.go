package storage

import (
	"context"
	"errors"
	"fmt"

	"consilium/community"
)

// countAnnounce is the effect of a boost on the public counter of what it
// repeats; a boost for followers moves nothing (S-PRIV-8).
func (t *tx) countAnnounce(ctx context.Context, d deed) error {
	return t.addAnnounces(ctx, d.post, 1)
}

func (t *tx) addAnnounces(ctx context.Context, announce community.Post, n int) error {
	of, err := t.audience(ctx, announce.Of)
	if err != nil || !community.Countable(announce.Audience, of) {
		return err
	}
	_, err = t.do(ctx, `UPDATE post SET announce_count = announce_count + ? WHERE id = ?`, n, announce.Of)
	return err
}

// Unannounce takes a member's boost back, here and wherever it was sent.
// Without one it does nothing.
func (s *Store) Unannounce(ctx context.Context, actor community.Actor, of community.PostID) error {
	return s.update(ctx, fmt.Sprintf("take back announce of %d", of), func(t *tx) error {
		announce, err := t.announceOf(ctx, actor.ID, of)
		if errors.Is(err, community.ErrNotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		return t.unannounce(ctx, announce)
	})
}

func (t *tx) announceOf(ctx context.Context, actor community.ActorID, of community.PostID) (community.Post, error) {
	var row postRow
	err := one(ctx, t, &row, `SELECT `+postColumns+` FROM post p WHERE p.of_post = ? AND p.author = ? AND p.of_post <> 0 AND p.deleted IS NULL`,
		of, actor)
	return row.post(), err
}

// ReceiveUnannounce takes back a boost from elsewhere. An Undo names it by its
// identifier or only by what it repeats: a zero iri goes by actor and of. What
// is not here, or is somebody else's, stays as it is.
func (s *Store) ReceiveUnannounce(ctx context.Context, iri community.IRI, actor community.Actor, of community.PostID) error {
	return s.update(ctx, "receive taking back of an announce", func(t *tx) error {
		announce, err := t.announceOf(ctx, actor.ID, of)
		if !iri.IsZero() {
			announce, err = postByIRI(ctx, t, iri)
		}
		switch {
		case errors.Is(err, community.ErrNotFound), errors.Is(err, community.ErrGone):
			return nil
		case err != nil:
			return err
		case announce.Author != actor.ID || announce.Of == 0:
			return community.ErrForbidden
		}
		return t.unannounce(ctx, announce)
	})
}

// unannounce removes one live boost.
func (t *tx) unannounce(ctx context.Context, announce community.Post) error {
	// Take hold of what was repeated before the boost, as its deletion does.
	if _, err := t.do(ctx, `UPDATE post SET announce_count = announce_count WHERE id = ?`, announce.Of); err != nil {
		return err
	}
	n, err := t.do(ctx, `UPDATE post SET deleted = ? WHERE id = ? AND deleted IS NULL`, at(t.now), announce.ID)
	if err != nil || n == 0 {
		return err
	}
	if err := t.addAnnounces(ctx, announce, -1); err != nil {
		return err
	}
	for _, statement := range []string{`DELETE FROM home_entry WHERE post = ? AND entry = ?`, `DELETE FROM list_entry WHERE post = ? AND entry = ?`} {
		if _, err := t.do(ctx, statement, announce.Of, announce.ID); err != nil {
			return err
		}
	}
	if err := t.unnotifyPost(ctx, community.NotifyAnnounce, announce.Author, announce.Of); err != nil {
		return err
	}
	t.tell(News{Topic: TopicPost, ID: int64(announce.ID)})
	if !announce.Local {
		return nil
	}
	return t.sendUndoAnnounce(ctx, announce)
}

func (t *tx) sendUndoAnnounce(ctx context.Context, announce community.Post) error {
	var ends struct{ Actor, Object string }
	err := one(ctx, t, &ends, `SELECT a.iri AS actor, p.iri AS object FROM actor a, post p WHERE a.id = ? AND p.id = ?`,
		announce.Author, announce.Of)
	if err != nil {
		return err
	}
	iri := announce.IRI.String()
	return t.sendTo(ctx, Delivery{Verb: "Undo", Actor: announce.Author, Activity: iri + "#undo", Post: announce.ID,
		Inner: &InnerActivity{Verb: "Announce", ID: iri, Actor: ends.Actor, Object: ends.Object}}, announce.ID)
}

// AnnouncedBy gives who repeated a post; the page goes by the numbers of the
// actors. Boosts for followers only are not told of.
func (s *Store) AnnouncedBy(ctx context.Context, post community.PostID, page Page) ([]community.Actor, error) {
	return s.doers(ctx, page, `SELECT `+actorColumns+` FROM open_post p JOIN actor a ON a.id = p.author
		WHERE p.of_post = ? AND p.of_post <> 0 AND ? ORDER BY ? LIMIT ?`, post)
}
