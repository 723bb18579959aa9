package web

import (
	"context"
	"net/http"
	"slices"
	"time"

	"consilium/community"
	"consilium/web/door"
	"consilium/web/page"
)

// versions lists the states of a post that was edited, the newest first; none
// when it never was.
func (s *Web) versions(ctx context.Context, v door.Visitor, p community.Post) ([]page.Version, error) {
	older, err := s.store.Revisions(ctx, v.Viewer(), p)
	if err != nil || len(older) == 0 {
		return nil, err
	}
	versions := []page.Version{{Number: len(older) + 1, Written: lastWritten(p), Current: true}}
	for i, revision := range slices.Backward(older) {
		versions = append(versions, page.Version{Number: i + 1, Written: revision.Written})
	}
	return versions, nil
}

func lastWritten(p community.Post) time.Time {
	if p.Edited.IsZero() {
		return p.Published
	}
	return p.Edited
}

// showHistory is GET /p/{id}/history.
func (s *Web) showHistory(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	p, err := s.postHere(r, v)
	if err != nil {
		return err
	}
	older, err := s.store.Revisions(r.Context(), v.Viewer(), p)
	if err != nil {
		return err
	}
	a, err := s.around(r.Context(), v, []shown{{post: p}})
	if err != nil {
		return err
	}
	view := page.History{Post: s.view(r.Context(), a, shown{post: p})}
	if len(older) > 0 {
		now := page.Version{Number: len(older) + 1, Written: lastWritten(p), Current: true}
		view.Versions = append(view.Versions, s.version(r.Context(), a, p, now))
	}
	for i, revision := range slices.Backward(older) {
		then := page.Version{Number: i + 1, Written: revision.Written}
		view.Versions = append(view.Versions, s.version(r.Context(), a, asItWas(p, revision), then))
	}
	return s.door.Show(w, r, v, door.Sheet{View: view, Frame: func(f *page.Frame) { f.Unlisted = true }})
}

// asItWas is the post with the words of an older version.
func asItWas(p community.Post, r community.Revision) community.Post {
	p.Title, p.Warning, p.Sensitive, p.Content, p.Case = r.Title, r.Warning, r.Sensitive, r.Content, r.Case
	p.Media = nil
	return p
}

func (s *Web) version(ctx context.Context, a around, p community.Post, about page.Version) page.PostVersion {
	version := page.PostVersion{Version: about, Post: s.view(ctx, a, shown{post: p})}
	version.Post.Preview = true
	if p.Case != nil {
		body := s.caseBody(p, mentionLinks(p, a.actors))
		version.Case = &body
	}
	return version
}
