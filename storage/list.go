package storage

import (
	"context"
	"fmt"

	"consilium/community"
)

const listColumns = `l.id, l.owner, l.title, l.replies, l.exclusive`

type listRow struct {
	ID        community.ListID
	Owner     community.ActorID
	Title     string
	Replies   community.ListReplies
	Exclusive bool
}

func (r listRow) list() community.List { return community.List(r) }

func listsWhere(ctx context.Context, db reader, where string, args ...any) ([]community.List, error) {
	var rows []listRow
	err := many(ctx, db, &rows, `SELECT `+listColumns+` FROM list AS l WHERE `+where+` ORDER BY l.id`, args...)
	lists := make([]community.List, 0, len(rows))
	for _, r := range rows {
		lists = append(lists, r.list())
	}
	return lists, err
}

// Lists gives the lists of a member, the oldest first.
func (s *Store) Lists(ctx context.Context, owner community.ActorID) ([]community.List, error) {
	lists, err := listsWhere(ctx, s.r, `l.owner = ?`, owner)
	if err != nil {
		return nil, fmt.Errorf("lists of %d: %w", owner, err)
	}
	return lists, nil
}

// List gives one list of a member; ErrNotFound, also for somebody else's (S-PRIV-5).
func (s *Store) List(ctx context.Context, owner community.ActorID, id community.ListID) (community.List, error) {
	l, err := listOf(ctx, s.r, owner, id)
	if err != nil {
		return l, fmt.Errorf("list %d: %w", id, err)
	}
	return l, nil
}

func listOf(ctx context.Context, db reader, owner community.ActorID, id community.ListID) (community.List, error) {
	lists, err := listsWhere(ctx, db, `l.owner = ? AND l.id = ?`, owner, id)
	if err == nil && len(lists) == 0 {
		err = community.ErrNotFound
	}
	if err != nil {
		return community.List{}, err
	}
	return lists[0], nil
}

// ListsWith gives the lists of a member on which somebody is.
func (s *Store) ListsWith(ctx context.Context, owner, member community.ActorID) ([]community.List, error) {
	lists, err := listsWhere(ctx, s.r, `l.owner = ? AND EXISTS (SELECT 1 FROM list_member AS m WHERE m.list = l.id AND m.member = ?)`, owner, member)
	if err != nil {
		return nil, fmt.Errorf("lists of %d with %d: %w", owner, member, err)
	}
	return lists, nil
}

// SaveList writes a list that community.CheckList let through: a new one when its
// number is 0, else in the place of the owner's that has it. ErrNotFound for somebody
// else's, *Invalid for too many.
func (s *Store) SaveList(ctx context.Context, l community.List) (community.List, error) {
	err := s.update(ctx, fmt.Sprintf("save list of %d", l.Owner), func(t *tx) error {
		if l.ID == 0 {
			return t.addList(ctx, &l)
		}
		n, err := t.do(ctx, `UPDATE list SET title = ?, replies = ?, exclusive = ? WHERE id = ? AND owner = ?`,
			l.Title, string(l.Replies), l.Exclusive, l.ID, l.Owner)
		if err == nil && n == 0 {
			err = community.ErrNotFound
		}
		return err
	})
	return l, err
}

func (t *tx) addList(ctx context.Context, l *community.List) error {
	var have int
	if err := one(ctx, t, &have, `SELECT COUNT(*) FROM list WHERE owner = ?`, l.Owner); err != nil {
		return err
	}
	if have >= community.MaxLists {
		return &community.Invalid{Field: "title", Problem: community.Say("list.too_many", "limit", community.MaxLists)}
	}
	l.ID = newID[community.ListID](t)
	_, err := t.do(ctx, `INSERT INTO list (id, owner, title, replies, exclusive, created) VALUES (?, ?, ?, ?, ?, ?)`,
		l.ID, l.Owner, l.Title, string(l.Replies), l.Exclusive, at(t.now))
	return err
}

// RemoveList takes a list away with everything on it; whoever follows along hears of
// it. ErrNotFound, also for somebody else's.
func (s *Store) RemoveList(ctx context.Context, owner community.ActorID, id community.ListID) error {
	return s.update(ctx, fmt.Sprintf("remove list %d", id), func(t *tx) error {
		n, err := t.do(ctx, `DELETE FROM list WHERE id = ? AND owner = ?`, id, owner)
		if err != nil {
			return err
		}
		if n == 0 {
			return community.ErrNotFound
		}
		t.tell(News{Topic: TopicList, ID: int64(id), Owner: int64(owner)})
		return nil
	})
}
