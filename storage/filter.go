package storage

import (
	"context"
	"fmt"
	"strings"

	"consilium/community"
)

type filterRow struct {
	ID              community.FilterID
	Owner           community.ActorID
	Title, Contexts string
	Action          community.FilterAction
	Expires         stamp
}

func (r filterRow) filter() community.Filter {
	f := community.Filter{ID: r.ID, Owner: r.Owner, Title: r.Title, Action: r.Action, Expires: r.Expires.Time}
	for slug := range strings.FieldsSeq(r.Contexts) {
		f.Contexts = append(f.Contexts, community.FilterContext(slug))
	}
	return f
}

// Filters lists the filters of a member with their keywords and posts, expired ones
// too, the oldest first.
func (s *Store) Filters(ctx context.Context, owner community.ActorID) ([]community.Filter, error) {
	list, err := filtersWhere(ctx, s.r, `owner = ? ORDER BY id`, owner)
	if err != nil {
		return nil, fmt.Errorf("filters of %d: %w", owner, err)
	}
	return list, nil
}

// Filter gives one filter of a member; ErrNotFound, also for somebody else's.
func (s *Store) Filter(ctx context.Context, owner community.ActorID, id community.FilterID) (community.Filter, error) {
	f, err := filterOf(ctx, s.r, owner, id)
	if err != nil {
		return f, fmt.Errorf("filter %d: %w", id, err)
	}
	return f, nil
}

func filterOf(ctx context.Context, db reader, owner community.ActorID, id community.FilterID) (community.Filter, error) {
	list, err := filtersWhere(ctx, db, `owner = ? AND id = ?`, owner, id)
	if err == nil && len(list) == 0 {
		err = community.ErrNotFound
	}
	if err != nil {
		return community.Filter{}, err
	}
	return list[0], nil
}

func filtersWhere(ctx context.Context, db reader, where string, args ...any) ([]community.Filter, error) {
	var rows []filterRow
	err := many(ctx, db, &rows, `SELECT id, owner, title, contexts, action, expires FROM filter WHERE `+where, args...)
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	list, place, ids := make([]community.Filter, 0, len(rows)), map[community.FilterID]int{}, make([]community.FilterID, 0, len(rows))
	for i, r := range rows {
		list, ids, place[r.ID] = append(list, r.filter()), append(ids, r.ID), i
	}
	var words []struct {
		ID        community.FilterPartID
		Filter    community.FilterID
		Keyword   string
		WholeWord bool
	}
	if err := many(ctx, db, &words, `SELECT id, filter, keyword, whole_word FROM filter_keyword WHERE filter IN (?) ORDER BY id`, in(ids)); err != nil {
		return nil, err
	}
	for _, w := range words {
		f := &list[place[w.Filter]]
		f.Keywords = append(f.Keywords, community.FilterKeyword{ID: w.ID, Keyword: w.Keyword, WholeWord: w.WholeWord})
	}
	var posts []struct {
		ID     community.FilterPartID
		Filter community.FilterID
		Post   community.PostID
	}
	if err := many(ctx, db, &posts, `SELECT id, filter, post FROM filter_post WHERE filter IN (?) ORDER BY id`, in(ids)); err != nil {
		return nil, err
	}
	for _, p := range posts {
		f := &list[place[p.Filter]]
		f.Posts = append(f.Posts, community.FilterPost{ID: p.ID, Post: p.Post})
	}
	return list, nil
}

// SaveFilter writes a filter that community.CheckFilter let through: a new one when
// its number is 0, else in the place of the owner's that has it. Keywords that keep
// their number stay the same, those that are not named go, and so do posts. ErrNotFound
// for somebody else's, *Invalid for too many.
func (s *Store) SaveFilter(ctx context.Context, f community.Filter) (community.Filter, error) {
	var saved community.Filter
	err := s.update(ctx, fmt.Sprintf("save filter of %d", f.Owner), func(t *tx) error {
		if err := t.writeFilter(ctx, &f); err != nil {
			return err
		}
		if err := t.writeFilterParts(ctx, f); err != nil {
			return err
		}
		t.tellFilters(f.Owner)
		var err error
		saved, err = filterOf(ctx, t, f.Owner, f.ID)
		return err
	})
	return saved, err
}

func (t *tx) writeFilter(ctx context.Context, f *community.Filter) error {
	contexts := make([]string, 0, len(f.Contexts))
	for _, c := range f.Contexts {
		contexts = append(contexts, string(c))
	}
	if f.ID != 0 {
		n, err := t.do(ctx, `UPDATE filter SET title = ?, contexts = ?, action = ?, expires = ? WHERE id = ? AND owner = ?`,
			f.Title, strings.Join(contexts, " "), string(f.Action), at(f.Expires), f.ID, f.Owner)
		if err == nil && n == 0 {
			err = community.ErrNotFound
		}
		return err
	}
	var have int
	if err := one(ctx, t, &have, `SELECT COUNT(*) FROM filter WHERE owner = ?`, f.Owner); err != nil {
		return err
	}
	if have >= community.MaxFilters {
		return &community.Invalid{Field: "title", Problem: community.Say("filter.too_many", "limit", community.MaxFilters)}
	}
	f.ID = newID[community.FilterID](t)
	_, err := t.do(ctx, `INSERT INTO filter (id, owner, title, contexts, action, expires, created) VALUES (?, ?, ?, ?, ?, ?, ?)`,
		f.ID, f.Owner, f.Title, strings.Join(contexts, " "), string(f.Action), at(f.Expires), at(t.now))
	return err
}

func (t *tx) writeFilterParts(ctx context.Context, f community.Filter) error {
	var words, posts []community.FilterPartID
	for _, k := range f.Keywords {
		words = append(words, k.ID)
	}
	for _, p := range f.Posts {
		posts = append(posts, p.ID)
	}
	if _, err := t.do(ctx, `DELETE FROM filter_keyword WHERE filter = ? AND (? OR id NOT IN (?))`, f.ID, len(words) == 0, in(words)); err != nil {
		return err
	}
	if _, err := t.do(ctx, `DELETE FROM filter_post WHERE filter = ? AND (? OR id NOT IN (?))`, f.ID, len(posts) == 0, in(posts)); err != nil {
		return err
	}
	for _, k := range f.Keywords {
		if k.ID != 0 {
			_, err := t.do(ctx, `UPDATE filter_keyword SET keyword = ?, whole_word = ? WHERE id = ? AND filter = ?`, k.Keyword, k.WholeWord, k.ID, f.ID)
			if err != nil {
				return err
			}
			continue
		}
		_, err := t.do(ctx, `INSERT INTO filter_keyword (id, filter, keyword, whole_word) VALUES (?, ?, ?, ?)`,
			newID[community.FilterPartID](t), f.ID, k.Keyword, k.WholeWord)
		if err != nil {
			return err
		}
	}
	for _, p := range f.Posts {
		if p.ID != 0 {
			continue
		}
		_, err := t.do(ctx, `INSERT INTO filter_post (id, filter, post) VALUES (?, ?, ?) ON CONFLICT (filter, post) DO NOTHING`,
			newID[community.FilterPartID](t), f.ID, p.Post)
		if err != nil {
			return err
		}
	}
	return nil
}

// RemoveFilter takes a filter away; ErrNotFound, also for somebody else's.
func (s *Store) RemoveFilter(ctx context.Context, owner community.ActorID, id community.FilterID) error {
	return s.update(ctx, fmt.Sprintf("remove filter %d", id), func(t *tx) error {
		n, err := t.do(ctx, `DELETE FROM filter WHERE id = ? AND owner = ?`, id, owner)
		if err == nil && n == 0 {
			err = community.ErrNotFound
		}
		t.tellFilters(owner)
		return err
	})
}
