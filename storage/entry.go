package storage

import (
	"context"
	"fmt"

	"consilium/community"
)

// entry is one line of a list of posts: the number it is paged by, the post,
// and, in a home, who repeated it and for whom.
type entry struct {
	id        int64
	post      community.Post
	announcer community.ActorID
	audience  community.AudienceKind
}

// announce is the boost through which the post came, as CanSee judges it.
func (e entry) announce() community.Post {
	return community.Post{ID: community.PostID(e.id), Author: e.announcer, Kind: community.AnnounceKind, Of: e.post.ID,
		Audience: community.Audience{Kind: e.audience}}
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
	var got []entry
	next := page
	next.Limit = page.limit()
	for range rounds {
		read, err := l.fetch(next)
		if err != nil {
			return nil, fmt.Errorf("read list: %w", err)
		}
		admitted, err := s.admitFull(ctx, l, read)
		if err != nil {
			return nil, err
		}
		got = append(got, admitted...)
		if len(read) < next.Limit || len(got) >= next.Limit {
			break
		}
		next = next.after(read[len(read)-1].id)
	}
	return newestFirst(page, got[:min(len(got), next.Limit)]), nil
}

func (s *Store) admitFull(ctx context.Context, l listing, read []entry) ([]entry, error) {
	posts := postsOfEntries(read)
	if err := attach(ctx, s.r, posts); err != nil {
		return nil, fmt.Errorf("read list: %w", err)
	}
	for i := range read {
		read[i].post = posts[i]
	}
	return s.admit(ctx, l.viewer, read, l.wide)
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
