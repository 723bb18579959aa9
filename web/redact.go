package web

import (
	"bytes"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"github.com/gorilla/mux"

	"consilium/community"
	"consilium/storage/media"
	"consilium/web/door"
	"consilium/web/page"
)

func redactPath(m community.Media) string { return "/media/" + community.FormatID(m.ID) + "/redact" }

// ownPicture is the visitor's own picture that {id} names, loose, in a draft or on a
// post. A face of a profile is none, and all others are not there.
func (s *Web) ownPicture(r *http.Request, v door.Visitor) (community.Media, error) {
	id, err := community.ParseID[community.MediaID](mux.Vars(r)["id"])
	if err != nil {
		return community.Media{}, err
	}
	m, err := s.store.Media(r.Context(), id)
	if err == nil && (m.Owner != v.Person.Actor.ID || m.File == "" || !m.Remote.IsZero() || v.Person.Actor.Avatar == m.ID) {
		err = community.ErrNotFound
	}
	return m, err
}

// showOwn is GET /media/{id}/small: the small rendition of the visitor's own picture,
// whatever its file is called by now.
func (s *Web) showOwn(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	m, err := s.ownPicture(r, v)
	if err != nil {
		return err
	}
	if m.Small != "" {
		m.File = m.Small
	}
	return s.serveFile(w, r, served{m.File, keepNever})
}

// areaFields are the numbers of a form of areas.
func areaFields(values url.Values) community.AreaFields {
	return community.AreaFields{X: values["x"], Y: values["y"], Width: values["width"], Height: values["height"]}
}

// showSketch is GET /media/{id}/sketch: the visitor's own picture with areas black, as
// it would be. Nothing is kept of it.
func (s *Web) showSketch(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	m, err := s.ownPicture(r, v)
	if err != nil {
		return err
	}
	areas, err := areaFields(r.URL.Query()).Areas()
	if err != nil {
		return community.ErrNotFound
	}
	sketch, err := s.Library.Sketch(r.Context(), m, areas)
	if err != nil {
		return err
	}
	inert(w.Header(), "image/jpeg")
	w.Header().Set("Cache-Control", keepNever)
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(sketch))
	return nil
}

// showRedaction is GET /media/{id}/redact: a picture of the visitor's, and what of it
// is to be black.
func (s *Web) showRedaction(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	m, err := s.ownPicture(r, v)
	if err != nil {
		return err
	}
	view := s.redaction(m, areaFields(r.URL.Query()), r.URL.Query().Get("return"))
	return s.door.Show(w, r, v, door.Sheet{View: view})
}

func (s *Web) redaction(m community.Media, fields community.AreaFields, back string) page.Redaction {
	view := page.Redaction{URL: redactPath(m), Image: "/media/" + community.FormatID(m.ID) + "/sketch", Posted: m.Post != 0,
		Description: m.Description, Width: m.Width, Height: m.Height, Return: page.SafeReturn(back, "")}
	for _, row := range fields.Rows() {
		if row != [4]string{} {
			view.Areas = append(view.Areas, row)
		}
	}
	return view
}

// redact is POST /media/{id}/redact: look at it once more, or burn it in.
func (s *Web) redact(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	m, err := s.ownPicture(r, v)
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return malformed(err)
	}
	fields := areaFields(r.PostForm)
	view := s.redaction(m, fields, r.PostForm.Get("return"))
	areas, err := fields.Areas()
	burn := r.PostForm.Get("step") == "burn"
	if err == nil && burn && len(areas) == 0 {
		err = &community.Invalid{Problem: community.Say("picture.redact.none")}
	}
	if view.Problems = page.ProblemsOf(err); view.Problems != nil {
		return s.door.Show(w, r, v, door.Sheet{Status: http.StatusUnprocessableEntity, View: view})
	}
	if err != nil {
		return err
	}
	if burn {
		return s.burn(w, r, v, burning{m, areas, view})
	}
	view.Image += "?" + url.Values{"x": fields.X, "y": fields.Y, "width": fields.Width, "height": fields.Height}.Encode()
	return s.door.Show(w, r, v, door.Sheet{View: view})
}

// burning is what is to be blacked out, and the page that asked for it.
type burning struct {
	picture community.Media
	areas   []community.Area
	view    page.Redaction
}

// burn blackens the areas for good. It says that the old picture is destroyed only
// when that is so.
func (s *Web) burn(w http.ResponseWriter, r *http.Request, v door.Visitor, b burning) error {
	_, err := s.Library.Redact(r.Context(), b.picture, b.areas)
	notice := "notice.redacted"
	switch problems := page.ProblemsOf(err); {
	case errors.Is(err, media.ErrLeftBehind):
		notice = door.NoticeRedactedLeft
	case problems != nil:
		b.view.Problems = page.Problems{"": problems["media"]}
		return s.door.Show(w, r, v, door.Sheet{Status: http.StatusUnprocessableEntity, View: b.view})
	case err != nil:
		return fmt.Errorf("redact: %w", err)
	}
	to := redactPath(b.picture)
	if b.view.Return != "" {
		to = b.view.Return
	}
	return door.SeeOther(w, r, to, notice)
}
