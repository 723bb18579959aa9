package storage

import (
	"context"
	"fmt"

	"consilium/community"
)

// RemovePost is DeletePost by staff: what was done and why is written down with it.
func (s *Store) RemovePost(ctx context.Context, id community.PostID, by community.ActorID, note string) error {
	return s.update(ctx, fmt.Sprintf("remove post %d", id), func(t *tx) error {
		if err := t.deletePost(ctx, id); err != nil {
			return err
		}
		return t.recordStaffAction(ctx, StaffAction{Actor: by, Action: "remove-post", Subject: community.FormatID(id), Note: note})
	})
}
