package storage

import (
	"context"
	"fmt"
	"slices"

	"consilium/community"
)

type collectionRow struct {
	ID               community.CollectionID
	Owner            community.ActorID
	Name, Note       string
	Shared           bool
	Created, Changed stamp
}

const collectionColumns = `k.id, k.owner, k.name, k.note, k.shared, k.created, k.changed`

func (r collectionRow) collection() community.Collection {
	return community.Collection{ID: r.ID, Owner: r.Owner, Name: r.Name, Note: r.Note, Shared: r.Shared, Created: r.Created.Time, Changed: r.Changed.Time}
}

// SaveCollection makes a collection (ID 0) or changes one of its owner's.
// ErrConflict when there are MaxCollections, ErrNotFound for one of somebody else.
func (s *Store) SaveCollection(ctx context.Context, c community.Collection) (community.Collection, error) {
	err := s.update(ctx, "save collection", func(t *tx) error {
		c.Changed = t.now
		if c.ID != 0 {
			return t.touched(ctx, `UPDATE collection SET name = ?, note = ?, shared = ?, changed = ? WHERE id = ? AND owner = ?`,
				c.Name, c.Note, c.Shared, at(c.Changed), c.ID, c.Owner)
		}
		var have int
		if err := one(ctx, t, &have, `SELECT COUNT(*) FROM collection WHERE owner = ?`, c.Owner); err != nil {
			return err
		}
		if have >= community.MaxCollections {
			return community.ErrConflict
		}
		c.ID, c.Created = newID[community.CollectionID](t), t.now
		_, err := t.do(ctx, `INSERT INTO collection (id, owner, name, note, shared, created, changed) VALUES (?, ?, ?, ?, ?, ?, ?)`,
			c.ID, c.Owner, c.Name, c.Note, c.Shared, at(c.Created), at(c.Changed))
		return err
	})
	return c, err
}

// touched runs a statement that has to change something; ErrNotFound when it does not.
func (t *tx) touched(ctx context.Context, query string, args ...any) error {
	n, err := t.do(ctx, query, args...)
	if err == nil && n == 0 {
		err = community.ErrNotFound
	}
	return err
}

// DropCollection removes a collection of its owner's; the cases stay what they are.
func (s *Store) DropCollection(ctx context.Context, owner community.ActorID, id community.CollectionID) error {
	return s.update(ctx, fmt.Sprintf("drop collection %d", id), func(t *tx) error {
		return t.touched(ctx, `DELETE FROM collection WHERE id = ? AND owner = ?`, id, owner)
	})
}

// Collections gives a member's own collections and those that others share with the
// members here, the newest first, each as its own list. However many are shared, none
// of the own is left out.
func (s *Store) Collections(ctx context.Context, owner community.ActorID) (own, shared []community.Collection, err error) {
	var rows []collectionRow
	err = many(ctx, s.r, &rows, `SELECT `+collectionColumns+` FROM collection k JOIN actor a ON a.id = k.owner
		WHERE (k.owner = ? OR k.shared) AND a.suspended IS NULL AND a.gone IS NULL
		AND NOT EXISTS (SELECT 1 FROM block b WHERE b.actor = k.owner AND b.target = ? OR b.actor = ? AND b.target = k.owner)
		ORDER BY CASE WHEN k.owner = ? THEN 0 ELSE 1 END, k.id DESC LIMIT ?`, owner, owner, owner, owner, 4*community.MaxCollections)
	if err != nil {
		return nil, nil, fmt.Errorf("collections: %w", err)
	}
	for _, r := range rows {
		if r.Owner == owner {
			own = append(own, r.collection())
		} else {
			shared = append(shared, r.collection())
		}
	}
	return own, shared, nil
}

// Collection gives a collection that a member may open, with its cases that they may
// see, in its order. ErrNotFound for all others, hidden and missing alike.
func (s *Store) Collection(ctx context.Context, v community.Viewer, id community.CollectionID) (community.Collection, []community.Collected, error) {
	fail := func(err error) (community.Collection, []community.Collected, error) {
		return community.Collection{}, nil, fmt.Errorf("collection %d: %w", id, err)
	}
	if !v.Local || v.Actor == 0 || !v.ReadsCases {
		return fail(community.ErrNotFound)
	}
	var row collectionRow
	err := one(ctx, s.r, &row, `SELECT `+collectionColumns+` FROM collection k JOIN actor a ON a.id = k.owner
		WHERE k.id = ? AND (k.owner = ? OR k.shared) AND a.suspended IS NULL AND a.gone IS NULL
		AND NOT EXISTS (SELECT 1 FROM block b WHERE b.actor = k.owner AND b.target = ? OR b.actor = ? AND b.target = k.owner)`,
		id, v.Actor, v.Actor, v.Actor)
	if err != nil {
		return fail(err)
	}
	cases, err := s.collected(ctx, v, id)
	if err != nil {
		return fail(err)
	}
	return row.collection(), cases, nil
}

// collected are the cases of a collection that a viewer may see, in its order.
func (s *Store) collected(ctx context.Context, v community.Viewer, id community.CollectionID) ([]community.Collected, error) {
	var rows []postRow
	err := many(ctx, s.r, &rows, `SELECT `+postColumns+` FROM collected d JOIN post p ON p.id = d.post WHERE d.collection = ?
		AND p.deleted IS NULL ORDER BY d.position, d.post LIMIT ?`, id, community.MaxCollected)
	if err != nil {
		return nil, err
	}
	posts := postsOf(rows)
	if err := attach(ctx, s.r, posts); err != nil {
		return nil, err
	}
	if posts, err = s.Visible(ctx, v, posts); err != nil {
		return nil, err
	}
	var noted []struct {
		Post community.PostID
		Note string
	}
	if err := many(ctx, s.r, &noted, `SELECT post, note FROM collected WHERE collection = ? AND note <> ''`, id); err != nil {
		return nil, err
	}
	notes := map[community.PostID]string{}
	for _, n := range noted {
		notes[n.Post] = n.Note
	}
	cases := make([]community.Collected, 0, len(posts))
	for _, p := range posts {
		cases = append(cases, community.Collected{Post: p, Note: notes[p.ID]})
	}
	return cases, nil
}

// CollectionsFor gives a member's own collections, the last changed first: those that
// hold a case, and the others.
func (s *Store) CollectionsFor(ctx context.Context, owner community.ActorID, post community.PostID) (holding, others []community.Collection, err error) {
	var rows []collectionRow
	err = many(ctx, s.r, &rows, `SELECT `+collectionColumns+` FROM collection k WHERE k.owner = ? ORDER BY k.changed DESC, k.id DESC`, owner)
	var held []struct{ ID community.CollectionID }
	if err == nil && len(rows) > 0 {
		err = many(ctx, s.r, &held, `SELECT k.id FROM collected d JOIN collection k ON k.id = d.collection WHERE d.post = ? AND k.owner = ?`, post, owner)
	}
	if err != nil {
		return nil, nil, fmt.Errorf("collections for post %d: %w", post, err)
	}
	for _, r := range rows {
		if slices.Contains(held, struct{ ID community.CollectionID }{r.ID}) {
			holding = append(holding, r.collection())
		} else {
			others = append(others, r.collection())
		}
	}
	return holding, others, nil
}

// Collect puts a case at the end of a collection of its owner's, or forgets it again.
// The caller made sure that the owner may see it. ErrConflict when the collection is
// full.
func (s *Store) Collect(ctx context.Context, c community.Collection, post community.PostID) error {
	return s.update(ctx, fmt.Sprintf("collect post %d", post), func(t *tx) error {
		if err := t.touchCollection(ctx, c); err != nil {
			return err
		}
		var have struct{ N, Last int }
		err := one(ctx, t, &have, `SELECT COUNT(*) AS n, COALESCE(MAX(position), 0) AS last FROM collected WHERE collection = ?`, c.ID)
		if err == nil && have.N >= community.MaxCollected {
			err = community.ErrConflict
		}
		if err != nil {
			return err
		}
		_, err = t.do(ctx, `INSERT INTO collected (collection, post, position, added) SELECT ?, p.id, ?, ? FROM post p
			WHERE p.id = ? AND p.kind = 'case' AND p.deleted IS NULL ON CONFLICT DO NOTHING`, c.ID, have.Last+1, at(t.now), post)
		return err
	})
}

// Uncollect takes a case out of a collection of its owner's.
func (s *Store) Uncollect(ctx context.Context, c community.Collection, post community.PostID) error {
	return s.update(ctx, fmt.Sprintf("take post %d out of a collection", post), func(t *tx) error {
		_, err := t.do(ctx, `DELETE FROM collected WHERE post = ? AND collection IN (SELECT k.id FROM collection k WHERE k.id = ? AND k.owner = ?)`,
			post, c.ID, c.Owner)
		return err
	})
}

// touchCollection remembers that a collection of its owner's changed; ErrNotFound for
// one of somebody else.
func (t *tx) touchCollection(ctx context.Context, c community.Collection) error {
	return t.touched(ctx, `UPDATE collection SET changed = ? WHERE id = ? AND owner = ?`, at(t.now), c.ID, c.Owner)
}

// NoteCollected writes beside a case of a collection of its owner's, "" for nothing.
// ErrNotFound when it is not there. The note is what community.CollectedNote let
// through.
func (s *Store) NoteCollected(ctx context.Context, c community.Collection, post community.PostID, note string) error {
	return s.update(ctx, fmt.Sprintf("note post %d in a collection", post), func(t *tx) error {
		if err := t.touchCollection(ctx, c); err != nil {
			return err
		}
		return t.touched(ctx, `UPDATE collected SET note = ? WHERE collection = ? AND post = ?`, note, c.ID, post)
	})
}

// SwapCollected lets two cases of a collection of its owner's change places.
// ErrNotFound when one of them is not there.
func (s *Store) SwapCollected(ctx context.Context, c community.Collection, first, second community.PostID) error {
	return s.update(ctx, fmt.Sprintf("order collection %d", c.ID), func(t *tx) error {
		if err := t.touchCollection(ctx, c); err != nil {
			return err
		}
		var places []struct {
			Post     community.PostID
			Position int
		}
		err := many(ctx, t, &places, `SELECT post, position FROM collected WHERE collection = ? AND post IN (?, ?)`, c.ID, first, second)
		if err == nil && len(places) != 2 {
			err = community.ErrNotFound
		}
		if err != nil {
			return err
		}
		for i, p := range places {
			err := t.touched(ctx, `UPDATE collected SET position = ? WHERE collection = ? AND post = ?`, places[1-i].Position, c.ID, p.Post)
			if err != nil {
				return err
			}
		}
		return nil
	})
}
