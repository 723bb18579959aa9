package media

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"consilium/community"
)

// ErrLeftBehind says that a picture was replaced and nobody is given the old one any
// more, but that its file could not be destroyed yet: Tidy tries until it can.
var ErrLeftBehind = errors.New("a file that nobody is given is still there")

// Redact blackens areas of a picture of m.Owner, loose or on a post: the picture gets
// new files under new names, the servers that have its post are told, and the files
// it had are destroyed before this returns. When it ends before that, at whatever
// line, the old files are either still those of the picture, or waste that is named in
// no row and removed by Tidy; only without an error are they gone.
//
// community.ErrConflict says that the picture has other files by now.
func (l *Library) Redact(ctx context.Context, m community.Media, areas []community.Area) (community.Media, error) {
	ctx, cancel := context.WithTimeout(ctx, uploadTime)
	defer cancel()
	data, err := l.read(ctx, m.File)
	if err != nil {
		return community.Media{}, fmt.Errorf("redact picture: %w", err)
	}
	p, err := l.scrubber.Redact(ctx, data, areas)
	if err != nil {
		return community.Media{}, fmt.Errorf("redact picture: %w", err)
	}
	fresh, err := l.keep(ctx, p, func(fresh community.Media) (community.Media, error) {
		return l.store.ReplaceFiles(ctx, m.Owner, m, fresh)
	})
	if err != nil {
		return community.Media{}, err
	}
	return fresh, l.destroy(ctx, m)
}

// Sketch is a picture as Redact would leave it, as a JPEG; nothing is kept of it.
func (l *Library) Sketch(ctx context.Context, m community.Media, areas []community.Area) ([]byte, error) {
	data, err := l.read(ctx, m.File)
	if err != nil {
		return nil, fmt.Errorf("sketch picture: %w", err)
	}
	return l.scrubber.Sketch(ctx, data, areas)
}

// read gives a whole file of ours.
func (l *Library) read(ctx context.Context, name string) ([]byte, error) {
	file, err := l.keeper.Open(ctx, name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return io.ReadAll(io.LimitReader(file, mostOwn+1))
}

// destroy removes the files a picture had, also when whoever asked has gone away.
func (l *Library) destroy(ctx context.Context, old community.Media) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Minute)
	defer cancel()
	var failed error
	for _, file := range []string{old.File, old.Small} {
		if file == "" {
			continue
		}
		failed = errors.Join(failed, l.removeFile(ctx, file))
	}
	if failed != nil {
		l.log.Error("a replaced picture could not be destroyed, left for later", "error", failed)
		return fmt.Errorf("redact picture: %w: %w", ErrLeftBehind, failed)
	}
	return nil
}
