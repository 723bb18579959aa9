package web

import (
	"context"
	"strings"

	"consilium/community"
	"consilium/storage"
	"consilium/web/door"
	"consilium/web/page"
)

// shown is a post in a list, and who boosted it into that list.
type shown struct {
	post      community.Post
	announcer community.ActorID
}

// asShown takes posts as they are; views puts in the place of a boost what it
// repeats.
func asShown(posts []community.Post) []shown {
	list := make([]shown, 0, len(posts))
	for _, p := range posts {
		list = append(list, shown{post: p})
	}
	return list
}

// around is everything the views of some posts need, loaded at once: the number
// of statements does not depend on the number of posts.
type around struct {
	visitor door.Visitor
	actors  map[community.ActorID]community.Actor
	parents map[community.PostID]community.Post
	marks   map[community.PostID]storage.Mark
	// quoted are the quoted posts the visitor may see, approaches what is between the
	// visitor and the authors.
	quoted     map[community.PostID]community.Post
	approaches map[community.ActorID]community.Approach
	chosen     map[community.PostID][]int
	pinned     map[community.PostID]bool // of the visitor's own
}

// views turns posts into what the pages show. The posts must have come through
// one of storage's Visible functions or lists: nothing is judged here again but
// the posts they answer, whose authors are named.
func (s *Web) views(ctx context.Context, v door.Visitor, list []shown) ([]page.Post, error) {
	list, err := s.repeated(ctx, list)
	if err != nil {
		return nil, err
	}
	a, err := s.around(ctx, v, list)
	if err != nil {
		return nil, err
	}
	views := make([]page.Post, 0, len(list))
	for _, l := range list {
		views = append(views, s.view(ctx, a, l))
	}
	return views, nil
}

// repeated puts in the place of each boost the post it repeats.
func (s *Web) repeated(ctx context.Context, list []shown) ([]shown, error) {
	var ids []community.PostID
	for _, l := range list {
		if l.post.Of != 0 {
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
		if l.post.Of == 0 {
			kept = append(kept, l)
		} else if original, known := originals[l.post.Of]; known {
			kept = append(kept, shown{original, l.post.Author})
		}
	}
	return kept, nil
}

func (s *Web) around(ctx context.Context, v door.Visitor, list []shown) (around, error) {
	a := around{visitor: v}
	var err error
	if a.parents, err = s.visibleParents(ctx, v, list); err != nil {
		return a, err
	}
	if a.quoted, err = s.visibleQuoted(ctx, v, list); err != nil {
		return a, err
	}
	people, posts := make([]community.ActorID, 0, 2*len(list)), make([]community.PostID, 0, len(list))
	for _, l := range list {
		people = append(people, l.post.Author)
		posts = append(posts, l.post.ID)
		if l.announcer != 0 {
			people = append(people, l.announcer)
		}
		if l.post.Case != nil {
			people = append(people, l.post.Mentions...)
		}
	}
	for _, p := range a.parents {
		people = append(people, p.Author)
	}
	for _, p := range a.quoted {
		people = append(people, p.Author)
	}
	if a.actors, err = s.store.Actors(ctx, append(people, s.refsOf(list)...)); err != nil || v.Person == nil {
		return a, err
	}
	if a.marks, err = s.store.Marks(ctx, v.Person.Actor.ID, posts); err != nil {
		return a, err
	}
	if a.chosen, err = s.store.Chosen(ctx, v.Person.Actor.ID, posts); err != nil {
		return a, err
	}
	if a.approaches, err = s.door.Approaches(ctx, v.Person.Actor, wordsOf(list)...); err != nil {
		return a, err
	}
	a.pinned, err = s.ownPins(ctx, v, list)
	return a, err
}

// visibleParents are the posts that the listed ones answer, as far as the
// visitor may know of them.
func (s *Web) visibleParents(ctx context.Context, v door.Visitor, list []shown) (map[community.PostID]community.Post, error) {
	var ids []community.PostID
	for _, l := range list {
		if l.post.Parent != 0 {
			ids = append(ids, l.post.Parent)
		}
	}
	return s.visiblePosts(ctx, v, ids)
}

// visiblePosts loads posts and keeps those the visitor may see.
func (s *Web) visiblePosts(ctx context.Context, v door.Visitor, ids []community.PostID) (map[community.PostID]community.Post, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	known, err := s.store.Posts(ctx, ids)
	if err != nil {
		return nil, err
	}
	posts := make([]community.Post, 0, len(known))
	for _, p := range known {
		posts = append(posts, p)
	}
	visible, err := s.store.Visible(ctx, v.Viewer(), posts)
	found := make(map[community.PostID]community.Post, len(visible))
	for _, p := range visible {
		found[p.ID] = p
	}
	return found, err
}

// view is one post as the pages show it.
func (s *Web) view(ctx context.Context, a around, l shown) page.Post {
	p, mark := l.post, a.marks[l.post.ID]
	view := page.Post{
		Quote: s.quoteView(ctx, a, p), Quotes: p.Quotes,
		ID: community.FormatID(p.ID), URL: s.postPath(p), Author: s.door.Line(ctx, a.actors[p.Author]), Published: p.Published,
		Edited: p.Edited, Audience: p.Audience.Kind, Title: p.Title, Warning: p.Warning, Sensitive: p.Sensitive || a.actors[p.Author].Veils(p, s.store.Now()),
		Content: p.Content.WithEmoji(p.Emoji), Language: p.Language, Pictures: s.pictures(p), Withheld: withheld(a.visitor, p), ReplyTo: s.replyTo(a, p),
		Replies: p.Replies, Likes: p.Likes, Boosts: p.Announces,
		Liked: mark.Liked, Boosted: mark.Announced, Bookmarked: mark.Bookmarked, Pinned: a.pinned[p.ID],
		Response: p.Response, Citations: p.Citations, Question: s.questionView(a, p),
		May: s.may(a.visitor, p), Deleted: !p.Deleted.IsZero(), Hidden: !p.Hidden.IsZero(),
	}
	a.limit(p, &view.May)
	if p.Case != nil {
		view.Case = caseCard(p)
		if len(view.Pictures) > 0 && !view.Sensitive {
			view.Case.Picture = &view.Pictures[0]
		}
	}
	if booster, known := a.actors[l.announcer]; known && l.announcer != 0 {
		line := s.door.Line(ctx, booster)
		view.BoostedBy = &line
	}
	a.inGroup(l, &view)
	return view
}

func (s *Web) replyTo(a around, p community.Post) *page.ReplyTo {
	if p.Parent == 0 && p.ParentIRI.IsZero() {
		return nil
	}
	parent, visible := a.parents[p.Parent]
	if !visible {
		return &page.ReplyTo{}
	}
	return &page.ReplyTo{URL: s.postPath(parent), Name: a.actors[parent.Author].Name()}
}

// may says what the visitor can do with a post they see.
func (s *Web) may(v door.Visitor, p community.Post) page.May {
	if v.Person == nil || p.Kind == community.AnnounceKind || !p.Deleted.IsZero() {
		return page.May{}
	}
	me := v.Person.Actor.ID
	own := p.Author == me
	return page.May{
		Act: true, Own: own, Edit: own, Delete: own, Remove: !own && v.May(community.RemovePosts),
		Reply: community.CanReply(v.Viewer(), p) && len(community.AudienceChoices(v.Subject(), &p, false, s.Openness)) > 0,
		Boost: community.CanAnnounce(me, p), Pin: own && community.CheckPin(v.Person.Actor, p) == nil,
		Like: true, Quote: v.May(community.WritePosts), Quotes: own && p.Local && isOpen(p.Audience),
	}
}

// postPath is where a post has its page here: posts of members at their own
// address, all others by their number.
func (s *Web) postPath(p community.Post) string {
	if path, ours := strings.CutPrefix(p.IRI.String(), s.store.Base()); ours && p.Local {
		return path
	}
	return "/p/" + community.FormatID(p.ID)
}

// cutText shortens plain text to about so many characters, at a word's end.
func cutText(text string, characters int) string {
	text = strings.Join(strings.Fields(text), " ")
	runes := []rune(text)
	if len(runes) <= characters {
		return text
	}
	short := string(runes[:characters])
	if at := strings.LastIndexByte(short, ' '); at > len(short)/2 {
		short = short[:at]
	}
	return short + "…"
}
