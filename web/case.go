package web

import (
	"net/http"

	"github.com/gorilla/mux"

	"consilium/community"
	"consilium/storage"
	"consilium/web/door"
	"consilium/web/page"
)

// postList is a list of posts paged by their own numbers.
func (s *Web) postList(r *http.Request, v door.Visitor, asked storage.Page, posts []community.Post) (page.Posts, error) {
	place := community.FilterPublic
	if mux.Vars(r)["handle"] != "" {
		place = community.FilterAccount
	}
	views, err := s.viewsIn(r.Context(), v, place, asShown(posts))
	ids := make([]int64, 0, len(posts))
	for _, p := range posts {
		ids = append(ids, int64(p.ID))
	}
	return page.Posts{Posts: views, Pages: door.ListLinks(r, asked, ids)}, err
}

// showCase is the page of a case: the question first, answers beside it.
func (s *Web) showCase(w http.ResponseWriter, r *http.Request, v door.Visitor, p community.Post) error {
	ctx := r.Context()
	c, err := s.conversation(ctx, v, p)
	if err != nil {
		return err
	}
	view := page.Case{Post: c.post, Body: s.caseBody(p, c.mentioned)}
	sort, err := s.sorting(r, v, p)
	if err != nil {
		return err
	}
	s.sortResponses(ctx, &view, c, sort)
	view.Life = s.life(v, p)
	if view.Silence, err = s.silenceOf(ctx, v, p); err != nil {
		return err
	}
	if view.Steward, err = s.steward(ctx, p); err != nil {
		return err
	}
	if view.Readers, err = s.readers(ctx, p); err != nil {
		return err
	}
	if view.Versions, err = s.versions(ctx, v, p); err != nil {
		return err
	}
	if view.Composer, view.SignInURL, err = s.responding(r, v, p); err != nil {
		return err
	}
	if view.Seeking, err = s.seeking(ctx, v, p); err != nil {
		return err
	}
	if err = s.showPoll(ctx, v, p, &view); err != nil {
		return err
	}
	if err = s.showConsent(ctx, v, p, &view); err != nil {
		return err
	}
	if view.Collect, err = s.collecting(r, v, p); err != nil {
		return err
	}
	view.Cite = page.Citing{Text: s.cited(ctx, v, p, c.author).cite, Base: "/p/" + community.FormatID(p.ID) + "/case"}
	return s.door.Show(w, r, v, door.Sheet{View: view, Frame: s.postFrame(p, c.author)})
}
