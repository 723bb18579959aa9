package main

import (
	"context"
	"errors"
	"sync"
	"time"

	"consilium/federation"
	"consilium/storage"
	"consilium/storage/lane"
)

// chore is what is done from time to time, by every process: each is written so
// that doing it twice changes nothing.
type chore struct {
	name  string
	every time.Duration
	do    func(context.Context) error
}

// How often chores are done. What has an end by the clock is judged by the clock
// wherever it is read; a chore only tells of it.
const (
	day        = 24 * time.Hour
	tidyEvery  = time.Hour
	watchEvery = 30 * time.Second
	postEvery  = 5 * time.Second
	trendEvery = 15 * time.Minute
)

func (i *instance) chores() []chore {
	list := []chore{
		{"tidy storage", tidyEvery, i.store.Tidy},
		{"tidy media", tidyEvery, i.library.Tidy},
		{"tidy verifications", tidyEvery, i.store.TidyVerifications},
		{"tend proofs by mail", tidyEvery, func(ctx context.Context) error { _, err := i.store.TendProofs(ctx); return err }},
		{"check registers", tidyEvery, i.checkRegisters},
		{"refresh citations", tidyEvery, i.refreshCitations},
		{"check identities", tidyEvery, i.sessions.CheckIdentities},
		{"remind holders of credentials", watchEvery, i.store.RemindHolders},
		{"retire keys", watchEvery, i.store.RetireKeys},
		{"settle questions", watchEvery, i.store.SettleQuestions},
		{"post what is due", postEvery, i.scheduler().PublishDue},
		{"forget old imports", tidyEvery, i.store.TidyImports},
		{"index posts", postEvery, i.indexPosts},
		{"count what members share", trendEvery, i.store.CountTrends},
		{"tell of announcements", time.Minute, i.store.TellAnnouncements},
		{"end departures", watchEvery, i.store.EndDepartures},
		{"tell of ended sanctions", watchEvery, func(ctx context.Context) error { _, err := i.store.TellEndedSanctions(ctx); return err }},
		{"ask for outcomes", tidyEvery, func(ctx context.Context) error {
			return i.store.AskOutcomes(ctx, time.Duration(i.config.Cases.FollowUpAfter)*day)
		}},
		{"archive cases", tidyEvery, func(ctx context.Context) error {
			return i.store.ArchiveIdle(ctx, time.Duration(i.config.Cases.ArchiveAfter)*day)
		}},
		{"renew credentials", watchEvery, i.federation.RenewCredentials},
	}
	if i.letters() {
		list = append(list, chore{"send notices", watchEvery, i.store.SendNotices})
	}
	if i.federated() {
		list = append(list, chore{"check status lists", watchEvery, i.federation.CheckStatus},
			chore{"read lists of servers", watchEvery, i.federation.ReadDomainLists},
			chore{"check links of profiles", watchEvery, i.federation.CheckLinks}, chore{"ask peers what they run", watchEvery, i.federation.ReadPeers})
	}
	return list
}

// indexAtOnce is how many pieces of the index are written before others have their turn.
const indexAtOnce = 20

// indexPosts goes on with the index of posts' words where it is not complete.
func (i *instance) indexPosts(ctx context.Context) error {
	for range indexAtOnce {
		if more, err := i.store.IndexPosts(ctx); !more {
			return err
		}
	}
	return nil
}

// work runs the queue and the chores until ctx ends, and returns when what is in
// hand is finished.
func (i *instance) work(ctx context.Context) {
	var chores sync.WaitGroup
	for _, c := range i.chores() {
		chores.Go(func() { i.repeat(ctx, c) })
	}
	// Other kinds wait for one another within their lane.
	i.loop.Order(storage.KindReceive, federation.ReceiveAtOnce, i.federation.ReceiveOrder)
	i.loop.Order(storage.KindDeliver, federation.DeliverAtOnce, i.federation.DeliverOrder)
	i.loop.Run(ctx)
	chores.Wait()
}

func (i *instance) repeat(ctx context.Context, c chore) {
	tick := time.NewTicker(c.every)
	defer tick.Stop()
	for {
		if err := c.do(ctx); err != nil && ctx.Err() == nil {
			i.log.Error(c.name, "error", err)
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
