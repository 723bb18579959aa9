package mastodon

import (
	"fmt"
	"strings"

	"github.com/gorilla/mux"

	"consilium/community"
	"consilium/storage"
)

// AsyncRefresh says how far looking for something elsewhere has come.
type AsyncRefresh struct {
	ID          string `json:"id"`
	Status      string `json:"status"`
	ResultCount *int   `json:"result_count"`
}

// refreshOf begins the names of searches for answers; the number of the post follows.
const refreshOf = "context."

// askAgain is how soon an app is to ask how far it has come, in seconds.
const askAgain = 3

// tellRefresh says in the head of an answer that more is being looked for.
func tellRefresh(c *call, p community.Post, sought storage.Seeking) {
	if sought.Pending() {
		c.reply.Set("Mastodon-Async-Refresh", fmt.Sprintf("id=%q, retry=%d", refreshOf+community.FormatID(p.ID), askAgain))
	}
}

// showRefresh is GET /api/v1_alpha/async_refreshes/{id}. The name of a search says only
// which post it is for: who cannot see that finds no search (S-PRIV-7).
func (s *API) showRefresh(c *call) (any, error) {
	id := mux.Vars(c.Request)["refresh"]
	number, known := strings.CutPrefix(id, refreshOf)
	if !known {
		return nil, community.ErrNotFound
	}
	p, err := s.visible(c, number)
	if err != nil {
		return nil, err
	}
	sought, err := s.store.Sought(c.Context(), p)
	if err != nil {
		return nil, err
	}
	if sought.Asked.IsZero() {
		return nil, about("refresh", community.ErrNotFound)
	}
	refresh := AsyncRefresh{ID: id, Status: "finished"}
	if sought.Pending() {
		refresh.Status = "running"
	}
	return map[string]AsyncRefresh{"async_refresh": refresh}, nil
}
