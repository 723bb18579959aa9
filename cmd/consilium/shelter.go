package main

import (
	"fmt"
	"net/http"
	"runtime"
	"runtime/debug"
)

// sheltered answers 500 when a handler panics, and writes down where. What was
// panicked with may hold what somebody wrote, so only its type is told, or what
// Go itself says.
func (i *instance) sheltered(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			p := recover()
			switch p {
			case nil:
				return
			case http.ErrAbortHandler: // meant for the server
				panic(p)
			}
			said := fmt.Sprintf("%T", p)
			if fault, ours := p.(runtime.Error); ours {
				said = fault.Error()
			}
			i.log.Error("a handler panicked", "method", r.Method, "panic", said, "stack", string(debug.Stack()))
			w.WriteHeader(http.StatusInternalServerError)
		}()
		next.ServeHTTP(w, r)
	})
}
