package web

import "github.com/gorilla/mux"

// lifecycleRoutes are the pages of the life of a case, and of how long answers take.
func (s *Web) lifecycleRoutes(router *mux.Router) {
	for path, handler := range (routes{
		"/p/{id:[0-9]+}/solve":   s.showSolve,
		"/p/{id:[0-9]+}/outcome": s.showOutcome,
		"/cases/times":           s.showTimes,
		"/cases/times.json":      s.showTimesAsJSON,
	}) {
		router.Handle(path, s.door.Member(handler)).Methods(methods("GET")...)
	}
}
