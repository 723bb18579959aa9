package mastodon

import "consilium/community"

// rejectRequest is POST /api/v1/follow_requests/{id}/reject. Who did not ask cannot be
// turned down, and who follows already is not meant here.
func (s *API) rejectRequest(c *call, other community.Actor) error {
	relations, err := s.store.Relations(c.Context(), c.me().ID, []community.ActorID{other.ID})
	if err != nil {
		return err
	}
	if !relations[other.ID].RequestedBy {
		return community.ErrNotFound
	}
	return s.store.RejectFollow(c.Context(), c.me().ID, other.ID)
}
