package mail

import (
	"context"
	"fmt"

	"consilium/community"
	"consilium/storage"
)

// mailbox is where a letter with a proof goes: the address at an institution that
// the member named, and no other. ErrNotFound when it is not wanted any more.
func (s *Sender) mailbox(ctx context.Context, l storage.Letter, u community.User) (string, error) {
	p, err := s.Store.MailProof(ctx, l.Proof)
	if err != nil {
		return "", err
	}
	if p.Actor != u.Actor {
		return "", fmt.Errorf("mail proof %d of another: %w", l.Proof, community.ErrNotFound)
	}
	return p.Address, nil
}

// refused makes a mailbox that takes no letters any more prove nothing (V4),
// whichever letter found out.
func (s *Sender) refused(ctx context.Context, l storage.Letter, address string, no *refusal) error {
	if !no.mailbox {
		return nil
	}
	withdrawn, err := s.Store.RefuseMail(ctx, l.User, address)
	if err != nil {
		return fmt.Errorf("letter %s to user %d: %w", l.Template, l.User, err)
	}
	if withdrawn {
		s.Log.Warn("a mailbox that proved an institution is gone", "user", l.User)
	}
	return nil
}
