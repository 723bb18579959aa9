package web

import (
	"context"

	"consilium/community"
	"consilium/web/door"
	"consilium/web/page"
)

// viewsIn is views for a list in a place where the visitor's filters work: what they
// hide is left out, all else they find is folded.
func (s *Web) viewsIn(ctx context.Context, v door.Visitor, place community.FilterContext, list []shown) ([]page.Post, error) {
	list, err := s.repeated(ctx, list)
	if err != nil {
		return nil, err
	}
	filters, err := s.filtersOf(ctx, v)
	if err != nil {
		return nil, err
	}
	kept, marks := make([]shown, 0, len(list)), make([]community.FilterMatch, 0, len(list))
	for _, l := range list {
		found, _ := community.Gravest(community.FiltersOn(filters, place, l.post, s.store.Now()))
		if found.Filter.Action != community.FilterHide {
			kept, marks = append(kept, l), append(marks, found)
		}
	}
	views, err := s.views(ctx, v, kept)
	for i := range views {
		mark(&views[i], marks[i])
	}
	return views, err
}

// filtersOf are the filters of who is signed in.
func (s *Web) filtersOf(ctx context.Context, v door.Visitor) ([]community.Filter, error) {
	if v.Person == nil {
		return nil, nil
	}
	return s.store.Filters(ctx, v.Person.Actor.ID)
}

// mark folds a post, or its pictures, as a filter wants it.
func mark(p *page.Post, found community.FilterMatch) {
	switch found.Filter.Action {
	case community.FilterWarn, community.FilterHide:
		p.Filtered = found.Filter.Title
	case community.FilterBlur:
		p.Sensitive = true
	}
}

// filterThread marks the posts of a conversation. The post the page is about was opened
// deliberately, and what one wrote is never filtered; an answer that is hidden leaves
// its place to those below it.
func (s *Web) filterThread(ctx context.Context, v door.Visitor, c *conversation, above []community.Post) error {
	filters, err := s.filtersOf(ctx, v)
	if err != nil || len(filters) == 0 {
		return err
	}
	keep := func(posts []community.Post, views []page.Post) ([]community.Post, []page.Post) {
		var keptPosts []community.Post
		var keptViews []page.Post
		for i, p := range posts {
			found, _ := community.Gravest(community.FiltersOn(filters, community.FilterThread, p, s.store.Now()))
			if found.Filter.Action == community.FilterHide {
				continue
			}
			mark(&views[i], found)
			keptPosts, keptViews = append(keptPosts, p), append(keptViews, views[i])
		}
		return keptPosts, keptViews
	}
	_, c.above = keep(above, c.above)
	c.belowPosts, c.below = keep(c.belowPosts, c.below)
	return nil
}
