package mastodon

import (
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
	*storage.Scene
	c      *call
	viewer community.ActorID
	chosen map[community.PostID][]int
	sieve  sieve
}

// statuses turns posts into what apps show. They are read anew and judged, and those
// that whoever asks may not see are left out.
func (s *API) statuses(c *call, list []shown) ([]Status, error) {
	ids := make([]community.PostID, 0, len(list))
	for _, l := range list {
		ids = append(ids, l.post.ID)
	}
	scene, err := s.store.Scene(c.Context(), c.viewer, ids)
	if err != nil {
		return nil, err
	}
	return s.onScene(c, scene, ids)
}

// onScene turns posts that were just read and judged into what apps show.
func (s *API) onScene(c *call, scene *storage.Scene, ids []community.PostID) ([]Status, error) {
	a, err := s.around(c, scene, ids)
	if err != nil {
		return nil, err
	}
	statuses := make([]Status, 0, len(ids))
	for _, id := range ids {
		if p, visible := scene.Look(id); visible {
			statuses = append(statuses, s.status(a, *p))
		}
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

// around adds to a scene what only some posts need: choices in polls, filters, and where
// people went.
func (s *API) around(c *call, scene *storage.Scene, ids []community.PostID) (around, error) {
	a := around{Scene: scene, c: c, viewer: c.viewer.Actor}
	var asked []community.PostID
	var gone []community.Actor
	for _, id := range ids {
		p, visible := scene.Look(id)
		if !visible {
			continue
		}
		if of, known := scene.Look(p.Of); known {
			p = of
		}
		if p.Question != nil {
			asked = append(asked, p.ID)
		}
		if author, _ := scene.Actor(p.Author); !author.MovedTo.IsZero() {
			gone = append(gone, author)
		}
	}
	var err error
	if a.chosen, err = s.store.Chosen(c.Context(), a.viewer, asked); err != nil {
		return a, err
	}
	if len(gone) > 0 {
		if err := s.know(c, gone...); err != nil {
			return a, err
		}
	}
	a.sieve, err = s.newSieve(c)
	return a, err
}

// visiblePosts loads posts and keeps those that whoever asks may see.
func (s *API) visiblePosts(c *call, ids []community.PostID) (map[community.PostID]community.Post, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	scene, err := s.store.Scene(c.Context(), c.viewer, ids)
	if err != nil {
		return nil, err
	}
	found := make(map[community.PostID]community.Post, len(ids))
	for _, p := range scene.Posts(ids) {
		found[p.ID] = p
	}
	return found, nil
}

// status is one post, or one boost around the post it repeats.
func (s *API) status(a around, p community.Post) Status {
	of, repeats := a.Post(p.Of)
	if !repeats {
		return s.ownStatus(a, p)
	}
	inner := s.ownStatus(a, of)
	outer := s.ownStatus(a, p)
	of.Sensitive = inner.Sensitive // also by a sanction of its author
	outer.StatusWords = s.boostWords(a.c, p, of)
	outer.Reblog, outer.Filtered, outer.Muted = &inner, inner.Filtered, inner.Muted
	outer.Favourited, outer.Reblogged, outer.Bookmarked = inner.Favourited, inner.Reblogged, inner.Bookmarked
	return outer
}

func (s *API) ownStatus(a around, p community.Post) Status {
	status := s.bareStatus(a, p)
	status.Quote = s.quote(a, p, false)
	return status
}

// bareStatus is a post without what it quotes.
func (s *API) bareStatus(a around, p community.Post) Status {
	mark := a.Mark(p.ID)
	author, _ := a.Actor(p.Author)
	p.Sensitive = p.Sensitive || author.Veils(p, s.store.Now())
	status := Status{StatusWords: s.statusWords(a.c, p), QuotesCount: p.Quotes, QuoteApproval: a.quoteApproval(p),
		Favourited: mark.Liked, Reblogged: mark.Announced, Bookmarked: mark.Bookmarked, Pinned: mark.Pinned, Muted: mark.Muted,
		Filtered: a.sieve.filtered(p), Account: s.account(a.c, author), Mentions: mentions(a, p), Poll: s.poll(a.viewer, p, a.chosen[p.ID])}
	status.MediaAttachments = s.attachments(a.c, p)
	if parent, visible := a.Post(p.Parent); visible {
		status.InReplyToID, status.InReplyToAccountID = maybeID(p.Parent), maybeID(parent.Author)
	}
	return status
}

func mentions(a around, p community.Post) []Mention {
	list := make([]Mention, 0, len(p.Mentions))
	for _, id := range p.Mentions {
		if who, known := a.Actor(id); known {
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
