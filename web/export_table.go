package web

import (
	"net/http"

	"github.com/gorilla/mux"

	"consilium/community"
	"consilium/web/door"
)

// downloadTable is GET /settings/export/{file}: one list as Mastodon writes it.
func (s *Web) downloadTable(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	name := mux.Vars(r)["file"]
	estate, err := s.store.Estate(r.Context(), v.Person.User.ID)
	if err != nil {
		return err
	}
	write := estate.FollowersCSV
	if name != "followers.csv" {
		kind, known := kindOf(name)
		if !known {
			return community.ErrNotFound
		}
		write = exporter{estate: estate}.table(kind)
	}
	attach(w, "text/csv; charset=utf-8", name)
	if err := write(r.Context(), w); err != nil {
		s.door.Log.Warn("export broke off", "user", community.FormatID(v.Person.User.ID), "error", err) // the answer has begun
	}
	return nil
}

func kindOf(file string) (community.ImportKind, bool) {
	for _, kind := range community.ImportKinds() {
		if kind.File() == file {
			return kind, true
		}
	}
	return "", false
}
