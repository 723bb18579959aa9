package main

import (
	"context"
	"fmt"
	"net/http"
	"time"
)

// healthz says that the process answers, whatever else is wrong.
func (i *instance) healthz(w http.ResponseWriter, _ *http.Request) {
	fmt.Fprintln(w, "ok")
}

// readyz says whether to send requests here: not while draining, and not while
// the database does not answer.
func (i *instance) readyz(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), 2*time.Second)
	defer cancel()
	switch {
	case i.draining.Load():
		http.Error(w, "draining", http.StatusServiceUnavailable)
	case i.store.Ping(ctx) != nil:
		http.Error(w, "the database does not answer", http.StatusServiceUnavailable)
	default:
		fmt.Fprintln(w, "ready")
	}
}
