package storage

import (
	"context"
	"fmt"

	"consilium/community"
)

// HomesOf says in which of the homes of these owners entries lie, by entry. It only
// narrows down whom to ask Home for: nothing is judged here.
func (s *Store) HomesOf(ctx context.Context, entries []community.PostID, owners []community.ActorID) (map[community.PostID][]community.ActorID, error) {
	homes := make(map[community.PostID][]community.ActorID, len(entries))
	if len(entries) == 0 || len(owners) == 0 {
		return homes, nil
	}
	var rows []struct {
		Owner community.ActorID
		Entry community.PostID
	}
	err := many(ctx, s.r, &rows, `SELECT owner, entry FROM home_entry WHERE owner IN (?) AND entry IN (?)`, in(owners), in(entries))
	if err != nil {
		return nil, fmt.Errorf("homes of new posts: %w", err)
	}
	for _, r := range rows {
		homes[r.Entry] = append(homes[r.Entry], r.Owner)
	}
	return homes, nil
}
