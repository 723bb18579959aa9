package web

import (
	"net/http"

	"github.com/gorilla/mux"

	"consilium/community"
	"consilium/storage/media"
	"consilium/web/door"
)

// inert sets the headers under which a browser does nothing with a file but
// show it as what it says it is (S-ORG-3).
func inert(header http.Header, mediaType string) {
	header.Set("Content-Type", mediaType)
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("Content-Security-Policy", "default-src 'none'; sandbox")
}

// The time a browser may keep a picture. One that is not open to all is asked
// for again each time, and never left on a shared workstation.
const (
	keepForEver = "public, max-age=31536000, immutable"
	keepShortly = "public, max-age=600"
	// keepAsking is for pictures of cases: they may be blacked out, hidden or
	// withdrawn at any time, so that nobody keeps one without asking again.
	keepAsking = "private, no-cache"
	keepNever  = "private, no-store"
)

// showFile is GET /media/{file}: a rendition of a picture under its random name.
func (s *Web) showFile(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	name := mux.Vars(r)["file"]
	m, err := s.store.MediaByFile(r.Context(), name)
	if err != nil {
		return err
	}
	keep, err := s.mayLook(r, v, m)
	if err != nil && s.wasSent(r, m, name) {
		keep, err = keepNever, nil
	}
	if err != nil {
		return err
	}
	return s.serveFile(w, r, served{name, keep})
}

// showRemote is GET /media/remote/{id}/{size}: a picture of a post from
// elsewhere, from our own origin, so that nobody there learns who looks.
func (s *Web) showRemote(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	id, err := community.ParseID[community.MediaID](mux.Vars(r)["id"])
	if err != nil {
		return err
	}
	m, err := s.store.Media(r.Context(), id)
	if err != nil {
		return err
	}
	keep, err := s.mayLook(r, v, m)
	switch {
	case err != nil:
		return err
	case m.Remote.IsZero() || s.Fetcher == nil:
		return community.ErrNotFound
	}
	if m, err = s.Fetcher.FetchPicture(r.Context(), id); err != nil {
		return err
	}
	if mux.Vars(r)["size"] == "small" && m.Small != "" {
		m.File = m.Small
	}
	return s.serveFile(w, r, served{m.File, keep})
}

// mayLook says whether the visitor may see a picture, and how long it may be
// kept: what hangs on a post goes with it, the face of somebody is for all, and
// what is only uploaded is its owner's.
func (s *Web) mayLook(r *http.Request, v door.Visitor, m community.Media) (keep string, err error) {
	if err := s.taken(r, m); err != nil {
		return "", err
	}
	if m.Post == 0 {
		return s.mayLookAtLoose(r, v, m)
	}
	p, err := s.store.VisiblePost(r.Context(), v.Viewer(), m.Post)
	switch {
	case err != nil:
		return "", err
	case m.Hidden && withheld(v, p) == 0:
		return "", community.ErrNotFound
	case m.Hidden:
		return keepNever, nil
	}
	open := p.Audience.Kind == community.Public || p.Audience.Kind == community.Unlisted
	if open && p.Case != nil {
		return keepAsking, nil
	}
	if open {
		return keepForEver, nil
	}
	return keepNever, nil
}

// taken says whether pictures of the server that a picture came from are shown here.
func (s *Web) taken(r *http.Request, m community.Media) error {
	if m.Remote.IsZero() {
		return nil
	}
	owner, err := s.store.Actor(r.Context(), m.Owner)
	if err != nil {
		return err
	}
	rejected, err := s.store.RejectsMedia(r.Context(), owner)
	if err == nil && rejected {
		err = community.ErrNotFound
	}
	return err
}

// wasSent says whether the address carries the key that went to another server
// with a post for few, and the post still stands: its author still sees it, it is
// of a kind that may leave at all, and it is not hidden.
func (s *Web) wasSent(r *http.Request, m community.Media, file string) bool {
	key := r.URL.Query().Get("key")
	if key == "" || m.Post == 0 || m.Hidden || !s.store.OpensPicture(file, key) {
		return false
	}
	p, err := s.store.VisiblePost(r.Context(), community.Viewer{Actor: m.Owner, Local: true}, m.Post)
	return err == nil && p.Hidden.IsZero() && !p.Audience.Restricted()
}

func (s *Web) mayLookAtLoose(r *http.Request, v door.Visitor, m community.Media) (keep string, err error) {
	if v.Person != nil && v.Person.Actor.ID == m.Owner {
		return keepNever, nil
	}
	if v.May(community.ReviewCases) { // it goes with what a reviewer judges
		if held, err := s.store.HeldPicture(r.Context(), m.ID); err != nil || held {
			return keepNever, err
		}
	}
	owner, err := s.store.Actor(r.Context(), m.Owner)
	if err != nil {
		return "", err
	}
	if owner.Avatar != m.ID && owner.Header != m.ID || !owner.Active() {
		return "", community.ErrNotFound
	}
	return keepForEver, nil
}

// served is a file of the library and how long it may be kept.
type served struct{ name, keep string }

func (s *Web) serveFile(w http.ResponseWriter, r *http.Request, f served) error {
	content, err := s.Library.Open(r.Context(), f.name)
	if err != nil {
		return err
	}
	defer content.Close()
	inert(w.Header(), media.TypeOf(f.name))
	w.Header().Set("Cache-Control", f.keep)
	w.Header().Set("Content-Disposition", "inline")
	w.Header().Set("ETag", `"`+f.name+`"`)
	http.ServeContent(w, r, "", s.store.Now(), content)
	return nil
}

// showAvatar is GET /media/avatar/{actor}, showHeader GET /media/header/{actor}: the
// pictures somebody chose, from our own origin also for people elsewhere.
func (s *Web) showAvatar(w http.ResponseWriter, r *http.Request, _ door.Visitor) error {
	return s.showOf(w, r, s.face)
}

func (s *Web) showHeader(w http.ResponseWriter, r *http.Request, _ door.Visitor) error {
	return s.showOf(w, r, s.header)
}

// showOf serves a picture of the actor that the address names.
func (s *Web) showOf(w http.ResponseWriter, r *http.Request, picture func(*http.Request, community.Actor) (community.Media, error)) error {
	id, err := community.ParseID[community.ActorID](mux.Vars(r)["actor"])
	if err != nil {
		return err
	}
	a, err := s.store.Actor(r.Context(), id)
	if err != nil {
		return err
	}
	m, err := picture(r, a)
	if err != nil {
		return err
	}
	return s.serveFile(w, r, served{m.File, keepShortly})
}

// face is the picture of somebody, fetched when it still lies elsewhere.
func (s *Web) face(r *http.Request, a community.Actor) (community.Media, error) {
	rejected, err := s.store.RejectsMedia(r.Context(), a)
	switch {
	case err != nil:
		return community.Media{}, err
	case !a.Active() || rejected:
		return community.Media{}, community.ErrNotFound
	case a.Avatar != 0:
		return s.store.Media(r.Context(), a.Avatar)
	case a.AvatarIRI.IsZero() || s.Fetcher == nil:
		return community.Media{}, community.ErrNotFound
	}
	return s.Fetcher.FetchAvatar(r.Context(), a.ID)
}

// showEmoji is GET /media/emoji/{id}: the picture of an emoji, from our own origin also
// for those of other servers.
func (s *Web) showEmoji(w http.ResponseWriter, r *http.Request, _ door.Visitor) error {
	id, err := community.ParseID[community.EmojiID](mux.Vars(r)["id"])
	if err != nil {
		return err
	}
	if s.Fetcher == nil {
		return community.ErrNotFound
	}
	file, err := s.Fetcher.FetchEmoji(r.Context(), id)
	if err != nil {
		return err
	}
	return s.serveFile(w, r, served{file, keepForEver})
}
