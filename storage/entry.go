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

// Line is one line of a list by numbers alone: the one the list is paged by, and the
// post that is shown there, a boost where one brought it.
type Line struct {
	Entry int64
	Post  community.PostID
}

// listing is a list of posts for one viewer.
type listing struct {
	viewer community.Viewer
	// wide says that it shows people the viewer does not follow.
	wide bool
	// boosts says that what a boost repeats stands in its place, with who repeated it.
	boosts bool
	// fetch reads the entries of a page, in the page's order; lines, instead, reads their
	// numbers alone.
	fetch func(Page) ([]entry, error)
	lines func(Page) ([]Line, error)
}

// read gives the numbers of a page.
func (l listing) read(p Page) ([]Line, error) {
	if l.lines != nil {
		return l.lines(p)
	}
	entries, err := l.fetch(p)
	lines := make([]Line, 0, len(entries))
	for _, e := range entries {
		line := Line{e.id, e.post.ID}
		if e.announcer != 0 {
			line.Post = community.PostID(e.id)
		}
		lines = append(lines, line)
	}
	return lines, err
}

// rounds bounds how often a list is asked for more when the judge turned
// entries away that the statement let through.
const rounds = 10

// fill reads until the page is full of what the viewer may see: statements
// narrow, CanSee decides, and a page that came out short is read on.
func (s *Store) fill(ctx context.Context, page Page, l listing) ([]entry, error) {
	lines, scene, err := s.fillScene(ctx, page, l)
	entries := make([]entry, 0, len(lines))
	for _, line := range lines {
		p, _ := scene.Post(line.Post)
		e := entry{id: line.Entry, post: p}
		if of, repeats := scene.Post(p.Of); repeats && l.boosts {
			e.post, e.announcer = of, p.Author
		}
		entries = append(entries, e)
	}
	return entries, err
}

// fillScene is fill with what is around the posts, of which it gives the numbers.
func (s *Store) fillScene(ctx context.Context, page Page, l listing) ([]Line, *Scene, error) {
	next := page
	next.Limit = page.limit()
	got := make([]Line, 0, next.Limit)
	var scene *Scene
	for range rounds {
		read, err := l.read(next)
		if err != nil {
			return nil, nil, fmt.Errorf("read list: %w", err)
		}
		here, err := s.Scene(ctx, l.viewer, postsAt(read))
		if err != nil {
			return nil, nil, err
		}
		for _, line := range read {
			if here.admits(line.Post, l.wide) {
				got = append(got, line)
			}
		}
		scene = scene.join(here)
		if len(read) < next.Limit || len(got) >= next.Limit {
			break
		}
		next = next.after(read[len(read)-1].Entry)
	}
	return newestFirst(page, got[:min(len(got), next.Limit)]), scene, nil
}

func postsAt(lines []Line) []community.PostID {
	ids := make([]community.PostID, 0, len(lines))
	for _, line := range lines {
		ids = append(ids, line.Post)
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

// hotLines reads the numbers of a list with a prepared statement: what it is paged by,
// and the post.
func (s *Store) hotLines(ctx context.Context, statement string, args []any) ([]Line, error) {
	lines := make([]Line, 0, DefaultPage)
	err := s.hotRows(ctx, statement, args, func(rows *sql.Rows) error {
		var line Line
		err := rows.Scan(&line.Entry, (*int64)(&line.Post))
		lines = append(lines, line)
		return err
	})
	return lines, err
}

// linesOf are those of lists that are paged by the numbers of their posts.
func linesOf(ids []community.PostID) []Line {
	lines := make([]Line, 0, len(ids))
	for _, id := range ids {
		lines = append(lines, Line{int64(id), id})
	}
	return lines
}
