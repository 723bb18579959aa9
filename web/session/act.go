package session

import (
	"net/http"

	"consilium/storage"
)

// Act says by whom and in which browser something is done, for the record that
// the owner of the login can look at.
func (s *Sessions) Act(r *http.Request, p Person) storage.Act { return s.actOf(r, p) }
