package storage

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"consilium/community"
)

// KindMedia is the kind of job that makes media of what was sent; its payload is the
// number of the media. It may run twice.
const KindMedia = "media"

// mediaLane is one member's: who sends much waits for nobody but themselves.
func mediaLane(owner community.ActorID) string { return "media/" + community.FormatID(owner) }

// rawFor is how long what was sent is kept at most. A picture that no post took is
// removed after as long.
const rawFor = 24 * time.Hour

// Upload is what was sent and is not made into media yet.
type Upload struct {
	Media community.MediaID
	Owner community.ActorID
	// Raw is a file in the media keeper that is served to nobody.
	Raw string
	// Failed says why nothing will come of it; nil while something may.
	Failed *community.Problem
}

// AddUpload remembers what was sent, which lies in the file raw, and leaves a job to
// make media of it. m.Owner and m.Description count, and its focus. From then on raw
// is kept for a day, or until the job has ended. *Invalid when the owner has sent too much
// that nothing took.
func (s *Store) AddUpload(ctx context.Context, m community.Media, raw string) (community.Media, error) {
	err := s.update(ctx, "add upload", func(t *tx) error {
		if err := t.roomForLoose(ctx, m.Owner); err != nil {
			return err
		}
		m.ID, m.Post, m.Created = newID[community.MediaID](t), 0, t.now
		m.File, m.Small = "", ""
		if err := t.insertMedia(ctx, m, 0); err != nil {
			return err
		}
		if _, err := t.do(ctx, `INSERT INTO media_upload (media, raw) VALUES (?, ?)`, m.ID, raw); err != nil {
			return err
		}
		if _, err := t.do(ctx, `UPDATE media_waste SET created = ? WHERE file = ?`, at(t.now.Add(rawFor)), raw); err != nil {
			return err
		}
		return t.enqueue(ctx, mediaLane(m.Owner), KindMedia, community.FormatID(m.ID))
	})
	return m, err
}

// mostLooseOf bounds how much one member has here that no post, draft or profile took:
// otherwise somebody who only sends and never posts fills the disk within the day that it
// is kept.
const mostLooseOf = 100

// roomForLoose is an *Invalid of the field "file" for a member who has too much of that.
func (t *tx) roomForLoose(ctx context.Context, owner community.ActorID) error {
	var n int
	err := one(ctx, t, &n, `SELECT COUNT(*) FROM media m JOIN actor a ON a.id = m.owner WHERE m.post = 0 AND m.created > ? AND m.owner = ? AND m.id <> a.avatar AND m.id <> a.header
		AND m.id NOT IN (SELECT media FROM draft_media) AND m.id NOT IN (SELECT media FROM scheduled_media)`, at(t.now.Add(-rawFor)), owner)
	if err == nil && n >= mostLooseOf {
		err = &community.Invalid{Field: "file", Problem: community.Say("media.too_many_loose", "limit", mostLooseOf)}
	}
	return err
}

// Upload gives what was sent for a picture that is not made yet; ErrNotFound when it
// is made or was removed.
func (s *Store) Upload(ctx context.Context, id community.MediaID) (Upload, error) {
	var row struct {
		Owner        community.ActorID
		Raw, Problem string
	}
	err := one(ctx, s.r, &row, `SELECT m.owner, u.raw, u.problem FROM media_upload u JOIN media m ON m.id = u.media WHERE u.media = ?`, id)
	if err != nil {
		return Upload{}, fmt.Errorf("upload %d: %w", id, err)
	}
	u := Upload{Media: id, Owner: row.Owner, Raw: row.Raw}
	if row.Problem != "" {
		u.Failed = new(community.Problem)
		if err := json.Unmarshal([]byte(row.Problem), u.Failed); err != nil {
			return Upload{}, fmt.Errorf("upload %d: %w", id, err)
		}
	}
	return u, nil
}

// FinishUpload gives a picture that was sent the files made of it: files, type, size,
// duration and blurhash of m. A small picture chosen beforehand stays. What was sent is
// waste from then on. ErrNotFound when it was made already or removed.
func (s *Store) FinishUpload(ctx context.Context, id community.MediaID, m community.Media) (community.Media, error) {
	err := s.update(ctx, fmt.Sprintf("finish upload %d", id), func(t *tx) error {
		var chosen string
		if err := one(ctx, t, &chosen, `SELECT small FROM media WHERE id = ? AND file = ''`, id); err != nil {
			return err
		}
		if err := t.endUpload(ctx, id); err != nil {
			return err
		}
		_, err := t.do(ctx, `UPDATE media SET file = ?, type = ?, width = ?, height = ?, duration = ?,
			blurhash = CASE WHEN small = '' THEN ? ELSE blurhash END, small = CASE WHEN small = '' THEN ? ELSE small END WHERE id = ?`,
			m.File, m.Type, m.Width, m.Height, m.Duration.Milliseconds(), m.Blurhash, m.Small, id)
		if err != nil {
			return err
		}
		if err := t.arrived(ctx, m); err != nil || chosen == "" {
			return err
		}
		return t.wasteFiles(ctx, t.now, m.Small)
	})
	if err != nil {
		return community.Media{}, err
	}
	return s.Media(ctx, id)
}

// endUpload forgets what was sent; ErrNotFound when it was forgotten already.
func (t *tx) endUpload(ctx context.Context, id community.MediaID) error {
	var raw string
	if err := one(ctx, t, &raw, `DELETE FROM media_upload WHERE media = ? RETURNING raw`, id); err != nil {
		return err
	}
	return t.rawIsWaste(ctx, raw)
}

func (t *tx) rawIsWaste(ctx context.Context, raw string) error {
	if _, err := t.do(ctx, `UPDATE media_waste SET created = ? WHERE file = ?`, at(t.now), raw); err != nil {
		return err
	}
	return t.emptyWaste(ctx)
}

// FailUpload says that nothing will come of what was sent, and why. What was sent is
// waste from then on. ErrNotFound when it was made or removed meanwhile.
func (s *Store) FailUpload(ctx context.Context, id community.MediaID, why community.Problem) error {
	problem, err := json.Marshal(why)
	if err != nil {
		return fmt.Errorf("encode problem: %w", err)
	}
	return s.update(ctx, fmt.Sprintf("fail upload %d", id), func(t *tx) error {
		var raw string
		if err := one(ctx, t, &raw, `UPDATE media_upload SET problem = ? WHERE media = ? RETURNING raw`, string(problem), id); err != nil {
			return err
		}
		return t.rawIsWaste(ctx, raw)
	})
}

// SetThumbnail gives the owner's loose picture, video or sound a small picture of its
// own choice: m.Small with its size and blurhash. What it had is waste. ErrNotFound
// when the owner has no such picture or it hangs on a post.
func (s *Store) SetThumbnail(ctx context.Context, owner community.ActorID, m community.Media) (community.Media, error) {
	err := s.update(ctx, fmt.Sprintf("set thumbnail of media %d", m.ID), func(t *tx) error {
		var old string
		if err := one(ctx, t, &old, `SELECT small FROM media WHERE id = ? AND owner = ? AND post = 0`, m.ID, owner); err != nil {
			return err
		}
		_, err := t.do(ctx, `UPDATE media SET small = ?, small_width = ?, small_height = ?, blurhash = ? WHERE id = ?`,
			m.Small, m.SmallWidth, m.SmallHeight, m.Blurhash, m.ID)
		if err != nil {
			return err
		}
		if err := t.arrived(ctx, community.Media{File: m.Small}); err != nil {
			return err
		}
		return t.wasteFiles(ctx, t.now, old)
	})
	if err != nil {
		return community.Media{}, err
	}
	return s.Media(ctx, m.ID)
}
