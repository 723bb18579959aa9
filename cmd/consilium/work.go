package main

import (
	"context"
	"errors"
	"sync"
	"time"

	"consilium/storage"
	"consilium/storage/lane"
)

// tidyEvery is how often what is no longer needed is removed.
const tidyEvery = time.Hour

// work runs the queue and tidies up until ctx ends, and returns when what is in
// hand is finished.
func (i *instance) work(ctx context.Context) {
	var tidying sync.WaitGroup
	tidying.Go(func() { i.tidy(ctx) })
	i.loop.Run(ctx)
	tidying.Wait()
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
		i.metrics.jobs.WithLabelValues(kind, resultOf(err)).Inc()
		return err
	}
}

// resultOf is what an error of a job means for it, in one word.
func resultOf(err error) string {
	_, down := errors.AsType[*storage.Down](err)
	_, never := errors.AsType[*storage.Never](err)
	switch {
	case err == nil:
		return "done"
	case down:
		return "down"
	case never:
		return "never"
	}
	return "retry"
}
