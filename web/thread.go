package web

import (
	"context"
	"net/http"
	"net/url"

	"consilium/community"
	"consilium/web/door"
	"consilium/web/page"
)

// deepest is the deepest level a conversation is indented to.
const deepest = 4

// conversation is a post with what stands above and below it.
type conversation struct {
	post       page.Post
	above      []page.Post
	below      []page.Post
	belowPosts []community.Post
	author     community.Actor
	mentioned  community.MentionLinks
	actors     map[community.ActorID]community.Actor
}

// conversation loads a post with its thread, as far as the visitor may see it.
func (s *Web) conversation(ctx context.Context, v door.Visitor, p community.Post) (conversation, error) {
	above, below, err := s.store.Thread(ctx, v.Viewer(), p)
	if err != nil {
		return conversation{}, err
	}
	list := asShown(append(append([]community.Post{p}, above...), below...))
	a, err := s.around(ctx, v, list)
	if err != nil {
		return conversation{}, err
	}
	views := make([]page.Post, 0, len(list))
	for _, l := range list {
		views = append(views, s.view(ctx, a, l))
	}
	c := conversation{post: views[0], above: views[1 : 1+len(above)], below: views[1+len(above):], belowPosts: below,
		author: a.actors[p.Author], actors: a.actors, mentioned: mentionLinks(p, a.actors)}
	c.post.Focused = true
	indent(p.ID, c.below, below)
	return c, s.filterThread(ctx, v, &c, above)
}

// indent gives each answer its level under the post. The answers come in
// reading order, so that a parent is always known before its answers; one whose
// parent is hidden stands directly under the post.
func indent(top community.PostID, views []page.Post, answers []community.Post) {
	level := map[community.PostID]int{top: 0}
	for i, p := range answers {
		level[p.ID] = level[p.Parent] + 1
		views[i].Depth = min(level[p.ID], deepest)
	}
}

// showThread is the page of a post that is no case.
func (s *Web) showThread(w http.ResponseWriter, r *http.Request, v door.Visitor, p community.Post) error {
	c, err := s.conversation(r.Context(), v, p)
	if err != nil {
		return err
	}
	if err := s.store.AskTallies(r.Context(), p); err != nil {
		return err
	}
	view := page.Thread{Ancestors: c.above, Post: c.post, Replies: c.below}
	if view.Seeking, err = s.seeking(r.Context(), v, p); err != nil {
		return err
	}
	if view.Silence, err = s.silenceOf(r.Context(), v, p); err != nil {
		return err
	}
	if view.Readers, err = s.readers(r.Context(), p); err != nil {
		return err
	}
	if view.Composer, view.SignInURL, err = s.responding(r, v, p); err != nil {
		return err
	}
	return s.door.Show(w, r, v, door.Sheet{View: view, Frame: s.postFrame(p, c.author)})
}

// seeking asks other servers for what is missing of a conversation as a member opens
// it. Visitors make us ask nobody.
func (s *Web) seeking(ctx context.Context, v door.Visitor, p community.Post) (page.Seeking, error) {
	if v.Person == nil || s.Resolver == nil {
		return page.Seeking{}, nil
	}
	sought, err := s.store.SeekAnswers(ctx, p)
	return page.Seeking{Server: sought.Host, Pending: sought.Pending(), Asked: sought.Asked, URL: s.postPath(p)}, err
}

// responding is how the visitor can answer a post: with the form, or after
// signing in; neither when they may not.
func (s *Web) responding(r *http.Request, v door.Visitor, p community.Post) (*page.Composer, string, error) {
	if p.Case != nil && p.Case.Status.Closed() {
		return nil, "", nil
	}
	if v.Person == nil {
		return nil, "/sign-in?return=" + url.QueryEscape(s.postPath(p)), nil
	}
	if !s.may(v, p).Reply {
		return nil, "", nil
	}
	composer, err := s.replyComposer(r.Context(), v, p)
	return &composer, "", err
}
