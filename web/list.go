package web

import (
	"context"
	"net/http"

	"github.com/gorilla/mux"

	"consilium/community"
	"consilium/storage"
	"consilium/web/door"
	"consilium/web/page"
)

// listRoutes are a member's lists of people, and the hashtags they follow.
func (s *Web) listRoutes(router *mux.Router) {
	for path, handler := range (routes{"/lists": s.showLists, "/lists/{id:[0-9]+}": s.showList}) {
		router.Handle(path, s.door.Member(handler)).Methods(methods("GET")...)
	}
	for path, handler := range (routes{
		"/lists":                    s.createList,
		"/lists/{id:[0-9]+}":        s.changeList,
		"/lists/{id:[0-9]+}/delete": s.deleteList,
		"/lists/{id:[0-9]+}/remove": s.removeFromList,
		"/a/{id:[0-9]+}/list":       s.addToList,
		"/tags/{tag}/follow":        s.followTag,
		"/tags/{tag}/unfollow":      s.unfollowTag,
	}) {
		router.Handle(path, s.door.Member(door.Allowed(community.KeepAccount, handler))).Methods("POST")
	}
}

// showLists is GET /lists.
func (s *Web) showLists(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	return s.listLists(w, r, v, page.ListForm{Draft: community.List{Replies: community.RepliesToList}})
}

func (s *Web) listLists(w http.ResponseWriter, r *http.Request, v door.Visitor, form page.ListForm) error {
	own, err := s.store.Lists(r.Context(), v.Person.Actor.ID)
	if err != nil {
		return err
	}
	tags, err := s.store.FollowedTags(r.Context(), v.Person.Actor.ID, storage.Page{})
	if err != nil {
		return err
	}
	view := page.Lists{New: form}
	view.New.URL = "/lists"
	for _, l := range own {
		view.Own = append(view.Own, listLine(l))
	}
	for _, t := range tags {
		view.Tags = append(view.Tags, t.Tag)
	}
	return s.door.Show(w, r, v, door.Sheet{Status: statusOf(form.Problems), View: view})
}

func listLine(l community.List) page.ListLine {
	return page.ListLine{ID: community.FormatID(l.ID), Title: l.Title, Exclusive: l.Exclusive}
}

func listPath(l community.List) string { return "/lists/" + community.FormatID(l.ID) }

// ownList is the visitor's own list that {id} names; any other is not there.
func (s *Web) ownList(r *http.Request, v door.Visitor) (community.List, error) {
	id, err := community.ParseID[community.ListID](mux.Vars(r)["id"])
	if err != nil {
		return community.List{}, err
	}
	return s.store.List(r.Context(), v.Person.Actor.ID, id)
}

// showList is GET /lists/{id}.
func (s *Web) showList(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	l, err := s.ownList(r, v)
	if err != nil {
		return err
	}
	return s.listPage(w, r, v, listing{l, page.ListForm{Draft: l}})
}

// listing is a list with the form that changes it.
type listing struct {
	community.List
	form page.ListForm
}

// mostNamed is how many people of a list its page names.
const mostNamed = storage.MaxPage

func (s *Web) listPage(w http.ResponseWriter, r *http.Request, v door.Visitor, l listing) error {
	asked := door.ListPage(r)
	entries, err := s.store.ListTimeline(r.Context(), v.Viewer(), l.List, asked)
	if err != nil {
		return err
	}
	list, ids := make([]shown, 0, len(entries)), make([]int64, 0, len(entries))
	for _, e := range entries {
		list, ids = append(list, shown{e.Post, e.Announcer}), append(ids, int64(e.Entry))
	}
	view := page.List{ListLine: listLine(l.List), Form: l.form, Posts: page.Posts{Empty: page.EmptyList(), Pages: door.ListLinks(r, asked, ids)}}
	view.Form.URL = listPath(l.List)
	if view.Posts.Posts, err = s.viewsIn(r.Context(), v, community.FilterHome, list); err != nil {
		return err
	}
	people, err := s.store.ListMembers(r.Context(), l.Owner, l.ID, storage.Page{Limit: mostNamed})
	if err != nil {
		return err
	}
	view.More = len(people) == mostNamed
	for _, a := range people {
		view.People = append(view.People, s.door.Line(r.Context(), a))
	}
	return s.door.Show(w, r, v, door.Sheet{Status: statusOf(l.form.Problems), View: view})
}

// createList is POST /lists, changeList POST /lists/{id}.
func (s *Web) createList(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	l, form, err := s.keepList(r, community.List{Owner: v.Person.Actor.ID})
	switch {
	case form.Problems != nil:
		return s.listLists(w, r, v, form)
	case err != nil:
		return err
	}
	return door.SeeOther(w, r, listPath(l), "notice.list_saved")
}

func (s *Web) changeList(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	old, err := s.ownList(r, v)
	if err != nil {
		return err
	}
	_, form, err := s.keepList(r, old)
	switch {
	case form.Problems != nil:
		return s.listPage(w, r, v, listing{old, form})
	case err != nil:
		return err
	}
	return door.SeeOther(w, r, listPath(old), "notice.list_saved")
}

// keepList makes a list of a form; what is wrong with it is in the form it gives back.
func (s *Web) keepList(r *http.Request, l community.List) (community.List, page.ListForm, error) {
	l.Title, l.Replies, l.Exclusive = r.PostFormValue("title"), community.ListReplies(r.PostFormValue("replies_policy")), r.PostFormValue("exclusive") != ""
	checked, err := community.CheckList(l)
	if err == nil {
		checked, err = s.store.SaveList(r.Context(), checked)
	}
	return checked, page.ListForm{Draft: l, Problems: page.ProblemsOf(err)}, err
}

// deleteList is POST /lists/{id}/delete.
func (s *Web) deleteList(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	l, err := s.ownList(r, v)
	if err != nil {
		return err
	}
	if err := s.store.RemoveList(r.Context(), l.Owner, l.ID); err != nil {
		return err
	}
	return door.SeeOther(w, r, "/lists", "notice.list_deleted")
}

// removeFromList is POST /lists/{id}/remove.
func (s *Web) removeFromList(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	l, err := s.ownList(r, v)
	if err != nil {
		return err
	}
	person, err := community.ParseID[community.ActorID](r.PostFormValue("person"))
	if err != nil {
		return err
	}
	if err := s.store.RemoveFromList(r.Context(), l.Owner, l.ID, []community.ActorID{person}); err != nil {
		return err
	}
	return door.SeeOther(w, r, listPath(l), "notice.list_removed")
}

// addToList is POST /a/{id}/list. Who is on the list already stays there.
func (s *Web) addToList(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	other, err := s.somebody(r)
	if err != nil {
		return err
	}
	list, err := community.ParseID[community.ListID](r.PostFormValue("list"))
	if err != nil {
		return err
	}
	have, err := s.store.ListsWith(r.Context(), v.Person.Actor.ID, other.ID)
	if err != nil {
		return err
	}
	for _, l := range have {
		if l.ID == list {
			return door.SeeOther(w, r, profilePath(other), "notice.list_added")
		}
	}
	if err := s.store.AddToList(r.Context(), v.Person.Actor.ID, list, []community.ActorID{other.ID}); err != nil {
		return err
	}
	return door.SeeOther(w, r, profilePath(other), "notice.list_added")
}

// listingOf is how the visitor puts somebody they follow on a list; nil for anybody else.
func (s *Web) listingOf(ctx context.Context, v door.Visitor, other community.Actor, now community.Relation) (*page.ListChoice, error) {
	if v.Person == nil || !now.Follows && !now.Requested || !v.May(community.KeepAccount) {
		return nil, nil
	}
	own, err := s.store.Lists(ctx, v.Person.Actor.ID)
	if err != nil {
		return nil, err
	}
	on, err := s.store.ListsWith(ctx, v.Person.Actor.ID, other.ID)
	if err != nil {
		return nil, err
	}
	view, there := &page.ListChoice{URL: "/a/" + community.FormatID(other.ID) + "/list"}, map[community.ListID]bool{}
	for _, l := range on {
		there[l.ID] = true
		view.On = append(view.On, listLine(l))
	}
	for _, l := range own {
		if !there[l.ID] {
			view.Others = append(view.Others, page.Option{Value: community.FormatID(l.ID), Label: l.Title, Chosen: len(view.Others) == 0})
		}
	}
	return view, nil
}
