package web

import (
	"context"
	"net/http"

	"github.com/gorilla/mux"

	"consilium/community"
	"consilium/web/door"
)

// DepartureOptions are what taking one's things along needs.
type DepartureOptions struct {
	// Linker finds accounts to move to; nil when this instance speaks to no other.
	Linker Linker
	// Documents write what federates, for the archive of an account; nil where nothing
	// does.
	Documents door.Documents
}

// Linker finds the account that a person typed and asks its home now what it is
// known as too (Actor.Aliases). Errors are those of door.Resolver.
type Linker interface {
	ResolveLinked(ctx context.Context, query string) (community.Actor, error)
}

// departureRoutes are the pages for who takes a copy, moves or leaves. What
// cannot be undone, and what gives everything away, asks for a fresh proof.
func (s *Web) departureRoutes(router *mux.Router) {
	member := func(h door.Handler) http.Handler { return s.door.Member(door.Allowed(community.KeepAccount, h)) }
	proved := func(h door.Handler) http.Handler { return member(s.door.StepUp(h)) }
	for _, route := range []struct {
		method, path string
		handler      http.Handler
	}{
		{"GET", "/settings/export", proved(s.showExport)},
		{"POST", "/settings/export", proved(s.export)},
		{"POST", "/settings/export/archive", proved(s.exportArchive)},
		{"GET", "/settings/export/{file:[a-z_]+\\.csv}", proved(s.downloadTable)},
		{"GET", "/settings/move", proved(s.showMove)},
		{"POST", "/settings/move", proved(s.move)},
		{"POST", "/settings/move/back", proved(s.moveBack)},
		{"POST", "/settings/move/aliases", proved(s.addAlias)},
		{"POST", "/settings/move/aliases/remove", proved(s.removeAlias)},
		{"GET", "/settings/departure", member(s.showDeparture)},
		{"POST", "/settings/departure", proved(s.depart)},
		{"POST", "/settings/departure/cases/{id:[0-9]+}", member(s.offerCase)},
		{"POST", "/settings/departure/cases/{id:[0-9]+}/withdraw", member(s.withdrawOffer)},
		{"GET", "/cases/handed-over", member(s.showHandedOver)},
		{"POST", "/cases/handed-over/{id:[0-9]+}/accept", member(s.takeCase)},
		{"POST", "/cases/handed-over/{id:[0-9]+}/decline", member(s.declineCase)},
	} {
		router.Handle(route.path, route.handler).Methods(methods(route.method)...)
	}
}
