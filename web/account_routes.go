package web

import (
	"context"
	"io"
	"net/http"

	"github.com/gorilla/mux"

	"consilium/community"
	"consilium/web/door"
	"consilium/web/session"
)

// AccountOptions are what registering, signing in and settings need.
type AccountOptions struct {
	// Sessions signs people in. Required.
	Sessions *session.Sessions
	// Letters says that a mail server is configured: addresses are then proved
	// and passwords reset by letter, otherwise by staff.
	Letters bool
	// Avatars keeps the pictures of profiles. Required.
	Avatars Avatars
}

// Avatars scrubs and keeps the pictures of a profile: the person's, and the wide one
// above it.
type Avatars interface {
	UploadAvatar(ctx context.Context, owner community.ActorID, r io.Reader) (community.MediaID, error)
	UploadHeader(ctx context.Context, owner community.ActorID, r io.Reader) (community.MediaID, error)
}

func (s *Web) accountRoutes(router *mux.Router) {
	s.securityRoutes(router)
	s.signOnRoutes(router)
	anyone := func(h door.Handler) http.Handler { return s.door.Anyone(h) }
	member := func(h door.Handler) http.Handler { return s.door.Member(h) }
	proved := func(h door.Handler) http.Handler { return s.door.Member(s.door.StepUpStrong(h)) }
	for _, route := range []struct {
		method, path string
		handler      http.Handler
	}{
		{"GET", "/sign-in", anyone(s.showSignIn)},
		{"POST", "/sign-in", anyone(s.signIn)},
		{"POST", "/sign-out", anyone(s.signOut)},
		{"GET", "/register", anyone(s.showRegister)},
		{"POST", "/register", anyone(s.register)},
		{"GET", "/set-up/{token}", anyone(s.showSetUp)},
		{"POST", "/set-up/{token}", anyone(s.setUp)},
		{"GET", "/confirm/{token}", anyone(s.showConfirm)},
		{"POST", "/confirm/{token}", anyone(s.confirm)},
		{"GET", "/password", anyone(s.showResetRequest)},
		{"POST", "/password", anyone(s.requestReset)},
		{"GET", "/password/{token}", anyone(s.showReset)},
		{"POST", "/password/{token}", anyone(s.reset)},
		{"GET", "/settings", member(s.showSettings)},
		{"GET", "/settings/profile", member(s.showSettingsProfile)},
		{"POST", "/settings/profile", member(s.saveProfile)},
		{"POST", "/settings/credential", member(s.publishCredential)},
		{"GET", "/settings/account", proved(s.showSettingsAccount)},
		{"POST", "/settings/email", proved(s.saveEmail)},
		{"POST", "/settings/password", proved(s.savePassword)},
		{"POST", "/settings/leave", proved(s.leave)},
		{"GET", "/settings/sessions", member(s.showSessions)},
		{"POST", "/settings/sessions/end-others", member(s.endOtherSessions)},
		{"POST", "/settings/sessions/{id}/end", member(s.endSession)},
		{"GET", "/settings/appearance", member(s.showAppearance)},
		{"POST", "/settings/appearance", member(s.saveAppearance)},
		{"GET", "/settings/invitations", member(s.showInvitations)},
		{"POST", "/settings/invitations", member(door.Allowed(community.MakeInvites, s.createInvitation))},
		{"POST", "/settings/invitations/{code}/revoke", member(s.revokeInvitation)},
		{"GET", "/settings/apps", member(s.showApps)},
		{"POST", "/settings/apps/{id}/revoke", member(s.revokeApp)},
	} {
		router.Handle(route.path, route.handler).Methods(methods(route.method)...)
	}
}

// methods lets HEAD ask what GET answers.
func methods(method string) []string {
	if method == "GET" {
		return []string{"GET", "HEAD"}
	}
	return []string{method}
}
