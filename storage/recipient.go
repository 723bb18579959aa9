package storage

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"time"

	"consilium/community"
)

// Recipient is an inbox a post was meant for: edits and deletes follow it there.
type Recipient struct {
	Host  string
	Inbox community.IRI
	// FirstSent is zero until it went out; Revision is the last that did.
	FirstSent time.Time
	Revision  int
	// Deleted is when the inbox took the Delete; zero until then.
	Deleted time.Time
}

// Recipients gives where a post has gone or is going.
func (s *Store) Recipients(ctx context.Context, post community.PostID) ([]Recipient, error) {
	var rows []struct {
		Host      string
		Inbox     community.IRI
		FirstSent stamp
		Revision  int
		Deleted   stamp
	}
	err := many(ctx, s.r, &rows, `SELECT host, inbox, first_sent, revision, deleted FROM recipient WHERE post = ? ORDER BY inbox`, post)
	if err != nil {
		return nil, fmt.Errorf("recipients of %d: %w", post, err)
	}
	list := make([]Recipient, 0, len(rows))
	for _, r := range rows {
		list = append(list, Recipient{r.Host, r.Inbox, r.FirstSent.Time, r.Revision, r.Deleted.Time})
	}
	return list, nil
}

// sendCreate is the effect of a member's new post on other servers.
func (t *tx) sendCreate(ctx context.Context, d deed) error {
	return t.send(ctx, d, Delivery{Verb: "Create", Activity: d.post.IRI.String() + "/activity"})
}

// sendUpdate is the effect of a member's edit on every server that has the
// post, and on those of its audience now.
func (t *tx) sendUpdate(ctx context.Context, d deed) error {
	update := Delivery{Verb: "Update", Activity: d.post.IRI.String() + "#update-" + strconv.Itoa(d.post.Revision)}
	if err := t.send(ctx, d, update); err != nil {
		return err
	}
	return t.wrapChange(ctx, d.post, update)
}

// sendAnnounce is the effect of a member's boost on other servers.
func (t *tx) sendAnnounce(ctx context.Context, d deed) error {
	return t.send(ctx, d, Delivery{Verb: "Announce", Activity: d.post.IRI.String()})
}

// send remembers the inboxes of the deed's audience and enqueues the activity
// for them and, when everybody may read the post, for all that already had it.
// What is for few is not sent to who was taken out of it: they keep what they
// were told, and hear of its end (DeletePost). What is not for other servers does
// not get past the first line.
func (t *tx) send(ctx context.Context, d deed, out Delivery) error {
	if !d.open() {
		return nil
	}
	inboxes, err := t.rememberAudience(ctx, d)
	if err != nil {
		return err
	}
	out.Actor, out.Post, out.Revision = d.post.Author, d.post.ID, d.post.Revision
	out.Followers = wide(d.post.Audience) || d.post.Audience.Kind == community.Followers
	if !wide(d.post.Audience) {
		return t.deliver(ctx, out, inboxes...)
	}
	return t.sendTo(ctx, out, d.post.ID)
}

// wide says whether everybody may read what has this audience.
func wide(a community.Audience) bool {
	return a.Kind == community.Public || a.Kind == community.Unlisted
}

// rememberAudience writes where the audience of a post is now, beside where it
// has gone before, and gives the former.
func (t *tx) rememberAudience(ctx context.Context, d deed) ([]community.IRI, error) {
	inboxes, err := t.audienceInboxes(ctx, d)
	if err != nil {
		return nil, err
	}
	if inboxes, err = t.reachable(ctx, inboxes); err != nil {
		return nil, err
	}
	for _, inbox := range inboxes {
		_, err := t.do(ctx, `INSERT INTO recipient (post, inbox, host) VALUES (?, ?, ?) ON CONFLICT DO NOTHING`,
			d.post.ID, inbox, inbox.Host())
		if err != nil {
			return nil, fmt.Errorf("remember recipients: %w", err)
		}
	}
	return inboxes, nil
}

// sendTo enqueues an activity for all recipients of some posts.
func (t *tx) sendTo(ctx context.Context, out Delivery, posts ...community.PostID) error {
	var rows []struct{ Inbox community.IRI }
	err := many(ctx, t, &rows, `SELECT DISTINCT inbox FROM recipient WHERE post IN (?) ORDER BY inbox`, in(posts))
	if err != nil {
		return fmt.Errorf("read recipients: %w", err)
	}
	var inboxes []community.IRI
	for _, r := range rows {
		inboxes = append(inboxes, r.Inbox)
	}
	if inboxes, err = t.reachable(ctx, inboxes); err != nil {
		return err
	}
	return t.deliver(ctx, out, inboxes...)
}

// audienceInboxes lists where the audience of a post is now: the followers at
// their servers' shared inboxes, and whom the post addresses. For followers and
// direct posts these are only the people named, at their own inboxes (R-OUT-2).
func (t *tx) audienceInboxes(ctx context.Context, d deed) ([]community.IRI, error) {
	var inboxes []community.IRI
	if wide(d.post.Audience) || d.post.Audience.Kind == community.Followers {
		var err error
		if inboxes, err = t.followerInboxes(ctx, d.post.Author); err != nil {
			return nil, err
		}
	}
	for _, a := range d.Mentioned() {
		switch {
		case a.Local:
		case wide(d.post.Audience):
			inboxes = append(inboxes, sharedInbox(a))
		case slices.Contains(d.post.Mentions, a.ID):
			inboxes = append(inboxes, a.Inbox)
		}
	}
	group, err := t.groupInbox(ctx, d.post)
	if inboxes = append(inboxes, group...); err != nil || d.Of() == nil {
		return inboxes, err
	}
	author, err := actorWhere(ctx, t, `a.id = ?`, d.Of().Author)
	if err == nil && !author.Local {
		inboxes = append(inboxes, sharedInbox(author))
	}
	return inboxes, err
}

func sharedInbox(a community.Actor) community.IRI {
	if a.SharedInbox.IsZero() {
		return a.Inbox
	}
	return a.SharedInbox
}

// reachable leaves out inboxes of servers that are suspended here, and repeats.
// Whether a delivery may leave is asked again when it does.
func (t *tx) reachable(ctx context.Context, inboxes []community.IRI) ([]community.IRI, error) {
	rules, err := t.rules(ctx)
	if err != nil {
		return nil, err
	}
	var kept []community.IRI
	for _, inbox := range inboxes {
		if community.MayFederate(community.FederationOpen, inbox.Host(), rules) && !slices.Contains(kept, inbox) {
			kept = append(kept, inbox)
		}
	}
	return kept, nil
}
