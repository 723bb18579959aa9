package media

import (
	"context"
	"errors"
	"fmt"
	"time"
)

const day = 24 * time.Hour

const (
	// looseFor is how long somebody may take from uploading a picture to posting it.
	looseFor = day
	// remoteFor is how long a fetched picture is kept before it has to be fetched again.
	remoteFor = 30 * day
	// arrivingFor is how long a file may take to be written.
	arrivingFor = time.Hour
	// batch is how many files are named at a time, rounds how often that is done in one go.
	batch, rounds = 200, 100
)

// Tidy removes what nobody needs: loose pictures older than a day, fetched ones older than thirty days, the files of
// deleted posts, and what a process that died had begun to write. What fails is left for the next time.
func (l *Library) Tidy(ctx context.Context) error {
	now := l.store.Now()
	err := errors.Join(l.removeLoose(ctx, now.Add(-looseFor)), l.evict(ctx, now.Add(-remoteFor)),
		l.evictEmoji(ctx, now.Add(-remoteFor)), l.EmptyWaste(ctx))
	if sweeper, ok := l.keeper.(interface{ Sweep(time.Time) (int, error) }); ok {
		_, swept := sweeper.Sweep(now.Add(-arrivingFor))
		err = errors.Join(err, swept)
	}
	return err
}

func (l *Library) removeLoose(ctx context.Context, before time.Time) error {
	for range rounds {
		loose, err := l.store.LooseMedia(ctx, before)
		if err != nil || len(loose) == 0 {
			return err
		}
		for _, m := range loose {
			if err := l.store.RemoveMedia(ctx, m.ID); err != nil {
				return err
			}
		}
	}
	return nil
}

func (l *Library) evict(ctx context.Context, before time.Time) error {
	for range rounds {
		if n, err := l.store.EvictRemote(ctx, before); err != nil || n == 0 {
			return err
		}
	}
	return nil
}

// EmptyWaste removes the files that are waste. One that cannot be removed does not keep the others.
func (l *Library) EmptyWaste(ctx context.Context) error {
	for range rounds {
		files, err := l.store.Waste(ctx, batch)
		if err != nil || len(files) == 0 {
			return err
		}
		var failed []error
		for _, file := range files {
			if err := l.removeFile(ctx, file); err != nil {
				failed = append(failed, err)
			}
		}
		if len(failed) > 0 {
			return fmt.Errorf("empty waste: %d of %d files stay: %w", len(failed), len(files), failed[0])
		}
	}
	return nil
}
