package web

import (
	"net/http"
	"slices"
	"strconv"

	"github.com/gorilla/mux"

	"consilium/community"
	"consilium/web/door"
	"consilium/web/page"
)

// casesOnPage is how many cases of a collection one page shows.
const casesOnPage = 15

// opened is a collection with its cases that the visitor may see. All places are
// counted among these, so that none tells of a case that is hidden.
type opened struct {
	community.Collection
	cases []community.Collected
	own   bool
	page  int // from 0
}

// collectionHere is the collection that {id} names, if the visitor may open it.
func (s *Web) collectionHere(r *http.Request, v door.Visitor) (opened, error) {
	id, err := community.ParseID[community.CollectionID](mux.Vars(r)["id"])
	if err != nil {
		return opened{}, err
	}
	c, cases, err := s.store.Collection(r.Context(), v.Viewer(), id)
	o := opened{Collection: c, cases: cases, own: c.Owner == v.Person.Actor.ID}
	if n, err := strconv.Atoi(r.URL.Query().Get("page")); err == nil && n > 0 {
		o.page = min(n-1, max(len(cases)-1, 0)/casesOnPage)
	}
	return o, err
}

// ownCollection is the visitor's own collection that {id} names. What a colleague
// shares is forbidden, all else is not there.
func (s *Web) ownCollection(r *http.Request, v door.Visitor) (opened, error) {
	o, err := s.collectionHere(r, v)
	if err == nil && !o.own {
		err = community.ErrForbidden
	}
	return o, err
}

// showCollection is GET /collections/{id}, ?page= from 1.
func (s *Web) showCollection(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	o, err := s.collectionHere(r, v)
	if err != nil {
		return err
	}
	view, err := s.collectionPage(r, v, o)
	if err != nil {
		return err
	}
	return s.door.Show(w, r, v, door.Sheet{View: view})
}

func (s *Web) collectionPage(r *http.Request, v door.Visitor, o opened) (page.Collection, error) {
	view := page.Collection{CollectionLine: collectionLine(o.Collection)}
	if o.own {
		view.Form = &page.CollectionForm{URL: collectionPath(o.Collection), Draft: community.CollectionDraft{Name: o.Name, Note: o.Note, Shared: o.Shared}}
	} else {
		owner, err := s.store.Actor(r.Context(), o.Owner)
		if err != nil {
			return view, err
		}
		line := s.door.Line(r.Context(), owner)
		view.Owner = &line
	}
	from := o.page * casesOnPage
	until := min(from+casesOnPage, len(o.cases))
	var posts []community.Post
	for _, c := range o.cases[from:until] {
		posts = append(posts, c.Post)
	}
	views, err := s.views(r.Context(), v, asShown(posts))
	for i, p := range views {
		note := o.cases[from+i].Note
		view.Cases = append(view.Cases, page.CollectedCase{Post: p, Note: note, Draft: note, First: from+i == 0, Last: from+i == len(o.cases)-1})
	}
	if o.page > 0 {
		view.Pages.Newer = o.at(from - casesOnPage)
	}
	if until < len(o.cases) {
		view.Pages.Older = o.at(until)
	}
	return view, err
}

// at is the address of the page on which the case at a place stands.
func (o opened) at(place int) string {
	if place < casesOnPage {
		return collectionPath(o.Collection)
	}
	return collectionPath(o.Collection) + "?page=" + strconv.Itoa(place/casesOnPage+1)
}

// place is where the case that a form names stands. What the visitor may not see is
// not there.
func (o opened) place(r *http.Request) (int, error) {
	id, err := community.ParseID[community.PostID](r.PostFormValue("case"))
	if err != nil {
		return 0, err
	}
	place := slices.IndexFunc(o.cases, func(c community.Collected) bool { return c.Post.ID == id })
	if place < 0 {
		return 0, community.ErrNotFound
	}
	return place, nil
}

// collectedHere is the visitor's own collection and the place in it that a form is
// about.
func (s *Web) collectedHere(r *http.Request, v door.Visitor) (opened, int, error) {
	o, err := s.ownCollection(r, v)
	if err != nil {
		return o, 0, err
	}
	place, err := o.place(r)
	o.page = place / casesOnPage
	return o, place, err
}

// noteCollected is POST /collections/{id}/note.
func (s *Web) noteCollected(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	o, place, err := s.collectedHere(r, v)
	if err != nil {
		return err
	}
	if o.Shared && !v.May(community.WritePosts) { // colleagues read it
		return community.ErrForbidden
	}
	post, typed := o.cases[place].Post.ID, r.PostForm.Get("note")
	note, err := community.CollectedNote{Text: typed, Gate: community.Clearance{Seen: r.PostForm.Get("seen")}}.Check(s.notes(v))
	if problems, seen := problemsOrStopped(err); problems != nil {
		view, err := s.collectionPage(r, v, o)
		if err != nil {
			return err
		}
		line := &view.Cases[place%casesOnPage]
		line.Draft, line.Problems, line.Seen = typed, problems, seen
		return s.door.Show(w, r, v, door.Sheet{Status: statusOf(problems), View: view})
	}
	if err == nil {
		err = s.store.NoteCollected(r.Context(), o.Collection, post, note)
	}
	return o.back(w, r, place, err)
}

// moveCollected is POST /collections/{id}/move, with to "earlier" or "later". A case at
// the end stays there.
func (s *Web) moveCollected(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	o, place, err := s.collectedHere(r, v)
	if err != nil {
		return err
	}
	to := place - 1
	if r.PostForm.Get("to") == "later" {
		to = place + 1
	}
	if to < 0 || to >= len(o.cases) {
		return o.back(w, r, place, nil)
	}
	err = s.store.SwapCollected(r.Context(), o.Collection, o.cases[place].Post.ID, o.cases[to].Post.ID)
	o.cases[place], o.cases[to] = o.cases[to], o.cases[place]
	return o.back(w, r, to, err)
}

// removeCollected is POST /collections/{id}/remove.
func (s *Web) removeCollected(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	o, place, err := s.collectedHere(r, v)
	if err == nil {
		err = s.store.Uncollect(r.Context(), o.Collection, o.cases[place].Post.ID)
	}
	if err != nil {
		return err
	}
	return door.SeeOther(w, r, o.at(max(0, min(place, len(o.cases)-2))), "")
}

// back leads to a case of the collection after something was done to it.
func (o opened) back(w http.ResponseWriter, r *http.Request, place int, err error) error {
	if err != nil {
		return err
	}
	return door.SeeOther(w, r, o.at(place)+"#case-"+community.FormatID(o.cases[place].Post.ID), "")
}
