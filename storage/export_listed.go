package storage

import (
	"context"
	"iter"

	"consilium/community"
)

// Listed is somebody on one of the member's lists.
type Listed struct {
	List   string // its title
	Handle community.Handle
}

// Listed gives who is on the member's lists, list by list.
func (e Estate) Listed(ctx context.Context) iter.Seq2[Listed, error] {
	return func(yield func(Listed, error) bool) {
		lists, err := e.s.Lists(ctx, e.Actor.ID)
		if err != nil {
			yield(Listed{}, err)
			return
		}
		for _, l := range lists {
			for handle, err := range e.onList(ctx, l) {
				if !yield(Listed{l.Title, handle}, err) || err != nil {
					return
				}
			}
		}
	}
}

func (e Estate) onList(ctx context.Context, l community.List) iter.Seq2[community.Handle, error] {
	return walk(ctx, func(after int64) ([]numbered[community.Handle], error) {
		var rows []contactRow
		err := many(ctx, e.s.r, &rows, `SELECT a.id, a.name, a.host, FALSE AS hides FROM list_member AS m JOIN actor AS a ON a.id = m.member
			WHERE m.list = ? AND a.gone IS NULL AND a.id > ? ORDER BY a.id LIMIT ?`, l.ID, after, estatePage)
		list := make([]numbered[community.Handle], 0, len(rows))
		for _, r := range rows {
			handle, _ := community.MakeHandle(r.Name, r.Host, "") // only what it let through was stored
			list = append(list, numbered[community.Handle]{int64(r.ID), handle})
		}
		return list, err
	})
}

// FollowedTags gives the hashtags the member follows, without '#'.
func (e Estate) FollowedTags(ctx context.Context) ([]string, error) {
	followed, err := e.s.FollowedTags(ctx, e.Actor.ID, Page{})
	tags := make([]string, 0, len(followed))
	for _, f := range followed {
		tags = append(tags, f.Tag)
	}
	return tags, err
}
