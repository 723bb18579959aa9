package storage

import (
	"context"
	"fmt"

	"consilium/community"
)

// ExchangeID names an exchange of direct posts of one member.
type ExchangeID int64

// Exchange is a thread of direct posts as far as it reached a member (Mastodon's
// conversation).
type Exchange struct {
	ID     ExchangeID
	Root   community.PostID
	Newest community.PostID
	Unread bool
}

// Exchanges gives the exchanges of a member, that with the newest post first; the page
// goes by their newest posts. The caller asks Visible about these.
func (s *Store) Exchanges(ctx context.Context, owner community.ActorID, page Page) ([]Exchange, error) {
	var list []Exchange
	err := many(ctx, s.r, &list, `SELECT id, root, newest, unread FROM exchange WHERE owner = ? AND ? ORDER BY ? LIMIT ?`,
		owner, page.within("newest"), page.order("newest"), page.limit())
	if err != nil {
		return nil, fmt.Errorf("exchanges of %d: %w", owner, err)
	}
	return newestFirst(page, list), nil
}

// Exchange gives one exchange of a member; ErrNotFound, also for somebody else's.
func (s *Store) Exchange(ctx context.Context, owner community.ActorID, id ExchangeID) (Exchange, error) {
	var x Exchange
	if err := one(ctx, s.r, &x, `SELECT id, root, newest, unread FROM exchange WHERE owner = ? AND id = ?`, owner, id); err != nil {
		return x, fmt.Errorf("exchange: %w", err)
	}
	return x, nil
}

// ReadExchange marks an exchange as read; ErrNotFound, also for somebody else's.
func (s *Store) ReadExchange(ctx context.Context, owner community.ActorID, id ExchangeID) error {
	return s.changeExchange(ctx, `UPDATE exchange SET unread = FALSE WHERE owner = ? AND id = ?`, owner, id)
}

// UnreadExchange marks an exchange as one to come back to; ErrNotFound, also for somebody else's.
func (s *Store) UnreadExchange(ctx context.Context, owner community.ActorID, id ExchangeID) error {
	return s.changeExchange(ctx, `UPDATE exchange SET unread = TRUE WHERE owner = ? AND id = ?`, owner, id)
}

// DropExchange takes an exchange off the list of a member until somebody writes in it
// again; its posts stay. ErrNotFound, also for somebody else's.
func (s *Store) DropExchange(ctx context.Context, owner community.ActorID, id ExchangeID) error {
	return s.changeExchange(ctx, `DELETE FROM exchange WHERE owner = ? AND id = ?`, owner, id)
}

func (s *Store) changeExchange(ctx context.Context, statement string, owner community.ActorID, id ExchangeID) error {
	return s.update(ctx, fmt.Sprintf("change exchange %d of %d", id, owner), func(t *tx) error {
		n, err := t.do(ctx, statement, owner, id)
		if err == nil && n == 0 {
			err = community.ErrNotFound
		}
		return err
	})
}

// joinExchange is the effect of a direct post on the exchanges of whom it reached:
// exactly those in whose homes it lies.
func (t *tx) joinExchange(ctx context.Context, d deed) error {
	if d.post.Audience.Kind != community.Direct || d.post.Of != 0 {
		return nil
	}
	var owners []community.ActorID
	err := many(ctx, t, &owners, `SELECT owner FROM home_entry WHERE post = ? ORDER BY owner`, d.post.ID)
	for _, owner := range owners {
		if err != nil {
			break
		}
		// Whoever silenced the thread is not told of it again.
		_, err = t.do(ctx, `INSERT INTO exchange (id, owner, root, newest, unread)
			SELECT ?, ?, ?, ?, NOT EXISTS (SELECT 1 FROM conversation_mute WHERE actor = ? AND root = ?) AND ? WHERE TRUE
			ON CONFLICT (owner, root) DO UPDATE SET newest = CASE WHEN exchange.newest < excluded.newest THEN excluded.newest ELSE exchange.newest END,
			unread = excluded.unread`, newID[ExchangeID](t), owner, d.post.Root, d.post.ID, owner, d.post.Root, owner != d.post.Author)
	}
	if err != nil {
		return fmt.Errorf("exchange of %d: %w", d.post.Root, err)
	}
	return nil
}

// joinEarlier is the effect of letting somebody in on the exchanges they began before.
func (t *tx) joinEarlier(ctx context.Context, owner, sender community.ActorID) error {
	var threads []struct{ Root, Newest community.PostID }
	err := many(ctx, t, &threads, `SELECT p.root, MAX(p.id) AS newest FROM mention AS m JOIN post AS p ON p.id = m.post
		WHERE m.actor = ? AND p.author = ? AND p.audience = 'direct' AND p.deleted IS NULL GROUP BY p.root`, owner, sender)
	for _, x := range threads {
		if err != nil {
			break
		}
		_, err = t.do(ctx, `INSERT INTO exchange (id, owner, root, newest, unread) VALUES (?, ?, ?, ?, TRUE)
			ON CONFLICT (owner, root) DO UPDATE SET newest = CASE WHEN exchange.newest < excluded.newest THEN excluded.newest ELSE exchange.newest END`,
			newID[ExchangeID](t), owner, x.Root, x.Newest)
	}
	if err != nil {
		return fmt.Errorf("exchanges of %d with %d: %w", owner, sender, err)
	}
	return nil
}

// leaveExchanges is part of erasing posts: an exchange whose newest post goes ends with
// the one before, and one that has none left is over. What lies in the homes goes after.
func (t *tx) leaveExchanges(ctx context.Context, posts []community.PostID) error {
	list := in(posts)
	_, err := t.do(ctx, `UPDATE exchange SET newest = COALESCE((SELECT MAX(h.entry) FROM post AS p JOIN home_entry AS h ON h.post = p.id AND h.owner = exchange.owner
		WHERE p.root = exchange.root AND p.audience = 'direct' AND p.deleted IS NULL AND p.id NOT IN (?)), 0) WHERE newest IN (?)`, list, list)
	if err == nil {
		_, err = t.do(ctx, `DELETE FROM exchange WHERE newest = 0`)
	}
	if err != nil {
		return fmt.Errorf("leave exchanges: %w", err)
	}
	return nil
}
