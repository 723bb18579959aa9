package storage

import (
	"context"
	"errors"
	"fmt"

	"consilium/community"
)

// postColumns are the columns of a postRow, of a post or open_post called p.
const postColumns = `p.id, p.iri, p.url, p.author, p.kind, p.of_post, p.audience, p.audience_rest, p.parent, p.parent_iri, p.root,
	p.title, p.warning, p.sensitive, p.content, p.source, p.source_type, p.language, p.published, p.edited, p.deleted,
	p.revision, p.local, p.reply_count, p.like_count, p.announce_count, p.hidden, p.context, p.emoji, p.policy, p.in_group, p.stamp`

type postRow struct {
	ID                                   community.PostID
	IRI, URL                             community.IRI
	Author                               community.ActorID
	Kind                                 community.PostKind
	OfPost                               community.PostID
	Audience                             community.AudienceKind
	AudienceRest                         string
	Parent                               community.PostID
	ParentIRI                            community.IRI
	Root                                 community.PostID
	Title, Warning                       string
	Sensitive                            bool
	Content                              community.SafeHTML
	Source, SourceType, Language         string
	Published, Edited, Deleted           stamp
	Revision                             int
	Local                                bool
	ReplyCount, LikeCount, AnnounceCount int
	Hidden                               stamp
	Context                              community.IRI
	Emoji                                emojiText
	Policy                               policyText
	InGroup                              community.ActorID
	Stamp                                int64
}

// places is where the columns are read to, in the order of postColumns.
func (r *postRow) places() []any {
	return []any{&r.ID, &r.IRI, &r.URL, &r.Author, &r.Kind, &r.OfPost, &r.Audience, &r.AudienceRest, &r.Parent, &r.ParentIRI, &r.Root,
		&r.Title, &r.Warning, &r.Sensitive, &r.Content, &r.Source, &r.SourceType, &r.Language, &r.Published, &r.Edited, &r.Deleted,
		&r.Revision, &r.Local, &r.ReplyCount, &r.LikeCount, &r.AnnounceCount, &r.Hidden, &r.Context, &r.Emoji, &r.Policy, &r.InGroup, &r.Stamp}
}

func (r *postRow) post() community.Post {
	return community.Post{ID: r.ID, IRI: r.IRI, URL: r.URL, Author: r.Author, Kind: r.Kind, Of: r.OfPost,
		Audience: audienceOf(r.Audience, r.AudienceRest), Parent: r.Parent, ParentIRI: r.ParentIRI, Root: r.Root,
		Title: r.Title, Warning: r.Warning, Sensitive: r.Sensitive, Content: r.Content, Source: r.Source,
		SourceType: r.SourceType, Language: r.Language, Published: r.Published.Time, Edited: r.Edited.Time,
		Deleted: r.Deleted.Time, Revision: r.Revision, Local: r.Local,
		Replies: r.ReplyCount, Likes: r.LikeCount, Announces: r.AnnounceCount, Hidden: r.Hidden.Time,
		Context: r.Context, Emoji: r.Emoji.emoji(), Policy: r.Policy.policy(), Group: r.InGroup, Stamp: r.Stamp}
}

// Post gives a post with everything that hangs on it. It judges nothing: what a
// person may see comes from VisiblePost. A deleted post comes as the tombstone
// it is, with Deleted set; ErrNotFound for a number we never gave.
func (s *Store) Post(ctx context.Context, id community.PostID) (community.Post, error) {
	found, err := s.Posts(ctx, []community.PostID{id})
	p, there := found[id]
	if err == nil && !there {
		err = community.ErrNotFound
	}
	if err != nil {
		return community.Post{}, fmt.Errorf("post %d: %w", id, err)
	}
	return p, nil
}

// PostByIRI is Post by identifier. An identifier whose Delete came before the
// post is ErrGone.
func (s *Store) PostByIRI(ctx context.Context, iri community.IRI) (community.Post, error) {
	p, err := postByIRI(ctx, s.r, iri)
	if err != nil {
		return p, fmt.Errorf("post by iri: %w", err)
	}
	return p, nil
}

func postByIRI(ctx context.Context, db reader, iri community.IRI) (community.Post, error) {
	var id community.PostID
	err := one(ctx, db, &id, `SELECT id FROM post WHERE iri = ?`, iri)
	if errors.Is(err, community.ErrNotFound) {
		return community.Post{}, burnt(ctx, db, iri)
	}
	if err != nil {
		return community.Post{}, err
	}
	return postByID(ctx, db, id)
}

// burnt is ErrGone for an identifier that was deleted before it came, else
// ErrNotFound.
func burnt(ctx context.Context, db reader, iri community.IRI) error {
	var n int
	err := one(ctx, db, &n, `SELECT COUNT(*) FROM tombstone WHERE iri = ?`, iri)
	switch {
	case err != nil:
		return err
	case n > 0:
		return community.ErrGone
	}
	return community.ErrNotFound
}

func postByID(ctx context.Context, db reader, id community.PostID) (community.Post, error) {
	posts, err := postsByID(ctx, db, []community.PostID{id})
	if err != nil {
		return community.Post{}, err
	}
	if len(posts) == 0 {
		return community.Post{}, community.ErrNotFound
	}
	return posts[0], nil
}

// Posts gives posts as Post does, in a number of statements that does not
// depend on how many they are. Unknown numbers are left out.
func (s *Store) Posts(ctx context.Context, ids []community.PostID) (map[community.PostID]community.Post, error) {
	signs, err := s.signs(ctx, 0, ids)
	if err != nil {
		return nil, fmt.Errorf("read posts: %w", err)
	}
	posts, err := s.postsBySign(ctx, signs)
	if err != nil {
		return nil, fmt.Errorf("read posts: %w", err)
	}
	found := make(map[community.PostID]community.Post, len(posts))
	for id, p := range posts {
		found[id] = *p
	}
	return found, nil
}

func byID(posts []community.Post) map[community.PostID]community.Post {
	found := make(map[community.PostID]community.Post, len(posts))
	for _, p := range posts {
		found[p.ID] = p
	}
	return found
}

func postsByID(ctx context.Context, db reader, ids []community.PostID) ([]community.Post, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	var rows []postRow
	err := many(ctx, db, &rows, `SELECT `+postColumns+` FROM post p WHERE p.id IN (?)`, in(ids))
	if err != nil {
		return nil, err
	}
	posts := postsOf(rows)
	return posts, attach(ctx, db, posts)
}

func postsOf(rows []postRow) []community.Post {
	posts := make([]community.Post, 0, len(rows))
	for i := range rows {
		posts = append(posts, rows[i].post())
	}
	return posts
}

func idsOf(posts []community.Post) []community.PostID {
	ids := make([]community.PostID, 0, len(posts))
	for _, p := range posts {
		ids = append(ids, p.ID)
	}
	return ids
}

// attach hangs pictures, mentions, hashtags and cases on the posts: one
// statement each, however many posts there are.
func attach(ctx context.Context, db reader, posts []community.Post) error {
	if len(posts) == 0 {
		return nil
	}
	ids, at := idsOf(posts), make(map[community.PostID]*community.Post, len(posts))
	for i := range posts {
		at[posts[i].ID] = &posts[i]
	}
	for _, hang := range []func(context.Context, reader, []community.PostID, map[community.PostID]*community.Post) error{
		hangMedia, hangMentions, hangTags, hangCases, hangResponses, hangQuestions, hangQuotes,
	} {
		if err := hang(ctx, db, ids, at); err != nil {
			return err
		}
	}
	return nil
}
