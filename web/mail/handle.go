package mail

import (
	"context"
	"errors"
	"fmt"
	"time"

	"consilium/community"
	"consilium/storage"
)

// Handle sends the letter of a storage.KindMail job. It returns nil when the
// letter is on its way, is no longer wanted, or was refused for good, which is
// logged; *storage.Down when the mail server takes no letters at all now; any
// other error when this letter should be tried again later.
func (s *Sender) Handle(ctx context.Context, job storage.Job) error {
	l, err := storage.ParseLetter(job.Payload)
	d, known := drafts[l.Template]
	if err != nil || !known {
		s.Log.Error("dropped a letter nobody can write", "job", job.ID, "template", l.Template)
		return nil
	}
	u, err := s.Store.User(ctx, l.User)
	if errors.Is(err, community.ErrNotFound) || err == nil && !d.wanted(u) {
		return nil
	}
	if err == nil && d.proof {
		d.address, err = s.mailbox(ctx, l, u)
	}
	if err == nil && d.pace != "" {
		d.waiting, err = s.Store.Waiting(ctx, u.Actor, time.UnixMilli(l.Since), d.pace)
		if err == nil && len(d.waiting.Topics) == 0 && d.waiting.Cases == 0 {
			return nil // read meanwhile
		}
	}
	if errors.Is(err, community.ErrNotFound) {
		return nil // asked for again, or taken back
	}
	if err != nil {
		return fmt.Errorf("send letter %s to user %d: %w", l.Template, l.User, err)
	}
	written, err := s.write(ctx, d, u)
	if err != nil {
		return fmt.Errorf("write letter %s to user %d: %w", l.Template, l.User, err)
	}
	err = s.send(ctx, job.ID, written)
	var no *refusal
	if errors.As(err, &no) && no.forGood() {
		s.Log.Warn("a letter was refused", "template", l.Template, "user", l.User, "reason", no.Error())
		return s.refused(ctx, l, written.to, no)
	}
	if err != nil {
		err = fmt.Errorf("send letter %s to user %d: %w", l.Template, l.User, err)
	}
	if errors.Is(err, community.ErrUnavailable) {
		return &storage.Down{Err: err}
	}
	return err
}
