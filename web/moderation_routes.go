package web

import (
	"net/http"

	"github.com/gorilla/mux"

	"consilium/community"
	"consilium/web/door"
)

// moderationRoutes are filters, messages of people one does not know, and what staff
// decided.
func (s *Web) moderationRoutes(router *mux.Router) {
	anyone := func(h door.Handler) http.Handler { return s.door.Anyone(h) }
	member := func(h door.Handler) http.Handler { return s.door.Member(h) }
	keeps := func(h door.Handler) http.Handler { return s.door.Member(door.Allowed(community.KeepAccount, h)) }
	for _, route := range []struct {
		method, path string
		handler      http.Handler
	}{
		{"GET", "/settings/filters", member(s.showFilters)},
		{"GET", "/settings/filters/new", member(s.newFilter)},
		{"POST", "/settings/filters/new", keeps(s.createFilter)},
		{"GET", "/settings/filters/{id:[0-9]+}", member(s.showFilter)},
		{"POST", "/settings/filters/{id:[0-9]+}", keeps(s.saveFilter)},
		{"POST", "/settings/filters/{id:[0-9]+}/remove", keeps(s.removeFilter)},
		{"GET", "/messages", member(s.showMessages)},
		{"POST", "/messages", keeps(s.saveMessagePolicy)},
		{"POST", "/messages/{id:[0-9]+}/accept", keeps(s.answerMessage(true))},
		{"POST", "/messages/{id:[0-9]+}/dismiss", keeps(s.answerMessage(false))},
		{"GET", "/moderation", member(s.showModeration)},
		{"GET", "/decisions", member(s.showDecisions)},
		{"POST", "/decisions/{id:[0-9]+}/appeal", keeps(s.appeal)},
		{"GET", "/appeal/{token}", anyone(s.showAppeal)},
		{"POST", "/appeal/{token}/{id:[0-9]+}/appeal", anyone(s.linkedAppeal)},
	} {
		router.Handle(route.path, route.handler).Methods(methods(route.method)...)
	}
}
