package web

import "github.com/gorilla/mux"

// AccountOptions are what registering, signing in and settings need.
type AccountOptions struct{}

func (s *Web) accountRoutes(*mux.Router) {}
