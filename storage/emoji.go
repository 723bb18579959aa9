package storage

import (
	"context"
	"fmt"
	"time"

	"consilium/community"
)

// emojiPath is where the picture of an emoji lies on our own origin.
const emojiPath = "/media/emoji/"

// nameEmoji gives the emoji of a text the numbers by which their pictures are found
// here. A picture that is known under its address keeps its number.
func (t *tx) nameEmoji(ctx context.Context, list []community.Emoji) ([]community.Emoji, error) {
	var named []community.Emoji
	for _, e := range list[:min(len(list), community.MaxEmoji)] {
		if e.ID == 0 {
			_, err := t.do(ctx, `INSERT INTO custom_emoji (id, shortcode, image, created) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING`,
				newID[community.EmojiID](t), e.Shortcode, e.Image, at(t.now))
			if err != nil {
				return nil, fmt.Errorf("name emoji: %w", err)
			}
			if err := one(ctx, t, &e.ID, `SELECT id FROM custom_emoji WHERE image = ?`, e.Image); err != nil {
				return nil, fmt.Errorf("name emoji: %w", err)
			}
		}
		named = append(named, e)
	}
	return named, nil
}

// EmojiPicture is an emoji with the file of its picture; File is "" until it was
// fetched.
type EmojiPicture struct {
	community.Emoji
	File  string
	Local bool
}

// EmojiPicture gives an emoji by number; ErrNotFound.
func (s *Store) EmojiPicture(ctx context.Context, id community.EmojiID) (EmojiPicture, error) {
	var row struct {
		ID        community.EmojiID
		Shortcode string
		Image     community.IRI
		File      string
		Local     bool
	}
	err := one(ctx, s.r, &row, `SELECT id, shortcode, image, file, local FROM custom_emoji WHERE id = ?`, id)
	if err != nil {
		return EmojiPicture{}, fmt.Errorf("emoji %d: %w", id, err)
	}
	return EmojiPicture{community.Emoji{ID: row.ID, Shortcode: row.Shortcode, Image: row.Image}, row.File, row.Local}, nil
}

// SetEmojiFile records the file of a picture that was fetched, and gives the file that
// counts: when somebody was quicker, theirs.
func (s *Store) SetEmojiFile(ctx context.Context, id community.EmojiID, m community.Media) (string, error) {
	file := m.File
	err := s.update(ctx, fmt.Sprintf("keep picture of emoji %d", id), func(t *tx) error {
		n, err := t.do(ctx, `UPDATE custom_emoji SET file = ?, fetched = ? WHERE id = ? AND file = ''`, m.File, at(t.now), id)
		if err != nil {
			return err
		}
		if n == 0 {
			return one(ctx, t, &file, `SELECT file FROM custom_emoji WHERE id = ?`, id)
		}
		return t.emojiKept(ctx, m)
	})
	return file, err
}

// emojiKept ends the expectation of the file that shows an emoji; the other rendition is
// waste.
func (t *tx) emojiKept(ctx context.Context, m community.Media) error {
	_, err := t.do(ctx, `DELETE FROM media_waste WHERE file = ?`, m.File)
	return err
}

// EvictEmoji lets go of files of others' emoji that were fetched before a time, at most
// 200, and tells of how many.
func (s *Store) EvictEmoji(ctx context.Context, before time.Time) (int, error) {
	var old []struct {
		ID   community.EmojiID
		File string
	}
	err := s.update(ctx, "evict emoji", func(t *tx) error {
		err := many(ctx, t, &old, `SELECT id, file FROM custom_emoji WHERE fetched < ? AND NOT local ORDER BY fetched LIMIT ?`, at(before), mostEvicted)
		if err != nil {
			return err
		}
		for _, e := range old {
			if _, err := t.do(ctx, `UPDATE custom_emoji SET file = '', fetched = NULL WHERE id = ?`, e.ID); err != nil {
				return err
			}
			if err := t.wasteFiles(ctx, t.now, e.File); err != nil {
				return err
			}
		}
		return nil
	})
	return len(old), err
}

// AddEmoji adds one of the institution's own, whose picture was kept in m. ErrConflict
// when the shortcode is taken.
func (s *Store) AddEmoji(ctx context.Context, shortcode string, m community.Media, by community.ActorID) (community.Emoji, error) {
	var e community.Emoji
	err := s.update(ctx, "add emoji "+shortcode, func(t *tx) error {
		id := newID[community.EmojiID](t)
		e = community.Emoji{ID: id, Shortcode: shortcode, Image: s.iri(emojiPath + community.FormatID(id))}
		n, err := t.do(ctx, `INSERT INTO custom_emoji (id, shortcode, image, local, file, created, added_by) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
			e.ID, shortcode, e.Image, true, m.File, at(t.now), by)
		if err == nil && n == 0 {
			err = community.ErrConflict
		}
		if err != nil {
			return err
		}
		if err := t.emojiKept(ctx, m); err != nil {
			return err
		}
		return t.recordStaffAction(ctx, StaffAction{Actor: by, Action: "emoji", Subject: shortcode})
	})
	return e, err
}

// RetireEmoji takes one of the institution's own off the list. Posts that use it go on
// showing it. ErrNotFound for what is not on the list.
func (s *Store) RetireEmoji(ctx context.Context, id community.EmojiID, by community.ActorID) error {
	return s.update(ctx, fmt.Sprintf("retire emoji %d", id), func(t *tx) error {
		var shortcode string
		if err := one(ctx, t, &shortcode, `SELECT shortcode FROM custom_emoji WHERE id = ? AND local AND retired IS NULL`, id); err != nil {
			return err
		}
		if _, err := t.do(ctx, `UPDATE custom_emoji SET retired = ? WHERE id = ?`, at(t.now), id); err != nil {
			return err
		}
		return t.recordStaffAction(ctx, StaffAction{Actor: by, Action: "emoji-removed", Subject: shortcode})
	})
}

// LocalEmoji lists the institution's own that can be used, by shortcode.
func (s *Store) LocalEmoji(ctx context.Context) ([]community.Emoji, error) {
	var rows []struct {
		ID        community.EmojiID
		Shortcode string
		Image     community.IRI
	}
	err := many(ctx, s.r, &rows, `SELECT id, shortcode, image FROM custom_emoji WHERE local AND retired IS NULL ORDER BY shortcode`)
	if err != nil {
		return nil, fmt.Errorf("list emoji: %w", err)
	}
	list := make([]community.Emoji, 0, len(rows))
	for _, r := range rows {
		list = append(list, community.Emoji{ID: r.ID, Shortcode: r.Shortcode, Image: r.Image})
	}
	return list, nil
}
