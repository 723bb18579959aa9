package web

import (
	"net/http"

	"consilium/community"
	"consilium/storage"
	"consilium/web/door"
	"consilium/web/page"
)

// newest is how many public posts the landing page shows.
const newest = 3

// showLanding is GET /: what this community is. Members have a home instead.
func (s *Web) showLanding(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	if v.Person != nil {
		http.Redirect(w, r, "/home", http.StatusSeeOther)
		return nil
	}
	ctx := r.Context()
	users, err := s.store.CountUsers(ctx)
	if err != nil {
		return err
	}
	cases, err := s.store.CountCases(ctx, v.Viewer(), storage.CaseFilter{Local: true})
	if err != nil {
		return err
	}
	posts, err := s.store.PublicTimeline(ctx, v.Viewer(), storage.Filter{Local: true}, storage.Page{Limit: newest})
	if err != nil {
		return err
	}
	view := page.Landing{Members: users.Active, Cases: cases.Open + cases.Solved, Solved: cases.Solved, SignInURL: "/sign-in"}
	if view.Newest, err = s.viewsIn(ctx, v, community.FilterPublic, asShown(posts)); err != nil {
		return err
	}
	return s.door.Show(w, r, v, door.Sheet{View: view, Frame: func(f *page.Frame) {
		f.Canonical = s.store.Base() + "/"
		f.Preview = &page.Preview{Kind: "website", Description: cutText(v.Instance.Description, previewLength)}
	}})
}

// showAbout is GET /about.
func (s *Web) showAbout(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	view := page.About{Rules: v.Instance.Rules, Email: v.Instance.Contact, Version: s.Version, Source: s.Source, Federated: s.Federated,
		Privacy: community.Compose(v.Instance.Privacy, nil, ""), Terms: community.Compose(v.Instance.Terms, nil, "")}
	var err error
	if view.Moderated, err = s.moderatedServers(r.Context(), v); err != nil {
		return err
	}
	return s.door.Show(w, r, v, door.Sheet{View: view, Frame: func(f *page.Frame) { f.Canonical = s.store.Base() + "/about" }})
}

// showHome is GET /home: what those the member follows posted.
func (s *Web) showHome(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	asked := door.ListPage(r)
	entries, err := s.store.Home(r.Context(), v.Viewer(), asked)
	if err != nil {
		return err
	}
	list, ids := make([]shown, 0, len(entries)), make([]int64, 0, len(entries))
	for _, e := range entries {
		list, ids = append(list, shown{e.Post, e.Announcer}), append(ids, int64(e.Entry))
	}
	view := page.Home{Welcome: v.Person.Actor.FollowingCount == 0, List: page.Posts{Empty: page.EmptyHome(), Pages: door.ListLinks(r, asked, ids)}}
	if view.List.Posts, err = s.viewsIn(r.Context(), v, community.FilterHome, list); err != nil {
		return err
	}
	if view.Composer, err = s.composer(r.Context(), v, nil); err != nil {
		return err
	}
	view.Composer.Return = "/home"
	if view.Hint, err = s.hint(r.Context(), r, v); err != nil {
		return err
	}
	if view.Announcements, err = s.announcements(r.Context(), v.Person.Actor.ID); err != nil {
		return err
	}
	return s.door.Show(w, r, v, door.Sheet{View: view})
}

// showBookmarks is GET /bookmarks.
func (s *Web) showBookmarks(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	asked := door.ListPage(r)
	kept, err := s.store.Bookmarks(r.Context(), v.Viewer(), asked)
	if err != nil {
		return err
	}
	posts, ids := make([]community.Post, 0, len(kept)), make([]int64, 0, len(kept))
	for _, k := range kept {
		posts, ids = append(posts, k.Post), append(ids, k.Entry)
	}
	views, err := s.views(r.Context(), v, asShown(posts))
	if err != nil {
		return err
	}
	list := page.Posts{Posts: views, Empty: page.EmptyBookmarks(), Pages: door.ListLinks(r, asked, ids)}
	return s.door.Show(w, r, v, door.Sheet{View: page.Bookmarks{List: list}})
}
