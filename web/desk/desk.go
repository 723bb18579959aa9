package desk

import (
	"net/http"

	"github.com/gorilla/mux"

	"consilium/community"
	"consilium/storage"
	"consilium/web/door"
)

// Options are what the desk needs beside the door.
type Options struct {
	Door *door.Door
	// Mode says with which servers this instance speaks (federation.mode).
	Mode community.FederationMode
	// Letters says that a mail server is configured: people are then told of
	// decisions about their account.
	Letters bool
}

// Desk answers the pages of staff.
type Desk struct {
	Options
	door  *door.Door
	store *storage.Store
}

// New makes the desk of one instance.
func New(o Options) *Desk { return &Desk{Options: o, door: o.Door, store: o.Door.Store} }

// Handler answers everything under /desk. The program puts session's
// cross-origin check around it.
func (d *Desk) Handler() http.Handler { return d.router() }

func (d *Desk) router() *mux.Router {
	router := mux.NewRouter().SkipClean(true).UseEncodedPath()
	moderators := func(h door.Handler) http.Handler { return d.door.Staff(community.Role.Moderates, h) }
	administrators := func(h door.Handler) http.Handler { return d.door.Staff(community.Role.Administers, h) }
	get, post := []string{"GET", "HEAD"}, []string{"POST"}
	for _, route := range []struct {
		methods []string
		path    string
		handler http.Handler
	}{
		{get, "/desk", moderators(d.showDesk)},
		{get, "/desk/accounts", moderators(d.showAccounts)},
		{get, "/desk/accounts/{id}", moderators(d.showAccount)},
		{post, "/desk/accounts/{id}/approve", moderators(d.approve)},
		{post, "/desk/accounts/{id}/reject", moderators(d.reject)},
		{post, "/desk/accounts/{id}/suspend", moderators(d.suspend)},
		{post, "/desk/accounts/{id}/unsuspend", moderators(d.unsuspend)},
		{post, "/desk/accounts/{id}/role", administrators(d.setRole)},
		{post, "/desk/accounts/{id}/reset-password", administrators(d.resetPassword)},
		{get, "/desk/reports", moderators(d.showReports)},
		{get, "/desk/reports/{id}", moderators(d.showReport)},
		{post, "/desk/reports/{id}/take", moderators(d.takeReport)},
		{post, "/desk/reports/{id}/close", moderators(d.closeReport)},
		{post, "/desk/reports/{id}/reopen", moderators(d.reopenReport)},
		{post, "/desk/reports/{id}/remove/{post}", moderators(d.removePost)},
		{get, "/desk/domains", moderators(d.showDomains)},
		{post, "/desk/domains", administrators(d.saveDomain)},
		{post, "/desk/domains/{host}/remove", administrators(d.removeDomain)},
		{get, "/desk/invitations", moderators(d.showInvitations)},
		{post, "/desk/invitations", moderators(d.createInvitation)},
		{post, "/desk/invitations/{code}/revoke", moderators(d.revokeInvitation)},
		{get, "/desk/instance", administrators(d.showInstance)},
		{post, "/desk/instance", administrators(d.saveInstance)},
	} {
		router.Handle(route.path, route.handler).Methods(route.methods...)
	}
	router.Use(func(next http.Handler) http.Handler { return http.MaxBytesHandler(next, door.MaxForm) })
	router.NotFoundHandler = d.door.Anyone(d.nothing)
	router.MethodNotAllowedHandler = router.NotFoundHandler
	return router
}

func (d *Desk) nothing(http.ResponseWriter, *http.Request, door.Visitor) error {
	return community.ErrNotFound
}

func (d *Desk) showDesk(w http.ResponseWriter, r *http.Request, _ door.Visitor) error {
	return door.SeeOther(w, r, "/desk/accounts", "")
}
