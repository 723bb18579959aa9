package storage

import (
	"context"

	"consilium/community"
)

// Sought says how far looking for the answers to a post has come, without asking anybody
// for more (SeekAnswers).
func (s *Store) Sought(ctx context.Context, p community.Post) (Seeking, error) {
	_, target, err := s.soughtFor(ctx, p)
	if err != nil || target.ID == 0 {
		return Seeking{}, err
	}
	row, err := s.conversationRead(ctx, target.ID)
	return row.seeking(target), err
}
