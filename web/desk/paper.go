package desk

import (
	"net/http"
	"strconv"
	"time"

	"github.com/gorilla/mux"

	"consilium/community"
	"consilium/storage"
	"consilium/storage/media"
	"consilium/web/door"
)

// thumbnailSide is the longer side of the small picture, in pixels: enough to tell
// papers apart, too little to read them.
const thumbnailSide = 160

// showPaper is GET /desk/verifications/{id}/papers/{paper}: the picture, with the
// officer's name and the time drawn all over it. Nothing keeps it: no cache, no
// other site, no script.
func (d *Desk) showPaper(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	one, err := d.application(r, v)
	if err != nil {
		return err
	}
	id, err := strconv.ParseInt(mux.Vars(r)["paper"], 10, 64)
	if err != nil {
		return community.ErrNotFound
	}
	if err := d.belongs(r, one, id); err != nil {
		return err
	}
	look := storage.PaperView{Document: id, Viewer: v.Person.Actor.ID, Small: r.URL.Query().Get("small") != ""}
	plain, err := d.store.OpenVerificationDocument(r.Context(), look)
	if err != nil {
		return err
	}
	mark := media.Watermark{Text: v.Person.Actor.Handle.String() + " · " + d.store.Now().Format(time.DateOnly+" 15:04 UTC")}
	if look.Small {
		mark.Side = thumbnailSide
	}
	picture, err := d.papers.Mark(r.Context(), plain, mark)
	if err != nil {
		return err
	}
	for name, value := range map[string]string{"Content-Type": "image/jpeg", "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff",
		"Content-Security-Policy": "default-src 'none'; sandbox", "Cross-Origin-Resource-Policy": "same-origin",
		"Referrer-Policy": "no-referrer", "Content-Length": strconv.Itoa(len(picture.Bytes))} {
		w.Header().Set(name, value)
	}
	if r.Method == http.MethodHead {
		return nil
	}
	_, err = w.Write(picture.Bytes)
	return err
}

// belongs sees that a paper is one of the application's.
func (d *Desk) belongs(r *http.Request, one community.Verification, paper int64) error {
	list, err := d.store.VerificationDocuments(r.Context(), one.ID)
	if err != nil {
		return err
	}
	for _, p := range list {
		if p.ID == paper {
			return nil
		}
	}
	return community.ErrNotFound
}
