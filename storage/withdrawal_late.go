package storage

import (
	"context"
	"errors"

	"consilium/community"
)

// errBelowWithdrawn says that a post stands below a withdrawn case.
var errBelowWithdrawn = errors.New("below a withdrawn case")

// notWithdrawn takes hold of the thread a post is for and refuses what stands below
// a withdrawn case, however late it comes: written meanwhile by a member, or sent by
// a server that has not heard. It is the first a transaction does.
func (t *tx) notWithdrawn(ctx context.Context, p community.Post) error {
	if p.Parent == 0 && p.ParentIRI.IsZero() {
		return nil
	}
	if err := t.holdThread(ctx, p.Root, false); err != nil {
		return err
	}
	root, err := t.withdrawnAbove(ctx, p)
	if err == nil && root != 0 {
		return errBelowWithdrawn
	}
	return err
}

// withdrawnAbove is the withdrawn case that a post stands below; 0 for none.
func (t *tx) withdrawnAbove(ctx context.Context, p community.Post) (community.PostID, error) {
	var roots []community.PostID
	err := many(ctx, t, &roots, `SELECT w.post FROM withdrawal AS w JOIN post AS above ON above.root = w.post
		WHERE above.id = ? AND above.id <> 0 OR above.iri = ?
		UNION SELECT b.below FROM tombstone AS b WHERE b.iri = ? AND b.below <> 0`, p.Parent, p.ParentIRI, p.ParentIRI)
	if err != nil || len(roots) == 0 {
		return 0, err
	}
	return roots[0], nil
}

// refuseLate keeps what came too late from coming again, together with whatever came
// before it and waits for it.
func (t *tx) refuseLate(ctx context.Context, p community.Post) error {
	if p.Local || p.IRI.IsZero() {
		return nil
	}
	root, err := t.withdrawnAbove(ctx, p)
	if err != nil {
		return err
	}
	_, err = t.do(ctx, `INSERT INTO tombstone (iri, created, below) VALUES (?, ?, ?) ON CONFLICT (iri) DO UPDATE SET below = excluded.below`,
		p.IRI, at(t.now), root)
	if err != nil {
		return err
	}
	var rows []postRow
	err = many(ctx, t, &rows, `SELECT `+postColumns+` FROM post p WHERE p.root IN
		(SELECT o.root FROM post AS o WHERE o.parent_iri = ? AND o.parent = 0) AND p.deleted IS NULL AND p.of_post = 0 ORDER BY p.id`, p.IRI)
	if err != nil {
		return err
	}
	for _, orphan := range postsOf(rows) {
		if err := t.recall(ctx, orphan); err != nil {
			return err
		}
	}
	if len(rows) == 0 {
		return nil
	}
	return t.purge(ctx, idsOf(postsOf(rows)))
}

// draftable refuses a draft about what stands in a withdrawn thread: a form may be
// open longer than the case. ErrNotFound, as of every post that is not there.
func (t *tx) draftable(ctx context.Context, d community.Draft) error {
	for _, about := range []community.PostID{d.Parent, d.Post} {
		var root community.PostID
		err := one(ctx, t, &root, `SELECT root FROM post WHERE id = ?`, about)
		if errors.Is(err, community.ErrNotFound) {
			continue
		}
		if err != nil {
			return err
		}
		if err := t.holdThread(ctx, root, false); err != nil {
			return err
		}
		above, err := t.withdrawnAbove(ctx, community.Post{Parent: about})
		if err != nil {
			return err
		}
		if above != 0 {
			return community.ErrNotFound
		}
	}
	return nil
}
