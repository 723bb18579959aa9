package storage

import (
	"context"
	"errors"
	"fmt"

	"consilium/community"
)

// SetRemoteHeader is SetRemoteAvatar for the wide picture above a profile.
func (s *Store) SetRemoteHeader(ctx context.Context, a community.Actor, m community.Media) (community.Media, error) {
	err := s.update(ctx, fmt.Sprintf("keep header of actor %d", a.ID), func(t *tx) error {
		m.ID, m.Owner, m.Post, m.Remote, m.Created = newID[community.MediaID](t), a.ID, 0, a.HeaderIRI, t.now
		n, err := t.do(ctx, `UPDATE actor SET header = ? WHERE id = ? AND NOT local AND header = 0 AND header_iri = ?`, m.ID, a.ID, a.HeaderIRI)
		if err != nil {
			return err
		}
		if n == 0 {
			return community.ErrConflict
		}
		if err := t.insertMedia(ctx, m, 0); err != nil {
			return err
		}
		if _, err := t.do(ctx, `UPDATE media SET fetched = ? WHERE id = ?`, at(t.now), m.ID); err != nil {
			return err
		}
		return t.arrived(ctx, m)
	})
	if errors.Is(err, community.ErrConflict) {
		return s.mediaWhere(ctx, `m.id = (SELECT header FROM actor WHERE id = ? AND header_iri = ?)`, a.ID, a.HeaderIRI)
	}
	return m, err
}
