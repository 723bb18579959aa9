package desk

import (
	"net/http"
	"slices"

	"github.com/gorilla/mux"

	"consilium/community"
	"consilium/storage"
	"consilium/web/door"
)

// showReportedPicture is GET /desk/reports/{id}/pictures/{picture}: a picture of a
// reported post, whoever the post is for. That somebody looked is written down under
// the report; nothing keeps what was shown.
func (d *Desk) showReportedPicture(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	one, err := d.report(r, v)
	if err != nil {
		return err
	}
	id, err := community.ParseID[community.MediaID](mux.Vars(r)["picture"])
	if err != nil {
		return err
	}
	posts, err := d.reported(r.Context(), one)
	if err != nil {
		return err
	}
	var picture community.Media
	for _, p := range posts {
		for _, m := range slices.Concat(p.Media, p.Withheld) {
			if m.ID == id {
				picture = m
			}
		}
	}
	if picture.File == "" || d.Pictures == nil {
		return community.ErrNotFound
	}
	err = d.store.RecordStaffAction(r.Context(), storage.StaffAction{Actor: v.Person.Actor.ID, Action: "view-picture", Subject: community.FormatID(one.ID)})
	if err != nil {
		return err
	}
	file, err := d.Pictures.Open(r.Context(), picture.File)
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }() // it was only read
	for name, value := range map[string]string{"Content-Type": picture.Type, "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff",
		"Content-Security-Policy": "default-src 'none'; sandbox", "Cross-Origin-Resource-Policy": "same-origin", "Referrer-Policy": "no-referrer"} {
		w.Header().Set(name, value)
	}
	http.ServeContent(w, r, "", picture.Created, file)
	return nil
}
