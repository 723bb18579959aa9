package web

import (
	"errors"
	"net/http"

	"consilium/community"
	"consilium/web/door"
)

// pin shows a post first on the member's profile. When there are enough the page says
// so, and which to unpin is for the member to choose.
func (s *Web) pin(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	p, err := s.postHere(r, v)
	if err != nil {
		return err
	}
	notice := "notice.pinned"
	err = s.store.Pin(r.Context(), v.Person.Actor, p)
	if _, full := errors.AsType[*community.Invalid](err); full {
		notice, err = "notice.too_many_pins", nil
	}
	if err != nil {
		return err
	}
	return door.SeeOther(w, r, anchored(door.Back(r, s.postPath(p)), p.ID), notice)
}
