package storage

import (
	"context"
	"errors"
	"fmt"
	"time"

	"consilium/community"
)

// DeletePost makes a tombstone of a post: its words, pictures, case and
// versions go, the row and where it was sent stay. The caller made sure that
// the author or the staff asks. A member's post is deleted wherever it, or a
// member's boost of it, went; a boost is taken back. Doing so again does nothing.
func (s *Store) DeletePost(ctx context.Context, id community.PostID, now time.Time) error {
	return s.update(ctx, fmt.Sprintf("delete post %d", id), func(t *tx) error {
		t.now = now
		return t.deletePost(ctx, id)
	})
}

// ReceiveDelete makes a tombstone of a post that its own server deleted; by is
// who signed. For a post that never came it keeps the identifier from coming
// later (R-OUT-3). ErrForbidden when the post lives elsewhere.
func (s *Store) ReceiveDelete(ctx context.Context, iri community.IRI, by community.Actor) error {
	return s.update(ctx, "receive delete", func(t *tx) error {
		if by.Local || !iri.SameOrigin(by.IRI) {
			return community.ErrForbidden
		}
		var id community.PostID
		err := one(ctx, t, &id, `SELECT id FROM post WHERE iri = ?`, iri)
		if err == nil {
			return t.deletePost(ctx, id)
		}
		if !errors.Is(err, community.ErrNotFound) {
			return err
		}
		_, err = t.do(ctx, `INSERT INTO tombstone (iri, created) VALUES (?, ?) ON CONFLICT DO NOTHING`, iri, at(t.now))
		return err
	})
}

func (t *tx) deletePost(ctx context.Context, id community.PostID) error {
	var row postRow
	if err := one(ctx, t, &row, `SELECT `+postColumns+` FROM post p WHERE p.id = ?`, id); err != nil {
		return err
	}
	post := row.post()
	switch {
	case post.Of != 0:
		return t.unannounce(ctx, post)
	case post.Kind == community.CasePost: // whoever deletes a case withdraws it
		w := community.Withdrawal{Post: id, By: post.Author, Ground: community.WithdrawnByAuthor}
		if !post.Local {
			w.Ground = community.WithdrawnAtHome
		}
		return t.withdraw(ctx, w)
	}
	// The mark is what one of two transactions gets to set.
	n, err := t.do(ctx, `UPDATE post SET deleted = ? WHERE id = ? AND deleted IS NULL`, at(t.now), id)
	if err != nil || n == 0 {
		return err
	}
	// Posts, actors, lanes: publish takes hold of rows in the same order.
	if err := t.uncount(ctx, post); err != nil {
		return err
	}
	if err := t.sendDelete(ctx, post); err != nil {
		return err
	}
	return t.erase(ctx, id)
}

// sendDelete enqueues the Delete of a member's post for everybody who was sent
// it, or a member's boost of it, and for those of its audience now.
func (t *tx) sendDelete(ctx context.Context, post community.Post) error {
	d := deed{post: post}
	if !d.open() {
		return nil
	}
	if _, err := t.rememberAudience(ctx, d); err != nil {
		return err
	}
	posts := []community.PostID{}
	if err := many(ctx, t, &posts, `SELECT id FROM post WHERE of_post = ? AND local`, post.ID); err != nil {
		return err
	}
	iri := post.IRI.String()
	end := Delivery{Verb: "Delete", Actor: post.Author, Activity: iri + "#delete", Post: post.ID, Revision: post.Revision, Object: iri}
	if err := t.sendTo(ctx, end, append(posts, post.ID)...); err != nil {
		return err
	}
	return t.wrapChange(ctx, post, end)
}

// uncount takes a deleted post out of the public counters.
func (t *tx) uncount(ctx context.Context, post community.Post) error {
	if !post.Hidden.IsZero() { // it is not counted
		return nil
	}
	if err := t.countReply(ctx, post, -1); err != nil {
		return err
	}
	return t.addPosts(ctx, post, -1)
}

// erase removes everything that posts said and everything that hangs on them,
// and leaves tombstones: the rows, who they were sent to, nothing else. Their
// boosts become tombstones too. It neither counts nor sends.
func (t *tx) erase(ctx context.Context, posts ...community.PostID) error {
	var announces []community.PostID
	err := many(ctx, t, &announces, `SELECT id FROM post WHERE of_post IN (?) AND of_post <> 0 AND deleted IS NULL`, in(posts))
	if err != nil {
		return err
	}
	all := append(announces, posts...)
	if err := t.wasteMedia(ctx, `post IN (?)`, in(posts)); err != nil {
		return err
	}
	if err := t.endCases(ctx, posts...); err != nil {
		return err
	}
	if err := t.forgetCase(ctx, posts...); err != nil {
		return err
	}
	if err := t.forgetText(ctx, posts...); err != nil {
		return err
	}
	if err := t.unaccept(ctx, posts...); err != nil {
		return err
	}
	if err := t.forgetResponse(ctx, posts...); err != nil {
		return err
	}
	if err := t.forgetPolls(ctx, posts...); err != nil {
		return err
	}
	if err := t.forgetPins(ctx, posts...); err != nil {
		return err
	}
	if err := t.forgetQuestions(ctx, posts...); err != nil {
		return err
	}
	if err := t.forgetQuotes(ctx, posts...); err != nil {
		return err
	}
	if err := t.forgetWraps(ctx, posts); err != nil {
		return err
	}
	if err := t.forgetConsent(ctx, posts); err != nil {
		return err
	}
	if err := t.leaveExchanges(ctx, posts); err != nil {
		return err
	}
	if err := t.forgetTagUses(ctx, posts); err != nil {
		return err
	}
	for _, statement := range []string{
		`DELETE FROM post_revision WHERE post IN (?)`, `DELETE FROM mention WHERE post IN (?)`,
		`DELETE FROM hashtag WHERE post IN (?)`, `DELETE FROM home_entry WHERE post IN (?)`, `DELETE FROM list_entry WHERE post IN (?)`, `DELETE FROM trend_post WHERE post IN (?)`,
		`DELETE FROM notification WHERE post IN (?) AND post <> 0`, `DELETE FROM liking WHERE post IN (?)`,
		`DELETE FROM bookmark WHERE post IN (?)`, `DELETE FROM collected WHERE post IN (?)`, `DELETE FROM hiding WHERE post IN (?)`, `DELETE FROM quiet_case WHERE post IN (?)`,
	} {
		if _, err := t.do(ctx, statement, in(posts)); err != nil {
			return fmt.Errorf("erase posts: %w", err)
		}
	}
	for _, id := range all {
		t.tell(News{Topic: TopicPost, ID: int64(id)})
	}
	_, err = t.do(ctx, `UPDATE post SET deleted = COALESCE(deleted, ?), title = '', warning = '', sensitive = FALSE, content = '',
		source = '', source_type = '', language = '', like_count = 0, announce_count = 0 WHERE id IN (?)`, at(t.now), in(all))
	return err
}
