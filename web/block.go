package web

import (
	"net/http"

	"consilium/community"
	"consilium/storage"
)

func (s *Web) block(r *http.Request, me, other community.Actor) (string, error) {
	return "notice.blocked", s.store.Block(r.Context(), me.ID, other.ID)
}

func (s *Web) unblock(r *http.Request, me, other community.Actor) (string, error) {
	return "notice.unblocked", s.store.Unblock(r.Context(), me.ID, other.ID)
}

// mute keeps somebody out of sight, notifications included, until it is undone.
func (s *Web) mute(r *http.Request, me, other community.Actor) (string, error) {
	return "notice.muted", s.store.Mute(r.Context(), storage.Mute{Actor: me.ID, Target: other.ID, Notifications: true})
}

func (s *Web) unmute(r *http.Request, me, other community.Actor) (string, error) {
	return "notice.unmuted", s.store.Unmute(r.Context(), me.ID, other.ID)
}
