package session

import (
	"fmt"
	"net/http"
	"net/url"
)

// CrossOrigin makes the guard against forged requests: it lets through what
// reads, and what writes from our own pages, told by Sec-Fetch-Site or Origin
// (net/http.CrossOriginProtection). Our own address counts as ours also behind
// a proxy that changes Host. Everything else gets refused, which must answer
// 403; nil is a bare one.
//
// It belongs in front of everything that believes a cookie, and only there: see
// the package comment for how the program mounts it.
func (s *Sessions) CrossOrigin(refused http.Handler) (func(http.Handler) http.Handler, error) {
	base, err := url.Parse(s.Store.Base())
	if err != nil {
		return nil, fmt.Errorf("guard origins: %w", err)
	}
	guard := http.NewCrossOriginProtection()
	if err := guard.AddTrustedOrigin(base.Scheme + "://" + base.Host); err != nil {
		return nil, fmt.Errorf("guard origins: %w", err)
	}
	if refused == nil {
		refused = http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusForbidden) })
	}
	guard.SetDenyHandler(refused)
	return guard.Handler, nil
}
