package storage

import (
	"context"
	"database/sql"
	"fmt"

	"consilium/community"
)

// entry is one line of a list of posts: the number it is paged by, the post, of which
// nothing but the number need be read, and, in a home, who repeated it.
type entry struct {
	id        int64
	post      community.Post
	announcer community.ActorID
	audience  community.AudienceKind
}

func postsOfEntries(entries []entry) []community.Post {
	posts := make([]community.Post, 0, len(entries))
	for _, e := range entries {
		posts = append(posts, e.post)
	}
	return posts
}

// entryRow is a post with the number it is paged by.
type entryRow struct {
	Entry int64
	postRow
}

// entriesByID makes entries of posts that are paged by their own number.
func entriesByID(rows []postRow, err error) ([]entry, error) {
	entries := make([]entry, 0, len(rows))
	for i := range rows {
		entries = append(entries, entry{id: int64(rows[i].ID), post: rows[i].post()})
	}
	return entries, err
}

// listing is a list of posts for one viewer.
type listing struct {
	viewer community.Viewer
	// wide says that it shows people the viewer does not follow.
	wide bool
	// fetch reads the entries of a page, in the page's order.
	fetch func(Page) ([]entry, error)
}

// rounds bounds how often a list is asked for more when the judge turned
// entries away that the statement let through.
const rounds = 10

// fill reads until the page is full of what the viewer may see: statements
// narrow, CanSee decides, and a page that came out short is read on.
func (s *Store) fill(ctx context.Context, page Page, l listing) ([]entry, error) {
	entries, _, err := s.fillScene(ctx, page, l)
	return entries, err
}

// fillScene is fill with what is around the posts.
func (s *Store) fillScene(ctx context.Context, page Page, l listing) ([]entry, *Scene, error) {
	var got []entry
	var scene *Scene
	next := page
	next.Limit = page.limit()
	for range rounds {
		read, err := l.fetch(next)
		if err != nil {
			return nil, nil, fmt.Errorf("read list: %w", err)
		}
		here, err := s.Scene(ctx, l.viewer, postsAt(read))
		if err != nil {
			return nil, nil, err
		}
		for _, e := range read {
			if p, admitted := here.admits(e, l.wide); admitted {
				e.post = p
				got = append(got, e)
			}
		}
		scene = scene.join(here)
		if len(read) < next.Limit || len(got) >= next.Limit {
			break
		}
		next = next.after(read[len(read)-1].id)
	}
	return newestFirst(page, got[:min(len(got), next.Limit)]), scene, nil
}

// postsAt are the posts of entries, and the boosts that brought them.
func postsAt(entries []entry) []community.PostID {
	ids := make([]community.PostID, 0, 2*len(entries))
	for _, e := range entries {
		ids = append(ids, e.post.ID)
		if e.announcer != 0 {
			ids = append(ids, community.PostID(e.id))
		}
	}
	return ids
}

// after is the page that goes on behind the last entry read.
func (p Page) after(last int64) Page {
	if p.Min > 0 {
		p.Min = last
	} else {
		p.Max = last
	}
	return p
}

// list is fill for lists that are paged by the number of the post.
func (s *Store) list(ctx context.Context, page Page, l listing) ([]community.Post, error) {
	entries, err := s.fill(ctx, page, l)
	return postsOfEntries(entries), err
}

// listScene is list with what is around the posts.
func (s *Store) listScene(ctx context.Context, page Page, l listing) ([]community.Post, *Scene, error) {
	entries, scene, err := s.fillScene(ctx, page, l)
	return postsOfEntries(entries), scene, err
}

// hotEntries reads the numbers of a list with a prepared statement.
func (s *Store) hotEntries(ctx context.Context, statement string, args []any) ([]entry, error) {
	entries := make([]entry, 0, DefaultPage)
	err := s.hotRows(ctx, statement, args, func(rows *sql.Rows) error {
		var e entry
		err := rows.Scan(&e.id, (*int64)(&e.post.ID), (*int64)(&e.announcer))
		entries = append(entries, e)
		return err
	})
	return entries, err
}
