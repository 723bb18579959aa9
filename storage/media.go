package storage

import (
	"context"
	"fmt"
	"slices"
	"time"

	"consilium/community"
)

const mediaColumns = `m.id, m.owner, m.post, m.file, m.small, m.type, m.width, m.height, m.blurhash, m.description,
	m.focus_x, m.focus_y, m.remote, m.created, m.caption, m.consented, m.hidden, m.duration, m.small_width, m.small_height`

type mediaRow struct {
	ID                    community.MediaID
	Owner                 community.ActorID
	Post                  community.PostID
	File, Small, Type     string
	Width, Height         int
	Blurhash, Description string
	// bun would call these focusx and focusy.
	FocusX            float64 `bun:"focus_x"`
	FocusY            float64 `bun:"focus_y"`
	Remote            community.IRI
	Created           stamp
	Caption           string
	Consented, Hidden bool
	// Duration is in milliseconds.
	Duration                int64
	SmallWidth, SmallHeight int
}

func (r mediaRow) media() community.Media {
	return community.Media{ID: r.ID, Owner: r.Owner, Post: r.Post, File: r.File, Small: r.Small, Type: r.Type,
		Width: r.Width, Height: r.Height, Blurhash: r.Blurhash, Description: r.Description,
		FocusX: r.FocusX, FocusY: r.FocusY, Remote: r.Remote, Created: r.Created.Time,
		Caption: r.Caption, Consented: r.Consented, Hidden: r.Hidden, Duration: time.Duration(r.Duration) * time.Millisecond,
		SmallWidth: r.SmallWidth, SmallHeight: r.SmallHeight}
}

func mediaOf(rows []mediaRow) []community.Media {
	list := make([]community.Media, 0, len(rows))
	for _, r := range rows {
		list = append(list, r.media())
	}
	return list
}

func hangMedia(ctx context.Context, db reader, ids []community.PostID, at map[community.PostID]*community.Post) error {
	var rows []mediaRow
	err := many(ctx, db, &rows, `SELECT `+mediaColumns+` FROM media m WHERE m.post IN (?) AND m.post <> 0
		ORDER BY m.post, m.position, m.id`, in(ids))
	for _, r := range rows {
		p := at[r.Post]
		if r.Hidden {
			p.Withheld = append(p.Withheld, r.media())
		} else {
			p.Media = append(p.Media, r.media())
		}
	}
	return err
}

// AddMedia remembers an uploaded picture, loose until a post takes it, and
// gives it its number. From then on its files are expected no more. *Invalid when the owner
// has sent too much that nothing took.
func (s *Store) AddMedia(ctx context.Context, m community.Media) (community.Media, error) {
	err := s.update(ctx, "add media", func(t *tx) error {
		if err := t.roomForLoose(ctx, m.Owner); err != nil {
			return err
		}
		m.ID, m.Post, m.Created = newID[community.MediaID](t), 0, t.now
		if err := t.insertMedia(ctx, m, 0); err != nil {
			return err
		}
		return t.arrived(ctx, m)
	})
	return m, err
}

func (t *tx) insertMedia(ctx context.Context, m community.Media, position int) error {
	_, err := t.do(ctx, `INSERT INTO media (id, owner, post, position, file, small, type, width, height, blurhash, description,
		focus_x, focus_y, remote, created, caption, consented, duration, small_width, small_height)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		m.ID, m.Owner, m.Post, position, m.File, m.Small, m.Type, m.Width, m.Height, m.Blurhash, m.Description,
		m.FocusX, m.FocusY, m.Remote, at(m.Created), m.Caption, m.Consented, m.Duration.Milliseconds(), m.SmallWidth, m.SmallHeight)
	return err
}

// Media gives a picture; ErrNotFound when there is none.
func (s *Store) Media(ctx context.Context, id community.MediaID) (community.Media, error) {
	return s.mediaWhere(ctx, `m.id = ?`, id)
}

// MediaByFile gives the picture one of whose renditions has this name in the
// media keeper. Whether somebody may see it is the question of its post.
func (s *Store) MediaByFile(ctx context.Context, name string) (community.Media, error) {
	if name == "" {
		return community.Media{}, fmt.Errorf("media by file: %w", community.ErrNotFound)
	}
	return s.mediaWhere(ctx, `(m.file = ? OR m.small = ?)`, name, name)
}

func (s *Store) mediaWhere(ctx context.Context, where string, args ...any) (community.Media, error) {
	var row mediaRow
	if err := one(ctx, s.r, &row, `SELECT `+mediaColumns+` FROM media m WHERE `+where+` LIMIT 1`, args...); err != nil {
		return community.Media{}, fmt.Errorf("media: %w", err)
	}
	return row.media(), nil
}

// SetMedia changes description and focus of the owner's picture m.ID, on the post
// m.Post or loose. ErrNotFound when it is not the owner's, and when it hangs elsewhere
// by now: what is said of a posted picture goes through the gate, and what is said of
// a loose one when it is posted.
func (s *Store) SetMedia(ctx context.Context, owner community.ActorID, m community.Media) (community.Media, error) {
	err := s.update(ctx, fmt.Sprintf("describe media %d", m.ID), func(t *tx) error {
		n, err := t.do(ctx, `UPDATE media SET description = ?, focus_x = ?, focus_y = ? WHERE id = ? AND owner = ? AND post = ?`,
			m.Description, m.FocusX, m.FocusY, m.ID, owner, m.Post)
		if err == nil && n == 0 {
			return community.ErrNotFound
		}
		return err
	})
	if err != nil {
		return community.Media{}, err
	}
	return s.Media(ctx, m.ID)
}

// SetRemoteFile records the renditions kept here of a picture that lies
// elsewhere: files, type, size and blurhash of m. ErrConflict when somebody was
// quicker, ErrNotFound when there is no such picture.
func (s *Store) SetRemoteFile(ctx context.Context, id community.MediaID, m community.Media) error {
	return s.update(ctx, fmt.Sprintf("keep remote media %d", id), func(t *tx) error {
		n, err := t.do(ctx, `UPDATE media SET file = ?, small = ?, type = ?, width = ?, height = ?, blurhash = ?, fetched = ?
			WHERE id = ? AND remote IS NOT NULL AND file = ''`, m.File, m.Small, m.Type, m.Width, m.Height, m.Blurhash, at(t.now), id)
		if err != nil {
			return err
		}
		if n == 0 {
			return t.whyNotKept(ctx, id)
		}
		return t.arrived(ctx, m)
	})
}

// whyNotKept tells a picture that is here already from one that is not there.
func (t *tx) whyNotKept(ctx context.Context, id community.MediaID) error {
	var n int
	if err := one(ctx, t, &n, `SELECT COUNT(*) FROM media WHERE id = ? AND remote IS NOT NULL`, id); err != nil {
		return err
	}
	if n == 0 {
		return community.ErrNotFound
	}
	return community.ErrConflict
}

// TakeMediaFor gives the owner's own pictures in the order asked for: loose ones
// for a new post (0), and for an edit also those that are on the post already.
// ErrNotFound when one is not there, not the owner's or on another post (S-IN-9);
// *community.Invalid of "media" when one is not made yet.
func (s *Store) TakeMediaFor(ctx context.Context, owner community.ActorID, post community.PostID, ids []community.MediaID) ([]community.Media, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	var rows []mediaRow
	err := many(ctx, s.r, &rows, `SELECT `+mediaColumns+` FROM media m WHERE m.id IN (?) AND m.owner = ? AND m.post IN (0, ?)`,
		in(ids), owner, post)
	if err != nil {
		return nil, fmt.Errorf("take media: %w", err)
	}
	have := make(map[community.MediaID]community.Media, len(rows))
	for _, m := range mediaOf(rows) {
		have[m.ID] = m
	}
	var list []community.Media
	for _, id := range ids {
		m, ok := have[id]
		if !ok {
			return nil, fmt.Errorf("take media %d: %w", id, community.ErrNotFound)
		}
		if !m.Ready() {
			return nil, &community.Invalid{Field: "media", Problem: community.Say("media.unfinished")}
		}
		delete(have, id) // asked for twice, it is missing the second time
		list = append(list, m)
	}
	return list, nil
}

// writeMedia is the effect that hangs the pictures on the post, in their order,
// and removes those that hung there before. Only the author's own pictures can
// be hung, and none that hangs elsewhere (S-IN-9).
func (t *tx) writeMedia(ctx context.Context, d deed) error {
	pictures := append(slices.Clone(d.post.Media), d.post.Withheld...)
	switch {
	case !d.post.Local:
		var err error
		if pictures, err = t.knownRemote(ctx, d); err != nil {
			return err
		}
	case d.SameWords():
		return nil // only the state of a case changed
	}
	keep := []community.MediaID{0}
	for i, m := range pictures {
		if m.ID == 0 {
			m.ID, m.Owner, m.Post, m.Created = newID[community.MediaID](t), d.post.Author, d.post.ID, t.now
			m.File, m.Small = "", ""
			if err := t.insertMedia(ctx, m, i); err != nil {
				return err
			}
		} else if err := t.hang(ctx, d.post, m, i); err != nil {
			return err
		}
		keep = append(keep, m.ID)
	}
	if d.old == nil { // nothing hung there
		return nil
	}
	if err := t.stillHidden(ctx, d.post.ID); err != nil {
		return err
	}
	return t.wasteMedia(ctx, `post = ? AND id NOT IN (?)`, d.post.ID, in(keep))
}

func (t *tx) hang(ctx context.Context, p community.Post, m community.Media, position int) error {
	n, err := t.do(ctx, `UPDATE media SET post = ?, position = ?, description = ?, caption = ?, consented = ?
		WHERE id = ? AND owner = ? AND post IN (0, ?)`, p.ID, position, m.Description, m.Caption, m.Consented, m.ID, p.Author, p.ID)
	if err == nil && n == 0 {
		return fmt.Errorf("media %d: %w", m.ID, community.ErrForbidden)
	}
	return err
}

// knownRemote gives the pictures of a post from elsewhere their numbers, where
// they hang on it already, so that what was fetched is not fetched again. A
// number that came with the post counts for nothing.
func (t *tx) knownRemote(ctx context.Context, d deed) ([]community.Media, error) {
	var rows []mediaRow
	if d.old != nil {
		if err := many(ctx, t, &rows, `SELECT `+mediaColumns+` FROM media m WHERE m.post = ?`, d.post.ID); err != nil {
			return nil, err
		}
	}
	have := make(map[community.IRI]community.MediaID, len(rows))
	for _, r := range rows {
		have[r.Remote] = r.ID
	}
	var list []community.Media
	for _, m := range d.post.Media {
		if m.Remote.IsZero() {
			continue
		}
		m.ID = have[m.Remote]
		delete(have, m.Remote)
		list = append(list, m)
	}
	return list, nil
}

// wasteMedia removes pictures and leaves their files to be removed by the
// keeper of media.
func (t *tx) wasteMedia(ctx context.Context, where string, args ...any) error {
	// What is deleted is what is wasted, also when somebody just changed it.
	var rows []renditions
	if err := many(ctx, t, &rows, `DELETE FROM media WHERE `+where+` RETURNING file, small`, args...); err != nil {
		return fmt.Errorf("waste media: %w", err)
	}
	for _, r := range rows {
		if err := t.wasteFiles(ctx, t.now, r.File, r.Small); err != nil {
			return fmt.Errorf("waste media: %w", err)
		}
	}
	return nil
}

// mostLoose bounds how many pictures LooseMedia gives at once.
const mostLoose = 200

// LooseMedia gives pictures uploaded before a time that neither a post nor a
// profile nor a draft took, oldest first, at most 200.
func (s *Store) LooseMedia(ctx context.Context, before time.Time) ([]community.Media, error) {
	var rows []mediaRow
	err := many(ctx, s.r, &rows, `SELECT `+mediaColumns+` FROM media m WHERE m.post = 0 AND m.created < ?
		AND m.id NOT IN (SELECT avatar FROM actor WHERE avatar <> 0) AND m.id NOT IN (SELECT header FROM actor WHERE header <> 0) AND m.id NOT IN (SELECT media FROM draft_media)
		AND m.id NOT IN (SELECT media FROM scheduled_media)
		ORDER BY m.created LIMIT ?`, at(before), mostLoose)
	if err != nil {
		return nil, fmt.Errorf("loose media: %w", err)
	}
	return mediaOf(rows), nil
}

// RemoveMedia removes a loose picture; its files become waste. One that a post,
// a profile or a draft took meanwhile stays.
func (s *Store) RemoveMedia(ctx context.Context, id community.MediaID) error {
	return s.update(ctx, fmt.Sprintf("remove media %d", id), func(t *tx) error {
		return t.wasteMedia(ctx, `id = ? AND post = 0 AND id NOT IN (SELECT avatar FROM actor WHERE avatar <> 0) AND id NOT IN (SELECT header FROM actor WHERE header <> 0)
			AND id NOT IN (SELECT media FROM draft_media) AND id NOT IN (SELECT media FROM scheduled_media)`, id)
	})
}

// Waste names files that nothing needs any more, and files that were expected
// and for an hour belonged to nothing, oldest first.
func (s *Store) Waste(ctx context.Context, limit int) ([]string, error) {
	var files []string
	if err := many(ctx, s.r, &files, `SELECT file FROM media_waste WHERE created <= ? ORDER BY created, file LIMIT ?`, at(s.Now()), limit); err != nil {
		return nil, fmt.Errorf("waste: %w", err)
	}
	return files, nil
}

// WasteGone records that a file was removed.
func (s *Store) WasteGone(ctx context.Context, file string) error {
	return s.update(ctx, "waste gone", func(t *tx) error {
		_, err := t.do(ctx, `DELETE FROM media_waste WHERE file = ?`, file)
		return err
	})
}
