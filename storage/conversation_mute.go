package storage

import (
	"context"
	"fmt"

	"consilium/community"
)

// MuteConversation keeps a member from hearing of a thread, named by any of its posts.
// Doing so again changes nothing.
func (s *Store) MuteConversation(ctx context.Context, actor community.ActorID, p community.Post) error {
	return s.update(ctx, fmt.Sprintf("mute the thread of %d", p.ID), func(t *tx) error {
		_, err := t.do(ctx, `INSERT INTO conversation_mute (actor, root, created) VALUES (?, ?, ?) ON CONFLICT DO NOTHING`, actor, p.Root, at(t.now))
		return err
	})
}

// UnmuteConversation lets a member hear of a thread again.
func (s *Store) UnmuteConversation(ctx context.Context, actor community.ActorID, p community.Post) error {
	return s.update(ctx, fmt.Sprintf("unmute the thread of %d", p.ID), func(t *tx) error {
		_, err := t.do(ctx, `DELETE FROM conversation_mute WHERE actor = ? AND root = ?`, actor, p.Root)
		return err
	})
}

// MutedConversations says of which threads, by the posts that began them, a member does
// not want to hear. It is one statement.
func (s *Store) MutedConversations(ctx context.Context, actor community.ActorID, roots []community.PostID) (map[community.PostID]bool, error) {
	muted := map[community.PostID]bool{}
	if actor == 0 || len(roots) == 0 {
		return muted, nil
	}
	var found []community.PostID
	if err := many(ctx, s.r, &found, `SELECT root FROM conversation_mute WHERE actor = ? AND root IN (?)`, actor, in(roots)); err != nil {
		return nil, fmt.Errorf("muted threads of %d: %w", actor, err)
	}
	for _, root := range found {
		muted[root] = true
	}
	return muted, nil
}

// muffled says whether a notification is about a post in a thread that its owner does
// not want to hear of.
func (t *tx) muffled(ctx context.Context, n community.Notification) (bool, error) {
	if n.Post == 0 {
		return false, nil
	}
	var found int
	err := one(ctx, t, &found, `SELECT COUNT(*) FROM conversation_mute AS c JOIN post AS p ON p.root = c.root WHERE c.actor = ? AND p.id = ?`, n.Owner, n.Post)
	if err != nil {
		return false, fmt.Errorf("thread of a notification: %w", err)
	}
	return found > 0, nil
}
