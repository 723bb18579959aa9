package storage

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"consilium/community"
)

// Hiding is why a post is hidden, as its author is told: never who reported it.
type Hiding struct {
	Post   community.PostID
	Reason community.FlagCategory
	// Asks says that staff wait for the author to change it, Note what they wrote.
	Asks  bool
	Note  string
	Since time.Time
}

type hidingRow struct {
	Post   community.PostID
	Reason community.FlagCategory
	Asks   bool
	Note   string
	Since  stamp
}

// hide hides a post from everybody but its author, who is told. It leaves the public
// counters; what was sent to other servers stays there until staff decided, and
// nothing more is sent. One that is hidden already gets the new reason.
func (t *tx) hide(ctx context.Context, h Hiding) error {
	post, err := postByID(ctx, t, h.Post)
	if errors.Is(err, community.ErrNotFound) || err == nil && !post.Deleted.IsZero() {
		return nil
	}
	if err != nil {
		return err
	}
	if post.Hidden.IsZero() {
		if err := t.uncount(ctx, post); err != nil {
			return err
		}
		if _, err := t.do(ctx, `UPDATE post SET hidden = ? WHERE id = ?`, at(t.now), post.ID); err != nil {
			return err
		}
	}
	_, err = t.do(ctx, `INSERT INTO hiding (post, reason, asks, note, since) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (post) DO UPDATE SET reason = excluded.reason, asks = excluded.asks, note = excluded.note`,
		post.ID, string(h.Reason), h.Asks, h.Note, at(t.now))
	if err != nil {
		return fmt.Errorf("hide post %d: %w", post.ID, err)
	}
	t.tell(News{Topic: TopicPost, ID: int64(post.ID)})
	if h.Asks { // the decision tells the author
		return nil
	}
	return t.notifyFromHouse(ctx, community.Notification{Owner: post.Author, Kind: community.NotifyHidden, Post: post.ID})
}

// show shows a hidden post again: it is counted, and other servers that have it, or
// should, get it as it now stands.
func (t *tx) show(ctx context.Context, id community.PostID) error {
	post, err := postByID(ctx, t, id)
	if err != nil || post.Hidden.IsZero() || !post.Deleted.IsZero() {
		if errors.Is(err, community.ErrNotFound) {
			err = nil
		}
		return err
	}
	if _, err := t.do(ctx, `UPDATE post SET hidden = NULL WHERE id = ?`, id); err != nil {
		return err
	}
	if _, err := t.do(ctx, `DELETE FROM hiding WHERE post = ?`, id); err != nil {
		return err
	}
	// Or the next time it is hidden its author would not be told.
	if _, err := t.do(ctx, `DELETE FROM notification WHERE post = ? AND kind = ?`, id, string(community.NotifyHidden)); err != nil {
		return err
	}
	post.Hidden = time.Time{}
	if err := t.countPost(ctx, deed{post: post}); err != nil {
		return err
	}
	t.tell(News{Topic: TopicPost, ID: int64(id)})
	return t.sendShown(ctx, post)
}

// sendShown sends a post that is shown again: whoever was never sent it gets it, all
// others what it says now.
func (t *tx) sendShown(ctx context.Context, post community.Post) error {
	d := deed{post: post}
	if !d.open() {
		return nil
	}
	inboxes, err := t.rememberAudience(ctx, d)
	if err != nil {
		return err
	}
	var sent []community.IRI
	if err := many(ctx, t, &sent, `SELECT inbox FROM recipient WHERE post = ? AND first_sent IS NOT NULL`, post.ID); err != nil {
		return err
	}
	fresh := slices.DeleteFunc(inboxes, func(inbox community.IRI) bool { return slices.Contains(sent, inbox) })
	out := Delivery{Verb: "Create", Activity: post.IRI.String() + "/activity", Actor: post.Author, Post: post.ID, Revision: post.Revision}
	if err := t.deliver(ctx, out, fresh...); err != nil {
		return err
	}
	out.Verb, out.Activity = "Update", post.IRI.String()+"#shown-"+strconv.FormatInt(t.now.UnixMilli(), 36)
	return t.deliver(ctx, out, sent...)
}

// showEdited is the effect of an edit on a post of which staff asked it: it passed
// the gate like any other text, and is shown again.
func (t *tx) showEdited(ctx context.Context, d deed) error {
	if d.SameWords() || !d.post.Local {
		return nil
	}
	var asks bool
	err := one(ctx, t, &asks, `SELECT asks FROM hiding WHERE post = ?`, d.post.ID)
	if errors.Is(err, community.ErrNotFound) || err == nil && !asks {
		return nil
	}
	if err != nil {
		return err
	}
	return t.showUnlessReported(ctx, d.post.ID)
}

// hiddenForPatient says whether a post is hidden because it could tell who a patient
// is: what it says then is shown to nobody again, whatever the rules make of it.
func (t *tx) hiddenForPatient(ctx context.Context, id community.PostID) (bool, error) {
	var hidden bool
	err := one(ctx, t, &hidden, `SELECT EXISTS (SELECT 1 FROM hiding WHERE post = ? AND reason = ?)`, id, string(community.FlagPatient))
	if err != nil {
		return false, fmt.Errorf("why post %d is hidden: %w", id, err)
	}
	return hidden, nil
}

// showUnlessReported is show for a post that staff wait for no longer. One that another
// open report hides too stays hidden, and is staff's again to decide about.
func (t *tx) showUnlessReported(ctx context.Context, id community.PostID) error {
	n, err := t.do(ctx, `UPDATE hiding SET asks = FALSE, note = '' WHERE post = ? AND EXISTS (SELECT 1 FROM flag_post AS o
		JOIN flag AS g ON g.id = o.flag WHERE o.post = hiding.post AND g.hides AND g.resolved IS NULL)`, id)
	if err != nil {
		return fmt.Errorf("reports of post %d: %w", id, err)
	}
	if n > 0 {
		return nil
	}
	return t.show(ctx, id)
}

// notifyFromHouse tells a member something in the name of the institution, anew even
// when it was told before.
func (t *tx) notifyFromHouse(ctx context.Context, n community.Notification) error {
	house, err := actorWhere(ctx, t, `a.iri = ?`, t.store.iri("/actor"))
	if err != nil {
		return err
	}
	n.Actor = house.ID
	_, err = t.do(ctx, `DELETE FROM notification WHERE owner = ? AND kind = ? AND actor = ? AND post = ?`,
		n.Owner, string(n.Kind), n.Actor, n.Post)
	if err != nil {
		return fmt.Errorf("notify %d: %w", n.Owner, err)
	}
	return t.notify(ctx, n)
}

// HiddenPosts lists why posts of an author's are hidden, the newest first, at most a
// hundred.
func (s *Store) HiddenPosts(ctx context.Context, author community.ActorID) ([]Hiding, error) {
	var rows []hidingRow
	err := many(ctx, s.r, &rows, `SELECT h.post, h.reason, h.asks, h.note, h.since FROM hiding AS h JOIN post AS p ON p.id = h.post
		WHERE p.author = ? AND p.deleted IS NULL ORDER BY h.post DESC LIMIT 100`, author)
	if err != nil {
		return nil, fmt.Errorf("hidden posts of %d: %w", author, err)
	}
	list := make([]Hiding, 0, len(rows))
	for _, r := range rows {
		list = append(list, Hiding{r.Post, r.Reason, r.Asks, r.Note, r.Since.Time})
	}
	return list, nil
}
