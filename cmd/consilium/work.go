package main

import (
	"context"
	"errors"
	"time"

	"consilium/storage"
	"consilium/storage/lane"
)

// tidyEvery is how often what is no longer needed is removed.
const tidyEvery = time.Hour

// work runs the queue and tidies up until ctx ends, and returns when the jobs
// in hand are finished.
func (i *instance) work(ctx context.Context) {
	go i.tidy(ctx)
	i.loop.Run(ctx)
}

func (i *instance) tidy(ctx context.Context) {
	tick := time.NewTicker(tidyEvery)
	defer tick.Stop()
	for {
		for _, chore := range []struct {
			name string
			do   func(context.Context) error
		}{{"tidy storage", i.store.Tidy}, {"tidy media", i.library.Tidy}} {
			if err := chore.do(ctx); err != nil && ctx.Err() == nil {
				i.log.Error(chore.name, "error", err)
			}
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// counted measures how the jobs of a kind end.
func (i *instance) counted(kind string, h lane.Handler) lane.Handler {
	return func(ctx context.Context, job storage.Job) error {
		err := h(ctx, job)
		var down *lane.Down
		var never *lane.Never
		result := "retry"
		switch {
		case err == nil:
			result = "done"
		case errors.As(err, &down):
			result = "down"
		case errors.As(err, &never):
			result = "never"
		}
		i.metrics.jobs.WithLabelValues(kind, result).Inc()
		return err
	}
}
