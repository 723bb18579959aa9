package storage

import (
	"context"
	"fmt"

	"consilium/community"
)

// RemovePost is DeletePost by staff: what was done and why is written down with
// it, under the name of the author.
func (s *Store) RemovePost(ctx context.Context, id community.PostID, by community.ActorID, note string) error {
	return s.update(ctx, fmt.Sprintf("remove post %d", id), func(t *tx) error {
		author, err := actorWhere(ctx, t, `a.id = (SELECT author FROM post WHERE id = ?)`, id)
		if err != nil {
			return err
		}
		return t.removePost(ctx, id, StaffAction{Actor: by, Subject: author.Handle.String(), Note: note})
	})
}

// RemoveFlagged is DeletePost by staff for a post that a report names: it is
// written down under the number of the report. ErrNotFound when the report does
// not name the post.
func (s *Store) RemoveFlagged(ctx context.Context, flag community.FlagID, id community.PostID, by community.ActorID) error {
	return s.update(ctx, fmt.Sprintf("remove post %d of report %d", id, flag), func(t *tx) error {
		var named community.PostID
		if err := one(ctx, t, &named, `SELECT post FROM flag_post WHERE flag = ? AND post = ?`, flag, id); err != nil {
			return err
		}
		return t.removePost(ctx, id, StaffAction{Actor: by, Subject: community.FormatID(flag)})
	})
}

// removed makes a tombstone of what staff remove; a case is withdrawn.
func (t *tx) removed(ctx context.Context, id community.PostID, a StaffAction) error {
	var kind community.PostKind
	if err := one(ctx, t, &kind, `SELECT kind FROM post WHERE id = ?`, id); err != nil {
		return err
	}
	if kind != community.CasePost {
		return t.deletePost(ctx, id)
	}
	return t.withdraw(ctx, community.Withdrawal{Post: id, By: a.Actor, Ground: community.WithdrawnByStaff, Reason: a.Note})
}

func (t *tx) removePost(ctx context.Context, id community.PostID, a StaffAction) error {
	if err := t.removed(ctx, id, a); err != nil {
		return err
	}
	a.Action = "remove"
	return t.recordStaffAction(ctx, a)
}
