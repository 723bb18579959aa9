package storage

import (
	"context"
	"fmt"

	"consilium/community"
)

// ChangeFilter changes one filter of a member as a whole, so that two changes at once
// lose nothing. change gets the filter that stands and gives the one that is to; it may
// run more than once, and what it gives goes through community.CheckFilter. ErrNotFound,
// also for somebody else's; the errors of change and of the check.
func (s *Store) ChangeFilter(ctx context.Context, owner community.ActorID, id community.FilterID, change func(community.Filter) (community.Filter, error)) (community.Filter, error) {
	var saved community.Filter
	err := s.update(ctx, fmt.Sprintf("change filter %d", id), func(t *tx) error {
		n, err := t.do(ctx, `UPDATE filter SET title = title WHERE id = ? AND owner = ?`, id, owner)
		if err == nil && n == 0 {
			err = community.ErrNotFound
		}
		if err != nil {
			return err
		}
		f, err := filterOf(ctx, t, owner, id)
		if err == nil {
			f, err = change(f)
		}
		if err == nil {
			f, err = community.CheckFilter(f)
		}
		if err != nil {
			return err
		}
		f.ID, f.Owner = id, owner
		if err := t.writeFilter(ctx, &f); err != nil {
			return err
		}
		if err := t.writeFilterParts(ctx, f); err != nil {
			return err
		}
		t.tellFilters(owner)
		saved, err = filterOf(ctx, t, owner, id)
		return err
	})
	return saved, err
}

// tellFilters says that what a member does not want to read has changed.
func (t *tx) tellFilters(owner community.ActorID) {
	t.tell(News{Topic: TopicFilters, Owner: int64(owner)})
}
