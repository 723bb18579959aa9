package media

import (
	"context"
	"errors"
	"fmt"
	"time"

	"consilium/community"
)

// fetchTime bounds a fetch with everything it waits for.
const fetchTime = time.Minute

// FetchPicture gives the picture of a post with its files. One that lies on another server is brought here when
// somebody first looks at it, scrubbed like an upload. community.ErrUnavailable says that the other server did not
// answer, community.ErrNotFound that there is no picture we take, or none from there.
func (l *Library) FetchPicture(ctx context.Context, id community.MediaID) (community.Media, error) {
	m, err := l.store.Media(ctx, id)
	if err != nil || m.File != "" {
		return m, err
	}
	return l.once(ctx, "picture "+community.FormatID(id)+" "+m.Remote.String(), func(ctx context.Context) (community.Media, error) {
		if m, err := l.store.Media(ctx, id); err != nil || m.File != "" {
			return m, err
		}
		p, err := l.fetch(ctx, m, l.scrubber.Scrub)
		if err != nil {
			return m, err
		}
		return l.keep(ctx, p, func(kept community.Media) (community.Media, error) {
			if err := l.store.SetRemoteFile(ctx, id, kept); err != nil && !errors.Is(err, community.ErrConflict) {
				return community.Media{}, err
			}
			return l.store.Media(ctx, id)
		})
	})
}

// FetchAvatar gives the picture of a person with its files; errors are those of FetchPicture.
func (l *Library) FetchAvatar(ctx context.Context, id community.ActorID) (community.Media, error) {
	a, err := l.store.Actor(ctx, id)
	switch {
	case err != nil:
		return community.Media{}, err
	case !a.Active():
		return community.Media{}, fmt.Errorf("picture of actor %d: %w", id, community.ErrNotFound)
	case a.Avatar != 0:
		return l.store.Media(ctx, a.Avatar)
	}
	return l.once(ctx, "face "+community.FormatID(id)+" "+a.AvatarIRI.String(), func(ctx context.Context) (community.Media, error) {
		p, err := l.fetch(ctx, community.Media{Owner: id, Remote: a.AvatarIRI}, l.scrubber.Avatar)
		if err != nil {
			return community.Media{}, err
		}
		return l.keep(ctx, p, func(m community.Media) (community.Media, error) {
			return l.store.SetRemoteAvatar(ctx, a, m)
		})
	})
}

// once runs a fetch for all who ask for the same at the same time, and not again for a while when it failed. It
// goes on when the one who asked first goes away.
func (l *Library) once(ctx context.Context, key string, fetch func(context.Context) (community.Media, error)) (community.Media, error) {
	if err := l.failures.recent(key, l.store.Now()); err != nil {
		return community.Media{}, err
	}
	result := l.flight.DoChan(key, func() (any, error) {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), fetchTime)
		defer cancel()
		m, err := fetch(ctx)
		var f *failure
		if errors.As(err, &f) {
			l.failures.note(key, f, l.store.Now())
			l.log.Info("picture not fetched", "host", f.host, "error", f.cause)
		}
		return m, err
	})
	select {
	case r := <-result:
		m, _ := r.Val.(community.Media)
		return m, r.Err
	case <-ctx.Done():
		return community.Media{}, context.Cause(ctx)
	}
}
