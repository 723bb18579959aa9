package storage

import (
	"context"
	"errors"
	"fmt"
	"time"

	"consilium/community"
)

// renditions are the files of a picture in the media keeper.
type renditions struct{ File, Small string }

// expectation is how long a file may be kept before a row has it.
const expectation = time.Hour

// ExpectFiles notes that files of these names are about to be kept. The row that
// comes to have them ends that; when none does within the hour, because the
// process died in between, they are waste.
func (s *Store) ExpectFiles(ctx context.Context, files ...string) error {
	return s.update(ctx, "expect files", func(t *tx) error {
		return t.wasteFiles(ctx, t.now.Add(expectation), files...)
	})
}

// wasteFiles lets files be removed from a time on.
func (t *tx) wasteFiles(ctx context.Context, from time.Time, files ...string) error {
	for _, file := range files {
		if file == "" {
			continue
		}
		_, err := t.do(ctx, `INSERT INTO media_waste (file, created) VALUES (?, ?) ON CONFLICT DO NOTHING`, file, at(from))
		if err != nil {
			return err
		}
	}
	return nil
}

// arrived ends the expectation of a picture's files.
func (t *tx) arrived(ctx context.Context, m community.Media) error {
	_, err := t.do(ctx, `DELETE FROM media_waste WHERE file IN (?, ?)`, m.File, m.Small)
	return err
}

// SetRemoteAvatar gives an actor of another server its picture, of which m holds
// the files kept here; a.AvatarIRI is where it was fetched. When somebody was
// quicker it returns theirs; ErrNotFound when the actor has another picture by now.
func (s *Store) SetRemoteAvatar(ctx context.Context, a community.Actor, m community.Media) (community.Media, error) {
	m.Owner, m.Remote = a.ID, a.AvatarIRI
	return s.setRemotePicture(ctx, m,
		`UPDATE actor SET avatar = ? WHERE id = ? AND NOT local AND avatar = 0 AND avatar_iri = ?`,
		`m.id = (SELECT avatar FROM actor WHERE id = ? AND avatar_iri = ?)`)
}

// SetRemoteHeader is SetRemoteAvatar for the wide picture above a profile.
func (s *Store) SetRemoteHeader(ctx context.Context, a community.Actor, m community.Media) (community.Media, error) {
	m.Owner, m.Remote = a.ID, a.HeaderIRI
	return s.setRemotePicture(ctx, m,
		`UPDATE actor SET header = ? WHERE id = ? AND NOT local AND header = 0 AND header_iri = ?`,
		`m.id = (SELECT header FROM actor WHERE id = ? AND header_iri = ?)`)
}

// setRemotePicture keeps a picture of an actor's profile where take makes it theirs, or
// gives the one that theirs finds.
func (s *Store) setRemotePicture(ctx context.Context, m community.Media, take, theirs string) (community.Media, error) {
	err := s.update(ctx, fmt.Sprintf("keep picture of actor %d", m.Owner), func(t *tx) error {
		m.ID, m.Post, m.Created = newID[community.MediaID](t), 0, t.now
		n, err := t.do(ctx, take, m.ID, m.Owner, m.Remote)
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
		return s.mediaWhere(ctx, theirs, m.Owner, m.Remote)
	}
	return m, err
}

// mostEvicted bounds how many pictures EvictRemote lets go of at once.
const mostEvicted = 200

// EvictRemote lets go of the files of pictures that were fetched before a time,
// at most 200, and tells of how many: whoever looks at one again has it fetched
// again.
func (s *Store) EvictRemote(ctx context.Context, before time.Time) (int, error) {
	var old []struct {
		ID          community.MediaID
		Post        community.PostID
		File, Small string
	}
	err := s.update(ctx, "evict remote media", func(t *tx) error {
		err := many(ctx, t, &old, `SELECT id, post, file, small FROM media WHERE fetched < ? ORDER BY fetched LIMIT ?`, at(before), mostEvicted)
		if err != nil {
			return err
		}
		for _, m := range old {
			evict := t.evictFace
			if m.Post != 0 {
				evict = t.evictPicture
			}
			if err := evict(ctx, m.ID, renditions{m.File, m.Small}); err != nil {
				return err
			}
		}
		return nil
	})
	return len(old), err
}

// evictPicture keeps the row, which says where the picture lies.
func (t *tx) evictPicture(ctx context.Context, id community.MediaID, r renditions) error {
	n, err := t.do(ctx, `UPDATE media SET file = '', small = '', fetched = NULL WHERE id = ? AND file = ?`, id, r.File)
	if err != nil || n == 0 {
		return err
	}
	return t.wasteFiles(ctx, t.now, r.File, r.Small)
}

// evictFace removes the row: the actor says where its picture lies.
func (t *tx) evictFace(ctx context.Context, id community.MediaID, _ renditions) error {
	if _, err := t.do(ctx, `UPDATE actor SET avatar = 0 WHERE avatar = ? AND NOT local`, id); err != nil {
		return err
	}
	if _, err := t.do(ctx, `UPDATE actor SET header = 0 WHERE header = ? AND NOT local`, id); err != nil {
		return err
	}
	return t.wasteMedia(ctx, `id = ?`, id)
}
