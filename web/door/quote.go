package door

import (
	"context"
	"errors"

	"consilium/community"
)

// Quoting is who wants to quote what.
type Quoting struct {
	By     community.Actor
	Viewer community.Viewer
	// Number is that of the post, "" for none.
	Number string
}

// Quoted is the post somebody wants to quote as the rules take it; nil for none. One they
// may not see is not there (S-PRIV-7). A boost is what it repeats.
func (d *Door) Quoted(ctx context.Context, q Quoting) (*community.Quoted, error) {
	if q.Number == "" {
		return nil, nil
	}
	id, err := community.ParseID[community.PostID](q.Number)
	if err != nil {
		return nil, err
	}
	p, err := d.Store.VisiblePost(ctx, q.Viewer, id)
	if err == nil && p.Of != 0 {
		p, err = d.Store.VisiblePost(ctx, q.Viewer, p.Of)
	}
	if err != nil {
		return nil, err
	}
	approaches, err := d.Approaches(ctx, q.By, p)
	if err != nil {
		return nil, err
	}
	thread, err := d.Thread(ctx, q.By, &p)
	return &community.Quoted{Post: p, Approach: approaches[p.Author], Thread: thread}, err
}

// QuotedIn is what a post quotes that is edited; nil for none, or when who edits it does
// not see it any more.
func (d *Door) QuotedIn(ctx context.Context, q Quoting, p community.Post) (*community.Quoted, error) {
	if p.Quote == nil || p.Quote.Post == 0 {
		return nil, nil
	}
	q.Number = community.FormatID(p.Quote.Post)
	quoted, err := d.Quoted(ctx, q)
	if errors.Is(err, community.ErrNotFound) || errors.Is(err, community.ErrGone) {
		return nil, nil
	}
	return quoted, err
}

// Approaches is what is between somebody and the authors of posts, by author. It asks
// who follows whom only where a policy depends on it.
func (d *Door) Approaches(ctx context.Context, by community.Actor, posts ...community.Post) (map[community.ActorID]community.Approach, error) {
	var authors, distant []community.ActorID
	for _, p := range posts {
		authors = append(authors, p.Author)
		if p.Author != by.ID && p.Policy.Distinguishes() {
			distant = append(distant, p.Author)
		}
	}
	actors, err := d.Store.Actors(ctx, authors)
	if err != nil {
		return nil, err
	}
	var between map[community.ActorID]community.Relation
	if len(distant) > 0 {
		if between, err = d.Store.Relations(ctx, by.ID, distant); err != nil {
			return nil, err
		}
	}
	all := make(map[community.ActorID]community.Approach, len(actors))
	for id, author := range actors {
		r := between[id]
		all[id] = community.Approach{By: by, Author: author, Follows: r.Follows, Followed: r.FollowedBy}
	}
	return all, nil
}

// MayAnswer is ErrForbidden when the author of a post does not let somebody answer it
// (GoToSocial, interaction controls).
func (d *Door) MayAnswer(ctx context.Context, by community.Actor, p community.Post) error {
	if p.Policy.Reply == nil {
		return nil
	}
	approaches, err := d.Approaches(ctx, by, p)
	if err == nil && community.MayAnswer(approaches[p.Author], p) == community.Refused {
		err = community.ErrForbidden
	}
	return err
}
