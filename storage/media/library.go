package media

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"time"

	"golang.org/x/sync/singleflight"

	"consilium/community"
	"consilium/storage"
)

// LibraryOptions are what a Library is made of; all but Limits are needed.
type LibraryOptions struct {
	Store  *storage.Store
	Keeper Keeper
	// HTTP is the guarded client; nil fetches nothing.
	HTTP *http.Client
	// Mode says with whom this instance speaks; from nobody else anything is fetched.
	Mode   community.FederationMode
	Limits Limits
	Log    *slog.Logger
}

// Library keeps the pictures of posts and profiles: scrubbed, in the Keeper, with a row in the store that says whose
// they are. It is safe for use by many goroutines, and several processes may share Store and Keeper.
type Library struct {
	store    *storage.Store
	keeper   Keeper
	scrubber *Scrubber
	limits   Limits
	log      *slog.Logger

	http     *http.Client
	mode     community.FederationMode
	flight   singleflight.Group
	failures *failures
	turns    *turns
}

// NewLibrary makes a Library.
func NewLibrary(o LibraryOptions) *Library {
	l := &Library{store: o.Store, keeper: o.Keeper, scrubber: NewScrubber(o.Limits), limits: o.Limits.orDefault(), log: o.Log,
		mode: o.Mode, failures: newFailures(), turns: newTurns()}
	l.http = l.following(o.HTTP)
	return l
}

// uploadTime bounds an upload from its first byte to its row. It is far shorter than files are expected for
// (storage.ExpectFiles), so that no file is removed while its row is being written.
const uploadTime = 10 * time.Minute

// UploadAvatar scrubs the picture of a profile and keeps it for its owner, loose until the profile takes it. Errors are
// those of Upload.
func (l *Library) UploadAvatar(ctx context.Context, owner community.ActorID, r io.Reader) (community.MediaID, error) {
	ctx, cancel := context.WithTimeout(ctx, uploadTime)
	defer cancel()
	p, err := l.scrubber.Avatar(ctx, r)
	if err != nil {
		return 0, fmt.Errorf("upload picture of profile: %w", err)
	}
	m, err := l.keep(ctx, p, func(m community.Media) (community.Media, error) {
		m.Owner = owner
		return l.store.AddMedia(ctx, m)
	})
	return m.ID, err
}

// Open gives a file of a kept picture by its name; whoever calls makes sure that it may be seen, and serves it as
// TypeOf(file) and nothing else. community.ErrNotFound when it is not there.
func (l *Library) Open(ctx context.Context, file string) (io.ReadSeekCloser, error) {
	return l.keeper.Open(ctx, file)
}

// keep puts both renditions of a picture and then has its row written by record. Their names are noted beforehand, so
// that they become waste should nothing come to have them, however this ends.
func (l *Library) keep(ctx context.Context, p Picture, record func(community.Media) (community.Media, error)) (community.Media, error) {
	m := community.Media{File: NewName(p.Type), Small: NewName(p.Type), Type: p.Type, Width: p.Original.Width, Height: p.Original.Height, Blurhash: p.Blurhash}
	if err := l.store.ExpectFiles(ctx, m.File, m.Small); err != nil {
		return community.Media{}, fmt.Errorf("keep picture: %w", err)
	}
	err := l.keeper.Put(ctx, m.File, bytes.NewReader(p.Original.Bytes))
	if err == nil {
		err = l.keeper.Put(ctx, m.Small, bytes.NewReader(p.Small.Bytes))
	}
	if err != nil {
		l.discard(ctx, m)
		return community.Media{}, fmt.Errorf("keep picture: %w", err)
	}
	recorded, err := record(m)
	if _, full := errors.AsType[*community.Invalid](err); full {
		l.discard(ctx, m)
	}
	if err != nil {
		// A commit may have succeeded although it was not heard of: then the files belong to the row. Otherwise they
		// are waste when the hour is over.
		return community.Media{}, fmt.Errorf("keep picture: %w", err)
	}
	if recorded.File != m.File {
		l.discard(ctx, m) // somebody was quicker
	}
	return recorded, nil
}

// discard removes files that certainly belong to no row.
func (l *Library) discard(ctx context.Context, m community.Media) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Minute)
	defer cancel()
	for _, file := range []string{m.File, m.Small} {
		if file == "" {
			continue
		}
		if err := l.removeFile(ctx, file); err != nil {
			l.log.Warn("discard media, left for later", "error", err)
		}
	}
}

// removeFile removes a file and then the note that it is waste: in this order it may stop anywhere and run again,
// also in two processes at once.
func (l *Library) removeFile(ctx context.Context, file string) error {
	if err := l.keeper.Remove(ctx, file); err != nil {
		return err
	}
	return l.store.WasteGone(ctx, file)
}
