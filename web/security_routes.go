package web

import (
	"net/http"

	"github.com/gorilla/mux"

	"consilium/web/door"
)

// securityRoutes are the pages about what opens an account. Whatever changes
// that asks for a fresh proof, and so does the page the form stands on.
func (s *Web) securityRoutes(router *mux.Router) {
	anyone := func(h door.Handler) http.Handler { return s.door.Anyone(h) }
	member := func(h door.Handler) http.Handler { return s.door.Member(h) }
	proved := func(h door.Handler) http.Handler { return s.door.Member(s.door.StepUp(h)) }
	for _, route := range []struct {
		method, path string
		handler      http.Handler
	}{
		{"GET", secondPath, anyone(s.showSecondStep)},
		{"POST", secondPath, anyone(s.takeSecondStep)},
		{"POST", secondPath + "/passkey", anyone(s.takeSecondPasskey)},
		{"GET", "/sign-in/passkey", anyone(s.showPasskeySignIn)},
		{"POST", "/sign-in/passkey", anyone(s.signInWithPasskey)},
		{"GET", door.AgainPath, member(s.showStepUp)},
		{"POST", door.AgainPath, member(s.takeStepUp)},
		{"POST", door.AgainPath + "/passkey", member(s.takeStepUpPasskey)},
		{"GET", "/settings/security", member(s.showSecurity)},
		{"POST", "/settings/security/totp", proved(s.startTOTP)},
		{"GET", "/settings/security/totp", proved(s.showTOTP)},
		{"POST", "/settings/security/totp/confirm", proved(s.confirmTOTP)},
		{"POST", "/settings/security/totp/remove", proved(s.removeTOTP)},
		{"GET", "/settings/security/passkeys/new", proved(s.newPasskey)},
		{"POST", "/settings/security/passkeys", proved(s.addPasskey)},
		{"POST", "/settings/security/passkeys/{id}/remove", proved(s.removePasskey)},
		{"POST", "/settings/security/codes", proved(s.renewCodes)},
	} {
		router.Handle(route.path, route.handler).Methods(methods(route.method)...)
	}
}
