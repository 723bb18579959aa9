package storage

import (
	"context"
	"fmt"
	"iter"

	"consilium/community"
)

// EventExported is the security event that somebody took a copy of everything
// that is theirs.
const EventExported = "exported"

// NoteExport writes down that a copy of what belongs to a login was taken.
func (s *Store) NoteExport(ctx context.Context, act Act) error {
	return s.update(ctx, fmt.Sprintf("note export of user %d", act.User), func(t *tx) error { return t.note(ctx, act, EventExported) })
}

// estatePage is how much of an estate is in memory at once.
const estatePage = 100

// Estate is what belongs to one member, read a page at a time: for the copy a
// person takes along, and for whatever brings an account elsewhere. Everything
// the member wrote is in it, for however few it is; of what others wrote it has
// addresses and nothing else. What is added while it is read may be missing.
type Estate struct {
	s     *Store
	User  community.User
	Actor community.Actor
	// whole says that what is for few is in it too.
	whole bool
}

// federated are the posts that other servers may be sent, p being the post.
const federated = `p.audience IN ('public', 'unlisted', 'followers', 'direct')`

// Open is the same without what is for few: of posts that no other server is ever sent
// neither the words nor the pictures nor the address. It is for apps that may not read
// cases (decision 9), and for forms made for other servers.
func (e Estate) Open() Estate {
	e.whole = false
	return e
}

// Estate begins to read what belongs to a login; ErrNotFound.
func (s *Store) Estate(ctx context.Context, id community.UserID) (Estate, error) {
	u, err := s.User(ctx, id)
	if err != nil {
		return Estate{}, err
	}
	a, err := s.Actor(ctx, u.Actor)
	return Estate{s, u, a, true}, err
}

// EstatePost is a post of the member with what its numbers stand for.
type EstatePost struct {
	community.Post
	// Of is what a boost repeats, Accepted the answer that solved a case.
	Of, Accepted community.IRI
	// Named are whom it mentions.
	Named []community.Handle
	// Versions are what it said before, oldest first.
	Versions []community.Revision
	// Poll is what a case asks, without any vote; nil for none.
	Poll *community.Poll
}

// Posts gives everything the member posted, oldest first, without what was
// deleted.
func (e Estate) Posts(ctx context.Context) iter.Seq2[EstatePost, error] {
	return walk(ctx, func(after int64) ([]numberedPost, error) {
		var rows []postRow
		err := many(ctx, e.s.r, &rows, `SELECT `+postColumns+` FROM post p WHERE p.author = ? AND p.deleted IS NULL AND (`+federated+` OR ?)
			AND p.id > ? ORDER BY p.id LIMIT ?`, e.Actor.ID, e.whole, after, estatePage)
		if err != nil {
			return nil, err
		}
		posts := postsOf(rows)
		if err := attach(ctx, e.s.r, posts); err != nil {
			return nil, err
		}
		return e.s.complete(ctx, posts)
	})
}

type numberedPost = numbered[EstatePost]

// complete finds what the numbers in posts stand for, in a fixed number of
// statements.
func (s *Store) complete(ctx context.Context, posts []community.Post) ([]numberedPost, error) {
	var named []community.ActorID
	var others []community.PostID
	for _, p := range posts {
		named = append(named, p.Mentions...)
		if p.Of != 0 {
			others = append(others, p.Of)
		}
		if p.Case != nil && p.Case.Accepted != 0 {
			others = append(others, p.Case.Accepted)
		}
	}
	people, err := s.Actors(ctx, named)
	if err != nil {
		return nil, err
	}
	addresses, err := s.addresses(ctx, others)
	if err != nil {
		return nil, err
	}
	versions, err := s.versions(ctx, idsOf(posts))
	if err != nil {
		return nil, err
	}
	polls, err := pollsOf(ctx, s.r, idsOf(posts))
	if err != nil {
		return nil, err
	}
	list := make([]numberedPost, 0, len(posts))
	for _, p := range posts {
		full := EstatePost{Post: p, Of: addresses[p.Of], Versions: versions[p.ID]}
		if p.Case != nil {
			full.Accepted = addresses[p.Case.Accepted]
		}
		if poll, asked := polls[p.ID]; asked {
			full.Poll = &poll
		}
		for _, id := range p.Mentions {
			if a, known := people[id]; known {
				full.Named = append(full.Named, a.Handle)
			}
		}
		list = append(list, numberedPost{int64(p.ID), full})
	}
	return list, nil
}

// addresses gives where posts lie, and nothing of what they say.
func (s *Store) addresses(ctx context.Context, ids []community.PostID) (map[community.PostID]community.IRI, error) {
	found := make(map[community.PostID]community.IRI, len(ids))
	if len(ids) == 0 {
		return found, nil
	}
	var rows []struct {
		ID  community.PostID
		IRI community.IRI
	}
	if err := many(ctx, s.r, &rows, `SELECT id, iri FROM post WHERE id IN (?)`, in(ids)); err != nil {
		return nil, err
	}
	for _, r := range rows {
		found[r.ID] = r.IRI
	}
	return found, nil
}

// numbered is something with the number it is paged by.
type numbered[T any] struct {
	number int64
	value  T
}

// walk gives what read gives after a number, page after page, until there is
// nothing more or something went wrong.
func walk[T any](ctx context.Context, read func(after int64) ([]numbered[T], error)) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var nothing T
		for after := int64(0); ; {
			page, err := read(after)
			if err == nil {
				err = ctx.Err()
			}
			if err != nil {
				yield(nothing, fmt.Errorf("read estate: %w", err))
				return
			}
			for _, one := range page {
				if !yield(one.value, nil) {
					return
				}
				after = one.number
			}
			if len(page) < estatePage {
				return
			}
		}
	}
}

// EstateOf begins to read what belongs to a member; ErrNotFound.
func (s *Store) EstateOf(ctx context.Context, a community.Actor) (Estate, error) {
	u, err := s.UserOfActor(ctx, a.ID)
	return Estate{s, u, a, true}, err
}
