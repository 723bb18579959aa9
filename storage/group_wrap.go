package storage

import (
	"context"
	"encoding/json"
	"fmt"

	"consilium/community"
)

// GroupWrap is one activity that a group of ours passes on to its followers
// (FEP-1b12). Either Body holds it as it was signed elsewhere, or Own or Deed says
// what it is made of.
type GroupWrap struct {
	Group community.ActorID
	// Inner is the identifier of the activity.
	Inner string
	// Post is what it is about; 0 for none.
	Post community.PostID
	Body []byte
	// Replaces says that what was passed on about Post before is no longer said.
	Replaces bool
	Own      *Delivery
	Deed     *GroupActivity
}

// GroupActivity is what a member did as moderator of a group, as it is told to others.
type GroupActivity struct {
	Verb   string            `json:"verb"`
	ID     string            `json:"id"`
	Actor  community.ActorID `json:"actor"`
	Object string            `json:"object"`
	Target string            `json:"target,omitempty"`
	Reason string            `json:"reason,omitempty"`
	// Until is in Unix milliseconds, 0 for never; RemovePosts of a Block.
	Until       int64 `json:"until,omitempty"`
	RemovePosts bool  `json:"remove_posts,omitempty"`
	// Inner is what an Undo takes back.
	Inner *GroupActivity `json:"inner,omitempty"`
}

// ownWrap is what a wrapped activity of ours is made of, as it is stored.
type ownWrap struct {
	Delivery *Delivery      `json:"delivery,omitempty"`
	Deed     *GroupActivity `json:"deed,omitempty"`
}

// GroupWrap gives what a delivery with this number passes on; ErrNotFound when what it
// said is gone.
func (s *Store) GroupWrap(ctx context.Context, id int64) (GroupWrap, error) {
	var row struct {
		Grp      community.ActorID
		InnerIri string
		Post     community.PostID
		Body     []byte
		Own      string
	}
	err := one(ctx, s.r, &row, `SELECT grp, inner_iri, post, body, own FROM group_wrap WHERE id = ? AND (body IS NOT NULL OR own <> '')`, id)
	if err != nil {
		return GroupWrap{}, fmt.Errorf("wrap %d: %w", id, err)
	}
	w := GroupWrap{Group: row.Grp, Inner: row.InnerIri, Post: row.Post, Body: row.Body}
	if row.Own == "" {
		return w, nil
	}
	var own ownWrap
	if err := json.Unmarshal([]byte(row.Own), &own); err != nil {
		return w, fmt.Errorf("wrap %d: %w", id, err)
	}
	w.Own, w.Deed = own.Delivery, own.Deed
	return w, nil
}

// PassOn has a group of ours announce an activity that somebody elsewhere signed, as
// it came, to its followers. An identifier is passed on once, whatever comes again,
// so that no two groups can throw one activity at one another (R-GRP-1).
func (s *Store) PassOn(ctx context.Context, w GroupWrap) error {
	return s.update(ctx, fmt.Sprintf("pass on in group %d", w.Group), func(t *tx) error { return t.wrap(ctx, w) })
}

// wrap remembers an activity to pass on and enqueues its announcement.
func (t *tx) wrap(ctx context.Context, w GroupWrap) error {
	own, body := "", any(w.Body)
	if w.Body == nil {
		text, err := json.Marshal(ownWrap{w.Own, w.Deed})
		if err != nil {
			return fmt.Errorf("encode wrap: %w", err)
		}
		own, body = string(text), nil
	}
	id := t.store.numbers.next()
	n, err := t.do(ctx, `INSERT INTO group_wrap (id, grp, inner_iri, post, body, own, created) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
		id, w.Group, w.Inner, w.Post, body, own, at(t.now))
	if err != nil || n == 0 {
		return err
	}
	if w.Post != 0 && w.Replaces {
		_, err := t.do(ctx, `UPDATE group_wrap SET body = NULL WHERE post = ? AND id <> ? AND body IS NOT NULL`, w.Post, id)
		if err != nil {
			return err
		}
	}
	inboxes, err := t.followerInboxes(ctx, w.Group)
	if err != nil {
		return err
	}
	if inboxes, err = t.reachable(ctx, inboxes); err != nil {
		return err
	}
	return t.deliver(ctx, Delivery{Verb: "Announce", Actor: w.Group, Activity: t.store.newActivity(), Wrap: id}, inboxes...)
}

// wrapOwn passes on what a member did.
func (t *tx) wrapOwn(ctx context.Context, group community.Actor, post community.Post, own Delivery) error {
	if !group.Active() {
		return nil
	}
	return t.wrap(ctx, GroupWrap{Group: group.ID, Inner: own.Activity, Post: post.ID, Own: &own})
}

// tellGroup tells the group a post is in what a member did about it: one of ours
// passes it on, one elsewhere is sent it, so that it can.
func (t *tx) tellGroup(ctx context.Context, post community.Post, own Delivery) error {
	if post.Group == 0 || post.Audience.Restricted() {
		return nil
	}
	group, err := actorWhere(ctx, t, `a.id = ?`, post.Group)
	if err != nil {
		return err
	}
	if group.Local {
		return t.wrapOwn(ctx, group, post, own)
	}
	inboxes, err := t.reachable(ctx, []community.IRI{group.Inbox})
	if err != nil {
		return err
	}
	return t.deliver(ctx, own, inboxes...)
}

// groupInbox is where the posts of members go that are for a group elsewhere.
func (t *tx) groupInbox(ctx context.Context, p community.Post) ([]community.IRI, error) {
	if p.Group == 0 || p.Of != 0 || !wide(p.Audience) {
		return nil, nil
	}
	group, err := actorWhere(ctx, t, `a.id = ?`, p.Group)
	if err != nil || group.Local || !group.Active() {
		return nil, err
	}
	return []community.IRI{group.Inbox}, nil
}

// wrapChange passes on an edit, or the end, of a member's post that is in a group of
// ours; one elsewhere is among its recipients.
func (t *tx) wrapChange(ctx context.Context, post community.Post, own Delivery) error {
	if post.Group == 0 || !post.Local || post.Audience.Restricted() {
		return nil
	}
	group, err := actorWhere(ctx, t, `a.id = ?`, post.Group)
	if err != nil || !group.Local {
		return err
	}
	own.Actor, own.Post = post.Author, post.ID
	return t.wrapOwn(ctx, group, post, own)
}

// forgetWraps empties what was passed on about posts that are gone.
func (t *tx) forgetWraps(ctx context.Context, posts []community.PostID) error {
	_, err := t.do(ctx, `UPDATE group_wrap SET body = NULL WHERE post IN (?) AND body IS NOT NULL`, in(posts))
	return err
}
