package storage

import (
	"context"
	"errors"
	"fmt"
	"time"

	"consilium/community"
)

// GroupPost is what a group and its moderators say of a post; zero times for what did
// not happen.
type GroupPost struct {
	Pinned, Locked, Removed time.Time
	Reason                  string
}

// GroupPost gives what a group says of a post; the zero GroupPost for one that was
// never posted to it.
func (s *Store) GroupPost(ctx context.Context, group community.ActorID, post community.PostID) (GroupPost, error) {
	found, err := s.groupPosts(ctx, group, []community.PostID{post})
	if err != nil {
		return GroupPost{}, fmt.Errorf("post %d in group %d: %w", post, group, err)
	}
	return found[post], nil
}

// GroupPostsOf is GroupPost for many posts of one group, in one statement.
func (s *Store) GroupPostsOf(ctx context.Context, group community.ActorID, posts []community.PostID) (map[community.PostID]GroupPost, error) {
	found, err := s.groupPosts(ctx, group, posts)
	if err != nil {
		return nil, fmt.Errorf("posts in group %d: %w", group, err)
	}
	return found, nil
}

func (s *Store) groupPosts(ctx context.Context, group community.ActorID, posts []community.PostID) (map[community.PostID]GroupPost, error) {
	found := map[community.PostID]GroupPost{}
	if len(posts) == 0 {
		return found, nil
	}
	var rows []struct {
		Post                    community.PostID
		Pinned, Locked, Removed stamp
		Reason                  string
	}
	err := many(ctx, s.r, &rows, `SELECT post, pinned, locked, removed, reason FROM group_post WHERE grp = ? AND post IN (?)`, group, in(posts))
	for _, r := range rows {
		found[r.Post] = GroupPost{r.Pinned.Time, r.Locked.Time, r.Removed.Time, r.Reason}
	}
	return found, err
}

// GroupTimeline gives what was posted to a group, without answers, as far as
// everybody may see it: a group shows nobody more than the world.
func (s *Store) GroupTimeline(ctx context.Context, v community.Viewer, group community.ActorID, page Page) ([]community.Post, error) {
	return s.list(ctx, page, listing{viewer: v, wide: true, fetch: func(p Page) ([]entry, error) {
		var rows []postRow
		err := many(ctx, s.r, &rows, `SELECT `+postColumns+` FROM open_post p WHERE p.in_group = ? AND p.in_group <> 0 AND p.of_post = 0
			AND p.parent = 0 AND p.parent_iri IS NULL AND ?`+notMuted+` ORDER BY ? LIMIT ?`,
			group, p.within("p.id"), v.Actor, at(s.Now()), p.order("p.id"), p.limit())
		return entriesByID(rows, err)
	}})
}

// mostPinned is how many pinned posts a group shows.
const mostPinned = 10

// PinnedInGroup gives what the moderators pinned, the latest first.
func (s *Store) PinnedInGroup(ctx context.Context, v community.Viewer, group community.ActorID) ([]community.Post, error) {
	return s.list(ctx, Page{Limit: mostPinned}, listing{viewer: v, wide: true, fetch: func(p Page) ([]entry, error) {
		if p.Max > 0 { // there is one page
			return nil, nil
		}
		var rows []postRow
		err := many(ctx, s.r, &rows, `SELECT `+postColumns+` FROM group_post AS x JOIN open_post p ON p.id = x.post
			WHERE x.grp = ? AND x.pinned IS NOT NULL AND p.in_group = x.grp ORDER BY x.pinned DESC, p.id DESC LIMIT ?`, group, mostPinned)
		return entriesByID(rows, err)
	}})
}

// enterGroup is the effect of a new post that is for a group, or answers in one.
func (t *tx) enterGroup(ctx context.Context, d deed) error {
	if d.post.Group == 0 || d.post.Of != 0 {
		return nil
	}
	return t.joinPost(ctx, d.post)
}

// EnterGroup puts a post from elsewhere into a group, when nothing speaks against it
// here: it is in no other, and was not removed from this one. The caller made sure
// that the group took it. It may run twice, and says whether the post is in the group.
func (s *Store) EnterGroup(ctx context.Context, group community.ActorID, id community.PostID) (bool, error) {
	entered := false
	err := s.update(ctx, fmt.Sprintf("enter post %d into group %d", id, group), func(t *tx) error {
		post, err := postByID(ctx, t, id)
		if err != nil || !wide(post.Audience) || !post.Deleted.IsZero() || post.Group != 0 && post.Group != group {
			return err
		}
		var removed int
		err = one(ctx, t, &removed, `SELECT COUNT(*) FROM group_post WHERE grp = ? AND post = ? AND removed IS NOT NULL`, group, id)
		if err != nil || removed > 0 {
			return err
		}
		entered = true
		if _, err := t.do(ctx, `UPDATE post SET in_group = ? WHERE id = ?`, group, id); err != nil {
			return err
		}
		post.Group = group
		return t.joinPost(ctx, post)
	})
	return entered, err
}

// joinPost remembers that a post is in its group. A group of ours announces it: the
// activity to who understands wrapped activities, and, unless it is an answer, the
// post itself to everybody else (R-GRP-1).
func (t *tx) joinPost(ctx context.Context, post community.Post) error {
	_, err := t.do(ctx, `INSERT INTO group_post (grp, post, created) VALUES (?, ?, ?) ON CONFLICT DO NOTHING`, post.Group, post.ID, at(t.now))
	if err != nil {
		return err
	}
	group, err := actorWhere(ctx, t, `a.id = ?`, post.Group)
	if err != nil || !group.Local {
		return err
	}
	if post.Local {
		create := Delivery{Verb: "Create", Actor: post.Author, Activity: post.IRI.String() + "/activity", Post: post.ID}
		if err := t.wrapOwn(ctx, group, post, create); err != nil {
			return err
		}
	}
	if post.Parent != 0 || !post.ParentIRI.IsZero() {
		return nil
	}
	boost, err := community.Repeat(group, post, community.Public, t.now)
	if err != nil {
		return err
	}
	return t.repeat(ctx, boost)
}

// repeat makes a boost take effect in this transaction, once.
func (t *tx) repeat(ctx context.Context, boost community.Publication) error {
	d := deed{Publication: boost, post: boost.Post()}
	fresh, err := t.addPost(ctx, &d)
	if err != nil || !fresh {
		return err
	}
	for _, take := range repetition {
		if err := take(t, ctx, d); err != nil {
			return err
		}
	}
	return nil
}

// leaveGroup takes a post out of its group: out of its lists, and out of the homes it
// came to through it.
func (t *tx) leaveGroup(ctx context.Context, group community.ActorID, post community.PostID, reason string) error {
	_, err := t.do(ctx, `INSERT INTO group_post (grp, post, removed, reason, created) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (grp, post) DO UPDATE SET removed = excluded.removed, reason = excluded.reason, pinned = NULL`,
		group, post, at(t.now), reason, at(t.now))
	if err != nil {
		return err
	}
	if _, err := t.do(ctx, `UPDATE post SET in_group = 0 WHERE id = ? AND in_group = ?`, post, group); err != nil {
		return err
	}
	boost, err := t.announceOf(ctx, group, post)
	if errors.Is(err, community.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	return t.unannounce(ctx, boost)
}
