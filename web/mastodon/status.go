package mastodon

import (
	"errors"
	"slices"

	"github.com/gorilla/mux"

	"consilium/community"
	"consilium/storage"
	"consilium/web/session"
)

// post is what {id} names, if whoever asks may see it (S-PRIV-7).
func (s *API) post(c *call) (community.Post, error) {
	return s.visible(c, mux.Vars(c.Request)["id"])
}

func (s *API) visible(c *call, number string) (community.Post, error) {
	id, err := community.ParseID[community.PostID](number)
	if err != nil {
		return community.Post{}, err
	}
	return s.store.VisiblePost(c.Context(), c.viewer, id)
}

// words is what {id} names, or what it repeats: nobody answers or likes a boost.
func (s *API) words(c *call) (community.Post, error) {
	p, err := s.post(c)
	if err != nil || p.Of == 0 {
		return p, err
	}
	return s.store.VisiblePost(c.Context(), c.viewer, p.Of)
}

// ownPost is the member's own post that {id} names. Somebody else's is not there
// to be changed.
func (s *API) ownPost(c *call) (community.Post, error) {
	p, err := s.post(c)
	if err == nil && p.Author != c.me().ID {
		err = about("post of somebody else", community.ErrNotFound)
	}
	if err == nil && p.Audience.Restricted() && !c.may(session.CasesWrite) {
		err = outsideScope(session.CasesWrite)
	}
	return p, err
}

// listed are the posts of a list that goes by their numbers.
func (s *API) listed(c *call, page storage.Page, posts []community.Post) (any, error) {
	s.link(c, page, numbers(posts))
	return s.statuses(c, asShown(posts))
}

// listedOn answers with the lines of a list and what was read around them.
func (s *API) listedOn(c *call, scene *storage.Scene, page storage.Page, lines []storage.Line) (any, error) {
	entries, ids := make([]int64, 0, len(lines)), make([]community.PostID, 0, len(lines))
	for _, line := range lines {
		entries, ids = append(entries, line.Entry), append(ids, line.Post)
	}
	s.link(c, page, entries)
	return s.onScene(c, scene, ids)
}

func numbers(posts []community.Post) []int64 {
	ids := make([]int64, 0, len(posts))
	for _, p := range posts {
		ids = append(ids, int64(p.ID))
	}
	return ids
}

// showStatus is GET /api/v1/statuses/{id}.
func (s *API) showStatus(c *call) (any, error) {
	id, err := community.ParseID[community.PostID](mux.Vars(c.Request)["id"])
	if err != nil {
		return nil, err
	}
	p, scene, err := s.store.PostScene(c.Context(), c.viewer, id)
	if err == nil {
		err = s.store.AskTallies(c.Context(), p)
	}
	if err != nil {
		return nil, err
	}
	list, err := s.onScene(c, scene, []community.PostID{p.ID})
	if err != nil || len(list) == 0 {
		return nil, orNotFound(err)
	}
	return list[0], nil
}

// listStatuses is GET /api/v1/statuses?id[]=: those of them that can be seen.
func (s *API) listStatuses(c *call) (any, error) {
	ids, err := idsOf[community.PostID](c.fields, "id", statusPage.usual)
	if err != nil {
		return nil, err
	}
	found, err := s.visiblePosts(c, ids)
	if err != nil {
		return nil, err
	}
	posts := make([]community.Post, 0, len(found))
	for _, id := range ids {
		if p, visible := found[id]; visible {
			posts = append(posts, p)
		}
	}
	return s.statuses(c, asShown(posts))
}

// showContext is GET /api/v1/statuses/{id}/context.
func (s *API) showContext(c *call) (any, error) {
	p, err := s.words(c)
	if err != nil {
		return nil, err
	}
	if c.me().ID != 0 && s.Resolver != nil { // what comes of it is there the next time
		sought, err := s.store.SeekAnswers(c.Context(), p)
		if err != nil {
			return nil, err
		}
		tellRefresh(c, p, sought)
	}
	above, below, scene, err := s.store.ThreadScene(c.Context(), c.viewer, p)
	if err != nil {
		return nil, err
	}
	all, err := s.onScene(c, scene, slices.Concat(above, below))
	if err != nil {
		return nil, err
	}
	return Context{Ancestors: all[:len(above)], Descendants: all[len(above):]}, nil
}

// showSource is GET /api/v1/statuses/{id}/source.
func (s *API) showSource(c *call) (any, error) {
	p, err := s.words(c)
	if err != nil {
		return nil, err
	}
	return StatusSource{ID: community.FormatID(p.ID), Text: sourceOf(p), SpoilerText: p.Warning}, nil
}

// sourceOf is what the author typed, or the words of what came from elsewhere.
func sourceOf(p community.Post) string {
	if p.SourceType == "" {
		return p.Content.Text()
	}
	return p.Source
}

// listHistory is GET /api/v1/statuses/{id}/history, the oldest version first.
// The pictures of older versions are not kept.
func (s *API) listHistory(c *call) (any, error) {
	p, err := s.words(c)
	if err != nil {
		return nil, err
	}
	revisions, err := s.store.Revisions(c.Context(), c.viewer, p)
	if err != nil {
		return nil, err
	}
	now, err := s.oneStatus(c, p)
	if err != nil {
		return nil, err
	}
	list := make([]StatusEdit, 0, len(revisions)+1)
	for _, r := range revisions {
		list = append(list, StatusEdit{Content: r.Content.String(), SpoilerText: r.Warning, Sensitive: r.Sensitive,
			CreatedAt: date(r.Written), Account: now.Account, Poll: editedPoll(p), Quote: now.Quote, MediaAttachments: []Attachment{}, Emojis: now.Emojis})
	}
	written := now.CreatedAt
	if now.EditedAt != nil {
		written = *now.EditedAt
	}
	return append(list, StatusEdit{Content: now.Content, SpoilerText: now.SpoilerText, Sensitive: now.Sensitive,
		CreatedAt: written, Account: now.Account, Poll: editedPoll(p), Quote: now.Quote, MediaAttachments: now.MediaAttachments, Emojis: now.Emojis}), nil
}

// editedPoll is the poll of every version of a post: an edit changes neither what is
// asked nor what is quoted.
func editedPoll(p community.Post) *EditPoll {
	if p.Question == nil {
		return nil
	}
	poll := EditPoll{Options: make([]EditPollOption, 0, len(p.Question.Options))}
	for _, text := range p.Question.Texts() {
		poll.Options = append(poll.Options, EditPollOption{text})
	}
	return &poll
}

// deleteStatus is DELETE /api/v1/statuses/{id}. It answers with what the author
// typed, so that it can be written anew.
func (s *API) deleteStatus(c *call) (any, error) {
	p, err := s.ownPost(c)
	if err != nil {
		return nil, err
	}
	status, err := s.oneStatus(c, p)
	if err != nil {
		return nil, err
	}
	media, err := c.fields.flag("delete_media", false)
	if err != nil {
		return nil, err
	}
	if err := s.spend(c, session.Deletions); err != nil {
		return nil, err
	}
	status.Text = new(sourceOf(p))
	switch {
	case p.Of != 0:
		err = s.store.Unannounce(c.Context(), c.me(), p.Of)
	case media:
		err = s.store.DeletePost(c.Context(), p.ID, s.store.Now())
	default: // its pictures are for what is written anew
		err = s.store.DeleteToRedraft(c.Context(), p.ID, s.store.Now())
	}
	return status, err
}

// stillAnswered is the post that an own post answers, as far as its author can
// still see it.
func (s *API) stillAnswered(c *call, p community.Post) (*community.Post, error) {
	if p.Parent == 0 {
		return nil, nil
	}
	parent, err := s.store.VisiblePost(c.Context(), c.viewer, p.Parent)
	if errors.Is(err, community.ErrNotFound) {
		return nil, nil
	}
	return &parent, err
}
