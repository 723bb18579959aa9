package media

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"consilium/community"
)

// emojiSide bounds an emoji in pixels.
const emojiSide = 128

// Emoji is Scrub for the picture of an emoji: small, whole, and still.
func (s *Scrubber) Emoji(ctx context.Context, r io.Reader) (Picture, error) {
	return s.make(ctx, r, emoji)
}

func emoji(ctx context.Context, f *file) (Picture, error) {
	img, err := decoded(ctx, f, f.decode)
	if err != nil {
		return Picture{}, err
	}
	size := img.Bounds()
	w, h := withinBox(size.Dx(), size.Dy(), emojiSide)
	small := turned(scaled(img, size, w, h), f.turn)
	return finish(small, small, f.exact(img))
}

// FetchEmoji gives the file that shows an emoji. The picture of one of another server's is brought here when somebody
// first looks; errors are those of FetchPicture.
func (l *Library) FetchEmoji(ctx context.Context, id community.EmojiID) (file string, err error) {
	e, err := l.store.EmojiPicture(ctx, id)
	if err != nil || e.Local && e.File != "" {
		return e.File, err
	}
	if e.Local {
		return "", fmt.Errorf("emoji %d: %w", id, community.ErrNotFound)
	}
	if err := l.mayAsk(ctx, e.Image); errors.Is(err, errNotAsked) { // also where it was fetched before (S-ORG-12)
		return "", fmt.Errorf("emoji %d: %w: %w", id, community.ErrNotFound, err)
	} else if err != nil || e.File != "" {
		return e.File, err
	}
	m, err := l.once(ctx, "emoji "+community.FormatID(id), func(ctx context.Context) (community.Media, error) {
		p, err := l.fetchFrom(ctx, e.Image, l.scrubber.Emoji)
		if err != nil {
			return community.Media{}, err
		}
		return l.keep(ctx, p, func(m community.Media) (community.Media, error) {
			m.File, err = l.store.SetEmojiFile(ctx, id, m)
			return m, err
		})
	})
	return m.File, err
}

// UploadEmoji scrubs a picture and makes it an emoji of the institution's own. Errors are those of Upload, and
// community.ErrConflict for a shortcode that is taken.
func (l *Library) UploadEmoji(ctx context.Context, r io.Reader, add func(community.Media) error) error {
	ctx, cancel := context.WithTimeout(ctx, uploadTime)
	defer cancel()
	p, err := l.scrubber.Emoji(ctx, r)
	if err != nil {
		return fmt.Errorf("upload emoji: %w", err)
	}
	_, err = l.keep(ctx, p, func(m community.Media) (community.Media, error) { return m, add(m) })
	return err
}

func (l *Library) evictEmoji(ctx context.Context, before time.Time) error {
	for range rounds {
		if n, err := l.store.EvictEmoji(ctx, before); err != nil || n == 0 {
			return err
		}
	}
	return nil
}
