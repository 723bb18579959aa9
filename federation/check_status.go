package federation

import (
	"context"
	"errors"

	"consilium/community"
	"consilium/storage"
)

// CheckStatus sees to it that every list is read on which a credential hangs that
// counts or is shown here: every five minutes each. It is run every half minute,
// by as many processes as there are, and costs nothing when nothing is due.
func (f *Federation) CheckStatus(ctx context.Context) error { return f.store.CheckStatusLists(ctx) }

// ReadStatusList is the handler for storage.KindStatus jobs. What cannot be read
// or believed changes nothing: what is known grows too old by itself, and counts
// for nothing then. It is asked for again in five minutes and not before, so a
// server that is away costs one question.
func (f *Federation) ReadStatusList(ctx context.Context, job storage.Job) error {
	list, err := storage.ParseStatusCheck(job.Payload)
	if err != nil {
		return &storage.Never{Err: err}
	}
	known, err := f.store.StatusList(ctx, list)
	if err != nil && !errors.Is(err, community.ErrNotFound) {
		return err
	}
	by, err := f.issuerOf(ctx, list)
	if err == nil {
		_, err = f.readList(ctx, known, list, &by)
	}
	if err != nil {
		f.log.Info("status list was not read", "host", list.Host(), "settled", settled(err))
	}
	return nil
}
