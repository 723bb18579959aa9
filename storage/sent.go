package storage

import (
	"context"
	"fmt"
	"sync"

	"consilium/community"
)

// Sent is what an inbox took.
type Sent struct {
	Inbox community.IRI
	// Post is what it was about, 0 for none, and Revision which of its versions; 0
	// when that does not matter. Deleted says that it was the Delete.
	Post     community.PostID
	Revision int
	Deleted  bool
}

// SentNotes gathers what jobs in hand have to say until they are finished, so that a
// host that takes a hundred activities costs one transaction. After a crash in
// between they are sent again, and said again.
type SentNotes struct {
	mu   sync.Mutex
	sent []Sent
}

// Sent gives what was gathered.
func (l *SentNotes) Sent() []Sent {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.sent
}

// NoteSent records that an inbox took what a job is about: with the end of the job
// when that has notes, else at once.
func (s *Store) NoteSent(ctx context.Context, job Job, sent Sent) error {
	if l := job.Notes; l != nil {
		l.mu.Lock()
		defer l.mu.Unlock()
		l.sent = append(l.sent, sent)
		return nil
	}
	return s.update(ctx, "note what "+sent.Inbox.Host()+" took", func(t *tx) error { return t.noteSent(ctx, sent) })
}

func (t *tx) noteSent(ctx context.Context, list ...Sent) error {
	noted := map[string]bool{}
	for _, sent := range list {
		if host := sent.Inbox.Host(); !noted[host] {
			noted[host] = true
			if err := t.peerSucceeded(ctx, host); err != nil {
				return err
			}
		}
		if err := t.markSent(ctx, sent); err != nil {
			return fmt.Errorf("mark post %d sent: %w", sent.Post, err)
		}
	}
	return nil
}

func (t *tx) markSent(ctx context.Context, sent Sent) error {
	var err error
	switch {
	case sent.Post == 0:
	case sent.Deleted:
		_, err = t.do(ctx, `UPDATE recipient SET deleted = COALESCE(deleted, ?) WHERE post = ? AND inbox = ?`, at(t.now), sent.Post, sent.Inbox)
	case sent.Revision != 0:
		_, err = t.do(ctx, `UPDATE recipient SET first_sent = COALESCE(first_sent, ?),
			revision = CASE WHEN revision < ? THEN ? ELSE revision END WHERE post = ? AND inbox = ?`,
			at(t.now), sent.Revision, sent.Revision, sent.Post, sent.Inbox)
	}
	return err
}
