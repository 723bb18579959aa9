package desk

import (
	"context"
	"io"
	"net/http"
	"slices"

	"github.com/gorilla/mux"

	"consilium/community"
	"consilium/storage"
	"consilium/storage/media"
	"consilium/web/door"
	"consilium/web/page"
)

// Options are what the desk needs beside the door.
type Options struct {
	Door *door.Door
	// Mode says with which servers this instance speaks (federation.mode).
	Mode community.FederationMode
	// Openness is what the configuration lets members do.
	Openness community.Openness
	// Letters says that a mail server is configured: people are then told of
	// decisions about their account.
	Letters bool
	// Papers draws the viewer's name into pictures of papers; one of the usual
	// limits when nil.
	Papers *media.Scrubber
	// Pictures opens the pictures of reported posts; nil shows none.
	Pictures Pictures
	// Inspect looks at what another server says, step by step; nil looks at nothing.
	Inspect func(ctx context.Context, address string) ([]community.Inspected, error)
	// Emoji keeps the institution's own emoji; nil keeps none.
	Emoji Emoji
}

// Pictures opens the files of kept pictures by their names.
type Pictures interface {
	Open(ctx context.Context, file string) (io.ReadSeekCloser, error)
}

// Desk answers the pages of staff.
type Desk struct {
	Options
	door   *door.Door
	store  *storage.Store
	papers *media.Scrubber
}

// New makes the desk of one instance.
func New(o Options) *Desk {
	d := &Desk{Options: o, door: o.Door, store: o.Door.Store, papers: o.Papers}
	if d.papers == nil {
		d.papers = media.NewScrubber(media.Limits{})
	}
	return d
}

// route is an address of the desk and what one must be allowed to do there.
type route struct {
	methods []string
	path    string
	action  community.Action
	handler door.Handler
}

// Handler answers everything under /desk. The program puts session's
// cross-origin check around it.
func (d *Desk) Handler() http.Handler { return d.router() }

func (d *Desk) router() *mux.Router {
	router := mux.NewRouter().SkipClean(true).UseEncodedPath()
	get, post := []string{"GET", "HEAD"}, []string{"POST"}
	for _, route := range append(slices.Concat(d.domainRoutes(), d.signUpRoutes(), d.announcementRoutes()), []route{
		{get, "/desk", community.EnterDesk, d.showDesk},
		{get, "/desk/accounts", community.SeeAccounts, d.showAccounts},
		{get, "/desk/accounts/{id}", community.SeeAccounts, d.door.StepUp(d.showAccount)},
		{post, "/desk/accounts/{id}/approve", community.ApproveMembers, d.approve},
		{post, "/desk/accounts/{id}/reject", community.ApproveMembers, d.reject},
		{post, "/desk/accounts/{id}/suspend", community.SuspendMembers, d.suspend},
		{post, "/desk/accounts/{id}/unsuspend", community.SuspendMembers, d.unsuspend},
		{post, "/desk/accounts/{id}/depart", community.SuspendMembers, d.depart},
		{post, "/desk/accounts/{id}/stay", community.SuspendMembers, d.stay},
		{post, "/desk/clinicians/{id}/label", community.LabelMembers, d.label},
		{post, "/desk/accounts/{id}/role", community.SetRoles, d.setRole},
		{post, "/desk/accounts/{id}/reset-password", community.ResetPasswords, d.resetPassword},
		{post, "/desk/accounts/{id}/reset-factors", community.ResetPasswords, d.resetFactors},
		{get, "/desk/verifications", community.SeeVerifications, d.showVerifications},
		{get, "/desk/verifications/{id}", community.SeeVerifications, d.door.StepUp(d.showVerification)},
		{get, "/desk/verifications/{id}/papers/{paper}", community.SeeEvidence, d.door.StepUp(d.showPaper)},
		{post, "/desk/verifications/{id}/ask", community.DecideVerifications, d.askApplicant},
		{post, "/desk/verifications/{id}/approve", community.DecideVerifications, d.approveVerification},
		{post, "/desk/verifications/{id}/refuse", community.DecideVerifications, d.refuseVerification},
		{get, "/desk/clinicians", community.SeeVerifications, d.showClinicians},
		{get, "/desk/clinicians/{id}", community.SeeVerifications, d.door.StepUp(d.showClinician)},
		{post, "/desk/clinicians/{id}/suspend", community.SuspendCredentials, d.changeCredential("suspend")},
		{post, "/desk/clinicians/{id}/restore", community.SuspendCredentials, d.changeCredential("restore")},
		{post, "/desk/clinicians/{id}/revoke", community.SuspendCredentials, d.changeCredential("revoke")},
		{get, "/desk/review", community.ReviewCases, d.showReviews},
		{get, "/desk/review/{id}", community.ReviewCases, d.door.StepUp(d.showReview)},
		{post, "/desk/review/{id}/release", community.ReviewCases, d.decideReview(true)},
		{post, "/desk/review/{id}/return", community.ReviewCases, d.decideReview(false)},
		{get, "/desk/reports", community.HandleReports, d.showReports},
		{get, "/desk/reports/{id}", community.HandleReports, d.door.StepUp(d.showReport)},
		{post, "/desk/reports/{id}/take", community.HandleReports, d.takeReport},
		{post, "/desk/reports/{id}/decide", community.HandleReports, d.decideReport},
		{get, "/desk/reports/{id}/pictures/{picture}", community.HandleReports, d.door.StepUp(d.showReportedPicture)},
		{get, "/desk/appeals", community.HandleReports, d.door.StepUp(d.showAppeals)},
		{post, "/desk/appeals/{id}", community.HandleReports, d.decideAppeal},
		{get, "/desk/log", community.ReadStaffLog, d.door.StepUp(d.showLog)},
		{post, "/desk/accounts/{id}/sanction", community.SuspendMembers, d.sanction},
		{post, "/desk/accounts/{id}/lift/{decision}", community.SuspendMembers, d.lift},
		{post, "/desk/accounts/{id}/appeal-link", community.SuspendMembers, d.appealLink},
		{post, "/desk/reports/{id}/close", community.HandleReports, d.closeReport},
		{post, "/desk/reports/{id}/reopen", community.HandleReports, d.reopenReport},
		{post, "/desk/reports/{id}/remove/{post}", community.RemovePosts, d.removePost},
		{post, "/desk/domains/{host}/retry", community.KeepDomains, d.retryPeer},
		{post, "/desk/domains/{host}/drop", community.KeepDomains, d.dropDeliveries},
		{get, "/desk/peers", community.SeeDomains, d.door.StepUp(d.showPeers)},
		{get, "/desk/peers/inspect", community.SeeDomains, d.door.StepUp(d.inspect)},
		{get, "/desk/groups", community.KeepGroups, d.door.StepUp(d.showGroups)},
		{post, "/desk/groups", community.KeepGroups, d.saveGroup},
		{get, "/desk/institutions", community.KeepInstitutions, d.door.StepUp(d.showInstitutions)},
		{post, "/desk/institutions", community.KeepInstitutions, d.saveInstitution},
		{post, "/desk/institutions/{domain}/remove", community.KeepInstitutions, d.removeInstitution},
		{get, "/desk/trust", community.SeeVerifications, d.door.StepUp(d.showTrust)},
		{post, "/desk/trust", community.KeepTrust, d.saveTrust},
		{get, "/desk/invitations", community.KeepInvitations, d.door.StepUp(d.showInvitations)},
		{post, "/desk/invitations", community.KeepInvitations, d.createInvitation},
		{post, "/desk/invitations/{code}/revoke", community.KeepInvitations, d.revokeInvitation},
		{get, "/desk/instance", community.EditInstance, d.door.StepUp(d.showInstance)},
		{post, "/desk/instance", community.EditInstance, d.saveInstance},
		{post, "/desk/instance/cases", community.EditInstance, d.openCases},
		{get, "/desk/emoji", community.EditInstance, d.door.StepUp(d.showEmoji)},
		{post, "/desk/emoji", community.EditInstance, d.addEmoji},
		{post, "/desk/emoji/{id}/remove", community.EditInstance, d.retireEmoji},
	}...) {
		router.Handle(route.path, d.door.Staff(route.action, route.handler)).Methods(route.methods...)
	}
	router.Use(bounded)
	router.NotFoundHandler = d.door.Anyone(d.nothing)
	router.MethodNotAllowedHandler = router.NotFoundHandler
	return router
}

func (d *Desk) nothing(http.ResponseWriter, *http.Request, door.Visitor) error {
	return community.ErrNotFound
}

func (d *Desk) showDesk(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	return door.SeeOther(w, r, "/desk/"+page.DeskTabs(v.Person.User.Role)[0], "")
}
