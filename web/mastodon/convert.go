package mastodon

import (
	"context"
	"net/url"

	"consilium/community"
	"consilium/storage"
)

// shown is a post in a list; of is what it repeats, nil when that is not loaded
// yet or there is nothing.
type shown struct {
	post community.Post
	of   *community.Post
}

// words is the post somebody wrote: the repeated one, or the post itself.
func (l shown) words() community.Post {
	if l.of != nil {
		return *l.of
	}
	return l.post
}

func asShown(posts []community.Post) []shown {
	list := make([]shown, 0, len(posts))
	for _, p := range posts {
		list = append(list, shown{post: p})
	}
	return list
}

// around is everything the statuses of a list need, loaded at once: the number
// of statements does not depend on the length of the list.
type around struct {
	viewer  community.Viewer
	c       *call
	actors  map[community.ActorID]community.Actor
	parents map[community.PostID]community.ActorID
	marks   map[community.PostID]storage.Mark
	// quoted are the quoted posts that can be seen, approaches what is between whoever
	// asks and the authors.
	quoted     map[community.PostID]community.Post
	approaches map[community.ActorID]community.Approach
	chosen     map[community.PostID][]int
}

// statuses turns posts into what apps show. The posts must have come through
// one of storage's Visible functions or lists, and boosts with what they
// repeat: nothing is judged here again but the posts they answer.
func (s *API) statuses(c *call, list []shown) ([]Status, error) {
	list, err := s.repeated(c.Context(), list)
	if err != nil {
		return nil, err
	}
	a, err := s.around(c, list)
	if err != nil {
		return nil, err
	}
	statuses := make([]Status, 0, len(list))
	for _, l := range list {
		statuses = append(statuses, s.status(a, l))
	}
	return statuses, nil
}

// oneStatus is statuses for one post.
func (s *API) oneStatus(c *call, p community.Post) (Status, error) {
	list, err := s.statuses(c, []shown{{post: p}})
	if err != nil || len(list) == 0 {
		return Status{}, orNotFound(err)
	}
	return list[0], nil
}

func orNotFound(err error) error {
	if err == nil {
		return community.ErrNotFound
	}
	return err
}

// repeated loads what the boosts of a list repeat.
func (s *API) repeated(ctx context.Context, list []shown) ([]shown, error) {
	var ids []community.PostID
	for _, l := range list {
		if l.post.Of != 0 && l.of == nil {
			ids = append(ids, l.post.Of)
		}
	}
	if len(ids) == 0 {
		return list, nil
	}
	originals, err := s.store.Posts(ctx, ids)
	if err != nil {
		return nil, err
	}
	kept := make([]shown, 0, len(list))
	for _, l := range list {
		if original, known := originals[l.post.Of]; known && l.of == nil {
			l.of = &original
		}
		if l.post.Of == 0 || l.of != nil {
			kept = append(kept, l)
		}
	}
	return kept, nil
}

func (s *API) around(c *call, list []shown) (around, error) {
	a := around{viewer: c.viewer, c: c}
	var err error
	if a.parents, err = s.parents(c, list); err != nil {
		return a, err
	}
	if a.quoted, err = s.visibleQuoted(c, list); err != nil {
		return a, err
	}
	var people []community.ActorID
	var posts []community.PostID
	var written []community.Post
	for _, l := range list {
		words := l.words()
		written = append(written, words)
		people = append(append(people, l.post.Author, words.Author), words.Mentions...)
		posts = append(posts, words.ID)
	}
	for _, p := range a.quoted {
		people, posts, written = append(append(people, p.Author), p.Mentions...), append(posts, p.ID), append(written, p)
	}
	if a.actors, err = s.store.Actors(c.Context(), people); err != nil {
		return a, err
	}
	if c.viewer.Actor != 0 {
		if a.approaches, err = s.door.Approaches(c.Context(), c.me(), written...); err != nil {
			return a, err
		}
	}
	if a.marks, err = s.store.Marks(c.Context(), c.viewer.Actor, posts); err != nil {
		return a, err
	}
	a.chosen, err = s.store.Chosen(c.Context(), c.viewer.Actor, posts)
	return a, err
}

// parents are the authors of the posts that the listed ones answer, as far as
// whoever asks may know of them.
func (s *API) parents(c *call, list []shown) (map[community.PostID]community.ActorID, error) {
	var ids []community.PostID
	for _, l := range list {
		if words := l.words(); words.Parent != 0 {
			ids = append(ids, words.Parent)
		}
	}
	visible, err := s.visiblePosts(c, ids)
	authors := make(map[community.PostID]community.ActorID, len(visible))
	for id, p := range visible {
		authors[id] = p.Author
	}
	return authors, err
}

// visiblePosts loads posts and keeps those that whoever asks may see.
func (s *API) visiblePosts(c *call, ids []community.PostID) (map[community.PostID]community.Post, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	known, err := s.store.Posts(c.Context(), ids)
	if err != nil {
		return nil, err
	}
	posts := make([]community.Post, 0, len(known))
	for _, p := range known {
		posts = append(posts, p)
	}
	visible, err := s.store.Visible(c.Context(), c.viewer, posts)
	found := make(map[community.PostID]community.Post, len(visible))
	for _, p := range visible {
		found[p.ID] = p
	}
	return found, err
}

// status is one post, or one boost around the post it repeats.
func (s *API) status(a around, l shown) Status {
	if l.of == nil {
		return s.ownStatus(a, l.post)
	}
	inner := s.ownStatus(a, *l.of)
	outer := s.ownStatus(a, l.post)
	outer.Reblog = &inner
	outer.URL, outer.Sensitive, outer.SpoilerText, outer.Language = inner.URL, inner.Sensitive, inner.SpoilerText, inner.Language
	outer.Favourited, outer.Reblogged, outer.Bookmarked = inner.Favourited, inner.Reblogged, inner.Bookmarked
	outer.RepliesCount, outer.ReblogsCount, outer.FavouritesCount = inner.RepliesCount, inner.ReblogsCount, inner.FavouritesCount
	return outer
}

func (s *API) ownStatus(a around, p community.Post) Status {
	status := s.bareStatus(a, p)
	status.Quote = s.quote(a, p, false)
	return status
}

// bareStatus is a post without what it quotes.
func (s *API) bareStatus(a around, p community.Post) Status {
	mark := a.marks[p.ID]
	status := Status{
		ID: community.FormatID(p.ID), CreatedAt: date(p.Published), Sensitive: p.Sensitive, SpoilerText: p.Warning,
		Visibility: visibilityOf(p.Audience.Kind), LocalOnly: p.Audience.Restricted(), Language: maybe(p.Language),
		URI: p.IRI.String(), URL: p.IRI.String(), RepliesCount: p.Replies, ReblogsCount: p.Announces, FavouritesCount: p.Likes,
		QuotesCount: p.Quotes, QuoteApproval: a.quoteApproval(p),
		EditedAt: maybeDate(p.Edited), Favourited: mark.Liked, Reblogged: mark.Announced, Bookmarked: mark.Bookmarked,
		Content: p.Titled().String(), Filtered: empty, Account: s.account(a.c, a.actors[p.Author]),
		MediaAttachments: s.attachments(a.c, p), Mentions: mentions(a, p), Tags: s.tags(p), Emojis: s.emojis(p.Emoji),
	}
	status.Poll = s.poll(a.viewer.Actor, p, a.chosen[p.ID])
	if !p.URL.IsZero() {
		status.URL = p.URL.String()
	}
	if author, visible := a.parents[p.Parent]; visible {
		status.InReplyToID, status.InReplyToAccountID = maybeID(p.Parent), maybeID(author)
	}
	return status
}

func mentions(a around, p community.Post) []Mention {
	list := make([]Mention, 0, len(p.Mentions))
	for _, id := range p.Mentions {
		if who, known := a.actors[id]; known {
			list = append(list, Mention{community.FormatID(id), who.Handle.Name(), pageOf(who), who.Handle.String()})
		}
	}
	return list
}

func (s *API) tags(p community.Post) []StatusTag {
	list := make([]StatusTag, 0, len(p.Tags))
	for _, tag := range p.Tags {
		list = append(list, StatusTag{tag, s.tagURL(tag)})
	}
	return list
}

// tagBase is the absolute address under which hashtags have their pages.
func (s *API) tagBase() string { return s.address("/tags/") }

func (s *API) tagURL(tag string) string { return s.tagBase() + url.PathEscape(tag) }
