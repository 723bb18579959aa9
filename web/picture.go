package web

import (
	"net/http"
	"strconv"

	"github.com/gorilla/mux"

	"consilium/community"
	"consilium/web/door"
	"consilium/web/page"
)

// pictures are the pictures of a post as its pages show them.
func (s *Web) pictures(p community.Post) []page.Picture {
	pictures := make([]page.Picture, 0, len(p.Media))
	for i, m := range p.Media {
		picture := door.Picture(m)
		if p.ID != 0 {
			picture.Page = picturePath(p, i+1)
		}
		pictures = append(pictures, picture)
	}
	return pictures
}

func picturePath(p community.Post, number int) string {
	return "/p/" + community.FormatID(p.ID) + "/picture/" + strconv.Itoa(number)
}

// withheld is how many pictures of a post wait for a decision, for whoever is told.
func withheld(v door.Visitor, p community.Post) int {
	if v.Person == nil || v.Person.Actor.ID != p.Author && !v.May(community.HandleReports) {
		return 0
	}
	return len(p.Withheld)
}

// showPicture is GET /p/{id}/picture/{number}: one picture of a post in full.
func (s *Web) showPicture(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	p, err := s.postHere(r, v)
	if err != nil {
		return err
	}
	number, err := strconv.Atoi(mux.Vars(r)["number"])
	if err != nil || number < 1 || number > len(p.Media) || !p.Deleted.IsZero() {
		return community.ErrNotFound
	}
	m := p.Media[number-1]
	view := page.PictureView{Picture: door.Picture(m), Title: p.Title, Post: s.postPath(p), Number: number, Total: len(p.Media)}
	clip := m.Video() || m.Sound()
	if view.Picture.Width, view.Picture.Height = m.Width, m.Height; !clip {
		view.Picture.URL = view.Picture.Full
	}
	if number > 1 {
		view.Previous = picturePath(p, number-1)
	}
	if number < len(p.Media) {
		view.Next = picturePath(p, number+1)
	}
	if v.Person != nil && v.Person.Actor.ID == m.Owner && m.Remote.IsZero() && !clip {
		view.Redact = redactPath(m)
	}
	return s.door.Show(w, r, v, door.Sheet{View: view, Frame: func(f *page.Frame) { f.Unlisted = true }})
}
