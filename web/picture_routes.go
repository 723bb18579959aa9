package web

import (
	"github.com/gorilla/mux"

	"consilium/community"
	"consilium/web/door"
)

// pictureRoutes are the pages of pictures: one in full, for whoever sees its post,
// and what its owner blacks out.
func (s *Web) pictureRoutes(router *mux.Router) {
	router.Handle("/p/{id:[0-9]+}/picture/{number:[0-9]+}", s.door.Anyone(s.showPicture)).Methods(methods("GET")...)
	for path, handler := range (routes{
		"/media/{id:[0-9]+}/redact": s.showRedaction,
		"/media/{id:[0-9]+}/sketch": s.showSketch,
		"/media/{id:[0-9]+}/small":  s.showOwn,
	}) {
		router.Handle(path, s.door.Member(handler)).Methods(methods("GET")...)
	}
	router.Handle("/media/{id:[0-9]+}/redact", s.door.Member(door.Allowed(community.KeepAccount, s.redact))).Methods("POST")
}
