package session

import (
	"net/http"

	"consilium/community"
)

// meetDevice notes in which browser somebody signs in, by a cookie of its own
// that outlives sessions, and gives that cookie's token. Who signs in from a
// browser that was not seen before is told.
func (s *Sessions) meetDevice(r *http.Request, u community.User) (string, error) {
	token, found := s.read(r, deviceCookie)
	if !found {
		token = NewToken()
	}
	return token, s.Store.MeetDevice(r.Context(), s.act(r, u.ID), token)
}
