package storage

import (
	"context"
	"fmt"

	"consilium/community"
)

const selectFollowed = `SELECT EXISTS (SELECT 1 FROM follow f JOIN actor a ON a.id = f.follower
	WHERE f.followed = $1 AND f.state = $2 AND a.suspended IS NULL AND a.gone IS NULL)`

// Followed says whether anybody follows an actor whose follow was accepted.
func (s *Store) Followed(ctx context.Context, actor community.ActorID) (bool, error) {
	var followed bool
	err := s.hotRow(ctx, selectFollowed, []any{int64(actor), string(community.FollowAccepted)}, &followed)
	if err != nil {
		return false, fmt.Errorf("followers of actor %d: %w", actor, err)
	}
	return followed, nil
}
