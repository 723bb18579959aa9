package web

import (
	"errors"
	"net/http"
	"slices"

	"github.com/gorilla/mux"

	"consilium/community"
	"consilium/web/door"
	"consilium/web/page"
)

// collectionRoutes are what members put together for themselves and each other.
func (s *Web) collectionRoutes(router *mux.Router) {
	for path, handler := range (routes{"/collections": s.showCollections, "/collections/{id:[0-9]+}": s.showCollection}) {
		router.Handle(path, s.door.Member(handler)).Methods(methods("GET")...)
	}
	for path, handler := range (routes{
		"/collections":                    s.createCollection,
		"/collections/{id:[0-9]+}":        s.changeCollection,
		"/collections/{id:[0-9]+}/delete": s.deleteCollection,
		"/collections/{id:[0-9]+}/note":   s.noteCollected,
		"/collections/{id:[0-9]+}/move":   s.moveCollected,
		"/collections/{id:[0-9]+}/remove": s.removeCollected,
		"/p/{id:[0-9]+}/collect":          s.collect,
	}) {
		router.Handle(path, s.door.Member(door.Allowed(community.MarkPosts, handler))).Methods("POST")
	}
}

// showCollections is GET /collections.
func (s *Web) showCollections(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	return s.listCollections(w, r, v, page.CollectionForm{})
}

// listCollections shows all that the visitor may open, with the form for a new one.
func (s *Web) listCollections(w http.ResponseWriter, r *http.Request, v door.Visitor, form page.CollectionForm) error {
	own, shared, err := s.store.Collections(r.Context(), v.Person.Actor.ID)
	if err != nil {
		return err
	}
	var ids []community.ActorID
	for _, c := range shared {
		ids = append(ids, c.Owner)
	}
	owners, err := s.store.Actors(r.Context(), ids)
	if err != nil {
		return err
	}
	view := page.Collections{New: form}
	view.New.URL = "/collections"
	for _, c := range own {
		view.Own = append(view.Own, collectionLine(c))
	}
	for _, c := range shared {
		line, owner := collectionLine(c), s.door.Line(r.Context(), owners[c.Owner])
		line.Owner = &owner
		view.Shared = append(view.Shared, line)
	}
	return s.door.Show(w, r, v, door.Sheet{Status: statusOf(form.Problems), View: view})
}

func collectionLine(c community.Collection) page.CollectionLine {
	return page.CollectionLine{ID: community.FormatID(c.ID), Name: c.Name, Note: c.Note, Shared: c.Shared}
}

func collectionPath(c community.Collection) string { return "/collections/" + community.FormatID(c.ID) }

// createCollection is POST /collections; a case that the form names is its first.
func (s *Web) createCollection(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	var first *community.Post
	if r.PostFormValue("case") != "" {
		p, err := s.caseNamed(r, v, r.PostForm.Get("case"))
		if err != nil {
			return err
		}
		first = &p
	}
	return s.makeCollection(w, r, v, first)
}

// makeCollection makes a collection of a form, with a case in it unless first is nil.
func (s *Web) makeCollection(w http.ResponseWriter, r *http.Request, v door.Visitor, first *community.Post) error {
	c, form, err := s.keepCollection(r, v, community.Collection{})
	if form.Problems != nil {
		if first != nil {
			form.Case, form.CaseTitle = community.FormatID(first.ID), first.Case.Title
		}
		return s.listCollections(w, r, v, form)
	}
	if err == nil && first != nil {
		err = s.store.Collect(r.Context(), c, first.ID)
	}
	if err != nil {
		return err
	}
	return door.SeeOther(w, r, collectionPath(c), "notice.collection_saved")
}

// keepCollection makes a collection of a form, or changes one. What is wrong with the
// form, or stopped at the gate, is in the form it gives back.
func (s *Web) keepCollection(r *http.Request, v door.Visitor, old community.Collection) (community.Collection, page.CollectionForm, error) {
	d := community.CollectionDraft{Name: r.PostFormValue("name"), Note: r.PostFormValue("note"), Shared: r.PostFormValue("shared") != "",
		Gate: community.Clearance{Seen: r.PostFormValue("seen")}}
	if d.Shared && !v.May(community.WritePosts) { // colleagues read it
		return old, page.CollectionForm{}, community.ErrForbidden
	}
	c, err := d.Check(s.notes(v))
	if err == nil {
		c.ID, c.Owner, c.Created = old.ID, v.Person.Actor.ID, old.Created
		c, err = s.store.SaveCollection(r.Context(), c)
	}
	if errors.Is(err, community.ErrConflict) {
		err = &community.Invalid{Problem: community.Say("collection.too_many", "limit", community.MaxCollections)}
	}
	form := page.CollectionForm{Draft: d}
	form.Problems, form.Seen = problemsOrStopped(err)
	return c, form, err
}

// notes says how what members write beside cases is read: like cases.
func (s *Web) notes(v door.Visitor) community.InspectOptions {
	return community.CaseTexts(v.Person.Actor, v.Printer.Language(), s.store.Now())
}

// changeCollection is POST /collections/{id}.
func (s *Web) changeCollection(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	o, err := s.ownCollection(r, v)
	if err != nil {
		return err
	}
	_, form, err := s.keepCollection(r, v, o.Collection)
	if form.Problems != nil {
		view, err := s.collectionPage(r, v, o)
		if err != nil {
			return err
		}
		form.URL = view.Form.URL
		view.Form = &form
		return s.door.Show(w, r, v, door.Sheet{Status: statusOf(form.Problems), View: view})
	}
	if err != nil {
		return err
	}
	return door.SeeOther(w, r, collectionPath(o.Collection), "notice.collection_saved")
}

// deleteCollection is POST /collections/{id}/delete.
func (s *Web) deleteCollection(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	o, err := s.ownCollection(r, v)
	if err == nil {
		err = s.store.DropCollection(r.Context(), v.Person.Actor.ID, o.ID)
	}
	if err != nil {
		return err
	}
	return door.SeeOther(w, r, "/collections", "notice.collection_deleted")
}

// caseNamed is the case of a number in a form, if the visitor may see it.
func (s *Web) caseNamed(r *http.Request, v door.Visitor, number string) (community.Post, error) {
	id, err := community.ParseID[community.PostID](number)
	if err != nil {
		return community.Post{}, err
	}
	p, err := s.store.VisiblePost(r.Context(), v.Viewer(), id)
	if err == nil && p.Case == nil {
		err = community.ErrNotFound
	}
	return p, err
}

// collect is POST /p/{id}/collect: a case goes into a collection, or into a new one
// when the form has a name for it.
func (s *Web) collect(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	p, err := s.caseNamed(r, v, mux.Vars(r)["id"])
	if err != nil {
		return err
	}
	chosen := r.PostFormValue("collection")
	if chosen == "" || r.PostForm.Get("name") != "" {
		return s.makeCollection(w, r, v, &p)
	}
	id, err := community.ParseID[community.CollectionID](chosen)
	if err == nil {
		err = s.store.Collect(r.Context(), community.Collection{ID: id, Owner: v.Person.Actor.ID}, p.ID)
	}
	if errors.Is(err, community.ErrConflict) {
		problem := community.Say("collection.full", "limit", community.MaxCollected)
		return s.listCollections(w, r, v, page.CollectionForm{Case: community.FormatID(p.ID), CaseTitle: p.Case.Title, Problems: page.Problems{"": problem}})
	}
	if err != nil {
		return err
	}
	return door.SeeOther(w, r, s.postPath(p), "notice.collected")
}

// collecting is how the visitor puts a case into a collection; nil for strangers.
func (s *Web) collecting(r *http.Request, v door.Visitor, p community.Post) (*page.Collecting, error) {
	if v.Person == nil || !v.May(community.MarkPosts) {
		return nil, nil
	}
	holding, others, err := s.store.CollectionsFor(r.Context(), v.Person.Actor.ID, p.ID)
	view := &page.Collecting{URL: "/p/" + community.FormatID(p.ID) + "/collect", MaxNameLength: community.MaxCollectionName}
	for _, c := range holding {
		view.Holding = append(view.Holding, collectionLine(c))
	}
	for i, c := range others[:min(len(others), mostOffered)] {
		view.Others = append(view.Others, page.Option{Value: community.FormatID(c.ID), Label: c.Name, Chosen: i == 0})
	}
	view.Holding = slices.Clip(view.Holding[:min(len(view.Holding), mostOffered)])
	return view, err
}

// mostOffered is how many collections the page of a case names, those that were used
// last: it weighs little however many there are.
const mostOffered = 30
